"""Names and letters of charsets: what a label means, and which charset a page without one is in.

`codec_for` follows the labels of the WHATWG Encoding Standard as far as they differ from Python's.  `by_letters`
orders the charsets that a page could be in by how common their letters are in the languages written in them; it
looks at the bytes alone and reads no tags.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

#: Labels whose meaning on the web is wider than their name; https://encoding.spec.whatwg.org/#names-and-labels
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

#: Codecs that Python has for itself: no page is in one, and they make letters of what are signs in a page.
_OWN = frozenset(("charmap", "idna", "mbcs", "oem", "palmos", "punycode", "raw-unicode-escape", "unicode-escape"))

#: Letters that make a large part of any text in the language, for each charset without a declaration.
_COMMON = {
    "cp932": re.compile("[ぁ-んー、。]"),
    "euc_jp": re.compile("[ぁ-んー、。]"),
    "cp949": re.compile("[이다는의에을가고하도로은지한를사대서기인어과들만]"),
    "gb18030": re.compile("[的一是了不在有人我他这中大来上国个和说们为子，。]"),
    "big5hkscs": re.compile("[的一是了不在有人我他這中大來上國個和說們為子，。]"),
    "cp1251": re.compile("[оеаинтсрвлкмдпу]"),
    "koi8_r": re.compile("[оеаинтсрвлкмдпу]"),
    "cp1253": re.compile("[αοιετσνηυρπκμλ]"),
    "cp1256": re.compile("[اليمنوتربة]"),
    "cp1255": re.compile("[יוהלאמרתבש]"),
    "cp1254": re.compile("[ışğçöüİŞÇÖÜĞ“”’]"),
    "cp1250": re.compile("[ąęółśżźćńěščřžýáíéůőű„”’]"),
    "cp1252": re.compile("[äöüßéèêàâçñãõóíáåøæôîûœÄÖÜÉ“”‘’„–—…©«» ]"),
}

#: The share of the foreign letters that the common ones must make; most texts are far above it.
_ENOUGH = {"gb18030": 0.08, "big5hkscs": 0.08, "cp932": 0.2, "euc_jp": 0.2, "cp949": 0.15}


def codec_for(label: str | bytes | None) -> str | None:
    """The codec that a charset label stands for on the web; None when there is none."""
    if not label:
        return None
    name = label.decode("ascii", "replace") if isinstance(label, bytes) else label
    name = name.strip().strip("\"'").lower()
    if name in ("x-sjis", "windows-31j"):
        name = "shift_jis"
    try:
        known = codecs.lookup(name)
        # Of nothing, every codec makes text, also those that make bytes ("hex", "zip").
        b"  ".decode(known.name, "ignore")
    except (LookupError, TypeError, ValueError):
        return None
    if known.name.replace("_", "-") in _OWN:
        return None
    return _WEB.get(known.name, known.name)


def by_letters(body: bytes) -> Iterator[str]:
    """Codecs that the bytes could be in, the likeliest first; cp1252, which reads nearly all, comes at last."""
    if b"\x1b$" in body:
        yield "iso2022_jp"
    scored = sorted(((_share(body, name) / _ENOUGH.get(name, 0.5), name) for name in _COMMON), reverse=True)
    yield from (name for times_enough, name in scored if times_enough >= 1)
    yield "cp1252"


def _share(body: bytes, name: str) -> float:
    """Share of the letters beyond ASCII that are common ones; 0 when the bytes cannot be read so."""
    foreign = [ch for ch in body.decode(name, "replace") if ch > "\x7f"]
    broken = foreign.count("\ufffd")
    if not foreign or broken > 0.01 * len(foreign):
        return 0.0
    return len(_COMMON[name].findall("".join(foreign))) / len(foreign)
