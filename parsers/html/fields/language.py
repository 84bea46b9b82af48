"""Finds the language of a page as a BCP 47 code, from its declarations, the most reliable first.

Takes the Metadata; gives the code with its region if one is declared, since the region decides how "05/03/2024" is
read.  For plain "en" the region is taken from the country's top-level domain.  The language is guessed from the text
only when none is declared, or when the text is surely in another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from parsers.context import Context
from parsers.html.fields.candidate import Candidate, best
from parsers.lines.guess_language import denied_by, guess_language
from parsers.model import FoundValue
from parsers.rules import Publisher

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

_CODE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?\b")

#: Wrong codes that pages use (codes of countries, outdated codes), with the right ones.
_KNOWN_ERRORS = {
    "cz": "cs",
    "gr": "el",
    "jp": "ja",
    "kr": "ko",
    "cn": "zh",
    "ua": "uk",
    "dk": "da",
    "iw": "he",
    "in": "id",
}

#: Top-level domains of countries with news in English, and their regions.
_REGIONS = {
    "uk": "GB",
    "au": "AU",
    "nz": "NZ",
    "ie": "IE",
    "za": "ZA",
    "in": "IN",
    "ng": "NG",
    "ke": "KE",
    "sg": "SG",
    "my": "MY",
    "pk": "PK",
    "gh": "GH",
    "zw": "ZW",
    "na": "NA",
    "us": "US",
    "gov": "US",
    "mil": "US",
}


#: Codes for "undetermined", "several" and "none", and remains of templates ("utf-8").
_NO_LANGUAGE = frozenset(("und", "mul", "mis", "zxx", "xx", "xxx", "utf", "iso", "win"))
#: ISO 639-2 codes of three letters, with the two-letter codes of the same languages.
_SHORTER = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "swe": "sv", "nor": "no", "nob": "nb", "nno": "nn", "dan": "da", "fin": "fi", "isl": "is", "ice": "is",
    "pol": "pl", "ces": "cs", "cze": "cs", "slk": "sk", "slo": "sk", "hun": "hu", "ron": "ro", "rum": "ro", "bul": "bg",
    "hrv": "hr", "srp": "sr", "slv": "sl", "ell": "el", "gre": "el", "tur": "tr", "rus": "ru", "ukr": "uk", "cat": "ca",
    "eus": "eu", "baq": "eu", "glg": "gl", "ara": "ar", "heb": "he", "fas": "fa", "per": "fa", "hin": "hi", "ben": "bn",
    "urd": "ur", "tam": "ta", "jpn": "ja", "kor": "ko", "zho": "zh", "chi": "zh", "tha": "th", "vie": "vi", "ind": "id",
    "msa": "ms", "may": "ms", "swa": "sw", "zul": "zu", "xho": "xh", "afr": "af", "est": "et", "lav": "lv", "lit": "lt",
}  # fmt: skip

# Confidences (0 to 1) of the sources, chosen by hand.

#: The lang of the html element; "en" there is often left over from a theme.
_OF_HTML, _ENGLISH_OF_HTML = 0.95, 0.8
#: JSON-LD, meta tags, the publisher's file, and a guess from the text.
_OF_JSON_LD, _OF_META, _OF_PUBLISHER, _GUESSED = 0.9, 0.7, 0.8, 0.6


def language_of(
    meta: Metadata, context: Context, publisher: Publisher | None, body: Iterable[str]
) -> Candidate[str] | None:
    """Return the language of a page: as declared, else the publisher's, else guessed; None if it cannot be told.

    `body`: the texts of the body, from which it is guessed.  A declared language is replaced when they are surely in
    another one.
    """
    if declared := read_language(meta, context.url):
        # Content systems are installed in one language, and some keep declaring it for pages in others.
        denied = denied_by(body, declared.value, context.rules)
        return _language_of_text(denied, declared, meta) if denied else declared
    if publisher and publisher.language:
        return Candidate(publisher.language, "rule", "publisher", _OF_PUBLISHER)
    code = guess_language(list(body))
    return Candidate(code, "text", "guessed", _GUESSED) if code else None


def _language_of_text(denied: str, declared: Candidate[str], meta: Metadata) -> Candidate[str]:
    """Make the candidate for a page that declares another language than that of its text.

    `denied`: the language of the text.  "en" becomes "en-GB" if some tag of the page says so.  The wrong declaration,
    `declared`, is kept in the candidate as evidence.
    """
    regions = (code for _, _, code in _in_meta(meta) if code.split("-")[0] == denied)
    found = (FoundValue(declared.value, declared.rule),)
    return Candidate(next(regions, denied), "text", "guessed", _GUESSED, found=found)


def read_language(meta: Metadata, url: str | None) -> Candidate[str] | None:
    """Return the declared language; None without one.  For "en" the domain adds a region: ".au" gives "en-AU"."""
    found = best(_declared(meta))
    if found is None or found.value != "en":
        return found
    region = _REGIONS.get((urlsplit(url or "").hostname or "").rsplit(".", 1)[-1])
    return Candidate(f"en-{region}", found.method, found.rule, found.confidence) if region else found


def _declared(meta: Metadata) -> Iterator[Candidate[str]]:
    """Yield the declared languages; stop after one that is more reliable than all that would follow."""
    if own := normal(meta.lang or ""):
        # lang="en" is often left over from the theme; any other value was set on purpose.
        yield Candidate(own, "layout", "html.lang", _ENGLISH_OF_HTML if own.startswith("en") else _OF_HTML)
        if not own.startswith("en"):
            return
    if code := normal(meta.json_ld.first("inLanguage") or ""):
        yield Candidate(code, "json_ld", "inLanguage", _OF_JSON_LD)
        return
    if own:
        return
    for method, name, code in _in_meta(meta):
        yield Candidate(code, method, name, _OF_META)


def _in_meta(meta: Metadata) -> Iterator[tuple[str, str, str]]:
    """Yield (method, rule, code) for each meta tag that declares a language: ("meta", "og:locale", "en-GB")."""
    for name in ("content-language", "language", "dc.language", "og:locale"):
        for content in meta.meta.get(name, ())[:1]:
            if code := normal(content):
                yield "meta", name, code


def normal(declared: str) -> str | None:
    """Convert a declared code to the form "de", "en-GB" or "zh-Hant-TW"; None when it is not a language code."""
    match = _CODE.match(declared.strip())
    if not match:
        return None
    language, script, region = match[1].lower(), match[2], match[3]
    language = _SHORTER.get(language) or _KNOWN_ERRORS.get(language, language)
    if language in _NO_LANGUAGE:
        return None
    return "-".join(filter(None, (language, script and script.title(), region and region.upper())))
