"""Takes the body from the page's state when the page does not print it.

The state is data that a framework puts into the page for its scripts; templates and the articleBody of JSON-LD count
as well.  Takes the Reading of the printed page, and the text from the state as mark-up (a StateText).  The fields
stay those of the printed page.  The whole body comes from the state's text, which is cut by the same rules as printed
paragraphs; printed body text is set aside, never mixed in.

`found` is the page's Walk: its segments and the boxes that hold them.  A key is a text normalised for comparison
(`parsers.folding.key`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from lxml import etree

from parsers import assemble
from parsers.context import Context
from parsers.folding import key, letters
from parsers.html.body.embeds import read_embeds
from parsers.html.body.label_body import label_body
from parsers.html.body.tables import joined_tables
from parsers.html.fields.access import read_access
from parsers.html.figures.figures import read_figures
from parsers.html.markup import tag_facts
from parsers.html.markup.size_limits import refuse_size
from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.markup.walk_names import walk_names
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.metadata.values import types
from parsers.html.reading import Reading
from parsers.html.refusing.refuse import NEWS_TYPES
from parsers.html.scoring.body_scores import Layout
from parsers.html.scoring.quality import UNKNOWN
from parsers.html.state.find_text import StateText
from parsers.html.state.identity import is_not_free
from parsers.html.state.read_state import evidence_of, read_state
from parsers.html.state.state_keys import state_keys
from parsers.lines.junk import junk_reason
from parsers.model import Block, Dropped, Rejection
from parsers.rules import FAMILIES_KEPT, Family
from parsers.segments import BLOCK_LABELS, JUNK, Labels, Segment

# All limits below were chosen by hand.

#: Length in letters (`parsers.folding.letters`); the scripts of a page that prints a longer body are not looked into.
_SHORT: Final = 1_500
#: How many times as long as the printed body a text must be to be taken.
_TIMES: Final = 2.0
#: A page may be refused for these reasons although its state holds an article.
_MAY_BE_SHELL: Final = frozenset(("empty", "not_an_article", "listing", "consent_page"))
#: Characters of the shortest printed sentence that tells of a paywall; a shorter one is a button, as every page has.
_PROMPT: Final = 25
#: The fewest paragraphs of a template that may be an article.
_PARAGRAPHS: Final = 3
#: Share of link text from which a text is a link.
_LINKED: Final = 0.5
_OUTSIDE: Final = tag_facts.NAV | tag_facts.HEADER | tag_facts.FOOTER
#: schema.org types of a piece of prose.
_PROSE_TYPES: Final = NEWS_TYPES | {"Article", "BlogPosting", "SatiricalArticle"}


def text_behind(
    found: Walk, meta: Metadata, context: Context, *, printed: Iterable[Block], refused: Rejection | None
) -> StateText | None:
    """Return the article's text in the page's state, if it is free and much longer (_TIMES) than the printed body.

    None without such a text.  `printed`: the body that the page prints.  `refused`: why the page would be refused; None
    for an article.

    On a page that would be refused, something must show that the text is an article's.  It may be JSON-LD of an
    article, or a time of publication or an author stored beside the text; entries of lists have neither.  Otherwise the
    page must print a single main heading if the text is from a template, and declare a time of publication if not.
    """
    texts = [block.text for block in printed]
    # The first sum is never larger, and answers for nearly every page.
    if sum(map(len, texts)) >= _SHORT or (length := sum(map(letters, texts))) >= _SHORT:
        return None
    if refused is not None and refused.reason not in _MAY_BE_SHELL:
        return None
    if _is_sold(meta, context):
        return None
    text = read_state(found.root, meta, context)
    if text is None or text.length < _TIMES * length:
        return None
    if refused is not None and not (text.story or _declares_article(meta) or _says_itself(text, found, meta)):
        return None
    # Asked last, since it looks at every line, and hardly any page has such a text.
    return None if _sells(found, context) else text


def _says_itself(text: StateText, found: Walk, meta: Metadata) -> bool:
    """Whether a page that declares no article in JSON-LD shows in another way that `text` is one, so that it is taken.

    A text from a template needs one main heading on the page; a text from data needs a declared time of publication.
    """
    return _is_headed(text, found, meta) if text.shown else meta.first("article:published_time") is not None


def _is_headed(text: StateText, found: Walk, meta: Metadata) -> bool:
    """Whether a text from a template has several paragraphs, and the page prints exactly one main heading.

    Such a text is an article's: a list of stories prints several main headings, and a forum that does not work without
    scripts prints none.
    """
    headings = sum(segment.level == 1 for segment in found.segments)
    return headings == 1 and not meta.json_ld.article and text.markup().count("<p") >= _PARAGRAPHS


def _declares_article(meta: Metadata) -> bool:
    """Whether a page declares an article in JSON-LD, which makes a text in its state believable.

    Postings in a forum, declared there too, do not count.
    """
    return not _PROSE_TYPES.isdisjoint(types(meta.json_ld.article))


def _is_sold(meta: Metadata, context: Context) -> bool:
    """Whether the page declares that the article, or a part of it, is not free; then its state is left alone."""
    free = read_access(meta)
    parts = meta.json_ld.article.get("hasPart")
    listed = parts if isinstance(parts, list) else [parts]
    keys = state_keys(context.rules)
    return (free is not None and free.value is False) or any(
        isinstance(p, dict) and is_not_free(p, keys) for p in listed
    )


def _sells(found: Walk, context: Context) -> bool:
    """Whether the page prints a sentence that says that one has to pay for the text; the text is then left alone."""
    free_too = _prompts_of_free_pages(context.rules.family("junk"))
    for segment, box in zip(found.segments, found.box):
        if len(segment.text) < _PROMPT or segment.link_share > _LINKED or found.boxes.bits[box] & _OUTSIDE:
            continue
        reason, rule = junk_reason(segment.text, None, context.rules) or ("", "")
        if reason == "paywall" and rule not in free_too:
            return True
    return False


@lru_cache(maxsize=FAMILIES_KEPT)
def _prompts_of_free_pages(junk: Family) -> frozenset[str]:
    """The ids of paywall rules that also match on free pages, such as requests for donations."""
    return frozenset(rule.id for rule in junk.rules if rule.data.get("free_too"))


def with_text(reading: Reading, text: StateText, meta: Metadata, context: Context) -> Reading | None:
    """Replace the body of a Reading by a text from the page's state; None when no body can be read in the text."""
    root = _tree(text)
    inner = _read_text(root, reading, text, meta, context) if root is not None else None
    return _joined(reading, inner, text) if inner and inner.blocks else None


def _tree(text: StateText) -> etree._Element | None:
    """Parse a text from the state like a page; None when such a page would be rejected, as for too deep nesting."""
    page = f"<html><body><article>{text.markup()}</article></body></html>".encode("utf-8", "replace")
    root = refuse_size(page) or build(page)
    return None if isinstance(root, Rejection) else root


def _read_text(root: etree._Element, reading: Reading, text: StateText, meta: Metadata, context: Context) -> Reading:
    """Read a text from the state: everything in it is body, except captions and what the rules cut.

    `root`: the text as a tree.  `reading`: what was read of the printed page.
    """
    found, fields = walk(root, names=walk_names(context.rules)), reading.fields
    labels = Labels(found.segments)
    said = {key(line) for line in (fields.headline, fields.standfirst) if line}
    for segment in found.segments:
        if key(segment.text) in said:
            labels.claim(segment.index, JUNK, reason="repeat")
    layout = Layout([0.0 if s.hint == "figcaption" else 1.0 for s in found.segments], 0, len(found.segments) - 1)
    figures = read_figures(found, labels, layout, meta, context, authors=fields.authors)
    correspondents = label_body(
        found,
        labels,
        layout,
        context,
        language=fields.language,
        publisher=fields.site_name,
        authors=fields.authors,
        posted={},
    )

    def locate(_: Segment) -> str:
        return text.where

    last = len(found.segments) - 1
    blocks = joined_tables(assemble.blocks(labels, locate), labels, found)
    dropped = assemble.dropped(labels, 0, last, locate)
    embeds = read_embeds(found, 0, last, context)
    return Reading(labels, locate, fields, figures, blocks, correspondents, embeds, dropped)


def _joined(printed: Reading, inner: Reading, text: StateText) -> Reading:
    """Put the fields of the printed page and the body of the state's text into one Reading.

    `printed` and `inner`: what was read of the page and of the text.  The labels are those of both, the printed page's
    segments first.
    """
    whole = key(" ".join(block.text for block in inner.blocks))
    labels = Labels([*printed.labels.segments, *_behind(inner, len(printed.labels.segments))])
    labels.of = [*printed.labels.of, *inner.labels.of]
    labels.reasons = [*printed.labels.reasons, *inner.labels.reasons]
    labels.rules = [*printed.labels.rules, *inner.labels.rules]
    for index, label in enumerate(printed.labels.of):
        if label in BLOCK_LABELS:
            labels.of[index], labels.rules[index] = JUNK, "state"
            labels.reasons[index] = _why(labels.segments[index].text, whole)
    aside = tuple(Dropped(block.text, _why(block.text, whole), block.locator) for block in printed.blocks)
    known = {caption.key for caption in printed.figures.captions}
    captions = (caption for caption in inner.figures.captions if caption.key not in known)

    def locate(segment: Segment) -> str:
        return printed.locate(segment) if segment.index < len(printed.labels.segments) else text.where

    return replace(
        printed,
        labels=labels,
        locate=locate,
        figures=replace(printed.figures, captions=(*printed.figures.captions, *captions)),
        blocks=inner.blocks,
        correspondents=tuple(dict.fromkeys((*printed.correspondents, *inner.correspondents))),
        embeds=tuple(dict.fromkeys((*printed.embeds, *inner.embeds))),
        dropped=(*printed.dropped, *aside, *inner.dropped),
        quality=UNKNOWN,
    ).told(evidence_of(text))


def _behind(inner: Reading, number: int) -> Iterable[Segment]:
    """Yield the segments of the state's text, with `number` added to their indices; so they follow the page's own.

    `number`: how many segments the page has.
    """
    return (replace(segment, index=segment.index + number) for segment in inner.labels.segments)


def _why(text: str, whole: str) -> str:
    """Give the reason to set a printed text aside: "repeat" when the new body has it too, else "low_score".

    `whole`: the key of the new body.
    """
    return "repeat" if key(text) in whole else "low_score"
