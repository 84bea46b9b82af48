"""Finds credits by the way in which the page prints its other credits.

Takes the captions of one page (`read`: CaptionTexts, split into words and credit); gives them with such credits split
off.  "(Nine)" is a credit on a page that also prints the credit "(AP)" in brackets; " / Ada Lund" is a credit on a
page where two different captions end with it; "Lunde Motors" is one where nothing else stands beside several
pictures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from parsers.captions.caption_text import CaptionText, words_key
from parsers.captions.photo_suppliers import suppliers
from parsers.folding import key
from parsers.late_patterns import LatePattern
from parsers.rules import Rules

#: A text in brackets at the end, and one after a bar or slash; of 2 to 60 characters, chosen by hand.
_BRACKET = re.compile(r"\s*[(（]\s*([^()（）]{2,60}?)\s*[)）]\s*$")
_BAR = LatePattern(r"\s*(?:/|\||—)\s*([^/|—]{2,60})$")

#: Different pictures that one name alone stands beside, if it credits them, and the most words of it.  Chosen by hand.
_SEVERAL = 3
_FEW_WORDS = 2
#: A name in brackets behind the last sentence of a caption.
_SIGNED = re.compile(r"(?<=[.!?…])\s*[(\[](?P<name>[^()\[\]]{4,40})[)\]]\s*\.?$")


def credits_of_several(read: Sequence[CaptionText], pictures: Sequence[str | None], rules: Rules) -> list[CaptionText]:
    """Turn captions into credits that are only a firm's name, the same beside several different pictures.

    `pictures`: the address of each caption's picture, None where it is unknown.  A person may be shown in all of them.
    """
    beside: dict[str, set[str]] = defaultdict(set)
    for caption, picture in zip(read, pictures, strict=True):
        if picture and caption.key and caption.credit is None and len(caption.text.split()) <= _FEW_WORDS:
            beside[caption.key].add(picture)
    shared = {key for key, shown in beside.items() if len(shown) >= _SEVERAL}
    return [_as_credit(caption, rules) if shared and caption.key in shared else caption for caption in read]


def _as_credit(caption: CaptionText, rules: Rules) -> CaptionText:
    """Return a caption that is only a firm's name as a credit without a caption; others as they are."""
    known = suppliers(rules)
    if caption.credit is not None or not known.is_name(caption.text) or known.can_sign(caption.text):
        return caption
    return replace(caption, text="", credit=caption.text, key="")


def credits_by_habit(read: Sequence[CaptionText], rules: Rules) -> list[CaptionText]:
    """Split off, in captions without a credit, those printed like other credits of the page; keep the order."""
    if all(caption.credit is not None for caption in read):
        return list(read)
    bracketed = any(c.credit and _ends_in_bracket(c) for c in read)
    shared = _shared_tails(read)
    return [_split(caption, rules, bracketed, shared) for caption in read]


def _ends_in_bracket(caption: CaptionText) -> bool:
    """Whether a caption was printed with its credit in brackets at the end.

    If so, the brackets at the end of the page's other captions may hold credits, too.
    """
    found = _BRACKET.search(caption.printed) if caption.printed.endswith((")", "）")) else None
    return found is not None and key(found[1]) == key(caption.credit or "")


def _shared_tails(read: Sequence[CaptionText]) -> frozenset[str]:
    """Return the texts after a bar or slash at the end of at least two different captions without a credit."""
    before: dict[str, set[str]] = defaultdict(set)
    for caption in read:
        found = _BAR.search(caption.text)
        if found and caption.credit is None:
            before[found[1]].add(key(caption.text[: found.start()]))
    return frozenset(tail for tail, texts in before.items() if len(texts) > 1)


def _split(caption: CaptionText, rules: Rules, bracketed: bool, shared: frozenset[str]) -> CaptionText:
    """Split off a name at a caption's end as its credit; else return the caption as it is.

    A person's name in brackets behind the last sentence is one on any page; `bracketed` allows any name in brackets;
    `shared` has the names that are allowed after a bar or slash.
    """
    if caption.credit is not None:
        return caption
    known = suppliers(rules)
    signed = _SIGNED.search(caption.text)
    if signed is not None and known.can_sign(signed["name"]):
        text = caption.text[: signed.start()]
        return replace(caption, text=text, credit=signed["name"], key=words_key(text, rules))
    for pattern, allowed in ((_BRACKET, bracketed), (_BAR, bool(shared))):
        found = pattern.search(caption.text) if allowed else None
        if found is None or (pattern is _BAR and found[1] not in shared):
            continue
        text = caption.text[: found.start()]
        if len(text.split()) > 1 and all(map(known.is_name, known.parts(found[1]))) and not known.is_stock(found[1]):
            return replace(caption, text=text, credit=found[1], key=words_key(text, rules))
    return caption
