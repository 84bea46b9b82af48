"""Posts of social networks that a page embeds as markup: joins the segments of one post into one.

The walk (`walk.py`), which collects a page's segments, calls it at the end of each blockquote with `found`, the Walk
that it is filling; segments are replaced in place.  A post is a blockquote with a class of its network
("twitter-tweet"), from config/rules/embeds.toml.  Its author, link and date belong to the post, not to the article.
"""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from lxml import etree

from parsers.segments import Segment

if TYPE_CHECKING:
    from parsers.html.markup.walked import Walk

#: A quotation with more characters or more segments is no post: it encloses the article and has the class by mistake.
#: Chosen by hand; networks allow far less than the first, and a thread of posts has less than the second.
MOST: int = 5_000
MOST_SEGMENTS: int = 40


def is_post(node: etree._Element, classes: Set[str]) -> bool:
    """Whether an element is an embedded post: a blockquote with one of the networks' class names (lower case)."""
    return node.tag == "blockquote" and not classes.isdisjoint((node.get("class") or "").lower().split())


def join_post(found: Walk, row: int) -> None:
    """Replace the segments of a post by one with all their text; `row` is the index of its blockquote in `Boxes`.

    What is too long for a post, in segments or characters (MOST_SEGMENTS, MOST), stays as it is.
    """
    boxes, first = found.boxes, found.boxes.first[row]
    parts = found.segments[first:]
    if not parts or len(parts) > MOST_SEGMENTS or sum(len(part.text) for part in parts) > MOST:
        return
    text = " ".join(part.text for part in parts)
    linked, bold = sum(found.linked[first:]), sum(found.bold[first:])
    lists = boxes.inside[row][2]
    del found.segments[first:], found.box[first:], found.linked[first:], found.bold[first:]
    share = min(1.0, linked / len(text))
    found.segments.append(Segment(text, first, "", 0, lists, share, "quote", node=boxes.node[row]))
    found.box.append(row)
    found.linked.append(linked)
    found.bold.append(bold)
    found.clamp(row, first + 1)
