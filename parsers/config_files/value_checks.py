"""Checks of single values in the configuration.

Each check takes a `value` and returns None if it is right, else the end of a sentence that says what the value must be
("must be true or false.").  Some functions make a check, from limits or other checks.  Which key has which check is
said in the tables that use them (`parsers.config_files.rule_keys`, flows/config/settings.py, flows/config/sources.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from parsers.config_files.cldr_codes import LANGUAGES, MORE_REGIONS
from parsers.config_files.key_tables import Check
from parsers.config_files.toml_file import meant

_NONE_RENAMED: Mapping[str, str] = MappingProxyType({})
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-(?P<region>[A-Z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
)
#: Letters of a script in a language code (ISO 15924): "Hant" in "zh-Hant-TW".
_SCRIPT = 4
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+|localhost")
_ZONE = re.compile(r"[A-Z][\w+-]*(?:/[A-Z][\w+-]*)*", re.ASCII)
_OFFSET = re.compile(r"[+-]\d{2}:\d{2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def text(value: Any) -> str | None:
    """None if `value` is a string that is not blank; else what it must be."""
    return None if isinstance(value, str) and value.strip() else "must be a string that is not blank."


def macro(value: Any) -> str | None:
    """None if `value` is a macro: a string, or a table by language with a string each; else what it must be."""
    if not isinstance(value, dict):
        return text(value)
    sound = value and all(code(key) is None and text(pattern) is None for key, pattern in value.items())
    return None if sound else "must be a string, or a table by language with a string each."


def one_line(value: Any) -> str | None:
    """None if `value` is a string of one line, perhaps empty; else what it must be."""
    wrong = "must be a string without line breaks and control characters."
    return None if isinstance(value, str) and not _CONTROL.search(value) else wrong


def truth(value: Any) -> str | None:
    """None if `value` is true or false; else what it must be."""
    return None if isinstance(value, bool) else "must be true or false."


def whole(least: int, most: int) -> Check:
    """Make a check that a value is a whole number from `least` to `most`."""
    return lambda value: _within(value, least, most) if type(value) is int else "must be a whole number."


def any_number(least: float, most: float) -> Check:
    """Make a check that a value is a number, whole or not, from `least` to `most`."""
    return lambda value: _within(value, least, most) if type(value) in (int, float) else "must be a number."


def _within(value: float, least: float, most: float) -> str | None:
    return None if least <= value <= most else f"must be from {least:g} to {most:g}, not {value:g}."


def rising(least: float, most: float) -> Check:
    """Make a check that a value is a list of numbers from `least` to `most`, each larger than the one before it."""

    def checked(value: Any) -> str | None:
        if not isinstance(value, list):
            return "must be a list of numbers."
        for item in value:
            if wrong := any_number(least, most)(item):
                return f"holds {item!r}, which {wrong}"
        ordered = all(before < after for before, after in pairwise(value))
        return None if ordered else "must be a list of numbers, each larger than the one before it."

    return checked


def texts(value: Any) -> str | None:
    """None if `value` is a list of strings; else what it must be."""
    return _strings(value)


def each(check: Check, *, least: int = 0) -> Check:
    """Make a check that a value is a list of strings, each of which passes `check`; `least`: how many it needs."""

    def checked(value: Any) -> str | None:
        if wrong := _strings(value):
            return wrong
        if len(value) < least:
            return "must not be empty."
        for item in value:
            if wrong := check(item):
                return f"holds '{item}', which {wrong}"
        return None

    return checked


def _strings(value: Any) -> str | None:
    """None if `value` is a list of strings; else what it must be, with the first entry that is none."""
    if isinstance(value, str):
        return f'must be a list of strings, such as ["{value}"].'
    if not isinstance(value, list):
        return "must be a list of strings."
    for item in value:
        if not isinstance(item, str):
            return f"must be a list of strings; {item!r} is not a string."
    return None


def either(*checks: Check) -> Check:
    """Make a check that a value passes any of some checks; if it passes none, the last one says what it must be."""

    def checked(value: Any) -> str | None:
        wrong = [check(value) for check in checks]
        return wrong[-1] if all(wrong) else None

    return checked


def one_of(words: Iterable[str], *, renamed: Mapping[str, str] = _NONE_RENAMED) -> Check:
    """Make a check that a value is one of these words; `renamed`: words of earlier versions -> those of today."""
    known = tuple(words)

    def checked(value: Any) -> str | None:
        if not isinstance(value, str):
            return f"must be one of: {', '.join(known)}."
        if value in renamed:
            return f"must not be '{value}', which is called '{renamed[value]}' now."
        return None if value in known else f"must not be '{value}'{meant(value, known)}"

    return checked


def day(value: Any) -> str | None:
    """None if `value` is a day, as a date of TOML or as a string ("2021-06-30"); else what it must be."""
    if isinstance(value, date):
        return None
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "must be a day, such as 2021-06-30."
    return None


def pattern(value: Any) -> str | None:
    """None if `value` is a regular expression that compiles; else what is wrong."""
    if not isinstance(value, str):
        return "must be a string."
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is not a valid regular expression ({error})."
    return None


def zone(value: Any) -> str | None:
    """None if `value` is the name of an IANA time zone ("Europe/London"); else what it must be."""
    if not isinstance(value, str):
        return 'must be a string, such as "Europe/London".'
    if _ZONE.fullmatch(value) and any((Path(place) / value).is_file() for place in TZPATH):
        return None  # Faster than ZoneInfo, which reads the file; some files have a hundred zones.
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        close = meant(value, sorted(available_timezones()))
        return f"must be an IANA time zone such as Europe/London, not '{value}'{close if 'did you' in close else '.'}"
    return None


def offset(value: Any) -> str | None:
    """None if `value` is an offset from UTC ("+02:00") or the name of an IANA time zone; else what it must be."""
    if isinstance(value, str) and (_OFFSET.fullmatch(value) or zone(value) is None):
        return None
    return 'must be an offset such as "+02:00", or an IANA time zone.'


def language(value: Any) -> str | None:
    """None if `value` is a BCP 47 code ("en", "en-GB", "zh-Hant-TW"); else what it must be."""
    if not isinstance(value, str):
        return 'must be a language code, such as "en" or "en-GB".'
    found = _TAG.fullmatch(value)
    if found and _is_language(found["language"]) and _is_region(found["region"]):
        return None
    spelt = usual_spelling(value)
    close = f"; did you mean '{spelt}'?" if spelt != value and language(spelt) is None else "."
    return f"must be a language code such as en or en-GB, not '{value}'{close}"


def usual_spelling(code: str) -> str:
    """Write a language code with hyphens and in the usual case: "en_gb" gives "en-GB" (RFC 5646, section 2.1.1)."""
    first, *rest = code.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == _SCRIPT else part.upper() for part in rest)])


def code(value: Any) -> str | None:
    """None if `value` is a language code without a region ("en"), or "*" for all languages; else what it must be."""
    if not isinstance(value, str) or value == "*" or value in LANGUAGES:
        return None if isinstance(value, str) else language(value)
    if "-" in value and language(value) is None:
        return f"must be a language without a region; did you mean '{value.partition('-')[0]}'?"
    return language(value)


def _is_language(found: str) -> bool:
    return found in LANGUAGES


def _is_region(found: str | None) -> bool:
    if found is None or found.isdigit():
        return True
    import pytz

    return found in pytz.country_names or found in MORE_REGIONS


def host_name(value: Any) -> str | None:
    """None if `value` is a host name in lower case, as in an address; else what it must be."""
    if not isinstance(value, str):
        return 'must be a host name, such as "herald.example".'
    if _HOST.fullmatch(value) and value == value.lower():
        return None
    bare = (urlsplit(value).hostname or "") if "//" in value else value.partition("/")[0].strip(" .").lower()
    end = f"; did you mean '{bare}'?" if _HOST.fullmatch(bare) else ", such as herald.example."
    return f"must be a host name in lower case{end}"


def address(value: Any) -> str | None:
    """None if `value` is an http or https address; else what it must be."""
    wrong = "must be an address that begins with http:// or https://."
    if not isinstance(value, str) or _CONTROL.search(value) or " " in value:
        return wrong
    try:
        parts = urlsplit(value)
        return None if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 else wrong
    except ValueError:  # As for "http://[herald.example/", or for a port that is not a number.
        return wrong


def matching(shape: str, told: str) -> Callable[[Any], str | None]:
    """Make a check that a value is a string which the regular expression `shape` matches from beginning to end.

    `told`: what the value must be, in words: "a path that begins with /" makes the message "must be a path that begins
    with /."
    """
    known = re.compile(shape)
    return lambda value: None if isinstance(value, str) and known.fullmatch(value) else f"must be {told}."
