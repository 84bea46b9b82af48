"""Which words of a text carry its content: what two texts share when they tell the same.

Takes a text, gives a set of keys: beginnings of long words, or runs of three characters where a script has no spaces.
"""

from __future__ import annotations

import re

from parsers.folding import key, key_words

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LEAST, _BEGINNING = 4, 6


def content(text: str) -> set[str]:
    """The keys of a text's content words."""
    if _UNSPACED.search(text):
        run = key(text)
        return {run[i : i + 3] for i in range(len(run) - 2)}
    return {word[:_BEGINNING] for word in key_words(text) if len(word) >= _LEAST}
