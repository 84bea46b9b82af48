"""Reads RSS and Atom feeds into a Listing.

Takes the bytes of a feed; feedparser parses them, malformed ones too.  A feed's channel is the element with the data of
the feed itself (its title, its ttl).  Fetches nothing: feedparser's own HTTP client is not used.
"""

from __future__ import annotations

import re
from typing import Any, Final

import feedparser

from flows.acquire.following.broken_feeds import salvage
from flows.acquire.following.list_dates import list_moment
from flows.acquire.following.listings import Entry, Listing, UnreadableListing, without_declared_entities
from flows.acquire.opening import printable
from flows.errors import error_words
from flows.printing.progress import number

#: feedparser's warnings about how a feed was served, not about its content.
_HARMLESS = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)

#: Bytes of the largest feed that is parsed; the largest ones in use have a few hundred entries and 2 MB.
_MOST_BYTES: Final = 5_000_000
#: Most nested or unclosed tags.  feedparser's time grows with their square; feeds in use have some ten.
_MOST_NESTED: Final = 5_000
#: What some systems print before the XML declaration, which a parser refuses.
_BLANK: Final = b" \r\n\t\f\v"
#: A tag of Dublin Core's "issued", and the name under which its text is kept; without its attributes, since feedparser
#: keeps those instead of the text.
_ISSUED: Final = re.compile(rb"(</?[\w.-]+:)issued(?:\s(?:[^<>]*[^<>/])?)?>")
_KEPT_AS: Final = "firstissued"
_SMALL_NUMBER: Final = re.compile(r"\d{1,6}", re.ASCII)
#: Values of updatePeriod (web.resource.org/rss/1.0/modules/syndication) in seconds.
_PERIODS: Final = {
    "hourly": 3_600.0, "daily": 86_400.0, "weekly": 604_800.0, "monthly": 2_592_000.0, "yearly": 31_536_000.0
}  # fmt: skip
_CDATA: Final = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
#: A tag, closed by ">" or cut off by the next one.
_TAG: Final = re.compile(rb"<([/!?]?)[^<>]*+>?")


def read_feed(body: bytes, *, url: str, content_type: str | None = None) -> Listing:
    """Read the pages that a feed lists, in its order.

    `url`: the feed's own address, for relative links.  `content_type`: as the server declared it.  Raises
    UnreadableListing when the document is not a feed, is too large, or declares XML entities.
    """
    body = body.lstrip(_BLANK)
    body = without_declared_entities(body)
    _refuse_pathological(body)
    # feedparser takes it for the time of publication, even where the feed gives that, too: it may be years older.
    body = _ISSUED.sub(rb"\1" + _KEPT_AS.encode() + b">", body)
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    feed, entries, errors = _parsed(body, headers)
    found, unread = _entries(entries, feed.feed.get("language"), errors)
    pages = tuple(entry for entry in found if entry is not None)
    if not pages and not feed.get("version"):
        raise UnreadableListing("The document is neither an RSS nor an Atom feed.")
    trouble = feed.get("bozo_exception")
    flaws = [unread] if unread else []
    if trouble is not None and not isinstance(trouble, _HARMLESS):
        flaws.append(printable(str(trouble)))
    title, language = (str(feed.feed.get(key) or "") or None for key in ("title", "language"))
    return Listing(
        pages,
        nameless=found.count(None),
        flaw="; ".join(flaws) or None,
        title=title,
        language=language,
        good_for=_good_for(feed.feed),
    )


def _parsed(body: bytes, headers: dict[str, str]) -> tuple[Any, list[Any], list[Exception]]:
    """Parse a feed; return feedparser's result, the entries, and the errors of entries that make feedparser raise.

    `headers`: of the HTTP response; by these feedparser tells the charset and completes relative links.
    """

    def parse(document: bytes) -> Any:
        # Only addresses and times are used; sanitizing the text would take most of the time.
        return feedparser.parse(document, response_headers=headers, sanitize_html=False)

    try:
        feed = parse(body)
    except Exception as error:  # told in the listing's flaw, or as the reason why there is none
        found = salvage(body, parse)
        if found is None or not found.entries:
            raise UnreadableListing(f"The feed cannot be read ({error_words(error)}).") from error
        return found.feed, found.entries, found.errors
    return feed, feed.entries, []


def _entries(found: list[Any], language: str | None, lost: list[Exception]) -> tuple[list[Entry | None], str]:
    """Return the entries of a feed, and half a sentence that says how many of them cannot be read.

    An entry without an address is None.  The half sentence is "" when every entry can be read.  `found`: feedparser's
    entries.  `language`: of the feed.  `lost`: the errors of entries that feedparser could not even parse.
    """
    pages, unread = [], [*lost]
    for one in found:
        try:
            pages.append(_entry(one, language))
        except Exception as error:  # reported in the listing's flaw
            unread.append(error)
    said = f"{number(len(unread), 'entry', 'entries')} cannot be read: {error_words(unread[0])}" if unread else ""
    return pages, said


def _good_for(channel: Any) -> float | None:
    """Seconds for which a feed says that it stays the same; None if it does not say.

    `channel`: what feedparser gives for the feed itself; its `ttl` (RSS) or `updatePeriod` (RSS 1.0) says it.
    """
    ttl, often = str(channel.get("ttl") or ""), str(channel.get("sy_updatefrequency") or "1")
    if _SMALL_NUMBER.fullmatch(ttl):
        return int(ttl) * 60.0
    period = _PERIODS.get(str(channel.get("sy_updateperiod") or "").strip().lower())
    if period is None or not _SMALL_NUMBER.fullmatch(often) or not int(often):
        return None
    return period / int(often)


def _refuse_pathological(body: bytes) -> None:
    """Raise UnreadableListing for a document that would keep feedparser busy for hours."""
    if len(body) > _MOST_BYTES:
        raise UnreadableListing(f"The feed is larger than {_MOST_BYTES:,} bytes.")
    depth = deepest = unclosed = 0
    for tag in _TAG.finditer(_CDATA.sub(b"", body)):
        unclosed += not tag[0].endswith(b">")
        if tag[1] == b"/":
            depth -= 1
        elif not tag[1] and not tag[0].endswith(b"/>"):
            depth += 1
        deepest = max(deepest, depth)
    if max(deepest, unclosed) > _MOST_NESTED:
        raise UnreadableListing("The document is nested too deeply, or too broken, to be a feed.")


def _entry(found: Any, language: str | None) -> Entry | None:
    """Make an Entry of an entry that feedparser gives; None without an address.

    `language`: of the feed, for its dates.
    """
    link = found.get("link") or _permalink(found)
    if not link:
        return None
    # Their text: feedparser takes "2019/11/15 10:00" for the 1st, and seconds since 1970 for a year.
    issued = next((said for name, said in found.items() if name.endswith(_KEPT_AS)), None)
    published, updated = found.get("published") or issued or found.get("created"), dict.get(found, "updated")
    return Entry(
        str(link),
        list_moment(published, language=language),
        # feedparser's own get would fall back to the published time.
        list_moment(updated, language=language),
        str(found.get("title") or "") or None,
    )


def _permalink(found: Any) -> str | None:
    """The entry's id where that is a web address, as RSS's guid usually is; None for any other id."""
    ident = str(found.get("id") or "")
    return ident if ident.startswith(("http://", "https://")) else None
