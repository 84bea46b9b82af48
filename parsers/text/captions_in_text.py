"""Captions that say again what a paragraph says: printed by some sites below their pictures, in the paragraph's words.

Takes the sheet; gives the lines that are captions for that reason.  One such line may be said twice or quoted from the
text; several are the site's habit.
"""

from __future__ import annotations

from parsers.text.text_sheet import TextSheet

#: So many lines that a neighbouring paragraph holds word by word are a habit.
_HABIT = 3
#: Segments to either side in which the paragraph stands.
_NEAR = 3
#: The least length (`parsers.text.shapes.weight`) of such a line; of one that is printed twice, once without a stop.
_LEAST, _LEAST_TWICE = 20, 45


def said_again(sheet: TextSheet) -> list[int]:
    """The indices of captions: sentences of a neighbouring paragraph, or printed again without their full stop."""
    within = [s.index for s in sheet.segments if _stands_in_neighbour(sheet, s.index)]
    return (within if len(within) >= _HABIT else []) + _without_stop(sheet)


def _stands_in_neighbour(sheet: TextSheet, index: int) -> bool:
    """Whether a line stands word by word at the beginning or the end of a sentence of a paragraph near it."""
    shape, line = sheet.shapes[index], sheet.keys[index]
    if not sheet.free(index) or not shape.ends or shape.breaks or shape.weight < _LEAST or not line:
        return False
    near = range(max(0, index - _NEAR), min(len(sheet.segments), index + _NEAR + 1))
    return any(sheet.free(i) and line in sheet.keys[i] and len(sheet.keys[i]) > len(line) for i in near)


def _without_stop(sheet: TextSheet) -> list[int]:
    """Sentences that the text prints twice, with a full stop as a paragraph and without one as a caption."""
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
