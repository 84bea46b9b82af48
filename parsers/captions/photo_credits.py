"""Splits a caption from the credit of its picture, in the ways that sites print it.

Takes one text that may be a caption; gives the caption without its credit, and the credit without its label
("Photo:", "©").  Labels and shapes are rules (config/rules/credits.toml), agencies one list (agencies.toml).
Only for caption candidates: a body sentence that ends in "(Reuters)" is none of its business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from parsers.captions.photo_suppliers import Suppliers, first_words, suppliers
from parsers.folding import caseless, key, key_words
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules, any_of, default_rules

#: No caption is longer; what is, is not searched.
_LONGEST_TEXT = 3_000
_MAX_WORDS = 24
_MAX_CHARS = 200
#: Names have capitals; a text with more words without any is a sentence ("picture alliance via dpa" has four).
_MAX_SMALL = 8
#: Longest credit that is looked for at the end of a caption when no label announces it.
_MAX_TAIL = 130
_LONGEST_LABEL = 40
#: After a mark of rights, so many words are a name, however they are spelt.
_FEW_WORDS = 6
_DANGLING = " \t|/／–—·•-,;([（【©ⓒ"
_CLOSING = " .)]）】"
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】", "<": ">"}
_OPENED_BY = {closing: opening for opening, closing in _BRACKETS.items()}
#: Where an unlabelled credit may begin: after a sentence, a bar or a dash.  An initial ends no sentence.
_CUT = re.compile(
    # What all of them begin with comes first: most characters are passed over after one look.
    r"(?=[.!?…。»”\")\]\s|｜(\[（【])(?:"
    r"(?<!\b[^\W\d_])[.!?…。](?:[»”\"'’)\]]*)\s*[–—|/-]*\s*"
    r"|[»”\")\]]\s+|\s+[–—]+\s*|\s+-+\s+|\s*[|｜]\s*|[.!?]?\s*(?=[(\[（【]))"
)
#: A cut that parts a name alone from the sentence before it, so that it is neither one of the caption nor its speaker.
_SLASHED = re.compile(r"[.!?…。].*/")
#: Words of the caption before a credit in brackets: "zu: 11. Mai 2026 (AFP)", "in Hershey, Penn. Thursday. (Reuters)".
_TOLD_OF = re.compile(r"[^(\[（【]*(?:\d|\w{3}[.!?])\s*[(\[（【]")
_SENTENCE = re.compile(r"(?<!\b[^\W\d_])[.!?](?:\s|$)")
_RIGHTS = re.compile(
    r"[\s,.;–—-]*(?:all rights reserved|alle rechte vorbehalten|tous droits réservés)\.?$", re.IGNORECASE
)
#: A sentence's full stop, not that of "Inc." or "Bros.".
_STOP = re.compile(r"(?<=[^\W\d_]{4})(?<!nuotr)(?<!Bros|Corp|Univ|Prod)\.$")
#: "Photo by Ada Lund; design by Jean Valon".
_MADE_BY = re.compile(r"^[^\W\d_]+ by\s+")
_AND = re.compile(r"\s+(?:&|and|und|et)\s+")
_ARTICLE = re.compile(r"^(?:the|la|le|les|el|der|die|das)\s+")
#: Only a credit with one of these may hold a rights notice.
_NOTICE = re.compile(r"\b(?:19|20)\d\d\b|reserved|vorbehalten|réservés", re.IGNORECASE)
#: A rights notice behind a name ("Ada Lund/Copyright 2026 The AP").
_CLAUSE = re.compile(r"(?<=\w)\s*[/,|–—-]?\s*\bcopyright\s+(?:©\s*)?(?:19|20)\d\d\b.*$", re.IGNORECASE)
_YEAR = re.compile(r"^(?:19|20)\d\d\s*[,–-]?\s+")


def split_credit(text: str, language: str | None = None, *, rules: Rules | None = None) -> tuple[str, str | None]:
    """The caption without its credit, and the credit without its label (None when there is none).

    language is a BCP 47 code or None when not known.  A text that is nothing but a credit gives ("", credit).
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
    """The credit, when the text is a credit and nothing else ("Photo: A/AFP", "Getty Images"); else None."""
    text = text.strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    rest, credit = split_credit(text, language, rules=rules)
    return None if credit is None or key(rest) else credit


def normalise(credit: str, *, rules: Rules | None = None) -> str:
    """A credit as it is stored: labels, brackets and dangling punctuation away, the names as printed."""
    chosen = rules or default_rules()
    known, (lead, after) = suppliers(chosen), _lead(chosen.family("credits"))
    text, before = " ".join(credit.split()), None
    while text != before:
        before = text
        text = _unbracket(text.strip(" |/–—·•,;:=＝-"))
        if label := lead.match(text):
            text = text[label.end() :]
        if _NOTICE.search(text):
            text = _CLAUSE.sub("", _YEAR.sub("", _RIGHTS.sub("", text)))
        if "pic" in caseless(text) and not known.is_sure(text):  # "Panos Pictures" is a name, "Bernama pic" is not
            text = after.sub(r"\1", text)
    return _STOP.sub("", text)


def credit_key(credit: str) -> frozenset[str]:
    """What two spellings of one credit share: the set of their words, folded."""
    return frozenset(key_words(credit))


def _is_only_names(text: str, known: Suppliers) -> bool:
    bare = _unbracket(text)
    if len(bare) > _MAX_CHARS or sum(map(str.islower, bare.split())) > _MAX_SMALL:
        return False
    if _SENTENCE.search(bare.rstrip(" .!?")):
        return False
    return bool(known.is_stock(bare) or known.is_credit(bare) or known.is_signature(bare))


@dataclass(frozen=True, slots=True)
class _Step:
    """One rule with what a text must hold for it to be worth trying."""

    rule: Rule
    #: One of these characters, and how far before the first of them a match may begin; None for anywhere.
    signs: frozenset[str]
    near: int | None
    #: One of these strings, in lower case.
    strings: tuple[str, ...]
    #: One of these words, in a script that sets words apart.
    heads: frozenset[str]

    def may_hold(self, lowered: str, heads: frozenset[str] | None) -> bool:
        """False when the rule surely does not match; heads are those of all rules that the text holds."""
        if self.heads and heads is not None and self.heads.isdisjoint(heads):
            return False
        return not self.strings or any(string in lowered for string in self.strings)

    def start(self, text: str) -> int:
        """Where the search for the rule may begin, in a text that holds one of its signs."""
        if self.near is None:
            return 0
        first = min(place for place in map(text.find, self.signs) if place >= 0)
        return max(0, first - self.near)


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """The rules of one language, and what those of any ask for: a text is searched for that once."""

    steps: tuple[_Step, ...]
    signs: re.Pattern[str]
    heads: frozenset[str]


def _by_rules(text: str, words: Sequence[str], known: Suppliers, rules: _Steps) -> tuple[str, str] | None:
    heads, lowered = rules.heads.intersection(words) if words else None, text.lower()
    for step in _with_signs(rules, frozenset(rules.signs.findall(text))):
        if step.may_hold(lowered, heads):
            found = _apply(step.rule, text, known, step.start(text))
            if found:
                return found
    return None


@lru_cache(maxsize=512)
def _with_signs(rules: _Steps, signs: frozenset[str]) -> tuple[_Step, ...]:
    """The rules that a text with these signs may hold."""
    return tuple(step for step in rules.steps if not step.signs or not step.signs.isdisjoint(signs))


@lru_cache(maxsize=FAMILIES_KEPT)
def _steps(family: Family, language: str | None) -> _Steps:
    every = _every_step(family)
    return replace(every, steps=tuple(step for step in every.steps if step.rule.speaks(language)))


@lru_cache(maxsize=FAMILIES_KEPT)
def _every_step(family: Family) -> _Steps:
    steps = []
    for rule in family.rules:
        needs, heads = rule.data.get("needs", ""), rule.data.get("heads")
        signs, strings = (needs, ()) if isinstance(needs, str) else ("", tuple(need.lower() for need in needs))
        listed = (caseless(word) for word in family.all_words(heads)) if heads else ()
        steps.append(_Step(rule, frozenset(signs), rule.data.get("near"), strings, first_words(listed)))
    signs = "".join(sorted({sign for step in steps for sign in step.signs}))
    heads = frozenset(head for step in steps for head in step.heads)
    return _Steps(tuple(steps), re.compile(f"[{re.escape(signs)}]" if signs else "(?!)"), heads)


def _apply(rule: Rule, text: str, known: Suppliers, start: int) -> tuple[str, str] | None:
    """The first place from start where a rule holds and its captured words pass its check: (rest, credit)."""
    while match := rule.pattern.search(text, start):
        credit = match["credit"].strip()
        groups = match.groupdict()
        rest = (groups.get("before") or text[: match.start()]).rstrip(_DANGLING)
        rest = f"{rest} {text[match.end() :].lstrip(_CLOSING)}".strip()
        if len(rest) < _LONGEST_LABEL and known.is_label(rest):
            rest = ""
        if credit and _passes(str(rule.data.get("check", "any")), credit, rest, known):
            return _sentence_after(credit, rest, known)
        start = max(match.start("credit"), match.start() + 1)
    return None


def _sentence_after(credit: str, rest: str, known: Suppliers) -> tuple[str, str]:
    """A credit that stands before its caption ends where the caption's first sentence begins."""
    if rest:
        return rest, credit
    for end in _SENTENCE.finditer(credit):
        name, caption = credit[: end.start()], credit[end.end() :].strip()
        if len(caption.split()) < 4 or caption[0].islower():  # "Natl Inst. for Space Research": no sentence ends there
            continue
        if known.is_name(name) or known.is_chain(name) or known.is_signature(name):
            return caption, name
    return rest, credit


def _passes(check: str, credit: str, rest: str, known: Suppliers) -> bool:
    bare = _ARTICLE.sub("", _unbracket(credit))
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
        # "Image: The harbour at dawn, seen from the lighthouse": the label may announce the caption itself.
        names = all(_names(part, known) or known.is_stock(part) for part in known.parts(bare))
        return names or bool(_sentence_after(credit, "", known)[0])
    return not bare[:1].islower() or " " not in bare or known.is_name(bare.split()[0])


def _names(part: str, known: Suppliers) -> bool:
    """Whether a piece of a credit is a name, or several ("Electricity Council & National Energy Office")."""
    part = _MADE_BY.sub("", part)
    return known.is_name(part) or all(map(known.is_name, _AND.split(part)))


def _tail(text: str, known: Suppliers, family: Family) -> tuple[str, str] | None:
    """An unlabelled credit at the end: after a sentence or bar, in brackets, or a bare agency."""
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
    """ "... entering the country AP Photo/Ada Lund", "... at the gate Getty Images": no mark before it."""
    words = text.split()
    spoken = _spoken_to(family)
    for start in range(max(2, len(words) - 7), len(words)):
        tail, previous = " ".join(words[start:]), words[start - 1]
        if not known.may_name(tail):
            break
        if caseless(previous) not in spoken and not previous.endswith(",") and _is_bare_credit(tail, previous, known):
            return " ".join(words[:start]), tail.lstrip(_DANGLING)
    return None


def _is_bare_credit(tail: str, previous: str, known: Suppliers) -> bool:
    first = tail.replace("|", "/").partition("/")[0].strip()
    if first == tail:
        return known.is_sure(tail) and " " in tail and len(previous) > 3
    if known.is_sure(first) or not first:
        return (bool(first) or previous.islower()) and known.is_chain(tail)
    # A person before the slash: two words, so that a name at the caption's end stays with the caption.
    return len(first.split()) == 2 and not previous[:1].isupper() and known.is_chain(tail)


def _unbracket(text: str) -> str:
    """Without the pair of brackets around the whole text, or a closing one that opens nowhere."""
    text = text.strip()
    closing = _BRACKETS.get(text[:1])
    if closing and text.endswith(closing) and text.count(text[0]) == 1:
        return text[1:-1].strip()
    opening = _OPENED_BY.get(text[-1:])
    if opening and opening not in text:
        return text[:-1].strip()
    return text


@lru_cache(maxsize=FAMILIES_KEPT)
def _lead(family: Family) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a credit ("Photo:", "©", "by") and after it ("pic")."""

    def words(name: str) -> str:
        return any_of(family.all_words(name))

    label = rf"(?:{words('label')})\s*(?:[:：=＝|]|\s[-–—]\s|(?=[©ⓒⒸ℗]))"
    front = rf"^(?:{label}|(?:{words('by')})(?:\s*[:：,]|\s)\s*(?=\S)|[©ⓒⒸ℗]|\(c\)|by\s|Copyright\b)\s*"
    back = r"^(.{2,}?)\s+(?:file\s+)?(?:pics?|pictures?)\.?$"
    return re.compile(front, re.IGNORECASE), re.compile(back, re.IGNORECASE)


@lru_cache(maxsize=FAMILIES_KEPT)
def _spoken_to(family: Family) -> frozenset[str]:
    return frozenset(caseless(word) for word in family.all_words("spoken_to"))
