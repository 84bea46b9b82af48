"""Divides the worklist into batches, and defines what is sent to an Executor and what comes back.

An item is one capture to parse; a batch is a number of items that become one Parquet file.  An Executor parses and
stages batches: in worker processes of this machine (flows.parsing.local), or on a cluster (flows.parsing.cluster).
Items are sent and counts come back, never a page or an article.  The run itself keeps the index, the worklist and the
counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Protocol, Self

from flows.parsing.fallback.tally import Tally
from flows.parsing.item import Item
from flows.parsing.unread_pages import Unread
from flows.printing.progress import Bar


@dataclass(frozen=True, slots=True)
class Batch:
    """Items (captures to parse) that are parsed and staged together."""

    items: Sequence[Item]
    #: When the batch was put together, if it has a page that was read before; else None.  Set here, so that a batch
    #: that is parsed twice, since its machine died, gets the same file name both times.
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """The outcome of a staged batch: its id, counts, and the items that failed.

    An item is named by its place in the batch, from 0.
    """

    #: The id of the staged batch; None when no page of it could be read.
    batch_id: str | None
    #: Staged pages, and how many of them are articles.
    pages: int
    articles: int
    #: Rejected pages by reason.
    reasons: Mapping[str, int]
    #: Items whose bytes could not be read; they are not part of the staged batch.
    unread: Sequence[tuple[int, Unread]] = ()
    #: Items that were handed to the user's program, which gave no body.
    lacking: Sequence[int] = ()
    #: Hash of each body that was read, and whether it is an article.
    verdicts: Sequence[tuple[str, bool]] = ()
    #: What came of the pages that were handed to the user's program.
    fallback: Tally = field(default_factory=Tally)
    #: A sentence for the user: why the batch waits elsewhere than it should; None when it does not.
    said: str | None = None


Take = Callable[[Batch, BatchCounts], None]


class Executor(Protocol):
    """Parses and stages batches somewhere; a context manager."""

    def __enter__(self) -> Self:
        """Start what the run needs, such as processes or connections."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what `__enter__` started."""

    def run(self, batches: Iterable[Batch | None], advance: Bar, take: Take) -> None:
        """Parse and stage these batches.

        `batches`: a None among them means that the next batch is not ready yet.  `advance`: called with the number of
        items that are done.  `take`: called with each batch and its outcome as soon as it is staged, in any order, in
        the thread of the caller.  Raises OSError when a batch cannot be written, CopydeskError when there is no process
        or machine to parse it, and what `take` raises.
        """


def batches_of(items: Iterable[Item], size: int) -> Iterator[Batch]:
    """Divide items into batches of this size; the last one may be smaller."""
    return (batch for batch in batches_as_they_come(items, size) if batch is not None)


def batches_as_they_come(items: Iterable[Item | None], size: int) -> Iterator[Batch | None]:
    """Divide items into batches while they still arrive.

    A None among the items (the next one is not ready yet) is passed on.
    """
    waiting: list[Item] = []
    for item in items:
        if item is None:
            yield None
            continue
        waiting.append(item)
        if len(waiting) == size:
            yield _batch(waiting)
            waiting = []
    if waiting:
        yield _batch(waiting)


def _batch(items: Sequence[Item]) -> Batch:
    again = any(item.page.batch for item in items if item.page is not None and item.event is None)
    return Batch(tuple(items), datetime.now(UTC) if again else None)
