"""Finds the codec for a charset label, and the charsets that a page without a label may be in.

`codec_for` follows the WHATWG Encoding Standard where its labels differ from Python's.  `by_letters` decodes bytes in
each charset and orders the charsets by the share of letters that are common in their languages; it reads no tags.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from parsers.late_patterns import LatePattern

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

#: For each charset that can be detected, the letters that are frequent in texts of its languages.
_COMMON = {
    "cp932": LatePattern("[ぁ-んー、。]"),
    "euc_jp": LatePattern("[ぁ-んー、。]"),
    "cp949": LatePattern("[이다는의에을가고하도로은지한를사대서기인어과들만]"),
    "gb18030": LatePattern("[的一是了不在有人我他这中大来上国个和说们为子，。]"),
    "big5hkscs": LatePattern("[的一是了不在有人我他這中大來上國個和說們為子，。]"),
    "cp1251": LatePattern("[оеаинтсрвлкмдпу]"),
    "koi8_r": LatePattern("[оеаинтсрвлкмдпу]"),
    "cp1253": LatePattern("[αοιετσνηυρπκμλ]"),
    "cp1256": LatePattern("[اليمنوتربة]"),
    "cp1255": LatePattern("[יוהלאמרתבש]"),
    "cp1254": LatePattern("[ışğçöüİŞÇÖÜĞ“”’]"),
    "cp1250": LatePattern("[ąęółśżźćńěščřžýáíéůőű„”’]"),
    "cp1252": LatePattern("[äöüßéèêàâçñãõóíáåøæôîûœÄÖÜÉ“”‘’„–—…©«» ]"),
}

#: The least share (0 to 1) of common letters among the characters beyond ASCII; most texts are far above it.  Chosen by
#: hand: small for scripts with thousands of characters.
_ENOUGH = {"gb18030": 0.08, "big5hkscs": 0.08, "cp932": 0.2, "euc_jp": 0.2, "cp949": 0.15}
#: The same for all other charsets.
_ENOUGH_LETTERS = 0.5
#: The largest share (0 to 1) of unreadable characters among those beyond ASCII.  Chosen by hand.
_MAX_BROKEN = 0.01


def codec_for(label: str | bytes | None) -> str | None:
    """The name of Python's codec for a charset label as browsers understand it; None for no or an unknown label."""
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


def by_letters(body: bytes) -> Iterator[str]:
    """Codecs that the bytes may be in, the likeliest first; cp1252, which decodes nearly all bytes, comes last."""
    if b"\x1b$" in body:
        yield "iso2022_jp"
    scored = sorted(((_share(body, name) / _ENOUGH.get(name, _ENOUGH_LETTERS), name) for name in _COMMON), reverse=True)
    yield from (name for times_enough, name in scored if times_enough >= 1)
    yield "cp1252"


def _share(body: bytes, name: str) -> float:
    """The share (0 to 1) of common letters among the characters beyond ASCII; 0 when too many are unreadable."""
    foreign = [ch for ch in body.decode(name, "replace") if ch > "\x7f"]
    broken = foreign.count("\ufffd")
    if not foreign or broken > _MAX_BROKEN * len(foreign):
        return 0.0
    return len(_COMMON[name].findall("".join(foreign))) / len(foreign)
