"""Cuts text that stands outside the article's own box: biographies, appeals, notices of the site, leads of stories.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); segments that score as body get labels.  The article's own box is the smallest one with its headline and
at least half of the body's text.  Below a long article such text scores low; below a brief it is as long as the article
and scores like it.  A box is given by its index in `Boxes` (`row`).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from itertools import accumulate
from typing import Final

from parsers.folding import letters
from parsers.html.body.author_notes import cuts_author_notes, names_author
from parsers.html.body.draft import Draft
from parsers.html.body.regions import cut, inside_box
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.segments import HEADLINE, Segment

#: The share of the body's letters that the article's own box holds.  Of 1,600 pages with known bodies, two had some of
#: the body outside of it, one of them in a box of the same kind as the article's; with 0.4 there were three.
_OWN: Final = 0.5
#: Text in such elements, and in boxes named for what stands beside an article, does not count for its own box, if so
#: many letters of other text are left.  A brief is often shorter than the text beside it.
_BESIDE: Final = (
    tag_facts.ASIDE | tag_facts.RELATED_WORD | tag_facts.AUTHOR_WORD
    | tag_facts.FOOTER | tag_facts.FORM | tag_facts.HIDDEN
)  # fmt: skip
_LEAST: Final = 100
#: A chapter has more lines, its subhead included.
_LINES: Final = 2
#: Names of a box by which the reason for the cut is told.
_REASONS: Final = ((tag_facts.AUTHOR_WORD, "author_box"), (tag_facts.RELATED_WORD, "related"))


def cut_outside_text(draft: Draft, found: Walk, authors: tuple[str, ...]) -> None:
    """Label the body text outside the article's own box, unless that text is a part of the article by its box.

    Notes about authors stay where the user has taken the rule for them away (rules/author_notes.toml).
    """
    body = draft.body()
    headline = next((index for index, label in enumerate(draft.labels.of) if label == HEADLINE), None)
    row = _own_box(found, headline, body) if body and headline is not None else 0
    apart = [s for s in body if not found.boxes.first[row] <= s.index < found.boxes.end[row]] if row else []
    if not apart:
        return
    own = inside_box(draft, found, row)
    said, names = set(map(draft.labels.key_of, own)), _names_around(found, own)
    beside = [_sides(found, row, found.box[segment.index]) for segment in apart]
    places = cache(lambda box: _places_in(found, box))
    parts = {sides for sides in set(beside) if not _links_in(found, sides[1]).isdisjoint(places(sides[0]))}
    parts |= {sides for sides in set(beside) if _is_chapter(draft, found, sides[1], apart)}
    for segment, sides in zip(apart, beside):
        around = names.union(found.boxes.names[sides[0]].split())
        if sides not in parts and not (_is_alike(found, *sides) and _is_in_such_a_box(found, segment, around)):
            reason = "repeat" if draft.labels.key_of(segment) in said else _reason(draft, found, segment, authors)
            if reason != "author_box" or cuts_author_notes(draft):
                cut(draft, (segment,), reason, "outside_text")


def _own_box(found: Walk, headline: int, body: list[Segment]) -> int:
    """Return the smallest box with the headline (index of its segment) and enough of the segments `body`.

    0 when there is too little text that tells which one that is.
    """
    boxes, aside = found.boxes, _boxes_beside(found, headline, body)
    counted = [segment for segment in body if found.box[segment.index] not in aside]
    places, until = [s.index for s in counted], [0, *accumulate(letters(s.text) for s in counted)]
    if until[-1] < _LEAST:
        return 0
    row = found.box[headline]
    while row:
        first, end = bisect_left(places, boxes.first[row]), bisect_left(places, boxes.end[row])
        if until[end] - until[first] >= _OWN * until[-1]:
            break
        row = boxes.parent[row]
    return row


def _boxes_beside(found: Walk, headline: int, body: list[Segment]) -> set[int]:
    """Return those of the boxes of the segments `body` that are, or stand in, a box beside the article by its name.

    Boxes around the headline (index of its segment) do not count: they hold the article as well.
    """
    boxes, beside = found.boxes, set[int]()
    for box in {found.box[segment.index] for segment in body}:
        row = box
        while row and not boxes.first[row] <= headline < boxes.end[row]:
            if boxes.own[row] & _BESIDE:
                beside.add(box)
                break
            row = boxes.parent[row]
    return beside


def _sides(found: Walk, own: int, other: int) -> tuple[int, int]:
    """Return the boxes around `own` and `other` that stand side by side, in the smallest box with both."""
    boxes = found.boxes
    while boxes.parent[own] != boxes.parent[other]:
        # Boxes stand in document order, so that the later parent is not around the other box.
        if boxes.parent[own] > boxes.parent[other]:
            own = boxes.parent[own]
        else:
            other = boxes.parent[other]
    return own, other


def _is_alike(found: Walk, own: int, other: int) -> bool:
    """Whether two boxes have the same tag and the same names: some pages divide their articles into such boxes."""
    boxes = found.boxes
    named = boxes.names[own].strip() != ""
    return named and (boxes.tag[own], boxes.names[own]) == (boxes.tag[other], boxes.names[other])


def _names_around(found: Walk, own: list[Segment]) -> set[str]:
    """Return the names of the boxes in which the segments `own` stand beside others."""
    boxes = found.boxes
    rows = {boxes.parent[found.box[segment.index]] for segment in own}
    return {name for row in rows for name in boxes.names[row].split()}


def _is_in_such_a_box(found: Walk, segment: Segment, names: set[str]) -> bool:
    """Whether a segment's paragraphs stand in a box with one of the `names`, those around the article's own.

    Names of columns and rows alone ("row", "section") are those of many boxes of a page.
    """
    return not names.isdisjoint(found.boxes.names[found.boxes.parent[found.box[segment.index]]].split())


def _links_in(found: Walk, row: int) -> set[str]:
    """Return the places in the page to which links in a box lead, as footnotes have to the words that they tell."""
    return {link.get("href", "").partition("#")[2] for link in found.boxes.node[row].iter("a")} - {""}


def _places_in(found: Walk, row: int) -> set[str]:
    """Return the ids of a box's elements, and the names of its anchors."""
    return {str(node.get(key)) for node in found.boxes.node[row].iter("*") for key in ("id", "name") if node.get(key)}


def _is_chapter(draft: Draft, found: Walk, other: int, apart: list[Segment]) -> bool:
    """Whether the box `other` begins with a subhead that has no words of a box beside an article, nor has the box.

    Long articles have chapters in boxes of their own, below the box with the headline.  `apart`: the body text outside
    the article's own box.
    """
    boxes = found.boxes
    first, end = (bisect_left(apart, at, key=lambda s: s.index) for at in (boxes.first[other], boxes.end[other]))
    inside = apart[first:end]
    if inside[0].level == 0 or boxes.own[other] & _BESIDE or len(inside) <= _LINES:
        return False
    linked = found.linked[inside[0].index] > 0
    return not linked and draft.junk(inside[0].text) is None and boxes.first[other] == inside[0].index


def _reason(draft: Draft, found: Walk, segment: Segment, authors: tuple[str, ...]) -> str:
    """Return the reason for which a segment is cut: by its words, by the names of the boxes around it."""
    if told := draft.junk(segment.text):
        return told[0]
    if names_author(segment.text, authors):
        return "author_box"
    bits = found.boxes.bits[found.box[segment.index]]
    return next((reason for bit, reason in _REASONS if bits & bit), "side_note")
