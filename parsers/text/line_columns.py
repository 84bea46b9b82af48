"""Describes each line of a plain text by numbers: the inputs (columns) of the model that scores lines.

Takes the TextSheet (`sheet`: the text in segments, with their labels) after the known junk is labelled; gives one row
per entry of NAMES and one column per segment.  The numbers tell the form of a line, its place, its neighbours, and how
often the page has its words.  The meaning of words does not count, so that the numbers are comparable between
languages.  Every number is kept within limits: beyond them, the model has seen no examples.  In this module, `own`
holds the rows for the lines alone (OWN), and `prose` the length of each segment that is running text, else 0.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parsers.segments import JUNK, Segment
from parsers.text.shapes import Shape
from parsers.text.text_sheet import TextSheet

Floats = npt.NDArray[np.float32]

#: Reasons of junk lines that say something about the lines around them.
_TELLING: Final = ("related", "comments", "share", "navigation", "footer", "consent", "author_box", "newsletter")
#: The inputs that describe a line alone; those for its neighbours are a few of the same.
OWN: Final = (
    *(
        "length",
        "words",
        "word_length",
        "ends",
        "opens",
        "breaks",
        "name",
        "prose",
        "title",
        "capitals",
        "upper",
        "digits",
    ),
    *(
        "list_depth",
        "level",
        "blank_before",
        "indent",
        "quoted",
        "linked",
        "commas",
        "quotes",
        "starts_small",
        "cut_short",
    ),
    *("asks", "bars", "address", "copyright", "clock", "year", "repeated", "common_words", "known_words", "junk"),
)
_NEIGHBOURS: Final = (
    "length",
    "ends",
    "prose",
    "junk",
    "blank_before",
    "list_depth",
    "linked",
    "capitals",
    "common_words",
)
_STEPS: Final = (-3, -2, -1, 1, 2, 3)
#: Segments on either side whose text is summed up.
_REACHES: Final = (4, 12, 40)
NAMES: Final = (
    *OWN,
    *(f"{name}{step:+d}" for name in _NEIGHBOURS for step in _STEPS),
    *(
        f"{what}_{side}_{reach}"
        for reach in _REACHES
        for side in ("above", "below")
        for what in ("prose", "short", "junk")
    ),
    *(
        "lines",
        "place",
        "prose_above",
        "prose_share",
        "page_prose",
        "since_prose",
        "until_prose",
        "core_place",
        "core_distance",
    ),
    *("core_share", "page_linked", "page_blank", "median_prose", "length_of_median"),
    *("since_dated", "until_dated", "since_name", "until_name", "titled", "since_titled"),
    *(f"{side}_{reason}" for reason in _TELLING for side in ("since", "until")),
)
#: Limits of inputs: characters of a line, lines of a page, lines of a distance; characters of running text; letters of
#: a word.
_LONG, _MANY, _FAR = 1500, 600, 60
_MOST_PROSE: Final = 20_000
_WORD_LENGTH: Final = 30
#: Words of a page that are its most common ones: articles, prepositions and the like.
_COMMON: Final = 40
#: A word counts as known on the page if so many of its lines have it.
_KNOWN: Final = 3
#: The most length of one text in the sum of a stretch, and what any other line takes off it.
_MOST_OF_TEXT, _OFF = 300, 40
#: The length of a line with a day; the first lines, one of which may be the page's title; characters of a headline.
_DATED, _FIRST, _TITLE = 90, 3, 20
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ADDRESS = re.compile(r"https?://|www\.|\w@\w")


def line_columns(sheet: TextSheet) -> Floats:
    """The inputs of the model for all segments: one row per entry of NAMES, one column per segment.

    The sheet must have a segment.
    """
    own = np.array(_own(sheet), dtype=np.float32).T
    out = np.empty((len(NAMES), own.shape[1]), dtype=np.float32)
    out[: len(OWN)] = own
    at = len(OWN)
    for name in _NEIGHBOURS:
        out[at : at + len(_STEPS)] = shifted(own[OWN.index(name)], _STEPS)
        at += len(_STEPS)
    weights = np.array([min(shape.weight, _LONG) for shape in sheet.shapes], dtype=np.float64)
    prose = own[OWN.index("prose")] * weights
    rest = (*_around(own, prose), *_place(own, prose), *_signs(sheet, own), *_distances(sheet))
    out[at:] = rest
    return out


def shifted(values: Any, steps: tuple[int, ...]) -> Any:
    """The values of each segment's neighbours, one row for each step: +1 is the next segment, -1 the one before.

    Zero where there is no such segment.  `values`: one number for each segment.
    """
    n, reach = len(values), max(map(abs, steps))
    padded = np.zeros(n + 2 * reach, dtype=np.float32)
    padded[reach : reach + n] = values
    return np.array([padded[reach + step : reach + step + n] for step in steps])


def _own(sheet: TextSheet) -> list[tuple[float, ...]]:
    """For each segment, the inputs that come from its own line, in the order of NAMES."""
    words = [[word.lower() for word in _WORD.findall(segment.text[:_LONG])] for segment in sheet.segments]
    counts = Counter(word for line in words for word in line)
    common = {word for word, _ in counts.most_common(_COMMON)}
    lines = Counter(word for line in words for word in set(line))
    known = {word for word, count in lines.items() if count >= _KNOWN and word not in common}
    return [_line(sheet, s, sheet.shapes[s.index], words[s.index], common, known) for s in sheet.segments]


def _line(
    sheet: TextSheet, segment: Segment, shape: Shape, words: list[str], common: set[str], known: set[str]
) -> tuple[float, ...]:
    """The inputs that come from one line, in the order of NAMES.

    `words`: its words.  `common`: the most frequent words of the page.  `known`: words that are in several of its
    lines.
    """
    text, n = segment.text, max(len(words), 1)
    letters = text[:_LONG]
    small = max(len(letters), 1)
    tokens = letters.split()
    return (
        *(
            np.log1p(min(shape.weight, _LONG)),
            min(shape.words, 200),
            min(shape.weight / max(shape.words, 1), _WORD_LENGTH),
        ),
        *(shape.ends, shape.opens, min(shape.breaks, 8), shape.name, shape.prose, shape.title),
        sum(token[0].isupper() for token in tokens) / max(len(tokens), 1),
        *(sum(map(str.isupper, letters)) / small, sum(map(str.isdigit, letters)) / small),
        *(min(segment.list_depth, 2), segment.level, min(segment.blank_before, 2)),
        *(min(segment.node.indent, 12) - min(sheet.indent, 12), segment.hint == "quote", segment.node.linked),
        *(letters.count(",") / small * 100, any(map(letters.__contains__, '"“„«」'))),
        *(text[0].islower(), text.rstrip("\"'”’» ").endswith(("...", "…")), text.endswith(("?", "!", "？", "！"))),
        *(
            min(text.count("|") + text.count("·") + text.count("•") + text.count(" / "), 4),
            bool(_ADDRESS.search(letters)),
        ),
        *("©" in text, bool(_CLOCK.search(letters)), bool(_YEAR.search(letters))),
        min(sheet.counts[sheet.keys[segment.index]], 4),
        *(sum(word in common for word in words) / n, sum(word in known for word in words) / n),
        sheet.labels.of[segment.index] == JUNK,
    )


def _around(own: Any, prose: Any) -> list[Any]:
    """Rows of sums over each segment's nearest 4, 12 and 40 above and below: running text, other lines, known junk."""
    short = 1 - own[OWN.index("prose")]
    sums = [np.concatenate(([0.0], np.cumsum(values))) for values in (prose, short, own[OWN.index("junk")])]
    n = own.shape[1]
    at, found = np.arange(n), []
    for reach in _REACHES:
        first, last = np.maximum(at - reach, 0), np.minimum(at + 1 + reach, n)
        for start, end in ((first, at), (at + 1, last)):
            found += [values[end] - values[start] for values in sums]
    return found


def _place(own: Any, prose: Any) -> list[Any]:
    """Rows that say where each segment is on the page, and where it is beside the stretch with most running text."""
    n = own.shape[1]
    at, total = np.arange(n), max(float(prose.sum()), 1.0)
    above = np.cumsum(prose) - prose
    is_prose = prose > 0
    start, end = _core(prose)
    core = np.where(at < start, -1, np.where(at > end, 1, 0))
    distance = np.minimum(np.where(at < start, start - at, np.where(at > end, at - end, 0)), _FAR)
    median = float(np.median(prose[is_prose])) if is_prose.any() else 0.0
    whole = np.ones(n)
    since, until = nearest(is_prose)
    linked, blank = own[OWN.index("linked")].mean(), own[OWN.index("blank_before")].mean()
    return [
        *(
            whole * min(n, _MANY),
            at / n,
            np.minimum(above, _MOST_PROSE),
            above / total,
            whole * min(total, _MOST_PROSE),
        ),
        *(since, until, core, distance, whole * float(prose[start : end + 1].sum()) / total),
        *(whole * linked, whole * blank, whole * median, own[0] - np.log1p(median)),
    ]


def _core(prose: Any) -> tuple[int, int]:
    """The indices of the first and the last segment of the stretch with most running text."""
    best, start, end, total, candidate = 0.0, 0, -1, 0.0, 0
    for index, length in enumerate(prose.tolist()):
        if total <= 0:
            total, candidate = 0.0, index
        total += min(length, _MOST_OF_TEXT) if length else -_OFF
        if total > best:
            best, start, end = total, candidate, index
    return start, end


def nearest(marks: Any) -> tuple[Any, Any]:
    """Each segment's distances to the nearest marked segment above and below it, in segments, at most 60.

    `marks`: for each segment, whether it is marked.
    """
    n = len(marks)
    at, marked = np.arange(n), np.flatnonzero(marks)
    padded = np.concatenate(([-_FAR], marked, [n + _FAR]))
    since = at - padded[np.searchsorted(marked, at, side="left")]
    until = padded[np.searchsorted(marked, at, side="right") + 1] - at
    return np.minimum(since, _FAR), np.minimum(until, _FAR)


def _signs(sheet: TextSheet, own: Any) -> list[Any]:
    """Rows of each segment's distances to short lines with a time or year, to names, and to the page's titles."""
    short = own[0] < np.log1p(_DATED)
    dated = (own[OWN.index("clock")] + own[OWN.index("year")] > 0) & short
    first = [key[:_LONG] for key in sheet.keys[:_FIRST]]
    titled = np.array([
        len(key) >= _TITLE and (sheet.counts[key] > 1 or any(key in other and key != other for other in first))
        for key in sheet.keys
    ]) & (own[OWN.index("ends")] == 0)  # fmt: skip
    return [*nearest(dated), *nearest(own[OWN.index("name")] > 0), titled, nearest(titled)[0]]


def _distances(sheet: TextSheet) -> list[Any]:
    """Rows of each segment's distances to the nearest junk above and below it, two for each reason in _TELLING.

    Such a reason is "related"; only junk with this reason counts in its two rows.
    """
    reasons = [reason if label == JUNK else None for label, reason in zip(sheet.labels.of, sheet.labels.reasons)]
    found: list[Any] = []
    for telling in _TELLING:
        found += nearest(np.array([reason == telling for reason in reasons]))
    return found
