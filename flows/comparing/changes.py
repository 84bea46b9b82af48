"""Adds up, batch by batch, what reading pages again would change: counts by outlet and field, with examples.

A verdict is what became of a page: "article" or a reason of rejection.  Takes the rows of warehouse.readings; gives
values for text, page and JSON.  Reads nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

#: Most examples of one kind of change in a field of an outlet.
EXAMPLES: Final = 3
#: Characters of a value in an example, and of what stands before the place where the two differ.
_SHOWN, _BEFORE = 300, 60
#: The kinds of change of a field.
GAINED, LOST, CHANGED, SAME = "gained", "lost", "changed", "same"


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """One page whose field would change, with both values; a value is None where the field is empty."""

    url: str | None
    article_id: int
    before: str | None
    after: str | None


@dataclass(slots=True)
class FieldChanges:
    """How many values of one field would change at one outlet, with examples for each kind of change.

    The kinds are gained (only the new reading has a value), lost (only the old one), changed, and same.
    """

    outlet: str
    field: str
    gained: int = 0
    lost: int = 0
    changed: int = 0
    same: int = 0
    examples: dict[str, list[ChangedPage]] = dataclasses.field(default_factory=dict)

    @property
    def differing(self) -> int:
        """How many values would be gained, lost or changed."""
        return self.gained + self.lost + self.changed


@dataclass(slots=True)
class Verdicts:
    """How many pages of an outlet would change from one verdict (`was`) to another (`becomes`)."""

    outlet: str
    was: str
    becomes: str
    pages: int = 0
    examples: list[str] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class Changes:
    """Everything that a reparse would change: counts and examples by outlet and field, and changed verdicts."""

    #: Pages that it would read, and those that were read to find out.
    pages: int = 0
    read: int = 0
    #: Pages whose bytes could not be read from the archive.
    unreadable: int = 0
    _fields: dict[tuple[str, str], FieldChanges] = dataclasses.field(default_factory=dict)
    _verdicts: dict[tuple[str, str, str], Verdicts] = dataclasses.field(default_factory=dict)

    def add(self, fields: Iterable[Mapping[str, Any]], verdicts: Iterable[Mapping[str, Any]]) -> None:
        """Add the rows that `compare_readings` gave for a batch: those on fields, and those on verdicts."""
        for row in fields:
            place = (row["outlet"], row["field"])
            found = self._fields.setdefault(place, FieldChanges(*place))
            kind: str = row["change"]
            setattr(found, kind, getattr(found, kind) + row["pages"])
            kept = found.examples.setdefault(kind, []) if row["examples"] else []
            kept += [_example(one) for one in row["examples"] or ()][: EXAMPLES - len(kept)]
        for row in verdicts:
            key = (row["outlet"], row["was"], row["becomes"])
            told = self._verdicts.setdefault(key, Verdicts(*key))
            told.pages += row["pages"]
            told.examples += row["examples"][: EXAMPLES - len(told.examples)]

    def fields(self) -> list[FieldChanges]:
        """List the fields of outlets in which something would change, those with most changes first."""
        found = [one for one in self._fields.values() if one.differing]
        return sorted(found, key=lambda one: (-one.differing, one.outlet, one.field))

    def verdicts(self) -> list[Verdicts]:
        """List the changes of verdicts, most pages first; pages with the same verdict as before are left out."""
        found = [one for one in self._verdicts.values() if one.becomes != one.was]
        return sorted(found, key=lambda one: (-one.pages, one.outlet, one.was, one.becomes))

    def counts(self) -> dict[str, int]:
        """Sum the changes up for the run's record; counts of 0 are left out."""
        kinds = {kind: sum(getattr(one, kind) for one in self._fields.values()) for kind in (GAINED, LOST, CHANGED)}
        other = sum(one.pages for one in self.verdicts() if one.was != "not loaded")
        found = {"pages": self.pages, "read": self.read, "unreadable": self.unreadable, **kinds, "other_verdict": other}
        return {name: count for name, count in found.items() if count}


def _example(row: Mapping[str, Any]) -> ChangedPage:
    before, after = _around(row["before"], row["after"])
    return ChangedPage(row["url"], row["article_id"], before, after)


def _around(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Cut two long values to the part where they differ, with some text before it."""
    if before is None or after is None:
        return _cut(before, 0), _cut(after, 0)
    same = next(
        (at for at, (one, other) in enumerate(zip(before, after)) if one != other), min(len(before), len(after))
    )
    start = same - _BEFORE if max(len(before), len(after)) > _SHOWN and same > _BEFORE else 0
    return _cut(before, start), _cut(after, start)


def _cut(text: str | None, start: int) -> str | None:
    if text is None:
        return None
    return ("…" if start else "") + text[start : start + _SHOWN] + ("…" if len(text) > start + _SHOWN else "")
