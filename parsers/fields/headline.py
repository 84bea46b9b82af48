"""The headline: the line that the page prints above the story, found with the help of what it declares.

What the page offers: headings (h1 first), JSON-LD headline, Open Graph and Twitter titles, the title element.  A
printed heading that a declaration agrees with wins; declarations also show where a kicker ends that stands in the same
heading.  Without a printed headline the best declared title is taken, without the outlet's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from parsers.fields.candidate import Candidate, best
from parsers.fields.compare import key, tail_from, words
from parsers.fields.sheet import Sheet
from parsers.fields.values import element_text
from parsers.segments import Segment

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

#: Between a headline and the outlet's name; and the signs that one of them has.
_BAR_SIGNS = frozenset("|–—-·•»›:")
_BAR = re.compile(r"\s+[|–—\-·•»›:]+\s+|\s*\|\s*|--+")


class Title(NamedTuple):
    """A declared title."""

    rule: str
    method: str
    text: str


class Headline(NamedTuple):
    """The headline, and the kicker that stood in the same heading."""

    text: str
    kicker: str | None = None


def read_headline(sheet: Sheet) -> Candidate[Headline] | None:
    """The headline of the article; None when the page neither prints nor declares one."""
    titles = tuple(declared_titles(sheet.meta, sheet.site_name or sheet.host.removeprefix("www.")))
    printed = best(_printed(sheet, titles))
    if printed is not None:
        return _without_kicker(printed, titles, sheet)
    if part := best(_parts(sheet, titles)):
        return part
    for title in titles:
        return Candidate(Headline(title.text), title.method, title.rule, 0.5)
    return None


def declared_titles(meta: Metadata, site_name: str | None) -> Iterator[Title]:
    """The titles that a page declares, the most faithful first, without the outlet's name."""
    headline = meta.json_ld.first("headline") or ""
    sources = (
        ("json_ld", "headline", headline),
        *(
            ("meta", name, meta.meta[name][0])
            for name in ("og:title", "twitter:title", "dc.title", "title")
            if name in meta.meta
        ),
        ("json_ld", "name", meta.json_ld.first("name") or ""),
        ("layout", "title", meta.title),
    )
    # Most of them are the same text.
    own = key(site_name or "")
    bare = {text: without_site(text, own) for text in {text for _, _, text in sources}}
    for method, rule, text in sources:
        if bare[text]:
            yield Title(rule, method, bare[text])


def without_site(title: str, own: str) -> str:
    """A title without the outlet's name behind a bar or dash: "Ferry back | Harbour Post" -> "Ferry back".

    own is the name as a key.
    """
    if _BAR_SIGNS.isdisjoint(title):
        return title.strip()
    for _ in range(3):
        bars = list(_BAR.finditer(title))
        if not bars:
            break
        head, tail = title[: bars[-1].start()], title[bars[-1].end() :]
        bar = bars[-1][0].strip()
        said = key(tail)
        named = bool(own) and (said in own or own in said) and len(said) > 1
        # A bar cuts off a name even when we do not know it; a dash or colon may be the headline's own.
        if head and (named or ("|" in bar and len(words(tail)) <= 4 and len(words(head)) > 2)):
            title = head
        else:
            break
    return title.strip()


@dataclass(frozen=True, slots=True)
class _Declared:
    """The declared titles in the forms in which lines are compared with them."""

    keys: list[str]
    spoken: list[frozenset[str]]
    #: How long a line is that says one of them, give or take quotes and spaces.
    lengths: set[int]
    #: The outlet's name, as declared and as its address has it: never a headline.
    sites: frozenset[str]


def _printed(sheet: Sheet, titles: tuple[Title, ...]) -> list[Candidate[Headline]]:
    """Headings of the page, and other lines that say a declared title, each with how far it is to be trusted."""
    # Most of them are the same text.
    keys = {title.text: key(title.text) for title in titles}
    declared = _Declared(
        [keys[title.text] for title in titles],
        [frozenset(words(text)) for text in keys],
        {length + more for length in set(map(len, keys)) for more in range(-4, 5)},
        frozenset((sheet.own_key, key(sheet.host.removeprefix("www.")), *sheet.labels[-2:-1])),
    )
    found: list[Candidate[Headline]] = []
    for lines, most in _kinds(sheet.desk.segments, declared.lengths):
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
    layout, segments = sheet.layout, sheet.desk.segments
    inside = range(layout.first, layout.last + 1)
    # Its headings may begin before it does: the headline, of the second level, is one of them.
    begins = next((at for at in inside if layout.scores[at] > _BODY and not segments[at].level), layout.first)
    below = segment.index - begins
    return below > _BELOW or (below > 0 and layout.scores[segment.index] > _BODY)


#: Segments that score more are body; and so far down, in segments, the body is surely under way.
_BODY, _BELOW = 0.5, 3
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


def _parts(sheet: Sheet, titles: tuple[Title, ...]) -> Iterator[Candidate[Headline]]:
    """Lines above the body that end with one part of a declared title: "Harbour Post - Ferry back" names its outlet."""
    parts = [(title, part) for title in titles for part in _BAR.split(title.text) if len(words(part)) >= _TITLE_WORDS]
    first = max(sheet.layout.first, 0)
    for segment in sheet.desk.segments[max(first - 12, 0) : first + 4]:
        for title, part in parts if len(segment.text) < _TITLE_LINE else ():
            start = tail_from(segment.text, part)
            # What stands before it in the line may be a date, set apart by a line break.
            if start is not None and len(words(segment.text[:start])) <= 4:
                headline = Headline(segment.text[start:])
                yield Candidate(headline, "layout", f"{title.rule} in the page", 0.55, (segment.index,))


#: Fewer words are a section's or an outlet's name; longer lines are text.
_TITLE_WORDS, _TITLE_LINE = 3, 250


def _similar(text: str, spoken: list[frozenset[str]]) -> float:
    """The largest share of words that a line has in common with a declared title, 0 to 1."""
    own = frozenset(words(text))
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


def _without_kicker(found: Candidate[Headline], titles: tuple[Title, ...], sheet: Sheet) -> Candidate[Headline]:
    """Tell a kicker from the headline in one heading, where a declared title says where the headline begins."""
    text = found.value.text
    faithful = _faithful(titles)
    if composed := _composed(found, faithful, sheet):
        return composed
    for title in faithful:
        if len(words(title.text)) < 2:
            continue
        start = tail_from(text, title.text)
        if start and key(text[:start]) and _closed(text[:start], sheet.desk.segments[found.segments[0]].node):
            return _cut(found, start, title.rule)
    whole = any(key(title.text) == key(text) for title in titles)
    if not whole and (start := _marked_kicker(text, sheet.desk.segments[found.segments[0]].node, sheet)):
        return _cut(found, start, "kicker")
    return found._replace(value=Headline(_joined(_without_tail(text, titles, sheet), titles)))


def _faithful(titles: tuple[Title, ...]) -> list[Title]:
    """The titles that outlets write for readers of the article, each text once."""
    faithful: dict[str, Title] = {}
    for title in titles:
        if title.rule in ("og:title", "headline"):
            faithful.setdefault(title.text, title)
    return list(faithful.values())


def _composed(found: Candidate[Headline], titles: list[Title], sheet: Sheet) -> Candidate[Headline] | None:
    """A headline printed in two lines, where the outlet declares the two together as one: "Line one: line two"."""
    index, own = found.segments[0], key(found.value.text)
    for title in titles:
        whole = key(title.text)
        if whole == own or not whole.endswith(own):
            continue
        for above in sheet.desk.segments[max(index - 3, 0) : index]:
            if key(above.text) == whole[: -len(own)]:
                rule = f"{found.rule}, {title.rule}"
                both = (index, above.index)
                return Candidate(Headline(title.text), found.method, rule, found.confidence, both)
    return None


def _cut(found: Candidate[Headline], start: int, rule: str) -> Candidate[Headline]:
    text = found.value.text
    headline = Headline(text[start:].lstrip(" :|/·•+"), text[:start].strip(" :–—-|/·•+") or None)
    return Candidate(headline, found.method, f"{found.rule}, {rule}", found.confidence, found.segments)


def _marked_kicker(text: str, node: Any, sheet: Sheet) -> int | None:
    """Where the headline begins in a heading whose first element calls itself a kicker."""
    for child in node:
        first = element_text(child)
        if key(first):
            own = sheet.marks(child, 1)
            named = not own.isdisjoint(sheet.heads.kicker) and own.isdisjoint(sheet.heads.standfirst)
            return tail_from(text, text[len(first) :]) if named and text.startswith(first) else None
    return None


def _closed(kicker: str, node: Any) -> bool:
    """Whether the beginning of a heading is a kicker: it ends as one, or it is an element of its own."""
    if kicker.rstrip()[-1] in ":|–—-+/·•":
        return True
    return any(
        key(element_text(child)) == key(kicker) for child in node.iter("span", "small", "em", "strong", "div", "a", "p")
    )


def _without_tail(text: str, titles: tuple[Title, ...], sheet: Sheet) -> str:
    """A heading without what bars cut off ("... | Opinion"), where a declared title or a heading ends at a bar."""
    head, bar, _ = text.rpartition(" | ")
    if bar and any(key(title.text) == key(head) for title in titles):
        return head
    first = text.partition(" | ")[0]
    printed = (segment for segment in sheet.desk.segments if segment.level and segment.text == first)
    return first if bar and any(printed) else text


def _joined(text: str, titles: tuple[Title, ...]) -> str:
    """A heading of several elements has no punctuation between them; a declared title that says the same has it."""
    for mark in (": ", " - ", " – "):
        for title in titles:
            if mark in title.text and mark not in text and key(title.text) == key(text):
                return title.text
    return text
