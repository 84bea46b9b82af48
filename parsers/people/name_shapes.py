"""Tells by its letters alone whether a text may be a name, and whether a word may begin one.

Takes a text or a word.  Knows capitals, prefixes and the forms of names in scripts without capitals; which names are
agencies, outlets or places is known in `parsers.people.lexicon`.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category, normalize

from parsers.folding import caseless
from parsers.late_patterns import LatePattern, ScriptPattern

#: The capitals and the small letters of Latin, Greek, Cyrillic and Armenian, for use in a character class.
CAPITALS: Final = "".join(filter(lambda letter: category(letter) == "Lu", map(chr, range(ord("A"), ord("\u0588")))))
SMALL: Final = "".join(filter(lambda letter: category(letter) == "Ll", map(chr, range(ord("a"), ord("\u0588")))))
#: The end of a web site's host ("harbourpost.co.uk").
HOST_END: Final = r"\.(?:com|org|net|co\.[a-z]{2}|[a-z]{2})"

#: A letter of a script without capitals, in which a name cannot be recognised by its first letter.
CASELESS = ScriptPattern(
    "[\u0590-\u08ff\u0900-\u109f\u10d0-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_EAST = LatePattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af0-9，。；：]")
_KANJI, _KANA, _HANGUL = "[\u3400-\u9fff々]", "[\u3040-\u30ff\u3400-\u9fff々]", "[\uac00-\ud7af]"
#: Names in Han characters, also several in a row; Japanese names with kana; foreign names in katakana; Korean names.
_EAST_NAME = LatePattern(
    rf"{_KANJI}{{2,4}}|{_KANJI}{{1,4}}(?:[ ・·]{_KANJI}{{1,4}}){{1,3}}|{_KANA}{{2,8}}|{_KANA}{{1,5}} {_KANA}{{1,5}}"
    rf"|[\u30a0-\u30ff]{{1,10}}(?:[ ・·＝][\u30a0-\u30ff]{{1,10}}){{1,4}}"
    rf"|{_HANGUL}{{2,4}}|{_HANGUL}{{1,6}}[ ·]{_HANGUL}{{1,6}}"
)
_RUNS = re.compile(r"\w+(?:\.\w+)*")
#: The most words in a name in a script without capitals.  Chosen by hand.
_MAX_CASELESS_WORDS = 5
#: The most characters of an initial in such a script, which may be a syllable; the fewest of a name behind initials.
_MAX_INITIAL, _LEAST_LAST = 4, 4
#: The most letters of a prefix before a capital ("al-", "d'").  Chosen by hand.
_MAX_PREFIX = 4


def letter_runs(text: str) -> set[str]:
    """The words of a text in `caseless` form; a full stop between two letters does not divide a word ("a.f.p")."""
    return set(_RUNS.findall(caseless(text)))


def composed(text: str) -> str:
    """Put a text into Unicode's composed form (NFC), in which a letter and its accent are one character."""
    return text if text.isascii() else normalize("NFC", text)


def starts_name(word: str) -> bool:
    """Whether a word begins as a name does: with a capital, perhaps after a prefix ("al-Burai", "d'Arc", "O'Hara")."""
    if word[:1].isupper():
        return True
    parts = re.split(r"['’‑-]", word, maxsplit=1)
    return len(parts) == 2 and len(parts[0]) <= _MAX_PREFIX and parts[1][:1].isupper()


def _apart(name: str) -> list[str]:
    """The words of a name in a script without capitals, its initials apart: "மு.கதிரவன்", "கே.ஆர்.மோகன்".

    An abbreviation ("พ.ค.") has no whole word at its end, so that its parts are joined to one.
    """
    *initials, last = name.split(".")
    dotted = all(0 < len(part.strip()) <= _MAX_INITIAL for part in initials) and len(last.strip()) >= _LEAST_LAST
    return [*initials, *last.split()] if dotted else name.split()


def is_caseless_name(text: str) -> bool:
    """Whether a text in a script without capitals can be a name, by its length and number of words."""
    bare = text.strip()
    if _EAST_NAME.fullmatch(bare):
        return True
    words = _apart(bare) if "." in bare else bare.split()
    return 2 <= len(words) <= _MAX_CASELESS_WORDS and all(
        CASELESS.match(word.strip()) and not _EAST.search(word) for word in words
    )
