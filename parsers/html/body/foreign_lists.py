"""Cuts lists that are not the article's: what a subscription offers, and links to other stories.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); segments that score as body get labels.  A list is known by the lines right above it, so those that are
junk by their words must have their labels; or by its items, if each is a kicker and a linked title.  A box is given by
its index in `Boxes` (`row`).
"""

from __future__ import annotations

from typing import Final

from parsers.html.body.draft import Draft
from parsers.html.body.regions import boxes_from, cut, holds_headline, inside_box, mass
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
#: The most items of an offer; with more they are its terms.
_PERKS: Final = 10
#: Reasons of a line above a list: for the first the items are cut as well, for the others if they are links.
_OFFERS: Final = ("paywall", "newsletter")
_LEADS: Final = ("related", "advertisement")
#: The ends of a kicker, and of a line that announces a list.
_ANNOUNCES: Final = (":", "：")


def cut_foreign_lists(draft: Draft, found: Walk) -> None:
    """Label the items of lists of offers and of other stories as junk, with the reason of the line above."""
    most = _ASIDE * mass(draft.body())
    for row in boxes_from(found, draft.layout.first, draft.layout.last):
        items = inside_box(draft, found, row) if found.boxes.tag[row] in ("ul", "ol") else []
        if not items or mass(items) > most or holds_headline(draft, found, row):
            continue
        if reason := _reason(draft, found, row, items):
            cut(draft, items, reason, "list")


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
