"""Cuts readers' comments below an article.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); segments that score as body get labels.  `body` has the segments of the page that score as body.

Comments stand in a box with a class name for them, or each has a head: a line or two with the writer's name and the
time.  Articles have such lines, too (events, posts of reporters, a log).  So several comments must have a day and a
time of day in one line with the name, or be followed by "Reply", or say how long ago they were written and be the
smaller part of the text; or a line such as "3 comments" must stand right above the first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from parsers.dates.date_lines import EDGE, date_words, is_furniture
from parsers.dates.read_date import may_be_date, read_date
from parsers.dates.regular_forms import begins_with_day
from parsers.dates.times_ago import tells_ago
from parsers.folding import key, letters
from parsers.html.body.draft import SMALL, Draft
from parsers.html.body.regions import box_around, cut, holds_headline, inside_box, mass, size
from parsers.html.fields.pieces import pieces_of
from parsers.html.markup.box_names import COMMENTS
from parsers.html.markup.walked import Walk
from parsers.people.byline_names import BARS
from parsers.segments import BODY, Segment
from parsers.sentence_ends import SENTENCE_ENDS

# All limits below were chosen by hand.

#: Letters of body text that an article has above a box of comments, and above comments that their heads tell.
_ARTICLE: Final = 300
_BRIEF: Final = 150
#: The least number of comments in a series, of those that "Reply" follows, and of those who write comments.
_COMMENTS: Final = 3
_ANSWERED: Final = 2
_WRITERS: Final = 2
#: Share of link text from which a line names no writer.
_LINKED: Final = 0.9
#: Characters of the longest line that names the writer and the time of a comment, of the longest line with the name
#: alone, and of the longest with buttons below a comment; letters that may stand beside the time.
_STAMP: Final = 100
_NAME: Final = 60
_BUTTONS: Final = 40
_BESIDE_TIME: Final = 40
#: Letters of the shortest name that is believed where another line stands above it.
_SHORT_NAME: Final = 4
#: Letters of the longest comments on average; where more text follows a name and a time, they are of an article.
_LONGEST: Final = 600
#: The most segments between the heads of two comments in a run.
_APART: Final = 12
#: The most runs that are looked at, since each takes a look at the body; comments are one or two.
_RUNS: Final = 40
#: Lines after its head in which a comment's text begins, and letters of it; lines before the first head in which a
#: heading stands, and lines below the body in which comments are looked for: short ones score too low for body.
_NEAR: Final = 3
_SAID: Final = 20
_ABOVE: Final = 3
_BELOW: Final = 30
#: Digits of a day and of a clock, in any order of day, month and year.
_DAY: Final = re.compile(r"(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)")
#: A time of day; not the length of a video, which may have more minutes than a day has hours, or says "min" (SI).
_CLOCK: Final = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d|\s?min)", re.IGNORECASE)
_NO_NAME: Final = re.compile(r"[\W\d_]+")
_DIGIT: Final = re.compile(r"\d")
#: The signs of BARS, since hardly any line has one and it is slow to look for.
_BARS: Final = "|·•–"
#: "Ada Lund says:" is a name.
_SENTENCE_ENDS: Final = (*SENTENCE_ENDS, ";")


class _Head(NamedTuple):
    """The head of a comment: the indices of its first and last segment and of the comment's first line of text.

    `name` is the writer's, folded; `ago` says whether the time is told as so long ago.
    """

    first: int
    last: int
    text: int
    name: str
    ago: bool


def cut_comment_boxes(draft: Draft, found: Walk) -> None:
    """Label the text of boxes with a class name for readers' comments, if enough of an article precedes them."""
    rows = [row for row, bits in draft.named if bits & COMMENTS]
    rows = [row for row in rows if not _is_paragraph_among_others(draft, found, row, rows)]
    first = _article_end(draft.body(), _ARTICLE) if rows else None
    for row in rows:
        if first is not None and found.boxes.first[row] >= first and not holds_headline(draft, found, row):
            cut(draft, inside_box(draft, found, row), "comments", "box")


def _is_paragraph_among_others(draft: Draft, found: Walk, row: int, named: list[int]) -> bool:
    """Whether a box is one `p` with a paragraph of the body right behind it: its name ("comment-faire") means nothing.

    `row`: the box; `named`: all boxes with a name for comments, beside which a comment may stand.
    """
    boxes = found.boxes
    behind = boxes.end[row]
    if boxes.tag[row] != "p" or behind - boxes.first[row] != 1 or behind >= len(found.segments):
        return False
    beside = found.box[behind]
    alike = boxes.tag[beside] == "p" and boxes.parent[beside] == boxes.parent[row] and beside not in named
    return alike and draft.layout.scores[behind] > BODY


def cut_comments(draft: Draft, found: Walk) -> None:
    """Label readers' comments below the article that no class name tells, with their heading."""
    body = draft.body()
    first = _article_end(body, _BRIEF)
    start = _where_stamped_comments_begin(draft, found, body, first) if first is not None else None
    if start is not None:
        _cut(draft, start, len(found.segments), "dated")
    for run in _runs(_heads(draft, found, first))[:_RUNS] if first is not None else ():
        begin = _where_run_begins(draft, found, run, first or 0)
        if begin is not None:
            _cut(draft, begin, found.boxes.end[box_around(found, begin, run[-1].text)], "heads")


def _cut(draft: Draft, start: int, end: int, rule: str) -> None:
    """Label the body's segments from `start` to `end` - 1 as comments if enough of the article remains."""
    body = draft.body()
    told = [segment for segment in body if start <= segment.index < end]
    if mass(body) - mass(told) >= _BRIEF:
        cut(draft, told, "comments", rule)


def _article_end(body: list[Segment], enough: int) -> int | None:
    """Return the index after the segment with which the body reaches `enough` letters; None if it never does."""
    told = 0
    for segment in body:
        told += letters(segment.text)
        if told >= enough:
            return segment.index + 1
    return None


def _where_stamped_comments_begin(draft: Draft, found: Walk, body: list[Segment], first: int) -> int | None:
    """Return the index of the first segment of comments with a day and a time of day each, or of their heading.

    None without such comments.  `first`: the index from which comments are looked for.
    """
    stamps = [s for s in found.segments[first : draft.layout.last + _COMMENTS] if _is_stamp(s)]
    wrote = [s for s in stamps if _body_text_near(draft, s.index)]
    # A log of one newsroom ("Update, 3.4.2026, 14:30") names no writers.
    writers = {_NO_NAME.sub("", s.text) for s in wrote} - {""}
    if len(wrote) < _COMMENTS or len(writers) < _WRITERS:
        return None
    row = found.box[wrote[0].index]
    while found.boxes.parent[row] and found.boxes.end[found.boxes.parent[row]] <= wrote[1].index:
        row = found.boxes.parent[row]
    inside = max(found.boxes.first[row], first)
    heading = next((s.index for s in body if inside - _COMMENTS <= s.index < inside and s.hint == "subhead"), None)
    return heading if heading is not None else min(inside, wrote[0].index)


def _is_stamp(segment: Segment) -> bool:
    """Whether a line may be the first of a comment: it is short and has a day and a time of day."""
    text = segment.text
    if len(text) > _STAMP or segment.hint in ("table", "quote") or segment.link_share >= _LINKED:
        return False
    return ":" in text and _DAY.search(text) is not None and _CLOCK.search(text) is not None


def _body_text_near(draft: Draft, index: int) -> bool:
    """Whether the segment with this index, or the one before or after it, scores as body.

    Then the line with a comment's date has the comment's text beside it.
    """
    scores = draft.layout.scores
    return any(0 <= at < len(scores) and scores[at] > BODY for at in (index - 1, index, index + 1))


def _runs(heads: Iterator[_Head]) -> list[list[_Head]]:
    """Group heads that follow one another with few segments between."""
    runs: list[list[_Head]] = []
    for head in heads:
        if runs and head.first - runs[-1][-1].last <= _APART:
            runs[-1].append(head)
        else:
            runs.append([head])
    return runs


def _where_run_begins(draft: Draft, found: Walk, run: list[_Head], first: int) -> int | None:
    """Return the index of the first segment of a run of comments, or of their heading; None if they are none.

    `first`: the index from which comments are looked for.
    """
    end = found.boxes.end[box_around(found, run[0].first, run[-1].text)]
    told = mass(segment for segment in draft.body() if run[0].last < segment.index < end)
    if told > _LONGEST * len(run):
        return None
    answered = [
        head
        for head, until in zip(run, [head.first for head in run[1:]] + [end + 1], strict=True)
        if any(_is_button(draft, line) for line in found.segments[head.last + 1 : until])
    ]
    heading = _heading(draft, found, max(first, run[0].first - _ABOVE), run[0].first)
    if heading is not None and (len(run) > 1 or answered or run[0].ago):
        return heading
    if len(answered) >= _ANSWERED:
        return answered[0].first
    # Reporters' posts in a running log say so, too, but are most of their page.
    ago = [head for head in run if head.ago]
    if len(ago) < _COMMENTS or len({head.name for head in ago}) < _WRITERS:
        return None
    return ago[0].first if 2 * told <= mass(draft.body()) else None


def _heading(draft: Draft, found: Walk, first: int, end: int) -> int | None:
    """Return the index of the heading of a comment section in the lines `first` to `end` - 1; None without one.

    Nothing that scores as body may stand below it.
    """
    for line in reversed(found.segments[first:end]):
        if _is_button(draft, line):
            return line.index
        if draft.layout.scores[line.index] > BODY:
            return None
    return None


def _heads(draft: Draft, found: Walk, first: int) -> Iterator[_Head]:
    """Yield the heads of comments from the segment `first` on: a name and a time, with text below them."""
    end = draft.layout.last + _BELOW
    lines = found.segments[first - 1 : end]
    for above, line in pairwise(lines):
        told = _name_and_time(draft, found, line)
        if told is None:
            continue
        name, ago = told
        begins = ends = line
        below = found.segments[line.index + 1 : min(line.index + 1 + _NEAR, end)]
        # "le 3 mars 2024", "am 3. März 2024": a word of the date is no name.
        if letters(name) < _SHORT_NAME and above.index >= first and _may_be_name(draft, above):
            name, begins = above.text, above
        elif letters(name) < _SHORT_NAME and below and below[0].text.endswith(":") and _may_be_name(draft, below[0]):
            name, ends = below[0].text, below.pop(0)
        text = next((s.index for s in below if letters(s.text) >= _SAID), None)
        if letters(name) > 1 and text is not None:
            yield _Head(begins.index, ends.index, text, key(name), ago)


def _name_and_time(draft: Draft, found: Walk, line: Segment) -> tuple[str, bool] | None:
    """Return (the text before the time in a line, whether the time is told as so long ago); None without a time."""
    text, language, rules = line.text, draft.language, draft.context.rules
    if len(text) > _STAMP or line.hint in ("table", "quote"):
        return None
    # Most lines below an article are titles of others and entries of menus.
    long, linked = len(text) > _NAME, line.link_share >= _LINKED
    if (long and linked) or ((long or linked) and not any(map(str.isdigit, text))):
        return None
    parts = len(line.node) > 1 or (len(line.node) == 1 and (line.node.text or "").strip())
    small = parts and size(found, found.box[line.index]) <= SMALL
    barred = BARS.split(text) if any(map(text.__contains__, _BARS)) else ()
    for part in dict.fromkeys((text, *barred, *(pieces_of(line.node) if small else ()))):
        if tells_ago(part.strip(EDGE), language, rules):
            return text[: text.find(part)] if part in text else "", True
    if linked or not may_be_date(text) or read_date(text, language=language, rules=rules) is None:
        return None
    if not is_furniture(text, date_words(rules.family("heads")), most=_BESIDE_TIME):
        return None
    if begins_with_day(text, language, rules.family("dates")):
        return "", False
    digit = _DIGIT.search(text)
    return text[: digit.start() if digit else 0], False


def _may_be_name(draft: Draft, line: Segment) -> bool:
    """Whether a line may be the name of a comment's writer: short, no sentence and no button."""
    text = line.text
    if len(text) > _NAME or text.endswith(_SENTENCE_ENDS) or line.hint in ("table", "quote"):
        return False
    return draft.junk(text) is None


def _is_button(draft: Draft, line: Segment) -> bool:
    """Whether a line is a button or heading of a comment section: "Reply", "3 comments", "Like · Reply"."""
    if len(line.text) > _BUTTONS:
        return False
    words = [draft.junk(word) for word in line.text.split() if not word.isdecimal()]
    known = [*map(draft.junk, (line.text, *BARS.split(line.text))), *(words if all(words) else ())]
    return any(reason is not None and reason[0] == "comments" for reason in known)
