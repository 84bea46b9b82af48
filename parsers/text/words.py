"""Which words of a text carry its content: what two texts share when they tell the same.

Takes a text, gives a set of keys: beginnings of long words, or runs of three characters where a script has no spaces.
"""

from __future__ import annotations

import re

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]{4,}")


def content(text: str) -> set[str]:
    """The keys of a text's content words."""
    if _UNSPACED.search(text):
        run = "".join(c for c in text if c.isalnum())
        return {run[i : i + 3] for i in range(len(run) - 2)}
    return {word[:6] for word in _WORD.findall(text.casefold())}
