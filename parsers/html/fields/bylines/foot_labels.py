"""Finds bylines among the facts at the foot of an article: "Author: Ann Lister", "Autorin/Autor Anna Beispiel".

Takes the segments from the end of the body down, farther than other readers look; gives the names of a line that holds
a label and names alone, or of the lines below a label.  Several such bylines count only if they name the same people,
since lists of other articles name many.
"""

from __future__ import annotations

from collections.abc import Iterator

from parsers.folding import key
from parsers.html.fields.authors import Names
from parsers.html.fields.bylines.byline_parts import Byline, is_foreign, is_lead, under_other_story
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.people.around_names import lead_end
from parsers.people.byline_names import read_names
from parsers.people.name_kinds import is_person
from parsers.segments import Segment

# All limits and the confidence (0 to 1) below were chosen by hand.

#: Segments before the last one of the body from which on, and below it down to which, such lines stand; characters of
#: the longest.
_BEFORE, _DOWN_TO, _LONGEST = 10, 40, 80
#: Lines below a label that may each be a name; letters of the longest monogram.
_NAMES_BELOW, _MONOGRAM = 8, 3
#: Letters of the shortest label: "by" and "von" begin lines about anything.
_LABEL = 5
#: Letters that join two names: "and", "und".
_JOINT = 4
_CONFIDENCE = 0.5
#: The rule of its candidates.
FOOT = "foot"


def foot_bylines(sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Yield the byline among the facts below the article; nothing where lines name different people."""
    last, start = sheet.layout.last, sheet.headline + 1
    lines = sheet.own(sheet.labels.segments[max(last - _BEFORE, start) : last + _DOWN_TO])
    found = []
    for at, segment in enumerate(lines):
        if len(segment.text) > _LONGEST:
            continue
        if names := _labelled(segment, sheet):
            found.append(Candidate(Byline(segment.text, names), "text", FOOT, _CONFIDENCE, (segment.index,)))
        elif _is_label(segment.text) and is_lead(segment.text, sheet):
            below = _names_below(lines[at + 1 : at + 1 + _NAMES_BELOW], sheet)
            indices = (segment.index, *(line.index for line, _ in below))
            names = tuple(dict.fromkeys(name for _, name in below))
            said = Byline(f"{segment.text} {', '.join(names)}", names)
            found += [Candidate(said, "text", FOOT, _CONFIDENCE, indices)] if names else []
    if len({frozenset(map(key, candidate.value.names)) for candidate in found}) == 1:
        yield found[0]


def _names_below(lines: list[Segment], sheet: Sheet) -> list[tuple[Segment, str]]:
    """Return (line, name) for the first of `lines` that are nothing but one person's name each.

    A label ("Authors:") is right above, so the lines count even in a list beside the article.  All have the same
    mark-up as the first.  A further name above a date is left out, since readers sign their comments in this way.
    Jobs, initials and lines with other mark-up may stand between the names; any other line ends the search.
    """
    found: list[tuple[Segment, str]] = []
    for line in lines:
        if found and not _is_like(line, found[0][0], sheet):
            continue
        names = read_names(line.text, sheet.words, led=True)
        alone = len(names) == 1 and key(names[0]) == key(line.text) and is_person(names[0], sheet.words)
        if alone and not sheet.marked(line.node, sheet.others) and not _is_story(line, sheet):
            found.append((line, names[0]))
        elif not (_is_monogram(line.text) or (found and sheet.words.roles.search(line.text))):
            break
    return found


def _is_like(line: Segment, first: Segment, sheet: Sheet) -> bool:
    """Whether a line may be a further author: it has the mark-up of the first one, and no date in the line below it."""
    below = sheet.labels.segments[line.index + 1 : line.index + 2]
    alike = (line.node.tag, line.node.get("class")) == (first.node.tag, first.node.get("class"))
    return alike and not any(map(sheet.dated, below))


def _is_story(line: Segment, sheet: Sheet) -> bool:
    """Whether a line is part of a teaser of another story, so that a name in it is not the author's."""
    return under_other_story(line.node, line.index, sheet)


def _is_monogram(text: str) -> bool:
    """Whether a line is the initials that stand where a portrait is missing: "AL"."""
    return len(text) <= _MONOGRAM and text.isalpha() and text.isupper()


def _is_label(text: str) -> bool:
    """Whether a text has enough letters (_LABEL) to be a label such as "Author"."""
    return sum(map(str.isalpha, text)) >= _LABEL


def _labelled(segment: Segment, sheet: Sheet) -> Names:
    """Return the persons in a line that is a label and names only; () for any other line."""
    text, words = segment.text, sheet.words
    end = lead_end(text, words)
    if not _is_label(text[:end]):
        return ()
    names, rest = read_names(text[end:], words, led=True), text[end:]
    for name in names:
        rest = rest.replace(name, "", 1)
    if not names or sum(map(str.isalpha, rest)) > _JOINT or not all(is_person(name, words) for name in names):
        return ()
    foreign = is_foreign(segment.node, sheet) or under_other_story(segment.node, segment.index, sheet)
    return () if foreign else tuple(names)
