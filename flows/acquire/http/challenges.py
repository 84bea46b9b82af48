"""Recognises an answer that a site sends instead of the page: a bot challenge, a refusal, or a request to log in.

Takes status, headers, body and address, and `blocks`, the rules in config/rules/blockpages.toml; gives the rule that
matches, or None.  Such a rule says in its key `part` what it searches: the headers, the address, the title, or (without
`part`) the body.  A rule's "plain strings" are those that a text must contain for the rule's regular expression to
match it; they are searched first, as that is much faster.  Does nothing to get around a challenge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from flows.acquire.http.own_text import page_of, text_of_its_own
from flows.archive.captures import Capture
from parsers.required_text import Plain, plain, required
from parsers.rules import FAMILIES_KEPT, Family, Rule

#: Bytes of a body that the rules search; challenge pages are short and tell what they are at the start.
_HEAD: Final = 20_000
#: Characters of text beside links and forms that a page with nothing but a form to log in has at most.  Chosen by hand:
#: greeting and terms have some 300, an article has more.
_LITTLE_TEXT: Final = 800
#: Bytes of the largest page that is looked at as one with nothing but a form.
_LARGEST: Final = 500_000
#: The parts of an answer that rules search.
_PARTS: Final = ("header", "title", "body")
#: How the pattern of a rule starts that searches titles alone, and the bytes of a title that it searches.
_TITLE: Final = "<title>"
_LONGEST_TITLE: Final = 600
_TAG: Final = re.compile(r"<[^<>]*+>")
#: Kind of the automata here: with it they look at 32 bytes at a time, and take a tenth of the time of other kinds.  It
#: passes over what overlaps with something that was found; whether there is anything at all is told all the same.
_FAST: Final = MatchKind.LeftmostFirst
#: How the tags of the title and the headings of a page may start, in all spellings; these texts say what the page is.
_HEADINGS: Final = BytesAhoCorasick([b"<ti", b"<Ti", b"<tI", b"<TI", b"<h1", b"<H1"], _FAST)
_TITLES: Final = BytesAhoCorasick([_TITLE.encode()], _FAST)
_HEADING_NAMES: Final = (b"title", b"h1")
#: A field into which one writes a password, or a name to log in with.
_LOGIN_FIELDS: Final = (
    "//input[@type='password' or @type='email' or @autocomplete='username'"
    " or contains(@name, 'user') or contains(@name, 'login') or contains(@name, 'email')]"
)


def block_mark(blocks: Family, *, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> str | None:
    """The id of the first rule that recognises a challenge or refusal; None for an answer that may be a page.

    A rule searches the first 20,000 bytes of the body, or, with `part = "header"`, the headers, written as lines "name:
    value" in lower case.  A rule with `statuses` applies only to answers with one of these HTTP statuses.
    """
    look, marks = _SearchedParts.at(headers, body), _marks(blocks)
    parts = [part for part in _PARTS if marks.may_be_in(part, look)]
    for mark in marks.all if parts else ():
        if mark.part not in parts:
            continue
        if status in mark.rule.data.get("statuses", (status,)) and look.finds(mark):
            return mark.rule.id
    return None


@dataclass(frozen=True, slots=True)
class _PreparedRule:
    """A rule with the plain strings that its pattern needs, which are searched first: a hundred times as fast."""

    rule: Rule
    #: "header", "title" or "body".
    part: str
    #: The plain strings in small letters: a text that matches holds at least one string of each of these sets.
    needs: tuple[tuple[bytes, ...], ...]


@dataclass(frozen=True, slots=True)
class _Marks:
    """The rules that search headers, titles and bodies, with a fast search for the strings that they need."""

    all: tuple[_PreparedRule, ...]
    #: By part ("body"): finds the most telling strings of the rules about it; None when one of them needs no string.
    words: Mapping[str, BytesAhoCorasick | None]

    def may_be_in(self, part: str, look: _SearchedParts) -> bool:
        """Whether any rule about a part of an answer can match; False saves trying them."""
        words, lowered = self.words[part], getattr(look, part)[0]
        return words is None or bool(words.find_matches_as_indexes(lowered))


@lru_cache(FAMILIES_KEPT)
def _marks(blocks: Family) -> _Marks:
    """Return the rules of a family that search headers, titles and bodies, prepared for a fast search.

    Does so once for each family: the result is cached.
    """
    found = []
    for rule in blocks.rules:
        if rule.data.get("part") in (None, "header"):
            begins = rule.source.expanded().startswith(_TITLE)
            part = rule.data.get("part") or ("title" if begins else "body")
            found.append(_PreparedRule(rule, part, tuple(_as_bytes(plain(required(rule.source.expanded()))))))
    return _Marks(tuple(found), {part: _words(mark for mark in found if mark.part == part) for part in _PARTS})


def _words(marks: Iterable[_PreparedRule]) -> BytesAhoCorasick | None:
    """Make the search for the most telling strings of these rules; None when one of them needs no string."""
    telling = [_most_telling(mark.needs) for mark in marks]
    return None if () in telling else BytesAhoCorasick([word for words in telling for word in words], _FAST)


def _most_telling(needs: tuple[tuple[bytes, ...], ...]) -> tuple[bytes, ...]:
    """Choose which of these sets of strings to search a page for first.

    For a rule to match, the page must hold a string of each set.  The set whose shortest string is longest comes first,
    since long strings are rare.  The result is () when a page need hold no string.

       ((b"ab", b"cdefg"), (b"xyz", b"captcha"))  ->  (b"xyz", b"captcha")
    """
    return max(needs, key=lambda strings: min(map(len, strings), default=0), default=())


def _as_bytes(sets: Plain) -> Iterator[tuple[bytes, ...]]:
    """Yield the sets of strings as bytes, without sets that are not all ASCII.

    They are compared with text that bytes.lower() has put in small letters, which changes only ASCII letters.
    """
    for strings in sets:
        # A challenge that writes its k or s with the twins that these letters have outside of ASCII is missed.
        if all(string.isascii() for string in strings):
            yield tuple(string.encode() for string in strings)


@dataclass(frozen=True, slots=True)
class _SearchedParts:
    """The parts of an answer that rules search, each twice: its bytes in small letters, and its bytes as they are."""

    header: tuple[bytes, bytes]
    title: tuple[bytes, bytes]
    body: tuple[bytes, bytes]

    @classmethod
    def at(cls, headers: tuple[tuple[str, str], ...], body: bytes) -> _SearchedParts:
        """Make the parts of an answer with these headers and this body."""
        lines = "\n".join(f"{name}: {value}" for name, value in headers).lower().encode("utf-8", "replace")
        head = body[:_HEAD]
        lowered = head.lower()
        title = b"\n".join(_titles_of(head, lowered))
        return cls((lines, lines), (title.lower(), title), (lowered, head))

    def finds(self, mark: _PreparedRule) -> bool:
        """Whether a rule matches: its plain strings are there, and its pattern is found, too."""
        lowered, asis = getattr(self, mark.part)
        for strings in mark.needs:
            for string in strings:
                if string in lowered:
                    break
            else:
                return False
        text = asis.decode("utf-8", "replace")
        return any(mark.rule.pattern.search(one) for one in (text.split("\n") if mark.part == "header" else [text]))


def _titles_of(head: bytes, lowered: bytes) -> Iterator[bytes]:
    """Yield, for each "<title>" in a page, the bytes from there on, as many as a rule about titles searches.

    A page has one title of its own, and its SVG pictures may have more.  `head`: the first bytes of the page.
    `lowered`: the same in small letters.
    """
    for _, at, _ in _TITLES.find_matches_as_indexes(lowered):
        yield head[at : at + _LONGEST_TITLE]


def wall_address(blocks: Family, requested: str, reached: str) -> Rule | None:
    """Find the rule by which the address `reached` is that of a wall (login, subscription, consent); None without one.

    `requested`: the address of the page that redirected there.  A rule that also matches `requested` does not count: on
    that site, ordinary pages have such addresses.
    """
    for rule in _rules(blocks, "address"):
        if rule.pattern.search(reached) and not rule.pattern.search(requested):
            return rule
    return None


def login_form(blocks: Family, page: Capture) -> Rule | None:
    """Find the rule that says that a page is a form to log in and nothing else; None for any other page."""
    body = page.body or b""
    if len(body) > _LARGEST:
        return None
    texts = _titles(body)
    for rule in _rules(blocks, "title"):
        if any(rule.pattern.search(text) for text in texts):
            tree = page_of(page)
            if tree is not None and tree.xpath(_LOGIN_FIELDS) and len(text_of_its_own(tree)) <= _LITTLE_TEXT:
                return rule
    return None


@lru_cache(2 * FAMILIES_KEPT)
def _rules(blocks: Family, part: str) -> tuple[Rule, ...]:
    """The rules with this value of `part`: "address" or "title"."""
    return tuple(rule for rule in blocks.rules if rule.data.get("part") == part)


def _titles(body: bytes) -> list[str]:
    """Return the text of a page's first `title` and that of its first `h1`, as far as the page has these elements."""
    body = body[:_HEAD]
    places: dict[bytes, int] = {}
    for _, place, _ in _HEADINGS.find_matches_as_indexes(body):
        beginning = body[place + 1 : place + 6].lower()
        for name in _HEADING_NAMES:
            if beginning.startswith(name):
                places.setdefault(name, place)
    found = []
    for name in _HEADING_NAMES:
        begin = body.find(b">", places[name]) + 1 if name in places else 0
        end = body[begin : begin + _LONGEST_TITLE].lower().find(b"</" + name) if begin else -1
        if end >= 0:
            found.append(" ".join(_TAG.sub(" ", body[begin : begin + end].decode("utf-8", "replace")).split()))
    return found
