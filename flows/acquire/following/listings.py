"""The content of a feed or sitemap: addresses of pages with their times, and addresses of further lists.

The value that `feeds` and `sitemaps` both give, and what they share: the refusal of documents that unpack themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class UnreadableListing(Exception):
    """The document is no feed or sitemap, or is made to do harm; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page, or one further list, that a feed or sitemap names."""

    url: str
    #: When it was published and last changed, as far as the list says; aware, UTC.
    published: datetime | None = None
    modified: datetime | None = None
    title: str | None = None

    @property
    def latest(self) -> datetime | None:
        """The later of the two times."""
        known = [moment for moment in (self.published, self.modified) if moment is not None]
        return max(known, default=None)


@dataclass(frozen=True, slots=True)
class Listing:
    """One feed or sitemap, read."""

    pages: tuple[Entry, ...] = ()
    #: Sitemaps of a sitemap index, the latest first.
    further: tuple[Entry, ...] = ()
    #: How many of its entries name no address, or one that cannot be read.
    nameless: int = 0
    #: What was wrong with it although it could be read; None when nothing was.
    flaw: str | None = None


def refuse_entities(body: bytes) -> None:
    """Raise UnreadableListing for a document that declares entities: a few of them unpack to gigabytes.

    Looks through UTF-16, too.  No feed or sitemap in use declares any.
    """
    for text in (body, body.replace(b"\0", b"")):
        if b"<!entity" in text.lower():
            raise UnreadableListing("The document declares XML entities, which feeds and sitemaps have no use for.")
