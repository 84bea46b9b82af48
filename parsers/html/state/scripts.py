"""Finds the data in a page's scripts: scripts that are JSON, objects assigned to variables, arguments of JSON.parse.

Takes the tree of a page; gives ScriptData.  The data may be JSON, JSON with the word undefined in it, a literal of
JavaScript (`js_literals`), or pieces of a stream (`flight`, `turbo_stream`).  The work is bounded whatever a page
holds: `budget` is what may still be spent.  Never raises.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from lxml import etree

from parsers.html.state.apollo import with_references
from parsers.html.state.container import ScriptData
from parsers.html.state.flight import CHUNK, read_flight
from parsers.html.state.js_literals import literal, returned
from parsers.html.state.nuxt import revived
from parsers.html.state.turbo_stream import CALL, read_turbo_stream

# The limits were chosen by hand, far above what news pages have.

#: Characters of scripts that are decoded on one page, failures included.
_MOST: Final = 24_000_000
#: Attempts to decode a value on one page.
_ATTEMPTS: Final = 300
#: Characters; a shorter script holds no article.
_LEAST: Final = 300

_DECODER: Final = json.JSONDecoder(strict=False)
#: The start of a value: {, "{, JSON.parse("..., (function(
_VALUE: Final = r"""\s*+(?=[\[{]|\(function\(|(?:window\.)?JSON\.parse\(|decodeURIComponent\(|["'][\[{])(?!\[\]|\{\})"""
#: Where a value is assigned to a variable: = {
_SET: Final = re.compile("=(?<![=!<>+*/-]=)" + _VALUE)
#: SvelteKit hands it to a function: kit.start(app, element, {.  Without a sign that all matches begin with, a pattern
#: takes twenty times as long.
_KIT: Final = "kit.start("
_SET_BY_KIT: Final = re.compile(r"(?:=(?<![=!<>+*/-]=)|\bkit\.start\(\s*+[\w$]++\s*+,\s*+[\w$]++\s*+,)" + _VALUE)
#: How JSON goes on behind its first bracket, with the values that only Python's decoder knows, or "undefined".  Most
#: literals of scripts do not, and the decoder counts all lines above an error.
_JSON: Final = re.compile(r"\{[ \t\n\r]*+[\"}]|\[[ \t\n\r]*+[\[\]{\"\d\-tfnuNI]")
#: The variable before it, and the most characters of one.
_VARIABLE: Final = re.compile(r"""([A-Za-z_$][\w$]*(?:\.[\w$]+|\[["'][\w$./-]*["']\])*)\s*$""")
_LONGEST_NAME: Final = 120
#: Finds the attributes for scripts that hold an object, in a fifth of the time of looking at each attribute.
_OBJECTS: Final = etree.XPath("descendant-or-self::*/@*[starts-with(name(), 'data-') and starts-with(., '{')]")
#: The calls around a value that is written as a string.
_CALLS: Final = re.compile(r"(?:(?:window\.)?JSON\.parse|decodeURIComponent|\(|\s)*+")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|\'(?:[^\'\\]|\\.)*+\'', re.DOTALL)
#: Escapes of JavaScript that JSON does not have.
_HEX: Final = re.compile(r"\\x([0-9a-fA-F]{2})")
_NO_ESCAPE: Final = re.compile(r"""\\(?=[^"\\/bfnrtu])""")
#: How Angular escapes its data.
_ANGULAR: Final = {"&q;": '"', "&s;": "'", "&l;": "<", "&g;": ">", "&a;": "&"}
_ANGULAR_ESCAPE: Final = re.compile("&[qslga];")
#: Strings, which stay, and the word undefined outside of them.
_UNDEFINED: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|\bundefined\b', re.DOTALL)


@dataclass(slots=True)
class _Budget:
    """The work that may still be spent on one page: characters to decode, and attempts to decode them."""

    characters: int = _MOST
    attempts: int = _ATTEMPTS

    def spend(self, characters: int) -> None:
        """Take one attempt and its number of characters from what is left."""
        self.characters -= characters
        self.attempts -= 1

    def left(self) -> bool:
        """Whether more may be decoded."""
        return self.characters > 0 and self.attempts > 0


def containers(root: etree._Element) -> Iterator[ScriptData]:
    """Yield the data in the scripts of a page, in their order; `root` is the `html` element."""
    budget = _Budget()
    #: The call in the scripts of each stream -> these scripts.
    streams: dict[str, list[str]] = {CHUNK: [], CALL: []}
    for script in root.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        said = next((call for call in streams if call in text), None)
        if said is not None and "json" not in kind:
            streams[said].append(text)
        elif len(text) < _LEAST or "ld+json" in kind:
            continue
        elif "json" in kind:
            yield from _data(script.get("id") or kind, text, budget)
        elif not kind or "javascript" in kind or kind == "module":
            yield from _variables(text, budget)
    yield from _attributes(root, budget)
    if budget.left():
        yield from read_flight(streams[CHUNK])
        yield from read_turbo_stream(streams[CALL])


def _data(name: str, text: str, budget: _Budget) -> Iterator[ScriptData]:
    """Yield the data of a script that is nothing but JSON; `name` is the script's id, else its type."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    if text.startswith(("{&quot;", "[&quot;", "[{&quot;")):
        text = html.unescape(text)
    elif text.startswith(("{&q;", "[&q;", "[{&q;")):
        text = _ANGULAR_ESCAPE.sub(lambda found: _ANGULAR[found[0]], text)
    value, _ = _decoded(text, 0, budget)
    # SvelteKit keeps the answers of a server, whose body is JSON written as a string.
    body = value.get("body") if isinstance(value, dict) else None
    if isinstance(body, str) and body.startswith(("{", "[")):
        value = _decoded(body, 0, budget)[0] or value
    if isinstance(value, dict | list):
        yield from _container(name, value)


def _attributes(root: etree._Element, budget: _Budget) -> Iterator[ScriptData]:
    """Yield the JSON objects in attributes for scripts: `data-page` of Inertia, `data-react-props` of Rails."""
    values: Any = _OBJECTS(root)
    for value in values:
        if len(value) >= _LEAST and budget.left():
            decoded, _ = _decoded(str(value), 0, budget)
            if isinstance(decoded, dict):
                yield from _container(value.attrname, decoded)


def _variables(text: str, budget: _Budget) -> Iterator[ScriptData]:
    """Yield the JSON values that a script assigns to variables, each under the variable's name."""
    end = 0
    for found in (_SET_BY_KIT if _KIT in text else _SET).finditer(text):
        if not budget.left():
            return
        # An assignment inside a value that has been read is part of that value.
        if found.start() < end or len(text) - found.end() < _LEAST:
            continue
        value, end = _value(text, found.end(), budget)
        if isinstance(value, dict | list) and end - found.end() >= _LEAST:
            name = _VARIABLE.search(text[max(0, found.start() - _LONGEST_NAME) : found.start()])
            yield from _container(name[1].removeprefix("window.") if name else "script", value)


def _value(text: str, start: int, budget: _Budget) -> tuple[Any, int]:
    """Read the assigned value that begins at `start`: (value, position after it).

    (None, `start`) when it is no JSON.
    """
    if text[start] in "{[":
        value, end = _decoded(text, start, budget) if _JSON.match(text, start) else (None, start)
        return (value, end) if end > start else _literal(text, start, budget)
    if text.startswith("(function", start):
        value, end = returned(text, start)
        budget.spend(end - start)
        return value, end
    calls = _CALLS.match(text, start)
    written = _STRING.match(text, calls.end()) if calls else None
    if calls is None or written is None:
        return None, start
    inner = _unquoted(written[0], budget)
    if inner is not None and "decodeURIComponent" in calls[0]:
        inner = unquote(inner)
    return (_decoded(inner, 0, budget)[0] if inner else None), written.end()


def _literal(text: str, start: int, budget: _Budget) -> tuple[Any, int]:
    """Read the literal of JavaScript that begins at `start`: (value, position after it), or (None, `start`)."""
    if not budget.left():
        return None, start
    value, end = literal(text, start)
    budget.spend(end - start)
    return (None, start) if value is None else (value, end)


def _unquoted(written: str, budget: _Budget) -> str | None:
    """Return the text of a JavaScript string literal, `written` (with quotation marks); None when it is malformed."""
    inner = written[1:-1]
    if written[0] == "'":
        inner = re.sub(r"""\\'|(?<!\\)((?:\\\\)*+)\"""", lambda m: "'" if m[0] == "\\'" else f'{m[1]}\\"', inner)
    inner = _NO_ESCAPE.sub("", _HEX.sub(r"\\u00\1", inner))
    value, _ = _decoded(f'"{inner}"', 0, budget)
    return value if isinstance(value, str) else None


def _decoded(text: str, start: int, budget: _Budget) -> tuple[Any, int]:
    """Decode the JSON value at `start`: (value, position after it), or (None, `start`) without one.

    Nothing is decoded any more when the budget is spent.
    """
    if not budget.left():
        return None, start
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        budget.spend(error.pos - start)
        if text.startswith("undefined", error.pos) and budget.left():
            text = _UNDEFINED.sub(lambda found: "null" if found[0] == "undefined" else found[0], text[start:])
            budget.spend(len(text))
            try:
                return _DECODER.raw_decode(text)[0], start + len(text)
            except (ValueError, RecursionError):
                pass
        return None, start
    except (ValueError, RecursionError):  # nested too deep, or a number of too many digits
        budget.spend(len(text) - start)
        return None, start
    budget.spend(end - start)
    return value, end


def _container(name: str, value: Any) -> Iterator[ScriptData]:
    """Yield the ScriptData of a decoded value, with references replaced (Nuxt 3) or a way to follow them (Apollo).

    Nothing is yielded if no value can be made of it.
    """
    if name == "__NUXT_DATA__":
        value = revived(value)
    if value is not None:
        yield ScriptData(name, value, with_references(value))
