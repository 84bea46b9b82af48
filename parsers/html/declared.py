"""What a page declares, in the form that segments are compared with: headlines, descriptions, the whole body.

Takes the Metadata and gives one Declared.  Declared texts are evidence only; what is printed is what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parsers.fields.values import types
from parsers.html.features import KEY, Declared
from parsers.html.metadata import Metadata

_NEWS = frozenset(
    ("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "LiveBlogPosting")
)


def declare(meta: Metadata) -> Declared:
    """The declared texts of a page."""
    article = meta.json_ld.article
    body = article.get("articleBody")
    kinds = types(article)
    return Declared(
        _keyed((meta.title, *meta.meta.get("og:title", ()), article.get("headline"))),
        _keyed(
            text
            for name in ("og:description", "description", "twitter:description")
            for text in (*meta.meta.get(name, ()), article.get("description"))
        ),
        " ".join(body.split()) if isinstance(body, str) else "",
        2 if _NEWS.intersection(kinds) else int(bool(kinds)),
    )


def _keyed(texts: Iterable[object]) -> Mapping[str, str]:
    clean = (" ".join(text.split()) for text in texts if isinstance(text, str))
    return {text[:KEY]: text for text in clean if text}
