"""Puts together the data of Nuxt 3, which is a flat list: a number inside it is the index of a value in the list.

[{"title": 1}, "Ferry"] stands for {"title": "Ferry"}.  Takes the decoded list, `flat`; gives the object that it
stands for, which may contain itself.  The format is devalue's; its special values (dates, reactive objects) are
wrapped in a list of a name and an index, and are replaced by what they wrap.  A place is an index of a value in the
list.
"""

from __future__ import annotations

from typing import Any, Final

#: Names that devalue and Vue write before the place of the one value that they wrap.
_WRAPPERS: Final = frozenset(
    ("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef", "Date", "Object", "NuxtError")
)
#: The most values that a page may have; beyond that the list is left alone.
_MOST: Final = 400_000


def revived(flat: Any) -> Any:
    """Build the object that a flat list of values stands for; None for anything that is no such list."""
    if not isinstance(flat, list) or not flat or len(flat) > _MOST:
        return None
    made: dict[int, Any] = {}
    waiting = [0]
    while waiting:
        place = waiting.pop()
        if place in made:
            continue
        made[place] = _shell(flat, place)
        waiting.extend(_places(flat, flat[place]))
    for place, shell in made.items():
        _fill(shell, flat[place], flat, made)
    return made.get(_unwrapped(flat, 0))


def _shell(flat: list[Any], place: int) -> Any:
    """Make what the value at an index becomes: an empty dict or list, to be filled later, or any other value itself.

    All are made before any is filled, since an object may contain itself.
    """
    value = flat[place]
    if isinstance(value, dict):
        return {}
    return [] if isinstance(value, list) else value


def _fill(shell: Any, value: Any, flat: list[Any], made: dict[int, Any]) -> None:
    """Fill an empty dict or list, `shell`, with the objects that its flat form, `value`, refers to by index.

    `made` maps indices to the objects made so far.
    """
    if isinstance(value, dict):
        shell.update({name: made.get(_unwrapped(flat, part)) for name, part in value.items()})
    elif isinstance(value, list) and not _is_wrapper(value):
        shell.extend(made.get(_unwrapped(flat, part)) for part in value)


def _places(flat: list[Any], value: Any) -> list[int]:
    """Return the indices in a value of the flat list: [1, 5] for {"title": 1, "body": 5}."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [part for part in parts if _is_place(part, flat)]


def _is_place(part: Any, flat: list[Any]) -> bool:
    """Whether a part of a value is an index of the flat list, to be replaced by the value there."""
    return isinstance(part, int) and not isinstance(part, bool) and 0 <= part < len(flat)


def _is_wrapper(value: Any) -> bool:
    """Whether a value is a wrapper: ["Reactive", 5] stands for the value at index 5."""
    return (
        isinstance(value, list)
        and len(value) == len(("name", "place"))
        and isinstance(value[0], str)
        and value[0] in _WRAPPERS
    )


def _unwrapped(flat: list[Any], part: Any) -> Any:
    """Return the index of the real value: 5 if there is the wrapper ["Reactive", 5] at the index `part`.

    It is `part` itself if no wrapper is there; -1 if `part` is no index, or if too many wrappers follow one another.
    """
    for _ in range(len(_WRAPPERS)):
        if not _is_place(part, flat):
            return -1
        if not _is_wrapper(flat[part]):
            return part
        part = flat[part][1]
    return -1
