"""Whether two strings say the same: keys of letters and digits, prefixes, shares of common words.

Used to find declared text in the page.  Case, quotes, dashes, spaces and invisible characters never count.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")


#: ASCII characters as a key's bytes: letters small, what is neither letter nor digit left out.
_ALNUM = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyz")
_SIGNS = bytes(code for code in range(128) if bytes((code,)).lower()[0] not in _ALNUM)


def key(text: str) -> str:
    """Letters and digits of a text, case folded."""
    # Keys are made of hundreds of texts of a page: translating bytes is many times as fast as searching for words.
    if text.isascii():
        return text.encode().lower().translate(None, _SIGNS).decode()
    folded = text.casefold().encode("utf-8", "surrogatepass").translate(None, _SIGNS).decode("utf-8", "surrogatepass")
    return folded if folded.isalnum() else "".join(_WORD.findall(folded))


def words(text: str) -> list[str]:
    """Words of a text, case folded."""
    return _WORD.findall(text.casefold())


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
