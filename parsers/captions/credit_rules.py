"""Finds a picture credit in a caption by the rules of config/rules/credits.toml, which say how credits are printed.

Takes a caption's `text` and the rules for its language (`credit_rules_for`); gives the caption without its credit, and
the credit, by the first rule that finds one.  `known` (Suppliers) tells names of photographers and agencies; `rest` is
the text before and after a credit.  Most rules match hardly any text; a rule's signs (characters like "©") and heads
(words like "photo"), one of which a text must contain, spare most tries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from parsers.captions.normalised_credits import without_brackets
from parsers.captions.photo_suppliers import Suppliers, first_words
from parsers.folding import caseless, key_words
from parsers.required_text import Plain, folded, holds, plain, required
from parsers.rules import FAMILIES_KEPT, Family, Rule

# All limits below were chosen by hand.

#: The most words and characters in a credit.
_MAX_WORDS = 24
MAX_CHARS = 200
#: Characters; the rest of a caption is tested for being only a label if it is shorter.
_LONGEST_LABEL = 40
#: The most words after a copyright sign that count as a name, whatever their spelling.
_FEW_WORDS = 6
#: The least words in a sentence that can be a caption after its credit.
_LEAST_SENTENCE = 4
#: Characters that are removed from a caption's end where its credit was cut off.
DANGLING = " \t|/／–—·•-,;([（【©ⓒ"
_CLOSING = " .)]）】"
#: The end of a sentence, not the full stop of an initial.
SENTENCE_END = re.compile(r"(?<!\b[^\W\d_])[.!?](?:\s|$)")
#: An agency in front of a label, behind a bracket or a sentence: "... at dawn. (AP" of "(AP Video: Ada Lund)".
_BEFORE_LABEL = re.compile(r"(?:^|[(\[（【]|[.!?…]\s+)(?P<agency>[^\s()\[\]（）【】.!?…]{2,20})$")
#: Between a digit and the letter after it.
_BEHIND_DIGIT = re.compile(r"(?<=\d)(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Step:
    """One rule for credits, with quick tests: if a text fails one, the rule cannot match; an empty test never fails."""

    rule: Rule
    #: The text must contain one of these characters.
    signs: frozenset[str]
    #: A match begins at most this many characters before the first of the signs; None when anywhere.
    near: int | None
    #: The text, as `folded` gives it, must contain one string of each of these sets.
    strings: Plain
    #: The text must contain one of these words, if its script separates words by blanks.
    heads: frozenset[str]

    def may_hold(self, lowered: str, heads: frozenset[str] | None) -> bool:
        """Whether the rule may match a text: a quick test, which most texts fail.

        `lowered` is the text as `folded` gives it; `heads` are the words that `heads_in` found in it.
        """
        if self.heads and heads is not None and self.heads.isdisjoint(heads):
            return False
        return holds(lowered, self.strings)

    def start(self, text: str) -> int:
        """Return the index from which on to search a text: `near` characters before the first of the rule's signs."""
        if self.near is None:
            return 0
        first = min(place for place in map(text.find, self.signs) if place >= 0)
        return max(0, first - self.near)


@dataclass(frozen=True, slots=True, eq=False)
class CreditRules:
    """The rules for credits in one language, with the signs and heads (see the module) of all rules together."""

    steps: tuple[_Step, ...]
    #: Finds any sign of any rule.
    signs: re.Pattern[str]
    #: The heads of all rules.
    heads: frozenset[str]

    def heads_in(self, text: str, words: Sequence[str]) -> frozenset[str] | None:
        """Return the words of a text that are a head of any rule; None if its script puts no blanks between words."""
        if not words:
            return None
        if _BEHIND_DIGIT.search(text):  # "3 May 2024Photo by": what lost mark-up joined is one word to `key_words`
            words = key_words(_BEHIND_DIGIT.sub(" ", text))
        return self.heads.intersection(words)


@lru_cache(maxsize=FAMILIES_KEPT)
def credit_rules_for(family: Family, language: str | None) -> CreditRules:
    """Return the rules for a `language`: a two-letter code, or None when it is unknown."""
    every = _every_step(family)
    return replace(every, steps=tuple(step for step in every.steps if step.rule.speaks(language)))


@lru_cache(maxsize=FAMILIES_KEPT)
def _every_step(family: Family) -> CreditRules:
    """Return the rules of every language together, each with the quick tests that spare most tries.

    `credit_rules_for` keeps those for one language.  A rule's tests are in its TOML keys "needs", "near" and "heads";
    for a rule without "needs" and "heads", a test is derived from its pattern.
    """
    steps = []
    for rule in family.rules:
        needs, heads = rule.data.get("needs", ""), rule.data.get("heads")
        signs, listed_needs = (needs, ()) if isinstance(needs, str) else ("", tuple(map(folded, needs)))
        strings: Plain = (listed_needs,) if listed_needs else ()
        if not (needs or heads):
            strings = plain(required(rule.source.expanded()))
        listed = (caseless(word) for word in family.all_words(heads)) if heads else ()
        steps.append(_Step(rule, frozenset(signs), rule.data.get("near"), strings, first_words(listed)))
    signs = "".join(sorted({sign for step in steps for sign in step.signs}))
    heads = frozenset(head for step in steps for head in step.heads)
    return CreditRules(tuple(steps), re.compile(f"[{re.escape(signs)}]" if signs else "(?!)"), heads)


def split_by_rules(text: str, words: Sequence[str], known: Suppliers, rules: CreditRules) -> tuple[str, str] | None:
    """Give (rest of the text, credit) by the first rule that finds one, else None; `words` are those of the text."""
    heads, lowered = rules.heads_in(text, words), folded(text)
    for step in _with_signs(rules, frozenset(rules.signs.findall(text))):
        if step.may_hold(lowered, heads):
            found = _apply(step.rule, text, known, step.start(text))
            if found:
                return found
    return None


@lru_cache(maxsize=512)
def _with_signs(rules: CreditRules, signs: frozenset[str]) -> tuple[_Step, ...]:
    """Return the rules that may match a text with these signs: those that have one of them, or need none."""
    return tuple(step for step in rules.steps if not step.signs or not step.signs.isdisjoint(signs))


def _apply(rule: Rule, text: str, known: Suppliers, start: int) -> tuple[str, str] | None:
    """Give (rest of the text, credit) for the first match from `start` on that passes the rule's check, else None."""
    while match := rule.pattern.search(text, start):
        credit = match["credit"].strip()
        groups = match.groupdict()
        rest = (groups.get("before") or text[: match.start()]).rstrip(DANGLING)
        sender = _BEFORE_LABEL.search(rest)
        if sender and text[: match.start()].rstrip() == rest and known.is_sure(sender["agency"]):
            credit = text[sender.start("agency") : match.end("credit")].strip()
            rest = rest[: sender.start("agency")].rstrip(DANGLING)
        rest = f"{rest} {text[match.end() :].lstrip(_CLOSING)}".strip()
        if len(rest) < _LONGEST_LABEL and known.is_label(rest):
            rest = ""
        if credit and _meets_check(str(rule.data.get("check", "any")), credit, rest, known):
            return _sentence_after(credit, rest, known)
        start = max(match.start("credit"), match.start() + 1)
    return None


def _sentence_after(credit: str, rest: str, known: Suppliers) -> tuple[str, str]:
    """Give (caption, credit), also for a "credit" with a caption after it: "Ada Lund. The harbour at dawn was calm.".

    It is split only if `rest`, the text before and after the credit, is empty; else that text is the caption.
    """
    if rest:
        return rest, credit
    for end in SENTENCE_END.finditer(credit):
        name, caption = credit[: end.start()], credit[end.end() :].strip()
        # An abbreviation does not end a sentence: "Natl Inst. for Space Research".
        if len(caption.split()) < _LEAST_SENTENCE or caption[0].islower():
            continue
        if known.is_name(name) or known.is_chain(name) or known.is_signature(name):
            return caption, name
    return rest, credit


def _meets_check(check: str, credit: str, rest: str, known: Suppliers) -> bool:
    """Whether a match is a credit, by the TOML key `check` of its rule; `rest` is the text before and after it.

    "agency": an agency must be among the names.  "name": any name or names.  "any": a short text that reads neither
    like a sentence nor, if `rest` is empty, like a caption.  "mark": the same, but a few words will always do.
    "short": any short text.
    """
    bare = known.people.articles.small.sub("", without_brackets(credit))
    if check == "agency":
        return known.is_chain(bare)
    if check == "name":
        return known.is_chain(bare) or known.is_name(bare) or known.is_signature(bare)
    if len(credit) > MAX_CHARS or len(credit.split()) > _MAX_WORDS:
        return False
    if check == "mark" and len(credit.split()) <= _FEW_WORDS:
        return True
    if check == "short" or known.is_chain(bare) or known.is_stock(bare) or known.is_signature(bare):
        return True
    if not rest:
        # The label may introduce the caption itself: "Image: The harbour at dawn, seen from the lighthouse".
        names = all(_are_names(part, known) or known.is_stock(part) for part in known.parts(bare))
        return names or bool(_sentence_after(credit, "", known)[0])
    if not bare[:1].islower() or " " not in bare or known.is_name(bare.split()[0]):
        return True
    # A supplier that spells itself small, beside a known one or a name: "picture pool/dpa", "seewerk | Jana Holt".
    parts = known.parts(bare)
    return any(known.is_sure(part) or (len(parts) > 1 and known.is_name(part)) for part in parts)


def _are_names(part: str, known: Suppliers) -> bool:
    """Whether part of a credit is a name, or several names ("Electricity Council & National Energy Office")."""
    part = known.people.made_by.sub("", part)
    return known.is_name(part) or all(map(known.is_name, known.people.joint.split(part)))
