"""The entry point for HTML pages: from mark-up to labelled segments to an Article.

The page becomes a tree, and one pass over it (`markup/walk.py`) gives segments, its pieces of text.  Each reader (a
module that finds one field or kind of text) labels the segments that it recognises, and the rest is body or junk.
Takes a decoded page; returns an Article or a Rejection.

Names used here: `found` is the page's Walk (segments, and the boxes that hold them), `meta` its Metadata (what it
declares), `page` its segments as arrays of numbers, `layout` their scores and where the article begins and ends.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from parsers.context import Context
from parsers.correspondents.datelines import dateline_of
from parsers.decoding.decode import Decoded
from parsers.html.figures.figures_without_images import draw_pictures
from parsers.html.markup.aria_tables import name_aria_tables
from parsers.html.markup.custom_figures import name_custom_figures
from parsers.html.markup.shadow_roots import is_shadow_root, open_shadow_roots
from parsers.html.markup.size_limits import refuse_size
from parsers.html.markup.streamed_parts import is_place, place_streamed_parts
from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.markup.walk_names import walk_names
from parsers.html.markup.walked import Walk
from parsers.html.markup.xpaths import Locator
from parsers.html.metadata import Metadata, find_heads, read_metadata, with_base
from parsers.html.reading import Reading, read_longest_run, read_page, read_walk
from parsers.html.refusing.refuse import RESEMBLES_NOTHING, refuse
from parsers.html.refusing.story_text import asks_to_subscribe
from parsers.html.refusing.without_scripts import needs_scripts, says_only_that
from parsers.html.scoring.body_scores import Layout, lay_out
from parsers.html.scoring.features import Page
from parsers.html.scoring.named_kind import named_by_system
from parsers.html.scoring.quality import LOW
from parsers.html.state_body import text_behind, with_text
from parsers.model import Article, Rejection
from parsers.outgoing import all_text

#: Reasons of a Rejection that a page's own words give; all other reasons only mean that no article was found.
_SAID: Final = frozenset(("block_page", "consent_page", "paywall_stub", "soft_404"))


def read_html(decoded: Decoded, context: Context) -> tuple[Article | Rejection, str]:
    """Parse one HTML page; returns (Article or Rejection, all strings in it joined to one).

    The caller searches the string for characters that no result may have.  It is made here, while the tree exists:
    freeing the tree empties the processor's cache, and making the string takes three times as long afterwards.
    """
    page = decoded.encoded()
    root = refuse_size(page) or build(page)
    result = root if isinstance(root, Rejection) else _read_tree(root, page, decoded, context)
    return result, all_text(result)


def _read_tree(root: etree._Element, page: bytes, decoded: Decoded, context: Context) -> Article | Rejection:
    """Parse the tree of a page to an Article or a Rejection.

    `root`: the `html` element.  `page`: the mark-up in UTF-8.
    """
    locator, heads = Locator(), find_heads(root)
    if any(map(is_place, heads["template"])):
        place_streamed_parts(root, heads["template"], locator)
        heads = find_heads(root)
    if any(map(is_shadow_root, heads["template"])):
        open_shadow_roots(root, locator)
        heads = find_heads(root)
    draw_pictures(root, context.rules)
    context = with_base(heads, context)
    meta = read_metadata(root, context, heads, source=page)
    found = walk(root, locator, walk_names(context.rules))
    # Hardly any page has figures or tables that are made of other elements.
    figures = found.names_figures and name_custom_figures(root, locator)
    if figures:
        draw_pictures(root, context.rules)
    if (found.boxes.has_rows and name_aria_tables(root, locator)) or figures:
        found = walk(root, locator, walk_names(context.rules))
    read = _read(found, meta, context)
    if _is_empty(read, context) and (shell := needs_scripts(found, context)):
        return shell
    if isinstance(read, Rejection):
        return read
    context.done(read.labels, read.locate)
    return _article(read, decoded, context) if read.blocks else _nothing(read.fields.is_accessible_for_free)


def _is_empty(read: Reading | Rejection, context: Context) -> bool:
    """Whether a page may be an empty shell that scripts fill: it has no article, and does not say why.

    Then it is tested for being one (`needs_scripts`).  Consent forms, paywalls and error pages do say why.  A body of
    low quality may be the imprint around the shell.
    """
    if isinstance(read, Rejection):
        return read.reason not in _SAID
    return read.fields.is_accessible_for_free is not False and (
        read.quality <= LOW or says_only_that((block.text for block in read.blocks), context.rules)
    )


def _read(found: Walk, meta: Metadata, context: Context) -> Reading | Rejection:
    """Read the article that the page prints, else the one in its state; give a Rejection when neither is an article.

    The state is data that a framework puts into the page for its scripts.
    """
    refused, reading = _read_printed(found, meta, context)
    printed = reading.blocks if reading else ()
    text = text_behind(found, meta, context, printed=printed, refused=refused)
    if text is None:
        named = named_by_system(meta, context) if refused and refused.reason == "empty" else None
        return named or refused or reading or Rejection("empty", "The page shows no text.")
    reading = reading or read_walk(found, meta, Layout([0.0] * len(found.segments), 0, -1), context)
    return with_text(reading, text, meta, context) or refused or reading


def _read_printed(found: Walk, meta: Metadata, context: Context) -> tuple[Rejection | None, Reading | None]:
    """Read the text that the page prints: (None, Reading) for an article, (Rejection, None) for any other page."""
    if not found.segments:
        return Rejection("empty", "The page shows no text."), None
    page = Page(found)
    layout = lay_out(page, found, meta)
    refused = refuse(page, found, meta, layout, context)
    if refused is None:
        reading = read_page(page, found, meta, layout, context)
        if not reading.blocks and asks_to_subscribe(page, found, context):
            return Rejection("paywall_stub", "Below its headline it asks to subscribe, and tells no story."), None
        return None, reading
    # A page that resembles no kind of page that is refused, and only scores low, is read all the same.
    unsure = read_longest_run(page, found, meta, layout, context) if refused.reason == RESEMBLES_NOTHING else None
    return (None, unsure) if unsure else (refused, None)


def _article(reading: Reading, decoded: Decoded, context: Context) -> Article:
    """Make the Article of a page from what was read of it; `reading` has at least one block."""
    fields, blocks = reading.fields, reading.blocks
    return Article(
        **fields.values(),
        dateline=dateline_of(
            blocks[0].text,
            fields.standfirst,
            language=fields.language,
            publisher=fields.site_name,
            rules=context.rules,
        ),
        blocks=blocks,
        quality=reading.quality,
        captions=reading.figures.captions,
        correspondents=reading.correspondents,
        images=reading.figures.images,
        embeds=reading.embeds,
        dropped=reading.dropped,
        charset=decoded.charset,
        charset_method=decoded.method,
    )


def _nothing(accessible: bool | None) -> Rejection:
    """Give the Rejection of a page without body: paywall_stub if it declares that it is not free, else not_an_article.

    `accessible`: False when the page declares that the article is not free to read.
    """
    if accessible is False:
        return Rejection("paywall_stub", "The page says that it is for subscribers, and shows no text of the article.")
    return Rejection("not_an_article", "No part of the page reads like an article.")
