"""Finds bylines without "By": lines near the headline, or below the body, that are nothing but a person's name.

Takes a segment and the Sheet (the page as field readers see it); gives the names with a confidence.  Since a bare name
may be anything, its place must speak for it: the date beside it, the headline above it, bold or italic letters below
the body.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from parsers.folding import key
from parsers.html.fields.authors import Names, is_own
from parsers.html.fields.bylines.byline_parts import is_foreign
from parsers.html.fields.bylines.times_beside import beside_times, eastern_name
from parsers.html.fields.pieces import pieces_of
from parsers.html.fields.sheet import Sheet, bold
from parsers.html.fields.times_ago import holds_time_ago
from parsers.html.metadata.values import element_text
from parsers.people.byline_names import person_alone, persons_alone, read_names
from parsers.people.name_kinds import is_agency, is_person, people
from parsers.segments import Segment
from parsers.sentence_ends import SENTENCE_ENDS

# All limits and confidences (0 to 1) below were chosen by hand.

#: Confidence of a bare name beside a date or in bold below the body, and of a short one just below the headline.
_BARE, _BARE_SHORT = 0.45, 0.25
#: Segments below the headline in which a name may stand alone.
NEAR = 8
#: Characters of the longest bare name, and of a short one.
_LONGEST_BARE, _SHORT = 90, 30
#: Characters of the longest bare name with a job; pieces of a line with a town below the name.
_WITH_JOB, _WITH_TOWN = 60, 2
#: Elements from a list item outwards, itself included, of which one is named as facts about the article ("meta").
_LIST_LEVELS = 4
#: Segments below the headline in which a name in capitals may stand beside the date, and the words that it may have.
_CAPITALS_NEAR, _NAME_WORDS = 3, range(2, 4)
#: Bold elements and links of a box that are looked at.
_FEW_BOLD = 20
#: Lines into the body in which a name may stand beside a time.
_DECK = 2
#: The lowest level of headings that are none of somebody's name.
_HEADINGS = 2
#: The most items in a list of facts about the article without such a name.
_FEW_ITEMS = 5
#: The fewest words in small letters of a sentence; what a signed last line begins with; ends of quotations.
_SMALL, _DASHES, _QUOTES = 5, ("-", "–", "—"), ("”", "“", "»", "«", '"', "'", "’", "‘", "」")
_TWO_CAPITALS = re.compile(r"[A-Z]\S* (?:\S+ ){0,3}\W*[A-Z]")
_MAIL = re.compile(r"(?:[^\W\d_]{4,7}:? ?)?[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,30}){1,4}")


def name_only(segment: Segment, sheet: Sheet, *, below: bool) -> tuple[float, Names]:
    """Return (confidence, names) for a line that is only a person's name, without "By"; (0, ()) for any other line.

    A bare name may be anything, so its place must speak for it: beside the date, just below the headline, or, below the
    body, in bold or italics.  Two names joined by "and" count only beside the date.
    """
    distance = segment.index - sheet.headline
    # A standfirst may be the first line of the body; farther below are readers' comments.
    above = 0 < distance <= NEAR and segment.index <= _text_from(sheet) + _DECK
    text, timed = beside_times(segment, sheet) if above else (segment.text, False)
    if len(text) > _LONGEST_BARE or text[:1] == "#" or text.endswith(":") or not (below or 0 < distance <= NEAR):
        return 0.0, ()
    if (text.isascii() and not _TWO_CAPITALS.search(text)) or not sheet.words.begins_name(text) or _is_sentence(text):
        return 0.0, ()
    dated = timed or beside_date(segment, sheet)
    slanted = not dated and below and (_italic(segment.node) or (not bold(segment.node) and _in_bold(segment)))
    signed = below and not dated and _behind_dash(segment, sheet)
    if dated or slanted or signed or (below and bold(segment.node)):
        confidence = _BARE
    elif 0 < distance < NEAR and _is_short(text, sheet) and _is_head(segment, distance, sheet):
        confidence = _BARE_SHORT
    else:
        return 0.0, ()
    alone = text if timed else _without_town(segment, sheet)
    names = person_alone(alone, sheet.words) or (
        dated and (persons_alone(text, sheet.words) or eastern_name(text, sheet))
    )
    above_text = 0 < distance <= _CAPITALS_NEAR and segment.index <= _text_from(sheet)
    if not names and above_text and (dated or _goes_on(segment, sheet)):
        names = _in_capitals(text, sheet)
    if not names or is_foreign(segment.node, sheet) or _is_topic(segment) or _is_menu(segment):
        return 0.0, ()
    if "/" in text and any(is_agency(part.strip(), sheet.words) for part in text.split("/")):
        return 0.0, ()  # "Ann Lister/Reuters" is a picture credit.
    if sheet.words.life.search(text) or ((slanted or signed) and not _is_all(names[0], text, sheet)):
        return 0.0, ()  # in italics are notes of any kind, too, and in bold the names of products
    return confidence, people(names, sheet.words)


def _is_sentence(text: str) -> bool:
    """Whether a line is a short sentence that begins with somebody's name or job, and so no byline."""
    return text.endswith(SENTENCE_ENDS) and sum(word[:1].islower() for word in text.split()) >= _SMALL


def _behind_dash(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is signed with a dash ("- Ann Lister"), and does not tell who said the quotation above it."""
    above = sheet.labels.segments[segment.index - 1].text.rstrip()
    return segment.text[:1] in _DASHES and not segment.list_depth and above[-1:] not in _QUOTES


def _is_all(name: str, text: str, sheet: Sheet) -> bool:
    """Whether a line is nothing but a name, or a name and the outlet's: "Ann Lister, «Harbour Post»"."""
    rest = text.replace(name, "", 1).strip(" ,;«»„“”\"'()")
    return not key(rest) or is_own(rest, sheet)


def _is_head(segment: Segment, distance: int, sheet: Sheet) -> bool:
    """Whether a line is above the text, or near enough to the headline and in a bold element of its own."""
    above = segment.index < _text_from(sheet) + (distance == 1)
    return above or (distance <= _CAPITALS_NEAR and _in_bold(segment))


def _text_from(sheet: Sheet) -> int:
    """Return the index from which on lines may be text: the body's first, or the first below the headline.

    On old pages the date above the headline may score as body.
    """
    return max(sheet.layout.first, sheet.headline + 1)


def _in_capitals(text: str, sheet: Sheet) -> list[str]:
    """Return the name of a person that is all of a line in capitals ("ANN LISTER"); [] for any other line.

    It may as well be a heading, so ask only beside the date, or where the line goes on.
    """
    names = read_names(text, sheet.words) if text.isupper() and len(text) <= _SHORT else []
    alone = len(names) == 1 and key(names[0]) == key(text) and len(text.split()) in _NAME_WORDS
    return names if alone and is_person(names[0], sheet.words) else []


def _goes_on(segment: Segment, sheet: Sheet) -> bool:
    """Whether a short line in small letters follows, which says for whom somebody writes: "of the Harbour Post"."""
    below = sheet.labels.segments[segment.index + 1 : segment.index + 2]
    return bool(below) and below[0].text[:1].islower() and len(below[0].text) <= _WITH_JOB


def _is_short(text: str, sheet: Sheet) -> bool:
    """Whether a line is as short as a name, or as a name with a job: "Ann Lister, staff writer in Oslo".

    Just below the headline only such a line counts as a bare name, unless a date is beside it.
    """
    job = sheet.words.roles.search(text) if "," in text else None
    return len(text) <= _SHORT or (len(text) <= _WITH_JOB and job is not None and job.start() > text.index(","))


def _in_bold(segment: Segment) -> bool:
    """Whether a bold element inside the box of a line prints just this line, one of several in the box."""
    inside = islice(segment.node.iter("b", "strong"), _FEW_BOLD) if len(segment.node) else ()
    return any(element_text(element) == segment.text for element in inside)


def _italic(node: Any) -> bool:
    """Whether all text of an element is in italics, as papers set the author's name below a text."""
    inner = [child for child in node if child.tag != "br"]
    return len(inner) == 1 and inner[0].tag in ("i", "em") and element_text(inner[0]) == element_text(node)


def _without_town(segment: Segment, sheet: Sheet) -> str:
    """Return the name in a line that has a town in an element of its own after it; any other line unchanged."""
    pieces = pieces_of(segment.node) if len(segment.node) else []
    if len(pieces) != _WITH_TOWN or " ".join(pieces) != segment.text:
        return segment.text
    # A line break sets it apart, too, behind a whole name: "Ann Lister<br>Lunde".
    alone = segment.node.find(".//br") is not None and " " in pieces[0] and " " not in pieces[1]
    return pieces[0] if alone or sheet.words.people.is_place(pieces[1]) else segment.text


def _is_menu(segment: Segment) -> bool:
    """Whether a line is several links of one word each, side by side: sections, and nobody's name."""
    links = [text for link in islice(segment.node.iter("a"), _FEW_BOLD) if (text := element_text(link))]
    alone = len(links) > _WITH_TOWN and not any(" " in text for text in links)
    return alone and " ".join(links) == segment.text


def _is_topic(segment: Segment) -> bool:
    """Whether a line is nothing but a link to a topic (rel="tag"), which is no byline."""
    links = (link for link in segment.node.iter("a") if "tag" in link.get("rel", "").split())
    return any(" ".join(pieces_of(link)) == segment.text for link in links)


def bears_no_name(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is a heading, caption or quotation, in which no bare name stands.

    A heading of the third level or below, at the date, may be a name: some themes print it so.
    """
    if not segment.level:
        return bool(segment.hint)
    return segment.level <= _HEADINGS or segment.index >= sheet.layout.first or not beside_date(segment, sheet)


def in_dated_list(segment: Segment, sheet: Sheet) -> bool:
    """Whether a list item may be a byline: near the headline, beside a date, in a list of facts about the article.

    Such a list has a class such as "meta", or few items and stands between headline and text.  Other list items with a
    bare name are entries of menus.
    """
    if not 0 < segment.index - sheet.headline <= NEAR or not beside_date(segment, sheet):
        return False
    if sheet.marked(segment.node, sheet.heads.dated, _LIST_LEVELS):
        return True
    items = next(segment.node.iterancestors("ul", "ol"), None)
    few = items is not None and len(items) <= _FEW_ITEMS and segment.list_depth == 1
    return few and segment.index < sheet.layout.first


def beside_date(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line just below the headline has a date, or a line next to it has; a bare name there is a byline.

    A mail address between them does not matter.
    """
    if not 0 < segment.index - sheet.headline <= NEAR:
        return False
    segments = sheet.labels.segments
    beside = segments[segment.index - 1 : segment.index + 2]
    if len(beside) > _WITH_TOWN and _MAIL.fullmatch(beside[2].text):
        beside = segments[segment.index - 1 : segment.index + 3]
    short = [other for other in beside if len(other.text) <= _LONGEST_BARE]
    return any(sheet.dated(other) for other in short) or any(holds_time_ago(other, sheet) for other in short)
