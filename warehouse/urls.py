"""The addresses under which the warehouse knows pages and stories, and the host that stands for an outlet.

What an address is, parsers.addresses says; here are the keys of pages that have none, and which addresses that a page
calls its own (its canonical ones) may stand for it at all.  Whether one does, warehouse.stories decides.
"""

from __future__ import annotations

from parsers import addresses
from parsers.addresses import AddressRules, is_front, outlet_host, site


def natural_key(url: str | None, body_sha256: str | None, rules: AddressRules) -> str:
    """The natural key of a page, article or not: its web address, else the body's hash, else the file's name."""
    return addresses.page_key(url, rules) or file_key(url, body_sha256)


def file_key(url: str | None, body_sha256: str | None) -> str:
    """The natural key of a page without a web address."""
    return f"sha256:{body_sha256}" if body_sha256 else str(url)


def declared_key(canonical: str | None, own: str, rules: AddressRules) -> str | None:
    """The key of the address that a page calls its own; None when it is the one it was read from, or none at all."""
    said = addresses.page_key(canonical, rules)
    return None if said == own else said


def may_stand_for(said: str | None, own: str) -> bool:
    """Whether an address that a page declares may be the key of its story, as far as the two addresses tell.

    Not when it lies on another site, or is a front page: many pages declare their outlet's.
    """
    if said is None or is_front(said):
        return False
    return not is_address(own) or site(said) == site(own)


def is_address(key: str) -> bool:
    """Whether a page's key is a web address; the others are those of files."""
    return "/" in key and not key.startswith(("sha256:", "file:"))


def bare_host(url: str | None, rules: AddressRules) -> str | None:
    """The host of a web address in lower case, without www and its like; None when it is none."""
    return outlet_host(url, rules)
