"""Finds prices in a text: an amount with a currency ("€ 20", "20 kr").  The names of currencies are in boxes.toml."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from parsers.rules import FAMILIES_KEPT, Family, Rules

#: The first character of the scripts of East Asia, which put no blank between an amount and its currency's name.
_NO_BLANKS: Final = "\u2e80"


def price_pattern(rules: Rules) -> re.Pattern[str]:
    """Return a pattern for an amount with a currency ("€ 20", "20 kr"), or with a dash for cents ("20,-")."""
    return _price(rules.family("boxes"))


@lru_cache(maxsize=FAMILIES_KEPT)
def _price(family: Family) -> re.Pattern[str]:
    """Make the pattern of `price_pattern` of the currencies in config/rules/boxes.toml."""
    before = "|".join((r"\b" if word[0].isalpha() else "") + re.escape(word) for word in _money(family, "before"))
    # Names that are written without blanks ("円") may have text directly after them.
    behind = "|".join(
        re.escape(word) + (r"\b" if word.isalpha() and word < _NO_BLANKS else "") for word in _money(family, "behind")
    )
    amount = r"\d[\d.,'’ ]*"
    return re.compile(rf"(?:{before or '(?!)'})\s?{amount}|{amount}\s?(?:{behind or '(?!)'})|\d[\d.,]*,[-–—]")


def _money(family: Family, place: str) -> tuple[str, ...]:
    """Return the signs and names of currencies that stand before (`place`: "before") or after ("behind") an amount."""
    return tuple(dict.fromkeys(filter(None, family.all_words(f"money_{place}"))))
