"""Recognises the suppliers of pictures (agencies, people, firms) in a piece of text.

Takes the text and the Suppliers, which are built from config/rules/agencies.toml and credits.toml; says whether the
text is a picture credit.  An alias is one of the names of an agency; a folded word or alias is one normalised for
comparison (`parsers.folding.key`); a doubtful alias is also an ordinary word; a stock word ("Handout") is printed in
place of a name.  Where a credit begins and ends in a caption is found in `parsers.captions.photo_credits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from parsers.folding import key, key_words
from parsers.late_patterns import ScriptPattern
from parsers.people.build_lexicon import lexicon
from parsers.people.lexicon import Lexicon
from parsers.people.name_patterns import any_word
from parsers.rules import FAMILIES_KEPT, Rules

#: Signs between the names of a credit; the second are found in credits only, for a comma also separates a town from its
#: country.
_SIGNS = r"\s*(?://|[/|;·•–—=＝／｜、，()\[\]（）【】,]|\s-+\s|-\s|\s-|:\s)\s*"
_STRONG_SIGNS = r"\s*(?://|[/|／｜])\s*"
#: What one of the signs begins with.
_FIRST_SIGNS = r"\s/|;·•–—=＝／｜、，()\[\]（）【】,:"
_SLASH = re.compile(r"[/／]")
#: A text in scripts without capital letters only.
_CASELESS = ScriptPattern(
    "^(?! )[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0e7f\u10a0-\u10ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・ ]+$"
)
#: Two hiragana letters in a row occur in Japanese sentences, hardly ever in names.
_SENTENCE_KANA = re.compile("[\u3041-\u3096]{2}")
_WEB_NAME = re.compile(r"@[\w.]+|(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}(?:/\S*)?", re.IGNORECASE)
#: The name of a member of a social network, with a sign that it is no word.
_ACCOUNT = re.compile(r"@[\w.]{2,30}|(?=[\w.]*[\d_])[a-z][\w.]{2,30}")
#: The name of a member of a picture agency, before the agency's ("harbourfox7/Getty Images").
_HANDLE = re.compile(r"[a-z][a-z0-9_.-]{3,24}\s?[/／](?=\s?[A-Zi])")
_WORD = re.compile(r"[^\W_][\w.'’‘`´‑-]*[.,!]?|[&+-]")
#: A script that is written without blanks.
_UNSPACED = ScriptPattern("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: A slash or bar; and a script of East Asia that is written without blanks.
_BAR = re.compile("[/|／｜]")
_EASTERN = ScriptPattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: First words that names share with sentences.  A name that begins with one, or with a single letter ("A.P."), is
#: looked up by its first two words.  No list of the rules: they only spare look-ups, and what is found is the same.
_ORDINARY = frozenset(("the", "la"))
#: The most words in a name.  Chosen by hand.
_MAX_NAME_WORDS = 6
#: Leading characters of a word of which one is its capital ("d'Arc").  Chosen by hand.
_CAPITAL = 3
#: The most characters in a name in a script without capitals.  Chosen by hand.
_MAX_CASELESS = 12
#: The most parts of a signature, as in "Ada Lund/Harbour Post/AP".  Chosen by hand.
_MAX_SIGNATURE_PARTS = 4
#: Characters; an alias of this length or shorter counts only as it is listed or in capitals ("AP" but not "ap", "dpa"
#: but not "Dpa"), since short ones are often ordinary words.  Chosen by hand.
_SHORT = 4


def first_words(names: Iterable[str]) -> frozenset[str]:
    """Return the first word of each name, normalised by `key_words`."""
    return frozenset(words[0] for words in map(key_words, names) if words)


@dataclass(frozen=True, slots=True, eq=False)
class Suppliers:
    """The names and words by which credits are recognised; built once for a set of rules."""

    #: Folded alias -> the organisation's name.
    names: dict[str, str]
    #: Folded aliases that are also ordinary words.
    doubtful: frozenset[str]
    #: Every alias as listed.
    exact: frozenset[str]
    #: Folded words that are printed next to names or instead of them ("handout", "pool", "archiv").
    stock: frozenset[str]
    #: Words in lower case that a name may contain ("van", "de").
    particles: frozenset[str]
    #: First words of all aliases and stock words: a text without any of them names no supplier.
    heads: frozenset[str]
    #: The heads of names that do not begin with an ordinary word.
    telling: frozenset[str]
    #: The first two words of names that do begin with an ordinary word ("the", "ap").
    pairs: frozenset[tuple[str, str]]
    #: Folded words that introduce a credit ("photo", "fot").
    labels: frozenset[str]
    #: What joins the names of a credit: a sign or a word ("via"); only those joints that other texts do not have; and
    #: the words among them, folded.
    joint: re.Pattern[str]
    strong_joint: re.Pattern[str]
    via: frozenset[str]
    #: Recognises the names of people.
    people: Lexicon

    def agency(self, text: str) -> str | None:
        """Return the agency that has this name as an alias, in any spelling; None when there is none."""
        alias = self._alias(text)
        return self.names[alias] if alias is not None else None

    def is_sure(self, text: str) -> bool:
        """Whether a text certainly names an agency: a name that is no ordinary word, or one in capitals ("ANTARA")."""
        alias = self._alias(text)
        if alias is None:
            return False
        return alias not in self.doubtful or (text.isupper() and len(text) >= _SHORT)

    def _alias(self, text: str) -> str | None:
        """Return the folded form of a text that is an agency's alias.

        None when it is none, or a short one in the wrong case ("ap").
        """
        bare = self.people.articles.dropped.sub("", text.strip(" .,'\"“”"))
        if not self._begins_a_name(bare):
            return None
        alias = key(bare)
        if alias not in self.names or (len(alias) <= _SHORT and bare not in self.exact and not bare.isupper()):
            return None
        return alias

    def may_name(self, text: str, words: Sequence[str] = ()) -> bool:
        """Whether a text may contain an agency, or names joined by a slash: a quick test, which most texts fail.

        `words` are the text's words as the method `words` gives them, if the caller has them already.
        """
        words = words or key_words(text)
        if not self.telling.isdisjoint(words) or not self.via.isdisjoint(words):
            return True
        if _BAR.search(text) or _EASTERN.search(text):
            return True
        return not self.heads.isdisjoint(words) and not self.pairs.isdisjoint(pairwise(words))

    def words(self, text: str) -> Sequence[str]:
        """Return the folded words of a text; none when its script does not separate words by blanks."""
        return () if not text.isascii() and _UNSPACED.search(text) else key_words(text)

    def is_label(self, text: str) -> bool:
        """Whether the text is only a label ("Photo") or has no letters and digits ("–"), so that it tells nothing."""
        said = key(text)
        return not said or said in self.labels

    def is_stock(self, text: str) -> bool:
        """Whether a text is a word that is printed in place of a name, such as "Handout" or "privat"."""
        return key(text) in self.stock

    def is_name(self, text: str) -> bool:
        """Whether a text looks like the name of a person or firm: few words, with capitals, and not a sentence."""
        bare = text.strip(" .")
        if _CASELESS.match(bare):
            return len(bare) <= _MAX_CASELESS and not _SENTENCE_KANA.search(bare)
        words = bare.split()
        if not words or len(words) > _MAX_NAME_WORDS:
            return False
        return all(self._in_a_name(word) for word in words) and any(
            any(map(str.isupper, word[:_CAPITAL])) for word in words
        )

    def _in_a_name(self, word: str) -> bool:
        """Whether a word may be part of a name: a web address, a word with a capital, or one such as "van"."""
        if _WEB_NAME.fullmatch(word):
            return True
        return bool(_WORD.fullmatch(word)) and (
            not word[:1].islower() or word in self.particles or any(map(str.isupper, word[1:_CAPITAL]))
        )

    def can_sign(self, text: str) -> bool:
        """Whether a text is a person's name of at least two words, as a photographer signs.

        One word is not enough: four Han characters can be the name of an editorial desk.
        """
        bare = text.strip(" .")
        return " " in bare and self.people.is_person(bare)

    def parts(self, text: str) -> list[str]:
        """Split a credit into its names, at the joints: "A B/AFP via Getty" has three."""
        return [part for part in self.joint.split(text) if any(map(str.isalnum, part))]

    def is_chain(self, text: str) -> bool:
        """Whether a text is a list of names ("Ada Lund/AP"), at least one of them certainly an agency's (`is_sure`)."""
        sure = False
        member = _HANDLE.match(text)
        for part in self.parts(text[member.end() :] if member else text):
            here = self._agency_in(part)
            sure = sure or here
            if not (here or self.agency(part) or self.is_stock(part) or self.is_name(part)):
                return False
        return sure

    def _agency_in(self, part: str) -> bool:
        """Whether a part of a credit surely is an agency, alone or next to a name ("REUTERS Ada Lund")."""
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
        """Whether a whole line is a credit: a list of names with an agency, no dateline ("Kyiv (AP)") and no title.

        Every name in the list (`is_chain`) must be an agency, a stock word ("Handout"), a person or an outlet: "Bridge
        | AP" is no credit.  If slashes join the names and the line has no comma, other names may be in the list as
        well: "Bridge/AP" is a credit.
        """
        if not self.is_chain(text):
            return False
        joined = bool(_SLASH.search(text)) and "," not in text
        return joined or all(
            self._agency_in(part) or self.is_stock(part) or self.can_sign(part) or self._is_firm(part)
            for part in self.parts(text)
        )

    def _begins_a_name(self, word: str) -> bool:
        """Whether a text's first word is the first of an agency's name, or a stock word ("Handout")."""
        first = key_words(word)[:1]
        return bool(first) and first[0] in self.heads

    def is_signature(self, text: str) -> bool:
        """Whether a text is a person and an organisation, joined by a slash or bar ("Ada Lund/Harbour Post")."""
        if len(self.strong_joint.split(text)) < 2:
            return False
        parts = self.parts(text)
        if self._is_account(parts):
            return True
        if not 2 <= len(parts) <= _MAX_SIGNATURE_PARTS or not all(
            self.is_name(p) or self.is_stock(p) or self.agency(p) for p in parts
        ):
            return False
        if self.can_sign(parts[0]):
            return True
        in_capitals = parts[0].isupper() and len(parts[0]) >= _SHORT and parts[0].isalpha()
        before = in_capitals or len(parts[0].split()) > 1
        return before and len(parts) == 2 and bool(_SLASH.search(text)) and self.can_sign(parts[1])

    def _is_account(self, parts: Sequence[str]) -> bool:
        """Whether the parts of a credit are a social network and the name of a member ("Instagram", "@ada_lund")."""
        bare = [part.rpartition(" ")[2] for part in parts]
        named = [part for part in bare if not self.is_stock(part)]
        return 0 < len(named) < len(bare) and all(_ACCOUNT.fullmatch(part) for part in named)

    def _is_firm(self, text: str) -> bool:
        """Whether a text is an outlet's name of several words; a single one in capitals may be a person's initials."""
        return " " in text and self.people.is_outlet(text)


@lru_cache(maxsize=FAMILIES_KEPT)
def suppliers(rules: Rules) -> Suppliers:
    """Make the Suppliers of a set of rules: the names and words by which picture credits are recognised."""
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
        labels=frozenset(key(word) for name in ("label", "by") for word in credits.all_words(name)),
        joint=_joint((*credits.all_words("via"), *credits.all_words("on_behalf"))),
        strong_joint=re.compile(rf"{_STRONG_SIGNS}|\s+{any_word(credits.all_words('via'))}\s+", re.IGNORECASE),
        via=first_words(credits.all_words("via")),
        people=lexicon(rules),
    )


def _joint(words: Sequence[str]) -> re.Pattern[str]:
    """Make a pattern for what joins the names of a credit: a sign ("/", "|", ",") or one of these words ("via")."""
    # The lookahead lists every character that a match can begin with, so that most positions are rejected at once.
    begins = "".join(re.escape(char) for char in sorted({word[0] for word in words}))
    return re.compile(rf"(?=[{_FIRST_SIGNS}{begins}-])(?:{_SIGNS}|(?:^|\s+|\b){any_word(words)}\s+)", re.IGNORECASE)


def _heads(names: Iterable[str]) -> set[tuple[str, ...]]:
    """Return the first two folded words of each name; of a name of one word, that word."""
    words = map(key_words, names)
    return {tuple(of_name[:2]) for of_name in words if of_name}


def _begins_ordinarily(words: tuple[str, ...]) -> bool:
    """Whether a name of several words starts with "the", "la" or a single letter ("The Post", "A. Lund").

    Such a name is looked up by its first two words.
    """
    return len(words) > 1 and (words[0] in _ORDINARY or len(words[0]) == 1)
