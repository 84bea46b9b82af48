"""The address under which a story is known, and the host that stands for its outlet.

Two addresses that differ in tracking parameters, fragment, scheme or a leading www are one story.  courlan
knows the parameters; what it refuses (no host, other schemes) is no address here.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from courlan import normalize_url


def url_key(canonical: str | None, url: str | None, body_sha256: str | None) -> str:
    """The natural key of a story: the canonical address, else the page's own, else "sha256:" and the body's hash.

    A canonical address is believed when it lies on the page's own site and does not point to a front page from
    below: many sites print their home address on every page, which would make all their stories one.
    """
    own, said = _key(url), _key(canonical)
    if said and (own is None or _same_site(said, own)) and not (_is_front(said) and own and not _is_front(own)):
        return said
    return own or said or f"sha256:{body_sha256}"


def page_key(url: str | None, body_sha256: str | None) -> str:
    """The natural key of a page, article or not: its web address, else the body's hash, else the file's name."""
    return _key(url) or (f"sha256:{body_sha256}" if body_sha256 else str(url))


def host(url: str | None) -> str | None:
    """The host of a web address in lower case, without www; None when it is none."""
    key = _key(url)
    return key.split("/", 1)[0] if key else None


def _key(url: str | None) -> str | None:
    """ "host/path?query" of a web address, cleaned; None for anything else."""
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(normalize_url(url, strict=False, trailing_slash=False))
    except ValueError:
        return None
    if not parts.hostname:
        return None
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return parts.hostname.removeprefix("www.") + port + (parts.path.rstrip("/") or "/") + query


def _is_front(key: str) -> bool:
    return key.partition("/")[2] == ""


def _same_site(one: str, other: str) -> bool:
    """Whether two hosts share their last two labels ("amp.example.com" and "example.com")."""
    return one.split("/", 1)[0].split(".")[-2:] == other.split("/", 1)[0].split(".")[-2:]
