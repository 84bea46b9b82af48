"""Divides the text of a heading: into kicker and headline, without breadcrumbs, dates, counts and the outlet's name.

"Port strike: Ferries stay in harbour" is a kicker and a headline if the page declares "Ferries stay in harbour" as its
title, or if the mark-up sets "Port strike" apart.  What neither shows stays in the headline.

Takes the candidate that was chosen as the headline, the declared titles and the Sheet; gives the candidate with its
text divided.  `node` is the element that shows the heading.  A key is a text normalised for comparison
(`parsers.folding.key`).
"""

from __future__ import annotations

from typing import Any

from parsers.dates.read_date import may_be_date
from parsers.folding import key, key_words
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.compare import tail_from
from parsers.html.fields.headings import Headline
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.titles import Title, faithful, own_names, parts_of
from parsers.html.metadata.values import element_text

# All limits below were chosen by hand.

#: The least words of a title that shows where the headline begins in a heading.
_TITLE_WORDS = 2
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
#: Elements that a kicker in a heading has.
_KICKERS = ("span", "small", "em", "strong", "a")
#: Segments above a headline in which its first line is looked for.
_FIRST_LINE = 3


def divided(found: Candidate[Headline], titles: tuple[Title, ...], sheet: Sheet) -> Candidate[Headline]:
    """Divide the text of the chosen heading into kicker and headline, and leave out what is neither.

    `found`: the candidate with the heading's whole text.  `titles`: what the page declares.
    """
    text = found.value.text
    segment = sheet.labels.segments[found.segments[0]]
    said = sheet.labels.key_of(segment)  # the candidate's key too: its text is that of the segment
    written = faithful(titles)
    if composed := _two_line_headline(found, said, written, sheet):
        return composed
    if parted := _before_title(found, said, written, segment.node):
        return parted
    if parted := _before_plain_title(found, said, titles, segment.node):
        return parted
    if any(title.said == said for title in titles):
        # A title says the whole heading; then it must set the kicker apart, too.
        start = _marked_kicker(text, segment.node, sheet)
        if start and _is_barred(text[:start], titles):
            return _cut(found, start, "kicker")
    elif parted := _without_surroundings(found, titles, segment.node, sheet):
        return parted
    return found._replace(value=Headline(_joined(_without_tail(text, titles, sheet), titles)))


def _before_title(found: Candidate[Headline], said: str, titles: list[Title], node: Any) -> Candidate[Headline] | None:
    """Divide a heading that ends with a title of at least two words: a kicker is before it, or a time, which is cut.

    None if no title divides it.  `said`: the key of the heading.
    """
    text = found.value.text
    for title in titles:
        if title.said == said or len(key_words(title.text)) < _TITLE_WORDS:
            continue
        start = tail_from(text, title.text)
        if start and _is_time(text[:start], node):
            return found._replace(value=Headline(text[start:]), rule=f"{found.rule}, {title.rule}")
        if start and key(text[:start]) and _is_kicker_text(text[:start], node):
            return _cut(found, start, title.rule)
    return None


def _before_plain_title(
    found: Candidate[Headline], said: str, titles: tuple[Title, ...], node: Any
) -> Candidate[Headline] | None:
    """Divide a heading whose first element is not in the title that says the rest; None if no title does so.

    Titles for browsers count, too, since the kicker is an element of its own: "<span>Ports</span> Ferry back".
    """
    if any(title.said == said or title.said.startswith(said) for title in titles):
        return None
    first = next((child for child in node if key(element_text(child))), None)
    if first is None or first.tag not in _KICKERS or (node.text or "").strip() or not (first.tail or "").strip():
        return None
    text, rest = found.value.text, found.value.text.removeprefix(element_text(first)).strip()
    for title in titles:
        if rest != text and len(key_words(rest)) >= _LINE_WORDS and title.said == key(rest):
            return _cut(found, len(text) - len(rest), title.rule)
    return None


def _without_surroundings(
    found: Candidate[Headline], titles: tuple[Title, ...], node: Any, sheet: Sheet
) -> Candidate[Headline] | None:
    """Divide a heading that no title repeats as a whole: kicker, breadcrumbs and additions are taken off its ends.

    None if it has nothing of the kind.
    """
    text = found.value.text
    if start := next(filter(None, (_second_line(text, title.text, node) for title in titles)), None):
        return _cut(found, start, "title")
    if start := _behind_crumbs(text, titles):
        return found._replace(value=Headline(text[start:]), rule=f"{found.rule}, title")
    if start := _marked_kicker(text, node, sheet):
        return _cut(found, start, "kicker")
    end = _end_before_additions(text, node, faithful(titles), sheet) or _end_before_day(text, node)
    return found._replace(value=Headline(text[:end])) if end else None


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
