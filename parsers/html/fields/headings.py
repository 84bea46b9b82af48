"""Which headings and lines of a page may be its headline, and how far each of them is to be trusted.

Takes the declared titles; a heading that says one of them is trusted most.  Subheads, links home and breadcrumbs are
none.  What of a heading is the headline is not told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from parsers.folding import key, key_words
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.titles import Title
from parsers.segments import BODY, Segment


class Headline(NamedTuple):
    """The headline, and the kicker that stood in the same heading."""

    text: str
    kicker: str | None = None


@dataclass(frozen=True, slots=True)
class _Declared:
    """The declared titles in the forms in which lines are compared with them."""

    keys: list[str]
    spoken: list[frozenset[str]]
    #: How long a line is that says one of them, give or take quotes and spaces.
    lengths: set[int]
    #: The outlet's name, as declared and as its address has it: never a headline.
    sites: frozenset[str]


def headings(sheet: Sheet, titles: tuple[Title, ...]) -> list[Candidate[Headline]]:
    """Headings of the page, and other lines that say a declared title, each with how far it is to be trusted."""
    # Most of them are the same text.
    keys = {title.text: key(title.text) for title in titles}
    declared = _Declared(
        [keys[title.text] for title in titles],
        [frozenset(key_words(text)) for text in keys],
        {length + more for length in set(map(len, keys)) for more in range(-4, 5)},
        frozenset((sheet.own_key, key(sheet.host.removeprefix("www.")), *sheet.host_labels[-2:-1])),
    )
    found: list[Candidate[Headline]] = []
    for lines, most in _kinds(sheet.labels.segments, declared.lengths):
        found += [candidate for segment in lines if (candidate := _heading(segment, declared, sheet))]
        if any(candidate.confidence > most for candidate in found):
            break
    return sorted(found, key=lambda candidate: candidate.segments)


def _kinds(segments: list[Segment], lengths: set[int]) -> Iterator[tuple[list[Segment], float]]:
    """The lines that may be headlines, the surest kind first, each with the most confidence that those behind it have.

    Pages have many lines as long as a title, and many lower headings: they are asked only where they can win.
    """
    yield [segment for segment in segments if segment.level == 1], 0.97
    yield [segment for segment in segments if len(segment.text) in lengths and segment.level != 1], 0.54
    yield [segment for segment in segments if segment.level in (2, 3) and len(segment.text) not in lengths], 0.0


def _heading(segment: Segment, declared: _Declared, sheet: Sheet) -> Candidate[Headline] | None:
    """A line as a candidate, when it is a heading or says a declared title."""
    length, level = len(segment.text), segment.level
    own = key(segment.text) if 1 < length < 400 else ""
    exact = declared.keys.count(own)
    if not own or (not exact and level not in _START):
        return None
    if own in declared.sites and not (exact and length > _SITE_NAME):  # some declare their headline as their name
        return None
    confidence = _START.get(level, 0.1) + 0.3 * bool(exact) + 0.04 * min(exact, 3) - 0.2 * (length > 200)
    partial = len(own) > _PARTIAL and any(
        own in title or title in own for title in declared.keys if len(title) > _PARTIAL
    )
    if not (level == 1 or exact or partial) and (_is_subhead(segment, sheet) or sheet.dated(segment)):
        return None
    said = level == 1 or exact or partial
    alike = 0.12 * partial + 0.12 * _similar(segment.text, declared.spoken) if said else 0.0
    confidence += alike + _placed(segment, sheet)
    if not exact and (segment.index > sheet.layout.last or _leads_home(segment)):
        confidence -= 0.4
    if confidence <= 0.2:
        return None
    rule = f"h{level}" if level else "title in the page"
    return Candidate(Headline(segment.text), "layout", rule, min(confidence, 1.2), (segment.index,))


def _is_subhead(segment: Segment, sheet: Sheet) -> bool:
    """Whether a lower heading stands below the beginning of the body, and therefore above a part of it."""
    layout, segments = sheet.layout, sheet.labels.segments
    inside = range(layout.first, layout.last + 1)
    # Its headings may begin before it does: the headline, of the second level, is one of them.
    begins = next((at for at in inside if layout.scores[at] > BODY and not segments[at].level), layout.first)
    below = segment.index - begins
    return below > _BELOW or (below > 0 and layout.scores[segment.index] > BODY)


#: So far down, in segments, the body is surely under way.
_BELOW = 3
#: An outlet's name is no longer than this.
_SITE_NAME = 30


def _leads_home(segment: Segment) -> bool:
    """Whether a heading is a link to the front page, which says the outlet's name."""
    if segment.link_share < _LINK:
        return False
    node = segment.node
    links = [*node.iter("a"), *islice(node.iterancestors("a"), 1)]
    return any(_FRONT.fullmatch(link.get("href", "").strip()) for link in links[:2])


#: With so much link text a line is a link.
_LINK = 0.9
_FRONT = re.compile(r"(?:https?:)?(?://[^/?#]+)?/?(?:index\.\w+)?", re.IGNORECASE)


def _similar(text: str, spoken: list[frozenset[str]]) -> float:
    """The largest share of words that a line has in common with a declared title, 0 to 1."""
    own = frozenset(key_words(text))
    return max((len(own & other) / min(len(own), len(other)) for other in spoken if own and other), default=0.0)


_START = {1: 0.55, 2: 0.3, 3: 0.2}
#: Keys as short as this stand in titles by chance.
_PARTIAL = 8


def _placed(segment: Segment, sheet: Sheet) -> float:
    """What the place of a line says: right above the story, or in a breadcrumb or a list of links."""
    distance = sheet.layout.first - segment.index
    placed = -0.0004 * abs(distance) if -3 <= distance <= 25 else -0.06 - 0.0001 * min(abs(distance), 500)
    if _in_list(segment.node) or sheet.marked(segment.node, _CRUMBS):
        placed -= 0.45
    elif segment.level != 1 and segment.link_share > 0.9:
        placed -= 0.3
    return placed


_CRUMBS = frozenset(("breadcrumb", "breadcrumbs", "breadbar", "crumb", "crumbs", "nav", "navigation", "menu"))


def _in_list(node: Any) -> bool:
    for _ in range(3):
        if node is None:
            return False
        if node.tag in ("li", "nav", "footer"):
            return True
        node = node.getparent()
    return False
