"""The result that all readers of credits share (FoundCredit), and its conversion to Correspondents.

Each reader, a function that finds one kind of credit, takes a CreditText and gives FoundCredits: the position in the
text, the kind of work, and the persons.  `correspondents` makes Correspondents of them.  Nothing is searched for here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.correspondents.rule_index import Grammar
from parsers.folding import caseless, key
from parsers.model import Correspondent
from parsers.people.name_shapes import HOST_END
from parsers.people.people_groups import Person
from parsers.rules import Rule

#: The least number of letters and digits by which an outlet is recognised at the start of a longer name.  Chosen by
#: hand.
_TELLING = 8
#: The end of an outlet's name that is its web site's.
_DOMAIN = re.compile(rf"(?<=\w\w){HOST_END}$", re.IGNORECASE)
#: The kind of credits for work on the piece that is not reporting, such as translation or design.  They are found, so
#: that their lines are cut from the text, and give no Correspondent.
_SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class CreditContext:
    """What is known about a block besides its text: its neighbours, its language and the page's outlet."""

    #: The text of the block before it.
    before: str | None = None
    #: The text of the block after it.
    after: str | None = None
    #: A BCP 47 code.
    language: str | None = None
    #: The name of the page's outlet.
    publisher: str | None = None
    #: Whether the block is known to be a byline, also without "By".
    byline: bool = False
    #: The articles that outlets' names are told without (`Articles.dropped`).
    article: re.Pattern[str] = re.compile("(?!)")

    def bare(self, outlet: str) -> str:
        """An outlet's name without its definite article: "The Guardian" gives "Guardian"."""
        return self.article.sub("", outlet)

    def owns(self, outlet: str | None) -> bool:
        """Whether an outlet is the page's own: its name is equal, or one begins with the other ("BBC", "BBC News")."""
        return bool(outlet and self.publisher) and _same_outlet(
            self.bare(outlet or ""), self.bare(self.publisher or "")
        )


def _same_outlet(one: str, other: str) -> bool:
    """Whether two names are of the same outlet: equal, or one is the start of the other.

    "BBC" and "BBC News", "CNN" and "CNNMoney", "Daily Mail" and "Dailymail.com" are the same.  A short start must be in
    capitals: "Hamburg" is a place, not a paper whose name begins so.
    """
    bare = (_DOMAIN.sub("", name) for name in (one, other))  # "Le Monde" is "Le Monde.fr"
    shorter, longer = sorted(bare, key=lambda name: len(key(name)))
    if key(shorter) == key(longer):
        return True
    known = len(key(shorter)) >= _TELLING or (shorter.isupper() and len(shorter) > 1)
    return known and key(longer).startswith(key(shorter))


@dataclass(frozen=True, slots=True)
class CreditText:
    """The text of a block, its neighbours, and the rules that may match it: the input of every reader."""

    #: The text, white space collapsed.
    text: str
    #: The text in lower case.
    lowered: str
    #: The rules that might match it.
    candidates: tuple[Rule, ...]
    #: All rules and word lists.
    book: Grammar
    context: CreditContext

    def rules(self, *shapes: str) -> list[Rule]:
        """The rules that may match the text and whose key `shape` is one of `shapes`.

        A shape says what a rule matches: "credit" the head of a clause ("Reporting by"), "sentence" a whole sentence,
        "inline" a part of one, "line" a line.
        """
        return [rule for rule in self.candidates if rule.data["shape"] in shapes]


@dataclass(frozen=True, slots=True)
class FoundCredit:
    """One credit found in a text: where it is, the kind of work, and who did it."""

    #: The credit is text[start:end].
    start: int
    end: int
    #: The kind of work: one of CORRESPONDENT_KINDS, or _SUPPORT.
    kind: str
    persons: tuple[Person, ...]
    #: True when text[start:end] is only a credit; False when it is part of a sentence with other content.
    alone: bool = True
    #: The id of the rule.
    rule: str = ""


def overlaps(one: FoundCredit, other: FoundCredit) -> bool:
    """Whether two credits share a part of the text; then only one of them is kept."""
    return one.start < other.end and other.start < one.end


def correspondents(findings: list[FoundCredit], block: CreditText) -> list[Correspondent]:
    """Convert the credits found in a text to Correspondents, in reading order, one for each person and kind of work."""
    text = block.text
    rows: dict[tuple[str, str, str], Correspondent] = {}
    for finding in sorted(findings, key=lambda f: (f.start, f.end)):
        if finding.kind == _SUPPORT:
            continue
        line = text[finding.start : finding.end].strip()
        for person in (p for p in finding.persons if not _is_own_staff(p, block)):
            row = _correspondent(finding.kind, _outlet_apart_from_job(person, block), line)
            who = (row.kind, key(row.name or ""), "" if row.name else key(row.outlet or ""))
            if who not in rows or not (rows[who].role or rows[who].outlet or rows[who].location):
                rows[who] = row
    return list(rows.values())


def _is_own_staff(person: Person, block: CreditText) -> bool:
    """Whether an organisation is the page's own newsroom, which is not reported: "Harbour Post staff contributed"."""
    head, _, last = (person.outlet or "").rpartition(" ")
    return person.name is None and caseless(last) in block.book.around.staff and block.context.owns(head)


def _is_outlet_in_place(place: str, context: CreditContext) -> bool:
    """Whether what was read as a place is the page's outlet.

    "HuffPost" is the outlet on a page of HuffPost; "Washington" is a place, even on a page of the Washington Post.
    """
    whole = key(place) == key(context.bare(context.publisher or ""))
    return context.owns(place) and (whole or (" " not in place and any(map(str.isupper, place[1:]))))


def _outlet_apart_from_job(person: Person, block: CreditText) -> Person:
    """Return the person with outlet and job in separate fields, if both were read as one of them.

    "Harbour News Reporter" becomes the job "Reporter" at Harbour News, "Harbour Post Staff" the job "Staff" at Harbour
    Post.  The page's own outlet is also moved out of the field for the place.
    """
    if person.role and person.outlet is None:
        words = person.role.split()
        for cut in range(len(words) - 1, 0, -1):
            if block.context.owns(outlet := " ".join(words[:cut])):
                return replace(person, role=" ".join(words[cut:]), outlet=outlet)
    if person.place and person.outlet is None and _is_outlet_in_place(person.place, block.context):
        return replace(person, place=None, outlet=person.place)
    head, _, last = (person.outlet or "").rpartition(" ")
    if person.name and head and person.role is None and block.book.words.is_role(last):
        return replace(person, role=last, outlet=head)
    return person


def _correspondent(kind: str, person: Person, line: str) -> Correspondent:
    """Make the Correspondent of one person; `line`: the credit as printed.

    An organisation gets the kind "agency" in place of `kind`.
    """
    organisation = person.name is None and (person.wire or (person.outlet is not None and not person.role))
    return Correspondent(
        kind="agency" if organisation else kind,
        name=person.name,
        role=person.role,
        outlet=person.outlet,
        location=person.place,
        text=line,
    )
