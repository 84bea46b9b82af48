"""The credit rules made ready: which of them can match a text at all, told in microseconds.

Takes the families correspondents, people and agencies of the Rules; gives a Grammar.  Most blocks of a page hold
none of the rules' stems and never meet a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from parsers.folding import caseless, one_i
from parsers.people.lexicon import ARTICLES, CASELESS, Lexicon, lexicon
from parsers.rules import FAMILIES_KEPT, Rule, Rules, default_rules

#: A longer line is no byline.
MAX_BYLINE = 180
#: Names, outlets and places have capitals; a line with more small words is a sentence.
MAX_SMALL = 7
#: Lost mark-up glues words in short lines ("WorldEdited by"); longer ones are not searched for that.
MAX_GLUED = 200
_GLUE = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")
_KEY = 5
_FIRST_LETTERS = itemgetter(slice(_KEY))
#: What may stand directly before a stem, and behind its first word when it is short.
_OPENING = ("", "(", "[", '"', "“", "„", "‘", "'", "«", "—", "–", "-", "--", "*", "•", "¿", "_")
_CLOSING = ("", ",", ".", ":", ";", ")", "’", "'", "!", "?", "|", "’s", "'s")
_APOSTROPHES = ("", "'", "‘")
_MARKS = tuple(mark for mark in _OPENING if len(mark) == 1 and mark not in _APOSTROPHES)
_ASCII_MARKS = tuple(filter(str.isascii, _MARKS))
_AROUND = "".join((*_OPENING, *_CLOSING[:-2]))


#: Stems, each with the places of the rules that it leads to.
Stems = Sequence[tuple[str, tuple[int, ...]]]


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The rules, found by their stems, and the words that names are read by."""

    #: All that it was made of.
    source: Rules
    words: Lexicon
    rules: tuple[Rule, ...]
    #: Those for what a byline begins with.
    bylines: tuple[Rule, ...]
    #: First letters of a stem's telling word -> the stems, each with the rules it leads to.
    stems: dict[str, Stems]
    keys: frozenset[str]
    #: Stems in scripts that do not part words with blanks or join small words to them.
    joined: Stems
    #: A line that is a byline holds one of these words or begins with one of the others.
    byline_words: frozenset[str]
    byline_starts: tuple[str, ...]

    def candidates(self, text: str, lowered: str, *, own: bool) -> tuple[Rule, ...]:
        """The rules that might match a text, in their order; `lowered` is it in lower case.

        `own` says whether the text can name the page's own outlet: rules for its journalists need that.
        """
        lowered = one_i(_parted(text, lowered))
        stirred = self.keys.intersection(map(_FIRST_LETTERS, _bare_words(lowered)))
        likely = [stem for key in stirred for stem in self.stems[key]]
        if not text.isascii():
            likely.extend(self.joined)
        hits = {index for stem, indices in likely if stem in lowered for index in indices} if likely else None
        if not hits:
            return ()
        found = (self.rules[index] for index in sorted(hits))
        return tuple(rule for rule in found if own or not rule.data.get("own"))

    def may_be_byline(self, text: str, lowered: str) -> bool:
        """Whether a line can be a byline with a role, an outlet or a place; `lowered` is it in lower case."""
        if len(text) > MAX_BYLINE:
            return False
        if not lowered.startswith(self.byline_starts):
            words = [word.strip(_AROUND) for word in (lowered if text.isascii() else caseless(text)).split()]
            if self.byline_words.isdisjoint(words):
                return False
        return sum(map(str.islower, text.split())) <= MAX_SMALL


def _parted(text: str, lowered: str) -> str:
    """A text in lower case with single blanks, and with words parted that lost mark-up joined: "WorldEdited by"."""
    if len(text) <= MAX_GLUED and " by" in text:
        lowered = _GLUE.sub(" ", text).lower()
    lowered = lowered.replace("\xa0", " ")
    return " ".join(lowered.split()) if "  " in lowered else lowered


def _bare_words(lowered: str) -> list[str]:
    """The words of a text without what may stand before them, but for apostrophes, which stand in words as well."""
    for mark in _ASCII_MARKS if lowered.isascii() else _MARKS:
        if mark in lowered:
            lowered = lowered.replace(mark, " ")
    return lowered.split()


def grammar(rules: Rules | None) -> Grammar:
    """The Grammar of a set of rules; None means those that the project ships."""
    return _grammar(rules or default_rules())


@lru_cache(maxsize=FAMILIES_KEPT)
def _grammar(rules: Rules) -> Grammar:
    family, words = rules.family("correspondents"), lexicon(rules)
    stems: dict[str, list[int]] = {}
    for index, rule in enumerate(family.rules):
        for stem in rule.data.get("stems", ()):
            stems.setdefault(one_i(str(stem).lower()), []).append(index)
    by_key: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    joined: list[tuple[str, tuple[int, ...]]] = []
    for stem, indices in sorted(stems.items()):
        if CASELESS.match(stem) or not (stem[0].isascii() or stem[0].isalpha()) or not _bare_words(stem):
            joined.append((stem, tuple(indices)))
        else:
            for key in _keys(stem):
                by_key.setdefault(key, []).append((stem, tuple(indices)))
    return Grammar(
        source=rules,
        words=words,
        rules=family.rules,
        bylines=tuple(rule for rule in family.rules if rule.data.get("shape") == "byline"),
        stems={key: tuple(found) for key, found in by_key.items()},
        keys=frozenset(by_key),
        joined=tuple(joined),
        byline_words=_telling_words(words),
        byline_starts=tuple(word for rule in family.rules for word in rule.data.get("starts", ())),
    )


def _keys(stem: str) -> set[str]:
    """How the first letters of a stem's longest word, or of its first, can look in a text, punctuation joined to it."""
    first, *others = _bare_words(stem)
    longest = max(others, key=len, default="")
    if len(longest) >= _KEY and len(longest) > len(first):
        return {longest[:_KEY]}  # "included" is rarer than "was", and nothing is joined to its beginning
    begun = {before + first for before in _APOSTROPHES}
    return {(start + behind)[:_KEY] for start in begun for behind in (_CLOSING if len(start) < _KEY else ("",))}


def _telling_words(words: Lexicon) -> frozenset[str]:
    """A word of every job, agency and listed outlet that few other lines have."""
    common = words.outlet_words | words.desk_words | words.not_first | words.particles
    common |= {article.lower() for article in ARTICLES} | {"of", "united", "new"}
    names = [caseless(name).split() for name in (*words.printed, *words.unnamed) if name.strip()]
    found = {next((part for part in parts if part not in common), parts[-1]) for parts in names}
    found |= {role.split()[-1] for role in words.roles}
    return frozenset(word + genitive for word in found for genitive in ("", "’s", "'s"))
