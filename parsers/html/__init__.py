"""The entry point for HTML pages: from mark-up to labelled segments to an Article.

The page becomes a tree, and one walk over it gives segments; each reader labels the segments that it recognises, and
the rest is body or junk.  Takes a decoded page; returns an Article or a Rejection.
"""

from __future__ import annotations

from dataclasses import replace

from parsers import assemble
from parsers.context import Context
from parsers.correspondents.datelines import dateline_of
from parsers.decoding.decode import Decoded
from parsers.html.body.embeds import read_embeds
from parsers.html.body.label_body import label_body
from parsers.html.body.live_posts import post_times
from parsers.html.body.other_articles import set_others_aside
from parsers.html.fields.read_fields import read_fields
from parsers.html.figures.figures import read_figures
from parsers.html.markup.size_limits import refuse_size
from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata, read_metadata
from parsers.html.scoring.article_or_not import judge
from parsers.html.scoring.body_scores import lay_out, sure_of_body
from parsers.html.scoring.declared_text import DECLARED_BODY, declared_blocks
from parsers.html.scoring.features import Page
from parsers.lines.boilerplate import claim_boilerplate
from parsers.model import Article, Rejection
from parsers.segments import BODY, Labels


def read_html(decoded: Decoded, context: Context) -> Article | Rejection:
    """Parse one HTML page to an Article, or to a Rejection with the reason why it is none."""
    page = decoded.encoded()
    root = refuse_size(page) or build(page)
    if isinstance(root, Rejection):
        return root
    meta = read_metadata(root, context)
    found = walk(root)
    if not found.segments:
        return Rejection("empty", "The page shows no text.")
    return _article(found, meta, decoded, context)


def _article(found: Walk, meta: Metadata, decoded: Decoded, context: Context) -> Article | Rejection:
    """Run the readers over a page's segments, in the order in which each needs the labels of those before it."""
    labels = Labels(found.segments)
    page = Page(found)
    layout = lay_out(page, found, meta)
    refused = judge(page, found, meta, layout, context)
    if refused:
        return refused
    layout = sure_of_body(page, layout)
    fields = read_fields(labels, layout, meta, context)
    taken_for_body = {index for index, score in enumerate(layout.scores) if score > BODY}
    layout = set_others_aside(found, labels, layout)
    figures = read_figures(found, labels, layout, meta, context, authors=fields.authors)
    claim_boilerplate(labels, context, language=fields.language, publisher=fields.site_name)
    posted = post_times(found, layout, meta)
    correspondents = label_body(
        found,
        labels,
        layout,
        context,
        language=fields.language,
        publisher=fields.site_name,
        authors=fields.authors,
        posted=posted,
    )
    context.done(labels, found.locate)
    blocks = assemble.blocks(labels, found.locate, posted=posted)
    if not blocks:
        blocks = declared_blocks(meta)
        if not blocks:
            return _nothing(fields.is_accessible_for_free)
        fields = replace(fields, evidence={**fields.evidence, "blocks": DECLARED_BODY})
    first, last = assemble.region(labels)
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
        captions=figures.captions,
        correspondents=correspondents,
        images=figures.images,
        embeds=read_embeds(found, first, last, context),
        dropped=assemble.dropped(labels, first, last, found.locate, also=taken_for_body),
        charset=decoded.charset,
        charset_method=decoded.method,
    )


def _nothing(accessible: bool | None) -> Rejection:
    """The Rejection of a page without body: paywall_stub if it declares that it is not free, else not_an_article."""
    if accessible is False:
        return Rejection("paywall_stub", "The page says that it is for subscribers, and shows no text of the article.")
    return Rejection("not_an_article", "No part of the page reads like an article.")
