"""Reads bylines that say more than who: "By Ada Lund, CNN", "Von Ada Lund, Zürich", "AFP, MANILA".

Takes one short line; gives a Finding when a role, an outlet, an agency or a place stands beside the names.  A bare
"By Ada Lund" is the author field's, not ours.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.correspondents.finding import CreditText, FoundCredit
from parsers.folding import key
from parsers.people.credited_people import Person, split_people

#: Behind a byline: when it was published.
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_WHEN = re.compile(rf"^\W*(?:\d|(?:updated|published|posted|last)\b|{_MONTH}\w*\.? \d)", re.IGNORECASE)
#: "Ada Lund / Reuters", "Ada Lund (AFP)", "dpa, Ada Lund": without a "By" that is the credit of a picture.
_PICTURE = re.compile(r"[/(©]|\bvia\b|photo|foto|image|picture", re.IGNORECASE)
_SPECIAL = re.compile(r"\bspecial (?:to|for)\b")
#: What a line without "By" must not have: a genitive, "for", a colon, a quotation.
_HEADING = re.compile(r"['’]s\s|\b(?:for|of)\b|[:\"“„»]|^.{101}", re.IGNORECASE)

#: A job and a place under a name take no more.
_MAX_ROLE_LINE = 60


def find_byline(block: CreditText) -> list[FoundCredit]:
    """The byline that a whole line is that may be one, or nothing."""
    text, words = block.text, block.book.words
    if text.endswith(("?", "!", ":")):
        return []
    head = next((match for rule in block.book.bylines if (match := rule.pattern.match(text))), None)
    if head is None and _HEADING.search(text) and not _role_line(block):
        return []  # spares most lines that are no bylines the reading of a list of names
    people = split_people(text[head.end() :] if head else text, words, language=block.context.language)
    if people.rest.strip(" .,") and not _WHEN.match(people.rest):
        return []
    persons = tuple(p for p in people.persons if p.name or p.wire or not block.context.owns(p.outlet))
    if (head and any(_tells(p, block) for p in persons)) or (not head and _is_line(text, persons, block)):
        return [FoundCredit(0, len(text), "reporting", persons, rule="byline")]
    return _role_line(block)


def _tells(person: Person, block: CreditText) -> bool:
    """Whether a byline with this person says more than who wrote it."""
    outlet = person.outlet or ""
    known = block.book.words.is_paper(outlet) or block.context.owns(outlet) or bool(_SPECIAL.search(block.lowered))
    return person.wire or bool(person.name and (person.role or person.place or (outlet and known)))


def _is_line(text: str, persons: tuple[Person, ...], block: CreditText) -> bool:
    """Whether a line without "By" is a byline: agencies alone, or names with an agency, the own outlet or a job."""
    if not persons or _HEADING.search(text) or not all(p.name or p.wire for p in persons):
        return False
    if all(p.outlet is None and not p.name for p in persons):
        return False
    if not any(p.name for p in persons):
        return not _PICTURE.search(text) and not any(key(p.outlet or "") in block.book.words.ambiguous for p in persons)
    if not persons[0].name:
        return False
    if any(p.role and _job_behind(text, p, block) for p in persons):
        return True
    return not _PICTURE.search(text) and any(_known(p, block) for p in persons)


def _known(person: Person, block: CreditText) -> bool:
    """Whether the outlet beside a name can only be an outlet ("PA" behind a comma is Pennsylvania)."""
    if person.wire:
        return True
    words, outlet = block.book.words, person.outlet or ""
    return len(outlet) > 2 and (words.is_wire(outlet) or words.is_listed_outlet(outlet) or block.context.owns(outlet))


def _job_behind(text: str, person: Person, block: CreditText) -> bool:
    """Whether a job stands behind the name, parted from it by more than a blank, and is no guest's."""
    behind = text.partition(person.name or "")[2]
    parted = behind[:3].strip()[:1] in tuple(",|–—-•·(")
    return parted and bool(behind.strip()) and not block.book.words.is_guest_role(person.role or "")


def _role_line(block: CreditText) -> list[FoundCredit]:
    """A job and a place under the name they belong to: "Corresponsal en Atenas"."""
    name, words = (block.context.before or "").strip(), block.book.words
    if not name or len(block.text) > _MAX_ROLE_LINE or not words.is_person(name):
        return []
    listed = f"{name}, {block.text.strip(' .')}"
    people = split_people(listed, words, language=block.context.language)
    person = people.persons[0] if len(people.persons) == 1 and not people.rest else None
    if person is None or not person.role or words.is_guest_role(person.role) or words.is_plural_role(person.role):
        return []
    return [FoundCredit(0, len(block.text), "reporting", (replace(person, name=name),), rule="role_line")]
