"""Finds the column at which the lines of a text were broken, and tells which lines were broken there.

Takes TextLines; gives columns and facts about lines.  `margin` is the column at which the text was wrapped, 0 if it was
not.  Joining the lines is the work of `parsers.text.unwrap`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from parsers.late_patterns import UNSPACED
from parsers.sentence_ends import SENTENCE_ENDS
from parsers.text.lines import TextLine

# All limits below were chosen by hand.

#: Ends of a line behind which a sentence hardly goes on.
TERMINAL = (*SENTENCE_ENDS, *":;\"'”’»)]）】")
#: The share of the margin that a line must fill to count as full, however long the next word is.
FILLED = 0.6
#: Columns; the smallest and the largest margin of wrapped text (e-mail, typewriters).  Longer lines are not wrapped.
_NARROWEST, _WIDEST = 40, 110
#: The share (0 to 1) of lines that must reach the margin for a text to count as wrapped; only lines directly followed
#: by another one are counted, and there must be at least _FEWEST of them.
_FULL_SHARE = 0.45
_FEWEST = 4
#: The share of lines whose ends lie at or before the margin: some lines are too long for it.
_AT_MARGIN = 0.95
#: For text that was wrapped in a proportional font: the least lines, the narrowest margin, the least width of the
#: median line as a share of the margin, and the least shares (0 to 1) of lines that break off, and that go on.
_FEWEST_LOOSE, _NARROWEST_LOOSE, _SIMILAR, _OPEN, _RESUMED = 6, 24, 0.7, 0.6, 0.3
#: With so many broken sentences, of which this share (0 to 1) were broken only where the next word had no room, the
#: program that wrapped the text never breaks a line before.
_BROKEN, _WITHOUT_ROOM = 8, 0.97


def wrap_margin(lines: list[TextLine]) -> int:
    """Find the column at which a text was wrapped, in characters; 0 when it was not wrapped.

    The lines of a page's menus are not broken, so that broken sentences alone may show it.
    """
    return _margin_of_all(lines) or _margin_of_sentences(lines)


def _margin_of_all(lines: list[TextLine]) -> int:
    """The column that nearly half of the lines reach that have another line right below them; 0 without one."""
    markdown = any(line.linked for line in lines)
    pairs = [
        (before, line)
        for before, line in pairwise(lines)
        if not (line.blank_before or line.bullet or before.linked or (markdown and before.breaks))
    ]
    widths = sorted(before.indent + before.width for before, _ in pairs if not before.wordless)
    if len(widths) < _FEWEST:
        return 0
    margin = widths[int(len(widths) * _AT_MARGIN)]
    if not _NARROWEST <= margin <= _WIDEST:
        return 0
    full = [before for before, line in pairs if was_full(before, line, margin) and before.width >= margin * FILLED]
    # Paragraphs of a like length end with their sentences; lines that were broken do not.
    within = sum(not before.text.endswith(TERMINAL) for before in full)
    return margin if len(full) >= _FULL_SHARE * len(pairs) and 2 * within > len(full) else 0


def _margin_of_sentences(lines: list[TextLine]) -> int:
    """The column at which nearly all broken sentences were broken; 0 without one."""
    widths = sorted(before.indent + before.width for before, _ in _broken(lines, _NARROWEST))
    margin = widths[int(len(widths) * _AT_MARGIN)] if widths else 0
    return margin if _NARROWEST <= margin <= _WIDEST and breaks_late(lines, margin) else 0


def _broken(lines: list[TextLine], margin: int) -> Iterator[tuple[TextLine, TextLine]]:
    """Yield the pairs of lines between which a sentence was broken: the second begins with a small letter.

    Entries of menus may begin so, too, but are short.
    """
    for before, line in pairwise(lines):
        short = before.indent + before.width < FILLED * margin
        apart = line.blank_before or line.bullet or before.linked
        if line.text[0].islower() and not (short or apart or before.text.endswith(TERMINAL)):
            yield before, line


def loose_margin(lines: list[TextLine]) -> int:
    """Find the column at which a text was wrapped in a proportional font or in narrow columns; 0 if it was not.

    In characters.  Such lines are of similar widths, and most break off in the middle of a sentence.
    """
    pairs = [(before, line) for before, line in pairwise(lines) if not line.blank_before and not line.bullet]
    widths = sorted(before.indent + before.width for before, _ in pairs if not before.wordless)
    if len(widths) < _FEWEST_LOOSE or not any(map(str.islower, (line.text[0] for _, line in pairs))):
        return 0
    margin, middle = widths[int(len(widths) * _AT_MARGIN)], widths[len(widths) // 2]
    if not _NARROWEST_LOOSE <= margin <= _WIDEST or middle < _SIMILAR * margin:
        return 0
    open_ends = sum(not before.text.endswith(TERMINAL) for before, _ in pairs)
    resumed = sum(line.text[0].islower() for _, line in pairs)
    return margin if open_ends >= _OPEN * len(pairs) and resumed >= _RESUMED * len(pairs) else 0


def breaks_late(lines: list[TextLine], margin: int) -> bool:
    """Whether lines were broken only where the next word had no room, as programs do that wrap a text.

    Then a line with room for the next word ended there on purpose, however long it is.
    """
    broken = [was_full(before, line, margin) for before, line in _broken(lines, margin)]
    return len(broken) >= _BROKEN and sum(broken) >= _WITHOUT_ROOM * len(broken)


def was_full(line: TextLine, following: TextLine, margin: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one, so that the line was wrapped there.

    False for scripts without blanks between words, whose lines may be broken anywhere.
    """
    if UNSPACED.match(following.text):
        return False
    word = following.text.split(" ", 1)[0]
    return line.indent + line.width + 1 + following.number_width + len(word) > margin
