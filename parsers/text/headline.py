"""The headline of a text page: of the short lines above the second paragraph, the one that most looks like it.

Takes the sheet, claims the headline and what repeats it, and gives its index, or None.  Each candidate is weighed by
what can be seen: length, words that the body takes up, a date near by, repetition, its place, a credit in it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from parsers.captions.photo_credits import split_credit
from parsers.dates.read_date import read_date
from parsers.folding import line_key
from parsers.segments import HEADLINE, JUNK
from parsers.text.text_sheet import TextSheet
from parsers.text.words import content

#: A headline stands within this many segments above the second paragraph, or there is none.
_REACH = 40
_LONGEST = 230
#: A first line that scores less is no headline.
_LEAST = -2.0


def read_headline(sheet: TextSheet) -> int | None:
    """Index of the headline's segment; None when the page prints none."""
    stop = _head_stop(sheet)
    candidates = [index for index in range(max(0, stop - _REACH), stop) if _possible(sheet, index)]
    if not candidates:
        return _sentence_headline(sheet, stop)
    body = content(" ".join(s.text for s in sheet.segments[max(0, stop - 1) :] if _is_statement(sheet, s.index))[:3000])
    scores = {index: _score(sheet, index, candidates, body) for index in candidates}
    best = max(candidates, key=lambda index: (scores[index], -index))
    return best if scores[best] >= _LEAST else _sentence_headline(sheet, stop)


def claim_headline(sheet: TextSheet, index: int) -> None:
    """Label the headline, and as repeats the lines that say the same."""
    sheet.labels.claim(index, HEADLINE)
    for segment in sheet.segments:
        if sheet.keys[segment.index] == sheet.keys[index]:
            sheet.labels.claim(segment.index, JUNK, reason="repeat")


def _head_stop(sheet: TextSheet) -> int:
    """The segment above which the headline stands: the second paragraph of the body."""
    seen = 0
    for segment in sheet.segments[_body_core(sheet) :]:
        if (
            sheet.free(segment.index)
            and sheet.shapes[segment.index].weight >= 90
            and _is_statement(sheet, segment.index)
        ):
            seen += 1
            if seen == 2:
                return segment.index
    return len(sheet.segments)


def _body_core(sheet: TextSheet) -> int:
    """First segment of the stretch that holds most of the running text (the maximal sum of what each one adds)."""
    best, start, total, candidate = 0, 0, 0, 0
    for segment in sheet.segments:
        if total <= 0:
            total, candidate = 0, segment.index
        text = sheet.free(segment.index) and (
            sheet.shapes[segment.index].weight >= 170 or _is_statement(sheet, segment.index)
        )
        total += min(sheet.shapes[segment.index].weight, 300) - 30 if text else -30
        if total > best:
            best, start = total, candidate
    return start if best else len(sheet.segments)


def _is_statement(sheet: TextSheet, index: int) -> bool:
    """Running text for certain: it states something and ends with a full stop, or holds several sentences."""
    text, shape = sheet.segments[index].text, sheet.shapes[index]
    asks = text.rstrip("\"'”’» ").endswith(("?", "!", "？", "！"))
    return shape.prose and shape.weight >= 60 and (shape.breaks > 1 or not asks)


def _possible(sheet: TextSheet, index: int) -> bool:
    shape, segment = sheet.shapes[index], sheet.segments[index]
    if not sheet.free(index) or not 8 <= shape.weight <= _LONGEST:
        return False
    return segment.level == 1 or not (shape.opens or _is_statement(sheet, index))


def _score(sheet: TextSheet, index: int, candidates: list[int], body: set[str]) -> float:
    """How much a line looks like the headline of this page; weights as fitted on dumps of news pages, rounded."""
    shape, segment = sheet.shapes[index], sheet.segments[index]
    score = -4.2 + 2.4 * (24 <= shape.weight <= 170) - 1.6 * min(shape.weight, 120) / 100
    score += 2.0 * (shape.words >= 4) - 1.3 * shape.name - 2.6 * segment.text.endswith(".")
    score += {1: 3.0, 2: 0.5}.get(segment.level, 0.0) - 1.5 * bool(segment.list_depth)
    score += 0.6 * min(5, len(content(segment.text) & body)) + 3.0 * _in_address(sheet, index)
    score += 1.5 * (sheet.counts[sheet.keys[index]] > 1) + 0.7 * _date_follows(sheet, index)
    score += 2.0 * _ends_breadcrumb(sheet, index, candidates)
    score -= 0.65 * min(5, sum(1 for other in candidates if other < index))
    score -= 0.5 * min(3, sum(1 for other in range(index) if sheet.free(other) and _is_statement(sheet, other)))
    return score - 2.5 * (split_credit(segment.text, sheet.language, rules=sheet.context.rules)[1] is not None)


def _date_follows(sheet: TextSheet, index: int) -> bool:
    texts = (s.text for s in sheet.segments[index + 1 : index + 9])
    return any(
        len(text) < 90 and read_date(text, language=sheet.language, rules=sheet.context.rules) is not None
        for text in texts
    )


def _ends_breadcrumb(sheet: TextSheet, index: int, candidates: list[int]) -> bool:
    """Whether the first long candidate is this line's twin in a breadcrumb just above."""
    first = next((other for other in candidates if sheet.shapes[other].words >= 4), index)
    if not first < index <= first + 4:
        return False
    above, words = set(sheet.keys[first].split()), set(sheet.keys[index].split())
    return len(above) >= 4 and len(above & words) >= 0.6 * max(len(above), len(words))


def _in_address(sheet: TextSheet, index: int) -> float:
    """Share of a line's words that stand in the page's address."""
    path = line_key(urlsplit(sheet.context.url or "").path.replace("-", " ").replace("_", " ").replace("/", " "))
    words = [word for word in sheet.keys[index].split() if len(word) > 2]
    return sum(word in path.split() for word in words) / len(words) if words and path else 0.0


def _sentence_headline(sheet: TextSheet, stop: int) -> int | None:
    """A first line that ends as a sentence is the headline when longer text follows at once."""
    index = next((s.index for s in sheet.segments[: stop + 1] if sheet.free(s.index)), None)
    if index is None or index + 1 >= len(sheet.segments):
        return None
    shape, following = sheet.shapes[index], sheet.shapes[index + 1]
    single = shape.breaks == 0 and 15 <= shape.weight <= 120
    return index if single and following.weight > 1.5 * shape.weight and following.prose else None
