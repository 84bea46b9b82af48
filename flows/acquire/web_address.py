"""Checks and normalises the addresses (URLs) that files and WARC records give for a page, and tells the host of one.

Takes text, gives an address; None for text that cannot be the address of a page.  Requests nothing.
"""

from __future__ import annotations

import re
import string
from typing import Final
from urllib.parse import quote, urlsplit

#: Schemes of pages; crawlers use others for their own records.
PAGE_SCHEMES: Final = frozenset({"http", "https", "ftp", "ftps", "file"})
#: Characters that stay as they are in an address; others are percent-encoded.
_ASCII: Final = string.punctuation
#: Characters of an address that are stored or printed; longer ones are attacks or mistakes.
_MAX_URL_LENGTH: Final = 2_000
#: The beginning of most addresses, up to the path, which needs no further parsing.
_PLAIN_ORIGIN: Final = re.compile(r"https?://([A-Za-z0-9.-]++(?::[0-9]++)?+)(?=[/?#]|\Z)")
#: White space and control codes, which would break the line of a header.
_CONTROLS: Final = re.compile(r"[\x00-\x20\x7f-\xa0]")


def page_address(text: str) -> str | None:
    """Return the address with its scheme in lower case and white space percent-encoded.

    None for text that cannot be the address of a page: relative, without a host, with an invalid port, or of another
    scheme than PAGE_SCHEMES.
    """
    address = _CONTROLS.sub(lambda found: quote(found[0]), text.strip())
    try:
        parts = urlsplit(address)
        known = parts.scheme in PAGE_SCHEMES and (parts.hostname or parts.scheme == "file") and parts.port != 0
    except ValueError:
        return None
    return parts.scheme + address[len(parts.scheme) :] if known else None


def plain_address(text: str) -> str:
    """Return any text that was given as an address, as printable ASCII: percent-encoded and cut to 2,000 characters.

    So an address that cannot be requested can still be stored with the reason.
    """
    return quote(text.strip()[:_MAX_URL_LENGTH], safe=_ASCII, errors="surrogatepass")


def host_of(url: str) -> str | None:
    """Return host and port of an address in lower case, without a user name; None when it is not http or https."""
    plain = _PLAIN_ORIGIN.match(url)
    if plain is not None:
        return plain[1].lower()
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        return None
    return parts.netloc.rpartition("@")[2].lower() if known else None


def origin_of(url: str) -> str:
    """Return scheme and host of an http or https address, with a slash: "https://herald.example/".

    Raises ValueError for an address that cannot be parsed.
    """
    plain = _PLAIN_ORIGIN.match(url)
    if plain is not None:
        return f"{plain[0]}/"
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
