"""Finds text that a page keeps as mark-up for later: templates in scripts, template elements, copies in noscript.

Takes the tree of the page and what it calls its article; gives the mark-up of those that hold it: with its headline in
them, in the page's main container, or in a box with the headline.  Declarative shadow roots are none of these: they are
printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from lxml import etree

from parsers.folding import key
from parsers.html.metadata.values import clean_value, element_text, raw_text
from parsers.html.state.elements import is_markup, prose_in
from parsers.html.state.find_text import StateText
from parsers.html.state.identity import Own

#: Types of scripts that hold mark-up.
_TYPES: Final = ("template", "handlebars", "mustache", "text/html", "x-tmpl")
#: Elements that hold the story on pages that name them.
_MAIN: Final = frozenset(("main", "article"))
#: A heading with its text.
_HEADING: Final = re.compile(r"<h[1-3]\b[^>]*>(.*?)</h[1-3]>", re.DOTALL | re.IGNORECASE)
#: Marks of a template's variables, which nobody has filled in.
_VARIABLE: Final = re.compile(r"\{\{[^{}]*\}\}|<%.*?%>|\$\{[^{}]*\}", re.DOTALL)
#: Characters of a template that are read; longer ones hold no article.
_LONGEST: Final = 2_000_000
#: A story about cookies names them less often than a form's mark-up, in its text and its names; chosen by hand.
_COOKIES: Final = 12
#: Elements around one that may hold the headline.
_BOXES: Final = 4
#: The most such elements that are looked at on one page.
_MOST: Final = 200


def templates(root: etree._Element, own: Own) -> Iterator[StateText]:
    """Yield the texts of the page's templates that hold its article; root is the html element."""
    for element in list(root.iter("script", "template", "noscript"))[: _MOST * 10]:
        kind = (element.get("type") or "").lower()
        if element.tag == "script":
            markup = element.text or "" if any(name in kind for name in _TYPES) else ""
        else:
            markup = _inner(element)
        if not is_markup(markup) or len(markup) > _LONGEST or _VARIABLE.search(markup) or _asks_consent(markup):
            continue
        headings = (clean_value(heading) for heading in _HEADING.findall(markup))
        if any(key(heading) in own.titles for heading in headings) or _in_main(element, own):
            yield StateText(_name(element), [markup], length=prose_in(markup), shown=True)


def _asks_consent(markup: str) -> bool:
    """Whether a template is a form of consent: it speaks of cookies again and again."""
    return markup.lower().count("cookie") >= _COOKIES


def _inner(element: Any) -> str:
    """The mark-up inside an element; a parser without scripts has read it as elements, else it is text."""
    if not len(element):
        return raw_text(element)
    if not element_text(element):
        return ""
    parts = (etree.tostring(child, encoding=str, method="html") for child in element)
    return (element.text or "") + "".join(parts)


def _in_main(element: Any, own: Own) -> bool:
    """Whether an element stands in the main container of the page, or in a box that holds the headline as well."""
    if any(above.tag in _MAIN or above.get("role") == "main" for above in element.iterancestors()):
        return True
    boxes = (above for above in islice(element.iterancestors(), _BOXES) if above.tag != "body")
    return any(key(element_text(heading)) in own.titles for box in boxes for heading in box.iter("h1"))


def _name(element: Any) -> str:
    """What a template is called: its tag, and its id where it has one."""
    return f"{element.tag} {element.get('id')}" if element.get("id") else str(element.tag)
