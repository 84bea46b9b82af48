"""Finds article text in mark-up that browsers do not show as such: in templates, also of scripts, textareas, noscript.

Takes the tree of the page and `own` (its titles and addresses); gives the mark-up of each template that holds the
article.  It does if the page's headline is in it or in a box that encloses it, or if it is in the main container.
Declarative shadow roots are not meant: browsers show them.
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
#: Variables of a template, which no script has filled in.
_VARIABLE: Final = re.compile(r"\{\{[^{}]*\}\}|<%.*?%>|\$\{[^{}]*\}", re.DOTALL)
#: Characters of a template that are read; longer ones hold no article.
_LONGEST: Final = 2_000_000
#: An article about cookies has the word less often than the mark-up of a consent form does.  Chosen by hand.
_COOKIES: Final = 12
#: How many enclosing elements may hold the headline.
_BOXES: Final = 4
#: The most such elements that are looked at on one page.
_MOST: Final = 200


def templates(root: etree._Element, own: Own) -> Iterator[StateText]:
    """Yield a StateText for each template of the page that holds its article; `root` is the `html` element."""
    for element in list(root.iter("script", "template", "noscript", "textarea"))[: _MOST * 10]:
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
    """Whether a template is a consent form, and so no article: it has the word "cookie" again and again."""
    return markup.lower().count("cookie") >= _COOKIES


def _inner(element: Any) -> str:
    """Return the mark-up inside an element; lxml has parsed it to elements, or left it as text."""
    if not len(element):
        return raw_text(element)
    if not element_text(element):
        return ""
    parts = (etree.tostring(child, encoding=str, method="html") for child in element)
    return (element.text or "") + "".join(parts)


def _in_main(element: Any, own: Own) -> bool:
    """Whether an element is in the main container of the page, so that its text may be the article's.

    It is in a main or article element or in one named articleBody, or few levels (_BOXES) below one that holds the
    headline.
    """
    if any(_is_main(above) for above in element.iterancestors()):
        return True
    boxes = (above for above in islice(element.iterancestors(), _BOXES) if above.tag != "body")
    return any(key(element_text(heading)) in own.titles for box in boxes for heading in box.iter("h1"))


def _is_main(element: Any) -> bool:
    """Whether an element says that it holds the story: by its tag, its role, or itemprop (Blogger's templates)."""
    named = element.tag in _MAIN or element.get("role") == "main"
    return named or "articleBody" in (element.get("itemprop") or "").split()


def _name(element: Any) -> str:
    """Name a template for reports by its tag, and its id if it has one: "template story"."""
    return f"{element.tag} {element.get('id')}" if element.get("id") else str(element.tag)
