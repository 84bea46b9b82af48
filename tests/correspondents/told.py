"""What a line says, as short text: `told` gives "kind|name|role|outlet|place" for each correspondent in it."""

from __future__ import annotations

from parsers.correspondents import read_correspondents


def told(line: str, language: str | None = "en", publisher: str | None = None, before: str | None = None) -> list[str]:
    """The correspondents in a line, each as "kind|name|role|outlet|place"; what is not said is empty."""
    rows = read_correspondents(line, language=language, publisher=publisher, before=before)
    return ["|".join(part or "" for part in (r.kind, r.name, r.role, r.outlet, r.location)) for r in rows]
