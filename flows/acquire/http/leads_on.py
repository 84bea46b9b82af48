"""Recognises a page without content that only leads to another one: by meta refresh, a Refresh header, or a script.

Takes a fetched page; gives the address to which the page leads, and how.  "Refresh" is what makes a browser load
another address after some seconds; "its own text" is what own_text.py gives.  A page with enough text of its own leads
nowhere.  Runs no script, requests nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from flows.acquire.http.own_text import page_of, text_of_its_own
from flows.archive.captures import Capture

#: Most seconds after which a refresh counts as a redirect.  Pages that tell their reader first wait some seconds; those
#: that show themselves anew wait a minute at least.
_SOON: Final = 10
#: Most characters of its own text that a page may have to lead on by a refresh, and by a script: "This page has moved".
_LITTLE_TEXT, _HARDLY_TEXT = 400, 200
#: Bytes of the largest page that leads on by a script; in use are some hundreds.
_LARGEST_STUB: Final = 20_000
#: The shared declarative refresh steps (WHATWG HTML, section 4.2.5.3): seconds, and an address with or without "url=".
_REFRESH: Final = re.compile(r"\s*(\d*)[\d.]*(?:\s*[;,]|\s)\s*(?:url\s*=\s*)?(.*)", re.IGNORECASE | re.DOTALL)
#: The rarest part of "http-equiv" in all spellings, which is looked for first: to bring a page to small letters takes
#: thirty times as long.
_MAY_BE_META: Final = BytesAhoCorasick(
    [bytes(letters) for letters in product(*(bytes((small, small - 32)) for small in b"quiv"))], MatchKind.LeftmostFirst
)
#: Bytes before that part.
_BEFORE: Final = len(b"http-e")
#: A refresh as a quick look finds it, in small letters, which few pages pass.
_META: Final = re.compile(rb"""http-equiv\s*=\s*["']?\s*refresh""")
#: The seconds in the content of a refresh, where they stand at the usual place.
_SECONDS: Final = re.compile(rb"""\bcontent\s*=\s*["']?\s*(\d{1,9})(?![\d.])""")
_LITERAL: Final = r"""\s*(?P<quote%s>["'])(?P<url%s>(?:[^"'\\\s]|\\/){1,2000})(?P=quote%s)\s*"""
_PLACE: Final = r"(?:(?:window|self|top|parent|document)\s*\.\s*)*location"
_STATEMENT: Final = (
    rf"{_PLACE}(?:\s*\.\s*href)?\s*={_LITERAL % (1, 1, 1)}"
    rf"|{_PLACE}\s*\.\s*(?:replace|assign)\s*\({_LITERAL % (2, 2, 2)}\)\s*"
)
#: A script that does nothing but lead on, at once or by a timer.
_ONLY_LEADS: Final = re.compile(
    r"\s*(?:window\s*\.\s*opener\s*=\s*null\s*;\s*)?"
    r"(?:(?:window\s*\.\s*)?(?:setTimeout\s*\(|onload\s*=)?\s*(?:function\s*\(\s*\)\s*\{|\(\s*\)\s*=>\s*\{?)\s*)?"
    rf"(?:{_STATEMENT});?\s*(?:\}}?\s*(?:,\s*\d+\s*)?\)?\s*;?)?\s*"
)
_COMMENTS: Final = re.compile(r"/\*.*?\*/|^\s*//[^\n]*$|<!--|-->", re.DOTALL | re.MULTILINE)
#: A script that leads somewhere, though it cannot be told where.
_LEADS: Final = re.compile(rf"\b{_PLACE}(?:\s*\.\s*href)?\s*=[^=]|\b{_PLACE}\s*\.\s*(?:replace|assign|reload)\s*\(")


@dataclass(frozen=True, slots=True)
class Onward:
    """The address to which a page leads, and by which means."""

    #: The address; None when the page leads on by a script that does not show it.
    url: str | None
    #: For a sentence: "by ...".
    how: str


def leads_on(page: Capture) -> Onward | None:
    """Tell where a page without content of its own leads; None for a page with content, or one that leads nowhere."""
    if page.media_type in ("text/plain", "text/markdown"):
        return None
    # Without the zero bytes of UTF-16, as the quick looks search it; the tree is read from the page itself.
    body, header = (page.body or b"").replace(b"\0", b""), page.header("Refresh")
    refreshes = header is not None or _may_refresh_soon(body)
    if not refreshes and (len(body) > _LARGEST_STUB or b"location" not in body):
        return None
    tree = page_of(page)
    if tree is None:
        return None
    text, base = len(text_of_its_own(tree)), _base(tree, page.url)
    scripts = _scripts(tree)
    if text <= _LITTLE_TEXT:
        for said in [*([header] if header else []), *_refreshes(tree, also_without_script=scripts is not None)]:
            url = _target(said, base)
            if url is not None and not _same(url, page.url):
                return Onward(url, "by a refresh")
    return _by_script(scripts, base, page.url) if scripts and text <= _HARDLY_TEXT else None


def _may_refresh_soon(body: bytes) -> bool:
    """Whether a page may hold a meta refresh of a few seconds, as pages that only lead on do.

    A slow refresh does not count: it only loads the same page again.  Searches the bytes of the page, so that the tree
    need not be built for most pages.  True means only that the tree must be searched.
    """
    for _, place, _ in _MAY_BE_META.find_matches_as_indexes(body):
        begin, end = body.rfind(b"<", 0, place), body.find(b">", place)
        if not _META.match(body[max(place - _BEFORE, 0) : end if end >= 0 else None].lower()):
            continue
        element = body[max(begin, 0) : end].lower()
        seconds = _SECONDS.search(element)
        # Cut at a ">" inside of quotes, or with the word in another attribute, it says nothing for sure.
        odd = element.count(b'"') % 2 or element.count(b"'") % 2 or element.count(b"content") > 1
        if end < 0 or seconds is None or odd or int(seconds[1]) <= _SOON:
            return True
    return False


def _refreshes(tree: Any, *, also_without_script: bool) -> list[str]:
    """The content of each meta refresh of a page, such as "0; url=/news".

    `also_without_script`: whether those inside <noscript> count.  They do not in a page that needs scripts, where they
    may lead to a request to turn scripts on.
    """
    metas = (meta for meta in tree.iter("meta") if (meta.get("http-equiv") or "").strip().lower() == "refresh")
    wanted = (meta for meta in metas if also_without_script or next(meta.iterancestors("noscript"), None) is None)
    return [meta.get("content") or "" for meta in wanted]


def _target(said: str, base: str) -> str | None:
    """Find the absolute address in the content of a refresh, such as "0; url=/news".

    `said`: the content.  `base`: the address for relative ones.  None without an address, or for a refresh after more
    than ten seconds.
    """
    found = _REFRESH.match(said)
    if found is None or int(found[1][:9] or 0) > _SOON:
        return None
    url = found[2].strip()
    if url[:1] in ("'", '"'):
        url = url[1:].partition(url[0])[0]
    return _joined(base, url) if url else None


def _base(tree: Any, url: str) -> str:
    """The address for relative links of a page: that in its <base>, else the page's own."""
    element = next(tree.iter("base"), None)
    return _joined(url, element.get("href") or "") or url if element is not None else url


def _joined(base: str, url: str) -> str | None:
    """The absolute address of `url`; None when that is no web address.  `base`: the address for relative ones."""
    try:
        found = urljoin(base, url.strip()).partition("#")[0]
        return found if urlsplit(found).scheme in ("http", "https") and urlsplit(found).hostname else None
    except ValueError:
        return None


def _same(url: str, other: str) -> bool:
    return url == other.partition("#")[0]


def _scripts(tree: Any) -> list[str] | None:
    """The texts of a page's scripts; None when it also loads scripts or holds data for them, as a real page does."""
    found = []
    for script in tree.iter("script"):
        kind = (script.get("type") or "").lower()
        if script.get("src") is not None or "json" in kind or "template" in kind:
            return None
        found.append(_COMMENTS.sub("", script.text or ""))
    return [script for script in found if script.strip()]


def _by_script(scripts: list[str], base: str, own: str) -> Onward | None:
    """Tell where a page's scripts lead; None when they lead nowhere.

    `base`: the address for relative ones.  `own`: the page's address.
    """
    if len(scripts) == 1 and (only := _ONLY_LEADS.fullmatch(scripts[0])):
        url = _joined(base, (only["url1"] or only["url2"]).replace("\\/", "/"))
        return Onward(url, "by a script") if url is not None and not _same(url, own) else None
    return Onward(None, "by a script") if any(_LEADS.search(script) for script in scripts) else None
