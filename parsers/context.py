"""What every reader of a page may know besides its segments: the rules, the page's address, the time of its fetch.

Made once for a page by `parse_page` and handed down; nothing in it changes while the page is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from parsers.rules import Rules
from parsers.segments import Labels, Segment

#: Gives the locator of a segment.
Locate = Callable[[Segment], str]


@dataclass(frozen=True, slots=True)
class Context:
    """What every reader of a page may know besides its segments."""

    rules: Rules
    url: str | None = None
    fetched_at: datetime | None = None
    #: Told of the labels when every segment has its label; how `trace_page` looks over the readers' shoulders.
    watch: Callable[[Labels, Locate], None] | None = None

    def done(self, labels: Labels, locate: Locate) -> None:
        """Each front door calls this once, when its labels are final."""
        if self.watch is not None:
            self.watch(labels, locate)
