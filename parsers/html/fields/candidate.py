"""Candidates for the value of a field, and the choice of the best one.

A candidate is a value with its source, its confidence and the segments that print it.  The candidate with the highest
confidence wins; of equals the first, so readers (modules that find one field each) offer their better sources first.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Final, Generic, NamedTuple, TypeVar

from parsers.model import Evidence, FoundValue

T = TypeVar("T")

#: Source of a value that the page prints, where no tag names it; and the most characters of a value in evidence.
PRINTED: Final = "printed"
LONGEST: Final = 500


class Candidate(NamedTuple, Generic[T]):
    """One possible value of a field, with its source and confidence."""

    value: T
    #: Kind of source: json_ld, meta, microdata, rule, layout or text.
    method: str
    #: The key, element or rule that gave the value ("NewsArticle.headline", "og:title", "h1").
    rule: str
    #: From 0 to 1; it may exceed 1 while candidates are compared.
    confidence: float
    #: Indices of the segments that print it.
    segments: tuple[int, ...] = ()
    #: Other values that the page gives for the field, as evidence for people; they take no part in the choice.
    found: tuple[FoundValue, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """The candidate's source as Evidence, with the confidence cut to 0 to 1."""
        return Evidence(self.method, self.rule, min(max(self.confidence, 0.0), 1.0), self.found)


def printed_values(*values: str) -> tuple[FoundValue, ...]:
    """Make FoundValues of printed texts that are not empty: evidence for people who ask why a value was chosen."""
    return tuple(FoundValue(value[:LONGEST], PRINTED) for value in values if value)


def best(candidates: Iterable[Candidate[T]]) -> Candidate[T] | None:
    """Return the candidate with the highest confidence, of equals the first; None when there is no candidate."""
    return max(candidates, key=_confidence, default=None)


def first(candidates: Iterable[Candidate[T]]) -> Candidate[T] | None:
    """Return the first candidate; None when there is no candidate.

    It is for iterables that yield the best candidate first: all the others need not be made.
    """
    return next(iter(candidates), None)


_confidence = attrgetter("confidence")
