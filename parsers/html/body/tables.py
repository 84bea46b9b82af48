"""Data tables of an article: results, line-ups, figures.  Keeps those that score low, and makes one block of each.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk, which has one segment for each
table row.  Adds these segments to the body, and joins the blocks of a table.  What is a data table is told by
`data_tables.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from parsers.html.body.data_tables import TABLES, cells_of, has_figures, holds_data
from parsers.html.body.draft import NEAR, Draft
from parsers.html.body.regions import box_around, home, indices, lies_in
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.model import Block
from parsers.segments import BLOCK_LABELS, BODY, TABLE, Labels, Segment

# All limits below were chosen by hand.

#: The most rows of a table that is kept against its score, and the share of link text from which it is a menu.
_MOST_ROWS: Final = 60
_LINKED: Final = 0.3
#: A table inside such an element is not the article's.
_ELSEWHERE: Final = tag_facts.NAV | tag_facts.ASIDE | tag_facts.FORM | tag_facts.FOOTER | tag_facts.HIDDEN


def keep_tables(draft: Draft, found: Walk) -> None:
    """Add the segments of data tables in the article to `draft.scored`, the segments that count as body.

    Most table rows score too low to be in `draft.scored` already.  A table must stand between paragraphs of the body or
    begin just below them, in the article's own box, and not be mostly links.  Lists of figures are labelled at once,
    since a line that is only a number is cut elsewhere.
    """
    body, scores = draft.body(), draft.layout.scores
    if not body or TABLES.isdisjoint(found.boxes.tag):
        return
    last = body[-1].index
    for row, inside in _tables(found, body[0].index, last + NEAR):
        free = [segment for segment in inside if draft.labels.of[segment.index] is None]
        around = found.boxes.bits[row] & _ELSEWHERE
        if free != inside or around or len(inside) > _MOST_ROWS or _is_menu(found, row) or not holds_data(found, row):
            continue
        if inside[-1].index > last + NEAR and not (
            lies_in(found, row, home(found, body)) or _goes_on(found, last, row)
        ):
            continue
        draft.scored.extend(segment for segment in free if scores[segment.index] <= BODY)
        if found.boxes.tag[row] == "dl":
            for segment in free:
                draft.labels.claim(segment.index, TABLE)
    draft.scored.sort(key=lambda segment: segment.index)


def _goes_on(found: Walk, last: int, row: int) -> bool:
    """Whether a table stands right below the body's `last` segment, at the end of a box that holds both.

    A notice of one paragraph and a table has no box of its own but that one.
    """
    first, end = found.boxes.first[row], found.boxes.end[row]
    return first == last + 1 and found.boxes.end[box_around(found, last, end - 1)] == end


def _is_menu(found: Walk, row: int) -> bool:
    """Whether a table is mostly links and has no figures beside them, as the names of teams have."""
    inside = indices(found, row)
    links = sum(found.linked[at] for at in inside) / sum(len(found.segments[at].text) for at in inside)
    return links >= _LINKED and not has_figures(found.boxes.node[row])


def joined_tables(blocks: tuple[Block, ...], labels: Labels, found: Walk) -> tuple[Block, ...]:
    """Return the blocks of the body with one block for each data table: a line for each row, tabs between cells.

    `blocks`: the blocks of the body, in order, one for each segment labelled as body.
    """
    if all(block.kind != TABLE for block in blocks):
        return blocks
    places = [at for at, label in enumerate(labels.of) if label in BLOCK_LABELS]
    tables = _tables(found, places[0], places[-1])
    table_of = {s.index: row for row, inside in tables if holds_data(found, row) for s in inside}
    joined: list[Block] = []
    for table, group in groupby(zip(places, blocks, strict=True), key=lambda pair: table_of.get(pair[0])):
        members = list(group)
        if table is None or all(block.kind != TABLE for _, block in members):
            joined.extend(block for _, block in members)
        else:
            rows = tuple(cells_of(found, table, [found.segments[at] for at, _ in members]))
            text = "\n".join("\t".join(row) for row in rows)
            joined.append(replace(members[0][1], kind=TABLE, text=text, level=None, rows=rows))
    return tuple(joined)


def _tables(found: Walk, first: int, last: int) -> Iterator[tuple[int, list[Segment]]]:
    """Yield (index of its box in `Boxes`, its segments) for each table that begins from segment `first` to `last`.

    Tables that contain other tables are left out.
    """
    boxes = found.boxes
    rows = [row for row, tag in enumerate(boxes.tag) if tag in TABLES]
    outer = {boxes.parent[row] for row in rows}
    for row in rows:
        inside = found.segments[boxes.first[row] : boxes.end[row]]
        if inside and row not in outer and first <= inside[0].index <= last:
            yield row, inside
