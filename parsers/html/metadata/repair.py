"""Reads JSON-LD that may be invalid JSON: as it is, else repaired, else only the few strings that can be recovered.

Takes the text of one script element and returns the decoded value, or None.  Never raises.  It repairs the faults that
news pages have: comments and CDATA around the object, raw line breaks in strings, extra or missing commas, missing
values and ends, entities or apostrophes in place of quotation marks, several objects in a row, tags and odd blanks.
Control characters and lone surrogates that JSON can spell as escapes ("\\u0007", "\\ud83d") are removed from the
strings, and a value in the long form of JSON-LD ({"@value": "2024-05-03"}) is given in the short one.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

from parsers.characters import without_controls

_DECODER = json.JSONDecoder(strict=False)
#: The property that some pages have twice, once for the person and once for the outlet.
_TWICE = "author"
#: Text before an object, a list or a string: comments, their marks and those of CDATA, semicolons.
_WRAPPING = re.compile(r'(?:/\*.*?\*/|//[^\n{]*(?:\n|\Z)|(?:<|&lt;)!\[CDATA\[|[^"{\[])*', re.DOTALL)
#: The most characters before the JSON that are skipped.  Chosen by hand.
_LONGEST_WRAPPING = 2000
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
#: A value that is missing or that only JavaScript has: `"wordCount": ,`, `"wordCount": undefined`.
_NO_VALUE = re.compile(r"(?<=[:\[,])\s*+(?:undefined(?=\s*[,}\]])|(?<=[:\s])(?<!,)(?=[,}]))")
#: Blanks that JSON does not allow, and br and p tags, between two parts of JSON.
_ODD_BLANKS = re.compile(
    r"(?:(?<=[{}\[\],:\s\"\d])|(?<=true|null)|(?<=false))(?:[\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u3000\ufeff]|</?(?:br|p)\s*/?>)+(?=[\s{}\[\],:\"<]|\Z)"
)
#: Apostrophes in place of quotation marks.
_APOSTROPHES = re.compile(r"(?<=[{\[,:\s])'|'(?=\s*[,:\]}])")
_BRACKET_OR_STRING = re.compile(r'[{}\[\]]|"(?:[^"\\]|\\.)*+"?')
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
    """Decode the text of a JSON-LD script, repaired where needed; None when nothing of it can be read."""
    text = _unwrapped(text.strip("\ufeff \t\r\n"))
    if not text:
        return None
    try:
        value = _decode(text)
    except (ValueError, RecursionError):
        value = _mend(text) if len(text) <= MENDABLE else None
    if '"@value"' in text or '"@list"' in text or '"@set"' in text:
        value = _changed(value, _short)
    return _changed(value, _printed) if _UNPRINTED.search(text) else value


def _unwrapped(text: str) -> str:
    """Remove comments and CDATA marks before the first "{", "[" or quotation mark of a script's text."""
    wrapping = _WRAPPING.match(text, 0, _LONGEST_WRAPPING)
    return text[wrapping.end() :] if wrapping else text


def _printed(part: Any) -> Any:
    """Remove the control characters from a string; return any other value unchanged."""
    return without_controls(part) if isinstance(part, str) else part


#: The keys under which JSON-LD has a value, a list or a set in its long form.
_LONG_FORMS = ("@value", "@list", "@set")


def _short(part: Any) -> Any:
    """Return the value inside JSON-LD's long forms: {"@value": "x"} gives "x"; any other value stays as it is."""
    while isinstance(part, dict) and (form := next((key for key in _LONG_FORMS if key in part), None)):
        part = part[form]
    return part


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    """Apply the function `change` to every part of a decoded value, in place, and return the value."""
    # A list of parts still to be done, not recursion, since values may be nested a thousand levels deep.
    whole = [value]
    waiting: list[Any] = [whole]
    for item in waiting:  # The list grows inside the loop.
        for key, part in item.items() if isinstance(item, dict) else enumerate(item):
            item[key] = part = change(part)
            if isinstance(part, dict | list):
                waiting.append(part)
    return whole[0]


def _decode(text: str) -> Any:
    """Decode JSON; several values in a row become a list [first, rest].

    Raises ValueError or RecursionError for a text that is no valid JSON.
    """
    value, end = (_DECODER if text.count(_AUTHOR_KEY) < 2 else _JOINING).raw_decode(text)
    rest = _unwrapped(text[end:])
    if not rest:
        return value
    if rest.startswith('"'):
        raise ValueError("a string follows that is in no object")
    return [value, _decode(rest)]


def _joined(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a dict of a JSON object's pairs; if the key "author" is there twice, a list of both values is its value."""
    value = dict(pairs)
    authors = [item for name, item in pairs if name == _TWICE]
    return value if len(authors) < 2 else value | {_TWICE: authors}


_AUTHOR_KEY = f'"{_TWICE}"'
_JOINING = json.JSONDecoder(strict=False, object_pairs_hook=_joined)


def _mend(text: str) -> Any:
    """Apply the repairs in _REPAIRS one after the other until the text can be decoded; else recover single strings."""
    for repair in _REPAIRS:
        text = repair(text)
        try:
            return _decode(text)
        except (ValueError, RecursionError):
            continue
    return _salvage(text)


def _commas(text: str) -> str:
    """Add missing commas at the ends of lines, and remove those before a closing bracket."""
    return _MISSING_COMMA.sub(r"\1,\2", _TRAILING_COMMA.sub(r"\1", text))


def _blanks(text: str) -> str:
    """Replace odd kinds of blanks and br or p tags between two values, which JSON does not allow, by a blank."""
    return _ODD_BLANKS.sub(" ", text)


def _values(text: str) -> str:
    """Write null where a key has no value, as in {"wordCount": , ...}, or has the value "undefined"."""
    return _NO_VALUE.sub(" null", text)


def _marks(text: str) -> str:
    """Put quotation marks in the place of apostrophes if a text uses these instead: {'@type': 'NewsArticle'}."""
    return _APOSTROPHES.sub('"', text) if "'@type'" in text else text


def _ends(text: str) -> str:
    """Close the brackets that are open at the end of a text that was cut off."""
    open_: list[str] = []
    for part in _BRACKET_OR_STRING.findall(text):
        if part in ("{", "["):
            open_.append("}" if part == "{" else "]")
        elif part == (open_[-1] if open_ else ""):
            open_.pop()
        elif part in ("}", "]"):
            return text
    return text.rstrip(" \t\r\n,;") + "".join(reversed(open_)) if open_ and '"' in text else text


def _escapes(text: str) -> str:
    """Double backslashes that begin no escape of JSON."""
    return _BAD_ESCAPE.sub(r"\\\\", text)


def _quotes(text: str) -> str:
    """Escape quotation marks inside a string: the two around Harbour Post in "The "Harbour Post""."""
    return _INNER_QUOTE.sub(r"\"", text)


def _entities(text: str) -> str:
    """Resolve HTML entities where they stand in the place of quotation marks: {&quot;@type&quot;: ...}."""
    return html.unescape(text) if "&quot;" in text else text


_REPAIRS: tuple[Callable[[str], str], ...] = (_commas, _escapes, _entities, _blanks, _values, _marks, _ends, _quotes)


def _salvage(text: str) -> dict[str, Any] | None:
    """Find single strings (headline, dates, author, ...) in a text that cannot be decoded; None without an @type.

    Returns them as an object; of several strings under one JSON key, the first.
    """
    found: dict[str, Any] = {}
    for key, value in _PAIR.findall(text):
        found.setdefault(key, _unescaped(value))
    if author := _AUTHOR.search(text):
        found["author"] = {"name": _unescaped(author[1])}
    return found if "@type" in found else None


def _unescaped(value: str) -> str:
    """Resolve the JSON escapes in a string; return it unchanged when they are invalid."""
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value
