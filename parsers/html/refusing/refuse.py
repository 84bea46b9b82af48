"""Refuses pages that are no article, each for what it is: a consent form, an error page, a list, a shop, a forum.

Takes the page with its scores and asks one question after the other; gives a Rejection, or None for an article.  Low
scores alone refuse no page for good: it gets the reason RESEMBLES_NOTHING, which tells the caller to look for a body
by other means (`parsers.html.body.low_scores`).

`found` is the page's Walk (its segments and the boxes that hold them), `page` its segments as arrays of numbers,
`meta` what it declares, `layout` the scores and where the article begins and ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from parsers.context import Context
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.metadata.values import types
from parsers.html.refusing.pages_with_little_text import kind_of_little_page, speaks_of_error
from parsers.html.refusing.story_text import (
    asks_to_subscribe,
    is_unstopped,
    serves_text,
    tells_dated_brief,
    tells_under_heading,
)
from parsers.html.refusing.teaser_lists import is_teaser_list
from parsers.html.scoring.article_or_not import judge
from parsers.html.scoring.body_scores import Layout
from parsers.html.scoring.features import Page
from parsers.html.scoring.named_kind import named_kind
from parsers.lines.consent_walls import consent_wall
from parsers.lines.refusals import about_the_site
from parsers.model import Rejection

#: The itemprop of an article's text (schema.org).
_BODY: Final = "articleBody"
#: schema.org's NewsArticle and its subtypes, and the live blog, which only news sites have.
NEWS_TYPES: Final = frozenset(
    (
        *("NewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle", "BackgroundNewsArticle"),
        *("OpinionNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle", "LiveBlogPosting"),
    )
)

#: The reason for a page whose scores are low and which resembles none of the kinds of page that are refused.
RESEMBLES_NOTHING: Final = "not_an_article"

#: Reasons that the models give pages of which they know no better; the structure of a page may tell more.
_VAGUE: Final = frozenset((RESEMBLES_NOTHING, "listing"))

#: Reasons for which a page is refused that has the title of an error.
_ERRORS: Final = frozenset(("soft_404", "block_page"))

#: Share of link text from which a text belongs to a menu.
_LINKED: Final = 0.5
_MENU: Final = tag_facts.NAV | tag_facts.FOOTER
#: A page with more characters of prose is no consent form, not even one that lists all purposes and partners.
_LONGEST_FORM: Final = 8_000
#: Length in letters; a shorter link may be a button of a form.
_BUTTON: Final = 50


def refuse(page: Page, found: Walk, meta: Metadata, layout: Layout, context: Context) -> Rejection | None:
    """Return the Rejection of a page that is no article; None for an article.

    Its reason is a code for the kind of page ("listing"), its sentence says why.
    """
    if asked := _asks_for_consent(page, found, meta, context):
        # A site's policy on data speaks of consent as much as a form does.
        return about_the_site(meta.h1s[:1], context.rules) or asked
    if declares_story(meta, found) and serves_text(page, found, context):
        return None
    refused = judge(page, found, meta, layout, context)
    if refused and any(is_unstopped(text) for text in meta.h1s) and tells_under_heading(page, found, context):
        return Rejection(RESEMBLES_NOTHING, "Its script is one that the models do not know.")
    if refused and refused.reason in _ERRORS and _tells_otherwise(page, found, context):
        return Rejection(RESEMBLES_NOTHING, "Its title is that of an error, but it tells a brief below its date.")
    if refused and refused.reason == "listing" and not named_kind(meta, context):
        if asks_to_subscribe(page, found, context):
            return Rejection("paywall_stub", "Below its headline it asks to subscribe, and tells no story.")
        if tells_dated_brief(page, found):
            return Rejection(RESEMBLES_NOTHING, "It is not built like an article, but tells a brief below its date.")
    if refused is None or _is_vague(refused, meta, context):
        refused = kind_of_little_page(page, found, meta, context.rules, refused=refused) or refused
    if refused is None and _may_list(meta) and is_teaser_list(found, layout, context.url or meta.canonical):
        return Rejection("listing", "It is a list of teasers, each of which leads to its own page.")
    return refused


def _is_vague(refused: Rejection, meta: Metadata, context: Context) -> bool:
    """Whether a page was refused for its scores alone, so that its structure may tell better what it is."""
    return refused.reason in _VAGUE and not named_kind(meta, context)


def _tells_otherwise(page: Page, found: Walk, context: Context) -> bool:
    """Whether a page with the title of an error has a dated brief that has no words of an error page."""
    return tells_dated_brief(page, found) and not speaks_of_error(page, found, context.rules)


def _asks_for_consent(page: Page, found: Walk, meta: Metadata, context: Context) -> Rejection | None:
    """Return the Rejection of a page that is a consent form; None for any other.

    If the page has a short article beside the form, the reason is RESEMBLES_NOTHING, so that the caller looks for its
    body.
    """
    if page.prose_of_page > _LONGEST_FORM:
        return None
    asked = consent_wall(
        _own_texts(page, found),
        (meta.title, *meta.h1s),
        dated=bool(meta.times or meta.json_ld.article or meta.first("article:published_time", "date")),
        rules=context.rules,
    )
    # The scores of a brief beside so long a form are low, and the form's may be high.
    brief = asked is not None and tells_under_heading(page, found, context)
    return Rejection(RESEMBLES_NOTHING, "Most of its text is about consent, but not all.") if brief else asked


def declares_news(meta: Metadata) -> bool:
    """Whether the page's JSON-LD has a type of news article.

    Unless it is a consent form, such a page is accepted if it shows any text of an article. og:type does not count: it
    has no value for news.
    """
    return not NEWS_TYPES.isdisjoint(types(meta.json_ld.article))


def declares_story(meta: Metadata, found: Walk) -> bool:
    """Whether JSON-LD declares news, or microdata one article's text (articleBody) on a page with a publication time.

    Teasers of a list have such texts as well, but then there are several; a page about the outlet has no time.
    """
    if declares_news(meta) or not meta.first("article:published_time"):
        return declares_news(meta)
    return sum(_BODY in names for names in found.boxes.names) == 1


def _may_list(meta: Metadata) -> bool:
    """Whether neither JSON-LD nor og:type declares an article, so that a page full of teasers may be a list.

    A short article may have more text in teasers than of its own.
    """
    said = " ".join(meta.meta.get("og:type", ())).lower()
    return not declares_news(meta) and "article" not in said


def _own_texts(page: Page, found: Walk) -> Iterator[str]:
    """Yield the texts of the page that may be a consent form's: all but menus, footers and links.

    Short texts are always among them, since a form's buttons may be links.
    """
    links, menus = page.links >= _LINKED, (page.bits & _MENU) > 0
    own = ~(links | menus) | (page.length <= _BUTTON)
    return (found.segments[index].text for index in own.nonzero()[0].tolist())
