"""Decides whether a page is an article, from its layout, its words, its address and its metadata.

`page` is the Page (facts about each segment, in columns of numbers), `found` its Walk (segments and boxes), `layout`
its Layout (the score of each segment), `meta` what it declares.  Returns None for an article, else a Rejection whose
reason is the kind of page.  The limits favour recall, since rejecting an article is worse than keeping another page.
Inputs are the numbers that the model takes; an amount is given as its logarithm.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np

from parsers.boosted_trees import BoostedTrees, shipped_models
from parsers.context import Context
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.metadata.values import types
from parsers.html.scoring import page_phrases
from parsers.html.scoring.body_scores import Layout
from parsers.html.scoring.character_counts import KINDS
from parsers.html.scoring.declared_text import declared_kind
from parsers.html.scoring.features import NEWS, Page
from parsers.html.scoring.named_kind import is_story_address, named_kind
from parsers.html.scoring.neighbour_scores import Floats
from parsers.lines.refusals import LITTLE_TEXT, about_the_site, in_its_place, program_failed
from parsers.model import Rejection
from parsers.segments import BODY

#: Pages with a lower probability (0 to 1) of being an article are rejected.  This limit and the next were chosen on
#: labelled pages so that hardly any article is lost.
LIMIT: Final = 0.25

#: The limit for pages that declare an article, whose address is built like a story's, or that resemble no other kind of
#: page either.  Limits of their own for each of the three gave the same figures on pages of unknown publishers.
_SPEAKS_FOR_IT: Final = 0.06

#: JSON-LD types that are trusted to mean an article.  Shops and forums also declare og:type "article", so that counts
#: only together with a date of publication.
_ARTICLES: Final = frozenset(("Article", "BlogPosting", "NewsArticle", "ReportageNewsArticle", "LiveBlogPosting"))

#: A long text has at least _LONG_TEXT paragraphs of more than _PARAGRAPH characters.  Chosen by hand.
_PARAGRAPH: Final = 150
_LONG_TEXT: Final = 8

#: The least share (0 to 1) of a text in links from which it is one of a menu.  Chosen by hand.
_MOSTLY_LINKS: Final = 0.5

#: What a page that has it all consists of: the least share (0 to 1) of its text that is body; the shares of its body
#: that stand in lists and in links are smaller than the other two.  Chosen by hand.
_MOSTLY_BODY: Final = 0.6
_FEW_LISTS: Final = 0.4
_FEW_LINKS: Final = 0.1

#: What counts for inputs of the model, which was trained with these; chosen by hand.  A linked title has more
#: than _ALL_LINK (a share) of its text in links and more than _TITLE characters; a segment is surely body with a score
#: of more than _SURE (0 to 1); a price is looked for in segments of fewer than _PRICED letters; a long segment
#: has more than _LONG characters of prose.
_ALL_LINK: Final = 0.9
_TITLE: Final = 25
_SURE: Final = 0.9
_PRICED: Final = 60
_LONG: Final = 150

#: Pages with a lower probability than _DOUBTFUL of being an article are rejected if they are of another kind with at
#: least the probability _RESEMBLES.  Chosen on labelled pages whose publishers the models did not know.
_DOUBTFUL: Final = 0.4
_RESEMBLES: Final = 0.3

#: The least probability (0 to 1) of being an article of a page that is named as another kind of page, by its address,
#: its system or its declared type.  Chosen on such pages.
_NAMED: Final = 0.9

#: An unlikely article is of another kind if the models find that more likely than _LIKELY, and all other kinds together
#: at least as likely as _TOGETHER.  Chosen in the same way.
_LIKELY: Final = 0.2
_TOGETHER: Final = 0.35

#: Groups of schema.org types, one for each kind of page that they indicate; one input of the model each.
_TYPES: Final = (
    ("Product", "Offer", "AggregateOffer", "ProductGroup", "SoftwareApplication", "Course", "Service"),
    ("ItemList", "CollectionPage", "SearchResultsPage", "OfferCatalog"),
    ("DiscussionForumPosting", "QAPage", "Question"),
    ("TechArticle", "APIReference", "HowTo", "FAQPage"),
    ("WebSite",),
    ("Organization", "LocalBusiness", "Corporation", "Store"),
    ("BreadcrumbList",),
    ("Person", "ProfilePage", "AboutPage", "ContactPage"),
)

#: Characters that separate the words of a URL's path.
_PARTS: Final = re.compile("[/._-]")
#: Groups of words in URL paths, one for each kind of page; one input of the model each.
_PATHS: Final = tuple(
    frozenset(words.split())
    for words in (
        "news article articles story stories blog blogs post posts magazine opinion press "
        + " ".join(map(str, range(2000, 2100))),
        "product products shop store item p dp buy collection collections cart pricing",
        "doc docs documentation reference api manual wiki guide guides help support kb tutorial tutorials learn",
        "forum forums thread threads topic t question questions discussion discuss community comments viewtopic",
        "category categories tag tags archive archives search list index directory topics section jobs browse",
        "service services solution solutions about contact company platform feature features industries consulting "
        "agency",
    )
)

#: Groups of words in host names, for forums, documentation and shops; one input of the model each.
_HOSTS: Final = (("forum", "community", "stack"), ("docs", "wiki"), ("shop", "store"))

#: More characters of prose count as this many: in the training data, nearly all such pages were documentation.
_LONG_READ: Final = 30_000.0

#: The inputs from the address of a page whose address is unknown: not 0, as all are for the front page.
_UNKNOWN: Final = -1.0
_ADDRESS_COLUMNS: Final = 6 + len(_PATHS) + len(_HOSTS)

#: Patterns for prices and program code.  Texts are searched joined by _BETWEEN, and a match extends to the end of its
#: text, so that each text counts at most once.  Both patterns begin with a character class, which `re` finds fast.
_BETWEEN: Final = "\0"
_PRICE: Final = re.compile(r"[$€£¥₹\d](?:(?<!\d)\s?\d|(?<=\d)\s?(?:€|£|zł|kr\b|USD|EUR))[^\0]*")
_CODE: Final = re.compile(r"[{};=<>(:-](?:(?<=[{};=<>])[{};=<>]|(?<=\()\)|(?<=:):|(?<=-)>)[^\0]*")

#: Numbers of all bits, as a column.
_BITS: Final = np.arange(tag_facts.BITS)[:, None]

_DECLARED: Final = ("declared_kind", "og_article", "og_product", "og_website", "published", "author", "time_elements")

#: Names of the model's inputs, in the order of page_row.
NAMES: Final = (
    *("prose", "body", "body_share", "segments", "body_segments", "body_length", "longest", "body_links"),
    *("links", "title_links", "headings", "h1s", "h2s", "list_share", "table_share", "code_share", "long_segments"),
    *("alike_part", "body_span", "body_gaps", "mean_score", "sure", "prices", "code_signs", "questions", "pictures"),
    *(f"mark_{name}" for name in KINDS),
    *(f"text_in_{name}" for name in tag_facts.BIT_NAMES),
    *_DECLARED,
    *(f"type_{names[0]}" for names in _TYPES),
    *("path_depth", "last_part", "hyphens", "digits", "query", "root"),
    *("path_news", "path_shop", "path_docs", "path_forum", "path_list", "path_service"),
    *("host_forum", "host_docs", "host_shop"),
    *page_phrases.NAMES,
)


def page_row(
    page: Page,
    found: Walk,
    meta: Metadata,
    layout: Layout,
    address: str | None,
    declared: Sequence[float] | None = None,
) -> list[float]:
    """Compute the inputs of the model that tells articles from other pages, in the order of NAMES.

    `address` is that of the page, None when unknown; `declared` is the result of `_declared`, if it is there already.
    """
    body = [text for text, score in zip(page.texts, layout.scores) if score > BODY]
    return [
        *_shape(page, found, layout),
        *_surroundings(page),
        *(_declared(meta) if declared is None else declared),
        *_address(address),
        *page_phrases.phrase_row(page.texts, body, (*meta.h1s, meta.title, "")[0]),
    ]


def models() -> dict[str, BoostedTrees]:
    """Load the models that tell articles and other kinds of pages apart, by name.

    Raises WrongModel when they were trained with other inputs than NAMES.
    """
    return shipped_models("page", NAMES)


def judge(page: Page, found: Walk, meta: Metadata, layout: Layout, context: Context) -> Rejection | None:
    """Return None for an article, else the Rejection of the page.

    Its reason is a code for the kind of page ("home_page"), its sentence says why.
    """
    scores = np.array(layout.scores)
    if (scores * page.length).sum() < LITTLE_TEXT and (
        stands_for := in_its_place((meta.title, *meta.h1s), context.rules)
        or program_failed((s.text for s in found.segments if s.link_share < _MOSTLY_LINKS), context.rules)
    ):
        return stands_for
    if own := about_the_site(meta.h1s[:1] or (meta.title,), context.rules):
        return own
    if not meta.json_ld.article and any("JobPosting" in types(node) for node in meta.json_ld.nodes):
        return Rejection("listing", "It declares a job that is offered.")
    # A page that declares news is never rejected for its layout; this settles most news pages without the model.
    numbers = _declared(meta)
    declared = dict(zip(_DECLARED, numbers))
    if declared["declared_kind"] == NEWS or _has_it_all(page, meta, scores, declared):
        return None
    address = context.url or meta.canonical
    trusted, story = _declares_article(meta, declared), is_story_address(address)
    limit = _SPEAKS_FOR_IT if trusted or story else LIMIT
    matrix = np.array([page_row(page, found, meta, layout, address, numbers)], dtype=np.float32).T
    likely = float(models()["article"](matrix)[0])
    named = None if story else named_kind(meta, context)
    if named and likely < _NAMED:
        return Rejection(named.reason, f"{named.detail} It is an article with a likelihood of {likely:.2f} only.")
    if likely >= (limit if story else _DOUBTFUL):
        return None
    kind, resembles, together = _other_kinds(matrix)
    if likely >= limit:
        if resembles < _RESEMBLES:
            return None
        return Rejection(kind, f"It resembles another kind of page more (likelihood {likely:.2f}).")
    unlike = f"It is not built like an article (likelihood {likely:.2f})."
    if resembles > _LIKELY and together >= _TOGETHER:
        return Rejection(kind, unlike)
    # An old or oddly built page that resembles no other kind either is more likely an article than not.
    return None if likely >= _SPEAKS_FOR_IT else Rejection("not_an_article", unlike)


def _declares_article(meta: Metadata, numbers: dict[str, float]) -> bool:
    """Whether the page declares an article in JSON-LD, or by og:type together with a time of publication.

    Such a page needs less evidence to be taken for an article.  `numbers`: the results of `_declared` by name.
    """
    declared = bool(_ARTICLES.intersection(types(meta.json_ld.article)))
    return declared or bool(numbers["og_article"] and meta.first("article:published_time"))


def _has_it_all(page: Page, meta: Metadata, scores: Floats, numbers: dict[str, float]) -> bool:
    """Whether a page is an article for sure: it has headline, author, date, and mostly long paragraphs without links.

    `numbers`: the results of `_declared` by name.
    """
    if not (meta.h1s and (numbers["published"] or numbers["time_elements"]) and numbers["author"]):
        return False
    body, length = scores > BODY, page.length
    if (scores * length).sum() < _MOSTLY_BODY * length.sum():
        return False
    if _part(page, tag_facts.LIST, body) >= _FEW_LISTS:
        return False
    linked = (page.links * length)[body].sum() < _FEW_LINKS * max(float(length[body].sum()), 1.0)
    return bool(linked and (body & (length > _PARAGRAPH)).sum() >= _LONG_TEXT)


def _other_kinds(matrix: Any) -> tuple[str, float, float]:
    """Return the kind of page other than an article that the models find most likely, its probability (0 to 1), and the
    sum of those of all other kinds.

    `matrix`: the models' inputs (`page_row`), one in each row.
    """
    others = {name: float(forest(matrix)[0]) for name, forest in models().items() if name != "article"}
    kind, likely = max(others.items(), key=lambda pair: pair[1], default=("not_an_article", 0.0))
    return kind, likely, sum(others.values())


def _shape(page: Page, found: Walk, layout: Layout) -> list[float]:
    """Compute the inputs from "prose" to "pictures": amounts and shares of body text, links, headings and so on."""
    scores, length, level = np.array(layout.scores), page.length, page.level
    body = scores > BODY
    inside = body.nonzero()[0].tolist()
    lengths, count = length[body], len(inside)
    own, text, prose = float(lengths.sum()), max(float(length.sum()), 1.0), float(page.prose.sum())
    mass = float((scores * length).sum())
    span = inside[-1] - inside[0] + 1 if inside else 0
    digits, marks = (page.counts[:, KINDS.index(kind)] for kind in ("digit", "mark"))
    return [
        math.log1p(min(prose, _LONG_READ)),
        math.log1p(min(mass, _LONG_READ)),
        mass / text,
        math.log1p(page.n),
        math.log1p(count),
        own / count if inside else 0.0,
        float(lengths.max()) if inside else 0.0,
        float(page.links[body] @ lengths) / max(own, 1.0),
        float(page.links @ length) / text,
        math.log1p(np.count_nonzero((page.links > _ALL_LINK) & (length > _TITLE))),
        np.count_nonzero(level[body]) / max(count, 1),
        float(np.count_nonzero(level == 1)),
        float(np.count_nonzero(level == 2)),
        *(_part(page, bit, body) for bit in (tag_facts.LIST, tag_facts.TABLE, tag_facts.PRE)),
        math.log1p(np.count_nonzero(page.prose > _LONG)),
        float(np.bincount(page.alike, weights=page.prose).max()) / max(prose, 1.0),
        span / page.n,
        1 - count / max(span, 1),
        float(scores.mean()),
        math.log1p(np.count_nonzero(scores > _SURE)),
        math.log1p(_matching(_PRICE, page, (digits > 0) & (page.letters.lengths < _PRICED))),
        math.log1p(_matching(_CODE, page, (marks > 1) & body)),
        sum(page.texts[index].endswith("?") for index in inside) / max(count, 1),
        math.log1p(len(found.pictures)),
    ]


def _matching(pattern: re.Pattern[str], page: Page, candidates: Any) -> int:
    """Count the matches of a pattern, for prices or program code, in the segments of the page.

    `candidates` is an array, True for each segment that has the characters that a match requires; only these segments
    are searched.
    """
    return len(pattern.findall(_BETWEEN.join([page.texts[index] for index in candidates.nonzero()[0].tolist()])))


def _part(page: Page, bit: int, body: Any) -> float:
    """Return the share (0 to 1) of the body text that is in elements with a `bit` of `tag_facts`, such as LIST.

    `body` is True for each segment that is body text.
    """
    lengths = page.length[body]
    return float(lengths @ ((page.bits[body] & bit) > 0)) / max(float(lengths.sum()), 1.0)


def _surroundings(page: Page) -> list[float]:
    """Compute the inputs "mark_..." and "text_in_...": shares (0 to 1) of the page's text.

    "mark_letter" is the share of letters, and so for each kind of character; "text_in_nav" is the share of the text
    in nav elements, and so for each kind of element.
    """
    text = max(float(page.length.sum()), 1.0)
    marks = page.counts.sum(axis=0) / text
    bits = (page.bits >> _BITS) & 1
    return [*marks.tolist(), *(bits @ page.length / text).tolist()]


def _declared(meta: Metadata) -> list[float]:
    """Compute the inputs from metadata: those in _DECLARED, then one for each group of schema.org types."""
    kinds = {name for node in meta.json_ld.nodes for name in types(node)}
    og = " ".join(meta.meta.get("og:type", ())).lower()
    return [
        declared_kind(meta),
        "article" in og,
        "product" in og,
        "website" in og,
        bool(meta.first("article:published_time", "datepublished", "date", "dc.date", "pubdate")),
        bool(meta.first("author", "article:author", "dc.creator", "parsely-author")),
        math.log1p(len(meta.times)),
        *(not kinds.isdisjoint(names) for names in _TYPES),
    ]


def _address(url: str | None) -> list[float]:
    """Compute the inputs from the page's address: from "path_depth" to "host_shop" in NAMES."""
    if not url:
        return [_UNKNOWN] * _ADDRESS_COLUMNS
    parts = urlsplit(url.lower())
    path = parts.path.rstrip("/")
    last = path.rsplit("/", 1)[-1]
    host, named = parts.netloc, _PARTS.split(path)
    return [
        path.count("/"),
        len(last),
        last.count("-"),
        sum(map(str.isdigit, path)),
        bool(parts.query),
        not path,
        *(not words.isdisjoint(named) for words in _PATHS),
        *(any(word in host for word in words) for words in _HOSTS),
    ]
