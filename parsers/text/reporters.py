"""Who wrote and who reported, in a text page: bylines above the body and below it, credit and cue lines anywhere.

Takes the sheet, claims lines that are nothing but a byline, cue or credit, and gives correspondents, the byline as
printed and the authors.  What stands in a paragraph is found, too, and the paragraph stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers.captions.photo_suppliers import suppliers
from parsers.correspondents import classify_block
from parsers.folding import line_key
from parsers.model import Correspondent
from parsers.people.byline_names import has_lead, read_names, words_of
from parsers.segments import BYLINE, CORRESPONDENT
from parsers.text.text_sheet import TextSheet

_LONGEST_BYLINE = 120


@dataclass(frozen=True, slots=True)
class Reporters:
    """The people of an article as the page prints them."""

    byline: str | None = None
    authors: tuple[str, ...] = ()
    correspondents: tuple[Correspondent, ...] = ()


def read_reporters(sheet: TextSheet, headline: int | None, head_ends: int) -> Reporters:
    """Claim bylines, cues and credit lines; head_ends is the first segment that is certainly body."""
    found: list[Correspondent] = []
    byline: str | None = None
    authors: list[str] = []
    for segment in sheet.segments:
        index = segment.index
        if not sheet.free(index) or segment.level == 1:
            continue
        people, alone = _people(sheet, index)
        if _is_bare_title(sheet, index, people):
            continue
        in_head = (headline or 0) < index < head_ends
        names = _signature(sheet, index, in_head)
        if alone or names:
            sheet.labels.claim(index, CORRESPONDENT if alone else BYLINE)
        if in_head and (names or alone) and byline is None:
            byline = segment.text
        if in_head:
            authors.extend(name for name in names if name not in authors)
        found.extend(replace(person, text=segment.text, locator=segment.locator) for person in people)
    return Reporters(byline, tuple(authors), tuple(found))


def _is_bare_title(sheet: TextSheet, index: int, people: list[Correspondent]) -> bool:
    """Whether a line was read as an organisation's name that no list of agencies knows: "World Africa Day"."""
    key = sheet.keys[index]
    bare = any(person.name is None and line_key(person.outlet or "") == key for person in people)
    return bare and not suppliers(sheet.context.rules).is_chain(sheet.segments[index].text)


def _people(sheet: TextSheet, index: int) -> tuple[list[Correspondent], bool]:
    segments = sheet.segments
    return classify_block(
        segments[index].text,
        before=segments[index - 1].text if index else None,
        after=segments[index + 1].text if index + 1 < len(segments) else None,
        language=sheet.language,
        publisher=sheet.publisher.name if sheet.publisher else None,
        rules=sheet.context.rules,
    )


def _signature(sheet: TextSheet, index: int, in_head: bool) -> list[str]:
    """The names of a line that signs the article: led in as bylines are, or a bare name above the body."""
    segment, shape = sheet.segments[index], sheet.shapes[index]
    if len(segment.text) > _LONGEST_BYLINE or shape.ends or segment.level:
        return []
    words = words_of(sheet.context.rules)
    led = has_lead(segment.text, words)
    if not led and not (in_head and shape.name and words.people.is_person(segment.text)):
        return []
    if led and not in_head and shape.words > 7:
        return []
    return read_names(segment.text, words)
