"""Times printed around the article: in time elements, and in lines that hold a date and little else.

Takes the Sheet; gives candidates for the time of publication or of modification.  A line about an update counts only
for modification.  Dates of pictures, quoted posts, imprints and other articles are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from parsers.dates.date_lines import (
    FOOT,
    LONGEST,
    MOST_LETTERS,
    SHORTEST,
    is_furniture,
    is_imprint,
    label_above,
    part_about,
    tells_publication,
)
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.times import Time, read_time
from parsers.people.byline_names import has_lead
from parsers.segments import Segment

# All limits and confidences (0 to 1) below were chosen by hand.

#: The most time elements that are read; pages with more list other articles.
_MANY = 12
#: So far around the headline, in segments, a line is the article's own whatever the element is called.
_ABOVE, _BELOW = 3, 8
#: So far around the headline, in segments, times are looked for; and below the beginning of a body without a headline.
_HIGHEST, _LOWEST, _INTO_BODY = 10, 25, 5
#: Confidence of a time element's attribute and of its text; of a line near the headline; of a line with a label below.
_ATTRIBUTE, _ELEMENT_TEXT, _LINE, _LABELLED = 0.72, 0.62, 0.6, 0.45
#: What a time loses for each segment between it and the headline, and the most segments that count.
_EACH_SEGMENT, _MOST_SEGMENTS = 0.003, 30
#: Segments below the body in which `Sheet.around` has looked already.
_LOOKED_AT = 8
#: Characters of the longest line with a label and a date.
_LONGEST_LABELLED = 60
#: Elements around a time that are checked for being a figure or a quotation.
_QUOTE_LEVELS = 3
#: Characters of the text before a time element that are searched for "Updated", and the most elements in its neighbour.
_BEFORE, _FEW = 40, 2


def printed_times(sheet: Sheet, *, modified: bool = False) -> Iterator[Candidate[Time]]:
    """Yield candidates for the time of publication, or (modified) of the last change, in page order."""
    yield from _elements(sheet, modified)
    for segment in sheet.around():
        if len(segment.text) > LONGEST or not sheet.may_be_dated(segment):
            continue
        text = part_about(segment.text, _label(segment, sheet), sheet.heads.dates, modified=modified)
        if len(text) >= SHORTEST and _is_short(text, sheet, modified) and _is_own(segment, sheet):
            yield from read_time(sheet, text, "text", "line", _LINE - _far(segment.index, sheet), (segment.index,))
    if not modified:
        yield from _labelled(sheet)


def _is_short(text: str, sheet: Sheet, modified: bool) -> bool:
    """Whether a dated line is short enough.

    A line about a change may say at length what was changed, and a byline may be long as well.
    """
    return modified or is_furniture(text, sheet.heads.dates, most=MOST_LETTERS) or has_lead(text, sheet.words)


def _elements(sheet: Sheet, modified: bool) -> Iterator[Candidate[Time]]:
    """Yield the times in time elements near the headline, from their attribute and from their text."""
    for stamp in sheet.meta.times[:_MANY]:
        index = sheet.index_of(stamp.element)
        if index is None or not _near(index, sheet) or _quoted(stamp.element) or _others(index, stamp.element, sheet):
            continue
        get = stamp.element.get
        label = _label(sheet.labels.segments[index], sheet)
        about = f"{get('class', '')} {get('itemprop', '')} {stamp.text} {_before(stamp.element)} {label}"
        if bool(sheet.heads.dates.modified.search(about)) != modified:
            continue
        for raw, confidence in ((stamp.value, _ATTRIBUTE), (stamp.text, _ELEMENT_TEXT)):
            yield from read_time(sheet, raw, "layout", "time", confidence - _far(index, sheet), (index,))


def _labelled(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield dates below the article, or in a column beside it, that a label calls the date of publication."""
    segments = sheet.labels.segments
    for segment in (*sheet.around(), *segments[sheet.layout.last + _LOOKED_AT : sheet.layout.last + FOOT]):
        text = segment.text
        if len(text) > _LONGEST_LABELLED or not sheet.may_be_dated(segment):
            continue
        above = segments[segment.index - 1].text if segment.index else ""
        if tells_publication(text, above, sheet.heads.dates):
            yield from read_time(sheet, text, "text", "label", _LABELLED, (segment.index,))


def _label(segment: Segment, sheet: Sheet) -> str:
    """The label in the line just above, which says what the date is ("Updated:"); "" when there is none."""
    above = segment.index - 1
    return label_above(sheet.labels.segments[above].text) if above >= 0 and above != sheet.headline else ""


def _is_own(segment: Segment, sheet: Sheet) -> bool:
    """Whether the date of a line is the article's: not a picture's, an imprint's, or another article's."""
    if is_imprint(segment.text) or segment.hint in ("figcaption", "quote") or _quoted(segment.node):
        return False
    return not _others(segment.index, segment.node, sheet)


def _others(index: int, node: Any, sheet: Sheet) -> bool:
    """Whether an element is about other articles; close to the headline none is, whatever its class names say."""
    if -_ABOVE <= index - sheet.headline <= _BELOW:
        return False
    # A date inside a link belongs to a teaser for another article.
    return sheet.marked(node, sheet.heads.others) or next(node.iterancestors("a"), None) is not None


def _quoted(node: Any) -> bool:
    """Whether an element is inside a figure or a quoted post."""
    outside = islice(node.iterancestors(), _QUOTE_LEVELS)
    return any(outer.tag in ("figure", "figcaption", "blockquote") for outer in outside)


def _before(element: Any) -> str:
    """The words just before an element, which may say what its time is ("Updated")."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return f"{previous.tail or ''} {''.join(previous.itertext())[-_BEFORE:] if len(previous) <= _FEW else ''}"
    return str(parent.text or "") if parent is not None else ""


def _near(index: int, sheet: Sheet) -> bool:
    """Whether a segment is close enough to the headline, or above the body, for its time to be the article's."""
    if sheet.headline < 0:
        return index <= sheet.layout.first + _INTO_BODY
    return -_HIGHEST <= index - sheet.headline <= _LOWEST or index <= sheet.layout.first


def _far(index: int, sheet: Sheet) -> float:
    """The confidence that a time loses by its distance from the headline."""
    return min(abs(index - max(sheet.headline, 0)), _MOST_SEGMENTS) * _EACH_SEGMENT
