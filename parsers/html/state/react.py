"""Finds the article in elements of React that a page keeps for its scripts instead of printing them.

Next's stream holds such elements: `["$", "p", null, {"children": "..."}]` stands for `<p>...</p>`.  They are what the
page would print, so they do not say which article they belong to.  They are read when a heading or title among them is
the page's own; the text is then the longest list of paragraphs, or the longest mark-up in one element.

Takes the data of one script; the work is bounded whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from parsers.folding import key
from parsers.html.metadata.values import clean_value
from parsers.html.state.container import ScriptData
from parsers.html.state.elements import Dialect, is_markup, is_react, markup_of, prose_in
from parsers.html.state.find_text import StateText
from parsers.html.state.identity import Own

# The limits were chosen by hand; the data of news pages stay far below the first two.

#: Values that are looked at in one script's data, and levels of nesting that are entered.
_MOST: Final = 300_000
_DEPTH: Final = 120
#: The fewest paragraphs that make a list of elements an article's text; a card of another story has one or two.
_PARAGRAPHS: Final = 3
#: Elements that print a page's headline or title, and those that hold no article.
_HEADS: Final = ("h1", "title")
_ELSEWHERE: Final = frozenset(("nav", "footer", "aside", "form", "button", "svg", "script", "style", "noscript"))
_PARAGRAPH: Final = "p"


def printed_texts(container: ScriptData, own: Own) -> list[StateText]:
    """Return the texts in a script's React elements, longest first; [] unless they print the page's own headline."""
    found: dict[tuple[str, ...], StateText] = {}
    dialect, headed = Dialect(container.follow, own.elements), False
    for value, path in _lists(container):
        headed = headed or _is_headline(value, dialect, own)
        if markup := _text(value, dialect):
            name = ".".join(name for name in path if name != "*")
            text = found.setdefault(path, StateText(f"{container.name} {name}".strip()))
            text.parts.append(markup)
            text.length += prose_in(markup)
    return sorted(found.values(), key=lambda text: -text.length) if headed else []


def _lists(container: ScriptData) -> Iterator[tuple[list[Any], tuple[str, ...]]]:
    """Yield each list in the data, in its order, with the JSON keys that lead to it ("*" for an item of a list).

    An element of React is a list, too.  Nothing inside menus, forms and the like (_ELSEWHERE) is looked at.
    """
    waiting: list[tuple[Any, tuple[str, ...]]] = [(container.value, ())]
    seen: set[int] = set()
    count = 0
    while waiting and count < _MOST:
        count += 1
        value, path = waiting.pop()
        value = container.follow(value)
        if not isinstance(value, dict | list) or id(value) in seen or len(path) >= _DEPTH:
            continue
        seen.add(id(value))
        if isinstance(value, dict):
            waiting += [(part, (*path, name)) for name, part in reversed(value.items())]
            continue
        yield value, path
        if not is_react(value):
            waiting += [(part, (*path, "*")) for part in reversed(value[:_MOST])]
        elif value[1] not in _ELSEWHERE:
            waiting.append((value[3], path))


def _is_headline(value: list[Any], dialect: Dialect, own: Own) -> bool:
    """Whether a list is an element that prints one of the page's titles as a heading, or as the title of a page."""
    if not is_react(value) or value[1] not in _HEADS:
        return False
    return key(clean_value(markup_of(value, dialect))) in own.titles


def _text(value: list[Any], dialect: Dialect) -> str:
    """Return the mark-up of a list of enough paragraphs, or the mark-up that an element holds; "" for other lists."""
    if not is_react(value):
        parts = (dialect.follow(part) for part in value)
        told = sum(1 for part in parts if is_react(part) and part[1] == _PARAGRAPH)
        return markup_of(value, dialect) if told >= _PARAGRAPHS else ""
    properties = value[3] if isinstance(value[3], dict) else {}
    raw = properties.get("dangerouslySetInnerHTML")
    inner = dialect.follow(raw.get("__html")) if isinstance(raw, dict) and value[1] not in _ELSEWHERE else ""
    return inner if isinstance(inner, str) and is_markup(inner) else ""
