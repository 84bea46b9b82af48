"""Reads authors and correspondents of a plain text: bylines above and below the body, credit lines anywhere.

Takes the TextSheet (`sheet`: the text in segments, with their labels); labels lines that consist only of a byline or
credit, and gives the byline as printed, the authors and the correspondents (who reported, wrote or edited, and from
where).  Credits inside a paragraph are read as well, and the paragraph is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers.captions.photo_suppliers import suppliers
from parsers.correspondents import classify_block
from parsers.dates.read_date import may_be_date
from parsers.folding import line_key
from parsers.model import Correspondent
from parsers.people.around_names import has_lead
from parsers.people.byline_names import BARS, person_alone, persons_alone, read_names
from parsers.people.byline_words import NameWords, words_of
from parsers.segments import BYLINE, CORRESPONDENT, META
from parsers.text.text_sheet import TextSheet

#: Characters of the longest byline.  Chosen by hand.
_LONGEST_BYLINE = 120
#: Characters of the longest byline of many people, the least number of these, and the least share (0 to 1) of their
#: names in it.
_LONGEST_OF_MANY, _MANY, _OF_NAMES = 600, 4, 0.7
#: The most words of a byline ("By ...") that is not near the headline.
_FEW_WORDS = 7
#: Segments below the headline within which a name alone is a byline.
_BARE = 12


@dataclass(frozen=True, slots=True)
class Reporters:
    """The byline as printed, the names of the authors above the body, and all correspondents."""

    byline: str | None = None
    authors: tuple[str, ...] = ()
    correspondents: tuple[Correspondent, ...] = ()


def read_reporters(sheet: TextSheet, headline: int | None, head_ends: int) -> Reporters:
    """Label bylines and credit lines, and give the people in them.

    `headline`: the index of the headline's segment.  `head_ends`: that of the first segment that is certainly body.
    """
    found: list[Correspondent] = []
    byline: str | None = None
    authors: list[str] = []
    led = _led_bylines(sheet, headline, head_ends)
    for segment in sheet.segments:
        index = segment.index
        field = sheet.fields.get(index)
        if not (sheet.free(index) or (field == "byline" and sheet.labels.of[index] == BYLINE)) or segment.level == 1:
            continue
        people, alone = _people(sheet, index)
        if _is_bare_title(sheet, index, people):
            continue
        in_head = is_in_head(index, headline, head_ends) or field == "byline"
        names = _named(sheet, index) if field == "byline" else signature(sheet, index, headline, head_ends)
        if field == "source" and not alone:
            sheet.labels.claim(index, META, reason="metadata", rule="label.source")
        if alone or names:
            sheet.labels.claim(index, CORRESPONDENT if alone else BYLINE)
        if led and not field and index not in led and index - 1 not in led:
            names = []  # a name alone is somebody in a picture or a menu where another line says "By"
        if in_head and (names or alone or field == "byline") and byline is None and field != "source":
            byline = segment.text
        elif sheet.labels.of[index] == BYLINE and not (in_head and names):
            sheet.labels.cut(index, "metadata")  # the byline of another story, or one without a name
        if in_head and not names and alone:
            names = [person.name for person in people if person.name and person.kind == "reporting"]
        if in_head:
            authors.extend(name for name in names if name not in authors)
        found.extend(replace(person, text=segment.text, locator=segment.locator) for person in people)
    return Reporters(byline, tuple(authors), tuple(found))


def _led_bylines(sheet: TextSheet, headline: int | None, head_ends: int) -> frozenset[int]:
    """The indices of the bylines in the head that begin with a word such as "By"."""
    words = words_of(sheet.context.rules, sheet.language)
    head = range(-1 if headline is None else headline, min(head_ends, len(sheet.segments)))
    return frozenset(
        index
        for index in head[1:]
        if sheet.free(index)
        and _is_led(sheet.segments[index].text, words)
        and signature(sheet, index, headline, head_ends)
    )


def _is_led(text: str, words: NameWords) -> bool:
    """Whether a line begins with a word such as "By", perhaps glued to the name: "byAda Lund"."""
    return has_lead(text, words) or words.stuck.match(text) is not None


def _named(sheet: TextSheet, index: int) -> list[str]:
    """The names in a labelled field ("Byline: Ada Lund"), which needs no "By" before them."""
    return read_names(sheet.segments[index].text, words_of(sheet.context.rules, sheet.language), led=True)


def _is_bare_title(sheet: TextSheet, index: int, people: list[Correspondent]) -> bool:
    """Whether a line is only the name of an organisation that is no known agency ("World Africa Day").

    Such a line is a title, not a credit, and is left without a label.  `people`: the correspondents read from the line.
    """
    key = sheet.keys[index]
    bare = any(person.name is None and line_key(person.outlet or "") == key for person in people)
    return bare and not suppliers(sheet.context.rules).is_chain(sheet.segments[index].text)


def _people(sheet: TextSheet, index: int) -> tuple[list[Correspondent], bool]:
    """The correspondents in a segment, and whether the segment is nothing but a credit (`classify_block`)."""
    segments = sheet.segments
    return classify_block(
        segments[index].text,
        before=segments[index - 1].text if index else None,
        after=segments[index + 1].text if index + 1 < len(segments) else None,
        language=sheet.language,
        publisher=sheet.publisher.name if sheet.publisher else None,
        rules=sheet.context.rules,
    )


def is_in_head(index: int, headline: int | None, head_ends: int) -> bool:
    """Whether a segment is between the headline and the first segment that is certainly body (`head_ends`).

    Both are indices of segments; without a headline, everything above `head_ends` counts.
    """
    return (-1 if headline is None else headline) < index < head_ends


def signature(sheet: TextSheet, index: int, headline: int | None, head_ends: int) -> list[str]:
    """The names in a byline: after a word such as "By", or, just below the headline, a name alone.

    [] for any other line.  `headline`, `head_ends`: the indices of the headline and of the first certain body segment.
    """
    segment, shape = sheet.segments[index], sheet.shapes[index]
    if len(segment.text) > _LONGEST_OF_MANY or shape.ends or segment.level:
        return []
    if segment.node.picture and not _is_named_again(sheet, index, head_ends):
        return []
    words = words_of(sheet.context.rules, sheet.language)
    in_head = is_in_head(index, headline, head_ends)
    if len(segment.text) > _LONGEST_BYLINE:
        return _many(segment.text, words) if in_head else []
    if _is_led(segment.text, words):
        return read_names(segment.text, words) if in_head or shape.words <= _FEW_WORDS else []
    if not in_head or index > (headline or 0) + _BARE or not words.begins_name(segment.text):
        return []
    if shape.name and words.people.is_person(segment.text):
        return read_names(segment.text, words)
    if several := persons_alone(segment.text, words):
        return several
    first = BARS.split(segment.text, maxsplit=1)[0]
    opens = any(map(str.isupper, first)) and words.people.is_person(first) and _beside_date(sheet, index)
    return person_alone(segment.text, words) if opens else []


def _is_named_again(sheet: TextSheet, index: int, head_ends: int) -> bool:
    """Whether another line of the head begins with the alternative text of a picture: then it is the author's name."""
    text = sheet.segments[index].text
    return any(s.text.startswith(text) and not s.node.picture for s in sheet.segments[:head_ends])


def _many(text: str, words: NameWords) -> list[str]:
    """The names in a long byline of many people, of which most of the text consists; else []."""
    names = read_names(text, words) if has_lead(text, words) else persons_alone(text, words)
    return names if len(names) >= _MANY and sum(map(len, names)) >= _OF_NAMES * len(text) else []


def _beside_date(sheet: TextSheet, index: int) -> bool:
    """Whether the line right above or below was labelled as metadata and holds a date, as beside a byline."""
    beside = [i for i in (index - 1, index + 1) if 0 <= i < len(sheet.segments)]
    return any(sheet.labels.of[i] == META and may_be_date(sheet.segments[i].text) for i in beside)
