"""The words of a caption without what a site adds to them, and the key that two spellings of it share.

Takes a caption as printed (entities, stray tags, counters, "Show more"); gives tidy text or a key.  Credits are
split off in `parsers.credits`, captions merged in `parsers.captions`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from parsers.credits import normalise, split_credit
from parsers.rules import Rules, default_rules

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_NOT_LETTERS = re.compile(r"[\W_]+")
_CUT_OFF = re.compile(r"\s*(?:\.\.\.|…|\[\.\.\.\]|\[…\])\s*$")
#: Agencies put these before pictures that are not of the day; the picture is the same.
_FILE = re.compile(r"^\W*(?:file|file photo|file picture|file image|archiv|archivbild)\s*[-–—:]+\s*", re.IGNORECASE)
_ROUNDS = 4


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
    family = (rules or default_rules()).family("captions")
    text = " ".join((html.unescape(text) if "&" in text else text).translate(_INVISIBLE).split())
    for _ in range(_ROUNDS):
        before = text
        for rule in family.rules:
            if rule.id != "lead" and any(sign in text for sign in rule.data.get("needs", ("",))):
                text = rule.pattern.sub(" ", text).strip()
        if text == before:
            break
    return " ".join(text.split())


def read_caption(text: str, language: str | None = None, *, rules: Rules | None = None) -> CaptionText:
    """Split a caption as printed into words and credit, and give the key of its words."""
    chosen = rules or default_rules()
    printed = tidy(text, rules=chosen)
    words, credit = printed, None
    for _ in range(_ROUNDS):
        rest, found = split_credit(words, language, rules=chosen)
        if found is None:
            break
        words, credit = tidy(rest, rules=chosen), normalise(f"{found} / {credit}", rules=chosen) if credit else found
    words = _without_lead(words, chosen)
    return CaptionText(words, credit, words_key(words), printed, bool(_CUT_OFF.search(words)))


def _without_lead(text: str, rules: Rules) -> str:
    for rule in rules.family("captions").rules:
        if rule.id == "lead":
            text = rule.pattern.sub("", text)
    return text


def words_key(text: str) -> str:
    """Letters and digits of a text without case; equal for any spelling of white space and punctuation."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", _FILE.sub("", text))).casefold()


def caption_key(text: str, language: str | None = None, *, rules: Rules | None = None) -> str:
    """A stable key of a caption's words: the same for all printings of one caption, on any page, with any credit."""
    return read_caption(text, language, rules=rules).key
