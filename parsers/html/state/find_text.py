"""Finds the text of the page's article in the data of one script.

Goes through the data, bounded in depth and size; finds the objects that describe the page's own article and gives the
texts inside of them: lists of text elements, and strings of mark-up.  When the objects of a list (sections, blocks)
each have a text under the same JSON key, these are one text.

`container` is the data of one script, `own` recognises the page's own article (its titles and addresses), and a place
says where in the data a value is.  A story is an object with a time of publication or an author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, NamedTuple

from parsers.html.state.container import ScriptData, itself
from parsers.html.state.elements import Dialect, is_markup, is_paragraph, markup_of, prose_in
from parsers.html.state.identity import Own, is_not_free, is_story, writer_of_post
from parsers.html.state.state_keys import ELSEWHERE, TEXT, StateKeys

# The limits were chosen by hand; data of news pages stay far below the first two.

#: Values that are looked at in one container, and levels of nesting that are entered.
_MOST: Final = 300_000
_DEPTH: Final = 60
#: Types of values that may contain a text; and those that may contain one, be one or refer to one.
_HOLDS: Final = (dict, list)
_IS_OR_HOLDS: Final = (*_HOLDS, str)
#: Characters of the shortest string that may be a text or part of one.
_STRING: Final = 20
#: The fewest text elements in a list of paragraphs.
_PARAGRAPHS: Final = 2
#: Writers of posts that make a list a forum's, and the first parts of a list that are asked: a live blog has fewer.
_WRITERS: Final = 3
_LOOKED_AT: Final = 20


@dataclass(slots=True)
class StateText:
    """One text found in the page's state: its parts in order, and where it was found."""

    #: The container's name and the path in it ("__NEXT_DATA__ props.pageProps.article.body").
    where: str
    #: Mark-up of each part, in reading order.
    parts: list[str] = field(default_factory=list)
    #: Whether the object that holds it has a time of publication or an author, as a story has.
    story: bool = False
    #: Characters of its sentences, as `parsers.folding.letters` counts them.
    length: int = 0
    #: Whether it is from mark-up that a browser may show (a template), not from data.
    shown: bool = False

    def markup(self) -> str:
        """The whole text as mark-up."""
        return "\n".join(self.parts)


class _Place(NamedTuple):
    """Where the search is in the data, and what is known from the objects that enclose this place."""

    #: The keys that lead to a value ("*" for an item of a list).
    path: tuple[str, ...] = ()
    #: Whether an enclosing object describes the page's article.
    own: bool = False
    #: A number for the outermost such object, so that the texts of two objects are not joined; 0 without one.
    owner: int = 0
    #: Whether such an object has a time of publication or an author.
    story: bool = False


class NotFree(Exception):
    """Raised when the object that describes the page's article says that its text is not free."""


def texts_in(container: ScriptData, own: Own) -> list[StateText]:
    """Return the texts of the page's article in the data of a script, longest first.

    Raises NotFree when the object that describes the article says that one has to pay for it.
    """
    found: dict[tuple[int, tuple[str, ...]], StateText] = {}
    for place, markup in _candidates(container, own):
        pattern = (place.owner, place.path)
        text = found.setdefault(pattern, StateText(f"{container.name} {'.'.join(place.path)}".strip()))
        text.parts.append(markup)
        text.story = text.story or place.story
        text.length += prose_in(markup)
    return sorted(found.values(), key=lambda text: -text.length)


def _candidates(container: ScriptData, own: Own) -> Iterator[tuple[_Place, str]]:
    """Yield (place, mark-up) of each value that may be part of the article's text, in the order of the data."""
    # (value, place of the object or list that holds it, its key there): most values need no place of their own.
    waiting: list[tuple[Any, _Place, str | None]] = [(container.value, _Place(), None)]
    seen: set[int] = set()
    meaning, dialect = own.keys.meaning, Dialect(container.follow, own.elements)
    count, refers = 0, container.follow is not itself
    while waiting and count < _MOST:
        count += 1
        value, around, name = waiting.pop()
        if refers:
            value = container.follow(value)
        if isinstance(value, str):
            if around.own and len(value) >= _STRING and _is_text(value, place := _inside(around, name), own.keys):
                yield place, markup_of(value, dialect)
            continue
        if not isinstance(value, _HOLDS) or id(value) in seen:
            continue
        place = _inside(around, name)
        if len(place.path) >= _DEPTH:
            continue
        seen.add(id(value))
        if isinstance(value, list):
            if place.own and _are_posts(value, container, own):
                continue
            if place.own and _is_text_list(value, container, own):
                yield place, markup_of(value, dialect)
            else:
                kinds = _IS_OR_HOLDS if place.own or refers else _HOLDS
                waiting += [(part, place, "*") for part in reversed(value[: _MOST - count]) if isinstance(part, kinds)]
            continue
        here = _place_inside(value, place, own, count)
        if here is not None:
            kinds = _IS_OR_HOLDS if here.own or refers else _HOLDS
            waiting += [
                (part, here, name)
                for name, part in reversed(value.items())
                if isinstance(part, kinds) and not meaning(name) & ELSEWHERE
            ]


def _inside(place: _Place, name: str | None) -> _Place:
    """Return the place of the value under the JSON key `name` ("*" in a list) inside the value at `place`.

    The data of a script as a whole is under no key: then `name` is None, and the result is `place`.
    """
    return place if name is None else _Place((*place.path, name), *place[1:])


def _place_inside(node: Mapping[str, Any], place: _Place, own: Own, number: int) -> _Place | None:
    """Return the place for what is inside an object: `place`, marked as the page's own article if the object says so.

    None when the object describes another article, so that nothing inside it counts.  `number` identifies the object.
    Raises NotFree for the page's own article behind a paywall.
    """
    said = own.described_by(node)
    if said is False:
        return None
    if said is None:
        return place
    if is_not_free(node, own.keys):
        raise NotFree
    return _Place(place.path, True, place.owner or number, place.story or is_story(node, own.keys))


def _is_text(text: str, place: _Place, keys: StateKeys) -> bool:
    """Whether a string may be article text: it is mark-up, or its JSON key is one for texts."""
    if is_markup(text):
        return True
    name = next((name for name in reversed(place.path) if name != "*"), "")
    return bool(keys.meaning(name) & TEXT) and (" " in text.strip() or not text.isascii())


def _is_text_list(parts: list[Any], container: ScriptData, own: Own) -> bool:
    """Whether a list is one text, its items being the parts: enough of them are paragraphs, not stories or comments.

    Then it is converted as a whole; the items of any other list are searched one by one.
    """
    if len(parts) < _PARAGRAPHS:
        return False
    some = (container.follow(part) for part in parts)
    texts = (part for part in some if is_paragraph(part, own.elements))
    told = (part for part in texts if not (isinstance(part, dict) and _stands_alone(part, own)))
    return len(list(islice(told, _PARAGRAPHS))) == _PARAGRAPHS


def _are_posts(parts: list[Any], container: ScriptData, own: Own) -> bool:
    """Whether a list holds the posts of a forum: objects by several writers, each with a time."""
    if len(parts) < _WRITERS:
        return False
    some = (container.follow(part) for part in parts[:_LOOKED_AT])
    posts = (container.follow(part.get("node", part)) for part in some if isinstance(part, dict))
    writers = {writer_of_post(post, own.keys) for post in posts if isinstance(post, dict)}
    return len(writers - {""}) >= _WRITERS


def _stands_alone(node: Mapping[str, Any], own: Own) -> bool:
    """Whether an object is a story or comment of its own, and so no paragraph of the article.

    It names its time or author, or describes another article.
    """
    return is_story(node, own.keys) or own.described_by(node) is False
