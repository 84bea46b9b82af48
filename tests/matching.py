"""Texts that a pattern matches, made from the pattern: for tests of what is looked for before a pattern is tried.

Walks the parsed form and chooses at random, from a seed.  What looks ahead or behind is not heeded, so a text that is
made need not match; whoever asks holds it against the pattern.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

#: For what a pattern leaves open.
LETTERS = "aeknrsxAZéßñİıſσςЖ記東"
SIGNS = " .-’1"
#: What "\d" and "\s" stand for.
DIGITS, BLANKS = "7٣७", " \xa0"
#: Other spellings of a letter that patterns take for it without regard to case.
TWINS = {"i": "Iİı", "s": "Sſ", "k": "KK", "ß": "ẞ", "σ": "Σς", "å": "Å", "θ": "ϑ", "µ": "μ", "т": "ᲄ"}


def texts_matching(pattern: str, *, seed: int, count: int) -> Iterator[str]:
    """So many texts that a pattern may match, the same for the same seed."""
    chance = random.Random(seed)
    parsed = sre_parser.parse(pattern)
    for _ in range(count):
        yield "".join(_some(parsed, chance, {}))


def other_case(text: str, *, seed: int) -> str:
    """A text with letters in other cases and spellings that are one to `re` without regard to case."""
    chance = random.Random(seed)
    return "".join(chance.choice((char, char.swapcase(), *TWINS.get(char, ""))) for char in text)


def _some(items: Iterable[tuple[Any, Any]], chance: random.Random, groups: dict[int, str]) -> Iterator[str]:
    for operation, value in items:
        if operation is sre.LITERAL:
            yield chr(value)
        elif operation is sre.ANY or operation is sre.NOT_LITERAL:
            yield chance.choice(LETTERS + SIGNS)
        elif operation is sre.IN:
            yield _member(value, chance)
        elif operation is sre.BRANCH:
            yield from _some(chance.choice(value[1]), chance, groups)
        elif operation is sre.SUBPATTERN:
            made = "".join(_some(value[-1], chance, groups))
            groups[value[0]] = made
            yield made
        elif operation is sre.GROUPREF:
            yield groups.get(value, "")
        elif operation is sre.ATOMIC_GROUP:
            yield from _some(value, chance, groups)
        elif operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, most, inner = value
            for _ in range(chance.randint(least, min(int(most), least + 3))):
                yield from _some(inner, chance, groups)


def _member(items: list[tuple[Any, Any]], chance: random.Random) -> str:
    operation, value = items[0]
    if operation is sre.NEGATE:
        return chance.choice(LETTERS if (sre.CATEGORY, sre.CATEGORY_NOT_WORD) in items else LETTERS + SIGNS)
    operation, value = chance.choice(items)
    if operation is sre.LITERAL:
        return chr(value)
    if operation is sre.RANGE:
        return chr(chance.randint(*value))
    return chance.choice(
        {sre.CATEGORY_SPACE: BLANKS, sre.CATEGORY_DIGIT: DIGITS, sre.CATEGORY_NOT_WORD: "-"}.get(value, LETTERS)
    )
