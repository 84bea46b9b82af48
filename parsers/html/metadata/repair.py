"""Reads JSON-LD that may be invalid JSON: as it is, else repaired, else only the few strings that can be recovered.

Takes the text of one script element and returns the decoded value, or None.  Never raises.  It repairs the faults that
news pages have: comments and CDATA around the object, raw line breaks in strings, extra or missing commas, entities in
place of quotation marks, several objects in a row, a missing end.  Control characters and lone surrogates that JSON can
spell as escapes ("\\u0007", "\\ud83d") are removed from the strings.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

from parsers.characters import without_controls

_DECODER = json.JSONDecoder(strict=False)
#: Comments and CDATA marks before and after the object.
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)+|(?:-->|//\s*\]\]>|\]\]>|;)+\s*$", re.DOTALL
)
_OPEN, _CLOSED = ("{", "["), ("}", "]")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MISSING_COMMA = re.compile(r'(["\]}])(\s*\n\s*")(?=[^"\n]{1,60}"\s*:)')
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
#: A quotation mark inside a string: it neither opens the string (after "{[,:") nor closes it (before ",:]}").
_INNER_QUOTE = re.compile(r'(?<![\\{\[,:\s])"(?!\s*[,:\]}])|(?<=[^\\{\[,:\s]\s)"(?!\s*[,:\]}])(?=\w)')
#: Keys and strings that are recovered when the rest cannot be read.
_PAIR = re.compile(
    r'"(headline|description|datePublished|dateModified|articleSection|@type|url)"\s*:\s*"((?:[^"\\\n]|\\.)*)"'
)
_AUTHOR = re.compile(r'"author"\s*:\s*[\[{]?[^}]{0,200}?"name"\s*:\s*"((?:[^"\\\n]|\\.)*)"')

#: JSON escapes of control characters, surrogates and noncharacters.
_UNPRINTED = re.compile(r"\\(?:b|u(?:00[01][0-9a-f]|007f|00[89][0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef]))", re.IGNORECASE)

#: Characters; longer scripts are dumps of data, and repairing them would take more time than their content is worth.
MENDABLE = 200_000


def load_json(text: str) -> Any:
    """The decoded value of a JSON-LD script, or None when nothing of it can be read."""
    text = text.strip("\ufeff \t\r\n")
    # Most scripts have no wrapping, and searching for its end is slow in a long text.
    if text[:1] not in _OPEN or text[-1:] not in _CLOSED:
        text = _WRAPPING.sub("", text)
    if not text:
        return None
    try:
        value = _decode(text)
    except (ValueError, RecursionError):
        value = _mend(text) if len(text) <= MENDABLE else None
    return _printed(value) if _UNPRINTED.search(text) else value


def _printed(value: Any) -> Any:
    """Remove control characters from all strings of a decoded value."""
    # A list of parts still to be done, not recursion, since values may be nested a thousand levels deep.
    whole = [value]
    waiting: list[Any] = [whole]
    for item in waiting:  # The list grows inside the loop.
        for key, part in item.items() if isinstance(item, dict) else enumerate(item):
            if isinstance(part, str):
                item[key] = without_controls(part)
            elif isinstance(part, dict | list):
                waiting.append(part)
    return whole[0]


def _decode(text: str) -> Any:
    """Decode JSON; several values in a row become a list [first, rest].  Raises ValueError or RecursionError."""
    value, end = _DECODER.raw_decode(text)
    rest = text[end:].lstrip(" \t\r\n,;")
    if not rest:
        return value
    return [value, _decode(rest)]


def _mend(text: str) -> Any:
    """Apply the repairs one after the other until the text can be decoded; recover single strings when none helps."""
    for repair in _REPAIRS:
        text = repair(text)
        try:
            return _decode(text)
        except (ValueError, RecursionError):
            continue
    return _salvage(text)


def _commas(text: str) -> str:
    return _MISSING_COMMA.sub(r"\1,\2", _TRAILING_COMMA.sub(r"\1", text))


def _escapes(text: str) -> str:
    return _BAD_ESCAPE.sub(r"\\\\", text)


def _quotes(text: str) -> str:
    return _INNER_QUOTE.sub(r"\"", text)


def _entities(text: str) -> str:
    return html.unescape(text) if "&quot;" in text else text


_REPAIRS: tuple[Callable[[str], str], ...] = (_commas, _escapes, _entities, _quotes)


def _salvage(text: str) -> dict[str, Any] | None:
    """The first string of each key that the fields use, from a text that cannot be decoded; None without an @type."""
    found: dict[str, Any] = {}
    for key, value in _PAIR.findall(text):
        found.setdefault(key, _unescaped(value))
    if author := _AUTHOR.search(text):
        found["author"] = {"name": _unescaped(author[1])}
    return found if "@type" in found else None


def _unescaped(value: str) -> str:
    """A string with its JSON escapes resolved, or as it is when they are invalid."""
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value
