"""Bylines that are links to an author's page: "<a href=/authors/ann-lister>Ann Lister</a>".

Takes segments near the headline; gives those whose only text is such a link.  They are looked for where nothing else
names the author, since editors and those who checked an article have pages as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from parsers.folding import key
from parsers.html.fields.bylines.byline_parts import Byline, is_foreign, near, teases
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.pieces import pieces_of
from parsers.html.fields.sheet import Sheet
from parsers.people.byline_names import read_names
from parsers.people.name_kinds import is_group, is_person
from parsers.segments import Segment

# Chosen by hand.

#: The confidence (0 to 1) of such a byline; elements around a line of which one may be the link.
_CONFIDENCE, _AROUND = 0.46, 3


def linked_bylines(segments: list[Segment], sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Yield the lines that only name a person or a desk, and lead to the page of an author."""
    for segment in segments:
        link = _link(segment.node, segment.text, sheet) if near(segment.index, sheet) > 0 else None
        if link is None or teases(link, segment.index, sheet):
            continue
        names = read_names(segment.text, sheet.words, declared=True)
        alone = len(names) == 1 and key(names[0]) == key(segment.text)
        named = alone and (is_person(names[0], sheet.words) or is_group(names[0], sheet.words))
        if named and not is_foreign(segment.node, sheet):
            yield Candidate(Byline(segment.text, tuple(names)), "layout", "linked", _CONFIDENCE, (segment.index,))


def _link(node: Any, text: str, sheet: Sheet) -> Any:
    """Return the link to the page of an author, with this text, that an element is, holds or stands in; else None."""
    links = (link for link in chain(node.iter("a"), islice(node.iterancestors(), _AROUND)) if link.tag == "a")
    address = sheet.heads.author_marks.address
    of_author = (one for one in links if address.search(one.get("href", "")) and " ".join(pieces_of(one)) == text)
    return next(of_author, None)
