"""Captions: mentions of the same caption become one, credits are split off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.model import Caption


@dataclass(frozen=True, slots=True)
class CaptionMention:
    """One place where a caption was printed or declared."""

    text: str
    credit: str | None = None
    image_url: str | None = None
    alt: str | None = None
    locator: str = ""


def merge_captions(mentions: Sequence[CaptionMention]) -> list[Caption]:
    """One Caption per distinct caption, in order of first mention."""
    raise NotImplementedError
