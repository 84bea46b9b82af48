"""Joins lines to segments: undoes hard wrapping, hyphens at line ends, and sentences broken at links.

Takes TextLines (one for each line of the file); gives Segments in reading order, with line numbers as locators.  A line
is joined to the one before it if that one was broken because of its width, or breaks off in the middle of a sentence;
other lines are segments of their own.  In this module, `line` is the line in question, `before` the line before it,
`following` the one after it; `group` holds the lines already joined to one segment, of which `before` is the last;
`margin` is the column at which the text was wrapped, 0 if it was not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from parsers.late_patterns import UNSPACED
from parsers.rules import Family
from parsers.segments import Segment
from parsers.sentence_ends import SENTENCE_ENDS
from parsers.text.lines import TextLine
from parsers.text.margins import FILLED, TERMINAL, breaks_late, loose_margin, was_full, wrap_margin
from parsers.text.page_edges import without_page_edges
from parsers.text.torn import CLOSING, Torn, is_torn, torn_of

# All limits below were chosen by hand.

#: The share of the margin from which an unfinished line counts as full: in text that was wrapped at a column; in one
#: with letters of all widths; in one whose lines were broken only where the next word had no room.
_NEARLY, _NEARLY_LOOSE, _NEVER = 0.8, 0.7, 9.0
#: Columns that a program may have left free at the end of a line, though the next word had room.
_SPARE = 2
#: What opens a sentence's second part, at which some programs break lines early.
_DASHES = "–—"
#: How much wider capitals are than small letters, for text that was wrapped in a font with letters of all widths.
_CAPITALS = 1.2
#: The number before a subhead; the longest subhead, and the shortest paragraph below one, in characters.
_NUMBERED = re.compile(r"(\d{1,2})[.)]")
_SUBHEAD, _BELOW_SUBHEAD = 90, 40
#: Characters at the end of a line in which a broken word is looked for: more than the longest one.
_HYPHENATED = 50
_HYPHEN = re.compile(r"(?<!\w)(\w{1,40})[-\u2010]$")
#: Lines of the longest headline, below which a byline or a day may stand without a blank line.
_TITLE_LINES = 4
#: The dash before who spoke.
_SPEAKER = re.compile(r"\s[-–—]\s\w")


def _nowhere(_: str) -> bool:
    """No line stands by itself: the default of `segments`."""
    return False


def segments(lines: list[TextLine], words: Family, apart: Callable[[str], bool] = _nowhere) -> list[Segment]:
    """Make the Segments of a text, each of one line or several.

    `words`: the rule family "text" (config/rules/text.toml).  `apart`: whether a text is a byline or a day, which
    continues no headline above it.
    """
    exact = wrap_margin(lines)
    margin = exact or loose_margin(lines)
    lines = without_page_edges(lines, words, margin) if margin else lines
    torn = torn_of(lines, words, wrapped=margin > 0)
    late = not torn.markdown and breaks_late(lines, margin)
    nearly = _NEARLY_LOOSE if not exact else _NEVER if late else _NEARLY
    hyphenated = _hyphenated(lines)
    groups: list[list[TextLine]] = []
    for position, line in enumerate(lines):
        if groups and margin and line.bullet and _is_within(groups[-1], line, margin):
            line = replace(line, text=f"{line.bullet} {line.text}", bullet="")
        following = lines[position + 1] if position + 1 < len(lines) else None
        joined = _continues(groups[-1], line, following, margin, nearly, torn) if groups else False
        # A day may be a link within its sentence.
        if joined and not ((margin or not line.text[0].isdigit()) and _is_below_title(groups[-1], line, apart)):
            groups[-1].append(line)
        else:
            groups.append([line])
    kept = _spoken(groups) | _numbered_subheads(groups)
    return [_segment(group, index, hyphenated, marked=index in kept) for index, group in enumerate(groups)]


def _is_within(group: list[TextLine], line: TextLine, margin: int) -> bool:
    """Whether a line begins with a dash or a number of its sentence, which looks like a bullet.

    The line above is full and goes on, and there is no list.
    """
    before = group[-1]
    if line.blank_before or group[0].bullet or before.level or before.text.endswith(TERMINAL):
        return False
    return line.indent <= before.indent and before.indent + before.width + 1 + len(line.bullet) > margin


def _is_below_title(group: list[TextLine], line: TextLine, apart: Callable[[str], bool]) -> bool:
    """Whether a line is a byline or a day below a few lines that may be a headline, and so is not joined to them."""
    return len(group) <= _TITLE_LINES and not group[-1].text.endswith((",", "-")) and apart(line.text)


def _goes_over_page(before: TextLine, line: TextLine, margin: int, nearly: float) -> bool:
    """Whether a line at the top of a page continues the sentence at the bottom of the page before."""
    small = line.text[0].islower()
    if line.bullet or before.text.endswith(SENTENCE_ENDS if small else TERMINAL):
        return False
    filled = FILLED if small else min(nearly, _NEARLY)
    return before.indent + before.width >= filled * margin


def _continues(
    group: list[TextLine], line: TextLine, following: TextLine | None, margin: int, nearly: float, torn: Torn
) -> bool:
    """Whether a line is joined to the lines before it (`group`), in one segment.

    `nearly`: the share of the margin from which an unfinished line counts as full.  `torn`: facts about the text by
    which sentences that were broken at links are recognised.
    """
    before = group[-1]
    if margin and line.opens_page:
        return _goes_over_page(before, line, margin, nearly)
    if line.blank_before or before.wordless or line.wordless or line.level or line.bullet or before.picture:
        return False
    if margin and torn.markdown and (before.breaks or before.linked):
        return not before.breaks  # links make a line longer than it was for the program that broke it
    if margin and _is_above_indent(group, line, following):
        return False
    if not margin:
        return is_torn(group, line, following, torn)
    indented = line.indent > before.indent and not before.bullet and before.text.endswith(TERMINAL)
    midway = (line.text[0].islower() or line.text[0] in _DASHES) and (
        before.width > margin // 2 or bool(_HYPHEN.search(before.text))
    )
    # Not every editor breaks lines at the last column, so a nearly full, unfinished line counts as wrapped, too.
    wide = _CAPITALS if before.text.isupper() else 1
    filled = before.indent + before.width * wide >= nearly * margin and not _is_title_above(group, line, following)
    unfinished = not before.text.endswith(TERMINAL)
    full = was_full(before, line, margin - _SPARE if unfinished else margin)
    return (unfinished and (midway or filled)) or (full and not indented)


def _is_title_above(group: list[TextLine], line: TextLine, following: TextLine | None) -> bool:
    """Whether `group` is a title and `line` a byline below it, so that the two are not joined.

    They are if both stand alone between blank lines, and the second begins with a capital and has no full stop at its
    end.
    """
    ends = following is None or following.blank_before > 0
    return len(group) == 1 and ends and line.text[0].isupper() and not line.text.endswith(TERMINAL)


def _is_above_indent(group: list[TextLine], line: TextLine, following: TextLine | None) -> bool:
    """Whether `line` is the indented first line of a paragraph, and `group` a title right above it."""
    if len(group) > 1 or following is None or following.blank_before:
        return False
    if group[0].bullet or line.bullet or following.bullet:
        return False  # the second line of an item
    return group[0].indent == following.indent < line.indent and not group[0].text.endswith(TERMINAL)


def _hyphenated(lines: list[TextLine]) -> frozenset[str] | None:
    """The words in lower case that the text prints with a hyphen inside a line: {"well-known"}.

    If a line ends at the hyphen of such a word, the hyphen stays.  None means that every hyphen stays: programs that
    write Markdown break lines only at hyphens that are part of a word.
    """
    if any(line.linked for line in lines):
        return None
    return frozenset(w.lower().strip(".,;:!?\"'“”()") for line in lines for w in line.text.split() if "-" in w[1:-1])


def _spoken(groups: list[list[TextLine]]) -> frozenset[int]:
    """The indices of the paragraphs (`groups`) that begin with the dash of direct speech, not with a list's bullet.

    A list has several items; in a dialogue, every line is a sentence, and a second dash in one names the speaker.
    """
    spoken: set[int] = set()
    run: list[int] = []
    for index, group in enumerate([*groups, []]):
        if group and group[0].bullet == "-" and group[-1].text.endswith(TERMINAL) and group[0].blank_before:
            run.append(index)
            continue
        beside = [groups[i][0] for i in (run[0] - 1, index) if 0 <= i < len(groups)] if run else []
        if not any(line.bullet for line in beside) and (len(run) == 1 or any(_is_speech(groups[i]) for i in run)):
            spoken.update(run)
        run = []
    return frozenset(spoken)


def _is_speech(group: list[TextLine]) -> bool:
    """Whether a paragraph has a second dash, after which the speaker is named: "- It is closed, - said Ada Lund."

    Then its first dash marks direct speech and is no bullet of a list.
    """
    return any(_SPEAKER.search(line.text) for line in group)


def _numbered_subheads(groups: list[list[TextLine]]) -> frozenset[int]:
    """The indices of the paragraphs (`groups`) that are numbered subheads: "1. The roads", with text below each.

    Items of a list follow one another; the numbers of subheads rise by one with running text between them.
    """
    run: list[int] = []
    found: set[int] = set()
    for index, group in enumerate(groups[:-1]):
        number = _NUMBERED.fullmatch(group[0].bullet)
        below, title = groups[index + 1], group[0].text
        text = not below[0].bullet and (len(below) > 1 or len(below[0].text) >= _BELOW_SUBHEAD)
        if (
            not number
            or len(group) > 1
            or len(title) > _SUBHEAD
            or title.endswith((".", "。", ";", ",", ":"))
            or not text
        ):
            continue
        run = [*run, index] if run and int(number[1]) == len(run) + 1 else [index] * (int(number[1]) == 1)
        if len(run) > 1:
            found.update(run)
    return frozenset(found)


def _segment(group: list[TextLine], index: int, hyphenated: frozenset[str] | None, *, marked: bool) -> Segment:
    """Make the Segment of a paragraph (`group`: its lines).

    `marked`: its bullet is a dash of direct speech or the number of a subhead, and stays in the text.  `hyphenated`: as
    `_hyphenated` gives it.
    """
    first, last = group[0], group[-1]
    text = f"{first.bullet} {first.text}" if marked else first.text
    for line in group[1:]:
        text = _joined(text, line.text, hyphenated)
    return Segment(
        text,
        index,
        f"line {first.number}" if first is last else f"lines {first.number}-{last.number}",
        level=first.level,
        list_depth=1 if first.bullet and not marked else 0,
        hint="quote" if first.quoted else "",
        blank_before=first.blank_before,
        line=first.number,
        node=first,
    )


def _joined(text: str, following: str, hyphenated: frozenset[str] | None) -> str:
    """Join two lines to one text: with a blank, or without the hyphen at which a word was broken.

    `hyphenated`: the words whose hyphen stays, as `_hyphenated` gives them.
    """
    # Only at the end: a paragraph may have thousands of lines.
    broken = _HYPHEN.search(text, max(0, len(text) - _HYPHENATED))
    if broken and hyphenated is None:
        return f"{text}{following}"
    if not broken or hyphenated is None or not following[0].islower():
        glue = "" if UNSPACED.match(text[-1]) and UNSPACED.match(following) else " "
        glue = "" if CLOSING.match(following) and len(following) > 1 and following[1] == " " else glue
        return f"{text}{glue}{following}"
    compound = f"{broken[1]}-{following.split()[0]}".lower().strip(".,;:!?\"'“”()")
    return f"{text}{following}" if compound in hyphenated else f"{text[:-1]}{following}"
