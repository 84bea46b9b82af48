"""Splits credits and labels from captions by comparison with the other captions of the page.

A page often has a caption twice, once with a credit, label or length of a film beside it.  "A motorbike (VW)" next to
"A motorbike" has the credit "VW"; "The judge speaks. (Ada Lund)", "Enlarge / The judge speaks" and "The judge speaks
00:59" are all "The judge speaks.".  The caption without anything beside it is called the base here (`base`).  The text
beside it must look like a credit or label: else two captions that name different people would become one.  Takes and
gives lists of captions (CaptionTexts, split into words and credit; `read` are those of the page), in the same order.
Captions are looked up by their keys (texts normalised for comparison).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from parsers.captions.caption_text import CaptionText, words_key
from parsers.captions.normalised_credits import credit_key, normalise
from parsers.captions.photo_credits import is_credit_line
from parsers.captions.photo_suppliers import suppliers
from parsers.folding import is_mark, key
from parsers.late_patterns import LatePattern
from parsers.rules import FAMILIES_KEPT, Family, Rules
from parsers.sentence_ends import SENTENCE_ENDS

# All limits below were chosen by hand.

#: The most characters in a credit that is found by comparison with the same caption without it.
_LONGEST_REST = 90
#: The least words of a caption after which a person's name is a credit, and not a part of the caption.
_LEAST_WORDS = 4
#: The least letters and digits of a caption before a credit that no known supplier gave.
_LEAST_LETTERS = 10
#: The most words in a credit that no known supplier gave.
_MAX_WORDS = 9

#: The most credits of one caption, and of one page, that are compared with each other or with captions.
_MOST_CREDITS = 100

_ENDED = (*SENTENCE_ENDS, *'»”"')
#: A text in brackets; and what sets a credit apart without them.
_BRACKETED = LatePattern(r"\s*[(\[（【〔［]\s*([^()\[\]（）【】]+?)\s*[)\]）】〕］][\s.。]*")
_APART = LatePattern(r"\s*(?:[/／|｜·•、]|[–—]|-\s)\s*(?=\S)")
#: The length of a film, or the number of a picture and perhaps its date, which galleries print.
_COUNTER = LatePattern(
    r"\W*(?:\d{1,2}:\d{2}(?::\d{2})?|\d{1,3}\s?/\s?\d{1,3}(?:\s+\d{1,2}\.?\s+[^\W\d]+\.?\s+(?:19|20)\d\d)?)\W*"
)
_NUMBER = re.compile(r"\b\d+\b")
#: What joins the parts of a credit in one mention.
_LISTED = re.compile(r"\s*(?:;|；|/|／|\||,|、|:\s)\s*")


def credits_by_comparison(read: list[CaptionText], rules: Rules) -> list[CaptionText]:
    """Split the captions that repeat another caption of the page and add a credit or a label to it; keep the order.

    "The judge speaks. (Ada Lund)" becomes "The judge speaks." with the credit "Ada Lund", if the page also has the
    caption "The judge speaks.".  All other captions are returned as they are.
    """
    if len({caption.key for caption in read if caption.key}) < 2:
        return read
    best: dict[str, CaptionText] = {}
    for caption in read:
        if caption.key:
            credit = fullest_credit([best[caption.key].credit if caption.key in best else None, caption.credit])
            best[caption.key] = with_credit(caption, credit)
    comparison = _Comparison(best, rules)
    return [comparison.split(caption) for caption in read]


def with_credit(caption: CaptionText, credit: str | None) -> CaptionText:
    """Return a copy of a caption with this credit."""
    return caption if credit == caption.credit else replace(caption, credit=credit)


def fullest_credit(credits: Iterable[str | None]) -> str | None:
    """Return the credit with the most distinct words; of several such credits the first; None when none has a word."""
    told = dict.fromkeys(credit for credit in credits if credit)
    if not told:
        return None
    if len(told) < 2:
        return next((credit for credit in told if any(map(str.isalnum, credit))), None)
    return max(filter(credit_key, told), key=lambda credit: len(credit_key(credit)), default=None)


@lru_cache(maxsize=FAMILIES_KEPT)
def additions(family: Family) -> frozenset[str]:
    """Return the keys of the words that sites print beside a caption ("Show more", "Image"), from captions.toml."""
    return frozenset(key(word) for name in ("more", "lead", "beside") for word in family.all_words(name))


def without_additions(credits: Sequence[str | None], rules: Rules) -> list[str]:
    """Return the different credits, without those that only add a word of the site to another one.

    Of "Ada Lund" and "Ada Lund More", only "Ada Lund" is returned.
    """
    told = [credit for credit in dict.fromkeys(credits) if credit]
    words = additions(rules.family("captions")) if 1 < len(told) <= _MOST_CREDITS else frozenset()
    return [
        longer
        for longer in told
        if not any(longer.startswith(f"{credit} ") and key(longer[len(credit) :]) in words for credit in told)
    ]


class _Comparison:
    """All captions of a page by their keys, to split a caption that starts or ends with another one (its base)."""

    def __init__(self, bases: Mapping[str, CaptionText], rules: Rules) -> None:
        self.bases, self.rules, self.known = bases, rules, suppliers(rules)
        self.lengths = sorted({len(key) for key in bases})
        self.additions = additions(rules.family("captions"))

    def split(self, caption: CaptionText) -> CaptionText:
        """Split a caption into its base, another caption of the page, and a credit; unchanged when it has no base."""
        for length in self.lengths:
            if length >= len(caption.key):
                break
            behind = self.bases.get(caption.key[:length])
            if behind is not None and (found := self._behind(behind, caption)):
                return found
            before = self.bases.get(caption.key[-length:])
            if before is not None and (found := self._before(before, caption)):
                return found
        return caption

    def _behind(self, base: CaptionText, caption: CaptionText) -> CaptionText | None:
        """Split the caption, if it is the base's text with a credit or a label after it; else return None."""
        for text in (caption.printed, caption.text):
            rest = _rest_after(base, text)
            if rest is None:
                continue
            if self._is_addition(rest):
                return _as_base(base, caption, None)
            if self._is_credit(rest, base):
                return _as_base(base, caption, normalise(rest, rules=self.rules))
        return None

    def _before(self, base: CaptionText, caption: CaptionText) -> CaptionText | None:
        """Split the caption, if it is the base's text with a credit or a label before it; else return None."""
        front = _front_of(base, caption.text)
        if front is None:
            return None
        if self._is_addition(front):
            return _as_base(base, caption, None)
        if len(base.text.split()) < _LEAST_WORDS:
            return None
        bare = front.strip(" .–—-|/·:")
        if is_credit_line(bare, rules=self.rules) or self.known.can_sign(bare) or _in_capitals(bare):
            return _as_base(base, caption, normalise(front, rules=self.rules))
        return None

    def _is_addition(self, text: str) -> bool:
        """Whether a text beside a caption is no credit: a film's length, a picture's number, a button ("Show more")."""
        return bool(_COUNTER.fullmatch(text)) or key(text) in self.additions

    def _is_credit(self, rest: str, base: CaptionText) -> bool:
        """Whether `rest`, the words of a caption after the base's text, is a credit.

        It is one if it is the base's own credit, or looks like one by itself ("Photo: Ada Lund").  Otherwise it must be
        names in brackets, or after a bar or dash, or after the full stop of the base; or several words in capitals.
        """
        if base.credit and credit_key(rest) == credit_key(base.credit):
            return True
        if is_credit_line(rest.strip(" .–—-|/·"), rules=self.rules):
            return True
        if base.truncated or len(base.key) < _LEAST_LETTERS or len(rest.split()) > _MAX_WORDS or _NUMBER.search(rest):
            return False
        bracketed = _BRACKETED.fullmatch(rest)
        if bracketed:
            return self._are_names(bracketed[1])
        apart = _APART.match(rest)
        if apart:
            dash = apart[0].strip() in ("-", "–", "—")
            return self._are_names(rest[apart.end() :]) and not (dash and len(rest[apart.end() :].split()) < 2)
        bare = rest.strip(" .")
        ended = base.text.rstrip().endswith(_ENDED)
        if ended and rest[:1].isspace():
            return _in_capitals(bare) or self.known.people.is_outlet(bare) or self._is_photographer(bare, base)
        return _in_capitals(bare) and len(bare.split()) > 1

    def _is_photographer(self, bare: str, base: CaptionText) -> bool:
        """Whether the words `bare`, which follow the full stop of the base, are a photographer's name."""
        few = len(base.text.split()) < _LEAST_WORDS
        return self.known.can_sign(bare) or (not few and " " in bare and self.known.is_name(bare))

    def _are_names(self, text: str) -> bool:
        """Whether a text is a list of names.

        Beside a name, a user name in small letters counts, too ("smolaw/iStock").
        """
        known = self.known
        parts = [part for part in _LISTED.split(text) if part]
        named = [bool(known.is_name(part) or known.agency(part) or known.is_stock(part)) for part in parts]
        handles = [" " not in part and part.isascii() for part in parts]
        return any(named) and all(name or handle for name, handle in zip(named, handles)) and not known.is_label(text)


def _as_base(base: CaptionText, caption: CaptionText, credit: str | None) -> CaptionText:
    """Return a caption with the text of its base, and with the fuller one of its own credit and `credit`."""
    both = fullest_credit([credit, caption.credit])
    return replace(caption, text=base.text, key=base.key, credit=both, truncated=base.truncated)


def _in_capitals(text: str) -> bool:
    """Whether a text may be a credit because it is in capitals, three letters or more ("HARBOUR HERALD")."""
    return text.isupper() and sum(map(str.isalpha, text)) > 2 and text.lower() != text


def _rest_after(base: CaptionText, text: str) -> str | None:
    """Return the rest of a text that starts with the base's text.

    None if it does not start so, or if the rest is empty or too long.
    """
    start = base.text.rstrip(" .,;:!?…")
    if not text.startswith(start):
        return None
    rest = text[len(start) :]
    if rest[:1].isalnum() and start[-1:].isalnum() and rest[0].isascii():
        return None  # "Lun" begins "Lund"
    if rest and is_mark(rest[0]):
        return None  # A vowel sign belongs to the letter before it.
    rest = rest.lstrip(".,;:!?…") if rest[:1] in ".,;:!?…" else rest
    return rest if key(rest) and len(rest) <= _LONGEST_REST else None


def _front_of(base: CaptionText, text: str) -> str | None:
    """Return the text before the base, if a text ends with that; else None.

    "Enlarge / " for "Enlarge / The judge" and the base "The judge".  None, too, if the base starts with a small letter:
    then it is the end of a sentence, not a caption.
    """
    end = base.text.rstrip(" .,;:!?…")
    bare = text.rstrip(" .,;:!?…")
    if not bare.endswith(end) or end[:1].islower():
        return None
    front = bare[: len(bare) - len(end)]
    if not front or (front[-1].isalnum() and front[-1].isascii()) or len(front) > _LONGEST_REST:
        return None
    return front if key(front) else None


def credits_of_page(read: Sequence[CaptionText], rules: Rules) -> list[CaptionText]:
    """Split off, at the end of each caption, the credit of another caption of the page; keep the order.

    "Various leaves. (Ada Lund)" is split if Ada Lund is the credit of another picture on the page.
    """
    known = {key(caption.credit): caption.credit for caption in read if caption.credit and caption.text}
    if not known or len(known) > _MOST_CREDITS:
        return list(read)
    return [_signed(caption, known, rules) for caption in read]


def _signed(caption: CaptionText, credits: Mapping[str, str], rules: Rules) -> CaptionText:
    """Split off one of the page's `credits` at a caption's end, in brackets or after its last sentence."""
    if caption.credit is not None or not caption.key:
        return caption
    for credit in credits.values():
        if not any(map(str.isupper, credit[:1])) and credit.isascii():
            continue
        body = caption.text.rstrip(" .")
        for end in (f"({credit})", f"（{credit}）", credit):
            front = body[: -len(end)].rstrip() if body.endswith(end) else ""
            apart = end is not credit or (front.endswith(_ENDED) and " " in credit)
            if apart and len(front.split()) > 1 and not suppliers(rules).is_label(front):
                return replace(caption, text=front, key=words_key(front, rules), credit=credit)
    return caption
