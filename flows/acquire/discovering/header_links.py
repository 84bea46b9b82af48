"""Reads the Link headers of an answer (RFC 8288): the feeds and sitemaps that a server declares beside its page.

Takes the values of the headers; gives links with absolute addresses.  What is malformed is passed over.  Requests
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from flows.acquire.discovering.page_links import Link, is_of_a_feed, without_feed_scheme

#: Most characters of headers that are read; few answers have more than a kilobyte of them.
_LONGEST: Final = 32_000
#: A link, and what is said of it: ;name="value" or ;name=value (RFC 8288, section 3).
_LINK: Final = re.compile(r"""<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)""")
_SAID: Final = re.compile(r""";\s*([\w!#$&+.^`|~*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))""")


@dataclass(frozen=True, slots=True)
class HeaderLinks:
    """The feeds and sitemaps that the headers of one answer declare."""

    feeds: tuple[Link, ...] = ()
    sitemaps: tuple[Link, ...] = ()


def header_links(values: Iterable[str], url: str) -> HeaderLinks:
    """Find the feeds and sitemaps that the Link headers of an answer declare.

    `values`: of the Link headers.  `url`: of the answer, for relative links.
    """
    found = [*_links(", ".join(values)[:_LONGEST], url)]
    return HeaderLinks(
        tuple(link for link, rel, kind in found if is_of_a_feed(rel, kind)),
        tuple(link for link, rel, _ in found if "sitemap" in rel),
    )


def _links(text: str, url: str) -> Iterator[tuple[Link, set[str], str]]:
    """Yield each link in the value of a Link header: the link, its relations ("alternate") and its media type.

    The media type is "" where the header does not say it.
    """
    for link in _LINK.finditer(text):
        said: dict[str, str] = {}
        for name, quoted, plain in _SAID.findall(link[2]):
            said.setdefault(name.lower(), re.sub(r"\\(.)", r"\1", quoted) or plain)  # the first counts
        try:
            target = urljoin(url, without_feed_scheme(link[1].strip()))
        except ValueError:  # "http://[": no address
            continue
        if target.startswith(("http://", "https://")) and "anchor" not in said:  # else it is about another page
            title = "".join(c for c in " ".join(said.get("title", "").split()) if c.isprintable())
            yield Link(target, title), set(said.get("rel", "").lower().split()), said.get("type", "")
