"""Tells whether an object in the page's state describes the page's article, another one, or does not say.

Takes the titles and addresses of the page and one object; looks at the JSON keys under which content systems keep a
headline and an address (config/rules/state.toml).  Also tells whether an object says that its text is not free.

`node` is an object of the decoded JSON; `keys`, a StateKeys, says what its JSON keys mean.  A folded title is one
normalised for comparison (`parsers.folding.key`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from parsers.context import Context
from parsers.folding import key
from parsers.html.metadata import Metadata
from parsers.html.metadata.values import clean_value
from parsers.html.state.element_keys import ElementKeys, element_keys
from parsers.html.state.state_keys import ACCESS, FREE, SOLD, STORY, TITLE, WRITER, StateKeys, state_keys

#: Characters of the shortest title, folded, that tells articles apart, and of the shortest last part of a path.
_TITLE: Final = 8
_SLUG: Final = 8
#: The most JSON keys of one object that are looked at; an object with more is a table.
_KEYS: Final = 300

#: Separators between a headline and the outlet's name in a title.
_BAR: Final = re.compile(r"\s+[|–—\-·•»:]+\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Own:
    """The titles and addresses by which an object is recognised as the page's own article."""

    #: The titles of the page, folded.
    titles: frozenset[str]
    #: The paths of its addresses, without slashes at the ends.
    paths: frozenset[str]
    #: What the JSON keys of objects mean, and the JSON keys of text elements.
    keys: StateKeys
    elements: ElementKeys

    def described_by(self, node: Mapping[str, Any]) -> bool | None:
        """Whether an object describes the page's article: True, False (another article), None when it does not say.

        Text inside another article's object is not searched.
        """
        titles, paths = own = _said(node, self.keys)
        if own is not _NOTHING and self._names(titles, paths):
            return True
        parts = _parts(node)
        if parts and any(self._names(*said) for part in parts if (said := _said(part, self.keys)) is not _NOTHING):
            return True
        other = any(len(key(title)) >= _TITLE for title in titles)
        return False if other and (paths or is_story(node, self.keys)) else None

    def _names(self, titles: Iterable[str], paths: Iterable[str]) -> bool:
        """Whether one of the titles or paths is that of the page's article; then their object describes it."""
        return not self.titles.isdisjoint(map(key, titles)) or any(map(self._is_own_path, paths))

    def _is_own_path(self, path: str) -> bool:
        """Whether a path is the page's, or is the last part of it: the slug "ferry-back" of "news/ferry-back"."""
        if path in self.paths:
            return True
        return "/" not in path and len(path) >= _SLUG and any(own.rsplit("/", 1)[-1] == path for own in self.paths)


def own_of(meta: Metadata, context: Context) -> Own:
    """Collect the page's titles (headings, title tags, JSON-LD) and addresses for comparison with objects."""
    known = state_keys(context.rules)
    titles = [
        *meta.h1s,
        meta.title,
        *_BAR.split(meta.title)[:1],
        *(title for name in ("og:title", "twitter:title") for title in meta.meta.get(name, ())),
        *_said(meta.json_ld.article, known)[0],
    ]
    for title in meta.meta.get("og:title", ()):
        titles += _BAR.split(title)[:1]
    addresses = (context.url, meta.canonical, *meta.meta.get("og:url", ()))
    keys = {key(title) for title in titles}
    return Own(
        frozenset(title for title in keys if len(title) >= _TITLE),
        frozenset(path for path in map(_path, filter(None, addresses)) if path),
        known,
        element_keys(context.rules),
    )


def is_story(node: Mapping[str, Any], keys: StateKeys) -> bool:
    """Whether an object has JSON keys that stories have, a time of publication or an author: it may be an article."""
    return any(keys.meaning(name) & STORY for name in islice(node, _KEYS))


def writer_of_post(node: Mapping[str, Any], keys: StateKeys) -> str:
    """Return the writer, as text, if an object may be a post in a forum; "" for any other object.

    Such an object names a writer and, under another key, a time.
    """
    meant = {name: keys.meaning(name) for name in islice(node, _KEYS)}
    writers = [name for name, bits in meant.items() if bits & WRITER]
    timed = any(bits & STORY and not bits & WRITER for bits in meant.values())
    return repr(node[writers[0]]) if writers and timed else ""


def is_not_free(node: Mapping[str, Any], keys: StateKeys) -> bool:
    """Whether an object, or an object directly inside it, says that its text is not free; it is then left alone."""
    return any(_says_not_free(part, keys) for part in (node, *_parts(node)))


def _says_not_free(node: Mapping[str, Any], keys: StateKeys) -> bool:
    """Whether an object itself says that its text is not free."""
    for name, value in islice(node.items(), _KEYS):
        about = keys.meaning(name) & (FREE | SOLD | ACCESS)
        if not about or not isinstance(value, str | bool | int):
            continue
        said = str(value).strip().lower()
        if about & FREE and said == "false":
            return True
        if about & SOLD and said in ("true", "yes"):
            return True
        if about & (SOLD | ACCESS) and said in keys.paid:
            return True
    return False


#: What most objects say: no title and no address.
_NOTHING: Final[tuple[Sequence[str], Sequence[str]]] = ((), ())


def _said(node: Mapping[str, Any], keys: StateKeys) -> tuple[Sequence[str], Sequence[str]]:
    """Return (titles, paths of addresses) in an object; _NOTHING for one without keys for them.

    Also looks into an object under a JSON key for headlines or addresses: {"headline": {"basic": "..."}}.
    """
    telling = keys.telling(tuple(islice(node, _KEYS)))
    if not telling:
        return _NOTHING
    titles: list[str] = []
    addresses: list[str] = []
    for name in telling:
        value = node[name]
        inner: Iterable[Any] = (value.get(part) for part in keys.title_parts) if isinstance(value, dict) else (value,)
        texts = [text for text in inner if isinstance(text, str) and text]
        if keys.meaning(name) & TITLE:
            titles += map(clean_value, texts)
        else:
            addresses += texts
    return titles, [path for path in map(_path, addresses) if path]


def _parts(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the objects that are values of an object's keys."""
    return [part for part in islice(node.values(), _KEYS) if isinstance(part, dict)]


def _path(address: str) -> str:
    """Return the path of an address in small letters, without slashes at the ends; "" for an unreadable address."""
    try:
        return unquote(urlsplit(address.strip()).path).strip("/").lower()
    except ValueError:
        return ""
