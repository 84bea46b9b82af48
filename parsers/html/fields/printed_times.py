"""Finds the times printed near the article: in time elements, and in lines that are a date and little else.

Takes the Sheet (the page as field readers see it); gives candidates for the time of publication, or, where `modified`
is True, of the last change.  A line about an update counts only for the change.  Dates that are not the article's are
left out (`whose_times`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from parsers.dates.date_lines import (
    FOOT,
    LONGEST,
    MOST_LETTERS,
    SHORTEST,
    is_furniture,
    label_above,
    part_about,
    tells_other,
    tells_publication,
    tells_when,
)
from parsers.dates.leading_day import leading_day
from parsers.dates.read_date import may_be_date
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.dates_of_boxes import doubts
from parsers.html.fields.pieces import line_pieces, pieces_of, spaced
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.teaser_days import teaser_days
from parsers.html.fields.times import Time, read_time
from parsers.html.fields.whose_times import is_about_others, is_of_article, is_quoted, label_of
from parsers.html.metadata import Stamp
from parsers.html.metadata.values import element_text
from parsers.people.around_names import has_lead
from parsers.segments import BODY, HEADLINE, JUNK, Segment

# All limits and confidences (0 to 1) below were chosen by hand.

#: The most time elements that are read; pages with more list other articles.
_MANY = 12
#: Times are looked for within so many segments above and below the headline; and, without one, into the body.
_HIGHEST, _LOWEST, _INTO_BODY = 10, 25, 5
#: Confidence of a time element's attribute and of its text; of a line near the headline; of a line with a label below.
_ATTRIBUTE, _ELEMENT_TEXT, _LINE, _LABELLED = 0.72, 0.62, 0.6, 0.45
#: Segments above and below the headline in which a date may be one line of several; letters of a month and a zone.
_ABOVE, _BELOW, _MONTH = 3, 8, 15
#: What a label for publication right before a date adds.
_SAID = 0.14
#: The first day of the web.
_WEB = "1991-08-06"
#: Confidence of a day in the headline, which may be that of an event, and of the one that leads the first paragraph.
#: Both are below that of the address.
_IN_HEADLINE, _LEADING = 0.3, 0.38
#: What evidence calls the latter.
LEADING = "leading"
#: Confidence of a day that a sentence calls that of publication: above any line.
_SENTENCE = 0.71
#: What a time loses for each segment between it and the headline, and the most segments that count.
_EACH_SEGMENT, _MOST_SEGMENTS = 0.003, 30
#: What a line above the headline loses besides: it is a little less likely the article's than one just as far below it.
_IS_ABOVE = 0.002
#: What a time element below the body loses besides: it is rather a comment's or a teaser's than the article's.
_IS_BELOW = 0.15
#: Segments below the body in which `Sheet.around` has looked already.
_LOOKED_AT = 8
#: Characters of the longest line with a label and a date.
_LONGEST_LABELLED = 60
#: Letters of a line besides its date, where the line's element is called a date or the like.
_MOST_IN_META = 100
#: Characters of the longest line that is a part of a date; and the boxes around it, of which one holds its other parts.
_PART, _AROUND_PARTS = 12, 2
#: Confidence of such a date: below any that is declared or printed whole, above that of the address.
_IN_PARTS = 0.45
#: Characters of the longest line of which a piece may be the date: names, offices and links may stand before it.
_LONGEST_IN_PIECES = 400
#: Characters of the first paragraph at least, and the first lines of the body among which it is.
_PARAGRAPH, _FIRST_LINES = 60, 3
#: Words in lower case that make a line a sentence.
_SMALL_WORDS = 6
#: Characters of the text before a time element that are searched for "Updated", and the most elements in its neighbour.
_BEFORE, _FEW = 40, 2


def printed_times(sheet: Sheet, *, modified: bool = False) -> Iterator[Candidate[Time]]:
    """Yield candidates for the time of publication; with `modified`, for that of the last change.

    Those in time elements come first, then those in lines near the headline and below the body, then less certain ones.
    """
    listed = teaser_days(sheet)
    yield from _elements(sheet, modified, listed)
    for segment in sheet.around():
        if len(segment.text) > _LONGEST_IN_PIECES or not sheet.may_be_dated(segment) or segment.index in listed:
            continue
        if sheet.labels.of[segment.index] == HEADLINE:
            if not modified and len(segment.text) <= LONGEST:
                yield from read_time(sheet, segment.text, "text", "headline", _IN_HEADLINE, (segment.index,))
            continue
        text = part_about(spaced(segment), label_of(segment, sheet), sheet.heads.dates, modified=modified)
        if len(segment.text) > LONGEST or not _is_short(text, segment, sheet, modified):
            text = _piece_about(segment, sheet, modified=modified)
        if (
            len(text) >= SHORTEST
            and (modified or not (_is_sentence(segment, sheet) or _is_inside(segment, sheet)))
            and is_of_article(segment, sheet)
        ):
            labelled = sheet.heads.dates.published.match(text.strip()) is not None
            confidence = _LINE + _SAID * labelled - doubts(segment.node, segment.index, sheet)
            found = read_time(sheet, text, "text", "line", confidence - _far(segment.index, sheet), (segment.index,))
            # Below the article, an earlier day is that of the outlet's foundation.
            yield from (time for time in found if segment.index <= sheet.layout.last or time.value.day >= _WEB)
    if not modified:
        yield from _in_parts(sheet)
        yield from _labelled(sheet)
        yield from _sentences(sheet)
        yield from _leading(sheet)


def _is_short(text: str, segment: Segment, sheet: Sheet, modified: bool) -> bool:
    """Whether a line with a date is short enough to be about that date, so that its date counts.

    Lines about a change may be long, since some say what was changed; so may bylines, and elements with a class name
    for dates.  `text`: the part of the line that may be about the date.
    """
    most = _MOST_IN_META if sheet.marked(segment.node, sheet.heads.dated) else MOST_LETTERS
    return modified or is_furniture(text, sheet.heads.dates, most=most) or has_lead(text, sheet.words)


def _piece_about(segment: Segment, sheet: Sheet, *, modified: bool) -> str:
    """Return the date in a line of the head that also says more, if it is a line or cell of its own there; else "".

    Old pages print name, day and outlet below each other, parted by br elements, and the day beside the address of the
    press office in one row of a table.
    """
    distance = segment.index - sheet.headline
    if not -_ABOVE <= distance <= _BELOW or (segment.hint == "table" and distance > 0):
        return ""  # Below the headline, tables hold facts of the story: when somebody was born.
    above = ""
    pieces = line_pieces(segment)
    for at, piece in enumerate(pieces):
        # "3 May 2024, updated <b>5 May 2024</b>" needs the pieces behind, too.
        for text in (piece, " ".join(pieces[at:])):
            about = part_about(text, label_above(above), sheet.heads.dates, modified=modified)
            if about and may_be_date(about) and is_furniture(about, sheet.heads.dates, most=_MONTH):
                return about
        above = piece
    return ""


def _is_inside(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is among the paragraphs of the body: its date is most likely that of an event and does not count.

    Lines that begin like "Published ..." are excepted.
    """
    layout, dates = sheet.layout, sheet.heads.dates
    if not segment.index < layout.last - 1 or layout.scores[segment.index] <= BODY:
        return False
    above = sheet.labels.segments[max(layout.first, sheet.headline + 1) : segment.index]
    paragraphs = sum(layout.scores[s.index] > BODY and len(s.text) >= _PARAGRAPH for s in above)
    return paragraphs >= _FEW and not dates.published.match(segment.text)


def _is_sentence(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is a short sentence of the body: its date is that of an event, not of the article."""
    text = segment.text
    if text[-1:] not in ".!?" or sheet.layout.scores[segment.index] <= BODY or sheet.heads.dates.published.match(text):
        return False
    small = [word for word in text.split() if word[0].islower() and word.rstrip(",;").isalpha()]
    return len(small) >= _SMALL_WORDS and not has_lead(text, sheet.words)


def _sentences(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield the dates in sentences that say when the article was published: "This entry was posted on ..."."""
    lines = sheet.labels.segments[max(sheet.headline, 0) : max(sheet.layout.last, sheet.headline) + FOOT]
    for segment in lines:
        raw = segment.text[:LONGEST]
        if not (tells_when(raw, sheet.heads.dates) and may_be_date(raw)):
            continue
        yield from read_time(sheet, raw, "text", "sentence", _SENTENCE - _far(segment.index, sheet), (segment.index,))


def _leading(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield the date at the beginning of the body's first paragraph."""
    scores = sheet.layout.scores
    body = (
        line
        for line in sheet.labels.segments[max(sheet.layout.first, sheet.headline + 1, 0) :]
        if scores[line.index] > BODY
    )
    first = next((line for line in islice(body, _FIRST_LINES) if len(line.text) >= _PARAGRAPH), None)
    if first and (raw := _opening_element(first, sheet) or leading_day(first.text, sheet.heads.dates)):
        yield from read_time(sheet, raw, "text", LEADING, _LEADING)


def _opening_element(first: Segment, sheet: Sheet) -> str:
    """Return the date in an element of its own, called so, with which a paragraph begins; "" without one.

    Some systems print it right before the text: `<span class="news-date">3 May 2024</span> The ferry ...`.
    """
    for element in islice(first.node.iterchildren("span", "em", "i", "b", "strong", "small"), _FEW):
        text = element_text(element)
        if text and first.text.startswith(text) and not sheet.marks(element, 1).isdisjoint(sheet.heads.dated):
            return text if may_be_date(text) else ""
    return ""


def _elements(sheet: Sheet, modified: bool, listed: frozenset[int]) -> Iterator[Candidate[Time]]:
    """Yield the times in time elements near the headline, from their attribute and from their text.

    `listed`: the indices of segments in lists of other articles.
    """
    for stamp in sheet.meta.times[:_MANY]:
        index = sheet.index_of(stamp.element)
        if index is None or not _near(index, sheet) or is_quoted(stamp.element, sheet):
            continue
        if index in listed or sheet.labels.of[index] == JUNK or is_about_others(index, stamp.element, sheet):
            continue
        get = stamp.element.get
        segment = sheet.labels.segments[index]
        label = label_of(segment, sheet)
        if tells_other(segment.text, label, sheet.heads.dates):
            continue
        text = stamp.text
        if not stamp.value and len(stamp.element):
            # "3 May 2024", "9:40 pm" and "Updated 8 months ago" in elements of their own.
            text = part_about(" ".join(pieces_of(stamp.element)), "", sheet.heads.dates, modified=modified) or text
        about = f"{get('class', '')} {get('itemprop', '')} {text} {_before(stamp.element)} {label}"
        if bool(sheet.heads.dates.modified.search(about)) != modified:
            continue
        less = _far(index, sheet) + (_IS_BELOW if sheet.headline < sheet.layout.last < index else 0)
        less += doubts(stamp.element, index, sheet) - _SAID * _is_labelled(stamp, label, segment, sheet)
        declared = read_time(sheet, stamp.value, "layout", "time", _ATTRIBUTE - less, (index,))
        printed = read_time(sheet, text, "layout", "time", _ELEMENT_TEXT - less, (index,))
        yield from _agreeing([*declared], [*printed])


def _agreeing(declared: list[Candidate[Time]], printed: list[Candidate[Time]]) -> list[Candidate[Time]]:
    """The times of a time element's attribute and of its text; the text's alone if it tells another day and the year.

    Templates leave a constant in the attribute, or the time of the last change.  One day apart is the time zone's.
    """
    if declared and printed:
        said, shown = declared[0].value, printed[0].value
        apart = date.fromisoformat(said.day) - date.fromisoformat(shown.day)
        if abs(apart) > timedelta(days=1) and shown.day[:4] in shown.raw:
            return printed
    return [*declared, *printed]


def _is_labelled(stamp: Stamp, label: str, segment: Segment, sheet: Sheet) -> bool:
    """Whether words in a time element, before it, at the start of its line or above it say that it was published."""
    published = sheet.heads.dates.published
    return any(published.match(said.strip()) for said in (stamp.text, _before(stamp.element), label, segment.text))


def _in_parts(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield dates of which year, day and time stand in lines of their own, in one box: "2024", "05/03", "15:47"."""
    lines = sheet.around()
    for one, *more in zip(lines, lines[1:], lines[2:], strict=False):
        run = [one, *more] if len(more[1].text) <= _PART else [one, more[0]]
        if any(len(line.text) > _PART or line.node.getparent() is None for line in run):
            continue
        raw = " ".join(line.text for line in run)
        whole = any(sheet.dated(line) for line in run)
        if whole or not may_be_date(raw) or not _in_one_box(run) or not all(is_of_article(s, sheet) for s in run):
            continue
        indices = tuple(line.index for line in run)
        yield from read_time(sheet, raw, "text", "parts", _IN_PARTS - _far(one.index, sheet), indices)


def _in_one_box(run: list[Segment]) -> bool:
    """Whether all lines of a run are in the box of the first one or in the next one around it."""
    boxes = list(islice(run[0].node.iterancestors(), _AROUND_PARTS))
    return any(all(box in line.node.iterancestors() for line in run) for box in boxes)


def _labelled(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield dates below or beside the article that have a label for publication ("Published: 3 May 2024")."""
    segments = sheet.labels.segments
    for segment in (*sheet.around(), *segments[sheet.layout.last + _LOOKED_AT : sheet.layout.last + FOOT]):
        text = segment.text
        if len(text) > _LONGEST_LABELLED or not sheet.may_be_dated(segment):
            continue
        above = segments[segment.index - 1].text if segment.index else ""
        if tells_publication(text, above, sheet.heads.dates):
            yield from read_time(sheet, text, "text", "label", _LABELLED, (segment.index,))


def _before(element: Any) -> str:
    """Return the words just before an element, which may say what its time is ("Updated").

    What another time element says is about that one.
    """
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        may_label = len(previous) <= _FEW and previous.tag != "time"
        return f"{previous.tail or ''} {''.join(previous.itertext())[-_BEFORE:] if may_label else ''}"
    return str(parent.text or "") if parent is not None else ""


def _near(index: int, sheet: Sheet) -> bool:
    """Whether the segment with this index is close enough to the headline or body for its time to be the article's."""
    if sheet.headline < 0:
        return index <= sheet.layout.first + _INTO_BODY
    return sheet.headline - _HIGHEST <= index <= max(sheet.headline + _LOWEST, sheet.layout.first)


def _far(index: int, sheet: Sheet) -> float:
    """Return by how much the distance from the headline lowers the confidence of a time."""
    far = min(abs(index - max(sheet.headline, 0)), _MOST_SEGMENTS) * _EACH_SEGMENT
    return far + (_IS_ABOVE if index < sheet.headline else 0)
