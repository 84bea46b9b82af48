"""Words that tell kinds of pages apart: what shops, forums, manuals and companies print around and in their text.

Takes the texts of a page, those of its body, and its headline; returns numbers for the verdict.  Each word is weak
evidence, so only how many of a kind stand on the page counts; trained trees weigh them
(parsers/training/train_article_or_not.py).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt


def _bytes(text: str) -> bytes:
    """A text in small letters, one byte each: searched faster, and what is looked for has no others."""
    return text.encode("latin-1", "replace").lower()


_PHRASES: Final[dict[str, tuple[str, ...]]] = {
    "shop": (
        *("add to cart", "add to basket", "add to bag", "free shipping", "in stock", "out of stock", "sku", "quantity"),
        *("buy now", "customer reviews", "you may also like", "warranty", "checkout", "free delivery", "wishlist"),
        *("warenkorb", "ajouter au panier", "al carrito", "koszyk", "specifications", "size guide", "money-back"),
    ),
    "service": (
        *("contact us", "get started", "our services", "our team", "a demo", "free trial", "a quote", "sign up free"),
        *("why choose", "our clients", "testimonials", "case studies", "trusted by", "pricing", "talk to sales"),
        *(
            "get in touch",
            "our solutions",
            "our customers",
            "success stories",
            "schedule a",
            "frequently asked",
            "faqs",
        ),
    ),
    "forum": (
        *("joined", "posts:", "replies", "quote", "posted by", "view profile", "last post", "thread starter", "solved"),
        *("log in to reply", "upvote", "moderator", "quick reply", "new topic", "registered", "ago #", "permalink"),
        *(
            "you must log in",
            "to reply here",
            "original poster",
            "asked ",
            "answers",
            "sign in to vote",
            "likes received",
        ),
    ),
    "docs": (
        *("on this page", "edit this page", "page helpful", "was this helpful", "table of contents", "parameters"),
        *("returns", "npm install", "pip install", "api reference", "release notes", "changelog", "deprecated"),
        *("getting started", "documentation", "syntax", "quickstart", "edit on github", "prerequisites", "tutorials"),
    ),
    "listing": (
        *("sort by", "filter", "show more", "load more", "view all", "next page", "results", "per page", "page 1 of"),
        *("showing", "see all", "older posts", "next »", "browse", "all categories", "clear all", "most popular"),
    ),
    "article": (
        *("min read", "minute read", "share this", "published", "updated", "about the author", "leave a comment"),
        *(
            "related articles",
            "related posts",
            "leave a reply",
            "written by",
            "advertisement",
            "photo:",
            "recent posts",
        ),
        *("previous post", "next post", "reading time", "editor", "image credit", "post a comment", "follow us"),
    ),
}

#: The phrases stand in buttons, labels and headings; longer lines are not searched for them.
LONGEST: Final = 100

#: Counted each, as each stands many times on some kinds of pages.
_REPEATED: Final = ("read more", "learn more", "reply", "shop now", "view details", "posted")

#: Words of running text, by how often they stand there.
_VOICES: Final = (" you ", " your ", " we ", " our ", " said ", " i ", " he ", " was ", " us ", " must ", " click ")

_HEADLINES: Final = (
    re.compile(r"^(?:how|what|why|when|where|who|which)\b"),
    re.compile(r"\b(?:best|top|tips|ways|reasons|things|guide|review|vs)\b"),
    re.compile(r"\d"),
    re.compile(r"[?!:]"),
    re.compile(r"\b(?:services?|solutions?|products?|shop|store|software|company|agency|pricing|collections?|sale)\b"),
    re.compile(r"\b(?:docs?|documentation|api|reference|manual|install|overview|configure|using|getting started)\b"),
)

NAMES: Final = (
    *(f"signs_of_{kind}" for kind in _PHRASES),
    *(f"times_{phrase.replace(' ', '_')}" for phrase in _REPEATED),
    *(f"voice_{word.strip()}" for word in _VOICES),
    *("headline_words", "headline_asks", "headline_lists", "headline_digit", "headline_mark"),
    *("headline_company", "headline_docs"),
)


#: The number for three letters stays below this power of two: few numbers are looked up fast, and a page has fewer.
_GRAMS: Final = 1 << 13


def _grams(text: bytes) -> npt.NDArray[np.uint16]:
    """A number for each three letters of a text that stand side by side; others may share it."""
    codes = np.frombuffer(text, np.uint8).astype(np.uint16)
    return (codes[:-2] * np.uint16(1021) + codes[1:-1] * np.uint16(31) + codes[2:]) & np.uint16(_GRAMS - 1)


#: The phrases with their kinds, and where the three-letter runs of each begin among those of all.
_ALL: Final = [(kind, _bytes(phrase)) for kind, phrases in _PHRASES.items() for phrase in phrases]
_RUNS: Final = [_grams(phrase) for _, phrase in _ALL]
_RUN: Final = np.concatenate(_RUNS)
_RUN_STARTS: Final = np.cumsum([0, *map(len, _RUNS[:-1])])


def _phrases_in(page: bytes) -> Counter[str]:
    """How many phrases of each kind stand on a page; only those are looked for whose three-letter runs all do."""
    stands = np.zeros(_GRAMS, dtype=bool)
    stands[_grams(page)] = True
    likely = np.flatnonzero(np.logical_and.reduceat(stands[_RUN], _RUN_STARTS)).tolist()
    return Counter(kind for kind, phrase in map(_ALL.__getitem__, likely) if phrase in page)


def sign_row(texts: Sequence[str], body: Sequence[str], headline: str) -> list[float]:
    """The numbers named in NAMES; texts are all of the page, body those that read like its article."""
    page, prose = _bytes("\n".join(text for text in texts if len(text) <= LONGEST)), _bytes(f" {' '.join(body)} ")
    head, found = headline.lower(), _phrases_in(page)
    return [
        *(float(found[kind]) for kind in _PHRASES),
        *(math.log1p(page.count(_bytes(phrase))) for phrase in _REPEATED),
        *(1000.0 * prose.count(_bytes(word)) / (len(prose) + 200) for word in _VOICES),
        float(len(head.split())),
        *(float(bool(sign.search(head))) for sign in _HEADLINES),
    ]
