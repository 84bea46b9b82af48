"""Saves an HTML page as plain text with all its menus and footers, in the ways of browsers and programs.

Takes the root of a page; gives its text in one of STYLES.  The model that scores lines is trained on such texts, since
the benchmark has expected results for many HTML pages and for few texts.  Hidden elements are left out in the styles of
a browser.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import Final

from lxml import etree

#: Elements without text to read.
_SILENT: Final = frozenset(
    ("script", "style", "template", "noscript", "svg", "iframe", "head", "object", "math", "select", "textarea")
)
#: Elements that stand within a line.
_INLINE: Final = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "img", "input", "ins", "kbd", "label", "mark", "nobr", "picture", "q", "s", "samp", "small", "source",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
])  # fmt: skip
#: Elements with a blank line above and below.
_APART: Final = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "figure", "pre", "table", "hr")
)
_LIST: Final = frozenset(("li", "dt", "dd"))
_SPACE: Final = re.compile(r"\s+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Columns at which terminal browsers and converters to Markdown break lines, and the indent of a terminal browser.
_COLUMNS, _INDENT = 78, 3
#: Lists with less text an entry on average are menus, which some programs print in one line.
_ENTRY: Final = 30


def _is_hidden(element: etree._Element) -> bool:
    """Whether an element is hidden by its attribute `hidden` or its style, so that a browser does not show it."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def as_nodes(root: etree._Element) -> str:
    """Give each text node in a line of its own, as beautifulsoup4's `get_text` does with line breaks between nodes.

    Hidden elements and the title in the page's head are there, too.
    """
    silent = _SILENT - {"head", "noscript", "select", "textarea", "svg", "object", "math", "iframe"}
    lines: list[str] = []

    def visit(element: etree._Element) -> None:
        if isinstance(element.tag, str) and element.tag not in silent:
            lines.extend(line for line in [(element.text or "").strip()] if line)
            for child in element:
                visit(child)
                lines.extend(line for line in [(child.tail or "").strip()] if line)

    visit(root)
    return "\n".join(lines)


class _Blocks:
    """Collects the lines of a page in reading order, as (text, tag, whether a blank line is above).

    The tag is "li" (or "dt", "dd") for a list item, "h1" to "h6" for a heading, else "".  `mark`: a function (element,
    text) that gives the text of an inline element as the style prints it ("[Ferry](https://...)").  `join`: whether
    each menu becomes one line.  `hidden`: whether hidden elements are left out.
    """

    def __init__(self, mark: Callable[[etree._Element, str], str], *, join: bool, hidden: bool) -> None:
        self.mark, self.join, self.hidden = mark, join, hidden
        #: (text, prefix, whether a blank line is above).
        self.found: list[tuple[str, str, bool]] = []
        self._parts: list[str] = []
        self._prefix, self._blank = "", False

    def flush(self) -> None:
        """End the line: add the text that was collected since the last one, if any."""
        text = _SPACE.sub(" ", "".join(self._parts)).strip()
        if text:
            self.found.append((text, self._prefix, self._blank))
            self._blank, self._prefix = False, ""
        self._parts.clear()

    def visit(self, element: etree._Element) -> None:
        """Collect the text of an element and all elements inside it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT or (self.hidden and _is_hidden(element)):
            return
        if tag == "br":
            self.flush()
        elif tag in _INLINE and not any(
            isinstance(e.tag, str) and e.tag not in _INLINE for e in element.iterdescendants()
        ):
            self._parts.append(self.mark(element, _inner(element, self)))
        elif self.join and tag in ("ul", "ol") and _is_menu(element):
            self.flush()
            self._parts.append(" ".join(_SPACE.sub(" ", _inner(item, self)).strip() for item in element))
            self.flush()
        elif tag in ("td", "th"):
            self._parts.append("\t")
            self.children(element)
        else:
            self.block(element, tag)

    def block(self, element: etree._Element, tag: str) -> None:
        """Collect the text of a block element, whose name is `tag`, in lines of its own."""
        self.flush()
        self._blank = self._blank or tag in _APART
        if tag in _LIST or (tag[0] == "h" and tag[1:].isdigit()):
            self._prefix = tag
        self.children(element)
        self.flush()
        self._blank = self._blank or tag in _APART

    def children(self, element: etree._Element) -> None:
        """Collect the text inside an element."""
        self._parts.append(element.text or "")
        for child in element:
            self.visit(child)
            self._parts.append(child.tail or "")


def _inner(element: etree._Element, blocks: _Blocks) -> str:
    """The text of an inline element and those inside it, in one piece; `blocks` says how the style prints them."""
    if element.tag in _SILENT or not isinstance(element.tag, str) or (blocks.hidden and _is_hidden(element)):
        return ""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "br":
            parts.append(" ")
        elif child is not None:
            parts.append(blocks.mark(child, _inner(child, blocks)))
        parts.append(child.tail or "")
    return "".join(parts)


def _is_menu(element: etree._Element) -> bool:
    """Whether a list is a menu, which some styles print in one line.

    It is if it has more than two short items, without lists or paragraphs in them.
    """
    items = [
        _SPACE.sub(" ", "".join(map(str, item.itertext()))).strip() for item in element if isinstance(item.tag, str)
    ]
    nested = any(item.find(".//ul") is not None or item.find(".//p") is not None for item in element)
    return len(items) > 2 and not nested and sum(map(len, items)) < _ENTRY * len(items)


def _plain(_: etree._Element, text: str) -> str:
    """The text of an inline element without any marks around it."""
    return text


def _blocks(
    root: etree._Element,
    mark: Callable[[etree._Element, str], str] = _plain,
    *,
    join: bool = False,
    hidden: bool = True,
) -> list[tuple[str, str, bool]]:
    """The lines of a page as `_Blocks` collects them, which also explains the arguments."""
    blocks = _Blocks(mark, join=join, hidden=hidden)
    body = root.find("body")
    blocks.visit(root if body is None else body)
    blocks.flush()
    return blocks.found


def as_shown(root: etree._Element) -> str:
    """Give each block in a line of its own, a blank line around paragraphs: the innerText of a browser."""
    return "\n".join(("\n" if blank else "") + text for text, _, blank in _blocks(root)).strip()


def as_joined(root: etree._Element) -> str:
    """Give the text as `as_shown` does, but each menu in one line, and without blank lines."""
    return "\n".join(text for text, _, _ in _blocks(root, join=True)).strip()


def as_terminal(root: etree._Element) -> str:
    """Give lines wrapped and indented, with numbers before links ("[12]Ferry"), as text browsers print a page."""
    count = iter(range(1, 100_000))

    def mark(element: etree._Element, text: str) -> str:
        return f"[{next(count)}]{text.lstrip()}" if element.tag == "a" and element.get("href") else text

    lines: list[str] = []
    for text, kind, blank in _blocks(root, mark, hidden=False):
        first = "     * " if kind == "li" else "" if kind.startswith("h") else " " * _INDENT
        rest = " " * (7 if kind == "li" else _INDENT)
        lines += ([""] if blank else []) + textwrap.wrap(
            text, _COLUMNS, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        )
    return "\n".join(lines).strip("\n")


def as_markdown(root: etree._Element) -> str:
    """Give Markdown with the addresses of links, not wrapped."""

    def mark(element: etree._Element, text: str) -> str:
        inner = text.strip()
        if element.tag == "a" and element.get("href") and inner:
            return f"[{inner}]({(element.get('href') or '').strip().replace(' ', '%20')})"
        if element.tag in ("b", "strong") and inner:
            return f"**{inner}**"
        return f"_{inner}_" if element.tag in ("i", "em") and inner else text

    lines: list[str] = []
    for text, kind, blank in _blocks(root, mark, hidden=False):
        before = "  * " if kind == "li" else f"{'#' * int(kind[1])} " if kind.startswith("h") else ""
        lines += ([] if kind == "li" and not blank else [""]) + [before + text]
    return "\n".join(lines).strip("\n")


#: The ways in which a page is saved, by name.
STYLES: Final[dict[str, Callable[[etree._Element], str]]] = {
    "nodes": as_nodes,
    "shown": as_shown,
    "joined": as_joined,
    "terminal": as_terminal,
    "markdown": as_markdown,
}
