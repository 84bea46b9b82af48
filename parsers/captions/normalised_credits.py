"""Normalises a picture credit: takes off what is printed around it and is no part of it.

Takes a `credit` as it is printed ("Photo: Ada Lund/AFP, all rights reserved."); gives what is stored ("Ada Lund/AFP"),
and the words by which two credits are compared.  The words around a credit (labels, rights notices) are lists in
config/rules/credits.toml (`family`).  Where a credit begins in a caption is found in `parsers.captions.photo_credits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from parsers.captions.photo_suppliers import suppliers
from parsers.folding import caseless, key_words
from parsers.late_patterns import LatePattern
from parsers.rules import FAMILIES_KEPT, Family, Rules, any_of, default_rules

#: Each opening bracket that may stand around a credit, with its closing one; and the other way round.
BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】", "<": ">"}
_OPENED_BY = {closing: opening for opening, closing in BRACKETS.items()}
#: A whole credit in quotation marks: "'Neil Thomas'."
_QUOTED = re.compile(r"""^(?:"([^"]+)"|'([^']+)'|[“„”]([^“”]+)[“”]|‘([^’]+)’|«\s?([^«»]+?)\s?»)\.?$""")
_QUOTES = frozenset("\"'“„”‘«")
_YEAR = re.compile(r"^(?:19|20)\d\d\s*[,–-]?\s+")


def normalise(credit: str, *, rules: Rules | None = None) -> str:
    """Return a credit as it is stored: without labels, brackets and punctuation at its ends; names stay as printed."""
    chosen = rules or default_rules()
    known, around = suppliers(chosen), _around(chosen.family("credits"))
    text, before = " ".join(credit.split()), None
    while text != before:
        before = text
        text = without_brackets(text.strip(" |/–—·•,;:=＝-"))
        if text[:1] in _QUOTES and (quoted := _QUOTED.match(text)):
            text = quoted[quoted.lastindex or 0]
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


def without_brackets(text: str) -> str:
    """Remove the pair of brackets around a whole text, or a closing bracket without its opening one."""
    text = text.strip()
    closing = BRACKETS.get(text[:1])
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

    label = rf"(?:{words('label')})(?:\s?/\s?(?:{words('label')}))?\s*(?:[:：=＝|]|\s[-–—]\s|(?=[©ⓒⒸ℗]))"
    # A slash, or for some words a blank, ends a label before the names of a person ("Photo / Ada Lund"), not before
    # another label or an agency.
    slash = rf"(?:{words('photo')})\s*[/|]\s*(?!(?:{words('label')})\b)(?=[^\W\d_]+\.?\s[^\W\d_])"
    name = r"(?-i:[^\W\d_a-zß-öø-ÿ])[\w.’-]*"
    bare = rf"(?:{words('bare_photo')})\s+(?={name}(?:\s(?:van|de|der|den|von|di|da|del|{name})){{1,4}}(?:$|[,/]))"
    source = rf"(?:{words('source')})\s*[,:：،]"
    copyright_, by = words("copyright"), rf"(?:{words('by')})(?:\s*[:：,]|\s)\s*(?=\S)|(?:{words('bare_by')})\s"
    behind_sign = rf"(?:\s*(?:{words('label')})\s+(?={name}\s[^\W\d_]))?"  # "© Foto Jan Bakker"
    front = rf"^(?:{label}|{slash}|{bare}|{source}|{by}|[©ⓒⒸ℗]{behind_sign}|\(c\)|(?:{copyright_})\b)\s*"
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
