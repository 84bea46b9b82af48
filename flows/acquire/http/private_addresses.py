"""Refuses requests to addresses in the user's own network (SSRF).

It looks at the final address of every connection, so that names, literal addresses, redirects and names that change
their address between two look-ups are all one check; a resolver would not be asked about literals.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any, Final

#: What aiohttp hands to a socket factory: family, kind, protocol, canonical name, address.
AddrInfo = tuple[Any, Any, Any, Any, tuple[Any, ...]]

#: Marks the error's message, since the error may come back wrapped in others.
REFUSED: Final = "is not a public address"
_NAT64: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class RefusedAddress(OSError):
    """A connection to an address outside the public Internet was refused."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public Internet; addresses that carry an IPv4 address count as that one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = _carried(found)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside a mapped, 6to4 or NAT64 address."""
    if any(address in network for network in _NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def socket_factory(*, allow_private: bool) -> Callable[[AddrInfo], socket.socket]:
    """A socket factory for aiohttp's connector that raises RefusedAddress for what may not be reached."""

    def make(info: AddrInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        if not allow_private and not is_public(str(address[0])):
            raise RefusedAddress(f"{address[0]} {REFUSED}")
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)
        return made

    return make
