"""Counts phrases that are typical of kinds of pages: shops, companies, forums, documentation, listings, articles.

Takes the texts of a page, the texts of its body, and its headline; gives inputs for the model that recognises articles.
Each phrase is weak evidence, so only the number of phrases of a kind counts; the weights are trained
(parsers/training/train_article_or_not.py).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation


def _bytes(text: str) -> bytes:
    """Return a text in lower-case Latin-1, which is searched faster than str; no phrase needs other characters."""
    return text.encode("latin-1", "replace").lower()


#: Phrases by the kind of page that they are typical of.
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

#: Characters; longer texts are not searched for phrases, which are found in buttons, labels and headings.
LONGEST: Final = 100

#: Phrases that are repeated many times on some kinds of pages; each is counted on its own.
_REPEATED: Final = ("read more", "learn more", "reply", "shop now", "view details", "posted")

#: Words are counted per so many bytes of the body; so many bytes are added to its length, so that one word in a line of
#: text weighs little.  Chosen by hand; the models were trained with these.
_PER: Final = 1000.0
_LENGTHENED: Final = 200

#: Words whose frequency in the body differs between kinds of text ("you", "we" in advertising; "said" in news).
_VOICES: Final = (" you ", " your ", " we ", " our ", " said ", " i ", " he ", " was ", " us ", " must ", " click ")

#: Patterns that are looked for in the headline.
_HEADLINES: Final = (
    re.compile(r"^(?:how|what|why|when|where|who|which)\b"),
    re.compile(r"\b(?:best|top|tips|ways|reasons|things|guide|review|vs)\b"),
    re.compile(r"\d"),
    re.compile(r"[?!:]"),
    re.compile(r"\b(?:services?|solutions?|products?|shop|store|software|company|agency|pricing|collections?|sale)\b"),
    re.compile(r"\b(?:docs?|documentation|api|reference|manual|install|overview|configure|using|getting started)\b"),
)

#: Names of the inputs, in the order of phrase_row.
NAMES: Final = (
    *(f"signs_of_{kind}" for kind in _PHRASES),
    *(f"times_{phrase.replace(' ', '_')}" for phrase in _REPEATED),
    *(f"voice_{word.strip()}" for word in _VOICES),
    *("headline_words", "headline_asks", "headline_lists", "headline_digit", "headline_mark"),
    *("headline_company", "headline_docs"),
)


#: All phrases with their kinds, and the automaton that finds them in one pass: a DFA is fastest, and small for so few.
_ALL: Final = [(kind, _bytes(phrase)) for kind, phrases in _PHRASES.items() for phrase in phrases]
_FINDER: Final = BytesAhoCorasick((phrase for _, phrase in _ALL), implementation=Implementation.DFA)
_REPEATED_BYTES: Final = [*map(_bytes, _REPEATED)]
_VOICE_BYTES: Final = [*map(_bytes, _VOICES)]
#: Bytes that are searched at once, so that a page of millions of phrases takes no memory for them.
_PIECE: Final = 16_384


def _phrases_in(page: bytes) -> Counter[str]:
    """Count the different phrases of each kind on a page, given in lower-case Latin-1."""
    pieces = (page[start : start + _PIECE + LONGEST] for start in range(0, len(page), _PIECE))
    found = {phrase for piece in pieces for phrase, _, _ in _FINDER.find_matches_as_indexes(piece, overlapping=True)}
    return Counter(_ALL[phrase][0] for phrase in found)


def phrase_row(texts: Sequence[str], body: Sequence[str], headline: str) -> list[float]:
    """Compute the inputs about phrases, in the order of NAMES.

    `texts`: all texts of the page.  `body`: those that score as its article.
    """
    page, prose = _bytes("\n".join([text for text in texts if len(text) <= LONGEST])), _bytes(f" {' '.join(body)} ")
    head, found = headline.lower(), _phrases_in(page)
    return [
        *(float(found[kind]) for kind in _PHRASES),
        *(math.log1p(page.count(phrase)) for phrase in _REPEATED_BYTES),
        *(_PER * prose.count(word) / (len(prose) + _LENGTHENED) for word in _VOICE_BYTES),
        float(len(head.split())),
        *(float(bool(sign.search(head))) for sign in _HEADLINES),
    ]
