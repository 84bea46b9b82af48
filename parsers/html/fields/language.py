"""The language of a page, as a BCP 47 code: what it declares, in the order in which declarations are kept up.

Takes the Metadata; gives the code with its region where one is declared, since the region decides how "05/03/2024"
reads.  A country's top-level domain lends a region to plain "en".  Only where nothing is declared the text is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from parsers.context import Context
from parsers.html.fields.candidate import Candidate, best
from parsers.lines.guess_language import denied_by, guess_language
from parsers.rules import Publisher

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

_CODE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?\b")

#: Codes that pages use for a country or by an old standard.
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


#: Codes for "not known", "several" and "none", and what templates leave in place of a code.
_NO_LANGUAGE = frozenset(("und", "mul", "mis", "zxx", "xx", "xxx", "utf", "iso", "win"))
#: Codes of three letters for languages that have one of two.
_SHORTER = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "swe": "sv", "nor": "no", "nob": "nb", "nno": "nn", "dan": "da", "fin": "fi", "isl": "is", "ice": "is",
    "pol": "pl", "ces": "cs", "cze": "cs", "slk": "sk", "slo": "sk", "hun": "hu", "ron": "ro", "rum": "ro", "bul": "bg",
    "hrv": "hr", "srp": "sr", "slv": "sl", "ell": "el", "gre": "el", "tur": "tr", "rus": "ru", "ukr": "uk", "cat": "ca",
    "eus": "eu", "baq": "eu", "glg": "gl", "ara": "ar", "heb": "he", "fas": "fa", "per": "fa", "hin": "hi", "ben": "bn",
    "urd": "ur", "tam": "ta", "jpn": "ja", "kor": "ko", "zho": "zh", "chi": "zh", "tha": "th", "vie": "vi", "ind": "id",
    "msa": "ms", "may": "ms", "swa": "sw", "zul": "zu", "xho": "xh", "afr": "af", "est": "et", "lav": "lv", "lit": "lt",
}  # fmt: skip


def language_of(
    meta: Metadata, context: Context, publisher: Publisher | None, body: Iterable[str]
) -> Candidate[str] | None:
    """The language that the page declares, else its publisher's, else the one that the texts of the body are in.

    A declaration that the texts deny is none.
    """
    if declared := read_language(meta, context.url):
        # Systems are installed in English, and pages in other languages go on to say that they are.
        denied = denied_by(body, declared.value, context.rules) if declared.value.startswith("en") else None
        return Candidate(denied, "text", "guessed", 0.6) if denied else declared
    if publisher and publisher.language:
        return Candidate(publisher.language, "rule", "publisher", 0.8)
    code = guess_language(list(body))
    return Candidate(code, "text", "guessed", 0.6) if code else None


def read_language(meta: Metadata, url: str | None) -> Candidate[str] | None:
    """The declared language; None when the page declares none."""
    found = best(_declared(meta))
    if found is None or found.value != "en":
        return found
    region = _REGIONS.get((urlsplit(url or "").hostname or "").rsplit(".", 1)[-1])
    return Candidate(f"en-{region}", found.method, found.rule, found.confidence) if region else found


def _declared(meta: Metadata) -> Iterator[Candidate[str]]:
    """What the page declares, no further than to what is surer than all that follows."""
    if own := normal(meta.lang or ""):
        # Themes are installed with lang="en" and stay so; the locale of Open Graph is set by hand.
        yield Candidate(own, "layout", "html.lang", 0.8 if own.startswith("en") else 0.95)
        if not own.startswith("en"):
            return
    if code := normal(meta.json_ld.first("inLanguage") or ""):
        yield Candidate(code, "json_ld", "inLanguage", 0.9)
        return
    if own:
        return
    for name in ("content-language", "language", "dc.language", "og:locale"):
        for content in meta.meta.get(name, ())[:1]:
            if code := normal(content):
                yield Candidate(code, "meta", name, 0.7)


def normal(declared: str) -> str | None:
    """A code in the form "de", "en-GB", "zh-Hant-TW", or None for what is no code."""
    match = _CODE.match(declared.strip())
    if not match:
        return None
    language, script, region = match[1].lower(), match[2], match[3]
    language = _SHORTER.get(language) or _KNOWN_ERRORS.get(language, language)
    if language in _NO_LANGUAGE:
        return None
    return "-".join(filter(None, (language, script and script.title(), region and region.upper())))
