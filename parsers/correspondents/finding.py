"""What one rule found in a text: where, which kind of work, and who; and how findings become Correspondents.

Readers of credits, sentences, bylines, datelines and tails all give Findings.
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers.correspondents.rule_index import Grammar
from parsers.folding import key
from parsers.model import Correspondent
from parsers.people.credited_people import Person
from parsers.rules import Rule

#: So many letters are enough to know an outlet by the beginning of its name.
_TELLING = 8
#: Work that is read because it stands in credit lines, and is none of a correspondent's.
_NOT_KEPT = "translation"


@dataclass(frozen=True, slots=True)
class CreditContext:
    """What is known around a text."""

    before: str | None = None
    after: str | None = None
    language: str | None = None
    publisher: str | None = None

    def owns(self, outlet: str | None) -> bool:
        """Whether an outlet is the page's own: the same name, or one within the other ("BBC", "BBC News")."""
        return bool(outlet and self.publisher) and _same_outlet(outlet or "", self.publisher or "")


def names_own(publisher: str | None, lowered: str) -> bool:
    """Whether a text, in lower case, can name the page's own outlet at all."""
    return bool(publisher) and (publisher or "").lower().removeprefix("the ").partition(" ")[0] in lowered


def _same_outlet(one: str, other: str) -> bool:
    """ "BBC" and "BBC News", "CNN" and "CNNMoney", "Daily Mail" and "Dailymail.com" are one; "Hamburg" is no paper."""
    shorter, longer = sorted((one, other), key=lambda name: len(key(name)))
    if key(shorter) == key(longer):
        return True
    known = len(key(shorter)) >= _TELLING or (shorter.isupper() and len(shorter) > 1)
    return known and key(longer).startswith(key(shorter))


@dataclass(frozen=True, slots=True)
class CreditText:
    """A text to be read, and what can be found in it."""

    #: White space collapsed.
    text: str
    lowered: str
    #: The rules that might match it.
    candidates: tuple[Rule, ...]
    book: Grammar
    context: CreditContext

    def rules(self, *shapes: str) -> list[Rule]:
        """The candidates of these shapes."""
        return [rule for rule in self.candidates if rule.data["shape"] in shapes]


@dataclass(frozen=True, slots=True)
class FoundCredit:
    """One credit found in a text."""

    #: Where it stands in the text, start and end.
    start: int
    end: int
    kind: str
    persons: tuple[Person, ...]
    #: True when the span is a credit and nothing else; False when it is part of a sentence that tells more.
    alone: bool = True
    rule: str = ""


def overlaps(one: FoundCredit, other: FoundCredit) -> bool:
    """Whether two findings share text."""
    return one.start < other.end and other.start < one.end


def correspondents(findings: list[FoundCredit], text: str) -> list[Correspondent]:
    """The rows of the findings in reading order, each once."""
    rows: dict[tuple[str, str, str], Correspondent] = {}
    for finding in sorted(findings, key=lambda f: (f.start, f.end)):
        if finding.kind == _NOT_KEPT:
            continue
        line = text[finding.start : finding.end].strip()
        for person in finding.persons:
            row = _row(finding.kind, person, line)
            who = (row.kind, key(row.name or ""), "" if row.name else key(row.outlet or ""))
            rows.setdefault(who, row)
    return list(rows.values())


def _row(kind: str, person: Person, line: str) -> Correspondent:
    organisation = person.name is None and (person.wire or (person.outlet is not None and not person.role))
    return Correspondent(
        kind="agency" if organisation else kind,
        name=person.name,
        role=person.role,
        outlet=person.outlet,
        location=person.place,
        text=line,
    )
