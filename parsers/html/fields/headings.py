"""Finds the headings and lines that may be the page's headline, each with a confidence.

Takes the Sheet (the page as field readers see it) and the declared titles (those in the metadata); a heading that
repeats a title has the highest confidence.  Subheads, links to the front page and breadcrumbs are left out.  A kicker
in the same heading is separated later, in `heading_text`.  A key is a text normalised for comparison
(`parsers.folding.key`): lines are compared by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple

from parsers.folding import key, key_words
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.titles import Title, parts_of
from parsers.segments import BODY, Segment


class _Weights(NamedTuple):
    """What each sign adds to the confidence that a line is the headline, or takes off it.

    A confidence is about 0 to 1; one above 1 only ranks lines.  The weights were set by hand, as far as the history
    tells: there is no record of a fit.
    """

    #: Added when the line repeats a declared title, and for each source of that title (_MOST_SOURCES count).
    title: float = 0.3
    source: float = 0.04
    #: Added when the line is a part of a declared title between separators: this times its share of the title.
    part: float = 0.3
    #: Added when the line is part of a declared title or contains one; and times the share of words in common.
    partial: float = 0.12
    similar: float = 0.12
    #: Added to a heading just above the body where the page declares no title but the outlet's name.
    untitled: float = 0.1
    #: Taken off: more than _LONG characters; below the body or a link to the front page.
    long: float = 0.2
    away: float = 0.4
    #: Taken off: in a list, a menu or a breadcrumb; nothing but a link.
    listed: float = 0.45
    linked: float = 0.3
    #: Taken off for each segment between the line and the body, while it is near.
    near: float = 0.0004
    #: Taken off when it is farther away: a sum, and an amount for each segment (_FARTHEST count).
    far: float = 0.06
    farther: float = 0.0001


_WEIGHTS = _Weights()
#: Confidence that a heading starts with, by its level; and that of a line which is no heading.
_START = {1: 0.55, 2: 0.3, 3: 0.2}
_NO_HEADING = 0.1
#: The least confidence of a headline, and the most that one is given.
_LEAST, _MOST = 0.2, 1.2
#: Share of a title below which a part of it that is no heading is the outlet's name, which the top of the page prints.
_NAME_SHARE = 0.4
#: Share of a title above which a part of it is what the title says; the rest is names of outlet and section.
_MOST_OF = 0.5
#: The highest confidence of lines that are no h1 (0.96, with all weights added), and of lines without a title (0.54): a
#: line with more than that cannot be beaten by those that are examined after it.
_MOST_BELOW_FIRST, _MOST_UNTITLED = 0.97, 0.54
#: The most sources of one title that count.
_MOST_SOURCES = 3
#: Characters: a longer line is hardly a headline; one as long as _TOO_LONG never is.
_LONG, _TOO_LONG = 200, 400
#: Characters by which a title's length may differ from that of the line that prints it: quotation marks, spaces.
_SPARE = 4
#: Segments from a line to the beginning of the body (negative when it is below) at which the line is near it; and the
#: most segments that count when it is not.
_NEAR, _FARTHEST = range(-3, 26), 500
#: A lower heading more than so many segments below the beginning of the body is a subhead.
_BELOW = 3
#: Characters of the longest name of an outlet.
_SITE_NAME = 30
#: Share (0 to 1) of a title's words from which a heading says the same in other words.
_MUCH = 0.35
#: Share of link text from which a line is a link.
_LINK = 0.9
#: Characters; a key as short as this is part of a title by chance.
_PARTIAL = 8
#: A heading with the outlet's name is among so many segments at the top of the page, and the article's headline more
#: than so many segments below it; a second line of the same headline is nearer.
_TOP, _APART = 8, 3
#: The least words of a headline that no title repeats, and letters of one in a script without blanks.
_FEWEST_WORDS, _FEWEST_LETTERS = 4, 12
#: Elements from a line outwards, itself included, that may be a list item or a menu.
_LIST_LEVELS = 3


class Headline(NamedTuple):
    """The headline, and the kicker that was printed in the same heading; None without one."""

    text: str
    kicker: str | None = None


@dataclass(frozen=True, slots=True)
class _Declared:
    """The declared titles in the forms in which lines are compared with them."""

    #: Their keys, with repeats: several sources may declare the same title.
    keys: list[str]
    #: The words of each distinct title.
    spoken: list[frozenset[str]]
    #: Keys of the parts of titles, with their shares of the title.
    parts: Mapping[str, float]
    #: Lengths in characters that a line with one of these may have, allowing for quotation marks and spaces.
    lengths: set[int]
    #: Keys of the outlet's name and host, which are never a headline.
    sites: frozenset[str]


def headings(sheet: Sheet, titles: tuple[Title, ...], sites: frozenset[str]) -> list[Candidate[Headline]]:
    """Return candidates for the headline in page order: headings, and other lines that repeat a declared title.

    `sites`: keys of the outlet's names.
    """
    texts = {title.text: title.said for title in titles}
    parts = {part: share for text in texts for part, share in parts_of(text).items()}
    declared = _Declared(
        [title.said for title in titles],
        [frozenset(key_words(text)) for text, said in texts.items() if said not in sites or len(text) > _SITE_NAME],
        {key(part): share for part, share in parts.items()},
        {length + more for length in set(map(len, [*texts, *parts])) for more in range(-_SPARE, _SPARE + 1)},
        sites,
    )
    found: list[Candidate[Headline]] = []
    led: list[frozenset[str]] = []
    for lines, most in _likely_groups(sheet.labels.segments, declared.lengths):
        possible = [segment for segment in lines if not (led and _is_declared_subhead(segment, led, sheet))]
        found += [candidate for segment in possible if (candidate := _heading(segment, declared, sheet))]
        led = led or [words for candidate in found for words in _titles_in_h1(candidate, declared, sheet)]
        # A first heading that says the title in other words is the headline; no part of the title is then needed.
        if declared.parts and any(_says(candidate.value.text, declared) for candidate in found):
            declared = replace(declared, parts={})
        if any(candidate.confidence > most for candidate in found):
            break
    return _without_outlet(sorted(found, key=lambda candidate: candidate.segments), declared.keys, sheet)


def _titles_in_h1(candidate: Candidate[Headline], declared: _Declared, sheet: Sheet) -> list[frozenset[str]]:
    """Return the declared titles that the page's main heading repeats in large part, each as its set of words.

    The main heading is an h1 just above the body; [] if `candidate` is any other line.
    """
    segment = sheet.labels.segments[candidate.segments[0]]
    if segment.level != 1 or not 0 <= sheet.layout.first - segment.index <= _BELOW:
        return []
    return _said_by(segment.text, declared)


def _is_declared_subhead(segment: Segment, led: list[frozenset[str]], sheet: Sheet) -> bool:
    """Whether a heading in the text is only a subhead, although it repeats a declared title.

    It is one if the page's main heading (h1) repeats another declared title.  Then it is no candidate for the headline.
    `led`: the titles that the h1 repeats (`_titles_in_h1`).
    """
    if not segment.level or not _is_subhead(segment, sheet):
        return False
    own = frozenset(key_words(segment.text))
    return any(words != own for words in led)


def _without_outlet(found: list[Candidate[Headline]], titles: list[str], sheet: Sheet) -> list[Candidate[Headline]]:
    """Leave out the first candidate if it is only the outlet's name, printed as a heading at the top of the page.

    That is so if a declared title, such as "Ferry back Harbour Post", consists of it and a longer heading farther down
    the page.  `found`: the candidates in page order.  `titles`: the declared titles as keys.
    """
    if len(found) < 2 or found[0].segments[0] >= _TOP:
        return found
    name, rest = sheet.labels.key_of(sheet.labels.segments[found[0].segments[0]]), found[1:]
    others = [other for title in titles if (other := title.removeprefix(name).removesuffix(name)) != title]
    for candidate in rest if any(len(other) > len(name) for other in others) else ():
        segment = sheet.labels.segments[candidate.segments[0]]
        said = sheet.labels.key_of(segment)
        apart = segment.index - found[0].segments[0] > _APART and segment.index <= sheet.layout.first + _BELOW
        if segment.level and apart and len(said) > len(name) and any(said in other for other in others):
            return rest
    return found


def _likely_groups(segments: list[Segment], lengths: set[int]) -> Iterator[tuple[list[Segment], float]]:
    """Yield groups of lines that may be the headline, the likeliest first, as (lines, limit).

    The limit is the highest confidence that a line in the later groups can have.  The caller stops once a candidate has
    more, since the later groups are large.  `lengths`: the numbers of characters that a line which repeats a declared
    title may have.
    """
    yield [segment for segment in segments if segment.level == 1], _MOST_BELOW_FIRST
    yield [segment for segment in segments if len(segment.text) in lengths and segment.level != 1], _MOST_UNTITLED
    yield [segment for segment in segments if segment.level in (2, 3) and len(segment.text) not in lengths], 0.0


def _heading(segment: Segment, declared: _Declared, sheet: Sheet) -> Candidate[Headline] | None:
    """Return the candidate for a line that is a heading or repeats a declared title; None for any other line.

    None also for a subhead, for the outlet's name, and where too little speaks for the line.
    """
    length, level = len(segment.text), segment.level
    own = sheet.labels.key_of(segment) if 1 < length < _TOO_LONG else ""
    exact = declared.keys.count(own)
    part = 0.0 if exact else declared.parts.get(own, 0.0)
    if not own or (not (exact or part) and level not in _START):
        return None
    # Some pages declare their headline as the name of the site: a long one that is also a title is kept.
    if own in declared.sites and not (exact and length > _SITE_NAME):
        return None
    if part and not level and part < _NAME_SHARE:
        return None
    confidence = _START.get(level, _NO_HEADING) + _WEIGHTS.title * bool(exact)
    # Most of a title, of as many words as a headline, is the headline beside names of outlet and section.
    confidence += _WEIGHTS.part * (1 if part > _MOST_OF and is_longer_than_name(segment.text) else part)
    confidence += _WEIGHTS.source * min(exact, _MOST_SOURCES)
    confidence -= _WEIGHTS.long * (length > _LONG)
    partial = _is_partial(own, declared)
    said = level == 1 or exact or partial
    if not said and (_is_subhead(segment, sheet) or sheet.dated(segment)):
        return None
    alike = _WEIGHTS.partial * partial + _WEIGHTS.similar * _similar(segment.text, declared.spoken) if said else 0.0
    confidence += alike + _placed(segment, sheet)
    if (
        not declared.spoken
        and level
        and 0 < sheet.layout.first - segment.index <= _TOP
        and is_longer_than_name(segment.text)
    ):
        confidence += _WEIGHTS.untitled
    if not exact and (segment.index > sheet.layout.last or _leads_home(segment)):
        confidence -= _WEIGHTS.away
    if confidence <= _LEAST:
        return None
    rule = f"h{level}" if level else "title in the page"
    return Candidate(Headline(segment.text), "layout", rule, min(confidence, _MOST), (segment.index,))


def _is_partial(own: str, declared: _Declared) -> bool:
    """Whether a line is part of a declared title or contains one; `own`: its key."""
    return len(own) > _PARTIAL and any(
        own in title or title in own
        for title in declared.keys
        if len(title) > _PARTIAL and (title not in declared.sites or len(title) > _SITE_NAME)
    )


def is_longer_than_name(text: str) -> bool:
    """Whether a heading is longer than the name of a section or box ("About me")."""
    return len(key_words(text)) >= _FEWEST_WORDS or (not text.isascii() and len(key(text)) >= _FEWEST_LETTERS)


def _says(text: str, declared: _Declared) -> bool:
    """Whether a line has a large part (_MUCH) of the words of a declared title: it may be this title in other words."""
    return bool(_said_by(text, declared))


def _said_by(text: str, declared: _Declared) -> list[frozenset[str]]:
    """Return the declared titles of which a line has a large part (_MUCH) of the words, each as its set of words."""
    own = frozenset(key_words(text))
    return [title for title in declared.spoken if title and len(own & title) >= _MUCH * len(title)]


def _is_subhead(segment: Segment, sheet: Sheet) -> bool:
    """Whether a lower heading comes after the beginning of the body: it introduces a part of it and is no headline."""
    layout, segments = sheet.layout, sheet.labels.segments
    inside = range(layout.first, layout.last + 1)
    # A second-level headline can score as body and begin the region, so only text counts as its beginning.
    begins = next((at for at in inside if layout.scores[at] > BODY and not segments[at].level), layout.first)
    below = segment.index - begins
    return below > _BELOW or (below > 0 and layout.scores[segment.index] > BODY)


def _leads_home(segment: Segment) -> bool:
    """Whether a heading is a link to the site's front page, as the outlet's name usually is; it loses confidence."""
    if segment.link_share < _LINK:
        return False
    node = segment.node
    links = [*node.iter("a"), *islice(node.iterancestors("a"), 1)]
    return any(_FRONT.fullmatch(link.get("href", "").strip()) for link in links[:2])


_FRONT = re.compile(r"(?:https?:)?(?://[^/?#]+)?/?(?:index\.\w+)?", re.IGNORECASE)


def _similar(text: str, spoken: list[frozenset[str]]) -> float:
    """Return the largest share (0 to 1) of words that a line has in common with a title.

    `spoken`: the titles as sets of words.  The share is that of the words of the shorter of the two.
    """
    own = frozenset(key_words(text))
    return max((len(own & other) / min(len(own), len(other)) for other in spoken if own and other), default=0.0)


def _placed(segment: Segment, sheet: Sheet) -> float:
    """Return what a line's position adds to its confidence, 0 or less: most just above the body, least in a menu."""
    distance = sheet.layout.first - segment.index
    if distance in _NEAR:
        placed = -_WEIGHTS.near * abs(distance)
    else:
        placed = -_WEIGHTS.far - _WEIGHTS.farther * min(abs(distance), _FARTHEST)
    if _in_list(segment.node) or sheet.marked(segment.node, sheet.heads.trails):
        placed -= _WEIGHTS.listed
    elif segment.level != 1 and segment.link_share > _LINK:
        placed -= _WEIGHTS.linked
    return placed


def _in_list(node: Any) -> bool:
    """Whether an element, its parent or its grandparent is a list item, a menu or a footer: no place for a headline."""
    for _ in range(_LIST_LEVELS):
        if node is None:
            return False
        if node.tag in ("li", "nav", "footer"):
            return True
        node = node.getparent()
    return False
