"""Text nodes of an element, each for itself: pages set elements of one line apart by their style, without blanks.

Takes lxml elements, or segments (texts of the page with their element).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Any, Final

from parsers.segments import Segment

#: Text nodes of an element among which those of a line are looked for.  Chosen by hand.
_TEXTS: Final = 400
_NO_BLANKS: Final = {ord(" "): None, ord("|"): None}


def pieces_of(element: Any) -> list[str]:
    """Return the text nodes of an element: `<b>Ann Lister</b>, Oslo` gives ["Ann Lister", ", Oslo"].

    White space is collapsed, and empty ones are left out.
    """
    if not len(element):
        text = " ".join((element.text or "").split())
        return [text] if text else []
    return [piece for text in element.itertext() if (piece := " ".join(text.split()))]


def line_pieces(segment: Segment) -> list[str]:
    """Return the text nodes of a segment: those nodes of its element that together print just its text.

    The element may print other lines, too, parted by br elements or by blocks.  [] where no nodes print just the text.
    """
    # Bars stand between the cells of a row of a table.
    said = segment.text.translate(_NO_BLANKS)
    texts = list(islice(segment.node.itertext(), _TEXTS))
    squeezed = [_squeezed(text) for text in texts]
    ends = [0, *accumulate(map(len, squeezed))]
    whole = "".join(squeezed)
    begins = next((at for at in ends if whole.startswith(said, at) and at + len(said) in ends), None)
    if begins is None:
        return []
    printed = texts[ends.index(begins) : ends.index(begins + len(said))]
    return [piece for text in printed if (piece := " ".join(text.split()))]


def _squeezed(text: str) -> str:
    """Return a text without blanks and bars."""
    return "".join(text.split()).translate(_NO_BLANKS)


def shown_pieces(element: Any) -> list[str]:
    """Return the text nodes of an element as `pieces_of` does, without those of elements that say they are hidden.

    A card about the author is kept in the byline and shown when the pointer is over the name.
    """
    if not len(element) or element.find(".//*[@hidden]") is None:
        return pieces_of(element)
    return [piece for text in _shown_texts(element) if (piece := " ".join(text.split()))]


def _shown_texts(element: Any) -> Iterator[str]:
    """Yield the text nodes of an element in order, without those inside hidden ones."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.get("hidden") is None:
            yield from _shown_texts(child)
        yield child.tail or ""


def spaced(segment: Segment) -> str:
    """Return a segment's text with blanks where only elements part two words: `<i>3 May</i><i>Ann</i>`.

    The text is unchanged where the segment's element holds more than it.
    """
    if not len(segment.node):
        return segment.text
    said = ""
    for text in segment.node.itertext():
        said += f" {text}" if said[-1:].isalnum() and text[:1].isalnum() else text
    said = " ".join(said.split())
    return said if said.replace(" ", "") == segment.text.replace(" ", "") else segment.text
