"""The kicker: the word or two above the headline that say what it is about.

What the page offers: a short line right above the headline whose class says so, or the beginning of the heading itself
(`headline.read_headline`).  Breadcrumbs and dates are none.
"""

from __future__ import annotations

from parsers.fields.candidate import Candidate
from parsers.fields.compare import key
from parsers.fields.sheet import Sheet, marks

_LONGEST = 80
_NAMES = frozenset(
    "kicker eyebrow topline overline dachzeile spitzmarke roofline pretitle supertitle suptitle overtitle antetitulo"
    " antetítulo volanta occhiello surtitre topic category rubric rubrik label tag strap tagline flag vignette stikktittel"
    " stikktitel overskrift headlinekicker sectiontag".split()
)
_AWAY = frozenset("breadcrumb breadcrumbs nav navigation menu share social date time author byline comment".split())


def read_kicker(sheet: Sheet, inner: str | None) -> Candidate[str] | None:
    """The kicker; inner is what stood before the headline in its own heading."""
    if inner:
        return Candidate(inner, "layout", "heading", 0.8)
    for segment in reversed(sheet.desk.segments[max(sheet.headline - 4, 0) : max(sheet.headline, 0)]):
        words = set(marks(segment.node, 2).split())
        if words & _AWAY or sheet.desk.labels[segment.index] is not None:
            continue
        named = words & _NAMES and len(segment.text) <= _LONGEST and key(segment.text) != key(sheet.site_name or "")
        if named and any(ch.isalpha() for ch in segment.text):
            return Candidate(segment.text, "layout", "class", 0.7, (segment.index,))
    return None
