"""Tells a menu and a trail of links to the front page by their form, where neither a class nor an element says it.

Takes elements of the page; decides by the number, the length and the order of the links in a box and by what is printed
between them.  Asked by `printed_sections` after the names of the boxes.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Final

from parsers.html.metadata.values import element_text

#: Characters of the longest name in a menu or trail.
LONGEST: Final = 40
#: The least entries of a menu, and the least share of them that are nothing but a short link; boxes outwards from the
#: link that may be the list of the entries.  Chosen by hand.
_LEAST_ENTRIES: Final = 5
_LINKS: Final = 0.8
_OUTWARDS: Final = 4
#: The fewest and the most links of a trail, the front page's included.
_TRAIL: Final = range(2, 6)
#: What is printed between the links of a trail, and hardly ever in a menu.
_ARROWS: Final = re.compile(r"[\s/>›»→▸▶❯〉＞➔·]*[/>›»→▸▶❯〉＞➔][\s/>›»→▸▶❯〉＞➔·]*")


def is_in_row(link: Any) -> bool:
    """Whether a link is an entry of a list of short links that is long enough for a menu; menus may be in the list."""
    for box in islice(link.iterancestors(), _OUTWARDS):
        entries = [child for child in box if isinstance(child.tag, str)]
        if len(entries) >= _LEAST_ENTRIES:
            return sum(map(_is_entry, entries)) >= _LINKS * len(entries)
    return False


def _is_entry(element: Any) -> bool:
    """Whether an element is or begins with a short link, as entries of menus do, and has little beside its links."""
    first = element if element.tag == "a" else next(element.iter("a"), None)
    if first is None:
        return False
    text = element_text(first)
    whole = text if first is element else element_text(element)
    named = 0 < len(text) <= LONGEST and not text.endswith(("…", "..."))
    return named and whole.startswith(text) and len(whole) <= LONGEST * sum(1 for _ in element.iter("a"))


def trail_from(front: Any, headline: str) -> list[Any]:
    """Return the links of the trail that begins with the link to the front page, without it; [] when it begins none.

    Behind the links of a trail stands the `headline` of the article, or arrows or slashes stand between them.
    """
    for box in islice(front.iterancestors(), _OUTWARDS):
        links = [link for link in islice(box.iter("a"), _TRAIL.stop) if element_text(link)]
        if len(links) >= _TRAIL.start:
            break
    else:
        return []
    if links[0] is not front or len(links) not in _TRAIL:
        return []
    names, said = [element_text(link) for link in links], element_text(box)
    between, rest = [], said
    for name in names:
        before, found, rest = rest.partition(name)
        between.append(before)
        if not found or len(name) > LONGEST:
            return []
    behind = rest.strip(" />›»→▸▶❯〉＞➔·|")
    ends = bool(behind) and bool(headline) and (headline.startswith(behind.rstrip("….")) or behind == headline)
    apart = all(map(_ARROWS.fullmatch, between[1:])) and (ends or len(behind) <= LONGEST)
    return links[1:] if not between[0].strip() and (ends or apart) else []
