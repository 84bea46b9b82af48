"""The words and patterns by which names are read from bylines, made of config/rules/bylines.toml and agencies.toml.

`words_of` gives them (NameWords) for a set of rules and the language of a page.  `parsers.people.byline_names`,
`one_name`, `name_kinds` and `around_names` apply them; nothing is read here.  A lead-in is a word before the names,
such as "By".  A family is the rules of one file; "folded" means as `parsers.folding.caseless` gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from parsers.folding import caseless, key
from parsers.late_patterns import LatePattern
from parsers.people.build_lexicon import lexicon
from parsers.people.lexicon import Lexicon
from parsers.required_text import folded
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules, any_of

#: The pattern of a rule that the files do not have.
_NOTHING = re.compile(r"(?!)")
FIRST_WORD = re.compile(r"\W*([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words and patterns of the byline rules; all words are folded."""

    #: The rules by their ids; most pages need few of their patterns.
    rules: Mapping[str, Rule]
    #: First words of lead-ins; the pattern lead is tried only after one of them.
    lead_words: frozenset[str]
    #: The first two letters of lead-ins, for an even quicker test.
    openings: frozenset[str]
    #: What stands before those who only checked the article ("Reviewed by").
    checker: LatePattern
    #: Finds in a `folded` text what every match of end contains: a quick test that spares most names the slow search.
    may_end: re.Pattern[str]
    #: Places and outlets after a name ("in London", "for Harbour Post").
    whereabouts: tuple[re.Pattern[str], ...]
    #: "and" between names.
    joint: re.Pattern[str]
    #: Those of them that also stand inside surnames ("Couto e Silva").
    surname_joints: frozenset[str]
    #: Words in lower case inside names ("van", "de").
    particles: frozenset[str]
    #: A job.
    roles: re.Pattern[str]
    #: Words that make a name an organisation's or a group's.
    groups: frozenset[str]
    #: What a company's name ends with ("gmbh").
    legal_forms: frozenset[str]
    #: Words that no name contains.
    never: frozenset[str]
    #: Words of the page's buttons and dates that are also names ("Min"), and those that are surnames only ("Share").
    namesakes: frozenset[str]
    surnames: frozenset[str]
    #: Degrees after names ("md").
    degrees: frozenset[str]
    #: The keys of all agencies' names.
    agencies: frozenset[str]
    #: Words that show that a string is not just one name.
    telling: frozenset[str]
    #: Words of roles and groups; a string of nothing else names nobody ("Senior Staff Writer").
    generic: frozenset[str]
    #: The keys of lead-ins after which stands an author, and nobody who only edited, compiled or lent the text.
    wrote: frozenset[str]
    #: A lead-in joined to the name because they are in adjacent elements: "ByAnn Lister".
    stuck: re.Pattern[str]
    #: Before a place behind a name ("de" in "Ana Ruiz, de Vila Serena").
    before_place: frozenset[str]
    #: The agencies that somebody's text is made with, at its end: " avec AFP".
    with_agency: LatePattern
    #: Recognises the names of people.
    people: Lexicon
    #: What is a time counted back from now ("3 hours ago"), as a whole text in the page's language or in English.
    ago: tuple[re.Pattern[str], ...]
    #: Lead-ins of the page's language that count in no other.
    lead_here: re.Pattern[str] = _NOTHING
    #: Lead-ins of other languages that are ordinary words in the page's, so that they lead nothing and begin no name.
    ordinary: frozenset[str] = frozenset()
    #: Prepositions of the page's language with which no name begins; some are lead-ins and lead only full names.
    prepositions: frozenset[str] = frozenset()
    #: The keys of all that lead nothing in the page's language: those, and lead-ins of others that are first names.
    no_leads: frozenset[str] = frozenset()
    #: What names begin with in Chinese and Korean, where blanks stand between names; empty in other languages, such as
    #: Japanese, where they stand between the parts of one name.
    surnames_of_lists: tuple[str, ...] = ()

    @property
    def lead(self) -> re.Pattern[str]:
        """The pattern for a word such as "By" at the start of a byline."""
        return self._pattern("lead")

    @property
    def inner_lead(self) -> re.Pattern[str]:
        """The pattern for a word such as "by" after a date ("Published 3 May 2024 by ")."""
        return self._pattern("inner-lead")

    @property
    def inner_label(self) -> re.Pattern[str]:
        """The pattern for the author's label after another label ("作者：" in "来源：海港日报 作者：")."""
        return self._pattern("inner-label")

    @property
    def end(self) -> re.Pattern[str]:
        """The pattern for where the names end and something else begins, such as a date."""
        return self._pattern("end")

    @property
    def pictured(self) -> re.Pattern[str]:
        """The pattern for a photographer among the names: "and Tom Hall (photos)"."""
        return self._pattern("pictures-in-brackets")

    @property
    def life(self) -> re.Pattern[str]:
        """The pattern for dates of birth and death ("1931–2025"): such a line is about a person, not by one."""
        return self._pattern("life")

    def _pattern(self, id_: str) -> re.Pattern[str]:
        """The pattern of the rule with the id `id_`; one that matches nothing when a user's rules have removed it."""
        return self.rules[id_].pattern if id_ in self.rules else _NOTHING

    def leads(self, word: str) -> bool:
        """Whether a lead-in that a pattern found ("De ", "By", "De: ") is one on a page in this language.

        With a colon every one is: it labels what follows.
        """
        return key(word) not in self.no_leads or word.rstrip().endswith((":", "："))

    def begins_name(self, text: str) -> bool:
        """Whether a line that names somebody without "By" can begin as this one: not with an article or preposition."""
        return first_word(text) not in self.ordinary | self.prepositions

    def tells_ago(self, text: str) -> bool:
        """Whether a text is nothing but a time counted back from now ("3 hours ago", "gestern")."""
        return any(pattern.match(text) for pattern in self.ago)

    def opens_place(self, part: str) -> bool:
        """Whether a part behind a name is a place with its preposition: "de Vila Serena", "i Bergen"."""
        preposition, _, place = part.strip().partition(" ")
        return preposition in self.before_place and place[:1].isupper()

    def is_generic(self, word: str) -> bool:
        """Whether a word is that of a job, a rank or a group, so that it names nobody."""
        return caseless(word).strip(".,:") in self.generic


#: A word in Latin letters.
_LATIN = re.compile("[a-z\u00df-\u024f\u1e00-\u1eff]")
#: The word lists that make up NameWords.telling.
_TELLING = ("lead", "particle", "role", "rank", "group", "never", "namesake", "surname", "degree", "preposition")


@lru_cache(maxsize=FAMILIES_KEPT)
def name_words(bylines: Family, agencies: Family, people: Lexicon, ago: Family) -> NameWords:
    """Make the NameWords from three families of rules and the Lexicon, the lists by which names are recognised.

    These are for a page in an unknown language; `words_of` adds the words of a known one.  Made once for each set of
    rules.
    """
    # As listed or all in capitals, never with only a first capital: Indonesian "dan" means "and", "Dan" is a name.
    ands = sorted({word for words in people.conjunctions.values() for word in words})
    joined = [form for word in ands for form in (word, word.upper())]
    joints = "|".join(map(re.escape, joined))
    # After a comma, a part may begin with "and" ("Ann, Tom, and Sue"); a single letter there is an initial.
    opening = "|".join(re.escape(word) for word in joined if len(word) > 1 and word.islower())
    roles, told = any_of(bylines.all_words("role")), [word for name in _TELLING for word in bylines.all_words(name)]
    checkers = any_of(bylines.all_words("checker"))
    listed = agencies.data.get("agency", ())
    firsts = frozenset(first_word(word) for word in bylines.all_words("lead"))
    return NameWords(
        {rule.id: rule for rule in bylines.rules},
        firsts,
        frozenset(word[:2] for word in firsts),
        LatePattern(rf"(?<![^\W\d_])(?:{checkers or '(?!)'})(?![^\W\d_])", re.IGNORECASE),
        _may_end(bylines),
        _whereabouts(bylines, ""),
        re.compile(rf"\s+(?:{joints})\s+|^(?:{opening})\s+") if joints else _NOTHING,
        frozenset(bylines.all_words("surname_joint")),
        frozenset(caseless(word) for word in bylines.all_words("particle")),
        re.compile(rf"(?<![^\W\d_])(?:{roles})(?![^\W\d_])", re.IGNORECASE) if roles else _NOTHING,
        frozenset(caseless(word) for word in bylines.all_words("group")),
        frozenset(caseless(word) for word in bylines.all_words("legal_form")),
        frozenset(caseless(word) for word in bylines.all_words("never")),
        frozenset(caseless(word) for word in bylines.all_words("namesake")),
        frozenset(caseless(word) for word in bylines.all_words("surname")),
        frozenset(caseless(word) for word in bylines.all_words("degree")),
        frozenset(key(name) for entry in listed for name in (entry["name"], *entry["aliases"])),
        frozenset(w for words in (*ands, *told) for w in caseless(words).split()),
        frozenset(caseless(w) for name in ("role", "group", "rank") for w in bylines.all_words(name)),
        frozenset(key(words) for words in bylines.all_words("wrote")),
        _stuck(bylines),
        frozenset(bylines.all_words("before_place")),
        _with_agency(bylines, listed),
        people,
        tuple(rule.pattern for rule in ago.rules),
    )


def _stuck(bylines: Family) -> re.Pattern[str]:
    """Make the pattern for a word such as "By" joined to the name after it: "ByAnn Lister", "byAnn Lister"."""
    spelt = any_of(form for word in bylines.all_words("stuck") for form in (word, word.capitalize(), word.upper()))
    return re.compile(rf"(?:{spelt or '(?!)'})(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")


def _with_agency(bylines: Family, agencies: Iterable[Mapping[str, Any]]) -> LatePattern:
    """Make the pattern for " with AP and Reuters" behind the names; `agencies`: entries of agencies.toml."""
    names = any_of(name for entry in agencies for name in (entry["name"], *entry["aliases"]))
    made_with = any_of(bylines.all_words("made_with"))
    return LatePattern(
        rf"[\s,]+(?:{made_with or '(?!)'})\s+(?:l['’])?(?:{names})(?:(?:,|\s[^\W\d_]{{1,3}}|\s&)\s(?:{names}))*$",
        re.IGNORECASE,
    )


def _whereabouts(bylines: Family, language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns for a place or outlet after a name in this language ("da Roma" in Italian, not in Portuguese)."""
    return tuple(rule.pattern for rule in bylines.rules if rule.id.startswith("whereabouts") and rule.speaks(language))


def _may_end(bylines: Family) -> re.Pattern[str]:
    """Make the pattern NameWords.may_end: a digit, or a string in the key `needs` of the rule "end"."""
    needs = [folded(need) for rule in bylines.rules if rule.id == "end" for need in rule.data.get("needs", ())]
    return re.compile(rf"\d|{any_of(needs)}")


def words_of(rules: Rules, language: str | None = None) -> NameWords:
    """The NameWords for a page in a language (a BCP 47 code; None when unknown).

    Only the buttons of that language and of English are kept out of names: "Del" is the button "share" on Danish pages,
    but may be a name on others, as "Hora" is in Czech and an hour in Spanish.  Words of languages that are not written
    in Latin letters are no names anywhere.
    """
    families = rules.family("bylines"), rules.family("agencies"), lexicon(rules), rules.family("ago")
    return _spoken(*families, language.split("-")[0].lower()) if language else name_words(*families)


@lru_cache(maxsize=FAMILIES_KEPT)
def _spoken(bylines: Family, agencies: Family, people: Lexicon, ago: Family, language: str) -> NameWords:
    """Make the NameWords for one language: with its buttons and dates and those of English, which many pages have."""

    def of(name: str) -> frozenset[str]:
        return frozenset(map(caseless, _listed(bylines, name, "*", "en", language)))

    every, here = name_words(bylines, agencies, people, ago), _listed(bylines, "lead_here", language)
    own = frozenset(map(caseless, (*here, *_listed(bylines, "lead", "*", "en", language))))
    ordinary = frozenset(map(caseless, _listed(bylines, "no_lead", language))) - own
    names = frozenset(map(caseless, _listed(bylines, "no_lead", "*"))) - own
    return replace(
        every,
        lead_words=every.lead_words.union(map(first_word, here)),
        openings=every.openings.union(first_word(word)[:2] for word in here),
        lead_here=re.compile(rf"^[\s\W]*(?:{any_of(here) or '(?!)'})(?![^\W\d_])\s*[:：]?\s*", re.IGNORECASE),
        ordinary=ordinary,
        prepositions=frozenset(map(caseless, _listed(bylines, "preposition", language))),
        no_leads=frozenset(map(key, ordinary | names)),
        never=of("never") | frozenset(word for word in every.never if not _LATIN.match(word)),
        namesakes=of("namesake") - frozenset(_listed(bylines, "no_namesake", language)),
        surnames=of("surname"),
        whereabouts=_whereabouts(bylines, language),
        surnames_of_lists=people.surnames.get(language, ()),
        ago=tuple(rule.pattern for rule in ago.rules if rule.speaks(language) or rule.speaks("en")),
    )


def _listed(bylines: Family, name: str, *codes: str) -> list[str]:
    """The words of a list of the rules for some languages; "*" among the codes is for the words of every language."""
    listed = bylines.words.get(name, {})
    return [word for code in codes for word in listed.get(code, ())]


def first_word(text: str) -> str:
    """The first word of a text, folded and without punctuation; empty when there is none."""
    word = text.partition(" ")[0]
    if word.isalpha():
        return caseless(word)
    match = FIRST_WORD.match(text)
    return caseless(match[1]) if match else ""
