"""Finds the codec for a charset label, and the charsets that a page without a label may be in.

`codec_for` follows the WHATWG Encoding Standard where its labels differ from Python's.  `likely` asks chardet, which
knows how often letters follow each other in the languages of a charset; it reads no tags.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final

#: Python's codec for a label -> the larger codec that the label means on the web, see
#: https://encoding.spec.whatwg.org/#names-and-labels
_WEB = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
    "utf-7": "utf-8",
    "utf-8-sig": "utf-8",
}

#: Codecs for Python's internal use: no page is in one of these, and they change ordinary characters of a page.
_OWN = frozenset(("charmap", "idna", "mbcs", "oem", "palmos", "punycode", "raw-unicode-escape", "unicode-escape"))

#: What a page without a label may be in: the encodings of the WHATWG standard that chardet tells apart.
_ON_THE_WEB: Final = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866", "cp874"),
    *("iso8859-2", "iso8859-5", "iso8859-7", "koi8-r", "koi8-u"),
    *("cp932", "euc_jis_2004", "iso2022_jp_2", "cp949", "euc_kr", "gb18030", "big5hkscs"),
)
#: The most bytes of text that are looked at; a hundredth is enough to tell.
_LOOKED_AT: Final = 100_000
#: What stands between the texts of a page, none of which is a part of a character in these encodings.
_BETWEEN: Final = re.compile(rb"[<>\r\n]+")


def codec_for(label: str | bytes | None) -> str | None:
    """Python's name for the charset that a label means to browsers; None for an unknown label.

    A label is the name in a declaration such as "charset=latin-1"; "latin-1" gives "cp1252".
    """
    if not label:
        return None
    name = label.decode("ascii", "replace") if isinstance(label, bytes) else label
    name = name.strip().strip("\"'").lower()
    if name in ("x-sjis", "windows-31j"):
        name = "shift_jis"
    try:
        known = codecs.lookup(name)
        # Decoding raises LookupError for codecs that do not give text ("hex", "zip"), but not for empty input.
        b"  ".decode(known.name, "ignore")
    except (LookupError, TypeError, ValueError):
        return None
    if known.name.replace("_", "-") in _OWN:
        return None
    return _WEB.get(known.name, known.name)


def likely(body: bytes) -> Iterator[str]:
    """Yield the codecs that the bytes may be in, the likeliest first; the last is cp1252, which decodes nearly all."""
    if b"\x1b$" in body:
        yield "iso2022_jp"
    if texts := telling(body):
        # Imported here, since pages with a true label, which are nearly all, do not need it.
        import chardet

        found = chardet.detect_all(texts, include_encodings=_ON_THE_WEB, ignore_threshold=True)
        yield from filter(None, (codec_for(one["encoding"]) for one in found))
    yield "cp1252"


def telling(body: bytes) -> bytes:
    """Collect the pieces of a page between tags and line ends that have bytes beyond ASCII, up to 100,000 bytes."""
    telling: list[bytes] = []
    left = _LOOKED_AT
    for text in _BETWEEN.split(body):
        if not text.isascii():
            telling.append(text[:left])
            left -= len(text)
            if left <= 0:
                break
    return b"\n".join(telling)
