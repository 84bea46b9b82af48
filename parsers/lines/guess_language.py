"""Guesses the language of a page from its text.

Takes the texts of a page and looks at the longest ones, up to a fixed length.  Letters that only one language has
decide first, then frequent short words ("the", "und"), and py3langid where these leave doubt.  Gives a BCP 47 code, or
None when there is too little text.  `family` is the rule family "languages" (config/rules/languages.toml), which lists
the frequent words; `rules` are the shipped ones by default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from parsers.late_patterns import LatePattern
from parsers.rules import FAMILIES_KEPT, Family, Rules, default_rules

# All limits below were chosen by hand.

#: Characters that are looked at; more would only cost time.
_ENOUGH: Final = 1500
#: How many texts are looked at, the longest first.
_TEXTS: Final = 12
#: The least number of letters and digits for a guess, and for a guess by letters that only one language has.
_LEAST: Final = 40
_LEAST_CASELESS: Final = 16
#: Letters of one language: a text is in the first language whose letters make up more than _SURE of it.  Japanese is
#: before Chinese, since it has Chinese letters as well.  Where a script serves several languages, the one with most
#: news stands for it; the list "alike" has the others.
_LETTERS: Final = (
    ("ja", LatePattern("[\u3040-\u30ff]")),
    ("zh", LatePattern("[\u4e00-\u9fff]")),
    ("ko", LatePattern("[\uac00-\ud7a3]")),
    ("th", LatePattern("[\u0e00-\u0e7f]")),
    ("el", LatePattern("[\u0370-\u03ff]")),
    ("he", LatePattern("[\u05d0-\u05ea]")),
    ("hy", LatePattern("[\u0530-\u058a]")),
    ("bn", LatePattern("[\u0980-\u09ff]")),
    ("pa", LatePattern("[\u0a00-\u0a7f]")),
    ("gu", LatePattern("[\u0a80-\u0aff]")),
    ("or", LatePattern("[\u0b00-\u0b7f]")),
    ("ta", LatePattern("[\u0b80-\u0bff]")),
    ("te", LatePattern("[\u0c00-\u0c7f]")),
    ("kn", LatePattern("[\u0c80-\u0cff]")),
    ("ml", LatePattern("[\u0d00-\u0d7f]")),
    ("si", LatePattern("[\u0d80-\u0dff]")),
    ("dv", LatePattern("[\u0780-\u07bf]")),
    ("lo", LatePattern("[\u0e80-\u0eff]")),
    ("bo", LatePattern("[\u0f00-\u0fff]")),
    ("my", LatePattern("[\u1000-\u109f]")),
    ("ka", LatePattern("[\u10a0-\u10ff]")),
    ("am", LatePattern("[\u1200-\u139f]")),
    ("km", LatePattern("[\u1780-\u17ff]")),
)
#: One of all these letters, which most texts lack.
_ANY_LETTER: Final = LatePattern(
    "[\u0370-\u03ff\u0530-\u058a\u05d0-\u05ea\u0780-\u07bf\u0980-\u109f\u10a0-\u10ff\u1200-\u139f\u1780-\u17ff"
    "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]"
)
#: A text of at least _LEAST_WORDS words is in a language if a share (0 to 1) of more than _SURE of them are frequent
#: words of that language, and less than half as many are frequent words of any other.
_LEAST_WORDS: Final = 40
_SURE: Final = 0.2
#: The same share when the declared language is known to be wrong.  It is smaller because some languages attach most of
#: their frequent words to other words.
_SURE_OF_OTHER: Final = 0.05
#: What the model says of a text in no language, such as one that is encrypted.
_NO_LANGUAGE: Final = "zxx"
#: The share (0 to 1) of frequent words from which a text is plainly in their language; of letters from which it is
#: mostly in them; and of Japanese letters from which a text with Chinese ones is in Japanese.
_PLAINLY, _MOSTLY, _KANA = 0.15, 0.4, 0.03
#: For testing a declared language: the least words, and the least letters of one language, that can deny it; how many
#: words are looked at, and at least of each text; the least share (0 to 1) of frequent words of the language.
_DENYING_WORDS, _DENYING_LETTERS, _MANY_WORDS, _OF_EACH, _HARDLY = 50, 120, 500, 12, 0.03


def guess_language(texts: Sequence[str], rules: Rules | None = None) -> str | None:
    """The BCP 47 code of the language of most of the texts; None when they are too short."""
    longest = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))[:_TEXTS]
    sample = " ".join(texts[i] for i in sorted(longest))[:_ENOUGH]
    letters = sum(map(str.isalnum, sample))
    if letters >= _LEAST_CASELESS and (own := _by_letters(sample)):
        return own
    if letters < _LEAST:
        return None
    if sure := _by_small_words(sample, (rules or default_rules()).family("languages")):
        return sure
    from py3langid import langid  # Imported here because it takes half a second and few pages need it.

    code = str(langid.classify(sample)[0])
    return None if code == _NO_LANGUAGE else code


def denied_by(texts: Iterable[str], declared: str, rules: Rules | None = None) -> str | None:
    """The language of the texts if they certainly are not in the language that the page declares; else None.

    `declared`: the code of that language.  All texts are looked at, so that one long quotation in another language is
    not enough.  None, too, for a short article, and for a language so similar to the declared one that they cannot be
    told apart.
    """
    family, language = (rules or default_rules()).family("languages"), declared.split("-")[0]
    sample = [text for text in texts if len(text) >= _LEAST]
    found = _by_script(sample)
    if found is None:
        words = _doubtful_words(sample, _alone(family).get(language, frozenset()))
        found = _by_words(words, language, family, rules) if len(words) >= _DENYING_WORDS else None
    alike = family.words.get("alike", {}).get(language, ())
    return None if found == language or found in alike else found


def _doubtful_words(sample: Sequence[str], alone: frozenset[str]) -> list[str]:
    """Collect the words that can show that a declared language is wrong: the first ones of each text, in lower case.

    `alone`: frequent words that only the declared language has.  On nearly every page the texts hold many of these
    words, so that the declared language must be right; then the result is [].
    """
    most = max(_MANY_WORDS // max(len(sample), 1), _OF_EACH)
    words: list[str] = []
    own, enough = 0, _HARDLY * most * len(sample)
    for text in sample:
        some = text.lower().split(None, most)[:most]
        words += some
        own += sum(map(alone.__contains__, some))
        if own > enough:
            return []
    return words


def _by_script(sample: Sequence[str]) -> str | None:
    """The language by its script (Greek, Thai, Korean ...), if most of the texts' letters belong to one; else None."""
    text = " ".join(part[: max(_ENOUGH // len(sample), _LEAST)] for part in sample)
    if text.isascii() or not _ANY_LETTER.search(text):
        return None
    counts = {code: len(letters.findall(text)) for code, letters in _LETTERS}
    # Vowel signs of the scripts of India are no letters to Python.
    if max(sum(counts.values()), sum(map(str.isalpha, text))) < _DENYING_LETTERS:
        return None
    shares = {code: count / len(text) for code, count in counts.items()}
    if sum(shares.values()) < _MOSTLY:
        return None
    return "ja" if shares["ja"] > _KANA else max(shares, key=shares.__getitem__)


def _by_words(words: Sequence[str], language: str, family: Family, rules: Rules | None) -> str | None:
    """The language of some words if they certainly are not in `language`, the declared one; None in doubt."""
    small = family.words.get("small", {})
    own, letters = small.get(language, ()), dict(_LETTERS).get(language)
    if not own and letters is None:
        return _by_small_words(" ".join(words), family)
    said = _small_words(words, family)
    if said[language] >= max(_PLAINLY * len(words), *said.values(), 0):
        return None
    whole = " ".join(words)
    if letters and len(letters.findall(whole)) > _KANA * len(whole):
        return None
    found = _by_small_words(whole, family, _SURE_OF_OTHER) or _by_model(words, rules)
    # A word that both languages have ("to", "i", "a") speaks for neither.
    both = set(own).intersection(small.get(found or "", ()))
    if found is None or sum(word in own and word not in both for word in words) > _HARDLY * len(words):
        return None
    return found if found not in small or said[found] > _SURE_OF_OTHER * len(words) else None


def _by_model(words: Sequence[str], rules: Rules | None) -> str | None:
    """The language that `guess_language` gives for both halves of a text (`words`); None when the halves differ."""
    middle = len(words) // 2
    one, other = (guess_language([" ".join(half)], rules) for half in (words[:middle], words[middle:]))
    return one if one == other else None


def _by_letters(sample: str) -> str | None:
    """The language by its own letters, if these are more than a fifth of a text; else None."""
    if sample.isascii():
        return None
    return next((code for code, letters in _LETTERS if len(letters.findall(sample)) > _SURE * len(sample)), None)


def _by_small_words(sample: str, family: Family, sure: float = _SURE) -> str | None:
    """The language whose frequent words are more than a share of a text's words; None when in doubt.

    `sure`: that share, from 0 to 1.  Short texts are in doubt, and so are texts in which another language has at least
    half as many frequent words.
    """
    words = sample.lower().split()
    if len(words) < _LEAST_WORDS:
        return None
    found = _small_words(words, family)
    (best, most), (_, second) = [*found.most_common(2), ("", 0), ("", 0)][:2]
    return best if most > sure * len(words) and 2 * second < most else None


def _small_words(words: Iterable[str], family: Family) -> Counter[str]:
    """Language -> how many of the words are frequent words of that language."""
    known, found = _languages(family), dict[str, int]()
    # Frequent words are said again and again, so that each is looked up once.
    for word, times in Counter(filter(known.__contains__, words)).items():
        for language in known[word]:
            found[language] = found.get(language, 0) + times
    return Counter(found)


@lru_cache(maxsize=FAMILIES_KEPT)
def _languages(family: Family) -> Mapping[str, tuple[str, ...]]:
    """Frequent word -> the languages that have it."""
    known: dict[str, tuple[str, ...]] = {}
    for language, words in family.words.get("small", {}).items():
        for word in words:
            known[word] = (*known.get(word, ()), language)
    return known


@lru_cache(maxsize=FAMILIES_KEPT)
def _alone(family: Family) -> Mapping[str, frozenset[str]]:
    """Language -> its frequent words that no other language has."""
    known = _languages(family)
    small = family.words.get("small", {})
    return {language: frozenset(word for word in words if len(known[word]) == 1) for language, words in small.items()}
