"""The results of the parsers: an Article and its parts, or a Rejection.

Frozen dataclasses, whose only method is `to_dict()`; it gives plain JSON types with the keys of the project's contract.
Names follow IPTC ninjs and schema.org NewsArticle where these have one.  No page is read here: `parsers.parse_page`
makes these values, and `warehouse` stores them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

#: Raised whenever the same bytes can give another article (a test holds it against the golden cases); stored with every
#: revision.  What rules and models say is in Rules.version.
PARSER_VERSION = "0.16.0"

#: Possible values of Block.kind, in the order of the contract.
BLOCK_KINDS = ("paragraph", "subhead", "quote", "list_item", "table", "preformatted", "correction", "live_post")

#: Types of values that are plain already; nearly all values in an article are.
_PLAIN: Final = frozenset((str, int, float, bool, type(None)))

#: Possible values of Correspondent.kind.
CORRESPONDENT_KINDS = ("package", "reporting", "contribution", "writing", "editing", "agency", "production")


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as it was acquired: its bytes and what is known about them."""

    body: bytes
    #: The page's absolute address; None for a file without one.
    url: str | None = None
    #: The media type declared by the server or guessed from a file name, without parameters.
    media_type: str | None = None
    #: The charset declared outside the body (in an HTTP header, or by an archive that re-encoded the page).
    charset: str | None = None
    #: When the page was fetched; later dates on it are ignored.
    fetched_at: datetime | None = None
    #: Name and version of the browser that rendered it; "" for a page as it was fetched.
    rendered_by: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of body text; an article has its blocks in reading order."""

    #: One of BLOCK_KINDS.
    kind: str
    text: str
    #: Heading level 1 to 6 for a subhead, nesting depth from 1 for a list item, else None.
    level: int | None = None
    #: Where the block is on the page: an XPath ("/html/body/p[3]"), lines of a text ("line 12", "lines 12-14"), or the
    #: place in the page's state ("__NEXT_DATA__ props.pageProps.article.body").
    locator: str = ""
    #: The time of a live_post, printed or declared, in ISO 8601; else None.
    posted_at: str | None = None
    #: For a table in mark-up, its rows of cells; the text has them as lines with tabs between cells.  Else None, and
    #: then the JSON form has no such key.
    rows: tuple[tuple[str, ...], ...] | None = field(default=None, metadata={"optional": True})


@dataclass(frozen=True, slots=True)
class Caption:
    """One distinct caption of an article, however often it is printed."""

    text: str
    #: The supplier of the picture, without a label ("Photo:", "©"); None when not stated.
    credit: str | None = None
    #: How often the caption is on the page, in any spelling.
    occurrences: int = 1
    image_url: str | None = None
    alt: str | None = None
    locators: tuple[str, ...] = ()
    #: Indices of its mentions in the list given to merge_captions.
    mentions: tuple[int, ...] = ()
    #: Equal for the same caption on any page and with any credit; never empty if made by merge_captions.
    key: str = ""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """One person with one kind of work for the article (reporting, editing ...).

    A person with two kinds of work is listed twice.  An organisation, such as an agency, is listed only where no person
    is named.
    """

    #: One of CORRESPONDENT_KINDS.
    kind: str
    name: str | None = None
    role: str | None = None
    outlet: str | None = None
    location: str | None = None
    #: The line or sentence from which this was read.
    text: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Embed:
    """A video, audio, social post or other document shown inside the article."""

    #: video, audio, social, document, map or other.
    kind: str
    url: str | None = None
    #: The name of the service ("YouTube", "X"), or None when unknown.
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """One piece of text inside the article that is not part of its body (a button, an advertisement), and why."""

    text: str
    #: A code of `parsers.reasons`.
    reason: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class FoundValue:
    """One value that a page gives for a field, whether or not it was chosen."""

    value: str
    #: Where it stands: a tag ("h1", "title"), a meta tag ("og:title"), "JSON-LD", "microdata", or "printed" for a line.
    source: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a field was found, and how reliable its value is."""

    #: json_ld, meta, microdata, rule, layout, text or file_name; for the body also state, longest_run or fallback (a
    #: program of the user's); for the page rendered (by a browser).
    method: str
    #: The rule or key that the value came from ("NewsArticle.headline", "og:title", "h1").
    rule: str | None = None
    #: How reliable the value is, from 0 to 1.
    confidence: float = 1.0
    #: All values that were seen for the field, the chosen one first: for the headline, and for other fields that have
    #: several (parsers.html.fields.other_values).  If the text is not in the declared language, that language alone.
    candidates: tuple[FoundValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """One picture of the article."""

    url: str
    #: Width and height in pixels, if declared.
    width: int | None = None
    height: int | None = None
    #: lead, inline or gallery.
    role: str = "inline"
    #: The index of its caption in Article.captions, or None.
    caption: int | None = None
    alt: str | None = None
    #: The supplier of a picture that has no caption, without a label; a caption holds its picture's credit itself.
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One news article: its fields and its body.  Fields that the page does not state are None or empty."""

    headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    dateline: str | None = None
    authors: tuple[str, ...] = ()
    #: ISO 8601, with an offset if the page states one; so is modified_at.
    published_at: str | None = None
    modified_at: str | None = None
    #: The text from which published_at was read.
    published_raw: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    #: A BCP 47 code.
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    is_accessible_for_free: bool | None = None
    blocks: tuple[Block, ...] = ()
    #: How likely (0 to 1) the blocks are the article's body (parsers.html.scoring.quality); None for plain text.
    quality: float | None = None
    captions: tuple[Caption, ...] = ()
    correspondents: tuple[Correspondent, ...] = ()
    images: tuple[Image, ...] = ()
    embeds: tuple[Embed, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    #: Name of a field -> how it was found.
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    #: The charset in which the bytes were decoded, and what decided it (see parsers.decoding.decode.Decoded).
    charset: str | None = None
    charset_method: str | None = None
    parser_version: str = PARSER_VERSION

    def to_dict(self) -> dict[str, Any]:
        """The article in plain JSON types (dict, list, str, int, float, bool, None), with all fields by their names."""
        plain: dict[str, Any] = _plain(self)
        return plain


@dataclass(frozen=True, slots=True)
class Rejection:
    """The result for a page that is not an article or cannot be read, and why."""

    #: A code of `parsers.reasons`.
    reason: str
    #: One sentence for people to read.
    detail: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The rejection in plain JSON types: {"rejected": {"reason": ..., "detail": ...}}."""
        return {"rejected": {"reason": self.reason, "detail": self.detail}}


def _plain(value: Any) -> Any:
    """Convert a value to plain types: dataclasses and mappings to dicts, and tuples to lists, at any depth."""
    if isinstance(value, tuple | list):
        return [item if type(item) in _PLAIN else _plain(item) for item in value]
    kind: Any = type(value)
    if named := _fields(kind):
        return {
            name: item if type(item) in _PLAIN else _plain(item)
            for name, optional in named
            if (item := getattr(value, name)) is not None or not optional
        }
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return value


@cache
def _fields(kind: Any) -> tuple[tuple[str, bool], ...]:
    """(name, whether the field is left out when it is None) for each field of a dataclass (`kind`).

    Empty for every other class.
    """
    return tuple((f.name, "optional" in f.metadata) for f in fields(kind)) if is_dataclass(kind) else ()
