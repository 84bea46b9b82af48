"""Recognises UTF-16 without a byte order mark, in any script.

Takes bytes; gives the codec, or None.  Text in UTF-16 holds a zero byte beside each blank and line end, which text in
no other charset does.  If its bytes are read in the wrong order, it decodes to letters of many scripts or to no
letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

#: Bytes at the start that are looked at.
_LOOKED_AT: Final = 4_096
#: The least share (0 to 1) of characters that are assigned, and of those that are letters or digits.  Chosen by hand.
_ASSIGNED, _LETTERS = 0.995, 0.5
#: What every text holds.
_ENDS: Final = ("\n", " ", "\u3000")


def utf16_codec(body: bytes) -> str | None:
    """The codec "utf-16-le" or "utf-16-be" for bytes that are text in UTF-16; None for any others."""
    head = body[:_LOOKED_AT]
    if b"\0" not in head or len(body) % 2:
        return None
    readings = {name: head.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    ends = {name: sum(text.count(end) for end in _ENDS) for name, text in readings.items()}
    best, other = sorted(ends, key=lambda name: -ends[name])
    sound = ends[best] > 2 * ends[other] and _is_text(readings[best].rstrip("\ufffd"))
    return best if sound else None


def _is_text(text: str) -> bool:
    """Whether nearly all characters exist in Unicode and many are letters or digits, as in text of any script."""
    kinds = [unicodedata.category(char) for char in text if char not in "\n\r\t"]
    return (
        bool(kinds)
        and _share(kinds, ("L", "M", "N", "P", "S", "Z")) >= _ASSIGNED
        and _share(kinds, ("L", "M", "N")) >= _LETTERS
    )


def _share(kinds: list[str], wanted: Iterable[str]) -> float:
    """The share (0 to 1) of characters whose Unicode category begins with one of `wanted` ("L", "N").

    `kinds`: the category of each character.
    """
    return sum(kind.startswith(tuple(wanted)) for kind in kinds) / len(kinds)
