"""Reads img elements: address of the largest version, size, alternative text, and whether it is only an icon or logo.

Knows lazy-loaded and responsive pictures.  `attributes` are those of an img element, as a dict since lxml reads them
slowly; `known` tells which of them have addresses; `family` is that of config/rules/figures.toml.  A picture's key is
what the addresses of all its sizes have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from parsers.html.figures.class_names import SMALL, Namer, attributes_of
from parsers.rules import FAMILIES_KEPT, Family, any_of
from parsers.web_links import leads_to_web, web_address

#: An address and its descriptor in a srcset, split as the HTML standard does: an address ends at white space and may
#: contain commas.
_CANDIDATE = re.compile(r"[\s,]*+([^\s,](?:\S*[^\s,])?)(?:,+|\s*([^,]*))")
_DESCRIPTOR = re.compile(r"(\d{1,6}(?:\.\d+)?)([wx])")
_NUMBER = re.compile(r"\s*(\d+)")
#: Pixels; a picture with a smaller width or height is an icon.  Chosen by hand.
_SMALLEST = 60
#: Widths and heights that only say how broad a picture is for its height, as in `<amp-img width=16 height=9>`.
_RATIOS: Final = frozenset(((16, 9), (9, 16), (4, 3), (3, 4), (3, 2), (2, 3), (21, 9)))
#: Pixels; a picture that is also offered in this width is not an icon.  Chosen by hand.
_LARGE = 300
#: Pixels; a picture whose address has a smaller width is shown until a script loads the real one.  Chosen by hand.
_THUMBNAIL = 100
#: Pixels of width that stand for a picture whose width is not given; "2x" is twice as much.  Chosen by hand.
_UNTOLD = 100.0
#: Digits of the largest number of pixels that is read.
_DIGITS = 6
#: Standard sizes of banner advertisements (IAB), width and height in pixels.
_BANNERS = frozenset([(728, 90), (970, 90), (970, 250), (468, 60), (320, 50), (320, 100)])
#: A web address as nearly all are written; the group is its path.
_PATH = re.compile(r"https?://[\w.:-]+(/[^?#\s]*)(?=[?#]|$)", re.ASCII)
#: Parts of an address that differ between sizes of one picture, as image servers write them: "-300x200", "_w640",
#: "/640x360/", "@2x", "__medium".
_SIZE_MARK = re.compile(
    r"(?=[-_/%@\d])(?:__(?:small|medium|large|retina)\b|(?:[-_/]|%2F)(?:w_?)?\d{2,4}(?:[x_]\d{2,4})?(?=[-_./]|$)|@\dx|\b\d{2,4}x\d{2,4}\b)"
)
#: A number of pixels; one with a leading zero counts pictures.
_DIGIT_RUNS = re.compile(r"(?<!\d)[1-9]\d{1,3}")
_WIDTH_IN_QUERY = re.compile(r"(?:^|&)(?:w|width|wid|imwidth)=(\d{2,4})(?=&|$)")


class Sources(NamedTuple):
    """The attributes in which pages give the addresses of pictures, and what marks the address of a placeholder."""

    #: Attributes with several sizes of a picture, and with one address; those that scripts read come first.
    srcsets: tuple[str, ...]
    single: tuple[str, ...]
    #: Parts of addresses of placeholders, which are shown until a script loads the picture.
    placeholders: tuple[str, ...]

    def is_placeholder(self, url: str) -> bool:
        """Whether an address is that of a placeholder, shown until a script loads the picture."""
        lowered = url.lower()
        return any(mark in lowered for mark in self.placeholders)


@lru_cache(maxsize=FAMILIES_KEPT)
def sources(family: Family) -> Sources:
    """Read the Sources: HTML's own attributes and those listed in config/rules/figures.toml."""
    return Sources(
        ("srcset", *family.all_words("srcset_attribute")),
        (*family.all_words("src_attribute"), "src"),
        tuple(map(str.lower, family.all_words("placeholder"))),
    )


def best_url(node: etree._Element, attributes: Mapping[str, str], base: str | None, family: Family) -> str | None:
    """Return the address of the largest version that an img, or the `picture` element enclosing it, offers.

    An img without an address takes that of the enclosing figure, from which a script would fill it in.  Relative
    addresses are joined to `base` if that is known.  None when no usable address is given.
    """
    known = sources(family)
    siblings = (attributes_of(source) for source in _siblings(node))
    offered = _offered(attributes, known) or [pair for sibling in siblings for pair in _offered(sibling, known)]
    best = _largest(offered) or _single(attributes, known)
    if best is None:
        around = (attributes_of(outer) for outer in islice(node.iterancestors("figure"), 1))
        best = next((found for outer in around if (found := largest_address(outer, family))), None)
    return None if best is None else web_address(best, base)


def largest_address(attributes: Mapping[str, str], family: Family) -> str | None:
    """The address of the largest version that an element's attributes name, as it stands there; None without one."""
    known = sources(family)
    return _largest(_offered(attributes, known)) or _single(attributes, known)


def _largest(offered: list[tuple[str, float]]) -> str | None:
    """Return the address with the largest width, or None when there is none."""
    return max(offered, key=lambda pair: pair[1])[0] if offered else None


def _single(attributes: Mapping[str, str], known: Sources) -> str | None:
    """Return the first usable address in attributes such as data-src and src; those read by scripts come before src."""
    given = (attributes[name] for name in known.single if name in attributes)
    return next((url for url in given if _is_address(url) and not known.is_placeholder(url)), None)


def _offered(attributes: Mapping[str, str], known: Sources) -> list[tuple[str, float]]:
    """Return the (address, width) pairs in all srcset attributes of an element."""
    return [pair for name in known.srcsets if (value := attributes.get(name)) for pair in srcset(value)]


def srcset(value: str) -> list[tuple[str, float]]:
    """Read a srcset value as (address, width in pixels): "a.jpg 640w, b.jpg 2x" gives a.jpg 640 and b.jpg 200.

    A density such as "2x" counts as that many hundred pixels; an address without a descriptor counts as "1x".
    """
    found, at = [], 0
    # Each match starts where the last one ended; finditer would start again at each comma and take quadratic time.
    while candidate := _CANDIDATE.match(value, at):
        at = candidate.end()
        if _is_address(candidate[1]):
            found.append((candidate[1], _width((candidate[2] or "").strip())))
    return found


def _width(descriptor: str) -> float:
    """Return the width in pixels that a descriptor ("640w", "2x") stands for."""
    if descriptor[-1:] == "w" and descriptor[:-1].isdecimal():
        return float(descriptor[:-1])
    number = _DESCRIPTOR.fullmatch(descriptor)
    return float(number[1]) * (1 if number[2] == "w" else _UNTOLD) if number else _UNTOLD


def size_of(attributes: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Return the declared width and height in pixels; None where one is missing or not a number of pixels."""
    return _pixels(attributes.get("width")), _pixels(attributes.get("height"))


def alt_of(attributes: Mapping[str, str]) -> str | None:
    """The alternative text of a picture, or None when it is missing or blank."""
    return attributes.get("alt", "").strip() or None


def is_sign(node: etree._Element, attributes: Mapping[str, str], namer: Namer) -> bool:
    """Whether a picture is an icon, logo, banner, author portrait or tracking pixel, by its size, names and address."""
    width, height = size_of(attributes)
    small = (width is not None and width < _SMALLEST) or (height is not None and height < _SMALLEST)
    small = small and (width, height) not in _RATIOS
    known = sources(namer.family)
    if (small or (width, height) in _BANNERS) and not _has_sizes(attributes, known):
        return True
    if (alt := attributes.get("alt")) and _portrait(namer.family).match(alt):
        return True
    source = attributes.get("src", "")
    drawn = source.endswith(".svg") or known.is_placeholder(source)
    if drawn and not _shows_a_photo(best_url(node, attributes, None, namer.family)):
        return True
    return bool(namer.bits_in(attributes) & SMALL)


@lru_cache(maxsize=FAMILIES_KEPT)
def _portrait(family: Family) -> re.Pattern[str]:
    """Make a pattern for the start of an author portrait's alternative text ("Author photo", "Profile picture")."""
    return re.compile(rf"(?:{any_of(family.all_words('portrait')) or '(?!)'})\b", re.IGNORECASE)


@lru_cache(maxsize=FAMILIES_KEPT)
def _site_folder(family: Family) -> re.Pattern[str]:
    """Make a pattern for folders in an address that have a site's design, icons and portraits ("/icons/")."""
    return re.compile(rf"(?:/|%2F)(?:{any_of(family.all_words('site_folder')) or '(?!)'})(?:/|%2F)")


def _shows_a_photo(url: str | None) -> bool:
    """Whether `url`, the best address of a picture, is usable and no SVG.

    Then the SVG or placeholder in src only stands in for the photo until a script loads it.
    """
    return url is not None and not url.partition("?")[0].endswith(".svg")


def is_of_the_site(url: str, namer: Namer) -> bool:
    """Whether a picture is part of the site's design, as a logo or icon is: by its folder, or as an SVG file."""
    return _site_folder(namer.family).search(url) is not None or url.partition("?")[0].endswith(".svg")


def picture_key(url: str) -> str:
    """Return what the addresses of all sizes of a picture share: the path without size marks such as "-300x200"."""
    plain = _PATH.match(url)
    path = plain[1] if plain else urlsplit(url).path
    return _SIZE_MARK.sub("", path) or url


def is_thumbnail(url: str) -> bool:
    """Whether an address has a very small width (_THUMBNAIL): a stand-in until a script loads the real picture."""
    return 0 < _told_width(url) < _THUMBNAIL


def instead_of_thumbnails(urls: Iterable[str]) -> Mapping[str, str]:
    """Map each thumbnail among these addresses to the largest version of the same picture there, if there is one."""
    distinct = dict.fromkeys(urls)
    if len(distinct) < 2:
        return {}
    thumbnails = {url: picture_key(url) for url in distinct if is_thumbnail(url)}
    if not thumbnails:
        return {}
    largest: dict[str, str] = {}
    for url in distinct:
        own = picture_key(url)
        if url not in thumbnails and (own not in largest or _told_width(url) > _told_width(largest[own])):
            largest[own] = url
    return {url: largest[own] for url, own in thumbnails.items() if own in largest}


def _told_width(url: str) -> int:
    """Return the width in pixels in an address, 640 for "/port-640x360.jpg" and "/port.jpg?w=640"; 0 without one."""
    path, _, query = url.partition("?")
    marks = "".join(f" {mark}" for mark in _SIZE_MARK.findall(path))
    return max(map(int, [*_DIGIT_RUNS.findall(marks), *_WIDTH_IN_QUERY.findall(query)]), default=0)


def _has_sizes(attributes: Mapping[str, str], known: Sources) -> bool:
    """Whether a srcset offers the picture in a large width (_LARGE).

    Then small numbers in its width and height attributes are no size, but only the ratio of the sides.
    """
    return any(width >= _LARGE for _, width in _offered(attributes, known))


def _siblings(node: etree._Element) -> list[etree._Element]:
    """Return the `source` elements of the `picture` element that encloses an img; none without one."""
    parent = node.getparent()
    while parent is not None and parent.tag == "source":  # lxml puts what follows an unclosed source inside it.
        parent = parent.getparent()
    return list(parent.iter("source")) if parent is not None and parent.tag == "picture" else []


def _is_address(url: str) -> bool:
    """Whether an attribute's value is a usable web address; "photo_${width}.jpg", a template for scripts, is not."""
    return "{" not in url and url[:1] not in ("", "#") and leads_to_web(url)


def _pixels(value: str | None) -> int | None:
    """Read the number of pixels in a width or height attribute; None for a percentage, zero or no number."""
    if not value:
        return None
    if value.isdecimal():
        return int(value[:_DIGITS]) or None
    match = _NUMBER.match(value)
    if match is None or value.strip().endswith("%"):
        return None
    return int(match[1][:_DIGITS]) or None
