"""Tells that a page is not in the charset that it declares, by its letters: old pages often declare a neighbour's.

Pages in windows-1250 declare iso-8859-2, those in windows-1253 iso-8859-7: some letters are at other places in the two,
or only in one of them.  Pages in windows-1251 declare koi8-r, since a server used to convert them: then small letters
are read as capitals.  Pages in Greek, Russian or Chinese declare iso-8859-1, the default of the program that wrote
them: then nearly all letters are accented, as in no language with Latin letters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from parsers.decoding.charsets import telling

#: Python's codec for an ISO charset -> that of Windows for the same languages.
_SISTERS: Final = {"iso8859-2": "cp1250", "iso8859-7": "cp1253"}
#: Codecs for Russian in which small letters have the codes of the other's capitals.
_SWAPPED: Final = {"koi8-r": "cp1251", "koi8-u": "cp1251", "cp1251": "koi8-r"}
_UPPER_HALF, _LOWER_HALF = bytes(range(0xC0, 0xE0)), bytes(range(0xE0, 0x100))
#: The codecs whose second half is for accented letters and signs.
_LATIN: Final = frozenset(("cp1252", "cp1250", "cp1254", "cp1257", "iso8859-2", "iso8859-15"))
_ASCII, _ASCII_LETTERS = bytes(range(0x80)), bytes((*range(0x41, 0x5B), *range(0x61, 0x7B)))
#: Of a page's bytes, the least share beyond ASCII; and of the letters in texts with such bytes, the least share of
#: them, where the page is in no language with Latin letters (Vietnamese has a third).  Chosen by hand.
_SOME, _MOST = 0.03, 0.6
#: The least letters, and how many times as many small ones as capitals a text has.  Chosen by hand.
_ENOUGH, _TIMES = 100, 4


def true_codec(name: str | None, body: bytes) -> str | None:
    """Return the codec that a page is in, if its letters tell it, or None if they only tell that it is not `name`.

    `name`: the codec that is declared; it is returned unless the letters speak against it.
    """
    if name is None:
        return None
    if (sister := _SISTERS.get(name)) and _letters(sister, name, body) > _letters(name, sister, body):
        return sister
    if swapped := _SWAPPED.get(name):
        capitals, small = _UPPER_HALF, _LOWER_HALF
        if name != "cp1251":
            capitals, small = small, capitals
        seen, expected = _count(capitals, body), _count(small, body)
        return swapped if seen > max(_ENOUGH, _TIMES * expected) else name
    return None if name in _LATIN and _is_not_latin(body) else name


def _is_not_latin(body: bytes) -> bool:
    """Whether most letters of a page's texts are beyond ASCII."""
    if len(body.translate(None, _ASCII)) < _SOME * len(body):
        return False
    text = telling(body)
    high = len(text.translate(None, _ASCII))
    return high >= _ENOUGH and high > _MOST * (high + _count(_ASCII_LETTERS, text))


def _letters(name: str, other: str, body: bytes) -> int:
    """Count the bytes of a page that are letters in the codec `name` only, not in `other`, before another letter."""
    return len(_letters_of(name, other).findall(body))


@cache
def _letters_of(name: str, other: str) -> re.Pattern[bytes]:
    """Make the pattern of the bytes that `_letters` counts."""
    single = [bytes((code,)) for code in range(0x80, 0x100)]
    own = [byte for byte in single if _is_letter(byte, name) and not _is_letter(byte, other)]
    return re.compile(b"[" + b"".join(map(re.escape, own)) + rb"](?=[A-Za-z\xc0-\xff])")


def _is_letter(byte: bytes, name: str) -> bool:
    """Whether a byte is a letter in a codec."""
    return byte.decode(name, "ignore").isalpha()


def _count(some: bytes, body: bytes) -> int:
    """Count the bytes of a page that are among `some`."""
    return len(body) - len(body.translate(None, some))
