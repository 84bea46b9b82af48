"""The values that leave the parsers: an Article and its parts, or a Rejection.

Frozen dataclasses without behaviour beyond `to_dict()`, which gives plain JSON types with the
keys of the project's contract.  Names follow IPTC ninjs and schema.org NewsArticle where they exist.
Nothing here reads pages; `parsers.parse_page` builds these values, `warehouse` stores them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import Any

#: Raised whenever the same bytes can give another article (a test holds it against the golden cases); stored with every
#: revision.  What rules and models say is in Rules.version.
PARSER_VERSION = "0.3.0"

#: Block.kind, in the order of the contract.
BLOCK_KINDS = ("paragraph", "subhead", "quote", "list_item", "table", "preformatted", "correction", "live_post")

#: Correspondent.kind.
CORRESPONDENT_KINDS = ("package", "reporting", "contribution", "writing", "editing", "agency", "production")


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as it was acquired: bytes and what is known about them."""

    body: bytes
    #: The address it came from, absolute; None for a file without one.
    url: str | None = None
    #: Media type as declared by the server or guessed from a file name, without parameters.
    media_type: str | None = None
    #: Charset as declared outside the body (HTTP header, or how an archive re-encoded it).
    charset: str | None = None
    #: When it was fetched; dates later than this are not believed.
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of body text, in reading order."""

    #: One of BLOCK_KINDS.
    kind: str
    text: str
    #: Heading level 1 to 6 for a subhead, nesting depth from 1 for a list item, else None.
    level: int | None = None
    #: Where it stood: a path in the tree ("/html/body/p[3]") or lines of the text ("line 12", "lines 12-14").
    locator: str = ""
    #: Time of a live_post as printed or declared, ISO 8601; else None.
    posted_at: str | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """One distinct caption of an article; it stands once however often it was printed."""

    text: str
    #: Who supplied the picture, without its label ("Photo:", "©"); None when not said.
    credit: str | None = None
    #: How often it stood on the page, in any spelling.
    occurrences: int = 1
    image_url: str | None = None
    alt: str | None = None
    locators: tuple[str, ...] = ()
    #: Indices of the mentions it was merged from, into the list given to merge_captions.
    mentions: tuple[int, ...] = ()
    #: Equal for all printings of one caption, on any page and with any credit; from merge_captions never empty.
    key: str = ""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """One person, or where none is named one organisation, in one kind of work for the article."""

    #: One of CORRESPONDENT_KINDS.
    kind: str
    name: str | None = None
    role: str | None = None
    outlet: str | None = None
    location: str | None = None
    #: The line or sentence that says so.
    text: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Embed:
    """A video, audio, social post or other document shown inside the article."""

    #: video, audio, social, document, map, other.
    kind: str
    url: str | None = None
    #: The host's own name ("YouTube", "X"), or None.
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """One piece of text inside the article region that was cut, and why."""

    text: str
    #: A code of `parsers.reasons`.
    reason: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a field was found."""

    #: json_ld, meta, microdata, rule, layout or text.
    method: str
    #: Id of the rule or key that gave it ("NewsArticle.headline", "og:title", "h1").
    rule: str | None = None
    #: 0 to 1: how far the choice is to be trusted.
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Image:
    """One picture of the article."""

    url: str
    width: int | None = None
    height: int | None = None
    #: lead, inline or gallery.
    role: str = "inline"
    #: Index into Article.captions, or None.
    caption: int | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One news article, labelled and cleaned.  Fields that a page does not give are None or empty."""

    headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    dateline: str | None = None
    authors: tuple[str, ...] = ()
    #: ISO 8601, with offset when the page gives one.
    published_at: str | None = None
    modified_at: str | None = None
    #: The publication time as printed or declared, before it was read.
    published_raw: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    #: BCP 47.
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    is_accessible_for_free: bool | None = None
    blocks: tuple[Block, ...] = ()
    captions: tuple[Caption, ...] = ()
    correspondents: tuple[Correspondent, ...] = ()
    images: tuple[Image, ...] = ()
    embeds: tuple[Embed, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    #: How the bytes were read: charset, why that one, number of characters that could not be read.
    charset: str | None = None
    charset_method: str | None = None
    parser_version: str = PARSER_VERSION

    def to_dict(self) -> dict[str, Any]:
        """The article in plain JSON types (dict, list, str, int, float, bool, None)."""
        plain: dict[str, Any] = _plain(self)
        return plain


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page that is no article, and why."""

    #: A code of `parsers.reasons`.
    reason: str
    #: One sentence for a person.
    detail: str = ""

    def to_dict(self) -> dict[str, Any]:
        """{"rejected": {"reason", "detail"}}."""
        return {"rejected": {"reason": self.reason, "detail": self.detail}}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
