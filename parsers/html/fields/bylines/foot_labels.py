"""Finds bylines among the facts at the foot of an article: "Author: Ann Lister", "Autorin/Autor Anna Beispiel".

Takes the segments farther below the body than other readers look; gives the names in a line that is nothing but a
printed label and names.  Several such lines count only if they have the same names, since lists of other articles
have many.
"""

from __future__ import annotations

from collections.abc import Iterator

from parsers.folding import key
from parsers.html.fields.authors import Names
from parsers.html.fields.bylines.byline_parts import Byline, is_foreign, under_other_story
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.people.byline_names import is_person, lead_end, read_names
from parsers.segments import Segment

# All limits and the confidence (0 to 1) below were chosen by hand.

#: Segments below the body from which on, and down to which, such lines stand; characters of the longest.
_FROM, _DOWN_TO, _LONGEST = 8, 40, 80
#: Letters of the shortest label: "by" and "von" begin lines about anything.
_LABEL = 5
#: Letters that join two names: "and", "und".
_JOINT = 4
_CONFIDENCE = 0.5


def foot_bylines(sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Yield the byline at the foot of the article; nothing without one, or where lines name different people."""
    last = sheet.layout.last
    found = [
        (segment, names)
        for segment in sheet.own(sheet.labels.segments[last + _FROM : last + _DOWN_TO])
        if len(segment.text) <= _LONGEST and (names := _labelled(segment, sheet))
    ]
    if len({frozenset(map(key, names)) for _, names in found}) == 1:
        segment, names = found[0]
        yield Candidate(Byline(segment.text, names), "text", "foot", _CONFIDENCE, (segment.index,))


def _labelled(segment: Segment, sheet: Sheet) -> Names:
    """Return the persons in a line that is a label and names only; () for any other line."""
    text, words = segment.text, sheet.words
    end = lead_end(text, words)
    if not end or sum(map(str.isalpha, text[:end])) < _LABEL:
        return ()
    names, rest = read_names(text[end:], words, led=True), text[end:]
    for name in names:
        rest = rest.replace(name, "", 1)
    if not names or sum(map(str.isalpha, rest)) > _JOINT or not all(is_person(name, words) for name in names):
        return ()
    foreign = is_foreign(segment.node, sheet) or under_other_story(segment.node, segment.index, sheet)
    return () if foreign else tuple(names)
