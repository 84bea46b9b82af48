"""Splits a caption from the picture credit that is printed with it.

Takes one text that may be a caption; gives the caption without its credit, and the credit without its label ("Photo:",
"©").  Labels and patterns are rules in config/rules/credits.toml (`family`), agencies are listed in agencies.toml
(`known`).  Call it for captions only: in body text, a sentence that ends in "(Reuters)" does not end in a picture
credit.  Most rules match hardly any text; a rule's signs (characters like "©") and heads (words like "photo"), one of
which a text must contain, spare most tries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from parsers.captions.photo_suppliers import Suppliers, first_words, suppliers
from parsers.folding import caseless, key, key_words
from parsers.late_patterns import LatePattern
from parsers.required_text import Plain, folded, holds, plain, required
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules, any_of, default_rules

# All limits below were chosen by hand.

#: Characters; a longer text is not a caption and is not searched.
_LONGEST_TEXT = 3_000
#: The most words and characters in a credit.
_MAX_WORDS = 24
_MAX_CHARS = 200
#: The most words in lower case in a credit; a text with more is a sentence ("picture alliance via dpa" has four).
_MAX_SMALL = 8
#: The most characters in a credit without a label at the end of a caption.
_MAX_TAIL = 130
#: The most words in a credit at the end of a caption that nothing separates from the caption.
_MAX_BARE_WORDS = 7
#: Characters; the rest of a caption is tested for being only a label if it is shorter.
_LONGEST_LABEL = 40
#: The most words after a copyright sign that count as a name, whatever their spelling.
_FEW_WORDS = 6
#: The least letters of the word before a bare credit; after a shorter one ("of", "the") the name is the caption's.
_WORD_BEFORE = 4
#: The least words in a sentence that can be a caption after its credit.
_LEAST_SENTENCE = 4
#: Characters that are removed from a caption's end where its credit was cut off.
_DANGLING = " \t|/／–—·•-,;([（【©ⓒ"
_CLOSING = " .)]）】"
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】", "<": ">"}
_OPENED_BY = {closing: opening for opening, closing in _BRACKETS.items()}
#: Where a credit without a label may begin: after a sentence, a bar or a dash.  The full stop of an initial ("A. Lund")
#: does not end a sentence.
_CUT = re.compile(
    # The lookahead lists every character that a match can begin with, so that most positions are rejected at once.
    r"(?=[.!?…。»”\")\]\s|｜(\[（【])(?:"
    r"(?<!\b[^\W\d_])[.!?…。](?:[»”\"'’)\]]*)\s*[–—|/-]*\s*"
    r"|[»”\")\]]\s+|\s+[–—]+\s*|\s+-+\s+|\s*[|｜]\s*|[.!?]?\s*(?=[(\[（【]))"
)
#: The end of a sentence and a slash: a single name after it is a credit, not part of the caption or a quoted speaker.
_SLASHED = re.compile(r"[.!?…。].*/")
#: Words of the caption before a credit in brackets, as after the first full stop in "zu: 11. Mai 2026 (AFP)" and in "in
#: Hershey, Penn. Thursday. (Reuters)": such a text is not a credit as a whole.
_TOLD_OF = re.compile(r"[^(\[（【]*(?:\d|\w{3}[.!?])\s*[(\[（【]")
#: The end of a sentence, not the full stop of an initial.
_SENTENCE = re.compile(r"(?<!\b[^\W\d_])[.!?](?:\s|$)")
#: Between a digit and the letter after it.
_BEHIND_DIGIT = re.compile(r"(?<=\d)(?=[^\W\d_])")
_YEAR = re.compile(r"^(?:19|20)\d\d\s*[,–-]?\s+")


def split_credit(text: str, language: str | None = None, *, rules: Rules | None = None) -> tuple[str, str | None]:
    """Split a caption into its text without the credit, and the credit without its label (None when there is none).

    `language` is a BCP 47 code, or None when unknown; `rules` are the shipped ones by default.  A text that is only a
    credit gives ("", credit).
    """
    chosen = rules or default_rules()
    known, family = suppliers(chosen), chosen.family("credits")
    text = text.strip()
    if len(text) > _LONGEST_TEXT:
        return text, None
    words = known.words(text)
    found = _by_rules(text, words, known, _steps(family, language.split("-")[0] if language else None))
    if not found and known.may_name(text[-_MAX_CHARS:], words if len(text) <= _MAX_CHARS else ()):
        found = ("", text) if _is_only_names(text, known) else _tail(text, known, family)
    credit = normalise(found[1], rules=chosen) if found else ""
    return (found[0], credit) if found and key(credit) else (text, None)


def is_credit_line(text: str, language: str | None = None, *, rules: Rules | None = None) -> str | None:
    """Return the credit of a text that is nothing else ("Photo: A/AFP", "Getty Images"), without label; else None."""
    text = text.strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    rest, credit = split_credit(text, language, rules=rules)
    return None if credit is None or key(rest) else credit


def normalise(credit: str, *, rules: Rules | None = None) -> str:
    """Return a credit as it is stored: without labels, brackets and punctuation at its ends; names stay as printed."""
    chosen = rules or default_rules()
    known, around = suppliers(chosen), _around(chosen.family("credits"))
    text, before = " ".join(credit.split()), None
    while text != before:
        before = text
        text = _unbracket(text.strip(" |/–—·•,;:=＝-"))
        if label := around.lead.match(text):
            text = text[label.end() :]
        if around.may_notice.search(text):
            text = around.clause.sub("", _YEAR.sub("", around.rights.sub("", text)))
        last = text.rstrip(".").rpartition(" ")[2]
        # "Panos Pictures" and "Harbour Pictures" are names, "Bernama pic" is not.
        if not last[:1].isupper() and caseless(last) in around.last_words and not known.is_sure(text):
            text = around.after.sub(r"\1", text)
    return _without_repeat(around.stop.sub("", text))


def _without_repeat(text: str) -> str:
    """Shorten a credit that is printed twice in a row: "Ada Lund/AP / Ada Lund/AP" gives "Ada Lund/AP"."""
    words = text.split()
    half, odd = divmod(len(words), 2)
    first, second = words[:half], words[half + odd :]
    joint = not odd or not any(map(str.isalnum, words[half]))
    return " ".join(first) if half and joint and first == second else text


def credit_key(credit: str) -> frozenset[str]:
    """Return the set of a credit's words, normalised (`key_words`), by which credits are compared."""
    return frozenset(key_words(credit))


def _is_only_names(text: str, known: Suppliers) -> bool:
    """Whether the whole text is a credit without a label ("Ada Lund/AP", "Handout")."""
    bare = _unbracket(text)
    if len(bare) > _MAX_CHARS or sum(map(str.islower, bare.split())) > _MAX_SMALL:
        return False
    if _SENTENCE.search(bare.rstrip(" .!?")):
        return False
    return bool(known.is_stock(bare) or known.is_credit(bare) or known.is_signature(bare))


@dataclass(frozen=True, slots=True)
class _Step:
    """One rule for credits, with quick tests: a text that fails one cannot match.  An empty test never fails."""

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
class _Steps:
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


def _by_rules(text: str, words: Sequence[str], known: Suppliers, rules: _Steps) -> tuple[str, str] | None:
    """Give (rest of the text, credit) by the first rule that finds one, else None; `words` are those of the text."""
    heads, lowered = rules.heads_in(text, words), folded(text)
    for step in _with_signs(rules, frozenset(rules.signs.findall(text))):
        if step.may_hold(lowered, heads):
            found = _apply(step.rule, text, known, step.start(text))
            if found:
                return found
    return None


@lru_cache(maxsize=512)
def _with_signs(rules: _Steps, signs: frozenset[str]) -> tuple[_Step, ...]:
    """Return the rules that may match a text with these signs: those that have one of them, or need none."""
    return tuple(step for step in rules.steps if not step.signs or not step.signs.isdisjoint(signs))


@lru_cache(maxsize=FAMILIES_KEPT)
def _steps(family: Family, language: str | None) -> _Steps:
    """Return the rules for a `language`: a two-letter code, or None when it is unknown."""
    every = _every_step(family)
    return replace(every, steps=tuple(step for step in every.steps if step.rule.speaks(language)))


@lru_cache(maxsize=FAMILIES_KEPT)
def _every_step(family: Family) -> _Steps:
    """Return the rules for all languages; a rule's TOML keys "needs", "near" and "heads" hold its quick tests.

    A rule without these keys gets a test that is derived from its pattern.
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
    return _Steps(tuple(steps), re.compile(f"[{re.escape(signs)}]" if signs else "(?!)"), heads)


def _apply(rule: Rule, text: str, known: Suppliers, start: int) -> tuple[str, str] | None:
    """Give (rest of the text, credit) for the first match from `start` on that passes the rule's check, else None."""
    while match := rule.pattern.search(text, start):
        credit = match["credit"].strip()
        groups = match.groupdict()
        rest = (groups.get("before") or text[: match.start()]).rstrip(_DANGLING)
        rest = f"{rest} {text[match.end() :].lstrip(_CLOSING)}".strip()
        if len(rest) < _LONGEST_LABEL and known.is_label(rest):
            rest = ""
        if credit and _meets_check(str(rule.data.get("check", "any")), credit, rest, known):
            return _sentence_after(credit, rest, known)
        start = max(match.start("credit"), match.start() + 1)
    return None


def _sentence_after(credit: str, rest: str, known: Suppliers) -> tuple[str, str]:
    """Give (caption, credit) for what a rule has taken for a credit.

    `rest`: the text before and after `credit`, which is the caption.  If `rest` is empty, `credit` may hold the caption
    after the real credit and is split: "Ada Lund. The harbour at dawn was calm.".
    """
    if rest:
        return rest, credit
    for end in _SENTENCE.finditer(credit):
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
    bare = known.people.articles.small.sub("", _unbracket(credit))
    if check == "agency":
        return known.is_chain(bare)
    if check == "name":
        return known.is_chain(bare) or known.is_name(bare) or known.is_signature(bare)
    if len(credit) > _MAX_CHARS or len(credit.split()) > _MAX_WORDS:
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
    # "picture pool/dpa": a supplier that spells itself small, beside one that is known.
    return any(known.is_sure(part) for part in known.parts(bare))


def _are_names(part: str, known: Suppliers) -> bool:
    """Whether part of a credit is a name, or several names ("Electricity Council & National Energy Office")."""
    part = known.people.made_by.sub("", part)
    return known.is_name(part) or all(map(known.is_name, known.people.joint.split(part)))


def _tail(text: str, known: Suppliers, family: Family) -> tuple[str, str] | None:
    """Give (caption, credit) for a text that ends with a credit without a label ("... at dawn | AP"); else None."""
    for cut in _CUT.finditer(text, max(0, len(text) - _MAX_TAIL)):
        tail = text[cut.end() :]
        bracketed = tail.startswith(tuple(_BRACKETS))
        bare = _unbracket(tail.rstrip(". ") if bracketed else tail)
        more = bare.startswith(tail[0]) if bracketed else _TOLD_OF.match(bare)
        named = known.is_chain(bare) or known.is_signature(bare) or (_SLASHED.match(cut[0]) and known.can_sign(bare))
        if cut.start() and not more and named:
            kept = text[: cut.end()].rstrip(_DANGLING)
            return kept, bare
    return _bare_agency(text, known, family)


def _bare_agency(text: str, known: Suppliers, family: Family) -> tuple[str, str] | None:
    """Give (caption, credit) for an agency after a blank at a text's end, "... at the gate Getty Images"; else None."""
    words = text.split()
    spoken = _spoken_to(family)
    for start in range(max(2, len(words) - _MAX_BARE_WORDS), len(words)):
        tail, previous = " ".join(words[start:]), words[start - 1]
        if not known.may_name(tail):
            break
        if caseless(previous) not in spoken and not previous.endswith(",") and _is_bare_credit(tail, previous, known):
            return " ".join(words[:start]), tail.lstrip(_DANGLING)
    return None


def _is_bare_credit(tail: str, previous: str, known: Suppliers) -> bool:
    """Whether `tail`, a caption's last words, is a credit, no part of its sentence; `previous` is the word before."""
    first = tail.replace("|", "/").partition("/")[0].strip()
    if first == tail:
        return known.is_sure(tail) and " " in tail and len(previous) >= _WORD_BEFORE
    if known.is_sure(first) or not first:
        return (bool(first) or previous.islower()) and known.is_chain(tail)
    # A person before the slash must have exactly two words, so that a name at the caption's end remains in the caption.
    return len(first.split()) == 2 and not previous[:1].isupper() and known.is_chain(tail)


def _unbracket(text: str) -> str:
    """Remove the pair of brackets around a whole text, or a closing bracket without its opening one."""
    text = text.strip()
    closing = _BRACKETS.get(text[:1])
    if closing and text.endswith(closing) and text.count(text[0]) == 1:
        return text[1:-1].strip()
    opening = _OPENED_BY.get(text[-1:])
    if opening and opening not in text:
        return text[:-1].strip()
    return text


class _Around(NamedTuple):
    """What is printed before and after a credit and is no part of it."""

    #: A label before it ("Photo:", "©", "by").
    lead: re.Pattern[str]
    #: A word after it ("pic"); and the last words of all that this pattern matches, for a quick test.
    after: LatePattern
    last_words: frozenset[str]
    #: A rights notice at its end ("All rights reserved"), or after a name ("Ada Lund/Copyright 2026 The AP").
    rights: LatePattern
    clause: LatePattern
    #: A credit in which this finds nothing contains no rights notice; this saves trying the slower patterns.
    may_notice: re.Pattern[str]
    #: The full stop at the end of a sentence, not that of an abbreviation ("Inc.", "Bros.").
    stop: re.Pattern[str]


@lru_cache(maxsize=FAMILIES_KEPT)
def _around(family: Family) -> _Around:
    """Make the patterns for what is printed before and after a credit, from the word lists of credits.toml."""

    def words(name: str) -> str:
        """Return the words of the list called `name` as alternatives for a pattern."""
        return any_of(family.all_words(name)) or "(?!)"

    label = rf"(?:{words('label')})\s*(?:[:：=＝|]|\s[-–—]\s|(?=[©ⓒⒸ℗]))"
    copyright_, by = words("copyright"), rf"(?:{words('by')})(?:\s*[:：,]|\s)\s*(?=\S)|(?:{words('bare_by')})\s"
    front = rf"^(?:{label}|{by}|[©ⓒⒸ℗]|\(c\)|(?:{copyright_})\b)\s*"
    clause = rf"(?<=\w)\s*[/,|–—-]?\s*\b(?:{copyright_})\s+(?:©\s*)?(?:19|20)\d\d\b.*$"
    return _Around(
        re.compile(front, re.IGNORECASE),
        LatePattern(rf"^(.{{2,}}?)\s+(?:{words('after')})\.?$", re.IGNORECASE),
        frozenset(caseless(word).rpartition(" ")[2] for word in family.all_words("after")),
        LatePattern(rf"[\s,.;–—-]*(?:{words('rights')})\.?$", re.IGNORECASE),
        LatePattern(clause, re.IGNORECASE),
        re.compile(rf"\b(?:19|20)\d\d\b|{words('rights')}", re.IGNORECASE),
        re.compile(rf"(?<=[^\W\d_]{{4}}){_not_behind(family.all_words('abbreviation'))}\.$"),
    )


def _not_behind(words: Iterable[str]) -> str:
    """Make a regular expression that fails right after any of the words."""
    return "".join(f"(?<!{re.escape(word)})" for word in words)


@lru_cache(maxsize=FAMILIES_KEPT)
def _spoken_to(family: Family) -> frozenset[str]:
    """Return the words after which an agency's name is part of a sentence, not a credit: "told" in "told Reuters"."""
    return frozenset(caseless(word) for word in family.all_words("spoken_to"))
