"""The kicker: the word or two above the headline that say what it is about.

What the page offers: a short line right above the headline whose class says so, or the beginning of the heading itself
(`headline.read_headline`).  Breadcrumbs, dates, labels of forms and ways back to the front page are none.
"""

from __future__ import annotations

import re

from parsers.folding import key
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.lines.junk import junk_reason

_LONGEST = 80
#: An address, the label of a field, or a path of sections.
_ANOTHER = re.compile(r"\w\.[^\W\d]{2,}|:$|\s[/>›»|]\s.*\s[/>›»|]\s")


def read_kicker(sheet: Sheet, inner: str | None) -> Candidate[str] | None:
    """The kicker; inner is what stood before the headline in its own heading."""
    if inner:
        return Candidate(inner, "layout", "heading", 0.8)
    for segment in reversed(sheet.labels.segments[max(sheet.headline - 4, 0) : max(sheet.headline, 0)]):
        if len(segment.text) > _LONGEST or sheet.labels.of[segment.index] is not None:
            continue
        words = sheet.marks(segment.node, 2)
        if words.isdisjoint(sheet.heads.kicker) or not words & sheet.heads.elsewhere <= sheet.heads.kicker:
            continue
        if _may_be_one(segment.text, sheet):
            return Candidate(segment.text, "layout", "class", 0.7, (segment.index,))
    return None


def _may_be_one(text: str, sheet: Sheet) -> bool:
    if not any(ch.isalpha() for ch in text) or key(text) == sheet.own_key or _ANOTHER.search(text):
        return False
    return junk_reason(text, sheet.language, sheet.context.rules) is None
