"""Finds the section that a page prints: in its breadcrumbs, in the menu, by the page's address, or beside its date.

A page at /news/local/ferry is in the section to which the menu links as /news/local.  Takes the Sheet (the page as
field readers see it); yields candidates.  `section` asks only when the page declares no section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from parsers.addresses import address_rules, original_address
from parsers.folding import key
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.link_rows import LONGEST, is_in_row, trail_from
from parsers.html.fields.sheet import Sheet
from parsers.html.metadata.values import element_text
from parsers.late_patterns import LatePattern
from parsers.segments import Segment
from parsers.web_links import web_address

#: Segments above and below the headline in which its breadcrumbs are; and how many elements, from one outwards, are
#: checked for a class for breadcrumbs.
_ABOVE, _BELOW, _LEVELS = 30, 3, 4
#: Segments above and below the headline in which the link beside the date is.
_BESIDE = 2
#: How many elements, from a link outwards and itself included, are checked for being the menu.
_MENU_LEVELS = 7
#: Confidence (0 to 1) of a printed breadcrumb, of one told by its form alone, of a link in the menu and of one beside
#: the date.  Chosen by hand.
_OF_CRUMB, _OF_TRAIL, _OF_MENU, _BESIDE_DATE = 0.6, 0.55, 0.5, 0.45
#: A part of an address that names no section: a day, a number, a language, somebody ("@annlister").
_NO_SECTION = LatePattern(r"\d*|[a-z]{2}(?:[-_][a-z]{2})?|[@~].*", re.IGNORECASE)
#: Last parts of a link that become a name only when the link is joined to the page's address.
_UNWRITTEN = frozenset(("", ".", ".."))


def printed_sections(sheet: Sheet) -> Iterator[Candidate[str]]:
    """Yield candidates: the breadcrumbs near the headline, the last one first, the menu's, the link beside the date.

    The section in the menu is the link with the longest path that begins the page's own: "/news/local" for
    "/news/local/ferry".
    """
    for text in _crumbs(sheet):
        yield Candidate(text, "layout", "breadcrumb", _OF_CRUMB)
    for text in _trail(sheet):
        yield Candidate(text, "layout", "trail", _OF_TRAIL)
    if found := _in_menu(sheet):
        yield Candidate(found, "layout", "menu", _OF_MENU)
    if found := _beside_date(sheet):
        yield Candidate(found, "layout", "beside_date", _BESIDE_DATE)


def _crumbs(sheet: Sheet) -> Iterator[str]:
    """Yield the texts of the links in the breadcrumbs, the last one first; the link to the front page is left out."""
    if sheet.headline < 0:
        return
    for segment in reversed(sheet.labels.segments[max(sheet.headline - _ABOVE, 0) : sheet.headline + _BELOW]):
        if sheet.marked(segment.node, sheet.heads.breadcrumbs, _LEVELS):
            for link in reversed(_links(segment)):
                if _path(link, sheet) and (text := _name(link, sheet)):
                    yield text


def _trail(sheet: Sheet) -> Iterator[str]:
    """Yield the texts of the links of a trail that begins with one to the front page, the last one first."""
    if sheet.headline < 0:
        return
    segments = sheet.labels.segments
    for segment in segments[max(sheet.headline - _ABOVE, 0) : sheet.headline]:
        front = next(iter(_links(segment)), None)
        if front is not None and _may_be_front(front, sheet) and _path(front, sheet) == "":
            for link in reversed(trail_from(front, segments[sheet.headline].text)):
                if _path(link, sheet) and (text := _name(link, sheet)):
                    yield text


def _may_be_front(link: Any, sheet: Sheet) -> bool:
    """Whether the address of a link may be that of the front page: a quick test, since joining addresses is slow."""
    address = (link.get("href") or "").strip().rstrip("/")
    return not address or (bool(sheet.host) and address.endswith(sheet.host.removeprefix("www.")))


def _beside_date(sheet: Sheet) -> str | None:
    """Return the text of a link called a section or category in a line with the article's date; None without one.

    The line, "Ports, 3 May, 15:47", is right above or below the headline; above it the link may stand alone.
    """
    if sheet.headline < 0:
        return None
    for segment in sheet.labels.segments[max(sheet.headline - _BESIDE, 0) : sheet.headline + _BESIDE + 1]:
        links = list(segment.node.iter("a")) if segment.node.find(".//a") is not None else []
        named = [link for link in links if _is_called_section(link, sheet)]
        alone = segment.index < sheet.headline and len(named) == 1 and element_text(named[0]) == segment.text
        if len(named) == 1 and (alone or segment.node.find(".//time") is not None or sheet.dated(segment)):
            return _name(named[0], sheet)
    return None


def _is_called_section(link: Any, sheet: Sheet) -> bool:
    """Whether a link's class says section or category, or its rel, as WordPress has it: rel="category tag"."""
    return "category" in link.get("rel", "").split() or not sheet.marks(link, 1).isdisjoint(sheet.heads.sections)


def _links(segment: Segment) -> list[Any]:
    """Return the links inside a segment's element; without any, the link that encloses it."""
    inside = list(segment.node.iter("a"))
    return inside or list(islice(segment.node.iterancestors("a"), 1))


def _in_menu(sheet: Sheet) -> str | None:
    """Return the text of the menu's link to the section of the page; None without one.

    Its path is the beginning of the page's own path; of several such links, the one with the longest path is taken.
    """
    own = [part for part in urlsplit(sheet.context.url or "").path.split("/") if part]
    # The last part is the page itself.
    above = {"/".join(own[:count]).lower(): count for count in range(1, len(own)) if _names_section(own[count - 1])}
    if not above or sheet.meta.root is None:
        return None
    first, ends, longest = own[0].lower(), {path.rpartition("/")[2] for path in above}, max(above.values())
    found: dict[int, str] = {}
    for link in sheet.meta.root.iter("a"):
        # Hardly any of hundreds of links may lead there, and to join an address takes a hundred times as long.
        address = (link.get("href") or "").strip().lower()
        if first not in address or not _may_end_in(ends, address):
            continue
        count = above.get(_path(link, sheet) or "")
        if count and count not in found and (text := _name(link, sheet)) and _is_in_menu(link, sheet):
            found[count] = text
            if count == longest:
                break
    return found[max(found)] if found else None


def _may_end_in(ends: set[str], address: str) -> bool:
    """Whether the path of an address may end in one of `ends`, parts such as "local": a quick test.

    If False, it certainly does not.  If True, the address must be joined to the page's and compared.
    """
    last = address.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2]
    return last in ends or last in _UNWRITTEN or ":" in last or not address.isprintable()


def _names_section(part: str) -> bool:
    """Whether a part of an address may name a section: it is no day, number, language or user."""
    return _NO_SECTION.fullmatch(part) is None


def _path(link: Any, sheet: Sheet) -> str | None:
    """Return the path of a link to another page of this site, without slashes at its ends; None for any other link."""
    address = web_address((link.get("href") or "").strip(), sheet.context.joined_to)
    if address is None:
        return None
    if sheet.context.base:  # it may be that of a copy in a web archive, whose links lead to other copies
        address = original_address(address, address_rules(sheet.context.rules))
    parts = urlsplit(address)
    if parts.hostname and sheet.host and not _same_site(parts.hostname, sheet.host):
        return None
    return None if parts.query else parts.path.strip("/").lower()


def _same_site(one: str, other: str) -> bool:
    """Whether two hosts are the same but for "www."."""
    return one.removeprefix("www.") == other.removeprefix("www.")


def _name(link: Any, sheet: Sheet) -> str | None:
    """Return the text of a link if it can be the name of a section; None for the front page and for sentences."""
    text = sheet.heads.current.sub("", element_text(link))
    may_be = 1 < len(text) <= LONGEST and any(ch.isalpha() for ch in text) and not text.endswith(("…", "..."))
    return text if may_be and key(text) not in sheet.heads.front else None


def _is_in_menu(link: Any, sheet: Sheet) -> bool:
    """Whether a link is in a menu: a nav element, one with a class for menus, or a row of short links.

    Only such a link names a section.
    """
    node = link
    for _ in range(_MENU_LEVELS):
        if node is None or node.tag == "footer":
            return False
        if node.tag == "nav" or not sheet.marks(node, 1).isdisjoint(sheet.heads.menus):
            return True
        node = node.getparent()
    return is_in_row(link)
