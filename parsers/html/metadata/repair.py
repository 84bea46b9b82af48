"""JSON-LD that is not quite JSON: reads it as declared, else mended, else the few strings that can be saved.

Takes the text of one script element and returns the decoded value, or None.  Never raises.  The faults are
the ones that news pages have: comments and CDATA around the object, raw line breaks in strings, commas
too many or missing, entities for quotes, two objects in a row, an end that is cut off.  Strings come without the
control characters and halves of surrogate pairs that JSON can spell ("\\u0007", "\\ud83d").
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

from parsers.characters import without_controls

_DECODER = json.JSONDecoder(strict=False)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)+|(?:-->|//\s*\]\]>|\]\]>|;)+\s*$", re.DOTALL
)
_OPEN, _CLOSED = ("{", "["), ("}", "]")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MISSING_COMMA = re.compile(r'(["\]}])(\s*\n\s*")(?=[^"\n]{1,60}"\s*:)')
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
#: A quote inside a string: neither opens it (after "{[,:") nor closes it (before ",:]}").
_INNER_QUOTE = re.compile(r'(?<![\\{\[,:\s])"(?!\s*[,:\]}])|(?<=[^\\{\[,:\s]\s)"(?!\s*[,:\]}])(?=\w)')
_PAIR = re.compile(
    r'"(headline|description|datePublished|dateModified|articleSection|@type|url)"\s*:\s*"((?:[^"\\\n]|\\.)*)"'
)
_AUTHOR = re.compile(r'"author"\s*:\s*[\[{]?[^}]{0,200}?"name"\s*:\s*"((?:[^"\\\n]|\\.)*)"')

#: What JSON spells a control character, half of a surrogate pair or a noncharacter with.
_UNPRINTED = re.compile(r"\\(?:b|u(?:00[01][0-9a-f]|007f|00[89][0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef]))", re.IGNORECASE)

#: Longer scripts are data dumps; mending them would cost more than they tell.
MENDABLE = 200_000


def load_json(text: str) -> Any:
    """The value of a JSON-LD script, or None when nothing of it can be read."""
    text = text.strip("\ufeff \t\r\n")
    # Most scripts are bare; looking for the end of a wrapping goes through all of a long text.
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
    """A decoded value, its strings without control characters."""
    # A list of what is left to do instead of a call for each part: values may be a thousand deep.
    whole = [value]
    waiting: list[Any] = [whole]
    for item in waiting:  # which grows
        for key, part in item.items() if isinstance(item, dict) else enumerate(item):
            if isinstance(part, str):
                item[key] = without_controls(part)
            elif isinstance(part, dict | list):
                waiting.append(part)
    return whole[0]


def _decode(text: str) -> Any:
    """The value, or a list of the values when several stand in a row."""
    value, end = _DECODER.raw_decode(text)
    rest = text[end:].lstrip(" \t\r\n,;")
    if not rest:
        return value
    return [value, _decode(rest)]


def _mend(text: str) -> Any:
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
    """The first of each key that fields need, when the whole cannot be read; better than losing them."""
    found: dict[str, Any] = {}
    for key, value in _PAIR.findall(text):
        found.setdefault(key, _unescaped(value))
    if author := _AUTHOR.search(text):
        found["author"] = {"name": _unescaped(author[1])}
    return found if "@type" in found else None


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value
