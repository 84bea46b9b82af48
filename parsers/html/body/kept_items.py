"""Keeps segments that score low in an article's own lists: items, and the names and prices of what it lists.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); adds segments to those that count as body.  A list item is kept beside other items that are body, in a
list of sentences without links, or in a list of links to other sites below a line with a colon.  A name, a heading or a
price is kept in one of several boxes that are built alike and contain the article's text.  Lines that are junk by their
words are not kept.  A box is given by its index in `Boxes`: `row` any box, `around` the article's; `known` has the
indices of the body's segments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from parsers.html.body.draft import Draft
from parsers.html.body.regions import boxes_from, home, indices, lies_in
from parsers.html.body.shop_boxes import is_price
from parsers.html.markup import tag_facts
from parsers.html.markup.story_links import is_other_page
from parsers.html.markup.walked import Walk
from parsers.segments import Segment

# All limits below were chosen by hand; each rule was tried on 1,700 pages whose text is known.

#: Segments of the shortest and the longest list.
_LEAST: Final = 2
_MOST: Final = 60
#: Ends of a line that announces a list.
_ANNOUNCES: Final = (":", "：")
#: Ends of a sentence.
_STOPS: Final = (".", "!", "?", "。", "।")
#: Share of link text from which a list is one of links.
_LINKED: Final = 0.5
#: The fewest boxes built alike; the share of them that must hold text of the article; and the length of such a text.
_ALIKE: Final = 3
_WITH_TEXT: Final = 2 / 3
_TEXT: Final = 40
#: Characters of the longest name; share of link text in what is kept; score and characters of a doubtful paragraph.
_NAME: Final = 80
_PLAIN: Final = 0.3
_DOUBTFUL: Final = 0.3
_LONG: Final = 80
#: A list inside such an element is not the article's.
_ELSEWHERE: Final = tag_facts.NAV | tag_facts.ASIDE | tag_facts.FORM | tag_facts.FOOTER | tag_facts.HIDDEN
#: A part of a box inside such an element, or one with such a name, is not the article's.
_NO_PART: Final = _ELSEWHERE | (
    tag_facts.BUTTON | tag_facts.PROMO_WORD | tag_facts.SHARE_WORD | tag_facts.COMMENT_WORD | tag_facts.AUTHOR_WORD
)
_NO_ITEMS: Final = frozenset(("tr", "td", "th", "tbody", "thead", "table", "ul", "ol", "p"))


def keep_items(draft: Draft, found: Walk) -> None:
    """Count low-scoring items of the article's own lists as body: add them to `draft.scored`."""
    body = draft.body()
    if len(body) < _LEAST:
        return
    around, known = home(found, body), {segment.index for segment in body}
    kept = {s.index: s for s in (*_of_lists(draft, found, around, known), *_of_boxes(draft, found, around, known))}
    draft.scored.extend(kept.values())
    draft.scored.sort(key=lambda segment: segment.index)


def _may_be_added(draft: Draft, known: set[int], segments: Iterable[Segment]) -> list[Segment]:
    """Pick the segments that may be added to the body: not in it yet, without a label, and no junk by their words."""
    labels = draft.labels.of
    free = (s for s in segments if s.index not in known and labels[s.index] is None and s.hint in ("", "subhead"))
    return [s for s in free if not draft.junk(s.text)]


def _of_lists(draft: Draft, found: Walk, around: int, known: set[int]) -> Iterator[Segment]:
    """Yield the items to keep in lists that stand between two segments of the body."""
    boxes, last = found.boxes, len(found.segments)
    for row in boxes_from(found, min(known), max(known)):
        first, end = boxes.first[row], boxes.end[row]
        if boxes.tag[row] not in ("ul", "ol") or not _LEAST <= end - first <= _MOST or first - 1 not in known:
            continue
        if end >= last or end not in known or boxes.bits[row] & _ELSEWHERE or not lies_in(found, row, around):
            continue
        held = any(index in known for index in range(first, end))
        if (held or _tells_steps(found, row) or _is_announced(draft, found, row)) and not _is_no_text(
            found, row, around
        ):
            yield from _may_be_added(draft, known, found.segments[first:end])


def _tells_steps(found: Walk, row: int) -> bool:
    """Whether each item of a list is a sentence without a link, as the steps of a recipe are."""
    inside = indices(found, row)
    return all(not found.linked[at] and found.segments[at].text.endswith(_STOPS) for at in inside)


def _is_announced(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a list is to be kept: the line above it ends with a colon, and it is mostly links to other sites."""
    boxes, address = found.boxes, draft.context.url
    first, end = boxes.first[row], boxes.end[row]
    if not found.segments[first - 1].text.endswith(_ANNOUNCES):
        return False
    inside = found.segments[first:end]
    if sum(found.linked[first:end]) < _LINKED * sum(len(segment.text) for segment in inside):
        return False
    links = [link.get("href") or "" for link in boxes.node[row].iter("a")]
    away = sum("://" in href and not is_other_page(href, address) for href in links)
    return address is not None and 2 * away > len(links)


def _of_boxes(draft: Draft, found: Walk, around: int, known: set[int]) -> Iterator[Segment]:
    """Yield the names, headings and prices to keep in boxes that are built alike and contain the article's text."""
    for rows in _groups(draft, found):
        if not lies_in(found, found.boxes.parent[rows[0]], around):
            continue
        told = [row for row in rows if _holds_text(found, known, row)]
        if len(told) < max(_ALIKE, _WITH_TEXT * len(rows)):
            continue
        # The first text in each box, if it is another one in each, is the name of what the box is about.
        firsts = [found.segments[found.boxes.first[row]] for row in told]
        named = len({segment.text for segment in firsts}) >= _WITH_TEXT * len(told)
        for row, start in zip(told, firsts, strict=True):
            inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
            names = start if named and start.link_share < _PLAIN and len(start.text) <= _NAME else None
            free = (s for s in _may_be_added(draft, known, inside) if not _is_no_text(found, found.box[s.index], row))
            yield from (s for s in free if s is names or _is_part(draft, s))


def _is_no_text(found: Walk, inner: int, outer: int) -> bool:
    """Whether a box is no text of the article by its tag or class (a form, an aside), or is inside such a box.

    `inner` is the box; the boxes enclosing it are looked at up to `outer`, which itself is not looked at.
    """
    while inner > outer:
        if found.boxes.own[inner] & _NO_PART:
            return True
        inner = found.boxes.parent[inner]
    return False


def _is_part(draft: Draft, segment: Segment) -> bool:
    """Whether to keep a line of boxes that are built alike: a heading, a price, or a long line with a fair score."""
    if segment.link_share >= _PLAIN:
        return False
    if segment.level or is_price(segment, draft.context.rules):
        return True
    return draft.layout.scores[segment.index] > _DOUBTFUL and len(segment.text) >= _LONG


def _holds_text(found: Walk, known: set[int], row: int) -> bool:
    """Whether a box contains a longer segment of the body."""
    inside = range(found.boxes.first[row], found.boxes.end[row])
    return any(index in known and len(found.segments[index].text) > _TEXT for index in inside)


def _groups(draft: Draft, found: Walk) -> Iterator[list[int]]:
    """Yield the boxes in the article that are built alike, in groups: same parent, same tag, same class and id."""
    boxes, first, last = found.boxes, draft.layout.first, draft.layout.last
    groups: dict[tuple[int, str, str], list[int]] = {}
    for row in boxes_from(found, first, last):
        end = boxes.end[row]
        if end - boxes.first[row] >= _LEAST and end <= last + 1 and boxes.tag[row] not in _NO_ITEMS:
            groups.setdefault((boxes.parent[row], boxes.tag[row], boxes.names[row]), []).append(row)
    yield from (rows for rows in groups.values() if len(rows) >= _ALIKE)
