"""Finds the Prefect server: the one that the environment names, or the one that `copydesk serve` keeps.

The kept server's address lies in a small file in Prefect's home, with a word that only this server answers with: after
a crash the same port may belong to anybody, and another data directory's server is none of ours.
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

#: The HTTP header in which a kept server sends its word.
WORD_HEADER: Final = "x-copydesk"
_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Address:
    """A server that copydesk keeps."""

    #: Address of its API.
    url: str
    #: The word that it answers with.
    word: str
    pid: int


def server_file(paths: Paths) -> Path:
    """Where `copydesk serve` writes its server's address down."""
    return paths.prefect / "server.json"


def remember(paths: Paths, address: Address) -> None:
    """Write the address of a kept server down."""
    write_whole(server_file(paths), json.dumps(asdict(address), ensure_ascii=False))


def forget(paths: Paths) -> None:
    """Remove the file when the kept server ends."""
    server_file(paths).unlink(missing_ok=True)


def kept_address(paths: Paths) -> Address | None:
    """The address in the file; that server may be gone."""
    try:
        return Address(**json.loads(server_file(paths).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # no file, or one of an older version, whose server cannot be recognised without a word


def server_url(paths: Paths, environ: Mapping[str, str] = os.environ) -> str | None:
    """The address of the API to run under: PREFECT_API_URL, else that of the kept server if it answers, else None."""
    if environ.get("PREFECT_API_URL"):
        return environ["PREFECT_API_URL"]
    address = kept_address(paths)
    return address.url if address is not None and answers(address.url, address.word) else None


def address_flaw(paths: Paths) -> str | None:
    """What is wrong with the file of the kept server's address, in one sentence; None when it is sound or not there."""
    if not os.path.lexists(server_file(paths)) or kept_address(paths) is not None:
        return None
    return (
        f"{server_file(paths)} holds no address of a server, flows run without one; remove it, and start "
        "`copydesk serve` anew if it runs."
    )


def answers(url: str, word: str | None = None) -> bool:
    """Whether a healthy Prefect server answers at this address; with a word: whether it answers with that word."""
    opener = build_opener(ProxyHandler({}))  # no proxy: it is on this machine
    try:
        with opener.open(f"{url}/health", timeout=_SECONDS) as answer:
            return answer.status == 200 and (word is None or answer.headers.get(WORD_HEADER) == word)
    except (URLError, OSError, ValueError, HTTPException):  # the last one: another program answers there now
        return False
