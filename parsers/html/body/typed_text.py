"""Divides an article that is printed as typed text, in a `pre` element with lines broken by hand, into its paragraphs.

Takes the blocks of a body and gives blocks.  Poems, code and tables in a fixed-width font stay as they are written:
only a block that is most of the body and whose parts are sentences is divided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from parsers.model import Block
from parsers.segments import PARAGRAPH, PREFORMATTED
from parsers.sentence_ends import SENTENCE_ENDS

# All limits below were chosen by hand.

#: The share of a body's characters that typed text holds when it is the article.
_MOST: Final = 0.7
#: The share of parts that end like a sentence, and the characters of an average part: headings and signatures do not,
#: and are shorter.
_SENTENCES: Final = 0.7
_AVERAGE: Final = 80
_SENTENCE_ENDS: Final = (*SENTENCE_ENDS, *":\"”»')")
#: Between paragraphs: blank lines; in a text without any, a line break before an indented line.
_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*\n\s*")
_SET_IN: Final = re.compile(r"\n[^\S\n]{2,}(?=\S)")

#: A line break inside a paragraph between two Chinese or Japanese characters, which are joined without a blank.
_WIDE: Final = r"[\u2e80-\u30ff\u31c0-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BROKEN: Final = re.compile(rf"(?<={_WIDE})\s*\n\s*(?={_WIDE})")


def parted(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a body; blocks of typed text are divided into paragraphs if they are most of the body."""
    if all(block.kind != PREFORMATTED for block in blocks):
        return blocks
    whole = sum(len(block.text) for block in blocks)
    typed = sum(len(block.text) for block in blocks if block.kind == PREFORMATTED)
    if typed < _MOST * whole:
        return blocks
    return tuple(part for block in blocks for part in _parts(block))


def _parts(block: Block) -> Iterator[Block]:
    """Yield the paragraphs of a block of typed text; any other block as it is."""
    parts = _paragraphs(block.text) if block.kind == PREFORMATTED else []
    if not parts:
        yield block
    for text in parts:
        yield replace(block, kind=PARAGRAPH, text=text)


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of typed text, each as one line; [] when the text is not prose."""
    text = text.replace("\r\n", "\n")
    pieces = [piece.strip() for piece in (_BLANK_LINES if _BLANK_LINES.search(text) else _SET_IN).split(text)]
    parts = [" ".join(_BROKEN.sub("", piece).split()) for piece in pieces if piece]
    # An indented line inside a part is code, a list or a table.
    if any(_SET_IN.search(piece) for piece in pieces) or sum(map(len, parts)) < _AVERAGE * len(parts):
        return []
    sentences = sum(part.endswith(_SENTENCE_ENDS) for part in parts)
    return parts if len(parts) > 1 and sentences >= _SENTENCES * len(parts) else []
