"""Content of other sites that an article embeds: players, social posts, documents, maps.

Takes the embeds that the walk found inside the article and gives their kind, address and provider; frames for
advertising and tracking are left out.  The text of an embedded post is read by the walk, not here.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from parsers.html.markup.walked import Walk
from parsers.model import Embed
from parsers.web_links import web_address

#: Host, or the end of one -> kind of embed and name of the provider.
_HOSTS: Final[dict[str, tuple[str, str]]] = {
    "youtube.com": ("video", "YouTube"),
    "youtube-nocookie.com": ("video", "YouTube"),
    "youtu.be": ("video", "YouTube"),
    "vimeo.com": ("video", "Vimeo"),
    "dailymotion.com": ("video", "Dailymotion"),
    "jwplayer.com": ("video", "JW Player"),
    "jwplatform.com": ("video", "JW Player"),
    "brightcove.net": ("video", "Brightcove"),
    "wistia.net": ("video", "Wistia"),
    "wistia.com": ("video", "Wistia"),
    "streamable.com": ("video", "Streamable"),
    "rumble.com": ("video", "Rumble"),
    "twitch.tv": ("video", "Twitch"),
    "tiktok.com": ("social", "TikTok"),
    "twitter.com": ("social", "X"),
    "x.com": ("social", "X"),
    "instagram.com": ("social", "Instagram"),
    "facebook.com": ("social", "Facebook"),
    "threads.net": ("social", "Threads"),
    "bsky.app": ("social", "Bluesky"),
    "reddit.com": ("social", "Reddit"),
    "t.me": ("social", "Telegram"),
    "soundcloud.com": ("audio", "SoundCloud"),
    "spotify.com": ("audio", "Spotify"),
    "podcasts.apple.com": ("audio", "Apple Podcasts"),
    "acast.com": ("audio", "Acast"),
    "bandcamp.com": ("audio", "Bandcamp"),
    "megaphone.fm": ("audio", "Megaphone"),
    "omny.fm": ("audio", "Omny"),
    "simplecast.com": ("audio", "Simplecast"),
    "podigee.io": ("audio", "Podigee"),
    "beyondwords.io": ("audio", "BeyondWords"),
    "scribd.com": ("document", "Scribd"),
    "documentcloud.org": ("document", "DocumentCloud"),
    "issuu.com": ("document", "Issuu"),
    "slideshare.net": ("document", "SlideShare"),
    "google.com": ("map", "Google Maps"),
    "openstreetmap.org": ("map", "OpenStreetMap"),
    "datawrapper.de": ("other", "Datawrapper"),
    "dwcdn.net": ("other", "Datawrapper"),
    "flourish.studio": ("other", "Flourish"),
    "infogram.com": ("other", "Infogram"),
    "23degrees.io": ("other", "23degrees"),
}

_KIND_OF_TAG: Final = {"video": "video", "audio": "audio", "amp-video": "video", "amp-youtube": "video"}
_MAP: Final = re.compile(r"/maps\b")
#: Addresses of frames that show nothing of the article: advertising, tracking, consent and newsletter forms.
_NOT_SHOWN: Final = re.compile(
    r"doubleclick|googletagmanager|googlesyndication|recaptcha|/ads?[/.?]|adservice|consent|analytics|about:blank"
    r"|imasdk\.|\b2mdn\.net|outbrain|taboola|user-?sync|newsletter"
)


def read_embeds(found: Walk, first: int, last: int, base: str | None = None) -> tuple[Embed, ...]:
    """The embeds from segment first to segment last, without repeats, in reading order; base is the page's address."""
    spots = (spot for spot in found.embeds if first <= spot.before <= last + 1 and not spot.noscript)
    embeds = (_embed(spot.node, base) for spot in spots)
    return tuple(dict.fromkeys(embed for embed in embeds if embed is not None))


def _embed(node: etree._Element, base: str | None) -> Embed | None:
    """The Embed for an element; None when it is advertising or a frame without an address."""
    tag, url = str(node.tag), _address(node, base)
    if url is None or _NOT_SHOWN.search(url):
        return Embed(_KIND_OF_TAG[tag]) if tag in _KIND_OF_TAG and url is None else None
    kind, provider = _host(url)
    return Embed(_KIND_OF_TAG.get(tag, kind), url, provider)


def _address(node: etree._Element, base: str | None) -> str | None:
    """The first web address in an element's attributes or in its source elements; None without one."""
    sources = (source.get("src") for source in node.iterchildren("source"))
    named = map(node.get, ("src", "data-src", "data-lazy-src", "data", "data-url"))
    addresses = (_absolute(value.strip(), base) for value in (*named, *sources) if value)
    return next(filter(None, addresses), None)


def _absolute(value: str, base: str | None) -> str | None:
    """A value as an absolute web address, or None."""
    # "//host/path" becomes https, even if the page itself was fetched over http.
    return web_address(value, "https:" if value.startswith("//") else base)


def _host(url: str) -> tuple[str, str | None]:
    """The kind of embed and its provider by the host of an address; ("other", None) for unknown hosts."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return "other", None
    for name, known in _HOSTS.items():
        if host == name or host.endswith("." + name):
            return ("other", None) if name == "google.com" and not _MAP.search(url) else known
    return "other", None
