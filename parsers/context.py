"""What every reader of a page may know besides its segments: the rules, the page's address, the time of its fetch.

Made once for a page by `parse_page` and handed down; nothing in it changes while the page is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from parsers.rules import Publisher, Rules
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

    @property
    def host(self) -> str | None:
        """The host of the page's address, in small letters."""
        return urlsplit(self.url or "").hostname

    @property
    def publisher(self) -> Publisher | None:
        """What differs from the defaults for the outlet whose page it is, on the day of the fetch."""
        return self.rules.publisher(self.host, self.fetched_at.date() if self.fetched_at else None)

    def for_outlet(self) -> Context:
        """The same with what the outlet's file adds to the rules, for everything that is read from the page."""
        rules = self.rules.of_publisher(self.publisher)
        return self if rules is self.rules else replace(self, rules=rules)

    def done(self, labels: Labels, locate: Locate) -> None:
        """Each front door calls this once, when its labels are final."""
        if self.watch is not None:
            self.watch(labels, locate)
