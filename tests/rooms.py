"""The rooms of the house and who knows whom, read from the code's own imports.

    python -m tests.rooms        # prints the picture that docs/design.md shows

A room is a folder of Python files; folders that are one room with what lies inside them are named in WHOLE.  An arrow
goes from a room to every room that one of its files imports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import grimp

PACKAGES = ("flows", "parsers", "warehouse")
#: Folders whose inner folders are parts of the same room.
WHOLE = ("flows.cli", "parsers.html.fields", "warehouse")

Arrows = Mapping[str, frozenset[str]]


def room_of(module: str, modules: frozenset[str]) -> str:
    """The room that a module stands in; a file at the top of a package is a room of its own."""
    for whole in WHOLE:
        if module == whole or module.startswith(whole + "."):
            return whole
    is_folder = any(other.startswith(module + ".") for other in modules)
    folder = module if is_folder else module.rpartition(".")[0]
    return module if folder in PACKAGES else folder


def arrows() -> Arrows:
    """Each room with the rooms that its files import; imports for type checkers alone do not count."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None, exclude_type_checking_imports=True)
    modules = frozenset(graph.modules)
    found: dict[str, set[str]] = defaultdict(set)
    for module in sorted(modules):
        room = room_of(module, modules)
        known = {room_of(other, modules) for other in graph.find_modules_directly_imported_by(module)}
        found[room] |= known - {room}
    return {room: frozenset(known) for room, known in sorted(found.items())}


def circles(of: Arrows) -> Iterator[tuple[str, ...]]:
    """Every way that leads from a room back to itself, once for each room on it."""
    for start in of:
        waiting, came_from = [start], dict[str, str]()
        while waiting:
            room = waiting.pop()
            for known in sorted(of.get(room, frozenset())):
                if known == start:
                    yield (*_way(came_from, start, room), start)
                    waiting.clear()
                    break
                if known not in came_from:
                    came_from[known] = room
                    waiting.append(known)


def _way(came_from: Mapping[str, str], start: str, room: str) -> tuple[str, ...]:
    way = [room]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def picture(of: Arrows) -> str:
    """The arrows as a Mermaid flow chart, without those that lead to the ground of `parsers`, which all may know."""
    lines = ["flowchart TD"]
    for room, known in of.items():
        lines += [f"    {room} --> {other}" for other in sorted(known) if not is_ground(other)]
    return "\n".join(lines)


def is_ground(room: str) -> bool:
    """Whether a room is a single file at the top of a package: values and small tools that every room may know."""
    return room.count(".") <= 1 and room.startswith("parsers") and room not in ("parsers.html", "parsers.text")


if __name__ == "__main__":
    print(picture(arrows()))
