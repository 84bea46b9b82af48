"""Finds the Prefect server: the one in PREFECT_API_URL, or the one that `copydesk serve` runs.

serve writes the address of its server to a file in Prefect's home, with a token that only this server sends back: after
a crash another program, or the server of another data directory, may use the same port.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from flows.config.paths import Paths
from warehouse.files import write_whole

#: The HTTP header in which our server sends its token.
TOKEN_HEADER: Final = "x-copydesk"
#: Seconds to wait for the answer of a server on this machine.
_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Address:
    """The address, token and process of a server that copydesk runs."""

    #: Address of its API.
    url: str
    #: The token that it sends in TOKEN_HEADER.
    token: str
    pid: int


def server_file(paths: Paths) -> Path:
    """The path of the file to which `copydesk serve` writes the address of its server."""
    return paths.prefect / "server.json"


def remember(paths: Paths, address: Address) -> None:
    """Write the address of copydesk's server to `server_file`, for other commands."""
    write_whole(server_file(paths), json.dumps(asdict(address), ensure_ascii=False))


def forget_address(paths: Paths) -> None:
    """Remove the file with the address of copydesk's server."""
    server_file(paths).unlink(missing_ok=True)


def kept_address(paths: Paths) -> Address | None:
    """Read the address of copydesk's server from `server_file`; None without a readable file.

    The server may have ended since.
    """
    try:
        return Address(**json.loads(server_file(paths).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # no file, or one of an older version without the token


def server_url(paths: Paths, environ: Mapping[str, str] = os.environ) -> str | None:
    """Find the address of the API to run under: PREFECT_API_URL, else that of our server if it answers, else None."""
    if environ.get("PREFECT_API_URL"):
        return environ["PREFECT_API_URL"]
    address = kept_address(paths)
    return address.url if address is not None and answers(address.url, address.token) else None


def address_flaw(paths: Paths) -> str | None:
    """Say in one sentence what is wrong with the file of our server's address; None when it is sound or missing."""
    if not os.path.lexists(server_file(paths)) or kept_address(paths) is not None:
        return None
    return (
        f"{server_file(paths)} holds no address of a server, so flows run without Prefect; remove it, and restart "
        "`copydesk serve` if it is running."
    )


def answers(url: str, token: str | None = None) -> bool:
    """Whether a Prefect server answers at this address.

    `token`: None: any server counts; else only the server that sends this token.
    """
    opener = build_opener(ProxyHandler({}))  # no proxy: it is on this machine
    try:
        with opener.open(f"{url}/health", timeout=_SECONDS) as answer:
            return answer.status == 200 and (token is None or answer.headers.get(TOKEN_HEADER) == token)
    except (URLError, OSError, ValueError, HTTPException):  # HTTPException: another program answers there
        return False
