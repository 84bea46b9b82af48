"""Reads a page that is in UTF-8 except for a few bytes: cut letters, or words pasted from a page in another charset.

Takes bytes that are not valid UTF-8; gives the text, or None when they are hardly in UTF-8 at all.  A stray byte that
means the same in all Windows charsets becomes that character; every other one becomes U+FFFD.
"""

from __future__ import annotations

import re
from typing import Final

#: How many characters beyond ASCII must be valid UTF-8 for each byte that is not.  Measured: among 3,000 news texts in
#: 12 other charsets, at most 0.46 were valid by chance (EUC-JP); pages in UTF-8 have many times more than 2.
_VALID_FOR_EACH_BROKEN: Final = 2

#: A run of undecodable bytes, as Python's "surrogateescape" writes them.
_BROKEN: Final = re.compile("[\udc80-\udcff]+")
_FIRST_BYTE: Final = 0xDC00
#: Letters of the Latin script beyond ASCII.
_LATIN: Final = re.compile("[\u00c0-\u024f]")
#: What is pasted with a text most often: quotation marks, dashes, dots, blanks.  Other signs, such as the © that ends
#: an é in UTF-8, are more likely the end of a letter that was cut in two.
_PASTED: Final = frozenset("‚„…‘’“”•–—«»\u00a0")
#: Windows charsets of languages in Latin letters, and of all languages.
_OF_LATIN: Final = ("cp1252", "cp1250")
_OF_ALL: Final = ("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258")


def _agreed(codecs: tuple[str, ...]) -> dict[int, str]:
    """Byte -> the character that it means in all of the codecs, for bytes beyond ASCII."""
    read = {byte: {bytes([byte]).decode(codec, "replace") for codec in codecs} for byte in range(0x80, 0x100)}
    return {byte: next(iter(found)) for byte, found in read.items() if len(found) == 1 and "\ufffd" not in found}


_MARKS: Final = {byte: mark for byte, mark in _agreed(_OF_ALL).items() if mark in _PASTED}
#: For pages in Latin letters also the letters that West and Central Europe share.
_LETTERS: Final = _agreed(_OF_LATIN)


def read_broken_utf8(body: bytes) -> str | None:
    """The text of a page in UTF-8 with broken bytes; None when too few of its bytes are valid to call it UTF-8."""
    text = body.decode("utf-8", "surrogateescape")
    runs = _BROKEN.findall(text)
    foreign = [ch for ch in text if ch > "\x7f"]
    broken = sum(map(len, runs))
    valid = len(foreign) - broken
    if valid < _VALID_FOR_EACH_BROKEN * broken:
        return None
    latin = 2 * len(_LATIN.findall("".join(foreign))) > sum(ch.isalpha() for ch in foreign)
    return _BROKEN.sub(lambda run: _read_run(run, latin=latin), text)


def _read_run(run: re.Match[str], *, latin: bool) -> str:
    """The characters for some stray bytes in a row: those of the Windows charsets, or U+FFFD for each cut letter.

    `latin`: whether the page is in Latin letters.  Then the bytes may stand for letters ("é"), too; on other pages only
    for quotation marks, dashes and dots.
    """
    found = [ord(ch) - _FIRST_BYTE for ch in run[0]]
    if all(byte in _MARKS for byte in found):
        return "".join(_MARKS[byte] for byte in found)
    # A stray byte before a letter is a letter of the same word; elsewhere it is rather half of a letter that was cut.
    goes_on = run.string[run.end() : run.end() + 1].isalpha()
    if latin and goes_on and all(byte in _LETTERS for byte in found):
        return "".join(_LETTERS[byte] for byte in found)
    # As Python reads it: one sign for each letter that was cut.
    return bytes(found).decode("utf-8", "replace")
