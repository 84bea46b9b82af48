"""Cuts lists that are not the article's: what a subscription offers, and links to other stories.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); segments that score as body get labels.  A list is known by the lines right above it, so those that are
junk by their words must have their labels; or by its items, if each is a kicker and a linked title.  A box that begins
with a label of other stories is such a list, too.  A box is given by its index in `Boxes` (`row`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import Final

from parsers.html.body.draft import SMALL, Draft
from parsers.html.body.regions import boxes_from, cut, holds_headline, in_reach, indices, inside_box, mass
from parsers.html.markup.story_links import leads_to_story
from parsers.html.markup.walked import Walk
from parsers.html.metadata.values import element_text
from parsers.segments import BODY, JUNK, Segment

# All limits below were chosen by hand.

#: The share of the body's characters that such a list may hold; one with more is what the article is about.
_ASIDE: Final = 1 / 4
#: The fewest stories in a list that no line tells, and the share of link text from which an item is a link.
_LINKS: Final = 3
_LINKED: Final = 0.5
#: The fewest titles in a box with a label of other stories, the characters of the shortest, and its share of link text.
_TITLES: Final = 2
_TITLE: Final = 20
_ALL_LINK: Final = 0.9
#: The most items of an offer; with more they are its terms.
_PERKS: Final = 10
#: Reasons of a line above a list: for the first the items are cut as well, for the others if they are links.
_OFFERS: Final = ("paywall", "newsletter")
_LEADS: Final = ("related", "advertisement")
#: The ends of a kicker, and of a line that announces a list.
_ANNOUNCES: Final = (":", "：")


def cut_foreign_lists(draft: Draft, found: Walk) -> None:
    """Label lists of offers and boxes of other stories as junk, with the reason of the line above."""
    most = _ASIDE * mass(draft.body())
    _cut_headed_boxes(draft, found, most)
    for row in boxes_from(found, draft.layout.first, draft.layout.last):
        items = inside_box(draft, found, row) if found.boxes.tag[row] in ("ul", "ol") else []
        if not items or mass(items) > most or holds_headline(draft, found, row):
            continue
        if reason := _reason(draft, found, row, items):
            cut(draft, items, reason, "list")


def _cut_headed_boxes(draft: Draft, found: Walk, most: float) -> None:
    """Label the text of boxes that begin with a label of other stories ("Related") and hold titles that lead to some.

    Each title has one text below it, or none.  `most`: the letters that such a box may hold.
    """
    first, end, parent = found.boxes.first, found.boxes.end, found.boxes.parent
    for label in in_reach(draft, found):
        row = found.box[label.index]
        while row and end[row] - first[row] == 1:
            row = parent[row]
        if first[row] != label.index or end[row] - first[row] > SMALL:
            continue
        told = inside_box(draft, found, row)
        # Words are looked up last: few boxes of the article begin with the line and hold little of it.
        if not told or mass(told) > most or holds_headline(draft, found, row) or _why_junk(draft, label) != "related":
            continue
        titles = [at for at in indices(found, row) if _is_title(found.segments[at], draft.context.url)]
        below = Counter(bisect_left(titles, s.index) for s in told if s.link_share < _LINKED)
        if len(titles) >= _TITLES and max(below.values(), default=0) <= 1:
            cut(draft, told, "related", "box_with_label")


def _is_title(line: Segment, address: str | None) -> bool:
    """Whether a line is the title of another story: long enough, and a link to it."""
    return line.link_share >= _ALL_LINK and len(line.text) >= _TITLE and leads_to_story(line.node, address)


def _reason(draft: Draft, found: Walk, row: int, items: list[Segment]) -> str | None:
    """Return the reason for which a list is cut; None for a list of the article's own.

    `items`: its segments that score as body.
    """
    boxes, at = found.boxes, found.boxes.first[row] - 1
    while row and boxes.first[boxes.parent[row]] > at and boxes.end[boxes.parent[row]] == boxes.end[row]:
        row = boxes.parent[row]
    # A heading stands above the list, or a heading and a line.
    lines = [found.segments[one] for one in (at, at - 1) if one >= 0 and _is_beside(found, one, row)]
    if not lines or lines[0].index != at:
        return None
    reasons = [_why_junk(draft, line) for line in lines]
    links, said = all(segment.link_share >= _LINKED for segment in items), reasons[0]
    offer = next((reason for reason in reasons if reason in _OFFERS), None)
    if offer and len(items) <= _PERKS:
        return offer
    if links and said in _LEADS:
        return said
    if said or not links or len(items) < _LINKS or lines[0].text.endswith(_ANNOUNCES):
        return None
    return "related" if all(_is_story(segment, draft.context.url) for segment in items) else None


def _is_story(item: Segment, address: str | None) -> bool:
    """Whether a list item is another story's kicker with a colon, and its title, which is a link to that story."""
    links = list(item.node.iter("a"))
    title = element_text(links[0]) if len(links) == 1 else ""
    kicker = item.text.removesuffix(title).rstrip()
    return kicker != item.text and kicker.endswith(_ANNOUNCES) and leads_to_story(item.node, address)


def _is_beside(found: Walk, index: int, row: int) -> bool:
    """Whether the segment with this index stands in the parent of a box, by itself or in a box of its own."""
    boxes, box = found.boxes, found.box[index]
    return boxes.parent[row] in (box, boxes.parent[box])


def _why_junk(draft: Draft, line: Segment) -> str | None:
    """Return the reason for which a line is junk; None for one that is not."""
    label = draft.labels.of[line.index]
    if label is None and draft.layout.scores[line.index] <= BODY:
        # Lines that are surely not body get their labels last.
        return (draft.junk(line.text) or (None, ""))[0]
    return draft.labels.reasons[line.index] if label == JUNK else None
