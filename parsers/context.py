"""The context of a page: the rules, the page's address and the time of the fetch.

Every reader (a function that finds one field or kind of text in the page) gets it.  `parse_page` makes it once for a
page; it does not change while the page is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from parsers.rules import Publisher, Rules
from parsers.segments import Labels, Segment

#: A function that gives the locator of a segment.
Locate = Callable[[Segment], str]


@dataclass(frozen=True, slots=True)
class Context:
    """What all readers (functions that find one field in a page) need to know about the page besides its text.

    Address and time of the fetch are None when unknown.
    """

    rules: Rules
    url: str | None = None
    fetched_at: datetime | None = None
    #: The address in the page's base element, as an absolute one, or that of the copy of which `url` is the original;
    #: None without either.
    base: str | None = None
    #: A function that `done` calls with the final labels; `trace_page` sets it to list the label of every segment.
    watch: Callable[[Labels, Locate], None] | None = None

    @property
    def host(self) -> str | None:
        """The host of the page's address, in small letters."""
        return urlsplit(self.url or "").hostname

    @property
    def joined_to(self) -> str | None:
        """The address to which relative addresses in the page are joined; None when it is unknown."""
        return self.base or self.url

    @property
    def publisher(self) -> Publisher | None:
        """The settings for the page's outlet on the day of the fetch (config/publishers); None when there are none."""
        return self.rules.publisher(self.host, self.fetched_at.date() if self.fetched_at else None)

    def for_outlet(self) -> Context:
        """This context, with the rules that the outlet's file in config/publishers adds to those for all pages.

        `parse_page` reads the page with it.  Gives this object itself if the outlet has no file, or if its file adds no
        rules.
        """
        rules = self.rules.of_publisher(self.publisher)
        return self if rules is self.rules else replace(self, rules=rules)

    def done(self, labels: Labels, locate: Locate) -> None:
        """Call `watch`, if it is set, with the final labels of the page's segments.

        The text or HTML parser calls this once for each page.
        """
        if self.watch is not None:
            self.watch(labels, locate)
