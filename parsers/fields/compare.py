"""Whether two strings say the same: keys of letters and digits, prefixes, shares of common words.

Used to find declared text in the page.  Case, quotes, dashes, spaces and invisible characters never count.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")


def key(text: str) -> str:
    """Letters and digits of a text, case folded."""
    return "".join(_WORD.findall(text.casefold()))


def words(text: str) -> list[str]:
    """Words of a text, case folded."""
    return _WORD.findall(text.casefold())


def tail_from(text: str, wanted: str) -> int | None:
    """Where in a text its ending begins that says the same as `wanted`; None when it does not end so."""
    goal = key(wanted) if len(wanted) < len(text) + 8 else ""
    if not goal or not key(text).endswith(goal):
        return None
    left = len(goal)
    for position in range(len(text) - 1, -1, -1):
        left -= len(key(text[position])) if text[position].isalnum() else 0
        if left == 0:
            # An opening quote or bracket belongs to what it opens.
            opening = position
            while opening and text[opening - 1] in "\"'“„«‚‘»(¿¡[「『":
                opening -= 1
            return opening if opening == 0 or text[opening - 1].isspace() or text[opening] not in "\"'" else position
    return None
