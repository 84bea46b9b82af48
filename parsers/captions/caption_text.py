"""The words of a caption without what a site adds to them, and the key that two spellings of it share.

Takes a caption as printed (entities, stray tags, counters, "Show more"); gives tidy text or a key.  Credits are
split off in `parsers.captions.photo_credits`, captions merged in `parsers.captions.merge`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from parsers.captions.photo_credits import normalise, split_credit
from parsers.folding import caseless, key
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules, default_rules

#: Say where a line may or may not break.  What joins letters or turns words is text.
_BREAKS = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CUT_OFF = ("...", "…", "[...]", "[…]")
#: Agencies put these before pictures that are not of the day; the picture is the same.
_FILE = re.compile(r"\W*(?:file|file photo|file picture|file image|archiv|archivbild)\s*[-–—:]+\s*", re.IGNORECASE)
_ROUNDS = 4
_LONGEST_END = 24
_AFTER_END = " .…›»>"


@dataclass(frozen=True, slots=True)
class CaptionText:
    """One caption as read: its words, its credit, and what it is compared by."""

    text: str
    credit: str | None
    key: str
    #: Tidy, with its credit still in it.
    printed: str = ""
    #: The site printed only its beginning.
    truncated: bool = False


def tidy(text: str, *, rules: Rules | None = None) -> str:
    """A caption without mark-up, entities, invisible characters, counters and the site's own additions."""
    cuts = _cuts((rules or default_rules()).family("captions"))
    if "&" in text:
        text = html.unescape(text)
    text = " ".join((text if text.isascii() else _BREAKS.sub("", text)).split())
    for _ in range(_ROUNDS):
        before = text
        for cut in cuts:
            text = cut.apply(text)
        if text == before:
            return text
        text = " ".join(text.split())
    return text


@dataclass(frozen=True, slots=True)
class _Cut:
    """One rule about what sites add, with what a text must hold for it to be worth trying."""

    pattern: re.Pattern[str]
    #: Finds the characters of which a text must hold one; None for any text.
    signs: re.Pattern[str] | None
    #: One of these words at the end; empty for any text.
    ends: tuple[str, ...]
    #: It holds at the beginning of a text or nowhere: searching on would be in vain.
    first: bool

    def apply(self, text: str) -> str:
        if self.signs and not self.signs.search(text):
            return text
        if self.ends and not caseless(text[-_LONGEST_END:].rstrip(_AFTER_END)).endswith(self.ends):
            return text
        if self.first:
            found = self.pattern.match(text)
            return text[found.end() :].strip() if found else text
        return self.pattern.sub(" ", text).strip()


@lru_cache(maxsize=FAMILIES_KEPT)
def _cuts(family: Family) -> tuple[_Cut, ...]:
    def ends(rule: Rule) -> tuple[str, ...]:
        words = family.all_words(str(rule.data["ends"])) if "ends" in rule.data else ()
        return tuple({caseless(word.split()[-1]) for word in words})

    def signs(rule: Rule) -> re.Pattern[str] | None:
        return re.compile(f"[{re.escape(rule.data['needs'])}]") if "needs" in rule.data else None

    return tuple(
        _Cut(rule.pattern, signs(rule), ends(rule), rule.data.get("at") == "start")
        for rule in family.rules
        if rule.id != "lead"
    )


def read_caption(
    text: str,
    language: str | None = None,
    *,
    rules: Rules | None = None,
    split: tuple[str, str | None] | None = None,
) -> CaptionText:
    """Split a caption as printed into words and credit, and give the key of its words.

    split is what split_credit gives for the text, when that is known already.
    """
    chosen = rules or default_rules()
    printed = tidy(text, rules=chosen)
    words, credit = printed, None
    for _ in range(_ROUNDS):
        rest, found = split if split and words == text else split_credit(words, language, rules=chosen)
        if found is None:
            break
        words, credit = tidy(rest, rules=chosen), normalise(f"{found} / {credit}", rules=chosen) if credit else found
    words = _without_lead(words, chosen)
    return CaptionText(words, credit, words_key(words), printed, words.endswith(_CUT_OFF))


def _without_lead(text: str, rules: Rules) -> str:
    for rule in _leads(rules.family("captions")):
        text = rule.pattern.sub("", text)
    return text


@lru_cache(maxsize=FAMILIES_KEPT)
def _leads(family: Family) -> tuple[Rule, ...]:
    return tuple(rule for rule in family.rules if rule.id == "lead")


def words_key(text: str) -> str:
    """Letters and digits of a text without case; equal for any spelling of white space and punctuation."""
    filed = _FILE.match(text)
    return key(text[filed.end() :] if filed else text)


def caption_key(text: str, language: str | None = None, *, rules: Rules | None = None) -> str:
    """A stable key of a caption's words: the same for all printings of one caption, on any page, with any credit."""
    return read_caption(text, language, rules=rules).key
