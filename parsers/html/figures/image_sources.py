"""Which picture an img element shows: its largest address, its size, and whether it is one of the article at all.

Takes img elements (lazy-loaded and responsive ones included) with their attributes, which are dear to read; gives
addresses, sizes and alternative texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from lxml import etree

from parsers.html.figures.class_names import SMALL, Namer, attributes_of
from parsers.web_links import leads_to_web, web_address

_SRCSETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set", "data-src-set")
_SOURCES = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-url",
    "data-hi-res-src",
    "data-full",
    "src",
)
#: An address and its descriptor, parted as the HTML standard does: an address ends at white space and may hold commas.
_CANDIDATE = re.compile(r"[\s,]*+([^\s,](?:\S*[^\s,])?)(?:,+|\s*([^,]*))")
_DESCRIPTOR = re.compile(r"(\d{1,6}(?:\.\d+)?)([wx])")
_NUMBER = re.compile(r"\s*(\d+)")
#: Smaller than this on either side is a sign, not a picture.
_SMALLEST = 60
#: A picture that is offered this wide is none.
_LARGE = 300
#: Sizes that only advertisements have.
_BANNERS = frozenset([(728, 90), (970, 90), (970, 250), (468, 60), (320, 50), (320, 100)])
#: Folders of what belongs to the site: its design, its icons and the people who write for it.
_OF_THE_SITE = re.compile(r"(?:/|%2F)(?:themes|icons|avatars?|profiles?|profile[_-]photos|arc-authors)(?:/|%2F)")
#: Alternative texts of pictures of whoever wrote the article.
_WRITER = re.compile(
    r"(?:author|profile) (?:image|photo|picture)\b|avatar\b|autor(?:en)?(?:bild|foto)\b", re.IGNORECASE
)
#: Stands where the picture will be.
_PLACEHOLDERS = (
    "placeholder",
    *(f"/{name}.{kind}" for name in ("blank", "spacer", "transparent", "1x1") for kind in ("gif", "png")),
)
#: An address and its path, as nearly all are written.
_PATH = re.compile(r"https?://[\w.:-]+(/[^?#\s]*)(?=[?#]|$)", re.ASCII)
#: What differs between sizes of one picture: "-300x200", "_w640", "/640x360/", "@2x", "__medium".
_SIZE_MARK = re.compile(
    r"(?=[-_/%@\d])(?:__(?:small|medium|large|retina)\b|(?:[-_/]|%2F)(?:w_?)?\d{2,4}(?:[x_]\d{2,4})?(?=[-_./]|$)|@\dx|\b\d{2,4}x\d{2,4}\b)"
)


def best_url(node: etree._Element, attributes: Mapping[str, str], base: str | None) -> str | None:
    """The address of the largest version that an img (or its picture element) offers, absolute when base is known."""
    offered = _offered(attributes) or [pair for source in _siblings(node) for pair in _offered(attributes_of(source))]
    best = max(offered, key=lambda pair: pair[1])[0] if offered else None
    if best is None:
        sources = (attributes[name] for name in _SOURCES if name in attributes)
        best = next((url for url in sources if _is_address(url) and not _is_placeholder(url)), None)
    return None if best is None else web_address(best, base)


def _offered(attributes: Mapping[str, str]) -> list[tuple[str, float]]:
    return [pair for name in _SRCSETS if (value := attributes.get(name)) for pair in srcset(value)]


def srcset(value: str) -> list[tuple[str, float]]:
    """The addresses of a srcset with their widths; a density counts as hundreds of pixels, none as the density 1."""
    found, at = [], 0
    # From one end to the next, for a search would begin again at each comma.
    while candidate := _CANDIDATE.match(value, at):
        at = candidate.end()
        if _is_address(candidate[1]):
            found.append((candidate[1], _width((candidate[2] or "").strip())))
    return found


def _width(descriptor: str) -> float:
    if descriptor[-1:] == "w" and descriptor[:-1].isdecimal():
        return float(descriptor[:-1])
    number = _DESCRIPTOR.fullmatch(descriptor)
    return float(number[1]) * (1 if number[2] == "w" else 100) if number else 100.0


def size_of(attributes: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Width and height as declared, in pixels."""
    return _pixels(attributes.get("width")), _pixels(attributes.get("height"))


def alt_of(attributes: Mapping[str, str]) -> str | None:
    """The alternative text of a picture."""
    return attributes.get("alt", "").strip() or None


def is_sign(node: etree._Element, attributes: Mapping[str, str], namer: Namer) -> bool:
    """Whether a picture is an icon, a logo or a tracker, by its size, its names and its address."""
    width, height = size_of(attributes)
    small = (width is not None and width < _SMALLEST) or (height is not None and height < _SMALLEST)
    if small and not _has_sizes(attributes):
        return True
    if ((width, height) in _BANNERS and not _has_sizes(attributes)) or _WRITER.match(attributes.get("alt", "")):
        return True
    source = attributes.get("src", "")
    if source.endswith(".svg") or (_is_placeholder(source) and best_url(node, attributes, None) is None):
        return True
    return bool(namer.bits_in(attributes) & SMALL)


def is_of_the_site(url: str) -> bool:
    """Whether an address leads to what a site shows on all its pages."""
    return _OF_THE_SITE.search(url) is not None or url.partition("?")[0].endswith(".svg")


def picture_key(url: str) -> str:
    """What all sizes of one picture share."""
    plain = _PATH.match(url)
    path = plain[1] if plain else urlsplit(url).path
    return _SIZE_MARK.sub("", path) or url


def _has_sizes(attributes: Mapping[str, str]) -> bool:
    """A ratio instead of pixels (16 by 9, 100 by 56.25) stands on pictures that come in large sizes, too."""
    return any(width >= _LARGE for _, width in _offered(attributes))


def _siblings(node: etree._Element) -> list[etree._Element]:
    parent = node.getparent()
    while parent is not None and parent.tag == "source":  # an unclosed source swallows what follows it
        parent = parent.getparent()
    return list(parent.iter("source")) if parent is not None and parent.tag == "picture" else []


def _is_address(url: str) -> bool:
    # "{" begins what a script fills in: "photo_${width}.jpg".
    return "{" not in url and url[:1] not in ("", "#") and leads_to_web(url)


def _is_placeholder(url: str) -> bool:
    lowered = url.lower()
    return any(mark in lowered for mark in _PLACEHOLDERS)


def _pixels(value: str | None) -> int | None:
    if not value:
        return None
    if value.isdecimal():
        return int(value[:6]) or None
    match = _NUMBER.match(value)
    if match is None or value.strip().endswith("%"):
        return None
    return int(match[1][:6]) or None
