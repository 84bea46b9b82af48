"""Prepares a page's declared headlines, descriptions and body for comparison with its segments.

Takes the Metadata and gives one Declared.  Declared texts are evidence only: the text shown on the page is what counts.
A declared body that the page does not print is read in `parsers.html.state`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parsers.folding import collapsed
from parsers.html.metadata import Metadata
from parsers.html.metadata.values import long_text, types
from parsers.html.scoring.features import KEY, NEWS, Declared

_NEWS = frozenset(
    ("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "LiveBlogPosting")
)


def declare(meta: Metadata) -> Declared:
    """Collect the headlines, descriptions and body that a page declares, and the kind of page that it says it is."""
    article = meta.json_ld.article
    descriptions = ("og:description", "description", "twitter:description")
    return Declared(
        _keyed((meta.title, *meta.meta.get("og:title", ()), article.get("headline"))),
        _keyed((*(text for name in descriptions for text in meta.meta.get(name, ())), article.get("description"))),
        collapsed(long_text(article.get("articleBody"))),
        declared_kind(meta),
    )


def declared_kind(meta: Metadata) -> int:
    """Tell what kind of article JSON-LD declares: NEWS (2) for a news article, 1 for another kind, 0 for none."""
    kinds = types(meta.json_ld.article)
    return NEWS if _NEWS.intersection(kinds) else int(bool(kinds))


def _keyed(texts: Iterable[object]) -> Mapping[str, str]:
    """Map the first KEY characters of each string in `texts` to the string, white space collapsed."""
    clean = (collapsed(text) for text in texts if isinstance(text, str))
    return {text[:KEY]: text for text in clean if text}
