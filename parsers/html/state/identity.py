"""Whether an object in a page's state describes the article of the page, another one, or does not say.

Takes the titles and addresses of the page and one object; looks at the keys under which content systems keep a headline
and an address.  Also tells an object that says its text is not free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
        titles, paths = list(_said(node, _TITLES)), [path for path in map(_path, _said(node, _ADDRESSES)) if path]
        if any(key(title) in self.titles for title in titles) or any(map(self._lies_here, paths)):
            return True
        for part in _parts(node):
            if any(key(title) in self.titles for title in _said(part, _TITLES)):
                return True
            if any(self._lies_here(_path(address)) for address in _said(part, _ADDRESSES)):
                return True
        other = any(len(key(title)) >= _TITLE for title in titles)
        return False if other and (paths or is_story(node)) else None

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
        *_said(meta.json_ld.article, _TITLES),
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
    return any(_STORY.search(_plain(name)) for name in list(node)[:_KEYS])


def is_not_free(node: Mapping[str, Any]) -> bool:
    """Whether an object, or one directly in it, says that its text is not free."""
    return any(_says_not_free(part) for part in (node, *_parts(node)))


def _says_not_free(node: Mapping[str, Any]) -> bool:
    for name, value in list(node.items())[:_KEYS]:
        if not isinstance(value, str | bool | int):
            continue
        plain, said = _plain(name), str(value).strip().lower()
        if _FREE_KEY.match(plain) and (value is False or said == "false"):
            return True
        if _PAID_KEY.match(plain) and (value is True or said in ("true", "yes") or _PAID.match(said)):
            return True
        if _ACCESS_KEY.match(plain) and _PAID.match(said):
            return True
    return False


def _said(node: Mapping[str, Any], names: frozenset[str]) -> Iterator[str]:
    """Yield the strings that an object has under some keys, also those inside an object under such a key."""
    for name, value in list(node.items())[:_KEYS]:
        if _plain(name) not in names:
            continue
        inner: Iterable[Any] = (value.get(part) for part in _PARTS) if isinstance(value, dict) else (value,)
        for text in inner:
            if isinstance(text, str) and text:
                yield clean_value(text) if names is _TITLES else text


def _parts(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the objects that stand directly in an object."""
    return (part for part in list(node.values())[:_KEYS] if isinstance(part, dict))


def _path(address: str) -> str:
    """The path of an address without slashes at the ends; "" for none, and for an address that cannot be read."""
    try:
        return unquote(urlsplit(address.strip()).path).strip("/").lower()
    except ValueError:
        return ""


def _plain(name: object) -> str:
    """A key in small letters without the marks that separate its words."""
    return str(name).lower().replace("_", "").replace("-", "")
