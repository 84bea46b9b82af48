"""Removes teasers of other stories from a Layout when they score as body and have more text than the article.

`page` is the Page (facts about each segment and box, in columns of numbers), `layout` its Layout (scores), `found` its
Walk (segments, and the boxes that enclose them); gives a Layout.  The article is the prose in the smallest box with the
page's own title.  Text elsewhere goes only if there is more of it, and nearly all of it is in rows of teasers, whose
titles lead to other pages of the site.  No label is given here.  A box is given by its index in `Boxes` (`row`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from parsers.context import Context
from parsers.folding import key
from parsers.html.markup.story_links import lead_to_one_page, leads_to_story
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.refusing.story_text import longest_run
from parsers.html.scoring.body_scores import Layout, layout_of
from parsers.html.scoring.features import Page
from parsers.segments import BODY, Segment

# All limits below were chosen by hand.

#: Letters of the shortest title by which the article is found, and the lowest level of its heading.
_TITLE: Final = 12
_LEVEL: Final = 3
#: Length in letters of the least prose of an article.
_ARTICLE: Final = 200
#: Other text must be more than so many times as long as the article's; and the least share of it that is teasers.
_DROWNED: Final = 1
_TEASERS: Final = 0.7
#: The least number of teasers in a row, and in all; the segments of one; characters of the shortest title of a story.
_IN_ROW: Final = 2
_LEAST: Final = 6
_IN_TEASER: Final = 10
_STORY_TITLE: Final = 20
#: Share of link text in a title, and in a text.
_LINKED: Final = 0.9
_PLAIN: Final = 0.5
#: The score that the article's paragraphs get: a little more than the limit of body.
_JUST_BODY: Final = 0.51


def without_teasers(
    page: Page, found: Walk, meta: Metadata, layout: Layout, context: Context
) -> tuple[Layout, tuple[int, ...]]:
    """Lower the scores of teasers when they have more text than the article; its longest run of prose becomes body.

    Return (new Layout, indices of the teasers' segments that scored as body), or (`layout`, ()) when the page has no
    such teasers.
    """
    scores = np.array(layout.scores)
    body = scores > BODY
    heading = _own_heading(page, found, meta) if body.any() else None
    row = _story_box(page, heading) if heading is not None else 0
    if heading is None or not row:
        return layout, ()
    inside = np.zeros(page.n, dtype=bool)
    inside[heading : page.end[row]] = True
    outside = float(page.length[body & ~inside].sum())
    if outside <= _DROWNED * float(page.length[body & inside].sum()):
        return layout, ()
    # Teasers have a box each; a column of paragraphs has one for all.
    apart = np.bincount(page.parent[page.row], weights=np.where(body & ~inside, page.length, 0.0))
    if float(apart.max()) > (1 - _TEASERS) * outside:
        return layout, ()
    teasers = np.zeros(page.n, dtype=bool)
    rows = list(_teasers(page, found, row, context))
    for teaser in rows:
        teasers[page.first[teaser] : page.end[teaser]] = True
    if len(rows) < _LEAST or float(page.length[body & teasers].sum()) < _TEASERS * outside:
        return layout, ()
    around = _box_of(page, rows)
    if _is_own(page, found, heading, around):
        return layout, ()
    # With them goes what stands among them: teasers whose title or lead is short, headings.
    if page.end[around] <= heading or page.first[around] >= page.end[row]:
        teasers[page.first[around] : page.end[around]] = True
    run = [index for index in longest_run(page, found, context) if inside[index]]
    scores[teasers] = 0.0
    scores[run] = np.maximum(scores[run], _JUST_BODY)
    return layout_of(page, scores), tuple((body & teasers).nonzero()[0].tolist())


def _is_own(page: Page, found: Walk, heading: int, around: int) -> bool:
    """Whether the article itself lists the teasers: the box `around` them is in the `article` element of the heading.

    `heading`: the index of the segment of the article's own heading.
    """
    row = int(page.row[heading])
    while row and found.boxes.tag[row] != "article":
        row = int(page.parent[row])
    return bool(row and page.first[row] <= page.first[around] and page.end[around] <= page.end[row])


def _box_of(page: Page, rows: list[int]) -> int:
    """Return the smallest box, as its index in `Boxes`, that contains all the boxes `rows`."""
    first, end = min(int(page.first[row]) for row in rows), max(int(page.end[row]) for row in rows)
    row = rows[0]
    while row and not (page.first[row] <= first and end <= page.end[row]):
        row = int(page.parent[row])
    return row


def _own_heading(page: Page, found: Walk, meta: Metadata) -> int | None:
    """Return the index of the first heading that is part of a declared title or contains one, else of the only h1.

    None when the page has no such heading, and no h1 or several.
    """
    declared = (meta.title, *meta.meta.get("og:title", ()), meta.json_ld.first("headline") or "")
    titles = [title for title in map(key, declared) if len(title) > _TITLE]
    for index in ((page.level > 0) & (page.level <= _LEVEL)).nonzero()[0].tolist():
        said = key(found.segments[index].text)
        if len(said) > _TITLE and any(said in title or title in said for title in titles):
            return int(index)
    first = (page.level == 1).nonzero()[0].tolist()
    return int(first[0]) if len(first) == 1 and len(found.segments[first[0]].text) > _TITLE else None


def _story_box(page: Page, heading: int) -> int:
    """Return the smallest box with a heading and enough prose below it; 0 without one.

    `heading`: the index of the heading's segment.
    """
    prose = np.where((page.links < _PLAIN) & (page.level == 0), page.prose, 0.0)
    until = np.concatenate(([0.0], prose.cumsum()))
    row = int(page.row[heading])
    while row and until[page.end[row]] - until[heading] < _ARTICLE:
        row = int(page.parent[row])
    return row


def _teasers(page: Page, found: Walk, article: int, context: Context) -> Iterator[int]:
    """Yield the boxes outside of the box `article` that are teasers in a row: several with the same parent."""
    first, end = page.first[article], page.end[article]
    beside = (page.end <= first) | (page.first >= end)
    sizes = page.end - page.first
    rows: dict[int, list[int]] = {}
    for row in (beside & (sizes > 1) & (sizes <= _IN_TEASER)).nonzero()[0].tolist():
        if _is_teaser(found.segments[page.first[row] : page.end[row]], context):
            rows.setdefault(int(page.parent[row]), []).append(row)
    for siblings in rows.values():
        if len(siblings) >= _IN_ROW:
            yield from siblings


def _is_teaser(inside: list[Segment], context: Context) -> bool:
    """Whether these segments are a teaser: one title that leads to another page of the site, and text below it."""
    titles = [s for s in inside if s.link_share >= _LINKED and len(s.text) >= _STORY_TITLE]
    if not titles or (len(titles) > 1 and not lead_to_one_page(s.node for s in titles)):
        return False
    if not any(s.index > titles[0].index and s.link_share < _PLAIN for s in inside):
        return False
    return leads_to_story(titles[0].node, context.url)
