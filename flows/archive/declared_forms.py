"""Finds the other addresses that a page declares for its story, and judges which of them to believe.

Takes the first bytes of a page (its head), or two keys of parsers.addresses (addresses made comparable); gives
addresses, or whether one is believed.  In doubt no address is believed: a story that is fetched twice costs a request,
one that is never fetched is lost.  `lower` is always the head in lower case, in which words are searched.  Searches the
bytes; builds no tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final
from urllib.parse import unquote, urljoin

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from parsers.addresses import (
    AddressRules,
    is_front,
    key_host,
    lies_below,
    page_key,
    site,
    split_address,
    without_line_ends,
)

#: Bytes of a page that are looked at: pages declare their address at the top of the head.
_HEAD: Final = 65_536
#: Most characters of an address that is noted; the same as that of an address that is requested.
_LONGEST: Final = 2_000
#: What the elements hold that are looked at, in lower case; and how often it may occur in a head that is not hostile.
_WORDS_OF_ELEMENTS: Final = (b"canonical", b"amphtml", b"og:url", b"<base")
_OFTEN: Final = 20
_ENDS: Final = (b"</head", b"<body")
#: Automata of these words, none of which overlap: all are found in one look, in a tenth of the time of a look for each.
_ANY_WORD: Final = BytesAhoCorasick([*_WORDS_OF_ELEMENTS], MatchKind.LeftmostFirst)
_ANY_END: Final = BytesAhoCorasick([*_ENDS], MatchKind.LeftmostFirst)
_KINDS: Final = (b"<link", b"<meta", b"<base")
#: Starts and ends of parts whose text may look like elements of the page and is not.
_HIDING: Final = ((b"<!--", b"-->"), (b"<script", b"</script"), (b"<style", b"</style"))
#: An element of at most 3,000 bytes: attributes are found in a time that grows as the square of its length.
_ELEMENT: Final = re.compile(
    rb"<(link|meta|base)\s(?=[^>]{0,3000}>)((?:[^<>\"']++|\"[^\"]{0,3000}\"|'[^']{0,3000}'){0,99})>", re.IGNORECASE
)
_ATTRIBUTE: Final = re.compile(
    rb"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
)
#: A number of five digits or more, as systems give them to stories; without those that are days (20260302).
_NUMBER: Final = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))\d{5,}(?!\d)")
#: Three words or more joined by "-" or "_", as in "port-strike-ends".
_WORDS: Final = re.compile(r"[^\W\d_]{2,}(?:[-_]\w+){2,}")
#: A step that may be a language or a country: "en", "de-ch".
_LANGUAGE: Final = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?")
_ENDING: Final = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jsp|cfm)$")
#: A value of a parameter that may be the number of a part of a story: its second page, its third picture.
_PART: Final = re.compile(r"\d{0,3}")


def declared_forms(body: bytes | None, url: str) -> str | None:
    """Find the addresses in a page's rel=canonical and rel=amphtml, joined by a space; None when it declares no other.

    `url`: of the page.  A canonical link does not count when there are two different ones, or when og:url says another.
    """
    head = (body or b"")[:_HEAD]
    if ends := _ANY_END.find_matches_as_indexes(head):  # the bytes after it are not looked at, nor worth a copy
        head = head[: ends[0][1]]
    lower = head.lower()
    if not _may_declare(head, lower, url):
        return None
    said = _declared_by_kind(head, lower)
    if "base" in said:  # few pages have both, and their relative addresses are not worth the code
        return None
    found = [_joined(url, one) for name in ("canonical", "amphtml") for one in _only_declared(said, name)]
    other = dict.fromkeys(one for one in found if one and one != url)
    return " ".join(other) or None


def _only_declared(said: dict[str, set[str]], name: str) -> Iterator[str]:
    """Yield the address that a head declares by `name` ("canonical" or "amphtml"), if there is exactly one.

    A canonical address is also left out when it differs from og:url.  `said`: all that the head declares, as
    `_declared_by_kind` gives it.
    """
    told = said.get(name, set())
    if name == "canonical" and len({unquote(one) for one in told | said.get("og:url", set())}) > 1:
        return
    if len(told) == 1:
        yield from told


def _may_declare(head: bytes, lower: bytes, url: str) -> bool:
    """Whether a head may declare another address than the page's own.  Most heads do not, and need not be read."""
    places = _places(lower)
    if b"amphtml" in places:
        return True
    own = url.encode("utf-8", "replace")
    elements = (_element(head, lower, place) for place in places.get(b"canonical", ()))
    return any(element is not None and own not in element[2] for element in elements)


def _declared_by_kind(head: bytes, lower: bytes) -> dict[str, set[str]]:
    """Collect the addresses that a head declares, by what declares them.

    That is a rel value of a link ("canonical", "amphtml", ...), "og:url" or "base".
    """
    said: dict[str, set[str]] = {}
    for element in _elements(head, lower):
        named = {
            name.decode("ascii", "replace").lower(): _text(one or two or three)
            for name, one, two, three in _ATTRIBUTE.findall(element[2])
        }
        kind = element[1].lower()
        if kind == b"base" and named.get("href"):
            said["base"] = {named["href"]}
        elif kind == b"meta" and named.get("property", named.get("name", "")).lower() == "og:url":
            said.setdefault("og:url", set()).add(named.get("content", ""))
        elif kind == b"link":
            for rel in named.get("rel", "").lower().split():
                said.setdefault(rel, set()).add(named.get("href", ""))
    return {name: {one for one in told if one} for name, told in said.items()}


def _elements(head: bytes, lower: bytes) -> Iterator[re.Match[bytes]]:
    """Yield the <link>, <meta> and <base> elements that may declare an address.

    Only elements with one of the words _WORDS_OF_ELEMENTS are looked at: most of a head is scripts, and reading all of
    it would take long.
    """
    for end in _ENDS:
        lower = lower[:found] if (found := lower.find(end)) >= 0 else lower
    hiding = [pair for pair in _HIDING if pair[0] in lower]
    places = _places(lower)
    for word in _WORDS_OF_ELEMENTS:
        for place in places.get(word, ()):
            element = _element(head, lower, place)
            if element is not None and not _is_hidden(lower, element.start(), hiding):
                yield element


def _element(head: bytes, lower: bytes, place: int) -> re.Match[bytes] | None:
    """Find the element at the index `place` of a head, if it is of a kind that may declare an address; else None."""
    begin = lower.rfind(b"<", 0, place)
    return _ELEMENT.match(head, begin) if begin >= 0 and lower.startswith(_KINDS, begin) else None


def _places(lower: bytes) -> dict[bytes, list[int]]:
    """Map each word of _WORDS_OF_ELEMENTS to the indexes in the head where it ends; [] when it occurs too often.

    An element that declares an address has one of these words, so no other element need be looked at.
    """
    places: dict[bytes, list[int]] = {}
    for which, _, end in _ANY_WORD.find_matches_as_indexes(lower):
        places.setdefault(_WORDS_OF_ELEMENTS[which], []).append(end)
    return {word: found if len(found) <= _OFTEN else [] for word, found in places.items()}


def _is_hidden(lower: bytes, at: int, hiding: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the index `at` lies in a comment, a script or the like, so that what stands there is no element.

    `hiding`: pairs of the bytes that begin and end such a part.
    """
    opened = ((lower.rfind(begin, 0, at), end) for begin, end in hiding)
    return any(begin >= 0 and lower.find(end, begin, at) < 0 for begin, end in opened)


def _text(value: bytes) -> str:
    """Decode an attribute's value; "" when it is not UTF-8, as then it is no address that can be compared."""
    try:
        return unescape(value.decode()).strip()
    except UnicodeDecodeError:
        return ""


def _joined(url: str, said: str) -> str | None:
    """Make a declared address absolute; None when it is no http or https address.

    `url`: of the page.  `said`: the address as the page declares it.
    """
    try:
        joined = without_line_ends(urljoin(url, said))
        joined.encode()  # raises UnicodeEncodeError, a ValueError, for bytes that are no characters
    except ValueError:
        return None
    return joined if len(joined) <= _LONGEST and split_address(joined) else None


def believed_keys(own: str, declared: str | None, rules: AddressRules) -> set[str]:
    """Choose the declared addresses that are believed to be of the page's own story, and return their keys.

    `own`: the key of the address from which the page was read.  `declared`: addresses, joined by a space.
    """
    said = {page_key(one, rules) for one in (declared or "").split(" ")}
    return {key for key in said if key is not None and is_same_story(own, key, rules)}


def is_same_story(own: str, said: str, rules: AddressRules) -> bool:
    """Whether to believe a page at the key `own` that the key `said` is another address of its story.

    To be believed, the two keys must be on one site, neither of them a folder above the other.  Both must have the same
    words, or the same number, that no two stories share.  Neither may name a part of a story (page 2) or other content
    on it (pictures, comments) that the other does not name.
    """
    if own == said or site(own) != site(said) or is_front(said) or is_front(own):
        return False
    if lies_below(own, said) or lies_below(said, own):
        return False
    return _names_the_same(own, said) and not _tells_apart(own, said, rules)


def _names_the_same(own: str, said: str) -> bool:
    """Whether two keys name one story: they end in the same three words or more, or have the same long numbers.

    A long number has five digits or more; publishing systems number stories so.
    """
    one, other = _last(own), _last(said)
    if one == other and _WORDS.search(one):
        return True
    numbers, others = set(_NUMBER.findall(_path(own))), set(_NUMBER.findall(_path(said)))
    return bool(numbers) and numbers == others


def _tells_apart(own: str, said: str, rules: AddressRules) -> bool:
    """Whether the difference between two keys says that they are not one story.

    It does when one of them names a language, other content (pictures, comments) or the number of a page that the other
    does not name.
    """
    other_content = set(rules.forms.all_words("other_content"))
    if any(step in other_content or _LANGUAGE.fullmatch(step) for step in _telling_parts(own) ^ _telling_parts(said)):
        return True
    telling = other_content.union(rules.forms.all_words("part_of_story"))
    differing = _parameters(own) ^ _parameters(said)
    return any(name in telling or _PART.fullmatch(value) for name, value in differing)


def _path(key: str) -> str:
    """The path of a key in lower case, percent-encoding undone."""
    return unquote(key[len(key_host(key)) :].partition("?")[0].partition("#")[0]).lower()


def _last(key: str) -> str:
    """The last part of a key's path without a suffix: "news/storm-hits-coast.html" gives "storm-hits-coast"."""
    return _ENDING.sub("", _path(key).rpartition("/")[2])


def _telling_parts(key: str) -> set[str]:
    """Collect the parts of a key that may tell two pages apart.

    These are the parts of its host, its folders, and the suffixes of the last part of its path:
    "en.herald.example/news/storm.amp.html" gives "en", "herald", "example", "news", "amp" and "html"; also "", which
    every key gives.
    """
    *folders, last = _path(key).split("/")
    return {*key_host(key).split("."), *folders, *last.split(".")[1:]}


def _parameters(key: str) -> set[tuple[str, str]]:
    """Name and value of each parameter in the query of a key."""
    query = key.partition("?")[2].partition("#")[0]
    pieces = (piece.partition("=") for piece in query.split("&") if piece)
    return {(name.lower(), value) for name, _, value in pieces}
