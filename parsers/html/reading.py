"""Runs the readers over the segments of a page that is an article, in the order in which each needs earlier labels.

A reader is a module that finds one field or kind of text.  Takes `found` (the Walk: the page's segments and the boxes
that hold them), `meta` (what the page declares), `page` (its segments as arrays of numbers) and `layout` (their
scores, and where the article begins and ends).  Gives a Reading: the labels, the fields and the body.  It refuses
nothing; the caller judges an article without a body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from parsers import assemble
from parsers.context import Context, Locate
from parsers.folding import letters
from parsers.html.body.embeds import read_embeds
from parsers.html.body.label_body import label_body
from parsers.html.body.live_posts import post_times
from parsers.html.body.low_scores import (
    LONGEST_RUN,
    with_declared_posts,
    with_doubtful,
    with_doubtful_lists,
    with_longest_run,
    with_own_paragraphs,
    with_short_lines,
    with_terms,
)
from parsers.html.body.other_articles import other_articles, set_aside, tell_fields
from parsers.html.body.regions import article_end
from parsers.html.body.tables import joined_tables
from parsers.html.body.teaser_floods import without_teasers
from parsers.html.body.typed_text import parted
from parsers.html.fields.badges import badges_off
from parsers.html.fields.head_words import head_words
from parsers.html.fields.read_fields import Fields, read_fields
from parsers.html.figures.figures import Figures, read_figures
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.refusing.story_text import SHORT, tells_under_heading
from parsers.html.scoring.body_scores import Layout, sure_of_body
from parsers.html.scoring.features import Page
from parsers.html.scoring.quality import LOW, UNKNOWN, quality_of
from parsers.lines.boilerplate import claim_boilerplate
from parsers.lines.consent_walls import is_about_consent
from parsers.model import Block, Correspondent, Dropped, Embed, Evidence
from parsers.segments import BODY, HEADLINE, JUNK, LIST_ITEM, STANDFIRST, SUBHEAD, TABLE, Labels
from parsers.sentence_ends import SENTENCE_ENDS

#: The ends of sentences in most scripts.
_SENTENCE_ENDS: Final = (*SENTENCE_ENDS, '."', ".”", ".»")


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read of one page, before it becomes an Article."""

    labels: Labels
    locate: Locate
    fields: Fields
    figures: Figures
    blocks: tuple[Block, ...]
    correspondents: tuple[Correspondent, ...]
    embeds: tuple[Embed, ...]
    dropped: tuple[Dropped, ...]
    #: How likely (0 to 1) the blocks are the article's body.
    quality: float = UNKNOWN

    def told(self, evidence: Evidence) -> Reading:
        """Return a copy in which `evidence`, the source and confidence of the body, is kept for the field "blocks"."""
        return replace(self, fields=replace(self.fields, evidence={**self.fields.evidence, "blocks": evidence}))


def read_page(page: Page, found: Walk, meta: Metadata, layout: Layout, context: Context) -> Reading:
    """Read a page that is an article.

    Where the scores show no body, or only a menu or a consent form, the longest run of prose is taken as the body, if
    there is one.  A run is a group of paragraphs that follow one another.
    """
    layout, teasers = without_teasers(page, found, meta, layout, context)
    sure = with_own_paragraphs(page, found, with_doubtful(page, found, sure_of_body(page, layout), context))
    sure = with_doubtful_lists(page, found, sure)
    sure = with_short_lines(page, found, with_terms(page, found, with_declared_posts(page, found, sure)), context)
    reading = read_walk(found, meta, sure, context, teasers=teasers)
    if not reading.blocks or _says_nothing(reading) or _hides_brief(reading, page, found, context):
        run = read_longest_run(page, found, meta, layout, context)
        if run or not reading.blocks:
            return run or reading
    return replace(reading, quality=quality_of(page, found, np.array(sure.scores), reading.labels, meta))


def _says_nothing(reading: Reading) -> bool:
    """Whether the body has no sentence and no paragraph: only entries of a menu, say, or rows of a table.

    Then the longest run of prose is tried as the body.
    """
    kinds = {block.kind for block in reading.blocks}
    return kinds <= {LIST_ITEM, SUBHEAD, TABLE} and not any(_is_sentence(block.text) for block in reading.blocks)


def _is_sentence(text: str) -> bool:
    """Whether a text has at least SHORT letters and ends like a sentence."""
    return letters(text) >= SHORT and text.endswith(_SENTENCE_ENDS)


def _hides_brief(reading: Reading, page: Page, found: Walk, context: Context) -> bool:
    """Whether the body that was read is all about consent, while the page has a short article beside its consent form.

    Then the caller tries the longest run of prose as the body, since a short article beside a long form scores low.
    """
    asks = all(is_about_consent(block.text, context.rules) for block in reading.blocks)
    return asks and tells_under_heading(page, found, context)


def read_longest_run(page: Page, found: Walk, meta: Metadata, layout: Layout, context: Context) -> Reading | None:
    """Read a page with the longest run of its prose as the body, whatever the scores; None when it prints no prose."""
    run = with_longest_run(page, found, meta, layout, context)
    read = read_walk(found, meta, run, context).told(LONGEST_RUN) if run else None
    return replace(read, quality=LOW) if read and read.blocks else None


def read_walk(found: Walk, meta: Metadata, layout: Layout, context: Context, *, teasers: Sequence[int] = ()) -> Reading:
    """Run the readers of fields, figures and body one after the other; each labels the segments that it recognises.

    `teasers`: the indices of segments that are known to be teasers of other stories; they become junk.
    """
    labels = _labels(found, teasers)
    fields = read_fields(labels, layout, meta, context)
    taken_for_body = frozenset((*teasers, *(at for at, score in enumerate(layout.scores) if score > BODY)))
    if others := other_articles(found, labels, layout, meta, context):
        again = _labels(found, teasers) if tell_fields(others, labels) else labels
        layout = set_aside(others, again, layout)
        fields = fields if again is labels else read_fields(again, layout, meta, context)
        labels = again
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
    first, last = assemble.region(labels)
    ended = range(last + 1, article_end(found, labels) + 1)
    return Reading(
        labels,
        found.locate,
        fields,
        figures,
        parted(joined_tables(assemble.blocks(labels, found.locate, posted=posted), labels, found)),
        correspondents,
        read_embeds(found, first, last, context),
        assemble.dropped(
            labels,
            first,
            last,
            found.locate,
            also=taken_for_body.union(ended),
            badges=_badges(labels, fields, context),
        ),
    )


def _labels(found: Walk, teasers: Sequence[int]) -> Labels:
    """Make the labels of a page, on which only `teasers` (indices of segments) are labelled, as junk."""
    labels = Labels(found.segments)
    for index in teasers:
        labels.claim(index, JUNK, reason="related", rule="teasers")
    return labels


def _badges(labels: Labels, fields: Fields, context: Context) -> dict[int, list[str]]:
    """Map the index of each segment that prints headline or standfirst to the badges ("Exclusive") taken off it."""
    known = head_words(context.rules.family("heads"), context.rules.family("figures")).badges
    kept = f"{fields.headline}\n{fields.standfirst}"
    # A repeat of the headline is cut whole, with its badges.
    printed = (s for s in labels.labelled(HEADLINE, STANDFIRST) if labels.rules[s.index] != "repeat")
    found = {s.index: badges_off(s.text, s.node, known) for s in printed if len(s.node) and s.text not in kept}
    return {index: badges for index, badges in found.items() if badges}
