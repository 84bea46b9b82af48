"""What a page declares, in the form that segments are compared with: headlines, descriptions, the whole body.

Takes the Metadata and gives one Declared.  Declared texts are evidence only; what is printed is what counts.  Only
where a page prints no body at all, as pages do that scripts fill in, the declared one stands in for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from parsers.html.metadata import Metadata
from parsers.html.metadata.values import clean_value, types
from parsers.html.scoring.features import KEY, NEWS, Declared
from parsers.model import Block, Evidence

#: A declared body of fewer characters is a teaser.
_LEAST: Final = 300
#: Where a declared body with mark-up in it has its line ends.
_LINE_END: Final = re.compile(r"</(?:p|h\d|li|div)>|<br\b[^>]*>", re.IGNORECASE)
#: Where the blocks of a declared body stand, in place of a path.
LOCATOR: Final = "json-ld articleBody"
DECLARED_BODY: Final = Evidence("json_ld", "articleBody", 0.5)

_NEWS = frozenset(
    ("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "LiveBlogPosting")
)


def declare(meta: Metadata) -> Declared:
    """The declared texts of a page."""
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
    """NEWS, 1: another kind of article, 0: the page declares none."""
    kinds = types(meta.json_ld.article)
    return NEWS if _NEWS.intersection(kinds) else int(bool(kinds))


def declared_blocks(meta: Metadata) -> tuple[Block, ...]:
    """The paragraphs of the declared body; none when there is none or it is no more than a teaser."""
    body = meta.json_ld.article.get("articleBody")
    if not isinstance(body, str):
        return ()
    lines = [clean_value(line) for line in _LINE_END.sub("\n", body).split("\n")]
    if sum(map(len, lines)) < _LEAST:
        return ()
    return tuple(Block("paragraph", line, None, LOCATOR) for line in lines if line)


def _keyed(texts: Iterable[object]) -> Mapping[str, str]:
    clean = (" ".join(text.split()) for text in texts if isinstance(text, str))
    return {text[:KEY]: text for text in clean if text}
