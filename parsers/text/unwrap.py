"""Joins lines to segments: undoes hard wrapping, hyphens at line ends, and sentences broken at links.

Takes TextLines (one for each line of the file); gives Segments in reading order, with line numbers as locators.  A line
is joined to the one before it if that one was broken because of its width, or breaks off in the middle of a sentence;
other lines are segments of their own.  In this module, `line` is the line in question, `before` the line before it,
`following` the one after it; `group` holds the lines already joined to one segment, of which `before` is the last;
`margin` is the column at which the text was wrapped, 0 if it was not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from parsers.late_patterns import UNSPACED
from parsers.rules import FAMILIES_KEPT, Family
from parsers.segments import Segment
from parsers.sentence_ends import SENTENCE_ENDS
from parsers.text.lines import TextLine

# All limits below were chosen by hand.

#: Columns; the smallest and the largest margin of wrapped text (e-mail, typewriters).  Longer lines are not wrapped.
_NARROWEST, _WIDEST = 40, 110
#: The share (0 to 1) of lines that must reach the margin for a text to count as wrapped; only lines directly followed
#: by another one are counted, and there must be at least _FEWEST of them.
_FULL_SHARE = 0.45
_FEWEST = 4
#: The share of the margin from which an unfinished line counts as full: in text that was wrapped at a column; in one
#: with letters of all widths.
_NEARLY, _NEARLY_LOOSE = 0.8, 0.7
#: How much wider capitals are than small letters, for text that was wrapped in a font with letters of all widths.
_CAPITALS = 1.2
#: With so many broken sentences, each text node of the HTML was saved as a line of its own.
_MANY_TEARS = 3
#: The share of lines whose ends lie at or before the margin: some lines are too long for it.
_AT_MARGIN = 0.95
#: The share of the margin that a line must fill to count as full, however long the next word is.
_FILLED = 0.6
#: Characters and words from which on a line without a full stop is no heading but a broken sentence.
_LONG, _LONG_WORDS = 30, 5
#: The least words of the rest of a broken sentence; the most words of a link inside one.
_REST_WORDS, _LINK_WORDS = 4, 6
#: For text that was wrapped in a proportional font: the least lines, the narrowest margin, the least width of the
#: median line as a share of the margin, and the least shares (0 to 1) of lines that break off, and that go on.
_FEWEST_LOOSE, _NARROWEST_LOOSE, _SIMILAR, _OPEN, _RESUMED = 6, 24, 0.7, 0.6, 0.3
#: The number before a subhead; the longest subhead, and the shortest paragraph below one, in characters.
_NUMBERED = re.compile(r"(\d{1,2})[.)]")
_SUBHEAD, _BELOW_SUBHEAD = 90, 40
_DIGITS = re.compile(r"\d+")
#: Characters at the end of a line in which a broken word is looked for: more than the longest one.
_HYPHENATED = 50
_HYPHEN = re.compile(r"(?<!\w)(\w{1,40})[-\u2010]$")
_TERMINAL = (*SENTENCE_ENDS, *":;\"'”’»)]）】")
#: The dash before who spoke.
_SPEAKER = re.compile(r"\s[-–—]\s\w")
_CLOSING = re.compile(r"[,.;:!?)\]”»’]")


@dataclass(frozen=True, slots=True)
class Torn:
    """Facts about a text by which sentences that were broken at a link or another element are recognised."""

    #: Lower-case words with which no heading ends ("the", "of").
    unfinished: frozenset[str]
    #: The share (0 to 1) of the margin from which an unfinished line counts as full.
    nearly: float
    #: Whether the text has many broken sentences.
    page: bool
    #: Whether the text has links with their addresses.
    markdown: bool


def segments(lines: list[TextLine], words: Family) -> list[Segment]:
    """Make the Segments of a text, each of one line or several.

    `words`: the rule family "text" (config/rules/text.toml).
    """
    exact = wrap_margin(lines)
    margin = exact or loose_margin(lines)
    lines = without_page_edges(lines, words) if margin else lines
    torn = Torn(
        _unfinished(words),
        _NEARLY if exact else _NEARLY_LOOSE,
        not margin and _tears(lines) >= _MANY_TEARS,
        any(line.linked for line in lines),
    )
    hyphenated = _hyphenated(lines)
    groups: list[list[TextLine]] = []
    for position, line in enumerate(lines):
        following = lines[position + 1] if position + 1 < len(lines) else None
        if groups and _continues(groups[-1], line, following, margin, torn):
            groups[-1].append(line)
        else:
            groups.append([line])
    kept = _spoken(groups) | _numbered_subheads(groups)
    return [_segment(group, index, hyphenated, marked=index in kept) for index, group in enumerate(groups)]


def wrap_margin(lines: list[TextLine]) -> int:
    """Find the column at which a text was wrapped, in characters; 0 when it was not wrapped."""
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
    full = [before for before, line in pairs if _was_full(before, line, margin) and before.width >= margin * _FILLED]
    # Paragraphs of a like length end with their sentences; lines that were broken do not.
    within = sum(not before.text.endswith(_TERMINAL) for before in full)
    return margin if len(full) >= _FULL_SHARE * len(pairs) and 2 * within > len(full) else 0


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
    open_ends = sum(not before.text.endswith(_TERMINAL) for before, _ in pairs)
    resumed = sum(line.text[0].islower() for _, line in pairs)
    return margin if open_ends >= _OPEN * len(pairs) and resumed >= _RESUMED * len(pairs) else 0


@lru_cache(maxsize=FAMILIES_KEPT)
def _unfinished(words: Family) -> frozenset[str]:
    """The words in small letters with which no heading ends ("the", "of")."""
    return frozenset(words.all_words("unfinished"))


def without_page_edges(lines: list[TextLine], words: Family) -> list[TextLine]:
    """Move the page numbers and running titles of a wrapped text to its end; gives all lines.

    A paragraph that continues on the next page is then in one piece.  `words`: the rule family "text".
    """
    edges = {at for at, line in enumerate(lines) if line.opens_page}
    beside = [at for edge in sorted({*edges, len(lines)}) for at in (edge - 1, edge) if edges and 0 <= at < len(lines)]
    keys = [_DIGITS.sub("", lines[at].text) for at in beside]
    counts = Counter(keys)
    moved = {at for at, key in zip(beside, keys) if not key.strip(" -–—|/.") or counts[key] > 1}
    numbers = [rule.pattern for rule in words.rules if rule.id == "page_number"]
    moved |= {at for at in beside if any(number.match(lines[at].text) for number in numbers)}
    # The line after a moved one becomes the first of its page.
    opening = {at + 1 for at in moved if at in edges}
    kept = [
        replace(line, opens_page=True) if at in opening else line for at, line in enumerate(lines) if at not in moved
    ]
    return kept + [replace(lines[at], blank_before=1) for at in sorted(moved)]


def _goes_over_page(before: TextLine, line: TextLine, margin: int) -> bool:
    """Whether a line at the top of a page continues the sentence at the bottom of the page before."""
    full = before.indent + before.width >= _FILLED * margin
    return line.opens_page and full and line.text[0].islower() and not before.text.endswith(_TERMINAL)


def _was_full(line: TextLine, following: TextLine, margin: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one, so that the line was wrapped there.

    False for scripts without blanks between words, whose lines may be broken anywhere.
    """
    if UNSPACED.match(following.text):
        return False
    word = following.text.split(" ", 1)[0]
    return line.indent + line.width + 1 + len(word) > margin


def _continues(group: list[TextLine], line: TextLine, following: TextLine | None, margin: int, torn: Torn) -> bool:
    """Whether a line is joined to the lines before it (`group`), in one segment.

    `torn`: facts about the text by which sentences that were broken at links are recognised.
    """
    before = group[-1]
    if margin and _goes_over_page(before, line, margin):
        return True
    if line.blank_before or before.wordless or line.wordless or line.level or line.bullet:
        return False
    if margin and torn.markdown and (before.breaks or before.linked):
        return not before.breaks  # links make a line longer than it was for the program that broke it
    if margin and _is_above_indent(group, line, following):
        return False
    if margin:
        indented = line.indent > before.indent and not before.bullet and before.text.endswith(_TERMINAL)
        midway = line.text[0].islower() and (before.width > margin // 2 or bool(_HYPHEN.search(before.text)))
        # Not every editor breaks lines at the last column, so a nearly full, unfinished line counts as wrapped, too.
        wide = _CAPITALS if before.text.isupper() else 1
        nearly = before.indent + before.width * wide >= torn.nearly * margin and not _is_title_above(
            group, line, following
        )
        unfinished = not before.text.endswith(_TERMINAL)
        return (unfinished and (midway or nearly)) or (_was_full(before, line, margin) and not indented)
    if before.level or before.text.endswith(_TERMINAL) or line.indent != before.indent:
        return False
    return _is_torn(group, line, following, torn)


def _is_title_above(group: list[TextLine], line: TextLine, following: TextLine | None) -> bool:
    """Whether `group` is a title and `line` a byline below it, so that the two are not joined.

    They are if both stand alone between blank lines, and the second begins with a capital and has no full stop at its
    end.
    """
    ends = following is None or following.blank_before > 0
    return len(group) == 1 and ends and line.text[0].isupper() and not line.text.endswith(_TERMINAL)


def _is_above_indent(group: list[TextLine], line: TextLine, following: TextLine | None) -> bool:
    """Whether `line` is the indented first line of a paragraph, and `group` a title right above it."""
    if len(group) > 1 or following is None or following.blank_before:
        return False
    if group[0].bullet or line.bullet or following.bullet:
        return False  # the second line of an item
    return group[0].indent == following.indent < line.indent and not group[0].text.endswith(_TERMINAL)


def _is_torn(group: list[TextLine], line: TextLine, following: TextLine | None, torn: Torn) -> bool:
    """Whether a line continues a sentence that was broken at a link: "... missing in", "Hartsea", "since May.".

    `group`: the lines joined so far.  `following`: the next line.  `torn`: facts about the whole text.
    """
    before = group[-1].text
    words = sum(len(part.text.split()) for part in group)
    long = sum(len(part.text) for part in group) >= _LONG and words >= _LONG_WORDS
    if _resumes(line.text):
        return long or (torn.page and (len(line.text.split()) >= _REST_WORDS or len(group) > 1))
    last = before.split()[-1].strip('("„“«').lower()
    if torn.page and (last in torn.unfinished or before.endswith((",", "(", "„", "“", "«"))):
        return True
    short = len(line.text.split()) <= _LINK_WORDS and not line.text.endswith(_TERMINAL)
    resumed = following is not None and not following.blank_before and _resumes(following.text)
    return bool(short and resumed and long and before.split()[-1].islower())


def _tears(lines: list[TextLine]) -> int:
    """The number of lines that break off in the middle of a sentence, which the next line continues.

    Many show that the text was broken at links throughout.
    """
    return sum(
        not line.blank_before and before.width >= _LONG and not before.text.endswith(_TERMINAL) and _resumes(line.text)
        for before, line in pairwise(lines)
    )


def _resumes(text: str) -> bool:
    """Whether a text begins with a small letter or a closing mark, and so continues a sentence."""
    return text[0].islower() or bool(_CLOSING.match(text))


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
        if group and group[0].bullet == "-" and group[-1].text.endswith(_TERMINAL) and group[0].blank_before:
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
        glue = "" if _CLOSING.match(following) and len(following) > 1 and following[1] == " " else glue
        return f"{text}{glue}{following}"
    compound = f"{broken[1]}-{following.split()[0]}".lower().strip(".,;:!?\"'“”()")
    return f"{text}{following}" if compound in hyphenated else f"{text[:-1]}{following}"
