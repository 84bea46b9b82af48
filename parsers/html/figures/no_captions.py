"""Recognises texts beside pictures that are no captions: author cards, teasers of other stories, ranking entries.

`found` is the page's Walk (its segments and the boxes that enclose them); labels nothing.  `family` and `figures` are
the rules of config/rules/figures.toml.  `parsers.html.figures.figures` asks before it takes a text for a caption.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from parsers.context import Context
from parsers.folding import key
from parsers.html.figures.figure_boxes import Region
from parsers.html.markup.walked import Walk
from parsers.lines.prices import price_pattern
from parsers.people.build_lexicon import lexicon
from parsers.rules import FAMILIES_KEPT, Family, Rules, any_of
from parsers.segments import Segment
from parsers.sentence_ends import SENTENCE_ENDS
from parsers.web_links import web_address

#: A ranking has so many entries with successive numbers; fewer are steps or dates.  Chosen by hand.
_LEAST_ENTRIES: Final = 5
#: Characters at a line's beginning in which its number stands.
_NUMBER_WITHIN: Final = 12
#: The end of a picture's own address.
_PICTURE_FILE: Final = r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:$|[?/])"
_ENLARGED: Final = re.compile(_PICTURE_FILE, re.IGNORECASE)
#: Characters of the longest name of a job or of a product with its price.  Chosen by hand.
_LONGEST_NAME: Final = 90
#: The name of a member of a social network.
_HANDLE: Final = re.compile(r"@\w+")


def tells_of_author(text: str, authors: Sequence[str], rules: Rules) -> bool:
    """Whether a text is about a writer: it starts with an author of this article, or with a name and a writer's job.

    `authors`: the letters and digits of the authors' names (`parsers.folding.key`).
    """
    begins = key(text)
    if any(begins.startswith(name) and begins != name for name in authors):
        return True
    return any(rule.id == "author" and rule.pattern.match(text) for rule in rules.family("author_notes").rules)


def names_job_or_product(text: str, rules: Rules) -> bool:
    """Whether a text names a journalist's job ("Business reporter @lund"), or a product and its price ("Tote $10")."""
    if len(text) > _LONGEST_NAME:
        return False
    if lexicon(rules).is_role(_HANDLE.sub("", text)):
        return True
    ended = text.endswith(SENTENCE_ENDS)
    return not ended and any(map(str.isdigit, text)) and price_pattern(rules).search(text) is not None


def only_enlarges(found: Walk, row: int) -> bool:
    """Whether all links in a box, or around it, lead to files of pictures, so that a click shows them larger."""
    node = found.boxes.node[row]
    links = [*node.iter("a"), *islice(node.iterancestors("a"), 1)]
    return bool(links) and all(_ENLARGED.search(link.get("href", "")) for link in links)


@lru_cache(maxsize=FAMILIES_KEPT)
def _shows_pictures(figures: Family) -> re.Pattern[str]:
    """Make a pattern for the address of a picture file, or of a page that shows pictures larger or as a gallery."""
    return re.compile(f"{_PICTURE_FILE}|{any_of(figures.all_words('shows_picture')) or '(?!)'}", re.IGNORECASE)


def leads_elsewhere(found: Walk, row: int, context: Context) -> bool:
    """Whether a box (`row`, its index in `Boxes`) is a teaser: it is inside a link to another page of the same site.

    Links to a larger version of the picture, to a gallery, or to another site, perhaps the picture's source, do not
    count.
    """
    own = context.joined_to
    node = found.boxes.node[row]
    link = node if node.tag == "a" else next(node.iterancestors("a"), None)
    href = link.get("href", "").strip() if link is not None else ""
    address = web_address(href, own) if href and not href.startswith("#") else None
    if address is None:
        return False
    there, here = urlsplit(address), urlsplit(own or "")
    if here.hostname and there.hostname != here.hostname:
        return False
    path, ours = there.path.rstrip("/"), here.path.rstrip("/")
    same = path == ours or (bool(ours) and path.startswith(ours))
    return not same and bool(path) and _shows_pictures(context.rules.family("figures")).search(address) is None


class Ranking:
    """Recognises the numbered entries of an article that is a ranking ("1. The old harbour", "2. ...").

    The entries are looked up only once a text with a number is asked about.
    """

    def __init__(self, segments: Sequence[Segment], region: Region, family: Family) -> None:
        self._segments, self._region, self._family = segments, region, family

    def has(self, text: str) -> bool:
        """Whether a text starts with a number that is one of the ranking's entries."""
        number = _number_of(text, self._family)
        return number is not None and number in self._numbers

    @cached_property
    def _numbers(self) -> frozenset[int]:
        """The numbers of the ranking's entries in the region; empty when too few lines are in sequence."""
        inside = self._segments[self._region.first : self._region.last + 1]
        numbers = {number for segment in inside if (number := _number_of(segment.text, self._family)) is not None}
        ranked = {number for number in numbers if number - 1 in numbers or number + 1 in numbers}
        return frozenset(ranked if len(ranked) >= _LEAST_ENTRIES else ())


@lru_cache(maxsize=FAMILIES_KEPT)
def _numbered(family: Family) -> re.Pattern[str]:
    """Make a pattern for the number at the start of a ranking's entry: "1. The old harbour", "#12: ...", "No. 3: ...".

    The number is its group.
    """
    word = any_of(family.all_words("number")) or "(?!)"
    return re.compile(rf"\W{{0,2}}(?:(?:{word})\.?\s*)?(\d{{1,3}})\s?[.):,–—-]\s*(?=[^\W\d])", re.IGNORECASE)


def _number_of(text: str, family: Family) -> int | None:
    """Return the number with which a text starts like an entry of a ranking ("3. The old harbour"); else None."""
    if not any(map(str.isdecimal, text[:_NUMBER_WITHIN])):
        return None
    found = _numbered(family).match(text)
    return int(found[1]) if found else None
