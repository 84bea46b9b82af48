"""Where the running text of a page ends among the lines of its menus, teasers and footers.

Takes the sheet and where the text begins; gives its last segment, by the sum of what each segment adds: running text
its length, any other line a little less than nothing.  So a box inside the article does not end it, and a sentence
in a footer does not prolong it.
"""

from __future__ import annotations

from typing import Final

from parsers.segments import BLOCK_LABELS, JUNK
from parsers.text.text_sheet import TextSheet

# Lengths are weights (`parsers.text.shapes.weight`), and were chosen by hand.

#: The most that one text adds, and what any other line takes off.
_MOST: Final = 300
_OFF: Final = 40
#: Lines of the longest list; and the most that it takes off.
_LONGEST_LIST: Final = 14
_MOST_OF_LIST: Final = 50
#: What a line takes off that is known to be none of the text.
_JUNK: Final = 15


def end_of_text(sheet: TextSheet, start: int) -> int:
    """The index of the last segment of the running text that begins at start; start - 1 when there is none.

    A row of short lines may be a list of the article's own, unless a line is among them that is known to be none of it.
    """
    total, best, end = 0, 0, start - 1
    off, lines, listed = 0, 0, True  # of the lines since the last running text: what they take off, whether a list
    for segment in sheet.segments[start:]:
        worth = _worth(sheet, segment.index)
        if worth <= 0:
            off, lines = off - worth, lines + 1
            listed = listed and sheet.labels.of[segment.index] != JUNK
            continue
        total += worth - (min(off, _MOST_OF_LIST) if listed and lines <= _LONGEST_LIST else off)
        off, lines, listed = 0, 0, True
        if total > best:
            best, end = total, segment.index
    return end


def _worth(sheet: TextSheet, index: int) -> int:
    """What a segment adds to the sum of a stretch; what is known to be no text takes a little."""
    shape = sheet.shapes[index]
    if not sheet.free(index):
        return min(shape.weight, _MOST) if sheet.labels.of[index] in BLOCK_LABELS else -_JUNK
    text = (shape.prose or shape.ends or index in sheet.told.likely) and index not in sheet.told.unlikely
    return min(shape.weight, _MOST) if text else -_OFF
