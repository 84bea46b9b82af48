"""Counts the outcomes of pages that were handed to the user's program, and reports failures, one sentence a kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.config.settings import FallbackProgram
from flows.parsing.fallback.no_answer import KINDS, NoAnswer
from flows.printing.progress import number


@dataclass(slots=True)
class Tally:
    """Counts what came of pages that were handed to the user's program, for a run or a part of it."""

    #: Pages whose body is the program's.
    taken: int = 0
    #: Kind of failure -> how many pages, and the first of them with what is known about it.
    lacking: dict[str, tuple[int, str, NoAnswer]] = field(default_factory=dict)

    def add(self, page: str, lacking: NoAnswer | None) -> None:
        """Count one page.

        `page`: its address.  `lacking`: why it has no body from the program; None: it has one.
        """
        if lacking is None:
            self.taken += 1
            return
        count, first, why = self.lacking.get(lacking.kind, (0, page, lacking))
        self.lacking[lacking.kind] = count + 1, first, why

    def add_all(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.taken += other.taken
        for kind, (count, page, why) in other.lacking.items():
            before, first, said = self.lacking.get(kind, (0, page, why))
            self.lacking[kind] = before + count, first, said

    @property
    def failed(self) -> int:
        """How many pages were handed to the user's program and got no body from it."""
        return sum(count for count, _, _ in self.lacking.values())

    def sentences(self, program: FallbackProgram, *, then: str) -> Iterator[str]:
        """Yield one sentence for each kind of failure.  `then`: the end of each, which says what happens next."""
        name = " ".join(program.command[:2])
        for kind, (count, page, why) in self.lacking.items():
            more = f" ({why.detail})" if why.detail else ""
            first = page if count == 1 else f"the first is {page}"
            yield f"the program '{name}' {KINDS[kind]}{more} for {number(count, 'page')}, {first}; {then}"
