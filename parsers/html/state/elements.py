"""Turns the text elements of content systems into mark-up: objects with a type and a text, alone or nested in trees.

Knows the patterns that they share: Arc's content_elements, ProseMirror and TipTap, Draft.js, Portable Text, Contentful,
Slate, React's own elements, lists of strings; their JSON keys and types are rules (`element_keys`).  Pictures, embeds
and advertisements are left out.  Takes decoded JSON.

`keys` are the JSON keys that the rules know; `dialect` adds how references in the data of one script are followed;
`depth` is the level of nesting, which is limited.  A block is text in an element such as p or h2.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from parsers.folding import letters
from parsers.html.metadata.values import clean_value
from parsers.html.state.element_keys import ElementKeys
from parsers.sentence_ends import SENTENCE_ENDS


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read the text elements in one script's data: how to follow references, which JSON keys hold what."""

    #: Gives the object that a value refers to; the value itself unless it is a reference.
    follow: Callable[[Any], Any]
    keys: ElementKeys


#: Levels of nesting that are followed inside one element, and its most parts; deeper is no text of an article.
_DEPTH: Final = 16
_PARTS: Final = 2_000

_MARKUP: Final = re.compile(r"<[a-zA-Z/!]|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_BLOCKS: Final = re.compile(r"<(?:p|div|h[1-6]|ul|ol|li|blockquote|table|section|article|figure|br)\b", re.IGNORECASE)
_BLOCK_TAG: Final = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|blockquote|table|td|section|article|figure|br)\b[^>]*>", re.I
)
#: Letters of the shortest block of sentences, and what it ends with.
_SENTENCE: Final = 30
_ENDS: Final = (*SENTENCE_ENDS, *":\"”»“’')]」』")
#: React's mark of an element, which is a list: the mark, the tag, a key, the properties.
_REACT: Final = "$"
_REACT_LENGTH: Final = 4
_PLAIN_TAG: Final = re.compile(r"[a-z][a-z0-9]{0,15}")


def is_markup(text: str) -> bool:
    """Whether a string is mark-up with block elements, and not plain text.

    Such a string may be an article's text as it is; plain text first needs tags around its paragraphs.
    """
    return "<" in text and _BLOCKS.search(text) is not None


def prose_in(markup: str) -> int:
    """Return the length, in letters, of the sentences in mark-up: its blocks that are long and end like a sentence."""
    blocks = (clean_value(block) for block in _BLOCK_TAG.split(markup))
    lengths = (letters(block) for block in blocks if block.endswith(_ENDS))
    return sum(length for length in lengths if length >= _SENTENCE)


def kind_of_element(node: Mapping[str, Any], keys: ElementKeys) -> str | None:
    """Return what a text element is, by its type: p, h (heading), q (quotation), ul, li, table or br.

    "" for a kind without text, such as a picture; None if the type is unknown or missing.
    """
    # Portable Text marks items of lists by "listItem", and kinds of paragraphs by "style".
    said = (node.get("listItem") and "listitem") or node.get("style") or next(
        (node[name] for name in keys.types if isinstance(node.get(name), str) and node[name]), None
    )  # fmt: skip
    return keys.kind(said) if isinstance(said, str) else None


def is_paragraph(item: Any, keys: ElementKeys) -> bool:
    """Whether a value is a text element of a kind that articles consist of: paragraph, heading, quotation, list.

    A list with enough of them is taken for an article's text.
    """
    if isinstance(item, dict):
        kind = kind_of_element(item, keys)
        texts = (item[name] for name in keys.texts if name in item)
        return kind in ("p", "h", "q", "ul") or (kind is None and any(isinstance(text, str) for text in texts))
    return is_react(item) and item[1] in ("p", "h2", "h3", "blockquote", "ul", "ol")


def markup_of(item: Any, dialect: Dialect, depth: int = 0) -> str:
    """Convert a text element, a list of them, or a string to mark-up; "" for anything without text."""
    item = dialect.follow(item)
    if depth > _DEPTH:
        return ""
    if isinstance(item, str):
        return _paragraphs(item)
    if is_react(item):
        return _react(item, dialect, depth)
    if isinstance(item, list):
        return "".join(markup_of(part, dialect, depth + 1) for part in item[:_PARTS])
    return _element(item, dialect, depth) if isinstance(item, dict) else ""


def _element(node: Mapping[str, Any], dialect: Dialect, depth: int) -> str:
    """Convert one text element, with what is inside it, to mark-up; "" for one without text."""
    kind = kind_of_element(node, dialect.keys)
    if kind == "":
        return ""
    parts = _children(node, dialect.keys) if kind in ("ul", "table", "q", None) else []
    inner = "".join(_in_list(part, kind, dialect, depth) for part in parts) or _inline(node, dialect, depth)
    if not inner.strip() or kind == "table":
        return "" if kind != "table" or "<t" not in inner else inner
    if kind == "h":
        return f"<h2>{inner}</h2>" if not _BLOCKS.search(inner) else inner
    if kind in ("ul", "li", "q"):
        tag = {"ul": "ul", "li": "li", "q": "blockquote"}[kind]
        return f"<{tag}>{inner}</{tag}>"
    return inner if _BLOCKS.search(inner) else f"<p>{inner}</p>"


def _in_list(part: Any, kind: str | None, dialect: Dialect, depth: int) -> str:
    """Convert one part of a list, quotation or group to mark-up.

    `kind`: that of the whole; the parts of a "ul" become li.
    """
    inner = markup_of(part, dialect, depth + 1)
    return f"<li>{inner}</li>" if kind == "ul" and inner and not inner.startswith("<li") else inner


def _children(node: Mapping[str, Any], keys: ElementKeys) -> list[Any]:
    """Return the parts of an element: the first list under one of the known JSON keys; [] without one."""
    for holder in (node, *(node[name] for name in keys.holders if isinstance(node.get(name), dict))):
        for name in keys.parts:
            if isinstance(holder.get(name), list):
                return list(holder[name][:_PARTS])
    return []


def _inline(item: Any, dialect: Dialect, depth: int) -> str:
    """Convert the text of an element, and of the elements inside it, to mark-up without blocks."""
    item = dialect.follow(item)
    if depth > _DEPTH:
        return ""
    if isinstance(item, str):
        return item if _MARKUP.search(item) else html.escape(item, quote=False)
    if is_react(item):
        return _react(item, dialect, depth)
    if isinstance(item, list):
        return "".join(_inline(part, dialect, depth + 1) for part in item[:_PARTS])
    if not isinstance(item, dict):
        return ""
    kind = kind_of_element(item, dialect.keys)
    if kind in ("", "br"):
        return "<br>" if kind == "br" else ""
    for text in _strings(item, dialect.keys):
        return _inline(text, dialect, depth)
    if children := _children(item, dialect.keys):
        return _inline(children, dialect, depth + 1)
    inner = (name for name in dialect.keys.texts if isinstance(item.get(name), dict))
    return next((_inline(item[name], dialect, depth + 1) for name in inner), "")


def _strings(node: Mapping[str, Any], keys: ElementKeys) -> Iterator[str]:
    """Yield the texts of an element that are under one of the known JSON keys."""
    return (node[name] for name in keys.texts if isinstance(node.get(name), str) and node[name].strip())


def is_react(item: Any) -> bool:
    """Whether a value is a React element: a list of "$", a tag, a key and properties."""
    return isinstance(item, list) and len(item) >= _REACT_LENGTH and item[0] == _REACT and isinstance(item[1], str)


def _react(item: list[Any], dialect: Dialect, depth: int) -> str:
    """Convert a React element to mark-up: its tag around its children; of a component, only the children."""
    tag, properties = item[1], item[3]
    if not isinstance(properties, dict):
        return ""
    raw = properties.get("dangerouslySetInnerHTML")
    children = raw.get("__html") if isinstance(raw, dict) else properties.get("children")
    inner = _inline(children, dialect, depth + 1)
    return f"<{tag}>{inner}</{tag}>" if _PLAIN_TAG.fullmatch(tag) else inner


def _paragraphs(text: str) -> str:
    """Return mark-up unchanged, and plain text with each line as a p element."""
    if is_markup(text):
        return text
    lines = filter(None, (line.strip() for line in text.splitlines()))
    return "".join(
        f"<p>{line if _MARKUP.search(line) else html.escape(line, quote=False)}</p>" for line in lines if line
    )
