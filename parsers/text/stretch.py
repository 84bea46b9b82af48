"""Finds where the running text of a page begins and ends among the lines of its menus, teasers and footers.

Takes the TextSheet (`sheet`: the text in segments, with their labels); gives the index of a segment.  Running text adds
its length to a sum, any other line takes a little off; the stretch with the largest sum is the text.  So a box inside
the article does not end it, and a sentence in a menu or footer does not prolong it.  The start is asked for while the
headline is sought, the end when headline, bylines and notices are labelled.  `sheet.told` holds the segments that the
model of `parsers.text.line_scores` calls likely or unlikely to be the article's.
"""

from __future__ import annotations

from typing import Final

from parsers.segments import BLOCK_LABELS, JUNK
from parsers.text.text_sheet import TextSheet

# Lengths are weights (`parsers.text.shapes.weight`), and were chosen by hand.

#: The most that one text adds to the sum of a stretch, and what any other line takes off.
_MOST: Final = 300
_OFF: Final = 40
#: Lines of the longest list inside an article; and the most that such a list takes off.
_LONGEST_LIST: Final = 14
_MOST_OF_LIST: Final = 50
#: What a line takes off that has a label, so that it is known not to be text.
_JUNK: Final = 15
#: The least length of a statement; and of a text that is body however it ends.
_STATEMENT: Final = 60
_LONG: Final = 170


def start_of_text(sheet: TextSheet) -> int:
    """Find the index at which the stretch with most running text begins; the number of segments without any.

    Menus and teasers stand above the article.  So that these do not count, only long texts and whole sentences do.
    """
    best, start, total, candidate = 0, 0, 0, 0
    for segment in sheet.segments:
        if sheet.fields.get(segment.index) == "wire":
            continue  # between the takes of a story, too
        if total <= 0:
            total, candidate = 0, segment.index
        weight = sheet.shapes[segment.index].weight
        long = weight >= _LONG and segment.index not in sheet.told.unlikely
        text = sheet.free(segment.index) and (long or is_statement(sheet, segment.index))
        total += min(weight, _MOST) if text else -_OFF
        if total > best:
            best, start = total, candidate
    return start if best else len(sheet.segments)


def is_statement(sheet: TextSheet, index: int) -> bool:
    """Whether a segment certainly is running text: it has the length of a long sentence and is no single question."""
    text, shape = sheet.segments[index].text, sheet.shapes[index]
    asks = text.rstrip("\"'”’» ").endswith(("?", "!", "？", "！"))
    told = shape.prose and shape.weight >= _STATEMENT and index not in sheet.told.unlikely
    return told and (shape.breaks > 1 or not asks)


def end_of_text(sheet: TextSheet, start: int) -> int:
    """Find the last segment of the running text that begins at index `start`; `start` - 1 when there is none.

    It is the segment at which the sum (see the module) is largest.  A row of a few short lines takes little off the
    sum, since it may be a list of the article's own; if one of the lines is junk, the row takes off more.
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
    """The number that a segment adds to the sum by which the text's end is found.

    That is its length if it is text, else a loss.
    """
    shape = sheet.shapes[index]
    if sheet.fields.get(index) == "wire":
        return 0
    if not sheet.free(index):
        return min(shape.weight, _MOST) if sheet.labels.of[index] in BLOCK_LABELS else -_JUNK
    text = (shape.prose or shape.ends or index in sheet.told.likely) and index not in sheet.told.unlikely
    return min(shape.weight, _MOST) if text else -_OFF
