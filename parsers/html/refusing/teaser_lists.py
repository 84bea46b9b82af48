"""Recognises a page that lists the stories of a topic or month: linked headings, each with a cut-off text below.

Takes `found` (the Walk: the page's segments), `layout` (their scores) and the address of the page.  Judges by
structure alone, in every language alike.
"""

from __future__ import annotations

from typing import Final

from parsers.html.markup.story_links import leads_to_story
from parsers.html.markup.walked import Walk
from parsers.html.scoring.body_scores import Layout
from parsers.late_patterns import LatePattern
from parsers.segments import BODY, Segment

# All limits below were chosen by hand.

#: The fewest teasers of a list.
_LEAST: Final = 4
#: The least shares (0 to 1) in a list: of teasers that are cut off, and of the page's prose that is in teasers.
_CUT_OFF: Final = 0.6
_MOST: Final = 0.7
#: The fewest characters of a paragraph of prose; the most paragraphs of a teaser.
_PROSE: Final = 60
_LONGEST_TEASER: Final = 2
#: Share of link text from which a heading is a link.
_LINK: Final = 0.9
#: The end of a text that goes on elsewhere: an ellipsis, and then no more than the words of a link ("Read more").
_GOES_ON: Final = LatePattern(r"(?:…|\.\.\.|\[&hellip;\])\W*(?:\w+\W*){0,4}$")


def is_teaser_list(found: Walk, layout: Layout, address: str | None) -> bool:
    """Whether nearly all prose of a page is in teasers of other pages of the same site.

    Such a page is refused, unless it declares an article.  `address`: the page's own; None if unknown.
    """
    below = [(heading, texts) for heading, texts in _below(found, layout) if 0 < len(texts) <= _LONGEST_TEASER]
    teasers = (
        [texts for heading, texts in below if leads_to_story(heading.node, address)] if len(below) >= _LEAST else []
    )
    if len(teasers) < _LEAST:
        return False
    cut_off = sum(bool(_GOES_ON.search(texts[-1])) for texts in teasers)
    prose = sum(len(s.text) for s in found.segments if _is_prose(s, layout))
    return cut_off >= _CUT_OFF * len(teasers) and sum(map(len, (t for ts in teasers for t in ts))) >= _MOST * prose


def _below(found: Walk, layout: Layout) -> list[tuple[Segment, list[str]]]:
    """Return each heading that is a link, with the texts of the prose below it, up to the next heading."""
    headed: list[tuple[Segment, list[str]]] = []
    texts: list[str] = []
    for segment in found.segments:
        if segment.level:
            texts = []
            if segment.link_share > _LINK:
                headed.append((segment, texts))
        elif _is_prose(segment, layout):
            texts.append(segment.text)
    return headed


def _is_prose(segment: Segment, layout: Layout) -> bool:
    """Whether a segment is long enough for a paragraph and scores as body."""
    return len(segment.text) >= _PROSE and layout.scores[segment.index] > BODY
