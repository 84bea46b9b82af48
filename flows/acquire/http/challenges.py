"""Recognises an answer that stands in a page's place: a bot challenge, a refusal, a wall that asks for a login first.

Takes status, headers, body and address; the rules are in config/rules/blockpages.toml.  Does nothing to get around one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from flows.acquire.http.own_text import page_of, text_of_its_own
from flows.archive.captures import Capture
from parsers.required_text import Plain, plain, required
from parsers.rules import FAMILIES_KEPT, Family, Rule

#: Bytes of a body that the rules search; challenge pages are short and say so early.
_HEAD: Final = 20_000
#: Characters of text beside links and forms that a page with nothing but a form to log in has at most.  Chosen by hand:
#: greeting and terms have some 300, an article has more.
_LITTLE_TEXT: Final = 800
#: Bytes of the largest page that is looked at as one with nothing but a form.
_LARGEST: Final = 500_000
#: Bytes of the longest title that is looked at.
_LONGEST_TITLE: Final = 600
_TAG: Final = re.compile(r"<[^<>]*+>")
#: A field into which one writes a password, or a name to log in with.
_LOGIN_FIELDS: Final = (
    "//input[@type='password' or @type='email' or @autocomplete='username'"
    " or contains(@name, 'user') or contains(@name, 'login') or contains(@name, 'email')]"
)


def block_mark(blocks: Family, *, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> str | None:
    """Id of the first rule that recognises a challenge or refusal; None for an answer that may be a page.

    A rule searches the body's first 20,000 bytes, or with `part = "header"` the headers as lines "name: value" in lower
    case.  A rule with `statuses` applies to these only.
    """
    head = body[:_HEAD]
    lowered, text = head.lower(), ""
    lines = [f"{name}: {value}".lower() for name, value in headers]
    for rule, needs in _marks(blocks):
        if status not in rule.data.get("statuses", (status,)):
            continue
        if rule.data.get("part") == "header":
            found = any(rule.pattern.search(line) for line in lines)
        elif found := all(any(string in lowered for string in strings) for strings in needs):
            text = text or head.decode("utf-8", "replace")
            found = rule.pattern.search(text) is not None
        if found:
            return rule.id
    return None


@lru_cache(FAMILIES_KEPT)
def _marks(blocks: Family) -> tuple[tuple[Rule, tuple[tuple[bytes, ...], ...]], ...]:
    """The rules of challenges and refusals, each with what a body must hold for it to match: looked for first.

    Only what is in ASCII, where small letters are told from capitals byte by byte.
    """
    rules = (rule for rule in blocks.rules if rule.data.get("part") in (None, "header"))
    return tuple((rule, tuple(_as_bytes(plain(required(rule.source.expanded()))))) for rule in rules)


def _as_bytes(sets: Plain) -> Iterator[tuple[bytes, ...]]:
    for strings in sets:
        # A challenge that writes its k or s with the twins that these letters have outside of ASCII is missed.
        if all(string.isascii() for string in strings):
            yield tuple(string.encode() for string in strings)


def wall_address(blocks: Family, requested: str, reached: str) -> Rule | None:
    """The rule that recognises the address to which a page redirects as a wall; None when it is none.

    requested: the page's own address; when it matches the rule, too, its site means something else by it.
    """
    for rule in _rules(blocks, "address"):
        if rule.pattern.search(reached) and not rule.pattern.search(requested):
            return rule
    return None


def login_form(blocks: Family, page: Capture) -> Rule | None:
    """The rule that recognises a page as a form to log in and nothing else; None when it is another page."""
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


def _rules(blocks: Family, part: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in blocks.rules if rule.data.get("part") == part)


def _titles(body: bytes) -> list[str]:
    """The first title and the first h1 of a page, those that are there."""
    lowered, found = body.lower(), []
    for name in (b"title", b"h1"):
        at = lowered.find(b"<" + name)
        begin = lowered.find(b">", at) + 1 if at >= 0 else 0
        end = lowered.find(b"</" + name, begin, begin + _LONGEST_TITLE) if begin else -1
        if end >= 0:
            found.append(" ".join(_TAG.sub(" ", body[begin:end].decode("utf-8", "replace")).split()))
    return found
