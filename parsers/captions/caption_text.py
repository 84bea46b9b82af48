"""Cleans the text of a caption, and makes a key that is equal for all spellings of the same caption.

Takes a caption as printed (with entities, stray tags, picture counters such as "2/10", "Show more"); gives clean text,
or a key: the text normalised for comparison.  `family` has the rules of config/rules/captions.toml; `rules` are the
shipped ones by default.  Credits are split off in `parsers.captions.photo_credits`, and captions are merged in
`parsers.captions.merge`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from parsers.captions.normalised_credits import credit_key, normalise
from parsers.captions.photo_credits import split_credit
from parsers.folding import caseless, key
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules, default_rules

#: Invisible characters that only control line breaks.  Those that join letters or set the direction of writing are part
#: of the text and remain.
_BREAKS = re.compile("[\u00ad\u200b\u2060\ufeff]")
#: Endings of a truncated caption.
_CUT_OFF = ("...", "…", "[...]", "[…]")
#: The most times that all rules, or the search for a credit, are repeated; chosen by hand to bound the work.
_ROUNDS = 4
#: Rules that are not applied in these rounds: "lead" when the credit has been split off, "file" for keys alone.
_NOT_CUT = ("lead", "file")
#: Characters that may follow the last word of a caption.
_AFTER_END = " .…›»>)]"


@dataclass(frozen=True, slots=True)
class CaptionText:
    """One caption, split into its words and its credit."""

    #: The words without the credit.
    text: str
    credit: str | None
    #: The key by which captions are compared, see `words_key`.
    key: str
    #: The clean text, including the credit.
    printed: str = ""
    #: Whether the site printed only the beginning of the caption.
    truncated: bool = False


def tidy(text: str, *, rules: Rules | None = None) -> str:
    """Clean a caption: no mark-up, entities, invisible characters, nor what sites add ("2/10", "Show more")."""
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
    """One rule for removing something that sites add to a caption, with quick tests for whether it may match."""

    pattern: re.Pattern[str]
    #: Finds characters of which a text must contain one; None for any text.
    signs: re.Pattern[str] | None
    #: Words of which a text must end with one (empty: any text will do); and how many characters at its end are looked
    #: at for them (an accent may be a character of its own).
    ends: tuple[str, ...]
    reach: int
    #: Whether the pattern matches at the beginning of a text only.
    first: bool

    def apply(self, text: str) -> str:
        """Return the text without what this rule removes."""
        if self.signs and not self.signs.search(text):
            return text
        if self.ends:
            end = text.rstrip(_AFTER_END)[-self.reach :]
            if not caseless(end).endswith(self.ends):
                return text
        if self.first:
            found = self.pattern.match(text)
            return text[found.end() :].strip() if found else text
        return self.pattern.sub(" ", text).strip()


@lru_cache(maxsize=FAMILIES_KEPT)
def _cuts(family: Family) -> tuple[_Cut, ...]:
    """Make a _Cut of each rule of captions.toml that removes what sites add to a caption ("2/10").

    The quick tests of a _Cut are made of its rule's TOML keys "needs", "ends" and "at".  The rules "lead" and "file"
    are left out: other functions here apply them.
    """

    def ends(rule: Rule) -> tuple[str, ...]:
        """Return the last words, folded, of the word list that a rule's TOML key "ends" names; () without it."""
        words = family.all_words(str(rule.data["ends"])) if "ends" in rule.data else ()
        return tuple({caseless(word.split()[-1]) for word in words})

    def signs(rule: Rule) -> re.Pattern[str] | None:
        """Make a pattern for the characters in the TOML key "needs" of a rule; None without that key."""
        return re.compile(f"[{re.escape(rule.data['needs'])}]") if "needs" in rule.data else None

    return tuple(
        _Cut(rule.pattern, signs(rule), words, 2 * max(map(len, words), default=0), rule.data.get("at") == "start")
        for rule, words in ((rule, ends(rule)) for rule in family.rules if rule.id not in _NOT_CUT)
    )


def read_caption(
    text: str,
    language: str | None = None,
    *,
    rules: Rules | None = None,
    split: tuple[str, str | None] | None = None,
) -> CaptionText:
    """Split a caption as printed into its words and its credit.

    `language` is a BCP 47 code, or None when unknown; `split` is the result of split_credit for the text, if the caller
    has it already.
    """
    chosen = rules or default_rules()
    printed = tidy(text, rules=chosen)
    words, credit = printed, None
    for _ in range(_ROUNDS):
        rest, found = split if split and words == text else split_credit(words, language, rules=chosen)
        if found is None:
            break
        words, credit = tidy(rest, rules=chosen), _joined(found, credit, chosen)
    words = _without_lead(words, chosen)
    return CaptionText(words, credit, words_key(words, chosen), printed, words.endswith(_CUT_OFF))


def _joined(found: str, credit: str | None, rules: Rules) -> str:
    """Join two credits of a caption: the fuller one if it has all words of both, else both ("Ada Lund / AP").

    `found` is the credit in the caption's text, `credit` the one that is printed beside it, None without one.
    """
    if credit is None:
        return found
    own, more = credit_key(found), credit_key(credit)
    if own <= more or more <= own:
        return credit if own <= more else found
    return normalise(f"{found} / {credit}", rules=rules)


def _without_lead(text: str, rules: Rules) -> str:
    """Remove an introductory label ("Image caption:") from the start of a caption, by the rule "lead"."""
    for rule in _named(rules.family("captions"), "lead"):
        text = rule.pattern.sub("", text)
    return text


@lru_cache(maxsize=2 * FAMILIES_KEPT)
def _named(family: Family, name: str) -> tuple[Rule, ...]:
    """Return the rules with the id `name` ("lead" or "file"); none when a user's rules have removed it."""
    return tuple(rule for rule in family.rules if rule.id == name)


def words_key(text: str, rules: Rules) -> str:
    """Make the key of a caption's text: its letters and digits, without a label such as "File photo:" before it.

    Captions that differ only in that label (the rule "file"), in case, white space and punctuation have the same key.
    """
    for rule in _named(rules.family("captions"), "file"):
        if filed := rule.pattern.match(text):
            text = text[filed.end() :]
    return key(text)


def caption_key(text: str, language: str | None = None, *, rules: Rules | None = None) -> str:
    """Return the key by which captions are compared: the same for each printing of a caption, whatever its credit.

    `language` is a BCP 47 code, or None when unknown.
    """
    return read_caption(text, language, rules=rules).key
