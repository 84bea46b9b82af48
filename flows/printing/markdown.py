"""Writes an article as Markdown: headline, standfirst, byline, body, captions, pictures with a credit only.

Takes the dictionary of Article.to_dict(); gives text that ends with a line break.  Text that the parser cut is not
written.
"""

from __future__ import annotations

from typing import Any

_BEFORE = {"quote": "> ", "list_item": "- ", "correction": "**Correction:** "}


def markdown(article: dict[str, Any]) -> str:
    """Write an article as Markdown; for a rejected page one line with the reason."""
    if "rejected" in article:
        return f"*Not an article ({article['rejected']['reason']}): {article['rejected']['detail']}*\n"
    parts = [*_head(article), *(_block(block) for block in article["blocks"]), *_captions(article), *_credits(article)]
    return "\n\n".join(parts) + "\n"


def _head(article: dict[str, Any]) -> list[str]:
    shapes = {"kicker": "*{}*", "headline": "# {}", "standfirst": "**{}**", "byline": "{}", "published_at": "{}"}
    return [shape.format(article[key]) for key, shape in shapes.items() if article.get(key)]


def _block(block: dict[str, Any]) -> str:
    kind, text = block["kind"], str(block["text"])
    if kind == "subhead":
        return f"{'#' * max(2, block['level'] or 2)} {text}"
    if kind in ("preformatted", "table"):
        return f"```\n{text}\n```"
    if kind == "list_item":
        return f"{'  ' * ((block['level'] or 1) - 1)}- {text}"
    return _BEFORE.get(kind, "") + text


def _captions(article: dict[str, Any]) -> list[str]:
    lines = []
    for caption in article["captions"]:
        credit = f" ({caption['credit']})" if caption["credit"] else ""
        picture = f"![{caption['alt'] or ''}]({caption['image_url']})\n" if caption["image_url"] else ""
        lines.append(f"{picture}*{caption['text']}{credit}*")
    return lines


def _credits(article: dict[str, Any]) -> list[str]:
    """Write the pictures without a caption that have a credit."""
    pictures = (image for image in article["images"] if image["credit"])
    return [f"![{image['alt'] or ''}]({image['url']})\n*({image['credit']})*" for image in pictures]
