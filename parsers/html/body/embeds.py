"""Content of other sites that an article embeds: players, social posts, documents, maps.

`found` is the page's Walk, which lists the embedded elements with the places where they stand; gives the kind, address
and provider of each.  Frames for advertising and tracking are left out.  `known` has what config/rules/embeds.toml says
about providers.  The walk reads the text of an embedded post; its address is read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from parsers.context import Context
from parsers.html.markup.embedded_posts import is_post
from parsers.html.markup.walk_names import walk_names
from parsers.html.markup.walked import Walk
from parsers.model import Embed
from parsers.rules import FAMILIES_KEPT, Family, Rules
from parsers.web_links import web_address

#: The least letters of a post that is kept whatever it scores.  Chosen by hand.
_SAID: Final = 12
#: The attribute of a quotation with the address of what it quotes (HTML).
_CITE: Final = "cite"
#: Attributes of frames, players and objects with their address (HTML).
_ADDRESSES: Final = ("src", "data")
_KIND_OF_TAG: Final = {"video": "video", "audio": "audio", "amp-video": "video", "amp-youtube": "video"}


@dataclass(frozen=True, slots=True)
class Providers:
    """Which hosts serve which kinds of embeds, and the addresses of frames that show nothing of an article."""

    #: Attributes in which networks give the address of a post.
    post_addresses: tuple[str, ...]
    #: Attributes with the address of a frame or a player.
    addresses: tuple[str, ...]
    #: Host -> kind of embed, name of the provider, and what the address must hold ("": nothing).
    hosts: Mapping[str, tuple[str, str, str]]
    not_shown: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=FAMILIES_KEPT)
def providers(family: Family) -> Providers:
    """Read the Providers from the rules of config/rules/embeds.toml."""
    listed = family.data.get("provider", ())
    hosts = {host: (one["kind"], one["name"], one.get("path", "")) for one in listed for host in one["hosts"]}
    unseen = tuple(rule.pattern for rule in family.rules if not rule.data.get("part"))
    addresses = (*_ADDRESSES, *family.all_words("address"))
    return Providers((_CITE, *family.all_words("post_address")), addresses, hosts, unseen)


@lru_cache(maxsize=FAMILIES_KEPT)
def _around(family: Family) -> re.Pattern[str]:
    """Make a pattern for what is in an embedded post besides its own words: the writer's name, links to the post."""
    return re.compile("|".join(rule.source.inline() for rule in family.rules if rule.data.get("part")) or "(?!)")


def says_something(text: str, rules: Rules) -> bool:
    """Whether an embedded post is worth keeping: it has words besides its writer's name and links to it."""
    return sum(map(str.isalpha, _around(rules.family("embeds")).sub(" ", text))) >= _SAID


def read_embeds(found: Walk, first: int, last: int, context: Context) -> tuple[Embed, ...]:
    """Return the embeds from segment `first` to segment `last`, without repeats, in reading order."""
    known, classes = providers(context.rules.family("embeds")), walk_names(context.rules).posts
    spots = (spot for spot in found.embeds if first <= spot.before <= last + 1 and not spot.noscript)
    embeds = [(spot.before, _embed(spot.node, context.joined_to, known)) for spot in spots]
    quotes = (s for s in found.segments[first : last + 1] if s.hint == "quote" and is_post(s.node, classes))
    embeds += [(quote.index, _post(quote.node, context.joined_to, known)) for quote in quotes]
    embeds.sort(key=lambda placed: placed[0])
    return tuple(dict.fromkeys(embed for _, embed in embeds if embed is not None))


def _post(node: etree._Element, base: str | None, known: Providers) -> Embed | None:
    """Make the Embed for a post that the page prints as a quotation; None when it has no address on another site.

    The address is in an attribute, or in the last link to another site: earlier links belong to the post's words.
    `base`: the address that links are joined to.
    """
    links = reversed([link.get("href") or "" for link in node.iter("a")])
    written = (value.strip() for value in (*map(node.get, known.post_addresses), *links) if value)
    found = [url for url in (_absolute(value, base) for value in written) if url and "://" in url]
    hosted = [(url, *_host(url, known)) for url in found if _host_of(url) != _host_of(base or "")]
    if not hosted:
        return None
    url, kind, provider = next((one for one in hosted if one[2] is not None), hosted[0])
    return Embed(kind if provider else "social", url, provider)


def _embed(node: etree._Element, base: str | None, known: Providers) -> Embed | None:
    """Make the Embed for an element; None when it is advertising or a frame without an address.

    `base`: the address that links are joined to.
    """
    tag, url = str(node.tag), _address(node, base, known)
    if url is None or any(pattern.search(url) for pattern in known.not_shown):
        return Embed(_KIND_OF_TAG[tag]) if tag in _KIND_OF_TAG and url is None else None
    kind, provider = _host(url, known)
    return Embed(_KIND_OF_TAG.get(tag, kind), url, provider)


def _address(node: etree._Element, base: str | None, known: Providers) -> str | None:
    """Return the first web address in an element's attributes or in its `source` elements; None without one."""
    sources = (source.get("src") for source in node.iterchildren("source"))
    named = map(node.get, known.addresses)
    addresses = (_absolute(value.strip(), base) for value in (*named, *sources) if value)
    return next(filter(None, addresses), None)


def _absolute(value: str, base: str | None) -> str | None:
    """Return an attribute's value as an absolute web address, joined to `base`; None if it is no web address."""
    # "//host/path" becomes https, even if the page itself was fetched over http.
    return web_address(value, "https:" if value.startswith("//") else base)


def _host(url: str, known: Providers) -> tuple[str, str | None]:
    """Look up (kind of embed, provider) by the host of an address; ("other", None) for unknown hosts."""
    host = _host_of(url)
    while host:
        if host in known.hosts:
            kind, name, path = known.hosts[host]
            return (kind, name) if path in url else ("other", None)
        host = host.partition(".")[2]
    return "other", None


def _host_of(url: str) -> str:
    """The host of an address; "" where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
