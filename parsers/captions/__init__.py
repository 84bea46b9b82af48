"""Captions and picture credits: `merge_captions` makes one Caption of all places where a page has the same caption."""

from parsers.captions.merge import CaptionMention, merge_captions

__all__ = ["CaptionMention", "merge_captions"]
