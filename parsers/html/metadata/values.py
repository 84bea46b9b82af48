"""Cleans the values of declared metadata of the entities, tags and white space that publishers leave in them.

Takes values from JSON-LD, meta tags and microdata, and elements of the page; returns plain text, one line for each
value.  Knows nothing about single fields.
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
from parsers.late_patterns import LatePattern

#: One JSON-LD object.
Node = Mapping[str, Any]

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
#: An entity for a letter or punctuation mark, by name or number.
_ENTITY = LatePattern(r"&(?:amp;)?(?!lt;|gt;|#60;|#62;|#x3[ce];)(?:#\d{2,5}|#x[\da-f]{2,4}|[a-z]{3,8});", re.IGNORECASE)


def clean_value(value: object) -> str:
    """Convert a declared value to one line of plain text: entities resolved, tags removed, white space collapsed.

    A number becomes its decimal text; any other value that is not a string gives "".
    """
    text = value if isinstance(value, str) else str(value) if _is_number(value) else ""
    if "&" in text:
        # Twice, because "&amp;quot;" is common: the content system escapes once and the page template again.
        text = html.unescape(html.unescape(text))
    return on_one_line(_TAG.sub(" ", text) if "<" in text else text)


def without_entities(text: str) -> str:
    """Resolve the entities that a text of the page still shows: "Farrant &amp; Loew" gives "Farrant & Loew".

    A page shows them when they were encoded twice.  "&lt;" and "&gt;" stay: a text about mark-up prints them on
    purpose.
    """
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text and ";" in text else text


def _is_number(value: object) -> bool:
    """Whether a value is a finite number, and so may become text.

    Python's JSON decoder also accepts NaN and reads 1e999 as infinite.
    """
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def on_one_line(text: str) -> str:
    """Put a text on one line: white space collapsed, control characters and soft hyphens removed."""
    # The blank is the only white space that str.isprintable accepts, and it accepts none of the removed characters.
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    return " ".join(unbroken(without_controls(text)).split())


#: Levels of nesting that are searched for strings.  Names lie one or two levels deep; more is a fault or an attack.
_DEPTH = 6


def strings(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the strings in a declared value, cleaned, without empty ones.

    The value may be a string, an object with "@value" or "name", or a list of these.  `depth`: the level of nesting,
    which is limited.
    """
    if value is None or depth > _DEPTH:
        return
    if isinstance(value, str):
        if text := clean_value(value):
            yield text
    elif isinstance(value, list):
        for item in value:
            yield from strings(item, depth + 1)
    elif isinstance(value, dict):
        yield from strings(value.get("@value") or value.get("name"), depth + 1)
    elif text := clean_value(value):
        yield text


def first_string(value: Any) -> str:
    """Return the first non-empty string in a declared value (a list, or an object with a name, too); "" for none."""
    return next(strings(value), "")


def as_list(value: Any) -> list[Any]:
    """Put a single value into a list; JSON-LD has it alone or in a list, and means the same."""
    return value if isinstance(value, list) else [value]


def long_text(value: Any) -> str:
    """Return a declared long text, such as articleBody, with its line ends.

    A list of strings is joined, one on each line; parts that are no strings are left out.
    """
    return "\n".join(line for line in as_list(value) if isinstance(line, str))


def types(node: Node) -> tuple[str, ...]:
    """Return the names of a JSON-LD node's types: "Person" for "http://schema.org/Person" or "schema:Person"."""
    names = as_list(node.get("@type"))
    return tuple(str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if name)


def element_text(element: Any) -> str:
    """Return all text inside an element, white space collapsed."""
    return " ".join(raw_text(element).split())


def raw_text(element: Any) -> str:
    """Return all text inside an element, with the white space of the page.

    Faster than itertext, which walks in Python.
    """
    if not len(element):
        return element.text or ""
    return str(_serializer()(element, method="text", encoding=str, with_tail=False))


@cache
def _serializer() -> Any:
    """Return the function lxml.etree.tostring.

    It is imported here, at its first use, so that pages of plain text can be parsed without lxml.
    """
    from lxml.etree import tostring

    return tostring
