"""Makes texts that a regular expression matches, for tests of the strings that are looked for before it is tried.

Walks the parsed expression and chooses at random, from a seed.  Look-ahead and look-behind are ignored, so not every
text matches; the caller must check.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

#: Characters for parts of a pattern that match any character.
LETTERS = "aeknrsxAZéßñİıſσςЖ記東"
SIGNS = " .-’1"
#: What "\d" and "\s" stand for.
DIGITS, BLANKS = "7٣७", " \xa0"
#: Letter -> other characters that patterns with IGNORECASE match for it.
TWINS = {"i": "Iİı", "s": "Sſ", "k": "KK", "ß": "ẞ", "σ": "Σς", "å": "Å", "θ": "ϑ", "µ": "μ", "т": "ᲄ"}


def texts_matching(pattern: str, *, seed: int, count: int) -> Iterator[str]:
    """`count` texts that a pattern may match; the same seed gives the same texts."""
    chance = random.Random(seed)
    parsed = sre_parser.parse(pattern)
    for _ in range(count):
        yield "".join(_some(parsed, chance, {}))


def other_case(text: str, *, seed: int) -> str:
    """The text with letters changed at random to others that `re` takes for equal with IGNORECASE."""
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
