"""Reads the agencies a text ends with: "(dpa/gem)", "mit dpa", "rs/nm (AP, AFP)", "– AFP", "/TASS/".

Takes a block; gives a Finding when what stands behind the last sentence, or the whole line, is agencies and the
initials of desks and nothing else.  Picture credits look alike: a line that speaks of a photo is passed over.
"""

from __future__ import annotations

import re

from parsers.correspondents.finding import CreditText, FoundCredit
from parsers.people.credited_people import Person

_BRACKET = re.compile(r"[(\[（/]([^()\[\]（）/]{2,60}(?:/[^()\[\]（）/]{1,20}){0,4})[)\]）/]\s*\.?$")
_DASHED = re.compile(r"[.!?”\"»]\s*(?:--|[–—-])\s*([^\W\d_][\w ./-]{1,40})\.?$")
_CODES = re.compile(r"(?:^|[.!?”\"»]\s*)((?:[a-zäöü]{2,4}/)*[a-zäöü]{2,4})\s*$")
_SPLIT = re.compile(r"\s*[/,;+|&]\s*|\s+(?:und|and|et|y|e|i|og|och|en|ve|mit|with)\s+|\s+(?=[a-z]{2,3}$)")
_CODE = re.compile(r"[a-zäöü]{2,4}|[A-Z]{2,3}|[a-zäöü]{2,4}\d?")
_CLOSING = frozenset(")]/）")
#: "mfh/dpa/AFP" on a line of its own.
_CODED = re.compile(r"[a-zäöüA-Z-]{2,12}(?:/[a-zäöüA-Z-]{2,12}){1,4}")
_DOMAIN = re.compile(r"[\w-]+\.[a-z]{2,3}")
#: Initials that an agency has too.
_NOT_WIRES = frozenset({"ap", "pa", "na", "ep", "sta", "map", "app", "una"})
_STOP = re.compile(r"[.!?…”\"“»’'。:)]\s*$")
_PICTURE = re.compile(r"photo|foto|picture|image|bild:|file pic|pictured|fotoğraf|zdjęcie|снимок|写真|图|사진", re.I)


def may_be_tail(text: str) -> bool:
    """Whether a text ends as one with a tail does: a bracket, a slash, or a dash in its last words."""
    if text[-3:].rstrip(" .")[-1:] in _CLOSING or (len(text) < 50 and "/" in text):
        return True
    ending = text[-45:]
    return "–" in ending or "—" in ending or "--" in ending or "- " in ending


def read_tail(block: CreditText) -> list[FoundCredit]:
    """The agencies at the end of a text."""
    text = block.text
    if _CODED.fullmatch(text):
        agencies = agencies_of(text, block)
        return [FoundCredit(0, len(text), "agency", agencies, rule="tail")] if agencies else []
    ending = text[-100:]
    match = _BRACKET.search(ending) or _DASHED.search(ending)
    if not match or _PICTURE.search(text[-300:]):
        return []
    before = text[: len(text) - len(ending) + match.start(1) - 1].rstrip(" -–—(")
    codes = _CODES.search(before[-20:])
    if codes and "/" in codes[1]:
        before = before[: len(before) - len(before[-20:]) + codes.start(1)].rstrip()
    if before and not _STOP.search(before):
        return []
    agencies = agencies_of(match[1], block)
    return [FoundCredit(len(before), len(text), "agency", agencies, rule="tail")] if agencies else []


def agencies_of(listed: str, block: CreditText) -> tuple[Person, ...]:
    """The agencies of "dpa/gem" or "ntv.de, ino/dpa"; nothing when other words stand among them."""
    words = block.book.words
    parts = [p for p in _SPLIT.split(listed.strip(" .")) if p]
    wires = [p for p in parts if words.is_wire(p) and p not in _NOT_WIRES]
    others = [p for p in parts if p not in wires and not _CODE.fullmatch(p) and not _DOMAIN.fullmatch(p)]
    if not wires or not all(block.context.owns(p) or words.is_unnamed_wire(p) for p in others):
        return ()
    return tuple(Person(outlet=p, wire=True) for p in wires)
