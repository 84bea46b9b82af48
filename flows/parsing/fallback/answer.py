"""Reads the answer of the user's program: JSON with a body in one of three forms, every value checked and cleaned.

`{"blocks": [{"kind": ..., "text": ..., "level": ...}]}` (kinds of parsers.model.BLOCK_KINDS; level is optional),
`{"paragraphs": ["..."]}`, or `{"body": "paragraphs with blank lines between them"}`.  When several are there, the first
of these counts; other keys are the program's own business.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from flows.parsing.fallback.no_answer import NoAnswer
from parsers import Block
from parsers.characters import clean
from parsers.model import BLOCK_KINDS

#: More blocks than this are no article.
MOST_BLOCKS: Final = 20_000

_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n")
#: Kinds whose line ends mean something.
_LINES: Final = frozenset(["table", "preformatted"])
#: Kinds with a level, and its bounds (see parsers.model.Block.level).
_LEVELS: Final = {"subhead": (1, 6), "list_item": (1, 100)}


@dataclass(frozen=True, slots=True)
class ProgramAnswer:
    """The body of a page as the user's program gave it."""

    #: In reading order, at least one; without locators.
    blocks: tuple[Block, ...]
    #: Whether the program said of which kind each block is; else all are paragraphs.
    has_kinds: bool

    def to_dict(self) -> dict[str, Any]:
        """Convert the body to JSON types, in the form in which a program gives it."""
        if not self.has_kinds:
            return {"paragraphs": [block.text for block in self.blocks]}
        blocks = [{"kind": block.kind, "text": block.text, "level": block.level} for block in self.blocks]
        return {"blocks": blocks}


def read_answer(said: bytes) -> ProgramAnswer:
    """Read what a program wrote to standard output.  Raises NoAnswer when that cannot be used."""
    try:
        found = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("json", "" if said.strip() else "it wrote nothing") from error
    if not isinstance(found, dict):
        raise NoAnswer("shape", "it must be an object")
    if found.get("blocks") is not None:
        return _answer([_block(one) for one in _list(found, "blocks")], has_kinds=True)
    if found.get("paragraphs") is not None:
        return _answer([_paragraph(one) for one in _list(found, "paragraphs")], has_kinds=False)
    if found.get("body") is not None:
        body = clean(_text(found["body"], "body"))
        return _answer([_paragraph(one) for one in _BLANK_LINE.split(body)], has_kinds=False)
    raise NoAnswer("shape", "it has none of blocks, paragraphs and body")


def _answer(blocks: list[Block], *, has_kinds: bool) -> ProgramAnswer:
    """Make the answer of these blocks, without the empty ones; raises NoAnswer when no block is left, or too many.

    `has_kinds`: whether the program said what kind each block is.
    """
    kept = tuple(block for block in blocks if block.text)
    if not kept:
        raise NoAnswer("empty")
    if len(kept) > MOST_BLOCKS:
        raise NoAnswer("size", f"{len(kept):,} blocks")
    return ProgramAnswer(kept, has_kinds)


def _list(found: dict[str, Any], name: str) -> list[Any]:
    """Give the list under this key; raises NoAnswer when the value is no list."""
    if not isinstance(found[name], list):
        raise NoAnswer("shape", f"{name} must be a list")
    values: list[Any] = found[name]
    return values


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise NoAnswer("shape", f"{what} must be a string")
    return value


def _paragraph(value: Any) -> Block:
    return Block("paragraph", _tidy(_text(value, "each of paragraphs"), "paragraph"))


def _block(value: Any) -> Block:
    if not isinstance(value, dict):
        raise NoAnswer("shape", "each of blocks must be an object")
    kind = value.get("kind")
    if kind not in BLOCK_KINDS:
        known = ", ".join(BLOCK_KINDS)
        raise NoAnswer("shape", f"the kind of a block is {str(kind)[:40]!r}, and must be one of {known}")
    return Block(kind, _tidy(_text(value.get("text"), "the text of a block"), kind), _level(value.get("level"), kind))


def _level(value: Any, kind: str) -> int | None:
    """Check the level of a subhead or list item; None for other kinds, and when the program gave no level.

    Raises NoAnswer for a level that such a block cannot have.
    """
    if kind not in _LEVELS or value is None:
        return None
    least, most = _LEVELS[kind]
    if type(value) is not int or not least <= value <= most:
        raise NoAnswer("shape", f"the level of a {kind} must be a number from {least} to {most}")
    return value


def _tidy(text: str, kind: str) -> str:
    """Clean a text as parsers do it: control characters removed, white space collapsed."""
    lines = (" ".join(line.split()) if kind not in _LINES else line.rstrip() for line in clean(text).split("\n"))
    return ("\n" if kind in _LINES else " ").join(lines).strip("\n" if kind in _LINES else None)
