"""Tells the names of people, agencies, outlets and places apart, by the words they are made of.

Takes one piece of a credit or byline ("Ada Lund", "dpa", "BBC News", "São Paulo") and the Lexicon that
config/rules/people.toml and agencies.toml give; answers yes or no.  Lists are split in `parsers.people`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from parsers.rules import Family, Rules

_NOT_LETTERS = re.compile(r"[\W_]+")
_TOKEN = re.compile(r"[^\W\d_](?:[\w.'’‘`·‑-]*[\w.'’)])?", re.UNICODE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,3}")
#: Scripts without capitals: a name cannot be told by its first letter.
_CASELESS = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0e7f\u10a0-\u10ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HAN = re.compile("[\u3400-\u9fff々]{2,4}")
_ACRONYM = re.compile(r"[A-ZÀ-ÖØ-ÞČŠŽİ][A-Z0-9À-ÖØ-ÞČŠŽİ&]{1,4}")
#: Acronyms that are no outlet.
_NO_OUTLET = frozenset({"US", "USA", "UK", "EU", "UN", "UAE", "NATO", "DC", "AI", "IT", "PM", "AM", "GMT", "UTC"})
_DOMAIN = re.compile(r"[\w-]+\.(?:com|org|net|tv|[a-z]{2})", re.IGNORECASE)
MAX_NAME = 60


def fold(text: str) -> str:
    """Letters and digits of a name without case, for comparison."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The word lists that names are read by, folded; built once for a set of rules."""

    #: Folded alias -> the organisation's name, for those whose copy is text (picture suppliers left out).
    wires: dict[str, str]
    #: Folded aliases that are also ordinary words or names.
    ambiguous: frozenset[str]
    #: Picture suppliers, folded.
    suppliers: frozenset[str]
    outlets: frozenset[str]
    outlet_words: frozenset[str]
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
        return fold(_no_article(text)) in self.wires

    def is_unnamed_wire(self, text: str) -> bool:
        """Whether this stands for agencies without naming them ("Agenturen", "wire reports")."""
        return _no_article(text).strip(" .").casefold() in self.unnamed

    def is_place(self, text: str) -> bool:
        """Whether this is a place that the lists know."""
        return fold(text) in self.places

    def is_region(self, text: str) -> bool:
        """Whether this can only be the state or country after a town."""
        return fold(text) in self.regions

    def is_outlet(self, text: str) -> bool:
        """Whether this is a publisher or station: listed, an acronym, a domain, or with a word only outlets have."""
        bare = _no_article(text)
        if fold(bare) in self.outlets or _DOMAIN.fullmatch(bare):
            return True
        if _ACRONYM.fullmatch(bare):
            return bare not in _NO_OUTLET and not self.is_place(bare)
        words = bare.split()
        known = any(w.casefold() in self.outlet_words for w in words)
        return 1 < len(words) <= 6 and known and (words[0][:1].isupper() or self.is_wire(words[0]))

    def is_listed_outlet(self, text: str) -> bool:
        """Whether this is an outlet that the lists know by name."""
        return fold(_no_article(text)) in self.outlets

    def is_role(self, text: str) -> bool:
        """Whether this is a journalist's job, with whatever stands before ("Aerospace Writer", "Enviado especial")."""
        words = _NOT_LETTERS.sub(" ", text).casefold().split()
        if not words or len(words) > 7 or not self.telling.isdisjoint(words):
            return False
        return words[-1] in self.roles or " ".join(words[-2:]) in self.roles or " ".join(words[-3:]) in self.roles

    def is_plural_role(self, text: str) -> bool:
        """Whether the job is that of several people, so that all names after it share it."""
        return text.split()[-1].casefold() in self.plural_roles

    def is_guest_role(self, text: str) -> bool:
        """Whether a guest or source could hold the job as well."""
        return text.split()[-1].casefold() in self.guest_roles

    def is_person(self, text: str, *, least: int = 2) -> bool:
        """Whether this can be a person's name of at least so many words."""
        if len(text) > MAX_NAME or self.is_wire(text) or self.is_place(text):
            return False
        if _CASELESS.search(text):
            return _is_caseless_name(text)
        words = text.split()
        if not least <= len(words) <= 7 or not any(_starts_name(w) and len(w) > 1 for w in words):
            return False
        return self._words_of_a_name(words)

    def _words_of_a_name(self, words: list[str]) -> bool:
        if words[0] in ("The", "A", "An", "This", "It", "Our", "He", "She", "They", "We", "In", "On", "At"):
            return False
        for word in words:
            if not (_TOKEN.fullmatch(word) or _INITIALS.fullmatch(word)):
                return False
            if not _starts_name(word) and word.casefold() not in self.particles:
                return False
            if len(words) > 1 and word.casefold() in self.outlet_words:
                return False
        return not (words[-1].islower() and len(words) > 1)


def _no_article(text: str) -> str:
    return re.sub(r"^(?:the|die|der|das|le|la|les|l['’]|el|il|a)\s+(?=\S)", "", text.strip(), flags=re.IGNORECASE)


def _starts_name(word: str) -> bool:
    """A capital, or an article joined to one ("al-Burai", "d'Arc", "O'Hara")."""
    if word[:1].isupper():
        return True
    parts = re.split(r"['’‑-]", word, maxsplit=1)
    return len(parts) == 2 and len(parts[0]) <= 4 and parts[1][:1].isupper()


def _is_caseless_name(text: str) -> bool:
    """Two to four Han or Hangul characters, kana with a dot or blank, or two to four words of another script."""
    bare = text.strip()
    if re.search(r"[0-9，。；：]", bare):
        return False
    if _HAN.fullmatch(bare) or re.fullmatch("[\uac00-\ud7af]{2,4}", bare):
        return True
    if re.fullmatch("[\u3040-\u30ff\u3400-\u9fff々・·＝ ]{2,16}", bare):
        return True
    return 2 <= len(bare.split()) <= 5 and all(_CASELESS.match(word) for word in bare.split())


def lexicon(rules: Rules) -> Lexicon:
    """The Lexicon of a set of rules."""
    return _build(rules.family("people"), rules.family("agencies"))


@lru_cache(maxsize=8)
def _build(people: Family, agencies: Family) -> Lexicon:
    entries = agencies.data.get("agency", ())
    wires = {fold(a): e["name"] for e in entries if e["kind"] != "photo" for a in (e["name"], *e["aliases"])}
    photo = {fold(a) for e in entries if e["kind"] == "photo" for a in (e["name"], *e["aliases"])}
    ambiguous = {fold(a) for e in entries if e.get("word") for a in (e["name"], *e["aliases"])}

    def words(name: str) -> frozenset[str]:
        return frozenset(word.casefold() for word in people.all_words(name))

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold(word) for word in people.all_words(name))

    def by_language(name: str) -> dict[str, frozenset[str]]:
        return {language: frozenset(items) for language, items in people.words.get(name, {}).items()}

    return Lexicon(
        wires=wires,
        ambiguous=frozenset(ambiguous),
        suppliers=frozenset(photo - set(wires)),
        outlets=folded("outlets"),
        outlet_words=words("outlet_words"),
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
