"""Reads the agencies at the end of a text: "(dpa/gem)", "mit dpa", "rs/nm (AP, AFP)", "– AFP", "/TASS/".

Takes a block; gives a FoundCredit when the text after the last sentence, or the whole line, consists of agencies and
the initials of editors only.  A text that mentions a photo is skipped, since picture credits look the same.
"""

from __future__ import annotations

import re

from parsers.correspondents.finding import CreditText, FoundCredit
from parsers.people.credited_people import Person

#: Characters at the end of a text in which a tail is looked for.  Chosen by hand.
_ENDING = 100
#: Characters at the end and at the beginning of a text in which the mention of a photo is looked for.  Chosen by hand.
_PICTURE_NEAR = 300
_PICTURE_FIRST = 120
#: Another picture credit in brackets before the tail: "(Ada Lund/dpa via AP, file) (Associated Press)".
_CREDITED = re.compile(r"\b(?:via [A-Z]|file|handout|courtesy)[^()]{0,40}\)\W*$", re.IGNORECASE)
#: Characters before a tail in which the initials of editors are looked for.  Chosen by hand.
_CODES_NEAR = 20
#: Characters at the end of a text of which one is the bracket that a tail ends with; full stops and blanks may follow.
_LAST = 3
#: Characters of the longest line that is a tail as a whole ("mfh/dpa/AFP"): five names of twelve letters, and slashes.
_LONGEST_CODED = 64
#: Names in brackets or between slashes, after a dash, and initials before them.
_BRACKET = re.compile(r"[(\[（/]([^()\[\]（）/]{2,60}(?:/[^()\[\]（）/]{1,20}){0,4})[)\]）/]\s*\.?$")
_DASHED = re.compile(r"(?:^|[.!?”\"»]\s*)(?:--|[–—-])\s*([^\W\d_][\w ./-]{1,40})\.?$")
_CODES = re.compile(r"(?:^|[.!?”\"»]\s*)((?:[a-zäöü]{2,4}/)*[a-zäöü]{2,4})\s*$")
_SPLIT = re.compile(r"\s*[/,;+|&]\s*|\s+(?=[a-z]{2,3}(?:$|/))")
#: The initials of an editor or a desk.
_CODE = re.compile(r"[a-zäöü]{2,4}|[A-Z]{2,3}|[a-zäöü]{2,4}\d?")
_CLOSING = frozenset(")]/）")
#: A whole line such as "mfh/dpa/AFP".
_CODED = re.compile(r"[a-zäöüA-Z-]{2,12}(?:/[a-zäöüA-Z-]{2,12}){1,4}")
_DOMAIN = re.compile(r"[\w-]+\.[a-z]{2,3}")
#: Names of agencies that are also somebody's initials when in lower case.
_NOT_WIRES = frozenset({"ap", "pa", "na", "ep", "sta", "map", "app", "una"})
_STOP = re.compile(r"[.!?…”\"“»’'。:)]\s*$")
_PICTURE = re.compile(r"photo|foto|picture|image|bild:|file pic|pictured|fotoğraf|zdjęcie|снимок|写真|图|사진", re.I)


def may_be_tail(text: str) -> bool:
    """A quick test: False when a text certainly has no tail: no bracket or slash ends it, nor a dash and few words."""
    if text[-_LAST:].rstrip(" .")[-1:] in _CLOSING or (len(text) <= _LONGEST_CODED and "/" in text):
        return True
    return _DASHED.search(text[-_ENDING:]) is not None


def read_tail(block: CreditText) -> list[FoundCredit]:
    """A list of one FoundCredit with the agencies at the end of a text; empty when there are none."""
    text = block.text
    if _CODED.fullmatch(text):
        agencies = agencies_of(text, block)
        return [FoundCredit(0, len(text), "agency", agencies, rule="tail")] if agencies else []
    ending = text[-_ENDING:]
    match = _BRACKET.search(ending) or _DASHED.search(ending)
    if not match or _PICTURE.search(text[-_PICTURE_NEAR:]) or _PICTURE.search(text[:_PICTURE_FIRST]):
        return []
    before = text[: len(text) - len(ending) + match.start(1) - 1].rstrip(" -–—(")
    codes = _CODES.search(before[-_CODES_NEAR:])
    if codes and "/" in codes[1]:
        before = before[: len(before) - len(before[-_CODES_NEAR:]) + codes.start(1)].rstrip()
    if before and (not _STOP.search(before) or _CREDITED.search(before)):
        return []
    agencies = agencies_of(match[1], block)
    return [FoundCredit(len(before), len(text), "agency", agencies, rule="tail")] if agencies else []


def agencies_of(listed: str, block: CreditText) -> tuple[Person, ...]:
    """The agencies in a list such as "dpa/gem" or "ntv.de, ino/dpa"; empty when it contains other words.

    Initials, web domains and the page's own outlet may be in the list, too.
    """
    words = block.book.words
    parts = [p for joined in words.joint.split(listed.strip(" .")) for p in _SPLIT.split(joined) if p]
    wires = [p for p in parts if words.is_wire(p) and p not in _NOT_WIRES]
    others = [p for p in parts if p not in wires and not _CODE.fullmatch(p) and not _DOMAIN.fullmatch(p)]
    if not wires or not all(block.context.owns(p) or words.is_unnamed_wire(p) for p in others):
        return ()
    return tuple(Person(outlet=p, wire=True) for p in wires)
