"""Makes the key under which web archives look an address up: the Sort-friendly URI Reordering Transform.

"https://www.herald.example/Storm/?b=2&a=1" becomes "example,herald)/storm?a=1&b=2": the parts of the host are reversed,
parameters are sorted, and www, upper case, default port, fragment and trailing slash are removed.  Follows the
canonicaliser of the Wayback Machine (github.com/internetarchive/surt).  That library itself is not used: it looks hosts
up in the network.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

#: ASCII that stays as it is.
_SAFE: Final = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
#: A text of characters that are never encoded (RFC 3986: unreserved characters, and a slash).
_PLAIN: Final = re.compile(r"[\w./~-]*", re.ASCII)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_WWW: Final = re.compile(r"www\d*\.")
_DOTS: Final = re.compile(r"\.{2,}")
#: Session ids that servers write into the query, in the order in which they are taken out; the text beside them
#: stays.
_SESSIONS: Final = tuple(
    re.compile(rf"^(.*){session}(?:&(.*))?$", re.IGNORECASE | re.DOTALL)
    for session in (
        "jsessionid=[0-9a-z]{32}",
        "phpsessid=[0-9a-z]{32}",
        "sid=[0-9a-z]{32}",
        "aspsessionid[a-z]{8}=[a-z]{24}",
        "cfid=[^&]+&cftoken=[^&]+",
    )
)
_ASPX_SESSION: Final = re.compile(r"^(.*/)\((?:[a-z]\([0-9a-z]{24}\)|[0-9a-z]{24})\)/([^?]+\.aspx.*)$", re.IGNORECASE)
#: "file:///pages/a.html" and "file:/pages/a.html" are one address.
_SLASHES: Final = re.compile(r"^([a-z][a-z0-9.+-]*:)/{2,}", re.IGNORECASE)
#: Most rounds in which percent-encoding is undone; nobody encodes more often.
_ROUNDS: Final = 10


def surt_key(url: str) -> str:
    """Make the key of an address, as in the module's example.

    An address without a host, or one that cannot be read, is its own key, without white space.
    """
    try:
        parts = urlsplit(url.strip())
        host, port, scheme = parts.hostname, parts.port, parts.scheme.lower()
    except ValueError:
        host, port, scheme = None, None, ""
    if scheme not in _DEFAULT_PORTS or not host:
        return _SLASHES.sub(r"\1/", _escaped(url.strip(), safe=_SAFE + "%"))
    named = f":{port}" if port is not None and port != _DEFAULT_PORTS[scheme] else ""
    return f"{_host_key(host)}{named}){_path_key(parts.path)}{_query_key(parts.query)}"


def _host_key(host: str) -> str:
    """Write the host as a key has it: "www.Herald.example" gives "example,herald"."""
    if ":" in host:  # IPv6
        return _escaped(host)
    name = _unescaped(host).strip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except ValueError:
            name = _escaped(name)
    name = _DOTS.sub(".", _escaped(name).lower())
    www = _WWW.match(name)
    return ",".join(reversed(name[www.end() if www else 0 :].split(".")))


def _path_key(path: str) -> str:
    """Write the path as a key has it: "/News/./a/../Storm/" gives "/news/storm"."""
    kept: list[str] = []
    pieces = _unescaped(path).split("/")[1:]
    for piece in pieces:
        if piece == "..":
            if kept:
                kept.pop()
        elif piece != ".":
            kept.append(piece)
    joined = "/" + "/".join([*(piece for piece in kept[:-1] if piece), *kept[-1:]])
    joined = _ASPX_SESSION.sub(r"\1\2", _escaped(joined).lower())
    return joined[:-1] if joined.endswith("/") and len(joined) > 1 else joined


def _query_key(query: str) -> str:
    """Write the query as a key has it, without session ids: "b=2&a=1" gives "?a=1&b=2"."""
    if not query:
        return ""
    plain = _escaped(_unescaped(query))
    for session in _SESSIONS:
        if found := session.match(plain):
            plain = found[1] + (found[2] or "")
    pairs = sorted(pair.split("=", 1) for pair in plain.lower().split("&"))
    ordered = "&".join("=".join(pair) for pair in pairs)
    return f"?{ordered}" if ordered else ""


def _unescaped(text: str) -> str:
    """Undo percent-encoding in a text, also where it was applied twice; bytes that are no UTF-8 become surrogates."""
    for _ in range(_ROUNDS if "%" in text else 0):
        plain = unquote_to_bytes(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")
        if plain == text:
            break
        text = plain
    return text


def _escaped(text: str, safe: str = _SAFE) -> str:
    return text if _PLAIN.fullmatch(text) else quote_from_bytes(text.encode("utf-8", "surrogateescape"), safe=safe)
