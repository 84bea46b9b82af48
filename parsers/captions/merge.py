"""Combines all mentions of the same caption into one, and splits off picture credits.

Takes mentions of captions, printed on the page or declared in metadata; gives one Caption per distinct caption, with
its fullest text, its credit and the number of mentions.  Captions that differ in a word are distinct.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.captions.caption_text import CaptionText, caption_key, read_caption, words_key
from parsers.captions.page_habits import credits_by_habit
from parsers.captions.photo_credits import credit_key, is_credit_line, normalise
from parsers.captions.photo_suppliers import suppliers
from parsers.model import Caption
from parsers.rules import Rules, default_rules

__all__ = ["CaptionMention", "caption_key", "merge_captions"]

#: Letters and digits of a truncated caption; a shorter one may be the beginning of several.  Chosen by hand.
_LEAST_BEGINNING = 20
#: The most characters in a credit that is found by comparison with a mention without it.  Chosen by hand.
_LONGEST_REST = 90
#: The least words in a caption after which a person's name is a credit, not part of the caption.  Chosen by hand.
_LEAST_WORDS = 4


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
    truncation or additions by the site.  Caption.mentions holds indices into mentions; each index is in exactly one
    Caption.  language is the page's BCP 47 code, or None; rules are the shipped ones by default.
    """
    chosen = rules or default_rules()
    read = [_read(mention, language, chosen) for mention in mentions]
    read = _credits_by_comparison(credits_by_habit(read, chosen), chosen)
    groups: dict[str, list[int]] = {}
    keys = _whole_keys(read)
    for index, caption in enumerate(read):
        groups.setdefault(keys[index] or f"\0{sorted(credit_key(caption.credit or ''))}", []).append(index)
    return [_caption(members, mentions, read) for members in groups.values()]


def _read(mention: CaptionMention, language: str | None, rules: Rules) -> CaptionText:
    """Split one mention into words and credit; of two credits, the fuller one is kept."""
    caption = read_caption(mention.text, language, rules=rules, split=mention.split)
    given = normalise(mention.credit, rules=rules) if mention.credit else None
    return _credited(caption, _fullest_credit([given, caption.credit]))


def _credited(caption: CaptionText, credit: str | None) -> CaptionText:
    """A copy of a caption with this credit."""
    return caption if credit == caption.credit else replace(caption, credit=credit)


def _credits_by_comparison(read: list[CaptionText], rules: Rules) -> list[CaptionText]:
    """Split off a credit that follows the whole text of another mention; gives all captions in the same order.

    "A motorbike VW" next to "A motorbike" with credit "VW"; "The judge Ada Lund - Harbour Wire" next to "The judge".
    """
    if len({caption.key for caption in read if caption.key}) < 2:
        return read
    best: dict[str, CaptionText] = {}
    for caption in read:
        if caption.key:
            credit = _fullest_credit([best[caption.key].credit if caption.key in best else None, caption.credit])
            best[caption.key] = _credited(caption, credit)
    lengths = sorted({len(key) for key in best})
    return [_split_by(caption, best, lengths, rules) for caption in read]


def _split_by(
    caption: CaptionText, bases: Mapping[str, CaptionText], lengths: Sequence[int], rules: Rules
) -> CaptionText:
    """A caption without a credit that follows the text of a base; else the caption itself.

    bases holds captions by their keys, and lengths the lengths of these keys in ascending order.
    """
    for length in lengths:
        if length >= len(caption.key):
            break
        base = bases.get(caption.key[:length])
        if base is None:
            continue
        rests = (_rest_after(base, caption.printed), _rest_after(base, caption.text))
        rest = next((rest for rest in rests if rest and _is_credit_of(rest, base, rules)), None)
        if rest:
            credit = _fullest_credit([normalise(rest, rules=rules), caption.credit])
            return replace(caption, text=base.text, key=base.key, credit=credit, truncated=base.truncated)
    return caption


def _rest_after(base: CaptionText, text: str) -> str | None:
    """The end of a text that begins with a base's text; None when it does not, or the end is empty or too long."""
    start = base.text.rstrip(" .,;:!?…")
    if not text.startswith(start):
        return None
    rest = text[len(start) :]
    return rest if words_key(rest) and len(rest) <= _LONGEST_REST else None


def _is_credit_of(rest: str, base: CaptionText, rules: Rules) -> bool:
    """Whether the words after a base are a credit: the base's own, any other, or a person after a full sentence."""
    if base.credit and credit_key(rest) == credit_key(base.credit):
        return True
    known, bare = suppliers(rules), rest.strip(" .–—-|/·")
    if is_credit_line(bare, rules=rules):
        return True
    ended = base.text.rstrip().endswith((".", "!", "?", "»", "”", '"', "…", "。"))
    return ended and known.can_sign(bare) and len(base.text.split()) >= _LEAST_WORDS


def _whole_keys(read: list[CaptionText]) -> list[str]:
    """The key of each caption; for a truncated one, the key of the caption it is the beginning of, if only one fits."""
    whole = sorted({c.key for c in read if not c.truncated}) if any(c.truncated for c in read) else []
    return [_whole_key(c, whole) if c.truncated else c.key for c in read]


def _whole_key(caption: CaptionText, whole: Sequence[str]) -> str:
    """The only key in whole (sorted) that begins with a truncated caption's key; its own key when not exactly one."""
    if len(caption.key) < _LEAST_BEGINNING:
        return caption.key
    at = bisect_left(whole, caption.key)
    longer = [key for key in whole[at : at + 2] if key.startswith(caption.key)]
    return longer[0] if len(longer) == 1 else caption.key


def _fullest_credit(credits: Iterable[str | None]) -> str | None:
    """The credit with the most distinct words, the first one if several; None when there is no credit with words."""
    told = dict.fromkeys(credit for credit in credits if credit)
    if not told:
        return None
    if len(told) < 2:
        return next((credit for credit in told if any(map(str.isalnum, credit))), None)
    return max(filter(credit_key, told), key=lambda credit: len(credit_key(credit)), default=None)


def _caption(members: list[int], mentions: Sequence[CaptionMention], read: list[CaptionText]) -> Caption:
    """One Caption from the mentions with these indices."""
    texts = [read[i] for i in members]
    fullest = max(texts, key=lambda c: (len(c.key), not c.truncated, not c.text.isupper(), len(c.text)))
    ours = [mentions[i] for i in members]
    return Caption(
        text=fullest.text,
        credit=_fullest_credit(c.credit for c in texts),
        occurrences=len(members),
        image_url=next((m.image_url for m in ours if m.image_url), None),
        alt=next((m.alt for m in ours if m.alt), None),
        locators=tuple(dict.fromkeys(m.locator for m in ours if m.locator)),
        mentions=tuple(members),
        key=fullest.key or fullest.printed or fullest.credit or "",
    )
