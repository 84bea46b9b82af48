"""Labels lines about the article that are not part of its text: dates, reading times, page numbers.

Both functions take the TextSheet (`sheet`: the text in segments, with their labels).  `claim_metadata` labels such
lines as META.  It looks only at short lines; below the head of the page, a line with a date must hold hardly anything
else.  `read_dates` gives, once it is known where the body ends, when the article was published and changed.  Which part
of a line tells which date is decided by `parsers.dates.date_lines`, as for HTML pages.  `headline` is the index of the
headline, `head_ends` that of the first segment that is certainly body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.dates.address_day import address_day
from parsers.dates.date_lines import (
    EDGE,
    FOOT,
    LONGEST,
    SHORTEST,
    date_words,
    is_imprint,
    label_above,
    part_about,
    says_little_else,
    tells_publication,
)
from parsers.dates.read_date import may_be_date, read_date
from parsers.segments import BLOCK_LABELS, BYLINE, META
from parsers.text.reporters import signature
from parsers.text.text_sheet import TextSheet

#: Characters of the longest line that is examined.  Chosen by hand.
_LONGEST = 110
#: Words, and letters in them, of the longest line with a date: in the head of the page, and elsewhere.  Chosen by hand.
_IN_HEAD, _ELSEWHERE = (8, 60), (4, 24)
_LETTERS = re.compile(r"[^\W\d_]+")
#: So far below the body, in segments, a line that speaks of a change is the article's.
_BELOW = 8


@dataclass(frozen=True, slots=True)
class Dates:
    """The times that the page prints: ISO 8601, and as printed; None when it prints none."""

    published_at: str | None = None
    published_raw: str | None = None
    modified_at: str | None = None


def claim_metadata(sheet: TextSheet, headline: int | None, head_ends: int) -> None:
    """Label lines of metadata, such as dates, as META.

    A byline with a date in it is left to `parsers.text.reporters`.
    """
    for segment in sheet.segments:
        if not sheet.free(segment.index) or len(segment.text) > LONGEST or segment.level == 1:
            continue
        dated = is_dated(sheet, segment.index, in_head=segment.index < head_ends)
        if dated and signature(sheet, segment.index, headline, head_ends):
            continue
        if dated or _by_rule(sheet, segment.index):
            sheet.labels.claim(segment.index, META, reason="metadata")


def read_dates(sheet: TextSheet, headline: int | None, head_ends: int) -> Dates:
    """When the article was published and changed: by lines near its headline, else by those below the body."""
    end = max((i for i, label in enumerate(sheet.labels.of) if label in BLOCK_LABELS), default=len(sheet.segments))
    dated = [
        s.index
        for s in sheet.labels.labelled(META, BYLINE)
        if may_be_date(s.text) and not is_imprint(s.text, sheet.context.rules)
    ]
    head = sorted((i for i in dated if i < head_ends), key=lambda index: abs(index - (headline or 0)))
    foot = [i for i in dated if i > end]
    changed = [*head, *(i for i in foot if i <= end + _BELOW)]
    labelled = [i for i in foot if i <= end + FOOT and _tells_publication(sheet, i)]
    modified = _field(sheet, "modified") or next(_times(sheet, changed, headline, modified=True), None)
    published = (
        _field(sheet, "published")
        or next(_times(sheet, [*head, *labelled], headline, modified=False), None)
        or _in_address(sheet)
    )
    day, raw = published or (None, None)
    return Dates(day, raw, modified[0] if modified else None)


def _field(sheet: TextSheet, name: str) -> tuple[str, str] | None:
    """The time in the first labelled field ("DATE: ...") called `name`: in ISO 8601, and as printed.

    None without such a field or time.
    """
    values = (sheet.segments[index].text for index, found in sheet.fields.items() if found == name)
    return next(((time, value) for value in values if (time := _read(sheet, value))), None)


def _times(
    sheet: TextSheet, lines: Sequence[int], headline: int | None, *, modified: bool
) -> Iterator[tuple[str, str]]:
    """Yield the times of publication (or of modification) in some lines, in order: in ISO 8601, and as printed.

    `lines`: the indices of the lines.  `modified`: whether the times of modification are sought.
    """
    words = date_words(sheet.context.rules.family("heads"))
    for index in lines:
        above = index - 1 if index and index - 1 != headline else None
        label = label_above(sheet.segments[above].text) if above is not None else ""
        part = part_about(sheet.segments[index].text, label, words, modified=modified)
        if len(part) >= SHORTEST and (time := _read(sheet, part)):
            yield time, part.strip(EDGE)


def _tells_publication(sheet: TextSheet, index: int) -> bool:
    """Whether a line, or the label above it, says that its date is that of publication."""
    above = sheet.segments[index - 1].text if index else ""
    return tells_publication(sheet.segments[index].text, above, date_words(sheet.context.rules.family("heads")))


def _in_address(sheet: TextSheet) -> tuple[str, str] | None:
    """The date in the page's address: in ISO 8601, and as written; None for files and when there is none."""
    address = sheet.context.url or ""
    # The folders of a file tell when it was saved.
    day = None if address.startswith("file:") else address_day(address)
    time = _read(sheet, day) if day else None
    return (time, day) if time and day else None


def is_dated(sheet: TextSheet, index: int, *, in_head: bool) -> bool:
    """Whether a line holds a date and little else, so that it is metadata and not text.

    `in_head`: whether the line is in the head of the page, where more words may be beside the date.
    """
    text = sheet.segments[index].text
    if not may_be_date(text):
        return False
    words = _LETTERS.findall(text)
    most_words, most_letters = _IN_HEAD if in_head else _ELSEWHERE
    few = len(words) <= most_words and sum(map(len, words)) <= most_letters
    short = few and len(text) <= _LONGEST
    labelled = not short and says_little_else(text, date_words(sheet.context.rules.family("heads")))
    return (short or labelled) and _read(sheet, text) is not None


def _read(sheet: TextSheet, text: str) -> str | None:
    """The date in a text by the page's language and time zone, in ISO 8601; None when there is none."""
    return read_date(
        text,
        language=sheet.language,
        timezone=sheet.timezone,
        not_after=sheet.context.fetched_at,
        rules=sheet.context.rules,
    )


def _by_rule(sheet: TextSheet, index: int) -> bool:
    """Whether a short line is metadata by a rule of text.toml with `label = "meta"` or "mail"."""
    return _is_labelled(sheet, index, "meta") or is_of_mail(sheet, index)


def is_of_mail(sheet: TextSheet, index: int) -> bool:
    """Whether a short line stands in the header of an e-mail ("Betreff: WG: ..."), by the rules labelled "mail"."""
    return _is_labelled(sheet, index, "mail")


def _is_labelled(sheet: TextSheet, index: int, label: str) -> bool:
    """Whether a line is short and matched by a rule of text.toml with this label."""
    text = sheet.segments[index].text
    return len(text) <= _LONGEST and any(
        rule.data.get("label") == label and rule.speaks(sheet.language) and rule.pattern.search(text)
        for rule in sheet.context.rules.family("text").rules
    )
