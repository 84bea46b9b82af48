"""Reads the time of day printed after or before a date: "15:47 Uhr", "3.47 p.m. ET", "오후 3시 20분", "02:15 م".

Takes the text around a date, its language, and the words of config/rules/dates.toml for the parts of the day ("a.m.",
"noon"); gives hour, minute and second, and the zone that is stated with them.  Which date the time belongs to is not
decided here.  `words` is the rule family "dates"; a half is one of its lists "am", "pm", "noon" and "night", which say
in which part of the day a time by the twelve-hour clock is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.rules import FAMILIES_KEPT, Family, any_of

#: (hour, minute, second, microsecond).
Clock = tuple[int, int, int, int]

#: The rules' lists of words that say which half of the day a time by the twelve-hour clock is in.
_HALVES = ("am", "pm", "noon", "night")
#: Hours that a word for noon leaves as they are, and the first hour that a word for night puts before midnight:
#: "noon 11:50" and "night 5:30" are meant as they stand, "noon 1:30" and "night 9:30" are after noon.
_NOON, _NIGHT = 11, 6
#: Scripts that are written without blanks between words, by the first and last code of their letters: Thai to Burmese,
#: Khmer, kana, ideographs, Hangul.  A word of theirs begins and ends anywhere.
_UNSPACED = ((0x0E00, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7A3))


def read_clock(after: str, before: str, language: str | None, words: Family) -> tuple[Clock, str | None] | None:
    """The time of day after a date, else the one before it ("15:47, 3 May 2024"), with its zone; None without one.

    `after`, `before`: the texts on either side of the date.  The zone is an offset ("+02:00", "Z") or a name as printed
    ("EST"), None when none is stated.
    """
    pattern = _pattern(words, (language or "").split("-")[0])
    for text in (after, before):
        match = pattern.search(text)
        if match and (clock := _clock(match)):
            return clock, _zone(text[match.end() :], words)
    return None


@lru_cache(maxsize=FAMILIES_KEPT)
def _pattern(words: Family, language: str) -> re.Pattern[str]:
    """Make a pattern for a time of day in a language, with its words for "a.m.", "p.m.", "noon" and "night"."""
    known = {half: _of_half(words, half, language) for half in _HALVES}
    behind = "|".join(f"(?P<{half}>{_bounded(said)})" for half, said in known.items() if said)
    # One letter after a year can be the sign of its era ("2026م"); it tells the half of the day only after a time.
    long = {half: [word for word in said if len(word) > 1 or _is_unspaced(word)] for half, said in known.items()}
    ahead = "|".join(f"(?P<{half}_ahead>{_bounded(said)})" for half, said in long.items() if said)
    oclock, ago, hour, minute, second, half_past = (
        any_of(words.all_words(name)) or "(?!)" for name in ("oclock", "ago", "hour", "minute", "second", "half_past")
    )
    # "h" is the sign of the hour in all languages (SI), "a" and "p" with "m" are those of the twelve-hour clock.
    return re.compile(
        rf"(?:(?:{ahead or '(?!)'})\s*)?(?<![\d:])(?P<h>[01]?\d|2[0-4])"
        r"(?:\s?[:.h]\s?(?P<m>[0-5]\d)(?!\d)(?:[:.]\s?(?P<s>[0-5]\d|(?<=:)\d)(?:[.,]\d+)?)?(?!\d)"
        rf"|\s?{hour}\s?(?:(?P<m2>[0-5]?\d)(?!\d)\s?(?::|\.|{minute})?\s?(?:(?P<s2>[0-5]?\d)\s?{second})?"
        rf"|(?P<h2>{half_past}))"
        rf"|(?P<bare>\s?{hour}(?!\s?\d)|(?=\s?[ap]\.?\s?m\b))|h(?![^\W\d_])"
        rf"|(?=\s?{oclock}\b(?!\s+{ago}\b)))"
        rf"\s*(?:{behind or '(?!)'})?",
        re.IGNORECASE,
    )


def _of_half(words: Family, half: str, language: str) -> list[str]:
    """The words for one part of the day ("am", "pm", "noon", "night") in a language, and those of all languages."""
    lists = words.words.get(half, {})
    return [*lists.get("*", ()), *lists.get(language, ())]


def _bounded(said: list[str]) -> str:
    """A regular expression for any of the words in `said`; their dots may be missing ("pm" for "p.m.").

    A word must not be part of a longer one, except in scripts without blanks between words.
    """
    unspaced, spaced = [word for word in said if _is_unspaced(word)], [word for word in said if not _is_unspaced(word)]
    patterns = [any_of(unspaced)] if unspaced else []
    if spaced:
        dotted = any_of(spaced).replace(r"\.", r"\.?\s?")
        patterns.append(rf"(?<![^\W\d_])(?:{dotted})(?![^\W\d_])\.?")
    return "|".join(patterns)


def _is_unspaced(word: str) -> bool:
    """Whether a word is in a script without blanks between words, where it may be part of a longer run of letters."""
    return any(first <= ord(word[0]) <= last for first, last in _UNSPACED)


def _clock(match: re.Match[str]) -> Clock | None:
    """The (hour, minute, second, microsecond) in a match of `_pattern`; None when it is no time of day."""
    said = match.groupdict()
    half = next((half for half in _HALVES if said.get(half) or said.get(f"{half}_ahead")), None)
    if said["bare"] and half is None:
        return None  # "7点" alone can also be seven points.
    hour, minute = int(said["h"]), int(said["m"] or said["m2"] or (30 if said["h2"] else 0))
    second = int(said["s"] or said["s2"] or 0)
    if half and 1 <= hour <= 12:
        hour = _of_day(hour, half)
    return (hour, minute, second, 0) if hour < 24 and minute < 60 and second < 60 else None


def _of_day(hour: int, half: str) -> int:
    """The hour of the day (0 to 23) for an hour from 1 to 12 in a half ("am", "pm" ...): (3, "pm") gives 15."""
    if half == "am" or (half == "night" and not _NIGHT <= hour < 12):
        return hour % 12
    if half == "noon" and hour >= _NOON:
        return hour
    return hour % 12 + 12


@lru_cache(maxsize=FAMILIES_KEPT)
def _offset(words: Family) -> re.Pattern[str]:
    """Make a pattern for the offset or zone after a time of day, perhaps with a word for hours before it ("Uhr").

    The zone is "Z", an offset ("+02:00", "UTC+2") or a name of two to five letters ("EST", "МСК").  "МСК+2", a name
    with an offset after it, does not match: it is another zone than "МСК".
    """
    hours = any_of((*words.all_words("oclock"), *words.all_words("hours"))) or "(?!)"
    return re.compile(
        rf"^\s*\(?(?:{hours})?\s*\(?(?:(?P<zulu>Z)\b|(?:GMT|UTC)?\s?(?P<offset>[+-]\d{{1,2}}(?::?\d\d)?)(?!\d)"
        r"|(?P<name>[^\W\d_]{2,5})\b(?!\s?[+-]\d))"
    )


def _zone(rest: str, words: Family) -> str | None:
    """The zone at the start of a text: "Z", an offset ("+02:00") or a name ("EST"); else None."""
    match = _offset(words).match(rest)
    if not match:
        return None
    return "Z" if match["zulu"] else match["offset"] or match["name"]
