"""Bylines at the end of a standfirst: "The boat sails again, writes Ann Lister", "... says ANN LISTER".

Takes the lines just below the headline; gives those that end with a verb of writing and one person's name.  They are
looked for where nothing else names the author.  Words that quote somebody ("says") count before capitals only, in
which papers set the names of those who write for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from parsers.html.fields.bylines.byline_parts import Byline
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.people.name_kinds import is_person
from parsers.rules import FAMILIES_KEPT, Family, any_of
from parsers.segments import Segment

# Chosen by hand.

#: Segments below the headline in which a standfirst stands; characters of the longest; the confidence (0 to 1).
_HEAD, _LONGEST, _CONFIDENCE = 4, 400, 0.5
#: Hints of what is no standfirst.
_NONE = frozenset(("figcaption", "quote"))


@lru_cache(maxsize=FAMILIES_KEPT)
def _ending(bylines: Family) -> re.Pattern[str]:
    """A verb and a name at the end of a sentence."""
    writes, says = any_of(bylines.all_words("writes")) or "(?!)", any_of(bylines.all_words("says")) or "(?!)"
    return re.compile(rf"[\s,](?:(?:{writes})|(?P<says>{says}))\s+(?P<who>[^\W\d_][^,.:;!?()]{{4,40}})\.?$")


def told_bylines(segments: list[Segment], sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Yield the standfirst that ends with who wrote; segments are those below the headline."""
    ending = _ending(sheet.context.rules.family("bylines"))
    for segment in segments[: _HEAD if sheet.headline >= 0 else 0]:
        found = ending.search(segment.text) if len(segment.text) <= _LONGEST else None
        if not found or segment.level == 1 or (found["says"] and not found["who"].isupper()):
            continue
        who = found["who"].title() if found["who"].isupper() else found["who"]
        if segment.hint not in _NONE and not segment.text.isupper() and is_person(who, sheet.words):
            yield Candidate(Byline(found["who"], (who,)), "text", "told", _CONFIDENCE)
