"""Strings out of declared metadata: entities, tags and white space that publishers leave in their values.

Takes what JSON-LD, meta tags and microdata hold and returns plain text, one line each.  Knows no field.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from parsers.characters import without_controls
from parsers.folding import unbroken

Node = Mapping[str, Any]

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)


def clean_value(value: object) -> str:
    """One declared value as a reader would see it: entities resolved, mark-up removed, white space collapsed."""
    text = value if isinstance(value, str) else str(value) if _is_number(value) else ""
    if "&" in text:
        # Twice: "&amp;quot;" is common, where the content system escaped once and the template a second time.
        text = html.unescape(html.unescape(text))
    return one_line(_TAG.sub(" ", text) if "<" in text else text)


def _is_number(value: object) -> bool:
    """Whether a value is a number: what JSON may hold besides (NaN, 1e999) says nothing."""
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def one_line(text: str) -> str:
    """A text with its white space collapsed, without control characters and marks of possible line breaks."""
    # No white space but the blank is printable, nor is any such mark: most texts are one line as they are.
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    return " ".join(unbroken(without_controls(text)).split())


#: Names lie one or two levels deep; deeper nesting is an accident or an attack.
_DEPTH = 6


def strings(value: Any, depth: int = 0) -> Iterator[str]:
    """Every non-empty string of a value that may be a string, a list of them, or {"@value"/"name": ...}."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from strings(item, depth + 1)
    elif isinstance(value, dict):
        yield from strings(value.get("@value") or value.get("name"), depth + 1)
    elif text := clean_value(value):
        yield text


def types(node: Node) -> tuple[str, ...]:
    """The types of a JSON-LD node without their vocabulary ("http://schema.org/NewsArticle" -> "NewsArticle")."""
    declared = node.get("@type")
    names = declared if isinstance(declared, list) else [declared]
    return tuple(str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if name)


def element_text(element: Any) -> str:
    """All text of an element, white space collapsed."""
    return " ".join(raw_text(element).split())


def raw_text(element: Any) -> str:
    """All text of an element as it stands in the page; one call in C, where itertext is a walk."""
    if not len(element):
        return element.text or ""
    return str(_serializer()(element, method="text", encoding=str, with_tail=False))


@cache
def _serializer() -> Any:
    """lxml's own function, imported when an element is there: readers of plain text do without lxml."""
    from lxml.etree import tostring

    return tostring
