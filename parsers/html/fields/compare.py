"""Finds a declared headline at the end of a printed line, such as one with a kicker before it.

Case, quotation marks, dashes and spaces do not count.  Takes two texts and gives a position in the first one.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from parsers.folding import is_mark, key

#: Code points that one letter may consist of at most: a Korean syllable, a Vietnamese letter with two marks.
_PIECES: Final = 4
#: A headline may be so many characters longer than a line that ends with it, as by quotation marks; with more it is not
#: compared.  Chosen by hand.
_SPARE: Final = 8


def tail_from(text: str, wanted: str) -> int | None:
    """Return the position in `text` where `wanted` begins, if `text` ends with `wanted`; else None.

    tail_from("Opinion: “Ferry back”", "Ferry Back") gives 9.
    """
    goal = key(wanted) if len(wanted) < len(text) + _SPARE else ""
    whole = key(text) if goal else ""
    if not goal or not whole.endswith(goal):
        return None
    # Binary search: the later an ending begins, the shorter is its key.
    latest = bisect_right(range(len(text)), -len(goal), key=lambda at: -len(key(text[at:]))) - 1
    # The code points of one letter share one key; the ending begins with the first of them.
    for at in range(latest, max(latest - _PIECES, -1), -1):
        if key(text[at:]) == goal and not is_mark(text[at]):
            return _opening(text, at)
    return None


def _opening(text: str, position: int) -> int:
    """Return the position of the opening quotation marks and brackets just before `position`.

    Without any, the result is `position`.
    """
    opening = position
    while opening and text[opening - 1] in "\"'“„«‚‘»(¿¡[「『":
        opening -= 1
    return opening if opening == 0 or text[opening - 1].isspace() or text[opening] not in "\"'" else position
