"""Counts the kinds of characters (letters, digits, quotation marks, ...) in all segments of a page at once.

Takes the segments' texts and gives arrays of counts.  The page's text becomes one array of code points, a table gives
the kind of each, and the kinds are counted per segment.  Knows nothing about tags or languages.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from parsers.sentence_ends import SENTENCE_ENDS

Floats = npt.NDArray[np.float32]

#: Names of the kinds: "stop" ends a sentence, "mark" is any other sign, "dense" a letter that stands for a syllable or
#: word (Chinese, Japanese, Korean).
KINDS: Final = ("letter", "upper", "digit", "space", "comma", "stop", "quote", "mark", "dense")
_LETTER, _UPPER, _DIGIT, _SPACE, _COMMA, _STOP, _QUOTE, _MARK, _DENSE = range(9)

#: Code points from here on (rare scripts, emoji) are not in the table and count as marks.
_TABLE_SIZE: Final = 0x10000


def _table() -> npt.NDArray[np.uint8]:
    """Make a table of the kind of every code point below _TABLE_SIZE, with one entry more for all others."""
    table = np.full(_TABLE_SIZE + 1, _LETTER, dtype=np.uint8)
    table[_TABLE_SIZE] = _MARK
    for code in range(0x530):
        char = chr(code)
        if char.isupper():
            table[code] = _UPPER
        elif not char.isalnum():
            table[code] = _SPACE if char.isspace() else _MARK
    for first, last in ((0x2000, 0x2BFF), (0x3000, 0x303F), (0xFE00, 0xFF0F)):
        table[first : last + 1] = _MARK
    # Scripts that write with one character what alphabets write with two or three.
    for first, last in ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF)):
        table[first : last + 1] = _DENSE
    for kind, chars in (
        (_DIGIT, filter(str.isdecimal, map(chr, range(_TABLE_SIZE)))),
        (_COMMA, ",;،؛、，；፣፤၊"),
        (_STOP, SENTENCE_ENDS),
        (_QUOTE, "\"'“”„‘’‚«»「」『』《》"),
        (_SPACE, " \u00a0\u2009\u200a\u202f\u3000"),
    ):
        table[[ord(char) for char in chars]] = kind
    return table


_TABLE: Final = _table().astype(np.intp)


class Letters:
    """The lengths and character kinds of some texts; no text may be empty.

    `lengths`: their numbers of characters.  `first`, `last`: the kinds of their first and last characters.
    """

    __slots__ = ("_kinds", "first", "last", "lengths")

    def __init__(self, texts: list[str]) -> None:
        self.lengths = np.array(list(map(len, texts)), dtype=np.int64)
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32)
        #: The kind of every character, all texts in a row.
        self._kinds = _TABLE.take(codes, mode="clip")
        ends = self.lengths.cumsum()
        #: The kinds of each text's first and last characters.
        self.first, self.last = self._kinds.take(ends - self.lengths), self._kinds.take(ends - 1)

    def counts(self) -> Floats:
        """Count the characters of each kind in each text: one row per text, one column per entry of KINDS."""
        texts = len(self.lengths)
        places = np.arange(0, texts * len(KINDS), len(KINDS)).repeat(self.lengths)
        places += self._kinds
        counts = np.bincount(places, minlength=texts * len(KINDS))
        return counts.reshape(texts, len(KINDS)).astype(np.float32)
