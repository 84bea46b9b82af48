"""What one rule found in a text: where, which kind of work, and who; and how findings become Correspondents.

Readers of credits, sentences, bylines, datelines and tails all give Findings.
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers.model import Correspondent
from parsers.names import fold
from parsers.people import Person


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a text."""

    before: str | None = None
    after: str | None = None
    language: str | None = None
    publisher: str | None = None
    #: Other names under which the publisher credits its own journalists.
    aliases: tuple[str, ...] = ()

    def owns(self, outlet: str | None) -> bool:
        """Whether an outlet is the page's own: the same name, or one within the other ("BBC", "BBC News")."""
        if not outlet:
            return False
        mine = fold(outlet)
        for name in (self.publisher, *self.aliases):
            theirs = fold(name or "")
            if theirs and (mine == theirs or _begins(mine, theirs) or _begins(theirs, mine)):
                return True
        return False


def _begins(longer: str, shorter: str) -> bool:
    return len(shorter) > 2 and longer.startswith(shorter)


@dataclass(frozen=True, slots=True)
class Finding:
    """One credit found in a text."""

    #: Where it stands in the text, start and end.
    start: int
    end: int
    kind: str
    persons: tuple[Person, ...]
    #: True when the span is a credit and nothing else; False when it is part of a sentence that tells more.
    alone: bool = True
    rule: str = ""


def overlaps(one: Finding, other: Finding) -> bool:
    """Whether two findings share text."""
    return one.start < other.end and other.start < one.end


def correspondents(findings: list[Finding], text: str) -> list[Correspondent]:
    """The rows of the findings in reading order, each once."""
    rows: dict[tuple[str, str, str], Correspondent] = {}
    for finding in sorted(findings, key=lambda f: (f.start, f.end)):
        line = text[finding.start : finding.end].strip()
        for person in finding.persons:
            row = _row(finding.kind, person, line)
            key = (row.kind, fold(row.name or ""), "" if row.name else fold(row.outlet or ""))
            rows.setdefault(key, row)
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
