"""Reads a file whose lines are in two charsets, UTF-8 and an older one, as when several files were joined.

Takes bytes that are not valid UTF-8; gives the text, or None when all lines are in one charset.
"""

from __future__ import annotations

import re
from typing import Final

from parsers.decoding.charsets import likely

#: A character of several bytes in UTF-8.
_CHARACTER: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND: Final = re.compile(rb"[\x80-\xff]")
_LINE_ENDS: Final = re.compile(rb"(\r\n|\n|\r)")
#: The least characters beyond ASCII in lines of UTF-8, and bytes in the others; the most of these, for each of them,
#: that may be valid by chance.  Chosen by hand.
_FEWEST: Final = 4
_BY_CHANCE: Final = 0.25


def read_mixed(body: bytes) -> str | None:
    """Decode a file line by line, as UTF-8 or in the older charset; None when the file does not have lines of both."""
    pieces = _LINE_ENDS.split(body)
    sound = [_is_utf8(piece) for piece in pieces]
    good = sum(len(_CHARACTER.findall(piece)) for piece, valid in zip(pieces, sound) if valid)
    rest = b"\n".join(piece for piece, valid in zip(pieces, sound) if not valid)
    stray = len(_BEYOND.findall(rest))
    if good < _FEWEST or stray < _FEWEST or len(_CHARACTER.findall(rest)) > _BY_CHANCE * stray:
        return None
    codec = next(likely(rest))
    read = (piece.decode("utf-8" if valid else codec, "replace") for piece, valid in zip(pieces, sound))
    return "".join(read)


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
