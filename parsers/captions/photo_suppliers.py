"""Who pictures come from: recognises agencies, people and firms in the words of a credit.

Takes a piece of text and the Suppliers that config/rules/agencies.toml and credits.toml give; answers whether it
reads as a credit.  Where a credit begins and ends in a caption is found in `parsers.captions.photo_credits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from parsers.folding import key, key_words
from parsers.people.lexicon import Lexicon, lexicon
from parsers.rules import FAMILIES_KEPT, Rules

_JOINTS = re.compile(
    # What all of them begin with comes first: most characters are passed over after one look.
    r"(?=[\s/|;·•–—=＝／｜、，()\[\]（）【】,:vfpc-])(?:\s*(?:[/|;·•–—=＝／｜、，()\[\]（）【】]|,|\s-+\s|-\s|\s-|:\s)\s*|(?:^|\s+|\b)(?:via|für|pour|c/o)\s+)",
    re.IGNORECASE,
)
#: Joints that only credits have; a comma alone also stands between towns and countries.
_STRONG_JOINT = re.compile(r"\s*[/|／｜]\s*|\s+via\s+", re.IGNORECASE)
_SLASH = re.compile(r"[/／]")
_CASELESS = re.compile(
    "^[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0e7f\u10a0-\u10ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・ ]+$"
)
_SENTENCE_KANA = re.compile("[\u3041-\u3096]{2}")
_WEB_NAME = re.compile(r"@[\w.]+|(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}(?:/\S*)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w.'’‘`´‑-]*[.,!]?|[&+-]")
#: A slash or bar, or a script that is written without blanks.
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_JOINED = re.compile("[/|／｜\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: Names begin with these, and so do sentences; a single letter ("A.P.") is as common.
_ORDINARY = frozenset(("the", "la"))
_MAX_NAME_WORDS = 6
_MAX_CASELESS = 12
#: An alias this short is only believed as it is listed, or in capitals ("AP" but not "ap", "dpa" but not "Dpa").
_SHORT = 4


def first_words(names: Iterable[str]) -> frozenset[str]:
    """The first word of each name."""
    return frozenset(words[0] for words in map(key_words, names) if words)


@dataclass(frozen=True, slots=True, eq=False)
class Suppliers:
    """The names that credits are read by; built once for a set of rules."""

    #: Folded alias -> the organisation's name.
    names: dict[str, str]
    #: Folded aliases that are also ordinary words.
    doubtful: frozenset[str]
    #: Every alias as listed.
    exact: frozenset[str]
    #: Folded words that stand beside names ("handout", "pool", "archiv").
    stock: frozenset[str]
    particles: frozenset[str]
    #: First words of all aliases and the stock words, to tell quickly that a text names nobody.
    heads: frozenset[str]
    #: Those of names that do not begin with an ordinary word, and the first two words of those that do ("the", "ap").
    telling: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    #: Folded words that introduce a credit ("photo", "fot").
    labels: frozenset[str]
    #: Tells a person's name.
    people: Lexicon

    def agency(self, text: str) -> str | None:
        """The organisation that goes by this name, in any of its spellings; else None."""
        alias = self._alias(text)
        return self.names[alias] if alias is not None else None

    def is_sure(self, text: str) -> bool:
        """Whether this is an agency whose name is no ordinary word, or is printed in capitals ("ANTARA")."""
        alias = self._alias(text)
        if alias is None:
            return False
        return alias not in self.doubtful or (text.isupper() and len(text) >= _SHORT)

    def _alias(self, text: str) -> str | None:
        """The folded alias that a text is; None when it is none, or a short one in the wrong letters."""
        bare = text.strip(" .,'\"“”").removeprefix("The ").removeprefix("the ")
        if not self._begins_a_name(bare):
            return None
        alias = key(bare)
        if alias not in self.names or (len(alias) <= _SHORT and bare not in self.exact and not bare.isupper()):
            return None
        return alias

    def may_name(self, text: str, words: Sequence[str] = ()) -> bool:
        """False when the text surely holds no agency and no signature; words are its words, where they are known."""
        words = words or key_words(text)
        if not self.telling.isdisjoint(words) or "via" in words or _JOINED.search(text):
            return True
        return not self.heads.isdisjoint(words) and not self.pairs.isdisjoint(pairwise(words))

    def words(self, text: str) -> Sequence[str]:
        """The words of a text in lower case; none when its script does not set words apart."""
        return () if not text.isascii() and _UNSPACED.search(text) else key_words(text)

    def is_label(self, text: str) -> bool:
        """Whether nothing but a label is left ("Photo", "–")."""
        said = key(text)
        return not said or said in self.labels

    def is_stock(self, text: str) -> bool:
        """Whether this is a word such as "Handout" or "privat"."""
        return key(text) in self.stock

    def is_name(self, text: str) -> bool:
        """Whether this can be the name of a person or firm: capitals, few words, no sentence."""
        bare = text.strip(" .")
        if _CASELESS.match(bare):
            return len(bare) <= _MAX_CASELESS and not _SENTENCE_KANA.search(bare)
        words = bare.split()
        if not words or len(words) > _MAX_NAME_WORDS:
            return False
        return all(self._in_a_name(word) for word in words) and any(any(map(str.isupper, word[:3])) for word in words)

    def _in_a_name(self, word: str) -> bool:
        if _WEB_NAME.fullmatch(word):
            return True
        return bool(_WORD.fullmatch(word)) and (
            not word[:1].islower() or word in self.particles or any(map(str.isupper, word[1:3]))
        )

    def can_sign(self, text: str) -> bool:
        """Whether this is a person's name (`Lexicon.is_person`) of several words: four Han characters may be a desk."""
        bare = text.strip(" .")
        return " " in bare and self.people.is_person(bare)

    def parts(self, text: str) -> list[str]:
        """The pieces of a credit: "A B/AFP via Getty" has three."""
        return [part for part in _JOINTS.split(text) if any(map(str.isalnum, part))]

    def is_chain(self, text: str) -> bool:
        """Whether the text is nothing but names with at least one sure agency among them."""
        sure = False
        for part in self.parts(text):
            here = self._agency_in(part)
            sure = sure or here
            if not (here or self.agency(part) or self.is_stock(part) or self.is_name(part)):
                return False
        return sure

    def _agency_in(self, part: str) -> bool:
        """A sure agency, alone or with a name before or after it ("REUTERS Ada Lund", "Foto AP")."""
        if self.is_sure(part):
            return True
        words = part.split()
        begins = [self._begins_a_name(word) for word in words[:_MAX_NAME_WORDS]]
        for cut in range(1, len(begins)):
            if not (begins[0] or begins[cut]):
                continue
            front, back = " ".join(words[:cut]), " ".join(words[cut:])
            if self.is_sure(front) and (self.is_name(back) or self.is_stock(back)):
                return True
            if self.is_sure(back) and (self.is_name(front) or self.is_stock(front)):
                return True
        return False

    def is_credit(self, text: str) -> bool:
        """Whether a whole line is a chain of names, and no dateline or title ("Kyiv (AP)", "Bridge | AP")."""
        if not self.is_chain(text):
            return False
        joined = bool(_SLASH.search(text)) and "," not in text
        return joined or all(
            self._agency_in(part) or self.is_stock(part) or self.can_sign(part) or self._is_firm(part)
            for part in self.parts(text)
        )

    def _begins_a_name(self, word: str) -> bool:
        first = key_words(word)[:1]
        return bool(first) and first[0] in self.heads

    def is_signature(self, text: str) -> bool:
        """Whether the text is a person's name joined to an organisation's ("Ada Lund/Harbour Post", "BAY/Ada Lund")."""
        if len(_STRONG_JOINT.split(text)) < 2:
            return False
        parts = self.parts(text)
        if not 2 <= len(parts) <= 4 or not all(self.is_name(p) or self.is_stock(p) or self.agency(p) for p in parts):
            return False
        if self.can_sign(parts[0]):
            return True
        in_capitals = parts[0].isupper() and len(parts[0]) >= _SHORT and parts[0].isalpha()
        before = in_capitals or len(parts[0].split()) > 1
        return before and len(parts) == 2 and bool(_SLASH.search(text)) and self.can_sign(parts[1])

    def _is_firm(self, text: str) -> bool:
        """Whether this is an outlet's name of several words; capitals alone are as often somebody's initials."""
        return " " in text and self.people.is_outlet(text)


@lru_cache(maxsize=FAMILIES_KEPT)
def suppliers(rules: Rules) -> Suppliers:
    """The Suppliers of a set of rules."""
    agencies, credits = rules.family("agencies"), rules.family("credits")
    entries = agencies.data.get("agency", ())
    spelt = [(alias, entry) for entry in entries for alias in (entry["name"], *entry["aliases"])]
    stock = credits.all_words("stock")
    heads = _heads((*stock, *(alias for alias, _ in spelt)))
    return Suppliers(
        names={key(alias): entry["name"] for alias, entry in spelt},
        doubtful=frozenset(key(alias) for alias, entry in spelt if entry.get("word")),
        exact=frozenset(alias for alias, _ in spelt),
        stock=frozenset(key(word) for word in stock),
        particles=frozenset(credits.all_words("particle")),
        heads=frozenset(head[0] for head in heads),
        telling=frozenset(head[0] for head in heads if not _begins_ordinarily(head)),
        pairs=frozenset((head[0], head[1]) for head in heads if _begins_ordinarily(head)),
        labels=frozenset(key(word) for word in credits.all_words("label")),
        people=lexicon(rules),
    )


def _heads(names: Iterable[str]) -> set[tuple[str, ...]]:
    """The first words of each name, two at most."""
    words = map(key_words, names)
    return {tuple(of_name[:2]) for of_name in words if of_name}


def _begins_ordinarily(words: tuple[str, ...]) -> bool:
    return len(words) > 1 and (words[0] in _ORDINARY or len(words[0]) == 1)
