"""What every field reader works with: candidates with their evidence, and one choice among them.

A candidate is a value, how it was found, how far it is to be trusted and the segments that print it.  The most
trusted one wins; of equals the first, so readers offer the better source first.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from parsers.model import Evidence

T = TypeVar("T")


class Candidate(NamedTuple, Generic[T]):
    """One possible value of a field."""

    value: T
    #: json_ld, meta, microdata, rule, layout or text.
    method: str
    #: Key or rule that gave it ("NewsArticle.headline", "og:title", "h1").
    rule: str
    #: How far it is to be trusted; certain from 1 upwards, where readers still compare.
    confidence: float
    #: Indices of the segments that print it.
    segments: tuple[int, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """The candidate as evidence of the article, its confidence from 0 to 1."""
        return Evidence(self.method, self.rule, min(max(self.confidence, 0.0), 1.0))


def best(candidates: Iterable[Candidate[T]]) -> Candidate[T] | None:
    """The most trusted candidate, of equals the first; None when there is none."""
    return max(candidates, key=_confidence, default=None)


def first(candidates: Iterable[Candidate[T]]) -> Candidate[T] | None:
    """The first of candidates that come in the order of trust; those behind it are never made."""
    return next(iter(candidates), None)


_confidence = attrgetter("confidence")
