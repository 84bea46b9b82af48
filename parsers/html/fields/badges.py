"""Takes badges off both ends of a line: "Live", "For subscribers", icons, numbers of comments in their own elements.

Takes a text, `node` (the element that shows it) and `badges` (the badge words of config/rules/heads.toml, as keys of
`parsers.folding.key`, texts normalised for comparison); gives the text without them.  A badge word that is part of a
sentence stays.
"""

from __future__ import annotations

from typing import Any

from parsers.folding import key
from parsers.html.metadata.values import element_text

#: The most badges of one line; the most elements in which they are looked for; characters of the longest badge.
_MOST, _ELEMENTS, _LONGEST = 3, 20, 40


def without_badges(text: str, node: Any, badges: frozenset[str]) -> str:
    """Remove the badges at both ends of a text; a text that is nothing but badges stays as it is."""
    return _parted(text, node, badges)[0] if len(node) else text


def badges_off(text: str, node: Any, badges: frozenset[str]) -> list[str]:
    """The badges on a line, in the order found: those that `without_badges` takes off the text."""
    return _parted(text, node, badges)[1] if len(node) else []


def _parted(text: str, node: Any, badges: frozenset[str]) -> tuple[str, list[str]]:
    """Divide the text of an element: (text without its badges, list of the badges)."""
    inside = [badge for badge in map(element_text, _inside(node)) if 0 < len(badge) <= _LONGEST]
    # The first that is taken off stands at one of the ends, where few elements are.
    if not any(text.startswith(badge) or text.endswith(badge) for badge in inside):
        return text, []
    counts = set(map(element_text, filter(_counts_comments, _inside(node))))
    found = [badge for badge in inside if key(badge) in badges or badge in counts or not key(badge)]
    left, off = text, []
    for badge in found[:_MOST]:
        if left.startswith(badge):
            left = left[len(badge) :].lstrip(" |:·•–—-+")
        elif left.endswith(badge):
            left = left[: -len(badge)].rstrip(" |:·•–—-+")
        else:
            continue
        off.append(badge)
    return (left, off) if key(left) else (text, [])


def _counts_comments(element: Any) -> bool:
    """Whether an element says how many comments there are: a number in brackets, or one that links to a place here."""
    said = element_text(element)
    number = said.strip("()[] ")
    return number.isdecimal() and (number != said or (element.tag == "a" and "#" in (element.get("href") or "")))


def _inside(node: Any) -> list[Any]:
    """The elements inside an element in document order, _ELEMENTS at most: badges are among the first few."""
    inner = node.iterdescendants()
    return [element for _, element in zip(range(_ELEMENTS), inner) if isinstance(element.tag, str)]
