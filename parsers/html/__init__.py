"""The entry point for HTML pages: from mark-up to labelled segments to an Article.

The page becomes a tree, and one walk over it gives segments; each reader labels the segments that it recognises, and
the rest is body or junk.  Takes a decoded page; returns an Article or a Rejection.
"""

from __future__ import annotations

from parsers import assemble
from parsers.context import Context
from parsers.correspondents.datelines import dateline_of
from parsers.decoding.decode import Decoded
from parsers.html.body.embeds import read_embeds
from parsers.html.markup.size_limits import refuse_size
from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.metadata import read_metadata
from parsers.html.reading import Reading, read_page
from parsers.html.refusing.refuse import refuse
from parsers.html.scoring.body_scores import lay_out
from parsers.html.scoring.declared_text import DECLARED_BODY, declared_blocks
from parsers.html.scoring.features import Page
from parsers.model import Article, Block, Rejection


def read_html(decoded: Decoded, context: Context) -> Article | Rejection:
    """Parse one HTML page to an Article, or to a Rejection with the reason why it is none."""
    encoded = decoded.encoded()
    root = refuse_size(encoded) or build(encoded)
    if isinstance(root, Rejection):
        return root
    meta = read_metadata(root, context)
    found = walk(root)
    if not found.segments:
        return Rejection("empty", "The page shows no text.")
    page = Page(found)
    layout = lay_out(page, found, meta)
    refused = refuse(page, found, meta, layout, context)
    if refused:
        return refused
    reading = read_page(page, found, meta, layout, context)
    context.done(reading.labels, found.locate)
    if not reading.blocks:
        blocks = declared_blocks(meta)
        if not blocks:
            return _nothing(reading.fields.is_accessible_for_free)
        return _article(reading.told(DECLARED_BODY), blocks, decoded, context)
    return _article(reading, reading.blocks, decoded, context)


def _article(reading: Reading, blocks: tuple[Block, ...], decoded: Decoded, context: Context) -> Article:
    """The Article of a page that was read, with the blocks of its body."""
    fields = reading.fields
    first, last = assemble.region(reading.labels)
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
        captions=reading.figures.captions,
        correspondents=reading.correspondents,
        images=reading.figures.images,
        embeds=read_embeds(reading.found, first, last, context),
        dropped=reading.dropped(),
        charset=decoded.charset,
        charset_method=decoded.method,
    )


def _nothing(accessible: bool | None) -> Rejection:
    """The Rejection of a page without body: paywall_stub if it declares that it is not free, else not_an_article."""
    if accessible is False:
        return Rejection("paywall_stub", "The page says that it is for subscribers, and shows no text of the article.")
    return Rejection("not_an_article", "No part of the page reads like an article.")
