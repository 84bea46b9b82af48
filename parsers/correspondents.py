"""Correspondent segments: who reported, from where, for whom, in which role."""

from __future__ import annotations

from parsers.model import Correspondent


def read_correspondents(
    text: str,
    *,
    before: str | None = None,
    after: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
) -> list[Correspondent]:
    """The correspondents that one block of text names."""
    raise NotImplementedError
