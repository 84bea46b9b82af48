"""The content of a feed or sitemap: addresses of pages with their times, and addresses of further sitemaps.

The values that the readers of feeds and of sitemaps give, and their common check against XML entities.  Reads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class UnreadableListing(Exception):
    """The document is not a feed or sitemap, or would exhaust memory or time; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page, or one further sitemap, that a feed or sitemap lists."""

    url: str
    #: When it was published and last changed; aware, UTC; None when the list does not say.
    published: datetime | None = None
    modified: datetime | None = None
    title: str | None = None

    @property
    def latest(self) -> datetime | None:
        """The later of the two times; None when neither is known."""
        known = [moment for moment in (self.published, self.modified) if moment is not None]
        return max(known, default=None)


@dataclass(frozen=True, slots=True)
class Listing:
    """The content of one feed or sitemap."""

    pages: tuple[Entry, ...] = ()
    #: Sitemaps of a sitemap index, the latest first.
    further: tuple[Entry, ...] = ()
    #: How many of its entries have no usable address.
    nameless: int = 0
    #: What is malformed in it although it could be read; None when nothing is.
    flaw: str | None = None


def refuse_entities(body: bytes) -> None:
    """Raise UnreadableListing for a document that declares XML entities: a few of them can expand to gigabytes.

    Finds them in UTF-16, too.  No feed or sitemap in use declares any.
    """
    for text in (body, body.replace(b"\0", b"")):
        if b"<!entity" in text.lower():
            raise UnreadableListing("The document declares XML entities, which feeds and sitemaps have no use for.")
