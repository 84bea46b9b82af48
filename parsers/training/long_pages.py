"""Makes long articles to learn from: pages of the benchmark with paragraphs of other pages put between their own.

The benchmark's articles are short; its long pages are forums and documentation.  A model that never saw a long article
takes every long page for a forum or documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from parsers.html.markup.walked import Walk

#: Characters of body that pages are lengthened to, in turns.
LENGTHS = (40_000, 120_000, 400_000)
#: One article in so many is lengthened.
EVERY = 6
#: Paragraphs of fewer characters are left as they are, and not put into other pages.
_SHORT = 120
#: The least paragraphs of its own that a page must have to be lengthened.
_FEW = 4


def paragraphs(walked: Walk, body: Sequence[bool]) -> list[Any]:
    """The segments of a page that are body, in a `p` element of their own, and of 120 characters or more.

    `walked`: the page, divided into segments.  `body`: whether each segment is body.
    """
    return [
        segment
        for segment, is_body in zip(walked.segments, body)
        if is_body and segment.node.tag == "p" and len(segment.text) >= _SHORT
    ]


def lengthen(walked: Walk, own: Sequence[Any], more: Iterator[str], length: int) -> str | None:
    """Lengthen a page: put paragraphs of other pages between its own, until its body has `length` characters.

    `own`: the page's paragraphs, as `paragraphs` gives them; the others are spread evenly after them.  `more`: an
    endless iterator of paragraphs of other pages.  Changes the page's tree; gives the added text, or None when the page
    has too few paragraphs of its own.
    """
    if len(own) < _FEW:
        return None
    added: list[str] = []
    characters = sum(len(segment.text) for segment in own)
    while characters < length:
        for segment in own:
            text = next(more)
            element = deepcopy(segment.node)
            del element[:]
            element.text = text
            segment.node.addnext(element)
            added.append(text)
            characters += len(text)
    return "\n".join(added)
