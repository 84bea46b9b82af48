"""The content words of a text, by which texts about the same thing are recognised.

Takes a text; gives a set of keys: beginnings of long words, or runs of three characters for scripts without spaces.
"""

from __future__ import annotations

from parsers.folding import key, key_words
from parsers.late_patterns import UNSPACED

#: Characters of a key in a script without spaces.  Chosen by hand.
_RUN = 3
#: Letters of the shortest content word, and leading letters that make its key.  Chosen by hand.
_LEAST, _BEGINNING = 4, 6


def content(text: str) -> set[str]:
    """The keys of a text's content words.  Two texts that share many keys are about the same thing."""
    if UNSPACED.search(text):
        run = key(text)
        return {run[i : i + _RUN] for i in range(len(run) - _RUN + 1)}
    return {word[:_BEGINNING] for word in key_words(text) if len(word) >= _LEAST}
