"""The times that a page prints around its article: time elements, and lines that hold a date and little else.

What a line speaks of an update counts for that alone.  Dates of pictures, quoted posts, imprints and other articles
are none of the article's.
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

#: Pages with more time elements list other articles.
_MANY = 12
#: So far around the headline, in segments, a line is the article's own whatever the element is called.
_ABOVE, _BELOW = 3, 8


def printed_times(sheet: Sheet, *, modified: bool = False) -> Iterator[Candidate[Time]]:
    """Candidates for the time of publication, or of modification, in the order of the page."""
    yield from _elements(sheet, modified)
    for segment in sheet.around():
        if len(segment.text) > LONGEST or not sheet.may_be_dated(segment):
            continue
        text = part_about(segment.text, _label(segment, sheet), sheet.heads.dates, modified=modified)
        if len(text) >= SHORTEST and _is_short(text, sheet, modified) and _is_own(segment, sheet):
            yield from read_time(sheet, text, "text", "line", 0.6 - _far(segment.index, sheet), (segment.index,))
    if not modified:
        yield from _labelled(sheet)


def _is_short(text: str, sheet: Sheet, modified: bool) -> bool:
    """Whether a line says little besides its date, as far as it has to.

    What speaks of a change may say at length what was changed, and a byline who wrote it.
    """
    return modified or is_furniture(text, sheet.heads.dates, most=MOST_LETTERS) or has_lead(text, sheet.words)


def _elements(sheet: Sheet, modified: bool) -> Iterator[Candidate[Time]]:
    for stamp in sheet.meta.times[:_MANY]:
        index = sheet.index_of(stamp.element)
        if index is None or not _near(index, sheet) or _quoted(stamp.element) or _others(index, stamp.element, sheet):
            continue
        get = stamp.element.get
        label = _label(sheet.labels.segments[index], sheet)
        about = f"{get('class', '')} {get('itemprop', '')} {stamp.text} {_before(stamp.element)} {label}"
        if bool(sheet.heads.dates.modified.search(about)) != modified:
            continue
        for raw, confidence in ((stamp.value, 0.72), (stamp.text, 0.62)):
            yield from read_time(sheet, raw, "layout", "time", confidence - _far(index, sheet), (index,))


def _labelled(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Lines below the article, or in a column beside it, whose label says that they tell the day of publication."""
    segments = sheet.labels.segments
    for segment in (*sheet.around(), *segments[sheet.layout.last + 8 : sheet.layout.last + FOOT]):
        text = segment.text
        if len(text) > 60 or not sheet.may_be_dated(segment):
            continue
        above = segments[segment.index - 1].text if segment.index else ""
        if tells_publication(text, above, sheet.heads.dates):
            yield from read_time(sheet, text, "text", "label", 0.45, (segment.index,))


def _label(segment: Segment, sheet: Sheet) -> str:
    """The label that stands right above a line, which says what its date is: "Updated:"; else nothing."""
    above = segment.index - 1
    return label_above(sheet.labels.segments[above].text) if above >= 0 and above != sheet.headline else ""


def _is_own(segment: Segment, sheet: Sheet) -> bool:
    """Whether the date of a line is the article's: not a picture's, an imprint's, or another article's."""
    if is_imprint(segment.text) or segment.hint in ("figcaption", "quote") or _quoted(segment.node):
        return False
    return not _others(segment.index, segment.node, sheet)


def _others(index: int, node: Any, sheet: Sheet) -> bool:
    """Whether an element is about other articles; right around the headline it is not, whatever it is called."""
    if -_ABOVE <= index - sheet.headline <= _BELOW:
        return False
    # A date inside a link, with a title and a picture, is that of the article behind it.
    return sheet.marked(node, sheet.heads.others) or next(node.iterancestors("a"), None) is not None


def _quoted(node: Any) -> bool:
    """Whether an element stands in a picture or in a quoted post."""
    return any(outer.tag in ("figure", "figcaption", "blockquote") for outer in islice(node.iterancestors(), 3))


def _before(element: Any) -> str:
    """The words right before an element, which say what its time is."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return f"{previous.tail or ''} {''.join(previous.itertext())[-40:] if len(previous) < 3 else ''}"
    return str(parent.text or "") if parent is not None else ""


def _near(index: int, sheet: Sheet) -> bool:
    if sheet.headline < 0:
        return index <= sheet.layout.first + 5
    return sheet.headline - 10 <= index <= sheet.headline + 25 or index <= sheet.layout.first


def _far(index: int, sheet: Sheet) -> float:
    return min(abs(index - max(sheet.headline, 0)), 30) * 0.003
