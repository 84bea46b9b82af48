"""Captions: mentions of the same caption become one, credits are split off.

Takes what was printed or declared, in any spelling; gives one Caption per distinct caption with its fullest text,
its credit and the number of its occurrences.  Two captions that differ in a word are two.
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

#: A shorter beginning may be that of several captions.
_LEAST_BEGINNING = 20
#: Longest credit that is recognised by the same caption standing without it, in characters.
_LONGEST_REST = 90


@dataclass(frozen=True, slots=True)
class CaptionMention:
    """One place where a caption was printed or declared."""

    text: str
    credit: str | None = None
    image_url: str | None = None
    alt: str | None = None
    locator: str = ""
    #: What split_credit gives for the text in the page's language, when the caller has asked it already.
    split: tuple[str, str | None] | None = None


def merge_captions(
    mentions: Sequence[CaptionMention], *, language: str | None = None, rules: Rules | None = None
) -> list[Caption]:
    """One Caption per distinct caption, in order of first mention.

    Mentions are the same caption when they differ only in white space, punctuation, case, credit, picture counter,
    truncation or what the site added.  Caption.mentions holds indices into mentions; each index stands in one caption.
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
    caption = read_caption(mention.text, language, rules=rules, split=mention.split)
    given = normalise(mention.credit, rules=rules) if mention.credit else None
    return _credited(caption, _fullest_credit([given, caption.credit]))


def _credited(caption: CaptionText, credit: str | None) -> CaptionText:
    """A caption with this credit."""
    return caption if credit == caption.credit else replace(caption, credit=credit)


def _credits_by_comparison(read: list[CaptionText], rules: Rules) -> list[CaptionText]:
    """Split off what one mention has after the whole of another, where that is a credit.

    "A motorbike VW" beside "A motorbike" with credit "VW"; "The judge Ada Lund - Harbour Wire" beside "The judge".
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
    """What stands in a text after the words of a caption that it begins with."""
    start = base.text.rstrip(" .,;:!?…")
    if not text.startswith(start):
        return None
    rest = text[len(start) :]
    return rest if words_key(rest) and len(rest) <= _LONGEST_REST else None


def _is_credit_of(rest: str, base: CaptionText, rules: Rules) -> bool:
    if base.credit and credit_key(rest) == credit_key(base.credit):
        return True
    known, bare = suppliers(rules), rest.strip(" .–—-|/·")
    if is_credit_line(bare, rules=rules):
        return True
    ended = base.text.rstrip().endswith((".", "!", "?", "»", "”", '"', "…", "。"))
    return ended and known.can_sign(bare) and len(base.text.split()) >= 4


def _whole_keys(read: list[CaptionText]) -> list[str]:
    """The key of each caption; of a truncated one, that of the only caption it can be the beginning of."""
    whole = sorted({c.key for c in read if not c.truncated}) if any(c.truncated for c in read) else []
    return [_whole_key(c, whole) if c.truncated else c.key for c in read]


def _whole_key(caption: CaptionText, whole: Sequence[str]) -> str:
    if len(caption.key) < _LEAST_BEGINNING:
        return caption.key
    at = bisect_left(whole, caption.key)
    longer = [key for key in whole[at : at + 2] if key.startswith(caption.key)]
    return longer[0] if len(longer) == 1 else caption.key


def _fullest_credit(credits: Iterable[str | None]) -> str | None:
    """The credit that says most; the first of equals."""
    told = dict.fromkeys(credit for credit in credits if credit)
    if not told:
        return None
    if len(told) < 2:
        return next((credit for credit in told if any(map(str.isalnum, credit))), None)
    return max(filter(credit_key, told), key=lambda credit: len(credit_key(credit)), default=None)


def _caption(members: list[int], mentions: Sequence[CaptionMention], read: list[CaptionText]) -> Caption:
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
