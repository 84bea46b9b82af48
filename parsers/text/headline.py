"""The headline of a text page: the line before the first running text that has a headline's shape.

Takes the sheet, claims the headline and what repeats it, and gives its index, or None.  Breadcrumbs stand before a
headline and often end in its twin, so of two that agree the later one is taken.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from parsers.folding import fold_line
from parsers.segments import HEADLINE, JUNK
from parsers.text.sheet import Sheet

#: A headline within this many segments of the top, or none.
_REACH = 40
_LONGEST = 230


def read_headline(sheet: Sheet) -> int | None:
    """Index of the headline's segment; None when the page prints none."""
    stop = first_prose(sheet)
    candidates = [index for index in range(stop) if _possible(sheet, index)]
    if not candidates:
        return _sentence_headline(sheet, stop)
    best = max(candidates, key=lambda index: (_score(sheet, index, candidates), -index))
    return best if _score(sheet, best, candidates) > 0 else None


def claim_headline(sheet: Sheet, index: int) -> None:
    """Label the headline, and as repeats the lines that say the same."""
    sheet.desk.claim(index, HEADLINE)
    for segment in sheet.segments:
        if sheet.keys[segment.index] == sheet.keys[index]:
            sheet.desk.claim(segment.index, JUNK, reason="repeat")


def first_prose(sheet: Sheet) -> int:
    """Index of the first running text, or the reach of a headline."""
    for segment in sheet.segments[:_REACH]:
        shape = sheet.shapes[segment.index]
        if (
            sheet.free(segment.index)
            and segment.level != 1
            and (shape.weight >= 170 or _is_statement(sheet, segment.index))
        ):
            return segment.index
    return min(_REACH, len(sheet.segments))


def _is_statement(sheet: Sheet, index: int) -> bool:
    """Running text for certain: it states something and ends with a full stop, or holds several sentences."""
    text, shape = sheet.segments[index].text, sheet.shapes[index]
    asks = text.rstrip("\"'”’» ").endswith(("?", "!", "？", "！"))
    return shape.prose and shape.weight >= 60 and (shape.breaks > 1 or not asks)


def _possible(sheet: Sheet, index: int) -> bool:
    shape, segment = sheet.shapes[index], sheet.segments[index]
    if not sheet.free(index) or not 8 <= shape.weight <= _LONGEST:
        return False
    return segment.level == 1 or not shape.opens


def _score(sheet: Sheet, index: int, candidates: list[int]) -> float:
    """How much a line looks like the headline of this page."""
    shape, segment = sheet.shapes[index], sheet.segments[index]
    score = {1: 6.0, 2: 2.0}.get(segment.level, 0.0)
    score += 2.0 if 24 <= shape.weight <= 170 else -0.5
    score += 1.0 if shape.words >= 4 else -1.0
    score -= 3.0 if segment.list_depth else 0.0
    score -= 1.5 if shape.name else 0.0
    score -= 1.0 if shape.ends and segment.text.endswith(".") else 0.0
    score += 4.0 * _in_address(sheet, index)
    score -= 0.45 * sum(1 for other in candidates if other < index)
    if _ends_breadcrumb(sheet, index, candidates):
        score += 1.5
    return score


def _ends_breadcrumb(sheet: Sheet, index: int, candidates: list[int]) -> bool:
    """Whether the first long candidate is this line's twin in a breadcrumb just above."""
    first = next((other for other in candidates if sheet.shapes[other].words >= 4), index)
    if not first < index <= first + 4:
        return False
    above, words = set(sheet.keys[first].split()), set(sheet.keys[index].split())
    return len(above) >= 4 and len(above & words) >= 0.6 * max(len(above), len(words))


def _in_address(sheet: Sheet, index: int) -> float:
    """Share of a line's words that stand in the page's address."""
    path = fold_line(urlsplit(sheet.context.url or "").path.replace("-", " ").replace("_", " ").replace("/", " "))
    words = [word for word in sheet.keys[index].split() if len(word) > 2]
    return sum(word in path.split() for word in words) / len(words) if words and path else 0.0


def _sentence_headline(sheet: Sheet, stop: int) -> int | None:
    """A first line that ends as a sentence is the headline when longer text follows at once."""
    index = next((s.index for s in sheet.segments[: stop + 1] if sheet.free(s.index)), None)
    if index is None or index + 1 >= len(sheet.segments):
        return None
    shape, following = sheet.shapes[index], sheet.shapes[index + 1]
    single = shape.breaks == 0 and 15 <= shape.weight <= 120
    return index if single and following.weight > 1.5 * shape.weight and following.prose else None
