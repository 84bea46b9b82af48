"""Where in a text its ending begins that says the same as another text; case, quotes, dashes and spaces never count.

Used to find a declared headline at the end of a printed line.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from parsers.folding import is_mark, key

#: Most pieces that a letter is spelled in: those of a Korean syllable, a letter of Vietnamese with both its marks.
_PIECES: Final = 4


def tail_from(text: str, wanted: str) -> int | None:
    """Where in a text its ending begins that says the same as `wanted`; None when it does not end so."""
    goal = key(wanted) if len(wanted) < len(text) + 8 else ""
    whole = key(text) if goal else ""
    if not goal or not whole.endswith(goal):
        return None
    # The later it begins, the shorter is an ending's key.
    latest = bisect_right(range(len(text)), -len(goal), key=lambda at: -len(key(text[at:]))) - 1
    # Letters that Unicode spells in several pieces have one key together: the ending begins with the first piece.
    for at in range(latest, max(latest - _PIECES, -1), -1):
        if key(text[at:]) == goal and not is_mark(text[at]):
            return _opening(text, at)
    return None


def _opening(text: str, position: int) -> int:
    """The position with the quotes and brackets before it, which belong to what they open."""
    opening = position
    while opening and text[opening - 1] in "\"'“„«‚‘»(¿¡[「『":
        opening -= 1
    return opening if opening == 0 or text[opening - 1].isspace() or text[opening] not in "\"'" else position
