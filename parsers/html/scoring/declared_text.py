"""Prepares a page's declared headlines, descriptions and body for comparison with its segments.

Takes the Metadata and gives one Declared.  Declared texts are evidence only: the text shown on the page is what counts.
The declared body is used only when the page shows none, as on pages that scripts fill in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from parsers.html.metadata import Metadata
from parsers.html.metadata.values import clean_value, types
from parsers.html.scoring.features import KEY, NEWS, Declared
from parsers.model import Block, Evidence

#: Characters; a shorter declared body is only a teaser.  Chosen by hand.
_LEAST: Final = 300
#: Tags that end a line in a declared body that contains mark-up.
_LINE_END: Final = re.compile(r"</(?:p|h\d|li|div)>|<br\b[^>]*>", re.IGNORECASE)
#: The locator of blocks from a declared body, which have no XPath.
LOCATOR: Final = "json-ld articleBody"
#: The evidence for blocks from a declared body.
DECLARED_BODY: Final = Evidence("json_ld", "articleBody", 0.5)

_NEWS = frozenset(
    ("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "LiveBlogPosting")
)


def declare(meta: Metadata) -> Declared:
    """The declared headlines, descriptions, body and kind of a page."""
    article = meta.json_ld.article
    body = article.get("articleBody")
    return Declared(
        _keyed((meta.title, *meta.meta.get("og:title", ()), article.get("headline"))),
        _keyed(
            text
            for name in ("og:description", "description", "twitter:description")
            for text in (*meta.meta.get(name, ()), article.get("description"))
        ),
        " ".join(body.split()) if isinstance(body, str) else "",
        declared_kind(meta),
    )


def declared_kind(meta: Metadata) -> int:
    """What the page declares itself to be: NEWS, 1 for another kind of article, 0 for none."""
    kinds = types(meta.json_ld.article)
    return NEWS if _NEWS.intersection(kinds) else int(bool(kinds))


def declared_blocks(meta: Metadata) -> tuple[Block, ...]:
    """The declared body as paragraphs; empty when the page declares none, or only a teaser."""
    body = meta.json_ld.article.get("articleBody")
    if not isinstance(body, str):
        return ()
    lines = [clean_value(line) for line in _LINE_END.sub("\n", body).split("\n")]
    if sum(map(len, lines)) < _LEAST:
        return ()
    return tuple(Block("paragraph", line, None, LOCATOR) for line in lines if line)


def _keyed(texts: Iterable[object]) -> Mapping[str, str]:
    """The strings among some values, white space collapsed, by their first KEY characters."""
    clean = (" ".join(text.split()) for text in texts if isinstance(text, str))
    return {text[:KEY]: text for text in clean if text}
