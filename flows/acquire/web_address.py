"""Whether something that a file or a record calls an address can name a page, and how it is written.

Files and crawlers write many things there.  Takes text, gives an address or None; asks nobody.
"""

from __future__ import annotations

import re
import string
from typing import Final
from urllib.parse import quote, urlsplit

#: Addresses under which pages are found; all other schemes are names that crawlers give to their own notes.
PAGE_SCHEMES: Final = frozenset({"http", "https", "ftp", "ftps", "file"})
#: What may stand in an address as it is; the rest is percent-encoded.
_ASCII: Final = string.punctuation
#: Longest address that is printed, in characters; longer ones are attacks or mistakes.
_LONGEST: Final = 2_000
#: White space and codes that would end or break the line of a header.
_CONTROLS: Final = re.compile(r"[\x00-\x20\x7f-\xa0]")


def page_address(text: str) -> str | None:
    """An address as one to name a page by: absolute, its scheme in lower case, nothing in it that ends a line.

    None for what can be none: relative, without a host, with a port that does not exist, or of another kind.
    """
    address = _CONTROLS.sub(lambda found: quote(found[0]), text.strip())
    try:
        parts = urlsplit(address)
        known = parts.scheme in PAGE_SCHEMES and (parts.hostname or parts.scheme == "file") and parts.port != 0
    except ValueError:
        return None
    return parts.scheme + address[len(parts.scheme) :] if known else None


def plain_address(text: str) -> str:
    """Whatever was called an address as a name for it: printable ASCII, of bearable length."""
    return quote(text.strip()[:_LONGEST], safe=_ASCII, errors="surrogatepass")
