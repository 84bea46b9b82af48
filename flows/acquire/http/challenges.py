"""Recognises an answer that stands in a page's place: a bot challenge, a refusal, a wall that asks for a login first.

Takes status, headers, body and address; the rules are in config/rules/blockpages.toml.  Does nothing to get around one.
"""

from __future__ import annotations

import re
from typing import Final

from flows.acquire.http.own_text import page_of, text_of_its_own
from flows.archive.captures import Capture
from parsers.rules import Family, Rule

#: Bytes of a body that the rules search; challenge pages are short and say so early.
_HEAD: Final = 20_000
#: Characters of text beside links and forms that a page with nothing but a form to log in has at most.  Chosen by hand:
#: greeting and terms have some 300, an article has more.
_LITTLE_TEXT: Final = 800
#: Bytes of the largest page that is looked at as one with nothing but a form.
_LARGEST: Final = 500_000
_TITLES: Final = re.compile(rb"<(title|h1)\b[^>]*+>(.{1,600}?)</\1\s*>", re.I | re.S)
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
    text = [body[:_HEAD].decode("utf-8", "replace")]
    lines = [f"{name}: {value}".lower() for name, value in headers]
    for rule in blocks.rules:
        part = rule.data.get("part")
        if part not in (None, "header") or status not in rule.data.get("statuses", (status,)):
            continue
        if any(rule.pattern.search(one) for one in (lines if part == "header" else text)):
            return rule.id
    return None


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
    texts = [_line(found[2]) for found in _first_of_each(body)]
    for rule in _rules(blocks, "title"):
        if any(rule.pattern.search(text) for text in texts):
            tree = page_of(page)
            if tree is not None and tree.xpath(_LOGIN_FIELDS) and len(text_of_its_own(tree)) <= _LITTLE_TEXT:
                return rule
    return None


def _rules(blocks: Family, part: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in blocks.rules if rule.data.get("part") == part)


def _first_of_each(body: bytes) -> list[re.Match[bytes]]:
    """The first title and the first h1 of a page."""
    found: dict[bytes, re.Match[bytes]] = {}
    for match in _TITLES.finditer(body):
        found.setdefault(match[1].lower(), match)
        if len(found) > 1:
            break
    return [*found.values()]


def _line(mark_up: bytes) -> str:
    return " ".join(_TAG.sub(" ", mark_up.decode("utf-8", "replace")).split())
