"""The request line and headers of a request as aiohttp sent it, for the archive.

Takes the response, gives bytes.  Headers that could let somebody in (cookies, passwords) are left out.
"""

from __future__ import annotations

from typing import Final

import aiohttp

_SECRET: Final = frozenset({"authorization", "cookie", "proxy-authorization"})


def head_as_sent(response: aiohttp.ClientResponse) -> bytes:
    """Request line and headers of the request that a response answers."""
    asked = response.request_info
    kept = [f"{name}: {value}" for name, value in asked.headers.items() if name.lower() not in _SECRET]
    lines = [f"{asked.method} {asked.url.raw_path_qs} HTTP/1.1", *kept]
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("utf-8", "surrogateescape")
