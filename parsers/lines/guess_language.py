"""The language of a text that does not declare one, by its running text.

Takes the longest pieces of a page up to a fixed length; letters that only one language has and the small words of
common languages decide where they leave no doubt, else py3langid does.  Gives a code, or None for too little text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from parsers.rules import FAMILIES_KEPT, Family, Rules, default_rules

#: Characters: enough for a sure answer, more only costs time; and too few for any.
_ENOUGH: Final = 1500
_LEAST: Final = 40
_LEAST_CASELESS: Final = 16
#: A text with a fifth of it in these letters is in the language: the first that fits, Japanese before Chinese.
_LETTERS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
)
#: So many words, and this share of them small words of one language and less than half as many of any other.
_LEAST_WORDS: Final = 40
_SURE: Final = 0.2
#: Where the texts are not in the language that they are said to be in, fewer of them tell which it is: some languages
#: join most of their small words to the large ones.
_SURE_OF_OTHER: Final = 0.05
#: So many texts and words show whether a text can be in a language: it has more small words than this share of them.
_FEW, _MANY_WORDS, _HARDLY = 8, 250, 0.03


def guess_language(texts: Sequence[str], rules: Rules | None = None) -> str | None:
    """BCP 47 code of the language that most of the texts are in."""
    longest = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))[:12]
    sample = " ".join(texts[i] for i in sorted(longest))[:_ENOUGH]
    letters = sum(map(str.isalnum, sample))
    if letters >= _LEAST_CASELESS and (own := _by_letters(sample)):
        return own
    if letters < _LEAST:
        return None
    if sure := _by_small_words(sample, (rules or default_rules()).family("languages")):
        return sure
    from py3langid import langid  # half a second to import and load: few pages need it

    return str(langid.classify(sample)[0])


def denied_by(texts: Iterable[str], declared: str, rules: Rules | None = None) -> str | None:
    """The language of texts that have hardly a small word of the declared one; None where the declaration may be right.

    Languages whose small words are not known are never denied.
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
    if sample.isascii():
        return None
    return next((code for code, letters in _LETTERS if len(letters.findall(sample)) > _SURE * len(sample)), None)


def _by_small_words(sample: str, family: Family, sure: float = _SURE) -> str | None:
    """The language whose small words the sample is full of: more than this share of its words."""
    words, known = sample.lower().split(), _languages(family)
    if len(words) < _LEAST_WORDS:
        return None
    found = Counter(language for word in words for language in known.get(word, ()))
    (best, most), (_, second) = [*found.most_common(2), ("", 0), ("", 0)][:2]
    return best if most > sure * len(words) and 2 * second < most else None


@lru_cache(maxsize=FAMILIES_KEPT)
def _languages(family: Family) -> Mapping[str, tuple[str, ...]]:
    """Small word -> the languages that have it."""
    known: dict[str, tuple[str, ...]] = {}
    for language, words in family.words.get("small", {}).items():
        for word in words:
            known[word] = (*known.get(word, ()), language)
    return known
