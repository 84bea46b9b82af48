"""Finds captions that repeat a sentence of the text, or that are printed twice together with their credit.

Takes the TextSheet (`sheet`: the text in segments, with their labels); gives the indices of such lines, and labels
nothing.  One line that repeats a paragraph nearby may be a quotation; only three or more show that the site takes its
captions from the text.
"""

from __future__ import annotations

from parsers.people.byline_words import words_of
from parsers.segments import HEADLINE
from parsers.text.glued_credits import is_one_piece
from parsers.text.text_sheet import TextSheet

#: From so many lines on that paragraphs near them repeat, the site makes its captions so.
_HABIT = 3
#: Segments to either side in which the paragraph stands.
_NEAR = 3
#: The least length (`parsers.text.shapes.weight`) of such a line; of one that is printed twice, once without a stop.
_LEAST, _LEAST_TWICE = 20, 45
#: The least words and the greatest weight of a caption that is printed twice in a row; lines at the top of a text
#: without a headline, which may be its title twice.
_TWIN_WORDS, _LONGEST_TWIN, _LINES_OF_HEAD = 2, 460, 3
#: Words of the longest credit below a caption.
_CREDIT_WORDS = 7


def said_again(sheet: TextSheet) -> list[int]:
    """The indices of captions: lines that repeat part of a paragraph nearby, or a whole one without its full stop."""
    within = [s.index for s in sheet.segments if _stands_in_neighbour(sheet, s.index)]
    return (within if len(within) >= _HABIT else []) + _without_stop(sheet)


def twice_in_a_row(sheet: TextSheet) -> list[int]:
    """The indices of captions that are printed twice, one right after the other: as alternative text and as caption.

    On a page with menus, titles of other stories stand so, too; there, only whole sentences count.
    """
    start = next((s.index for s in sheet.labels.labelled(HEADLINE)), _LINES_OF_HEAD)
    pairs = [
        (index - 1, index)
        for index in range(start + 2, sheet.last_prose + 1)
        if sheet.keys[index] == sheet.keys[index - 1] and _may_be_twin(sheet, index) and sheet.free(index - 1)
    ]
    return [index for pair in pairs for index in pair]


def _may_be_twin(sheet: TextSheet, index: int) -> bool:
    """Whether a line that repeats the one above may be a caption: no heading or entry, neither short nor very long."""
    segment, shape = sheet.segments[index], sheet.shapes[index]
    if not sheet.free(index) or segment.level or segment.list_depth or shape.words < _TWIN_WORDS:
        return False
    return shape.weight <= _LONGEST_TWIN and (not sheet.told.headline or (shape.ends and shape.weight >= _LEAST))


def _stands_in_neighbour(sheet: TextSheet, index: int) -> bool:
    """Whether a line is a sentence that a segment near it repeats word by word, and so may be a caption.

    That segment must be longer, and at most three segments away.
    """
    shape, line = sheet.shapes[index], sheet.keys[index]
    if not sheet.free(index) or not shape.ends or shape.breaks or shape.weight < _LEAST or not line:
        return False
    near = range(max(0, index - _NEAR), min(len(sheet.segments), index + _NEAR + 1))
    return any(sheet.free(i) and line in sheet.keys[i] and len(sheet.keys[i]) > len(line) for i in near)


def _without_stop(sheet: TextSheet) -> list[int]:
    """The indices of lines without a full stop that the text also prints with one: captions copied from a paragraph."""
    stopped = {sheet.keys[s.index] for s in sheet.segments if sheet.shapes[s.index].ends and sheet.free(s.index)}
    return [
        s.index
        for s in sheet.segments
        if sheet.counts[sheet.keys[s.index]] > 1
        and sheet.free(s.index)
        and not sheet.shapes[s.index].ends
        and not s.level
        and sheet.shapes[s.index].weight >= _LEAST_TWICE
        and sheet.keys[s.index] in stopped
    ]


def _is_name_for(sheet: TextSheet, text: str) -> bool:
    """Whether a text is a person's first and last name and for whom the picture was taken: "Ada Lund for The Post"."""
    first, last, *more = [*text.split(), "", ""]
    people = words_of(sheet.context.rules, sheet.language).people
    return is_one_piece(text) and more[0].islower() and more[1][:1].isupper() and people.is_person(f"{first} {last}")


def twice_with_credit(sheet: TextSheet) -> list[int]:
    """The indices of captions that are printed twice, each time right above the same short line: their credit."""
    pairs: dict[tuple[str, str], list[int]] = {}
    for segment in sheet.segments[1:]:
        index, above = segment.index, segment.index - 1
        shape, twice = sheet.shapes[index], sheet.counts[sheet.keys[index]] > 1 and sheet.counts[sheet.keys[above]] > 1
        if not twice or not sheet.beside(index) or not sheet.free(index) or not sheet.free(above):
            continue
        credit = shape.title and shape.words <= _CREDIT_WORDS and _is_name_for(sheet, segment.text)
        if credit and sheet.shapes[above].ends and sheet.shapes[above].weight >= _LEAST_TWICE:
            pairs.setdefault((sheet.keys[above], sheet.keys[index]), []).append(above)
    return [index for places in pairs.values() if len(places) > 1 for index in places]
