"""Guesses the language of a page from its text.

Takes the texts of a page and looks at the longest ones, up to a fixed length.  Letters that only one language has
decide first, then frequent short words ("the", "und"), and py3langid where these leave doubt.  Gives a BCP 47 code, or
None when there is too little text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

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
#: before Chinese, since it has Chinese letters as well.
_LETTERS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
)
#: A text of at least _LEAST_WORDS words is in a language if a share (0 to 1) of more than _SURE of them are frequent
#: words of that language, and less than half as many are frequent words of any other.
_LEAST_WORDS: Final = 40
_SURE: Final = 0.2
#: The same share when the declared language is known to be wrong.  It is smaller because some languages attach most of
#: their frequent words to other words.
_SURE_OF_OTHER: Final = 0.05
#: For testing a declared language: how many texts and words are looked at, and the least share (0 to 1) of frequent
#: words of the language.
_FEW, _MANY_WORDS, _HARDLY = 8, 250, 0.03


def guess_language(texts: Sequence[str], rules: Rules | None = None) -> str | None:
    """The BCP 47 code of the language of most of the texts; None when they are too short.

    rules are the shipped ones by default.
    """
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

    return str(langid.classify(sample)[0])


def denied_by(texts: Iterable[str], declared: str, rules: Rules | None = None) -> str | None:
    """The language of the texts if they have hardly any frequent words of the declared one; None if it may be right.

    A declared language whose frequent words are not listed counts as right.  rules are the shipped ones by default.
    """
    family, language = (rules or default_rules()).family("languages"), declared.split("-")[0]
    if language not in family.words.get("small", {}):
        return None
    sample = list(islice((text for text in texts if len(text) >= _LEAST), _FEW))
    words = " ".join(text[:_ENOUGH] for text in sample).lower().split()[:_MANY_WORDS]
    known = _languages(family)
    own = sum(language in known[word] for word in words if word in known)
    if len(words) < 2 * _LEAST_WORDS or own > _HARDLY * len(words):
        return None
    return _by_small_words(" ".join(words), family, _SURE_OF_OTHER) or guess_language(sample, rules)


def _by_letters(sample: str) -> str | None:
    """The language whose letters make up a large share of a text, or None."""
    if sample.isascii():
        return None
    return next((code for code, letters in _LETTERS if len(letters.findall(sample)) > _SURE * len(sample)), None)


def _by_small_words(sample: str, family: Family, sure: float = _SURE) -> str | None:
    """The language whose frequent words are more than a share (0 to 1) of a text's words, or None when in doubt."""
    words, known = sample.lower().split(), _languages(family)
    if len(words) < _LEAST_WORDS:
        return None
    found = Counter(language for word in words for language in known.get(word, ()))
    (best, most), (_, second) = [*found.most_common(2), ("", 0), ("", 0)][:2]
    return best if most > sure * len(words) and 2 * second < most else None


@lru_cache(maxsize=FAMILIES_KEPT)
def _languages(family: Family) -> Mapping[str, tuple[str, ...]]:
    """Frequent word -> the languages that have it."""
    known: dict[str, tuple[str, ...]] = {}
    for language, words in family.words.get("small", {}).items():
        for word in words:
            known[word] = (*known.get(word, ()), language)
    return known
