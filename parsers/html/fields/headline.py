"""Finds the headline: the line printed above the story, with the help of the declared titles (those in the metadata).

Sources: headings and lines that may be the headline (`headings`), and declared titles (`titles`).  A printed heading
that agrees with a declared title wins; the title also shows where a kicker in the same heading ends.  Without a
printed headline the best declared title is taken, without the outlet's name.

`sheet` is the page as field readers see it.  A key is a text normalised for comparison (`parsers.folding.key`).
`node` is the element that shows a heading.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from parsers.dates.read_date import may_be_date
from parsers.folding import key, key_words
from parsers.html.fields.badges import without_badges
from parsers.html.fields.candidate import Candidate, best
from parsers.html.fields.compare import tail_from
from parsers.html.fields.headings import Headline, headings, is_long
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.site import front_page_names
from parsers.html.fields.styled_headlines import styled_headlines
from parsers.html.fields.titles import BAR, Title, declared_titles, faithful, own_names, parts_of
from parsers.html.metadata.values import element_text, without_entities
from parsers.model import FoundValue

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

# All limits and confidences below were chosen by hand.

#: Confidence (0 to 1) of a declared title that the page does not print, and of a line that ends with a part of one.
_UNPRINTED, _PART = 0.5, 0.55
#: The least words of a headline (fewer are a section or an outlet), and the most characters of its line.
_TITLE_WORDS, _TITLE_LINE = 3, 250
#: Letters of the shortest such part that is not Latin.
_TITLE_LETTERS = 20
#: Segments above and below the beginning of the body in which a part of a title is looked for.
_ABOVE, _BELOW = 12, 4
#: The most words before the part of a title in its line: a date.
_DATE_WORDS = 4
#: First headings that are kept as evidence; pages with more of them list other articles.
_MOST_H1S = 3
#: The most words of a kicker in the heading that only a mark sets apart; more belong to the headline.
_KICKER_WORDS = 2
#: Signs between breadcrumbs; and opening ones, with which they are quotation marks or brackets instead.
_CRUMB_SIGNS, _OPENING = frozenset("›»〉>"), frozenset("‹«〈<")
#: Signs between a headline and additions to it; the most characters and words of an addition (more are a second line of
#: the headline).
_BETWEEN, _LONGEST_ADDITION, _MOST_ADDED = " /|·•–—-", 40, 3
#: The most letters of a date, in its month and day of the week; and the elements in which additions are found.
_MONTH = 20
_ADDED = ("span", "small", "a", "time", "sup", "div", "p", "label", "button")
#: The elements of a heading of a kicker and a headline, and the fewest words of the latter.
_LINES, _LINE_WORDS = 2, 3
#: Segments above a headline in which its first line is looked for.
_FIRST_LINE = 3


def read_headline(sheet: Sheet) -> Candidate[Headline] | None:
    """Return the headline of the article; None when the page neither prints nor declares one."""
    chosen = _chosen(sheet)
    if chosen is None:
        return None
    text, node = chosen.value.text, sheet.labels.segments[chosen.segments[0]].node if chosen.segments else None
    # What a page declares as its headline is no badge.
    if node is not None and len(node) and key(text) not in map(key, _declared_as_written(sheet.meta)):
        text = without_badges(text, node, sheet.heads.badges)
    chosen = chosen._replace(value=chosen.value._replace(text=without_entities(text)))
    return chosen._replace(found=_all_found(chosen, sheet.meta))


def _chosen(sheet: Sheet) -> Candidate[Headline] | None:
    """Return the best candidate for the headline, printed or declared, with its kicker separated; None without one."""
    host = sheet.host.removeprefix("www.")
    own = own_names(sheet.site_name, host)
    sites = own | front_page_names(sheet.meta, sheet.host)
    titles = tuple(declared_titles(sheet.meta, key(sheet.site_name or host), sites))
    printed = best(headings(sheet, titles, sites))
    if len(sites) > len(own) and (printed is None or not is_long(printed.value.text)):
        # What links to the front page may be the headline of a page that has no better one.
        plain = tuple(declared_titles(sheet.meta, key(sheet.site_name or host), own))
        if other := best(headings(sheet, plain, own)):
            printed, titles = other, plain
    if printed is not None:
        return _without_kicker(printed, titles, sheet)
    if part := best(_parts(sheet, titles)):
        return part
    if styled := best(styled_headlines(sheet, titles, sites)):
        return styled
    for title in titles:
        return Candidate(Headline(title.text), title.method, title.rule, _UNPRINTED)
    return None


def _declared_as_written(meta: Metadata) -> tuple[str, ...]:
    """Return the titles that outlets write for people, og:title and JSON-LD's headline; they have no badges.

    "" stands for a missing headline in JSON-LD.
    """
    return (*meta.meta.get("og:title", ()), meta.json_ld.first("headline") or "")


def _all_found(chosen: Candidate[Headline], meta: Metadata) -> tuple[FoundValue, ...]:
    """List every headline that the page prints or declares, unchanged, with its source; the chosen one first."""
    source = chosen.rule.partition(",")[0]
    first = (chosen.value.text, "JSON-LD" if chosen.method == "json_ld" else source)
    declared = (("og:title", meta.meta.get("og:title", ())), ("twitter:title", meta.meta.get("twitter:title", ())))
    others = [
        *((text, "h1") for text in meta.h1s[:_MOST_H1S]),
        *((text, name) for name, texts in declared for text in texts[:1]),
        (meta.json_ld.first("headline") or "", "JSON-LD"),
        (meta.title, "title"),
    ]
    return tuple(FoundValue(*one) for one in dict.fromkeys([first, *(other for other in others if other[0])]))


def _parts(sheet: Sheet, titles: tuple[Title, ...]) -> Iterator[Candidate[Headline]]:
    """Yield candidates from lines near the beginning of the body that end with a part of a declared title.

    "3 May 2024 Ferry back in service" ends with the first part of "Ferry back in service - Harbour Post".
    """
    parts = [
        (title, part)
        for title in titles
        for part in BAR.split(title.text)
        # A headline in a script without blanks is one word.
        if len(key_words(part)) >= _TITLE_WORDS or (not part.isascii() and len(key(part)) >= _TITLE_LETTERS)
    ]
    first = max(sheet.layout.first, 0)
    for segment in sheet.labels.segments[max(first - _ABOVE, 0) : first + _BELOW]:
        for title, part in parts if len(segment.text) < _TITLE_LINE else ():
            start = tail_from(segment.text, part)
            # A few words before it in the line may be a date, set apart by a line break.
            if start is not None and len(key_words(segment.text[:start])) <= _DATE_WORDS:
                headline = Headline(segment.text[start:])
                yield Candidate(headline, "layout", f"{title.rule} in the page", _PART, (segment.index,))


def _without_kicker(found: Candidate[Headline], titles: tuple[Title, ...], sheet: Sheet) -> Candidate[Headline]:
    """Separate the kicker from a candidate's headline, if a title or mark-up shows where the headline begins.

    `found`: the candidate.  Suffixes such as "| Opinion" are removed as well.
    """
    text = found.value.text
    segment = sheet.labels.segments[found.segments[0]]
    said = sheet.labels.key_of(segment)  # the candidate's key too: its text is that of the segment
    written = faithful(titles)
    if composed := _two_line_headline(found, said, written, sheet):
        return composed
    for title in written:
        if title.said == said or len(key_words(title.text)) < 2:
            continue
        start = tail_from(text, title.text)
        if start and _is_time(text[:start], segment.node):
            return found._replace(value=Headline(text[start:]), rule=f"{found.rule}, {title.rule}")
        if start and key(text[:start]) and _is_kicker_text(text[:start], segment.node):
            return _cut(found, start, title.rule)
    whole = any(title.said == said for title in titles)
    if not whole and (start := next(filter(None, (_second_line(text, t.text, segment.node) for t in titles)), None)):
        return _cut(found, start, "title")
    if not whole and (start := _behind_crumbs(text, titles)):
        return found._replace(value=Headline(text[start:]), rule=f"{found.rule}, title")
    start = _marked_kicker(text, segment.node, sheet)
    if start and (not whole or _is_barred(text[:start], titles)):
        return _cut(found, start, "kicker")
    if not whole and (end := _end_before_additions(text, segment.node, written, sheet)):
        return found._replace(value=Headline(text[:end]))
    if not whole and (end := _end_before_day(text, segment.node)):
        return found._replace(value=Headline(text[:end]))
    return found._replace(value=Headline(_joined(_without_tail(text, titles, sheet), titles)))


def _second_line(text: str, title: str, node: Any) -> int | None:
    """Return where the headline begins in a heading whose second line a title has behind a colon or dash; else None.

    The heading `node` has two elements, "<span>Ferries</span> <span>Boats sail again</span>", and the title is
    "Lunde: Boats sail again".
    """
    if len(node) != _LINES or (node.text or "").strip():
        return None
    start = len(text) - len(element_text(node[1]))
    line = text[start:]
    known = len(key_words(line)) >= _LINE_WORDS and line in parts_of(title)
    return start if known and text[:start].strip() == element_text(node[0]) else None


def _two_line_headline(
    found: Candidate[Headline], own: str, titles: list[Title], sheet: Sheet
) -> Candidate[Headline] | None:
    """Return the headline if it is printed in two lines that the page declares together as one title; else None.

    `found`: the second line.  `own`: its key.  If JSON-LD declares "Line one: line two" as the headline, that is
    returned.  If another title does (og:title, which is written for other sites), line one is the kicker, and line two
    the headline.
    """
    index = found.segments[0]
    for title in titles:
        whole = title.said
        if whole == own or not whole.endswith(own):
            continue
        for above in sheet.labels.segments[max(index - _FIRST_LINE, 0) : index]:
            if sheet.labels.key_of(above) == whole[: -len(own)]:
                own_line = Headline(found.value.text, above.text)
                headline = Headline(title.text) if title.method == "json_ld" else own_line
                rule, both = f"{found.rule}, {title.rule}", (index, above.index)
                return Candidate(headline, found.method, rule, found.confidence, both)
    return None


def _cut(found: Candidate[Headline], start: int, rule: str) -> Candidate[Headline]:
    """Split a candidate's text at a position into kicker and headline.

    `start`: the position.  `rule`: what showed it; it is added to the candidate's source.
    """
    text = found.value.text
    headline = Headline(text[start:].lstrip(" :|/·•+"), text[:start].strip(" :–—-|/·•+") or None)
    return Candidate(headline, found.method, f"{found.rule}, {rule}", found.confidence, found.segments)


def _behind_crumbs(text: str, titles: tuple[Title, ...]) -> int | None:
    """Return the position of the headline after breadcrumbs in its heading; None without any.

    It is 14 in "Site › News › Ferry back", if a title or a part of one is "Ferry back".
    """
    if _CRUMB_SIGNS.isdisjoint(text) or not _OPENING.isdisjoint(text):
        return None
    parts = dict.fromkeys(part for title in titles for part in (title.text, *parts_of(title.text)))
    starts = (tail_from(text, part) for part in parts)
    return next((start for start in starts if start and text[:start].rstrip()[-1:] in _CRUMB_SIGNS), None)


def _marked_kicker(text: str, node: Any, sheet: Sheet) -> int | None:
    """Return the position of the headline in a heading whose first element has a class for kickers; else None."""
    for child in node:
        first = element_text(child)
        if key(first):
            own = sheet.marks(child, 1)
            named = not own.isdisjoint(sheet.heads.kicker) and own.isdisjoint(sheet.heads.standfirst)
            return tail_from(text, text[len(first) :]) if named and text.startswith(first) else None
    return None


def _is_barred(kicker: str, titles: tuple[Title, ...]) -> bool:
    """Whether a title begins with the kicker of its heading and a bar behind it: "Lunde | Ferry back"."""
    kicker = kicker.strip()
    return any(title.text.startswith(kicker) and title.text[len(kicker) :].lstrip()[:1] == "|" for title in titles)


def _is_time(text: str, node: Any) -> bool:
    """Whether the beginning of a heading, `text`, is a time element in it: a date, which is cut, and no kicker."""
    return any(key(element_text(time)) == key(text) for time in node.iter("time"))


def _is_kicker_text(kicker: str, node: Any) -> bool:
    """Whether `kicker`, the text before a headline in its heading, is a kicker, which is then separated.

    It has few words and ends with ":" or the like, or it is an element of its own.
    """
    if kicker.rstrip()[-1] in ":|–—-+/·•" and len(key_words(kicker)) <= _KICKER_WORDS:
        return True
    return any(
        key(element_text(child)) == key(kicker) for child in node.iter("span", "small", "em", "strong", "div", "a", "p")
    )


def _end_before_additions(text: str, node: Any, titles: list[Title], sheet: Sheet) -> int | None:
    """Return the end of a declared title with which a heading begins, if only additions follow it; else None.

    Additions are the outlet's name, or texts in elements of their own: "Ferry back / May 2024", "Ferry back (12)".
    """
    for title in titles:
        end = len(title.text)
        rest = text[end:].strip(_BETWEEN)
        short = 0 < len(rest) <= _LONGEST_ADDITION and len(key_words(rest)) <= _MOST_ADDED
        if not (short and text.startswith(title.text) and text[end] in _BETWEEN):
            continue
        if key(rest) in own_names(sheet.site_name, sheet.host.removeprefix("www.")):
            return end
        for child in node.iter(*_ADDED):
            added = element_text(child).strip(_BETWEEN)
            if added and rest.startswith(added):
                rest = rest[len(added) :].strip(_BETWEEN)
        if not rest:
            return end
    return None


def _end_before_day(text: str, node: Any) -> int | None:
    """Return the end of a heading's text before a date in elements of its own; None without a date."""
    days = [element_text(child) for child in node.iter(*_ADDED) if child is not node]
    days = [day for day in days if len(day) <= _LONGEST_ADDITION and sum(map(str.isalpha, day)) <= _MONTH]
    left = text
    for day in reversed(days):
        labels = left != text and day.endswith(":") and left.endswith(day.rstrip(": "))
        if labels or (may_be_date(day) and left.endswith(day)):
            left = left[: -len(day.rstrip(": ") if labels else day)].rstrip(_BETWEEN + ":")
    return len(left) if key(left) and left != text else None


def _without_tail(text: str, titles: tuple[Title, ...], sheet: Sheet) -> str:
    """Remove a suffix after a bar ("... | Opinion") from a heading, if a title or another heading confirms the cut."""
    head, bar, _ = text.rpartition(" | ")
    if not bar:
        return text
    own = key(head)
    if any(title.said == own for title in titles):
        return head
    first = text.partition(" | ")[0]
    printed = (segment for segment in sheet.labels.segments if segment.level and segment.text == first)
    return first if any(printed) else text


def _joined(text: str, titles: tuple[Title, ...]) -> str:
    """Replace a heading by the declared title that has the same words and a colon or dash between them.

    "Ferry back Ministers relieved", printed in two lines, becomes "Ferry back: Ministers relieved".
    """
    own = ""
    for mark in (": ", " - ", " – "):
        for title in titles if mark not in text else ():
            if mark in title.text and title.said == (own := own or key(text)):
                return title.text
    return text
