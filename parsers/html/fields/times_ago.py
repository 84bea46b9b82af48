"""Finds the time of publication where the page only prints how long ago it was: "Ann Lister, 3 hours ago".

A day without a year ("3 May, 15:47") is read here, too, since only the time of the fetch tells its year.  Takes the
Sheet (the page as field readers see it); counts back from the time of the fetch, without which there is no result.
Gives one candidate, with the rule "ago, exact to the hour" (or minute, or day).  Used when the page gives no other
time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from parsers.dates.date_lines import EDGE, is_furniture, label_above, part_about, tells_other
from parsers.dates.days_without_year import recent_day
from parsers.dates.read_date import DAY
from parsers.dates.times_ago import LONGEST, RULE, counted_back, tells_ago
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.pieces import pieces_of
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.times import Time
from parsers.html.fields.whose_times import is_of_article
from parsers.people.byline_names import BARS
from parsers.segments import Segment

#: Such a line is the article's within so many segments above and below the headline, and at most so many into the body:
#: farther down other stories have theirs.  Chosen by hand, as the confidence (0 to 1).
_ABOVE, _BELOW, _INTO_BODY = 3, 8, 2
_CONFIDENCE = 0.3
#: Letters of a line with a day without a year, besides its label and the name of a week day: those of a month.
_MONTH = 12


def times_ago(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield one candidate: the time in the first line near the headline that says "3 hours ago" or the like.

    Lines below the headline are examined before those above it.
    """
    if sheet.context.fetched_at is None or sheet.headline < 0:
        return
    segments = sheet.labels.segments
    stop = min(sheet.headline + _BELOW + 1, max(sheet.layout.first, sheet.headline) + _INTO_BODY)
    below = segments[sheet.headline + 1 : stop]
    above = segments[max(sheet.headline - _ABOVE, 0) : sheet.headline]
    for segment in sheet.own([*below, *reversed(above)]):
        if len(segment.text) <= LONGEST and (found := _told(segment, sheet)) and is_of_article(segment, sheet):
            yield found
            return


def holds_time_ago(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line, or a part of it set apart by bars or elements, is a time such as "3 hours ago".

    Such a line counts as a date for the byline beside it.
    """
    if len(segment.text) > LONGEST:
        return False
    return any(tells_ago(part, sheet.language, sheet.context.rules) for part in _parts(segment.text, segment, sheet))


def _parts(line: str, segment: Segment, sheet: Sheet) -> Iterator[str]:
    """Yield the texts in a line that may be a time: the line, and its parts between bars or in elements of their own.

    "Ann Lister | Published 3 hours ago" gives itself, "Ann Lister" and "3 hours ago"; a label such as "Published" is
    cut.
    """
    pieces = pieces_of(segment.node) if line == segment.text else []
    for part in dict.fromkeys((line, *BARS.split(line), *pieces)):
        labelled = sheet.heads.dates.published.match(part)
        yield part[labelled.end() if labelled else 0 :].strip(EDGE)


def _told(segment: Segment, sheet: Sheet) -> Candidate[Time] | None:
    """Return the time of publication in a line such as "Published 3 hours ago", counted back from the fetch.

    None if neither the line nor a part of it is such a time.
    """
    fetched_at, dates = sheet.context.fetched_at, sheet.heads.dates
    above = segments[segment.index - 1].text if (segments := sheet.labels.segments) and segment.index else ""
    label = label_above(above) if segment.index - 1 != sheet.headline else ""
    line = part_about(segment.text, label, dates, modified=False)
    if fetched_at is None or not line or tells_other(segment.text, label, dates):
        return None
    for raw in _parts(line, segment, sheet):
        found = counted_back(
            raw,
            fetched_at=fetched_at,
            language=sheet.language,
            timezone=sheet.timezone,
            rules=sheet.context.rules,
        )
        if found:
            return Candidate(Time(found.iso, raw), "text", RULE + found.exact_to, _CONFIDENCE, (segment.index,))
        if is_furniture(raw, dates, most=_MONTH) and (day := _recent(raw, sheet)):
            rule = RULE + ("day" if len(day) == DAY else "minute")
            return Candidate(Time(day, raw), "text", rule, _CONFIDENCE, (segment.index,))
    return None


def _recent(raw: str, sheet: Sheet) -> str | None:
    """Return the time in a line such as "5 January, 12:34", if it lies shortly before the fetch, else None."""
    fetched_at = sheet.context.fetched_at
    if fetched_at is None:
        return None
    aware = fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
    return recent_day(
        raw, fetched_at=aware, language=sheet.language, timezone=sheet.timezone, rules=sheet.context.rules
    )
