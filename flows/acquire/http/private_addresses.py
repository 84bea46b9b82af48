"""Refuses connections to private addresses, those of the user's own network (SSRF).

Checks the IP address of every connection when its socket is made.  That covers host names, literal addresses, redirects
and names that change their address between two look-ups; a check in the resolver would miss literal addresses.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any, Final

#: What aiohttp passes to a socket factory: family, kind, protocol, canonical name, address.
AddrInfo = tuple[Any, Any, Any, Any, tuple[Any, ...]]

#: Part of the error's message, by which the client recognises it when aiohttp has wrapped it in another error.
REFUSED: Final = "is not a public address"
#: RFC 6052 and RFC 8215: IPv6 addresses that end in an IPv4 address.
_NAT64: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class RefusedAddress(OSError):
    """Raised when a connection to an address outside the public Internet is refused."""


def is_public(address: str) -> bool:
    """Whether an IP address is public, so that it may be requested.

    An IPv6 address in which an IPv4 address is embedded is judged by that IPv4 address.  A text that is no IP address
    is not public.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = _embedded_ipv4(found)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _embedded_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address in an IPv6 address of the kinds mapped, 6to4 or NAT64; None in any other IPv6 address."""
    if any(address in network for network in _NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def socket_factory(*, allow_private: bool) -> Callable[[AddrInfo], socket.socket]:
    """Make the function by which aiohttp makes its sockets; it raises RefusedAddress for private addresses.

    `allow_private`: if True, the function makes sockets for private addresses, too.
    """

    def make(info: AddrInfo) -> socket.socket:
        """Make a socket for the address that is about to be connected to, if that is allowed."""
        family, kind, protocol, _, address = info
        if not allow_private and not is_public(str(address[0])):
            raise RefusedAddress(f"{address[0]} {REFUSED}")
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)
        return made

    return make
