"""Whether an object in a page's state describes the article of the page, another one, or does not say.

Takes the titles and addresses of the page and one object; looks at the keys under which content systems keep a headline
and an address.  Also tells an object that says its text is not free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from parsers.folding import key
from parsers.html.metadata import Metadata
from parsers.html.metadata.values import clean_value

#: Keys of a headline and of an address, in small letters without "_" and "-".
_TITLES: Final = frozenset((
    "headline", "headlines", "title", "titles", "hed", "heading", "name", "seotitle", "pagetitle", "webtitle",
    "shorttitle", "titletext", "arttitle", "maintitle", "articletitle", "postheadline", "headlinetext",
))  # fmt: skip
_ADDRESSES: Final = frozenset((
    "url", "canonicalurl", "canonical", "websiteurl", "link", "permalink", "path", "slug", "uri", "fullurl",
    "shareurl", "pathname", "weburl", "href", "seourl", "articleurl", "pageurl", "fullslug", "relativeurl",
    "absoluteurl", "publicurl", "storyurl", "sharelink",
))  # fmt: skip
_A_TITLE, _AN_ADDRESS = 1, 2
#: Keys under which a headline that is an object keeps its text.
_PARTS: Final = ("basic", "default", "rendered", "text", "value", "main", "short", "title", "headline", "html")
#: Keys that only stories have: when, and by whom.
_STORY: Final = re.compile(
    r"publi|pubdate|(?:first|last|created|updated|modified|display).?(?:date|at|time)|^date|byline|^authors?$"
)
#: Keys and values that say that a text is not free, and the key that says that it is.
_PAID_KEY: Final = re.compile(
    r"^(?:is)?(?:premium|paywall(?:ed)?|locked|subscribersonly|subscriberonly|membersonly|memberonly|paid|paidcontent"
    r"|paidonly|plus|requiressubscription|behindpaywall|haspaywall|metered)(?:content|article)?$"
)
_ACCESS_KEY: Final = re.compile(
    r"^(?:access|accesslevel|accesstype|contenttier|contentaccess|paywallstatus|visibility|tier|contentrestrictions?)$"
)
_PAID: Final = re.compile(
    r"^(?:premium|paid|paywall(?:ed)?|locked|subscribers?|members?|plus|metered|closed|restricted)$"
)
_FREE_KEY: Final = re.compile(r"^(?:isaccessibleforfree|isfree|free|accessibleforfree)$")

#: Characters of the shortest title, folded, that tells articles apart, and of the shortest last part of a path.
_TITLE: Final = 8
_SLUG: Final = 8
#: The most keys of one object that are looked at; an object with more is a table.
_KEYS: Final = 300
#: Results for keys that are kept: the objects of a page have the same few hundred keys, again and again.
KEYS_KEPT: Final = 4096

#: Separators between a headline and the outlet's name in a title.
_BAR: Final = re.compile(r"\s+[|–—\-·•»:]+\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Own:
    """What the page calls its article, and where that lies."""

    #: The titles of the page as keys of `parsers.folding`.
    titles: frozenset[str]
    #: The paths of its addresses, without slashes at the ends.
    paths: frozenset[str]

    def described_by(self, node: Mapping[str, Any]) -> bool | None:
        """True when an object describes the page's article, False for another one, None when it does not say."""
        titles, paths = _said(node)
        if self._names(titles, paths) or any(self._names(*said) for said in map(_said, _parts(node)) if any(said)):
            return True
        other = any(len(key(title)) >= _TITLE for title in titles)
        return False if other and (paths or is_story(node)) else None

    def _names(self, titles: Iterable[str], paths: Iterable[str]) -> bool:
        """Whether one of these is a title or a path of the page's article."""
        return not self.titles.isdisjoint(map(key, titles)) or any(map(self._lies_here, paths))

    def _lies_here(self, path: str) -> bool:
        if path in self.paths:
            return True
        return "/" not in path and len(path) >= _SLUG and any(own.rsplit("/", 1)[-1] == path for own in self.paths)


def own_of(meta: Metadata, address: str | None) -> Own:
    """What a page calls its article: by its headings, titles and JSON-LD, and by its addresses."""
    titles = [
        *meta.h1s,
        meta.title,
        *_BAR.split(meta.title)[:1],
        *(title for name in ("og:title", "twitter:title") for title in meta.meta.get(name, ())),
        *_said(meta.json_ld.article)[0],
    ]
    for title in meta.meta.get("og:title", ()):
        titles += _BAR.split(title)[:1]
    addresses = (address, meta.canonical, *meta.meta.get("og:url", ()))
    keys = {key(title) for title in titles}
    return Own(
        frozenset(title for title in keys if len(title) >= _TITLE),
        frozenset(path for path in map(_path, filter(None, addresses)) if path),
    )


def is_story(node: Mapping[str, Any]) -> bool:
    """Whether an object has the keys of a story: when it was published, or by whom."""
    return any(map(_tells_story, islice(node, _KEYS)))


def is_not_free(node: Mapping[str, Any]) -> bool:
    """Whether an object, or one directly in it, says that its text is not free."""
    return any(_says_not_free(part) for part in (node, *_parts(node)))


def _says_not_free(node: Mapping[str, Any]) -> bool:
    for name, value in islice(node.items(), _KEYS):
        about = _about_access(name)
        if about is None or not isinstance(value, str | bool | int):
            continue
        said = str(value).strip().lower()
        if about is _FREE_KEY and (value is False or said == "false"):
            return True
        if about is _PAID_KEY and (value is True or said in ("true", "yes") or _PAID.match(said)):
            return True
        if about is _ACCESS_KEY and _PAID.match(said):
            return True
    return False


@lru_cache(maxsize=KEYS_KEPT)
def _about_access(name: str) -> re.Pattern[str] | None:
    """Which of the patterns for keys about access a key matches; no key matches two."""
    return next((about for about in (_FREE_KEY, _PAID_KEY, _ACCESS_KEY) if about.match(plain(name))), None)


def _said(node: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The titles and the paths of addresses that an object has, also those inside an object under such a key."""
    titles: list[str] = []
    addresses: list[str] = []
    telling = [*filter(_tells, islice(node, _KEYS))]
    if not telling:  # as in most objects
        return titles, addresses
    for name in telling:
        value = node[name]
        inner: Iterable[Any] = (value.get(part) for part in _PARTS) if isinstance(value, dict) else (value,)
        texts = [text for text in inner if isinstance(text, str) and text]
        if _tells(name) == _A_TITLE:
            titles += map(clean_value, texts)
        else:
            addresses += texts
    return titles, [path for path in map(_path, addresses) if path]


@lru_cache(maxsize=KEYS_KEPT)
def _tells(name: str) -> int:
    """What stands under a key: _A_TITLE, _AN_ADDRESS, or 0 for neither."""
    called = plain(name)
    return _A_TITLE if called in _TITLES else _AN_ADDRESS if called in _ADDRESSES else 0


def _parts(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the objects that stand directly in an object."""
    return (part for part in islice(node.values(), _KEYS) if isinstance(part, dict))


def _path(address: str) -> str:
    """The path of an address without slashes at the ends; "" for none, and for an address that cannot be read."""
    try:
        return unquote(urlsplit(address.strip()).path).strip("/").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=KEYS_KEPT)
def _tells_story(name: str) -> bool:
    """Whether a key is one that only stories have."""
    return _STORY.search(plain(name)) is not None


@lru_cache(maxsize=KEYS_KEPT)
def plain(name: str) -> str:
    """A key in small letters without the marks that separate its words."""
    return name.lower().replace("_", "").replace("-", "")
