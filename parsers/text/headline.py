"""The headline of a plain text: the short line above the second paragraph that looks most like one.

Takes the sheet; gives the index of the headline, or None, and labels it and its repeats.  Each candidate gets a score
by its length, the words it shares with the body, a date near it, repetition, its position, and a credit in it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from parsers.captions.photo_credits import split_credit
from parsers.dates.read_date import read_date
from parsers.folding import line_key
from parsers.segments import HEADLINE, JUNK
from parsers.text.text_sheet import TextSheet
from parsers.text.words import content

#: Segments above the second paragraph in which the headline is looked for.
_REACH = 40
#: The largest weight (`parsers.text.shapes.weight`) of a headline.
_LONGEST = 230
#: The least score of a headline, on the scale of `_score`.
_LEAST = -2.0


def read_headline(sheet: TextSheet) -> int | None:
    """The index of the headline's segment; None when the text has no headline."""
    stop = _head_stop(sheet)
    candidates = [index for index in range(max(0, stop - _REACH), stop) if _possible(sheet, index)]
    if not candidates:
        return _sentence_headline(sheet, stop)
    body = content(" ".join(s.text for s in sheet.segments[max(0, stop - 1) :] if _is_statement(sheet, s.index))[:3000])
    scores = {index: _score(sheet, index, candidates, body) for index in candidates}
    best = max(candidates, key=lambda index: (scores[index], -index))
    return best if scores[best] >= _LEAST else _sentence_headline(sheet, stop)


def claim_headline(sheet: TextSheet, index: int) -> None:
    """Label the segment at index as headline, and lines with the same words as repeats."""
    sheet.labels.claim(index, HEADLINE)
    for segment in sheet.segments:
        if sheet.keys[segment.index] == sheet.keys[index]:
            sheet.labels.claim(segment.index, JUNK, reason="repeat")


def _head_stop(sheet: TextSheet) -> int:
    """The index of the second paragraph of the body, above which the headline is; else the number of segments."""
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
    """The first segment of the stretch with most running text.

    Running text adds to the sum of a stretch and any other segment takes 30 off; the stretch with the largest sum wins.
    """
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
    """Whether a segment certainly is running text: a statement with a full stop, or several sentences."""
    text, shape = sheet.segments[index].text, sheet.shapes[index]
    asks = text.rstrip("\"'”’» ").endswith(("?", "!", "？", "！"))
    return shape.prose and shape.weight >= 60 and (shape.breaks > 1 or not asks)


def _possible(sheet: TextSheet, index: int) -> bool:
    shape, segment = sheet.shapes[index], sheet.segments[index]
    if not sheet.free(index) or not 8 <= shape.weight <= _LONGEST:
        return False
    return segment.level == 1 or not (shape.opens or _is_statement(sheet, index))


def _score(sheet: TextSheet, index: int, candidates: list[int], body: set[str]) -> float:
    """How much a line looks like the headline; the weights were fitted on saved texts of news pages, and rounded."""
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
    """Whether the first long candidate is a breadcrumb just above a line that repeats most of its words."""
    first = next((other for other in candidates if sheet.shapes[other].words >= 4), index)
    if not first < index <= first + 4:
        return False
    above, words = set(sheet.keys[first].split()), set(sheet.keys[index].split())
    return len(above) >= 4 and len(above & words) >= 0.6 * max(len(above), len(words))


def _in_address(sheet: TextSheet, index: int) -> float:
    """The share (0 to 1) of a line's words that are in the page's address."""
    path = line_key(urlsplit(sheet.context.url or "").path.replace("-", " ").replace("_", " ").replace("/", " "))
    words = [word for word in sheet.keys[index].split() if len(word) > 2]
    return sum(word in path.split() for word in words) / len(words) if words and path else 0.0


def _sentence_headline(sheet: TextSheet, stop: int) -> int | None:
    """The index of the first free line if it is a single sentence, directly followed by longer text; else None."""
    index = next((s.index for s in sheet.segments[: stop + 1] if sheet.free(s.index)), None)
    if index is None or index + 1 >= len(sheet.segments):
        return None
    shape, following = sheet.shapes[index], sheet.shapes[index + 1]
    single = shape.breaks == 0 and 15 <= shape.weight <= 120
    return index if single and following.weight > 1.5 * shape.weight and following.prose else None
