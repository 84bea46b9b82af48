"""Reads bylines with more than names: "By Ada Lund, CNN", "Von Ada Lund, Zürich", "AFP, MANILA".

Takes one short line; gives a FoundCredit when there is a role, an outlet, an agency or a place next to the names.  A
byline with a name only ("By Ada Lund") is not reported here; it gives the article's authors.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.correspondents.finding import CreditText, FoundCredit
from parsers.folding import key
from parsers.people.credited_people import Person, split_people

#: The time of publication after a byline.
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_WHEN = re.compile(rf"^\W*(?:\d|{_MONTH}\w*\.? \d)", re.IGNORECASE)
#: Marks of a picture credit in a line without "By": "Ada Lund / Reuters", "Ada Lund (AFP)".
_PICTURE = re.compile(r"[/(©]|\bvia\b|photo|foto|image|picture", re.IGNORECASE)
#: What no byline without "By" contains: a genitive, "for", a colon, a quotation, more than 100 characters.
_HEADING = re.compile(r"['’]s\s|\b(?:for|of)\b|[:\"“„»]|^.{101}", re.IGNORECASE)

#: The most characters in a line with a job and a place below a name.  Chosen by hand.
_MAX_ROLE_LINE = 60
#: Characters behind a name of which the mark before the job is the first, after blanks.  Chosen by hand.
_MARK = 3


def find_byline(block: CreditText) -> list[FoundCredit]:
    """A list of one FoundCredit if the whole text is a byline with more than names, else an empty list."""
    text, words = block.text, block.book.words
    if text.endswith(("?", "!", ":")):
        return []
    head = next((match for rule in block.book.bylines if (match := rule.pattern.match(text))), None)
    if head is None and _HEADING.search(text) and not _role_line(block):
        return []  # saves reading a list of names in most lines that are not bylines
    people = split_people(text[head.end() :] if head else text, words, language=block.context.language)
    if people.rest.strip(" .,") and not _is_time(people.rest, block):
        return []
    persons = tuple(p for p in people.persons if p.name or p.wire or not block.context.owns(p.outlet))
    if (head and any(_tells(p, block) for p in persons)) or (not head and _is_line(text, persons, block)):
        return [FoundCredit(0, len(text), "reporting", persons, rule="byline")]
    return _role_line(block)


def _is_time(rest: str, block: CreditText) -> bool:
    """Whether what follows the names of a byline is the time of publication, or a word before it ("Updated")."""
    stamp = block.book.stamp.search(rest)
    return _WHEN.match(rest) is not None or (stamp is not None and not any(map(str.isalnum, rest[: stamp.start()])))


def _tells(person: Person, block: CreditText) -> bool:
    """Whether a byline names an agency, or a role, a place or a certain outlet of this person."""
    outlet, words = person.outlet or "", block.book.words
    paper = words.is_paper(outlet) or words.is_paper_behind(outlet)
    known = paper or block.context.owns(outlet) or words.special.search(block.text) is not None
    return person.wire or bool(person.name and (person.role or person.place or (outlet and known)))


def _is_line(text: str, persons: tuple[Person, ...], block: CreditText) -> bool:
    """Whether a line without "By" is a byline: agencies only, or names with an agency, the page's outlet or a job."""
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
    """Whether the outlet next to a name is certainly one ("PA" after a comma is Pennsylvania)."""
    if person.wire:
        return True
    words, outlet = block.book.words, person.outlet or ""
    return len(outlet) > 2 and (words.is_wire(outlet) or words.is_listed_outlet(outlet) or block.context.owns(outlet))


def _job_behind(text: str, person: Person, block: CreditText) -> bool:
    """Whether a person's job follows the name after punctuation, and is not one that a guest may have."""
    behind = text.partition(person.name or "")[2]
    parted = behind[:_MARK].strip()[:1] in tuple(",|–—-•·(")
    return parted and bool(behind.strip()) and not block.book.words.is_guest_role(person.role or "")


def _role_line(block: CreditText) -> list[FoundCredit]:
    """A list of one FoundCredit if the text is a job ("Corresponsal en Atenas") below a name, else an empty list.

    The name is the text of the block before.
    """
    name, words = (block.context.before or "").strip(), block.book.words
    if not name or len(block.text) > _MAX_ROLE_LINE or not words.is_person(name):
        return []
    listed = f"{name}, {block.text.strip(' .')}"
    people = split_people(listed, words, language=block.context.language)
    person = people.persons[0] if len(people.persons) == 1 and not people.rest else None
    if person is None or not person.role or words.is_guest_role(person.role) or words.is_plural_role(person.role):
        return []
    return [FoundCredit(0, len(block.text), "reporting", (replace(person, name=name),), rule="role_line")]
