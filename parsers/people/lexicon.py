"""Tells the names of people, agencies, outlets and places apart, by the words they are made of.

Takes one piece of a credit or byline ("Ada Lund", "dpa", "BBC News", "São Paulo") and the Lexicon that
config/rules/people.toml and agencies.toml give; answers yes or no.  Lists are split in
`parsers.people.credited_people`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from parsers.folding import caseless, key, key_words
from parsers.rules import FAMILIES_KEPT, Family, Rules

_TOKEN = re.compile(r"[^\W\d_](?:[\w.'’‘`·‑-]*[\w.'’)])?", re.UNICODE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,3}")
#: Scripts without capitals: a name cannot be told by its first letter.
CASELESS = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0e7f\u10a0-\u10ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af0-9，。；：]")
_KANJI, _KANA, _HANGUL = "[\u3400-\u9fff々]", "[\u3040-\u30ff\u3400-\u9fff々]", "[\uac00-\ud7af]"
#: Names of China and Japan, several side by side, too; of Japan with kana; of elsewhere in kana; of Korea.
_EAST_NAME = re.compile(
    rf"{_KANJI}{{2,4}}|{_KANJI}{{1,4}}(?:[ ・·]{_KANJI}{{1,4}}){{1,3}}|{_KANA}{{2,8}}|{_KANA}{{1,5}} {_KANA}{{1,5}}"
    rf"|[\u30a0-\u30ff]{{1,10}}(?:[ ・·＝][\u30a0-\u30ff]{{1,10}}){{1,4}}"
    rf"|{_HANGUL}{{2,4}}|{_HANGUL}{{1,6}}[ ·]{_HANGUL}{{1,6}}"
)
_ACRONYM = re.compile(r"[A-ZÀ-ÖØ-ÞČŠŽİ][A-Z0-9À-ÖØ-ÞČŠŽİ&]{1,4}")
#: Acronyms that are no outlet.
_NO_OUTLET = frozenset({"US", "USA", "UK", "EU", "UN", "UAE", "NATO", "DC", "AI", "IT", "PM", "AM", "GMT", "UTC"})
_DOMAIN = re.compile(r"[\w-]+\.(?:com|org|net|tv|[a-z]{2})", re.IGNORECASE)
_ARTICLE = re.compile(
    r"^(?:(?:the|die|der|den|das|des|le|la|les|el|il|lo|gli|o|os|a|as|da|do|das|dos|de|del|della|du|von|vom|van)\s+"
    r"|(?:l|d|dell|all|dall)['’])(?=\S)",
    re.IGNORECASE,
)
#: "El Economista" is a paper.
ARTICLES = frozenset({"El", "La", "Le", "Il", "O", "Der", "Die", "Das", "The"})
MAX_NAME = 60
#: An agency's department that sells pictures.
_PICTURES = re.compile(r"photo|foto|image|bild\b|pictures?\b|scanpix|lehtikuva|afptv", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The word lists that names are read by, folded; built once for a set of rules."""

    #: Folded alias -> the organisation's name, for those whose copy is text (picture suppliers left out).
    wires: dict[str, str]
    #: Folded aliases that are also ordinary words or names, believed only as printed.
    ambiguous: frozenset[str]
    outlets: frozenset[str]
    #: Agencies and outlets as printed.
    printed: frozenset[str]
    outlet_words: frozenset[str]
    #: Words of outlets' names and of desks alike.
    desk_words: frozenset[str]
    not_names: frozenset[str]
    #: Words that no name begins with; as surnames they are known.
    not_first: frozenset[str]
    not_places: frozenset[str]
    #: Picture suppliers, folded.
    suppliers: frozenset[str]
    job_for: frozenset[str]
    job_forms: dict[str, str]
    unnamed: frozenset[str]
    places: frozenset[str]
    regions: frozenset[str]
    particles: frozenset[str]
    #: Last word of a role, lower case; several words stand with blanks.
    roles: frozenset[str]
    plural_roles: frozenset[str]
    guest_roles: frozenset[str]
    #: A job with one of these before it is told of somebody, not given to him.
    telling: frozenset[str]
    #: "our" in every language.
    possessives: frozenset[str]
    conjunctions: dict[str, frozenset[str]]
    prepositions: dict[str, frozenset[str]]

    def is_wire(self, text: str) -> bool:
        """Whether this is an organisation that sells text, by any of its names."""
        bare = without_article(text)
        if not bare or not bare[0].isalnum() or not (bare[-1].isalnum() or bare[-1] in ".)"):
            return False
        said = key(bare)
        return said in self.wires and (said not in self.ambiguous or bare in self.printed)

    def is_supplier(self, text: str) -> bool:
        """Whether this is an organisation that sells pictures only."""
        return key(without_article(text)) in self.suppliers

    def is_unnamed_wire(self, text: str) -> bool:
        """Whether this stands for agencies without naming them ("Agenturen", "wire reports")."""
        return caseless(without_article(text).strip(" .")) in self.unnamed

    def is_place(self, text: str) -> bool:
        """Whether this is a place that the lists know."""
        return key(text) in self.places

    def is_region(self, text: str) -> bool:
        """Whether this can only be the state or country after a town."""
        return key(text) in self.regions

    def is_outlet(self, text: str) -> bool:
        """Whether this is a publisher or station: listed, an acronym, a domain, or with a word only outlets have."""
        bare = without_article(text)
        if self.is_listed_outlet(text) or _DOMAIN.fullmatch(bare):
            return True
        if _ACRONYM.fullmatch(bare):
            return bare not in _NO_OUTLET and not self.is_place(bare)
        words = bare.split()
        known = any(caseless(w) in self.outlet_words or caseless(w) in self.desk_words for w in words)
        return 1 < len(words) <= 6 and known and (words[0][:1].isupper() or self.is_wire(words[0]))

    def is_paper(self, text: str) -> bool:
        """Whether this is an outlet beyond doubt: an agency, a listed one, or with a word that only papers have."""
        words = without_article(text).split()
        named = 1 < len(words) <= 5 and (
            caseless(words[-1]) in self.outlet_words or (caseless(words[0]) in self.outlet_words and "of" in words)
        )
        return self.is_wire(text) or self.is_listed_outlet(text) or (named and words[0][:1].isupper())

    def is_listed_outlet(self, text: str) -> bool:
        """Whether this is an outlet that the lists know by name."""
        if key(text) in self.outlets or key(without_article(text)) in self.outlets:
            return True
        name, _, desk = text.rpartition(" ")
        return caseless(desk) in self.desk_words and key(without_article(name)) in self.outlets

    def is_role(self, text: str) -> bool:
        """Whether this is a journalist's job, with what belongs to it ("Aerospace Writer", "editor for science")."""
        words = key_words(text)
        if not words or len(words) > 7 or words[0].isdigit() or not self.telling.isdisjoint(words):
            return False
        ends = [i for i, word in enumerate(words) if word in self.job_for and i] or [len(words)]
        return any(" ".join(words[max(0, ends[0] - n) : ends[0]]) in self.roles for n in (1, 2, 3))

    def is_plural_role(self, text: str) -> bool:
        """Whether the job is that of several people, so that all names after it share it."""
        return caseless(text.split()[-1]) in self.plural_roles

    def is_guest_role(self, text: str) -> bool:
        """Whether a guest or source could hold the job as well."""
        return caseless(text.split()[-1]) in self.guest_roles

    def is_person(self, text: str) -> bool:
        """Whether this is a person's name, as far as its words say: the one answer, for all readers of names.

        A full name ("Ada Lund", "山田太郎", with a title or without): outlets, agencies, places, jobs and headings are
        none, nor is a name that stands alone: where what is beside it tells a person, ask `is_single_name`.
        """
        text = _composed(text)
        return self._is_name(text) and (len(text.split()) > 1 or CASELESS.search(text) is not None)

    def is_single_name(self, text: str) -> bool:
        """Whether a single word can be the name that a person goes by ("Pelé"); so can many other words."""
        return len(text.split()) == 1 and self._is_name(_composed(text))

    def _is_name(self, text: str) -> bool:
        if len(text) > MAX_NAME or self.is_wire(text) or self.is_place(text) or self.is_supplier(text):
            return False
        if CASELESS.search(text):
            return _is_caseless_name(text)
        words = text.split()
        if not 1 <= len(words) <= 6 or not any(starts_name(w) and len(w) > 1 for w in words):
            return False
        if caseless(words[0]) in self.not_first or (len(words) == 2 and words[0] in ARTICLES):
            return False
        return starts_name(words[-1]) and all(self._in_name(word, len(words)) for word in words)

    def _in_name(self, word: str, count: int) -> bool:
        """Whether a name of so many words can have this one."""
        lowered = caseless(word)
        if not (_TOKEN.fullmatch(word) or _INITIALS.fullmatch(word)):
            return False
        if not starts_name(word):
            return lowered in self.particles
        return lowered not in self.not_names and (
            count == 1 or (lowered not in self.outlet_words and lowered not in self.desk_words)
        )


def _composed(text: str) -> str:
    """A text with each letter in one piece: an accent apart from its letter is a sign."""
    return text if text.isascii() else normalize("NFC", text)


def without_article(text: str) -> str:
    """A name without "the" or "da" in front of it."""
    return _ARTICLE.sub("", text.strip(), count=1)


def starts_name(word: str) -> bool:
    """A capital, or an article joined to one ("al-Burai", "d'Arc", "O'Hara")."""
    if word[:1].isupper():
        return True
    parts = re.split(r"['’‑-]", word, maxsplit=1)
    return len(parts) == 2 and len(parts[0]) <= 4 and parts[1][:1].isupper()


def _is_caseless_name(text: str) -> bool:
    """A name in a script without capitals, which only its length tells from other words."""
    bare = text.strip()
    if _EAST_NAME.fullmatch(bare):
        return True
    words = bare.split()
    return 2 <= len(words) <= 5 and all(CASELESS.match(word) and not _EAST.search(word) for word in words)


def lexicon(rules: Rules) -> Lexicon:
    """The Lexicon of a set of rules."""
    return _build(rules.family("people"), rules.family("agencies"))


def _text_sellers(agencies: Family) -> list[tuple[str, str, bool]]:
    """Alias, name and whether it is a word too, of every agency that sells text; its picture desks left out."""
    return [
        (alias, entry["name"], bool(entry.get("word")))
        for entry in agencies.data.get("agency", ())
        if entry["kind"] != "photo"
        for alias in (entry["name"], *entry["aliases"])
        if not _PICTURES.search(alias)
    ]


def _aliases(agencies: Family, kind: str) -> list[str]:
    """Every name of the organisations of a kind."""
    entries = (e for e in agencies.data.get("agency", ()) if e["kind"] == kind)
    return [alias for entry in entries for alias in (entry["name"], *entry["aliases"])]


@lru_cache(maxsize=FAMILIES_KEPT)
def _build(people: Family, agencies: Family) -> Lexicon:
    def words(name: str) -> frozenset[str]:
        return frozenset(caseless(word) for word in people.all_words(name))

    def folded(name: str) -> frozenset[str]:
        return frozenset(key(word) for word in people.all_words(name))

    def by_language(name: str) -> dict[str, frozenset[str]]:
        return {language: frozenset(items) for language, items in people.words.get(name, {}).items()}

    sellers = _text_sellers(agencies)
    return Lexicon(
        wires={key(alias): name for alias, name, _ in sellers},
        ambiguous=frozenset(key(alias) for alias, _, is_word in sellers if is_word),
        outlets=folded("outlets"),
        printed=frozenset((*people.all_words("outlets"), *(alias for alias, _, _ in sellers))),
        outlet_words=words("outlet_words"),
        desk_words=words("desk_words"),
        not_names=words("not_names"),
        not_first=words("not_first"),
        not_places=words("not_places"),
        suppliers=frozenset(key(alias) for alias in _aliases(agencies, "photo")),
        job_for=words("job_for"),
        job_forms={caseless(form): job for form, job in (pair.split("=", 1) for pair in people.all_words("job_forms"))},
        unnamed=words("unnamed"),
        places=folded("places"),
        regions=folded("regions"),
        particles=words("particles"),
        roles=words("roles") | words("roles_plural"),
        plural_roles=words("roles_plural"),
        guest_roles=words("guest_roles"),
        telling=words("telling"),
        possessives=words("our"),
        conjunctions=by_language("and"),
        prepositions=by_language("in"),
    )
