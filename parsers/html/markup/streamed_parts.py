"""Puts the parts of a page that React streams to their places: hidden boxes at its end, which a script would move.

React sends a page in order of readiness: a part that is not ready leaves an empty `<template id="B:3">` (or "P:3") at
its place, and follows at the end as `<div hidden id="S:3">`, with a script that moves its content to the template
(https://react.dev/reference/react-dom/server/renderToReadableStream).  Takes the tree of a page and changes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from parsers.html.markup.xpaths import Locator

_PLACE: Final = re.compile(r"[BP]:([0-9a-f]{1,6})")
_PART: Final = re.compile(r"S:([0-9a-f]{1,6})")
#: The most parts of a page, and elements around the place of a part; both bound the work on hostile pages.
_MOST: Final = 2_000
_DEEPEST: Final = 250


def is_place(template: etree._Element) -> bool:
    """Whether a `template` element stands at the place of a part that React sends later, by its id."""
    return _PLACE.fullmatch(template.get("id") or "") is not None


def place_streamed_parts(root: etree._Element, templates: Iterable[etree._Element], locator: Locator) -> None:
    """Move the content of each streamed part to its place, in front of the template that stands there.

    `root`: the html element.  `templates`: the page's `template` elements, in document order.  `locator` is told the
    XPath of each element before any moves, so that paths are those of the page as served.
    """
    parts = dict(_parts(root))
    places = [(template, parts[name]) for template in templates if (name := _name(template, _PLACE)) in parts]
    _remember_paths(places[:_MOST], locator)
    hosts: set[etree._Element] = set()
    known = set(parts.values())
    for template, part in places[:_MOST]:
        around = list(template.iterancestors())
        # A part that is itself filled does not move any more: outer parts come first, and no part into itself.
        if part in around or part in hosts or len(around) > _DEEPEST:
            continue
        hosts.update(known.intersection(around))
        _move(part, template)


def _name(element: etree._Element, pattern: re.Pattern[str]) -> str:
    """Return the number that the id of a part or place has, as it is written; "" for another element."""
    match = pattern.fullmatch(element.get("id") or "")
    return match[1] if match else ""


def _parts(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield (number as in its id, element) for each streamed part of a page."""
    for element in root.iter("div"):
        if element.get("hidden") is not None and (name := _name(element, _PART)):
            yield name, element


def _remember_paths(places: Iterable[tuple[etree._Element, etree._Element]], locator: Locator) -> None:
    """Let `locator` make the XPaths of the children of all parts, and of all elements beside their places."""
    for holder in {holder for template, part in places for holder in (template.getparent(), part)}:
        for child in holder if holder is not None else ():
            locator.path(child)


def _move(part: etree._Element, template: etree._Element) -> None:
    """Move the text and children of a part in front of the template at its place."""
    before, parent = template.getprevious(), template.getparent()
    if part.text and part.text.strip():
        if before is not None:
            before.tail = (before.tail or "") + part.text
        elif parent is not None:
            parent.text = (parent.text or "") + part.text
        part.text = None
    for child in list(part):
        template.addprevious(child)
