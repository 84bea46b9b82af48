"""Which segments of an HTML page are body, of what kind, and why the others are not.

Works on what the field and caption readers left unclaimed.  Scores choose, then what is known for certain corrects
them: corrections and lines of credits here, what is no body in `parsers.html.body.cuts`.  Every segment between the
first and the last block ends with a label; what is cut carries its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from parsers.assemble import region
from parsers.context import Context
from parsers.folding import key
from parsers.html.body.cuts import cut_headings, cut_lines
from parsers.html.body.draft import LINE, MAY_BE_CREDIT, TAIL, Draft, draft_of
from parsers.html.body.subheads import hidden_subheads
from parsers.html.markup.walked import Walk
from parsers.html.scoring.body_scores import Layout
from parsers.lines.corrections import LONGEST_NOTE, corrections
from parsers.model import Correspondent
from parsers.segments import (
    BLOCK_LABELS,
    BODY,
    BYLINE,
    CORRECTION,
    CORRESPONDENT,
    JUNK,
    LIST_ITEM,
    LIVE_POST,
    META,
    PARAGRAPH,
    PREFORMATTED,
    QUOTE,
    SUBHEAD,
    TABLE,
    Labels,
    Segment,
)

_KIND_OF_HINT: Final = {"quote": QUOTE, "table": TABLE, "preformatted": PREFORMATTED, "subhead": SUBHEAD}

#: A heading this long is a paragraph that somebody made large.
_LONGEST_SUBHEAD: Final = 200


def label_body(
    found: Walk,
    labels: Labels,
    layout: Layout,
    context: Context,
    *,
    language: str | None,
    publisher: str | None,
    authors: Iterable[str],
    posted: Mapping[int, str],
) -> tuple[Correspondent, ...]:
    """Claim the blocks and the cuts of the article; gives the correspondents that its lines name.

    language, publisher and authors are the page's own; posted holds the segments of a live blog's posts.
    """
    authors = tuple(authors)
    draft = draft_of(labels, layout, context, language=language, publisher=publisher)
    _set_times_aside(draft, posted)
    _keep_corrections(draft)
    cut_lines(draft, authors)
    correspondents = _read_credits(draft, authors)
    cut_headings(draft, found)
    for index in hidden_subheads(found, labels, layout, draft.body(), context.rules):
        labels.claim(index, SUBHEAD)
    lists = _lists_around(found, draft.scored)
    for segment in draft.body():
        own = kind(segment, lists)
        labels.claim(segment.index, LIVE_POST if own == PARAGRAPH and segment.index in posted else own)
    _cut_rest(draft)
    return correspondents


def kind(segment: Segment, lists: int = 0) -> str:
    """The kind of block that a segment is, when it is body; so many lists have all of the article in one item."""
    if segment.hint == "subhead" and len(segment.text) > _LONGEST_SUBHEAD:
        return PARAGRAPH
    if segment.hint in _KIND_OF_HINT:
        return _KIND_OF_HINT[segment.hint]
    return LIST_ITEM if segment.list_depth > lists else PARAGRAPH


def _lists_around(found: Walk, body: Sequence[Segment]) -> int:
    """The number of lists that have the whole body in one item: old pages lay out their columns as a list."""
    if len(body) < 2 or not body[0].list_depth:
        return 0
    boxes, row = found.boxes, found.box[body[0].index]
    while row and boxes.end[row] <= body[-1].index:
        row = boxes.parent[row]
    return boxes.inside[row][2] - (boxes.tag[row] in ("ul", "ol"))


def _set_times_aside(draft: Draft, posted: Mapping[int, str]) -> None:
    """The printed time of a post in a live blog: its block says it."""
    for index in posted:
        if not any(map(str.isalpha, draft.labels.segments[index].text)):
            draft.labels.claim(index, META, rule="time_of_post")


def _keep_corrections(draft: Draft) -> None:
    """Lines that say the article was changed, also below its end."""
    first, scores = draft.layout.first, draft.layout.scores
    known = corrections(draft.context.rules, draft.language)
    for segment in draft.around():
        # Right below the end nothing but the words tells them: a footer scores nothing.
        likely = scores[segment.index] > MAY_BE_CREDIT or segment.index > draft.layout.last
        may_be = segment.index >= first and likely
        if may_be and len(segment.text) < LONGEST_NOTE:
            rule = known.rule_of(segment.text)
            if rule is not None:
                draft.labels.claim(segment.index, CORRECTION, rule=rule)


def _read_bylines(draft: Draft, authors: tuple[str, ...]) -> list[Correspondent]:
    """Who a byline names with a place, a job or an outlet; one that is printed twice is read once."""
    known = {None, *map(key, authors)}
    labels = draft.labels
    signed = [labels.segments[at] for at, label in enumerate(labels.of) if label == BYLINE]
    distinct = {segment.text: segment for segment in reversed(signed)}
    rows = [row for segment in reversed(distinct.values()) for row in draft.people(segment)[0]]
    rows = [row for row in rows if (row.name and key(row.name)) in known]
    return [row for row in rows if row.kind != "reporting" or row.role or row.outlet or row.location]


def _read_credits(draft: Draft, authors: tuple[str, ...]) -> tuple[Correspondent, ...]:
    """The correspondents that bylines and the lines around the article name; claims the lines that say nothing else."""
    labels, layout = draft.labels, draft.layout
    found = _read_bylines(draft, authors)
    for segment in draft.around():
        at, text = segment.index, segment.text
        # In the middle of an article only short lines are credits, and no headings, list items and rows of tables.
        inner = at - layout.first > TAIL and layout.last - at > TAIL
        if inner and (len(text) > LINE or segment.level or segment.list_depth or segment.hint == "table"):
            continue
        people, alone = draft.people(segment)
        if alone:
            labels.claim(at, CORRESPONDENT)
        if alone or layout.scores[at] > BODY:
            found.extend(people)
    return tuple(found)


def _cut_rest(draft: Draft) -> None:
    """What is left inside the article, from the first thing that was read as a part of it to the last."""
    labels = draft.labels
    first, last = region(labels)
    blocks = [index for index, label in enumerate(labels.of) if label in BLOCK_LABELS]
    end = blocks[-1] if blocks else -1
    # Headings above the first text that are not sure enough to begin the article were taken for body, too.
    unsure = (index for index, score in enumerate(draft.layout.scores[: draft.layout.first]) if score > BODY)
    for index in (*unsure, *range(first, last + 1)):
        if labels.of[index] is None:
            reason, rule = _why(draft, labels.segments[index].text)
            labels.claim(index, JUNK, reason=reason or ("low_score" if index < end else "after_end"), rule=rule)


def _why(draft: Draft, text: str) -> tuple[str | None, str | None]:
    """What a line says of itself, when it says anything: the cut tells it."""
    found = draft.junk(text) if len(text) < LINE else None
    return found or (None, None)
