"""Cuts product boxes: a name, a price and a button that links to a shop, in an article that is not about the product.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); segments that score as body get labels.  More than two such boxes, or boxes with much of the text, are
the article's own: a list of products that it tests.  A box is given by its index in `Boxes` (`row`), a currency by its
names in config/rules/boxes.toml (`family`).
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from parsers.html.body.draft import Draft
from parsers.html.body.regions import cut, holds_headline, in_reach, inside_box, mass, small_boxes
from parsers.html.markup.story_links import is_other_page
from parsers.html.markup.walked import Walk
from parsers.lines.prices import price_pattern
from parsers.rules import Rules
from parsers.segments import Segment

# All limits below were chosen by hand.

#: The most segments in a product box, the most such boxes, and the share of the body that they may hold.
_IN_BOX: Final = 8
_MOST: Final = 2
_ASIDE: Final = 1 / 3
#: Characters of the longest description of a product.
_DESCRIPTION: Final = 300
#: Characters of the longest line with a price, of the letters beside it, and of the longest button.
_PRICE_LINE: Final = 40
_BESIDE_PRICE: Final = 8
_BUTTON: Final = 45
#: Share of link text from which a line is a button.
_LINKED: Final = 0.9
_DIGIT: Final = re.compile(r"\d")
#: The rel value of links that are paid for (HTML, link types).
_PAID: Final = "sponsored"


def cut_shop_boxes(draft: Draft, found: Walk) -> None:
    """Label the text of one product box or two that stand between or below the paragraphs of an article."""
    boxes = found.boxes
    prices = (segment for segment in in_reach(draft, found) if is_price(segment, draft.context.rules))
    rows = {row for row in small_boxes(draft, found, prices, most=_IN_BOX) if _is_offer(draft, found, row)}
    # Boxes nested in one another are one; the outermost is cut.
    outer = sorted(row for row in rows if boxes.parent[row] not in rows)
    if not 0 < len(outer) <= _MOST or any(_is_one_of_many(found, row) for row in outer):
        return
    told = {s.index: s for row in outer for s in inside_box(draft, found, row)}
    short = all(len(segment.text) <= _DESCRIPTION for segment in told.values())
    if told and short and mass(told.values()) <= _ASIDE * mass(draft.body()):
        cut(draft, told.values(), "advertisement", "product")


def _is_one_of_many(found: Walk, row: int) -> bool:
    """Whether a box is an item of the article's own list: over _MOST boxes in its parent have its tag and names."""
    boxes = found.boxes
    tag, names, parent = boxes.tag[row], boxes.names[row], boxes.parent[row]
    alike = (
        other
        for other in range(parent + 1, len(boxes.tag))
        if boxes.parent[other] == parent and boxes.tag[other] == tag and boxes.names[other] == names
    )
    return sum(1 for _ in alike) > _MOST


def _is_offer(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box with a price is a product box: it has a button that links to a shop, and not the headline."""
    if holds_headline(draft, found, row):
        return False
    inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    return any(_is_button(segment, draft.context.url) for segment in inside)


def is_price(segment: Segment, rules: Rules) -> bool:
    """Whether a line is a price and little else."""
    text = segment.text
    if len(text) > _PRICE_LINE or segment.hint == "table" or not _DIGIT.search(text):
        return False
    rest = price_pattern(rules).sub("", text)
    return rest != text and sum(map(str.isalpha, rest)) <= _BESIDE_PRICE


def _is_button(segment: Segment, address: str | None) -> bool:
    """Whether a line is a button to a shop: a short link that leads to another site or is marked as sponsored.

    `address`: the page's own address.
    """
    if len(segment.text) > _BUTTON or segment.link_share < _LINKED:
        return False
    link = next(segment.node.iter("a"), None)
    link = next(segment.node.iterancestors("a"), None) if link is None else link
    return link is not None and (_PAID in (link.get("rel") or "").lower() or _leaves(link, address))


def _leaves(link: etree._Element, address: str | None) -> bool:
    """Whether a link leads to another site; False if `address`, the page's own, is not known."""
    href = (link.get("href") or "").strip()
    try:
        host = urlsplit(href).hostname
    except ValueError:
        return False
    return bool(host) and not is_other_page(href, address) and address is not None
