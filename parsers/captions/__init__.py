"""Captions and picture credits: `merge_captions` makes one Caption of all mentions of it."""

from parsers.captions.merge import CaptionMention, merge_captions

__all__ = ["CaptionMention", "merge_captions"]
