"""Tells whether a text is the name of a person, agency, outlet or place, by the words in it.

Takes one piece of a credit or byline ("Ada Lund", "dpa", "BBC News", "São Paulo"); the Lexicon, built from
config/rules/people.toml and agencies.toml, answers yes or no.  Lists are split in `parsers.people.credited_people`.
There are several tests for an outlet, since the place of a name says what it may be: `is_listed_outlet` and `is_paper`
hold anywhere, `is_outlet` in a credit, `is_paper_behind` after a person's name, `is_newsroom` where hardly anything but
an outlet can stand, as after "Source:".  A wire is a news agency that sells text; a desk is a part of a newsroom
("Sport"); an article is one of grammar ("the").  "Folded" means as `parsers.folding.key` or `caseless` gives it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.folding import caseless, is_mark, key, key_words
from parsers.late_patterns import LatePattern, ScriptPattern
from parsers.people.code_words import CodeWords
from parsers.people.name_articles import Articles
from parsers.people.name_patterns import is_eastern
from parsers.people.name_shapes import (
    CAPITALS,
    CASELESS,
    HOST_END,
    composed,
    is_caseless_name,
    starts_name,
)
from parsers.people.place_words import PlaceWords
from parsers.people.stations import has_form_of_station, is_branch_name

#: A word of a name, and initials ("J.-P.").
_TOKEN = re.compile(r"[^\W\d_](?:[\w.'’‘`·‑-]*[\w.'’)])?", re.UNICODE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,3}")
_PUNCTUATION = re.compile(r"[!-/:-@，。：；、》」』）】]")
_ACRONYM = re.compile(f"[{CAPITALS}][{CAPITALS}0-9&]{{1,4}}")
_DOMAIN = re.compile(rf"[\w-]+{HOST_END}", re.IGNORECASE)
#: The most characters in a person's name.  Chosen by hand.
MAX_NAME = 60
#: The most words in a person's name, an outlet's and a job.  Chosen by hand.
_MAX_NAME_WORDS = 6
_MAX_OUTLET_WORDS = 6
_MAX_ROLE_WORDS = 7
#: The most words in the name of a paper.  Chosen by hand.
_MAX_PAPER_WORDS = 5
#: The most characters in the name of an outlet in a script without capitals.  Chosen by hand.
_MAX_EASTERN_OUTLET = 16
#: The words of a name such as "Wei Sun", and the most letters of its first word, which is too short for a town's name.
_GIVEN_AND_SURNAME = 2
_SHORT_GIVEN = 4
#: The most words of a job that are looked up in the list; the longest there has as many.
_LISTED_ROLE_WORDS = 3


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The word lists by which names are recognised, folded; built once for a set of rules."""

    #: Folded alias -> the organisation's name, for agencies that sell text.
    wires: dict[str, str]
    #: Folded aliases that are also ordinary words or names; they count only in the spelling of the list.
    ambiguous: frozenset[str]
    #: Names of outlets.
    outlets: frozenset[str]
    #: Names of agencies and outlets in the spelling of the list.
    printed: frozenset[str]
    #: Names of outlets that also mean other things; they count only after "Source:" and the like.
    newsrooms: frozenset[str]
    #: What names of outlets end with in scripts without blanks or capitals.
    outlet_ends: tuple[str, ...]
    #: Words for outlets before their names ("newspaper").
    outlet_kinds: frozenset[str]
    #: Words in names of bodies that are no outlets ("Ministry").
    institutions: frozenset[str]
    articles: Articles
    codes: CodeWords
    #: What names begin with in scripts without capitals, by language.
    surnames: dict[str, tuple[str, ...]]
    #: The longest word of each name of an agency -> all words of the names that have it.
    wire_words: dict[str, tuple[frozenset[str], ...]]
    #: Words that only outlets' names contain.
    outlet_words: frozenset[str]
    #: Those of them that, alone, are what somebody writes about ("Television Writer") and no outlet.
    subjects: frozenset[str]
    #: Words at either end of papers' names that are surnames, too: they count only after a person's name.
    paper_words: frozenset[str]
    #: Words in the names of both outlets and editorial desks.
    desk_words: frozenset[str]
    #: Words that no person's name contains.
    not_names: frozenset[str]
    #: The same for words in capitals.
    acronyms: frozenset[str]
    #: Words in capitals that are no outlet's initials.
    no_outlets: frozenset[str]
    #: Words with which no person's name begins, although they may be surnames.
    not_first: frozenset[str]
    #: Words that look like a place after a preposition but are none.
    not_places: frozenset[str]
    #: Agencies that sell only pictures.
    suppliers: frozenset[str]
    #: Words between a job and its subject ("for" in "editor for science").
    job_for: frozenset[str]
    #: Inflected form of a job -> its basic form.
    job_forms: dict[str, str]
    #: Phrases for agencies that are not named ("wire reports").
    unnamed: frozenset[str]
    places: frozenset[str]
    #: States and countries that are printed after a town.
    regions: frozenset[str]
    #: Words in lower case inside names ("van", "de").
    particles: frozenset[str]
    #: The last word or words of jobs.
    roles: frozenset[str]
    #: Jobs and forms of address after an East Asian name, with or without a blank: "山田太郎記者", "이상현 기자".
    eastern_roles: re.Pattern[str]
    #: An outlet and a job before a name in Han characters: "海港日报记者张三".
    eastern_jobs: LatePattern
    #: Jobs of several people ("writers").
    plural_roles: frozenset[str]
    #: Jobs that a guest or a source may have, too.
    guest_roles: frozenset[str]
    #: Language code -> jobs that say, below a name, who edited the article.
    editing_jobs: dict[str, frozenset[str]]
    #: Words that show that a phrase with a job is part of a sentence about somebody, not a credit.
    telling: frozenset[str]
    #: Words for "our" in all languages.
    possessives: frozenset[str]
    #: Language code -> its words for "and"; "*" for those that are tried in every language.
    conjunctions: dict[str, frozenset[str]]
    #: "and" between two names, in any language.
    joint: re.Pattern[str]
    #: "and" between two full names, written as one with the second, in Hebrew and Arabic.
    joined_and: ScriptPattern
    #: "and" at the end of a text, in any language.
    trailing_joint: re.Pattern[str]
    #: Language code -> words that introduce a place ("in"); "*" for those that are tried in every language.
    prepositions: dict[str, frozenset[str]]
    #: Words between a person's name and the outlet's ("of").
    before_outlets: frozenset[str]
    place_words: PlaceWords
    #: Words after the first one of a paper's name ("Times of Malta").
    inside_outlets: frozenset[str]
    #: "By" or a title at the start of a text with a name after it.
    before_names: re.Pattern[str]
    #: A kind of work and "by" at the start of a text: "Design by".
    made_by: re.Pattern[str]
    #: "Special to" with the outlet after it.
    special: re.Pattern[str]

    def is_wire(self, text: str) -> bool:
        """Whether a text is any name of a news agency that sells text ("Reuters", "the AP")."""
        bare = self.articles.without(text)
        return self._is_wire(bare, key(bare))

    def _is_wire(self, bare: str, said: str) -> bool:
        """As `is_wire`, for a text without its definite article (`bare`), and with its `key` (`said`)."""
        if not bare or said not in self.wires or not bare[0].isalnum():
            return False
        if not (bare[-1].isalnum() or bare[-1] in ".)" or is_mark(bare[-1])):
            return False
        return said not in self.ambiguous or bare in self.printed

    def names_wire(self, words: set[str]) -> bool:
        """A quick test: False when a line holds no name of an agency; `words`: those of the line (`letter_runs`)."""
        return any(name <= words for word in self.wire_words.keys() & words for name in self.wire_words[word])

    def is_supplier(self, text: str) -> bool:
        """Whether a text is any name of an agency that sells only pictures."""
        return key(self.articles.without(text)) in self.suppliers

    def is_unnamed_wire(self, text: str) -> bool:
        """Whether a text means agencies without naming them ("Agenturen", "wire reports")."""
        return caseless(self.articles.without(text).strip(" .")) in self.unnamed

    def is_place(self, text: str) -> bool:
        """Whether a text is a place that people.toml lists."""
        return key(text) in self.places

    def is_region(self, text: str) -> bool:
        """Whether a text is a listed state or country, as printed after a town ("Calif.")."""
        return key(text) in self.regions

    def is_outlet(self, text: str) -> bool:
        """Whether a text is an outlet's name: listed, an acronym, a domain, or with a word such as "News"."""
        bare = self.articles.without(text)
        if self.is_listed_outlet(text) or _DOMAIN.fullmatch(bare):
            return True
        if _ACRONYM.fullmatch(bare):
            return bare not in self.no_outlets and not self.is_place(bare)
        words = bare.split()
        known = any(caseless(w) in self.outlet_words or caseless(w) in self.desk_words for w in words)
        return 1 < len(words) <= _MAX_OUTLET_WORDS and known and (words[0][:1].isupper() or self.is_wire(words[0]))

    def is_site(self, text: str) -> bool:
        """Whether a text is a domain ("harbourpost.com"), or an outlet's name in a script without capitals."""
        return _DOMAIN.fullmatch(text) is not None or (CASELESS.match(text) is not None and self.is_newsroom(text))

    def is_paper(self, text: str) -> bool:
        """Whether a text certainly is an outlet: an agency, a listed one, or with a word that only outlets have."""
        words = self.articles.without(text).split()
        joined = words[:1] if not self.inside_outlets.isdisjoint(words) else []
        told = any(caseless(word) in self.outlet_words for word in (*words[-1:], " ".join(words[-2:]), *joined))
        named = told and 1 < len(words) <= _MAX_PAPER_WORDS and words[0][:1].isupper()
        return named or self.is_wire(text) or self.is_listed_outlet(text)

    def is_paper_behind(self, text: str) -> bool:
        """Whether a text after a person's name and a separator is a paper's name ("Ann Lister, Calgary Sun").

        "Wei Sun" is not: after a short first name, such a word is a surname.
        """
        if self.is_wire(text) or self.is_paper(text):
            return not self.is_wire(text)
        words = text.split()
        # "Le Courrier" and "El Diario Vasco" begin with an article.
        if not 1 < len(words) <= _MAX_PAPER_WORDS or not words[0][:1].isupper() or self.is_role(text):
            return False
        if any(map(str.isdigit, text)):  # "The Gazette January 17"
            return False
        article = words[0] in self.articles.capitalised
        given = len(words) == _GIVEN_AND_SURNAME and len(words[0]) <= _SHORT_GIVEN and not article
        given = given and not words[0].isupper()  # "SDP Noticias"
        ends = words[article], words[-1]
        return not given and any(word[:1].isupper() and self._is_of_paper(word) for word in ends)

    def _is_of_paper(self, word: str) -> bool:
        """Whether a word stands in papers' names, alone or joined to another one: "Sun", "Press-Telegram"."""
        parts = caseless(word).split("-")
        known = (part in self.paper_words or (len(parts) > 1 and part in self.outlet_words) for part in parts)
        return caseless(word) in self.paper_words or all(known)

    def is_newsroom(self, text: str) -> bool:
        """Whether a text is an outlet's name if it stands after "Source:" or the like ("El Universal").

        Ask only there: in other places the same text may be something else.
        """
        if {key(text), key(self.articles.without(text))} & self.newsrooms:
            return True
        if not CASELESS.match(text) or not 2 < len(text) <= _MAX_EASTERN_OUTLET or _PUNCTUATION.search(text):
            return False
        return text.endswith(self.outlet_ends) and not (" " in text and is_eastern(text[0]))

    def is_listed_outlet(self, text: str) -> bool:
        """Whether a text is a listed outlet, perhaps with a desk after its name ("BBC Sport")."""
        if key(text) in self.outlets or key(self.articles.without(text)) in self.outlets:
            return True
        name, _, desk = text.rpartition(" ")
        return caseless(desk) in self.desk_words and key(self.articles.without(name)) in self.outlets

    def is_branch(self, text: str) -> bool:
        """Whether a text is a broadcaster's initials with a branch ("MDR THÜRINGEN"), and so an outlet."""
        first, _, rest = text.partition(" ")
        first, hyphen, desk = first.partition("-")
        if not self.is_station(first) or (hyphen and caseless(desk) not in self.desk_words):
            return False
        return (bool(hyphen) and not rest) or (is_branch_name(rest, of=text) and not self.is_role(rest))

    def is_station(self, word: str) -> bool:
        """Whether a word is the listed initials of a broadcaster ("BBC"); shorter ones may be a person's."""
        return has_form_of_station(word) and key(word) in self.outlets

    def is_role(self, text: str) -> bool:
        """Whether a text is a journalist's job, perhaps with a subject ("Aerospace Writer", "editor for science")."""
        words = key_words(text)
        if not words or len(words) > _MAX_ROLE_WORDS or words[0].isdigit() or not self.telling.isdisjoint(words):
            return False
        ends = [i for i, word in enumerate(words) if word in self.job_for and i] or [len(words)]
        starts = (max(0, ends[0] - n) for n in range(1, _LISTED_ROLE_WORDS + 1))
        return any(" ".join(words[start : ends[0]]) in self.roles for start in starts)

    def is_plural_role(self, text: str) -> bool:
        """Whether a job is in the plural ("writers") and so applies to all names next to it; `text` is not empty."""
        return caseless(text.split()[-1]) in self.plural_roles

    def is_guest_role(self, text: str) -> bool:
        """Whether a job may also be a guest's or a source's ("analyst"), so that it does not make a line a byline.

        `text` must not be empty.
        """
        return caseless(text.split()[-1]) in self.guest_roles

    def is_person(self, text: str) -> bool:
        """Whether a text is a person's full name, by its words ("Ada Lund", "山田太郎", with or without a title).

        False for outlets, agencies, places, jobs and headings, and for a single word in a script with capitals: use
        `is_single_name` where the context shows that it is a person.  All readers of names ask here.
        """
        text = composed(text)
        return self._is_name(text) and (len(text.split()) > 1 or CASELESS.search(text) is not None)

    def is_single_name(self, text: str) -> bool:
        """Whether a text is one word that can be a person's name ("Pelé").

        Many ordinary words can be one, too: True alone is weak evidence, so ask only where the context tells of a
        person.
        """
        return len(text.split()) == 1 and self._is_name(composed(text))

    def _is_name(self, text: str) -> bool:
        """Whether a text can be a person's name of one or more words."""
        if len(text) > MAX_NAME:
            return False
        bare = self.articles.without(text)
        said = key(bare)
        if self._is_wire(bare, said) or said in self.suppliers or (said if bare == text else key(text)) in self.places:
            return False
        if CASELESS.search(text):
            return is_caseless_name(text) and not self.is_newsroom(text)
        words = text.split()
        if not 1 <= len(words) <= _MAX_NAME_WORDS or not any(starts_name(w) and len(w) > 1 for w in words):
            return False
        if caseless(words[0]) in self.not_first or (len(words) == 2 and words[0] in self.articles.capitalised):
            return False
        if self.is_station(words[0]) and not text.isupper():  # "BBC South East"
            return False
        return starts_name(words[-1]) and all(self._in_name(word, len(words)) for word in words)

    def _in_name(self, word: str, count: int) -> bool:
        """Whether a person's name of `count` words can contain this word."""
        lowered = caseless(word)
        if not (_TOKEN.fullmatch(word) or _INITIALS.fullmatch(word)):
            return False
        if not starts_name(word):
            return lowered in self.particles
        return (
            lowered not in self.not_names
            and word not in self.acronyms
            and (count == 1 or (lowered not in self.outlet_words and lowered not in self.desk_words))
        )
