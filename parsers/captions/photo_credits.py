"""Splits a caption from the picture credit that is printed with it.

Takes one `text` that may be a caption; gives the caption without its credit, and the credit without its label
("Photo:", "©").  First the rules for credits are tried (`parsers.captions.credit_rules`); then a credit that nothing
but its names shows is sought at the end: "The harbour at dawn. Ada Lund/AFP".  Agencies are listed in
config/rules/agencies.toml (`known`).  Call it for captions only: in body text, a sentence that ends in "(Reuters)" does
not end in a picture credit.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.captions.credit_rules import DANGLING, MAX_CHARS, SENTENCE_END, credit_rules_for, split_by_rules
from parsers.captions.normalised_credits import BRACKETS, normalise, without_brackets
from parsers.captions.photo_suppliers import Suppliers, suppliers
from parsers.folding import caseless, key
from parsers.rules import FAMILIES_KEPT, Family, Rules, default_rules

# All limits below were chosen by hand.

#: Characters; a longer text is not a caption and is not searched.
_LONGEST_TEXT = 3_000
#: The most words in lower case in a credit; a text with more is a sentence ("picture alliance via dpa" has four).
_MAX_SMALL = 8
#: The most characters in a credit without a label at the end of a caption.
_MAX_TAIL = 130
#: The most words in a credit at the end of a caption that nothing separates from the caption.
_MAX_BARE_WORDS = 7
#: The least letters of the word before a bare credit; after a shorter one ("of", "the") the name is the caption's.
_WORD_BEFORE = 4
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
    found = split_by_rules(text, words, known, credit_rules_for(family, language.split("-")[0] if language else None))
    if not found and known.may_name(text[-MAX_CHARS:], words if len(text) <= MAX_CHARS else ()):
        found = ("", text) if _is_only_names(text, known) else _tail(text, known, family)
    credit = normalise(found[1], rules=chosen) if found else ""
    if caseless(credit) in _rights(family):
        return text, None  # "© RIPRODUZIONE RISERVATA"
    return (found[0], credit) if found and key(credit) else (text, None)


def is_credit_line(text: str, language: str | None = None, *, rules: Rules | None = None) -> str | None:
    """Return the credit of a text that is nothing else ("Photo: A/AFP", "Getty Images"), without label; else None."""
    text = text.strip()
    if not text or len(text) > MAX_CHARS:
        return None
    rest, credit = split_credit(text, language, rules=rules)
    return None if credit is None or key(rest) else credit


def _is_only_names(text: str, known: Suppliers) -> bool:
    """Whether the whole text is a credit without a label ("Ada Lund/AP", "Handout")."""
    bare = without_brackets(text)
    if len(bare) > MAX_CHARS or sum(map(str.islower, bare.split())) > _MAX_SMALL:
        return False
    if SENTENCE_END.search(bare.rstrip(" .!?")):
        return False
    return bool(known.is_stock(bare) or known.is_credit(bare) or known.is_signature(bare))


def _tail(text: str, known: Suppliers, family: Family) -> tuple[str, str] | None:
    """Give (caption, credit) for a text that ends with a credit without a label ("... at dawn | AP"); else None."""
    for cut in _CUT.finditer(text, max(0, len(text) - _MAX_TAIL)):
        tail = text[cut.end() :]
        bracketed = tail.startswith(tuple(BRACKETS))
        bare = without_brackets(tail.rstrip(". ") if bracketed else tail)
        more = bare.startswith(tail[0]) if bracketed else _TOLD_OF.match(bare)
        named = known.is_chain(bare) or known.is_signature(bare) or (_SLASHED.match(cut[0]) and known.can_sign(bare))
        if cut.start() and not more and named:
            kept = text[: cut.end()].rstrip(DANGLING)
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
            return " ".join(words[:start]), tail.lstrip(DANGLING)
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


@lru_cache(maxsize=FAMILIES_KEPT)
def _rights(family: Family) -> frozenset[str]:
    """Return the notices of rights, none of which is a credit by itself."""
    return frozenset(caseless(word) for word in family.all_words("rights"))


@lru_cache(maxsize=FAMILIES_KEPT)
def _spoken_to(family: Family) -> frozenset[str]:
    """Return the words after which an agency's name is part of a sentence, not a credit: "told" in "told Reuters"."""
    return frozenset(caseless(word) for word in family.all_words("spoken_to"))
