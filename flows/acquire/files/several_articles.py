"""Divides a text file that holds several news articles, such as an export of LexisNexis or Factiva, into its articles.

Takes the body of a file; gives the text of each article.  `parsers.text.articles` finds where one ends and the next
begins; a file of one article, and an HTML page, is not divided.
"""

from __future__ import annotations

from parsers import Rejection, Rules
from parsers.decoding.decode import decode, is_html


def several_articles(body: bytes, media_type: str | None, rules: Rules) -> list[str]:
    """Return the text of each news article of a file that holds several, in order; [] for any other file.

    `media_type`: as told by the file's name or first bytes.  A file that cannot be decoded is left to its parser.
    """
    if media_type == "text/html":
        return []
    decoded = decode(body)
    if isinstance(decoded, Rejection) or is_html(decoded, media_type, rules):
        return []
    # Imported here: a file of HTML needs none of it.
    from parsers.text.articles import split_articles

    articles = split_articles(decoded.text, rules)
    return articles if len(articles) > 1 else []
