"""Merges all mentions of the same caption into one, and splits off picture credits.

A mention is one place where a caption is printed on the page or declared in its metadata.  Takes mentions; gives one
Caption per distinct caption, with its fullest text, its credit and the number of mentions.  Captions that differ in a
word are distinct; they are compared by keys (texts normalised for comparison).  `read` are the captions of all
mentions, in order, split into words and credit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.captions.caption_text import CaptionText, caption_key, read_caption
from parsers.captions.comparison import (
    credits_by_comparison,
    credits_of_page,
    fullest_credit,
    with_credit,
    without_additions,
)
from parsers.captions.misspelt import without_mistakes
from parsers.captions.normalised_credits import credit_key, normalise
from parsers.captions.page_habits import credits_by_habit, credits_of_several
from parsers.model import Caption
from parsers.rules import Rules, default_rules

__all__ = ["CaptionMention", "caption_key", "merge_captions"]

#: Letters and digits of a truncated caption; a shorter one may be the beginning of several.  Chosen by hand.
_LEAST_BEGINNING = 20


@dataclass(frozen=True, slots=True)
class CaptionMention:
    """One place where a caption is printed or declared."""

    text: str
    #: The credit, if printed or declared apart from the text.
    credit: str | None = None
    image_url: str | None = None
    #: The image's alternative text.
    alt: str | None = None
    #: Where the caption was found, e.g. an XPath.
    locator: str = ""
    #: The result of split_credit for the text, if the caller has it already.
    split: tuple[str, str | None] | None = None


def merge_captions(
    mentions: Sequence[CaptionMention], *, language: str | None = None, rules: Rules | None = None
) -> list[Caption]:
    """Combine mentions into one Caption per distinct caption, in order of first mention.

    Mentions are of the same caption when they differ only in white space, punctuation, case, credit, picture counter,
    truncation or additions by the site.  Caption.mentions holds indices into `mentions`; each index is in exactly one
    Caption.  `language` is the page's BCP 47 code, or None; `rules` are the shipped ones by default.
    """
    chosen = rules or default_rules()
    read = [_read(mention, language, chosen) for mention in mentions]
    read = credits_of_page(credits_by_comparison(credits_by_habit(read, chosen), chosen), chosen)
    pictures = [mention.image_url for mention in mentions]
    read = credits_of_several(without_mistakes(read, pictures), pictures, chosen)
    groups: dict[str, list[int]] = {}
    keys = _whole_keys(read)
    for index, caption in enumerate(read):
        groups.setdefault(keys[index] or f"\0{sorted(credit_key(caption.credit or ''))}", []).append(index)
    return [_caption(members, mentions, read, chosen) for members in groups.values()]


def _read(mention: CaptionMention, language: str | None, rules: Rules) -> CaptionText:
    """Split one mention into words and credit; the fuller one of the credits in the text and beside it is kept."""
    caption = read_caption(mention.text, language, rules=rules, split=mention.split)
    given = normalise(mention.credit, rules=rules) if mention.credit else None
    return with_credit(caption, fullest_credit([given, caption.credit]))


def _whole_keys(read: list[CaptionText]) -> list[str]:
    """Return the key of each caption.

    For a truncated one ("The judge and ..."), the key of the whole caption, if only one fits.
    """
    whole = sorted({c.key for c in read if not c.truncated}) if any(c.truncated for c in read) else []
    return [_whole_key(c, whole) if c.truncated else c.key for c in read]


def _whole_key(caption: CaptionText, whole: Sequence[str]) -> str:
    """Return the key of the only caption that starts like a truncated one; if none or several do, that one's own key.

    `whole`: the keys of all captions that are not truncated, sorted.
    """
    if len(caption.key) < _LEAST_BEGINNING:
        return caption.key
    at = bisect_left(whole, caption.key)
    longer = [key for key in whole[at : at + 2] if key.startswith(caption.key)]
    return longer[0] if len(longer) == 1 else caption.key


def _caption(members: list[int], mentions: Sequence[CaptionMention], read: list[CaptionText], rules: Rules) -> Caption:
    """Make one Caption of the mentions with the indices `members`."""
    texts = [read[i] for i in members]
    fullest = max(texts, key=lambda c: (len(c.key), not c.truncated, not c.text.isupper(), len(c.text)))
    ours = [mentions[i] for i in members]
    return Caption(
        text=fullest.text,
        credit=fullest_credit(without_additions([c.credit for c in texts], rules)),
        occurrences=len(members),
        image_url=next((m.image_url for m in ours if m.image_url), None),
        alt=next((m.alt for m in ours if m.alt), None),
        locators=tuple(dict.fromkeys(m.locator for m in ours if m.locator)),
        mentions=tuple(members),
        key=fullest.key or fullest.printed or fullest.credit or "",
    )
