"""Finds the text of an article that is only in the page's state, as mark-up with the place where it was found.

The state is data that a framework puts into the page for its scripts.  Looks into the data of scripts (and, where
Next's stream names no article, into its elements of React), then templates, then JSON-LD's articleBody; takes the
longest text, and of texts nearly as long the one that comes first, which has more structure.  Called only for pages
that print little; a text that is not free is left alone.
"""

from __future__ import annotations

import html
import re
from typing import Final

from lxml import etree

from parsers.context import Context
from parsers.html.metadata import Metadata
from parsers.html.metadata.values import clean_value, long_text
from parsers.html.state.elements import prose_in
from parsers.html.state.find_text import NotFree, StateText, texts_in
from parsers.html.state.flight import FLIGHT
from parsers.html.state.identity import own_of
from parsers.html.state.react import printed_texts
from parsers.html.state.scripts import containers
from parsers.html.state.templates import templates
from parsers.model import Evidence

#: Length in letters (`parsers.folding.letters`); a shorter text is only a teaser.  Chosen by hand.
LEAST: Final = 300
#: A text with structure is taken if it has at least this share of the longest text's characters.
_NEARLY: Final = 0.8
#: The place (StateText.where) of a text from JSON-LD.
DECLARED: Final = "json-ld articleBody"
_DECLARED_EVIDENCE: Final = Evidence("json_ld", "articleBody", 0.5)
#: How reliable a text from the page's data is, from 0 to 1.
_CONFIDENCE: Final = 0.6


def read_state(root: etree._Element, meta: Metadata, context: Context) -> StateText | None:
    """Return the longest text of the page's article in its state; None when there is none, or when it is not free.

    `root`: the `html` element.
    """
    own = own_of(meta, context)
    found: list[StateText] = []
    try:
        for container in containers(root):
            told = texts_in(container, own)
            if not told and container.name == FLIGHT:
                told = printed_texts(container, own)
            found += told[:1]
    except NotFree:
        return None
    found += templates(root, own)
    found += _declared(meta)
    longest = max((text.length for text in found), default=0)
    if longest < LEAST:
        return None
    return next(text for text in found if text.length >= _NEARLY * longest)


def evidence_of(text: StateText) -> Evidence:
    """Return the Evidence (source and confidence) of a body that was read from the page's state."""
    return _DECLARED_EVIDENCE if text.where == DECLARED else Evidence("state", text.where, _CONFIDENCE)


def _declared(meta: Metadata) -> list[StateText]:
    """Return the articleBody that the page declares in JSON-LD, as a list of one StateText; [] without one."""
    body = long_text(meta.json_ld.article.get("articleBody"))
    if not body:
        return []
    lines = [clean_value(line) for line in _LINE_END.sub("\n", body).split("\n")]
    paragraphs = [f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line]
    return [StateText(DECLARED, paragraphs, length=prose_in("".join(paragraphs)))]


#: Tags that end a line in a declared body that contains mark-up.
_LINE_END: Final = re.compile(r"</(?:p|h\d|li|div)>|<br\b[^>]*>", re.IGNORECASE)
