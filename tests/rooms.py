"""Which folders of the code import which, as the diagram in docs/design.md shows it.

    python -m tests.rooms        # prints the diagram

A room is a folder of Python files, without its subfolders; a folder in WHOLE is one room with all its subfolders.  An
arrow goes from a room to each room that one of its files imports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import grimp

PACKAGES = ("flows", "parsers", "warehouse")
#: Folders that are one room with all their subfolders.
WHOLE = ("flows.cli", "parsers.html.fields", "warehouse")

Arrows = Mapping[str, frozenset[str]]


def room_of(module: str, modules: frozenset[str]) -> str:
    """The room of a module; a file directly in a package is a room of its own."""
    for whole in WHOLE:
        if module == whole or module.startswith(whole + "."):
            return whole
    is_folder = any(other.startswith(module + ".") for other in modules)
    folder = module if is_folder else module.rpartition(".")[0]
    return module if folder in PACKAGES else folder


def arrows() -> Arrows:
    """Each room with the rooms that its files import, without imports that are only for type checkers."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None, exclude_type_checking_imports=True)
    modules = frozenset(graph.modules)
    found: dict[str, set[str]] = defaultdict(set)
    for module in sorted(modules):
        room = room_of(module, modules)
        known = {room_of(other, modules) for other in graph.find_modules_directly_imported_by(module)}
        found[room] |= known - {room}
    return {room: frozenset(known) for room, known in sorted(found.items())}


def circles(of: Arrows) -> Iterator[tuple[str, ...]]:
    """Every cycle of imports, once for each room in it."""
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
    """The arrows as a Mermaid flow chart, without those to the ground modules of `parsers`, which all may import."""
    lines = ["flowchart TD"]
    for room, known in of.items():
        lines += [f"    {room} --> {other}" for other in sorted(known) if not is_ground(other)]
    return "\n".join(lines)


def is_ground(room: str) -> bool:
    """Whether a room is a single file directly in `parsers`: values and small functions that every room may import."""
    return room.count(".") <= 1 and room.startswith("parsers") and room not in ("parsers.html", "parsers.text")


if __name__ == "__main__":
    print(picture(arrows()))
