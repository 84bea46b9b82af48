"""Where in a text its ending begins that says the same as another text; case, quotes, dashes and spaces never count.

Used to find a declared headline at the end of a printed line.
"""

from __future__ import annotations

from parsers.folding import key


def tail_from(text: str, wanted: str) -> int | None:
    """Where in a text its ending begins that says the same as `wanted`; None when it does not end so."""
    goal = key(wanted) if len(wanted) < len(text) + 8 else ""
    whole = key(text) if goal else ""
    if not goal or not whole.endswith(goal):
        return None
    if whole == goal:
        return _opening(text, next(position for position, ch in enumerate(text) if key(ch)))
    left = len(goal)
    for position in range(len(text) - 1, -1, -1):
        left -= len(key(text[position]))
        if left == 0:
            return _opening(text, position)
    return None


def _opening(text: str, position: int) -> int:
    """The position with the quotes and brackets before it, which belong to what they open."""
    opening = position
    while opening and text[opening - 1] in "\"'“„«‚‘»(¿¡[「『":
        opening -= 1
    return opening if opening == 0 or text[opening - 1].isspace() or text[opening] not in "\"'" else position
