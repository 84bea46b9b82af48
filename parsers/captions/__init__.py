"""Captions and picture credits: `merge_captions` combines all mentions of the same caption into one Caption."""

from parsers.captions.merge import CaptionMention, merge_captions

__all__ = ["CaptionMention", "merge_captions"]
