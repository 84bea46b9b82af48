"""Finds lines of the article that score too low for body because they are short.

They stand between two paragraphs, or end a brief in Chinese, Japanese or Korean.  The models know headings by their
tag; a subhead that is only bold, or a plain line in a `div`, scores low.  `found` is the page's Walk, `labels` what its
segments are known to be (captions and bylines are labelled by now), `layout` the scores.  Gives a Layout in which such
lines score as body; what is junk by its words is left alone, as are links.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from parsers.folding import key
from parsers.html.body.prominent_lines import is_bold, stands_out
from parsers.html.body.regions import size
from parsers.html.figures.class_names import Namer
from parsers.html.markup.walked import Walk
from parsers.html.scoring.body_scores import Layout
from parsers.late_patterns import ScriptPattern
from parsers.lines.junk import junk_reason
from parsers.rules import Rules
from parsers.segments import BODY, Labels, Segment
from parsers.sentence_ends import SENTENCE_ENDS

# All limits below were chosen by hand, on pages whose headings were made bold paragraphs or plain boxes.

#: The least score of a line between two paragraphs; of a plain one that has a box to itself, as labels of players and
#: advertisements have; and of one of the two paragraphs.
_FAINT: Final = 0.05
_APART: Final = 0.2
_SURE: Final = 0.8
#: The score that such a line gets: a little more than the limit of body.
_JUST_BODY: Final = 0.51
#: A letter of Chinese, Japanese or Korean, in which a paragraph may have 20 characters.
_EAST: Final = ScriptPattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: Characters of the shortest pull quote, which repeats words of the text beside it.
_PULLED: Final = 40
#: Characters of the longest line; a longer text is a paragraph.
_LONGEST: Final = 140
#: Plain lines with different texts in boxes of one kind that are taken for subheads.
_SEVERAL: Final = 2
#: Elements for what stands beside the text.
_ASIDE: Final = frozenset(("aside", "caption", "figcaption", "label", "small", "address"))
#: The most segments, pictures' captions among them, between a line and the paragraphs above and below it.
_NEAR: Final = 6


def with_lines_between(found: Walk, labels: Labels, layout: Layout, language: str | None, rules: Rules) -> Layout:
    """Return a Layout in which low-scored lines that are part of the text count as body.

    They stand between two paragraphs of the same box, or end a brief.
    """
    layout = _with_closing_lines(found, labels, layout, language, rules)
    scores, namer = layout.scores, Namer(rules)
    pictures = {spot.before for spot in found.pictures}
    lines = [
        line
        for line in labels.segments[layout.first + 1 : layout.last]
        if _FAINT <= scores[line.index] <= BODY
        and line.index not in pictures
        and _may_be(line, labels)
        and _is_between(line, found, labels, layout, namer)
        and found.boxes.tag[found.box[line.index]] not in _ASIDE
        and not junk_reason(line.text, language, rules)
    ]
    kept = _bold_or_several(lines, found, namer)
    if not kept:
        return layout
    raised = list(scores)
    for line in kept:
        raised[line.index] = _JUST_BODY
    return replace(layout, scores=raised)


def _with_closing_lines(found: Walk, labels: Labels, layout: Layout, language: str | None, rules: Rules) -> Layout:
    """Add the short sentences right behind the body that stand in boxes like that of its last paragraph.

    Only in Chinese, Japanese and Korean: a paragraph of 20 characters says there what one of 60 says in Latin letters.
    """
    raised, last = list(layout.scores), layout.last
    for line in labels.segments[last + 1 :] if last >= 0 else ():
        above = found.box[line.index - 1]
        sibling = found.boxes.parent[found.box[line.index]] == found.boxes.parent[above]
        if (
            not (sibling and _kind(line, found) == _kind(labels.segments[line.index - 1], found))
            or raised[line.index] < _APART
            or not (_EAST.search(line.text) and line.text.endswith(SENTENCE_ENDS))
            or not _may_be(line, labels)
            or junk_reason(line.text, language, rules)
        ):
            break
        raised[line.index], last = max(raised[line.index], _JUST_BODY), line.index
    return replace(layout, scores=raised, last=last) if last > layout.last else layout


def _bold_or_several(lines: list[Segment], found: Walk, namer: Namer) -> list[Segment]:
    """Leave out the plain lines that are the only ones of their kind of box: offers, notes of the system.

    Subheads come several times, each with another text; a sentence among the paragraphs is one of them.
    """
    texts: dict[tuple[str, str], set[str]] = {}
    for line in lines:
        texts.setdefault(_kind(line, found), set()).add(line.text)
    return [
        line
        for line in lines
        if is_bold(line, found)
        or stands_out(line, found, namer)
        or len(texts[_kind(line, found)]) >= _SEVERAL
        or _is_sentence_among_paragraphs(line, found)
    ]


def _is_sentence_among_paragraphs(line: Segment, found: Walk) -> bool:
    """Whether a line is a sentence in a `p` of its own that lies right in the box of the paragraphs around it."""
    row = found.box[line.index]
    beside = found.boxes.tag[row] == "p" and found.boxes.parent[row] == _place(line, found)
    return beside and line.text.endswith(SENTENCE_ENDS)


def _kind(line: Segment, found: Walk) -> tuple[str, str]:
    """Return the tag and the names of a line's box."""
    row = found.box[line.index]
    return found.boxes.tag[row], found.boxes.names[row]


def _may_be(line: Segment, labels: Labels) -> bool:
    """Whether a segment is a line without a label, a link or a list around it."""
    if labels.of[line.index] is not None or line.hint or line.list_depth or line.link_share:
        return False
    return len(line.text) <= _LONGEST and any(map(str.isalpha, line.text))


def _is_between(line: Segment, found: Walk, labels: Labels, layout: Layout, namer: Namer) -> bool:
    """Whether body text stands above and below a line in the same box, and the line looks like a part of it."""
    place = _place(line, found)
    above, below = (_beside(line, step, place, found, labels, layout) for step in (-1, 1))
    if above is None or below is None or max(layout.scores[above.index], layout.scores[below.index]) <= _SURE:
        return False
    if len(line.text) >= _PULLED and any(key(line.text) in key(text.text) for text in (above, below)):
        return False
    if found.boxes.parent[found.box[line.index]] == place or is_bold(line, found) or stands_out(line, found, namer):
        return True
    return layout.scores[line.index] >= _APART and not above.level and not below.level


def _place(segment: Segment, found: Walk) -> int:
    """Return the box, as its index in `Boxes`, in which a segment stands beside others: outside of its own wrappers.

    For an item it is the box around its lists, for a row the box around its table.
    """
    boxes, row = found.boxes, found.box[segment.index]
    if segment.list_depth or segment.hint == "table":
        outer = ("table",) if segment.hint == "table" else ("ul", "ol")
        lists = segment.list_depth or 1
        while row and lists:
            lists -= boxes.tag[row] in outer
            row = boxes.parent[row]
        return row
    while row and size(found, row) == 1:
        row = boxes.parent[row]
    return row


def _beside(line: Segment, step: int, place: int, found: Walk, labels: Labels, layout: Layout) -> Segment | None:
    """Return the next body segment above (`step` -1) or below (1) a line, if it stands in the box `place` as well.

    Captions and the like may come between them, above the line also an advertisement, below it other such lines.
    """
    for at in range(line.index + step, line.index + step * (_NEAR + 1), step):
        if not layout.first <= at <= layout.last:
            return None
        other = labels.segments[at]
        if labels.of[at] is not None:
            continue
        if layout.scores[at] > BODY:
            return other if _place(other, found) == place else None
        if step > 0 and not (_may_be(other, labels) and layout.scores[at] >= _FAINT):
            return None
    return None
