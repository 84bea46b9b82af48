"""Makes the keys under which the warehouse knows pages and stories, and names the host of an outlet.

parsers.addresses makes keys ("host/path?query") of web addresses; this adds keys for pages without a web address, and
says which declared (canonical) addresses are possible for a page.  warehouse.stories decides among the possible ones.
"""

from __future__ import annotations

from parsers import addresses
from parsers.addresses import AddressRules, is_front, outlet_host, site


def natural_key(url: str | None, body_sha256: str | None, rules: AddressRules) -> str:
    """Make the key of a page: its normalised web address, or else "sha256:" and the hash of its body.

    `url`: the address of the page, or of its file if it has no web address.  Such a page without a body has the file's
    address as its key.
    """
    return addresses.page_key(url, rules) or file_key(url, body_sha256)


def file_key(url: str | None, body_sha256: str | None) -> str:
    """Make the key of a page without a web address: "sha256:" and the hash of its body, else the name of its file."""
    return f"sha256:{body_sha256}" if body_sha256 else str(url)


def declared_key(canonical: str | None, own: str, rules: AddressRules) -> str | None:
    """Make the key of the (canonical) address that a page declares; None when it declares no address, or only its own.

    `own`: the key of the address that the page was read from.
    """
    said = addresses.page_key(canonical, rules)
    return None if said == own else said


def may_stand_for(said: str | None, own: str) -> bool:
    """Whether a declared address (`said`) may be the key of the page's story, judged by the two addresses alone.

    False when it lies on another site, or is a front page: many pages declare that of their outlet.
    """
    if said is None or is_front(said):
        return False
    return not is_address(own) or site(said) == site(own)


def is_address(key: str) -> bool:
    """Whether a page's key was made from a web address; False for the key of a file ("sha256:..." or "file:...")."""
    return "/" in key and not key.startswith(("sha256:", "file:"))


def bare_host(url: str | None, rules: AddressRules) -> str | None:
    """Give the host of a web address in lower case, without www, m and the like; None for anything else."""
    return outlet_host(url, rules)
