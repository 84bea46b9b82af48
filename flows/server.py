"""Where a Prefect server is, if one is: the one that the environment names, or the one that `copydesk serve` keeps.

The kept server's address lies in a small file in Prefect's home; it counts only while the server answers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from flows.paths import Paths
from warehouse.files import write_whole

_SECONDS = 2.0


def server_file(paths: Paths) -> Path:
    """Where `copydesk serve` writes its server's address down."""
    return paths.prefect / "server.json"


def remember(paths: Paths, url: str) -> None:
    """Write the address of a kept server down."""
    write_whole(server_file(paths), json.dumps({"url": url, "pid": os.getpid()}))


def forget(paths: Paths) -> None:
    """The kept server ends."""
    server_file(paths).unlink(missing_ok=True)


def server_url(paths: Paths, environ: Mapping[str, str] = os.environ) -> str | None:
    """The address of the API to run under: PREFECT_API_URL, else that of the kept server if it answers, else None."""
    if environ.get("PREFECT_API_URL"):
        return environ["PREFECT_API_URL"]
    try:
        url = _kept(paths)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # `flaw` tells
    return url if url is not None and answers(url) else None


def flaw(paths: Paths) -> str | None:
    """What is wrong with the file of the kept server's address, in one sentence; None when it is sound or not there."""
    try:
        _kept(paths)
    except (OSError, ValueError, KeyError, TypeError):
        return (
            f"{server_file(paths)} holds no address of a server, flows run without one; remove it, and start "
            "`copydesk serve` anew if it runs."
        )
    return None


def _kept(paths: Paths) -> str | None:
    if not os.path.lexists(server_file(paths)):
        return None
    return str(json.loads(server_file(paths).read_text("utf-8"))["url"])


def answers(url: str) -> bool:
    """Whether a Prefect server is there and well."""
    opener = build_opener(ProxyHandler({}))  # it is on this machine: a proxy has no part in it
    try:
        with opener.open(f"{url}/health", timeout=_SECONDS) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError, HTTPException):  # the last: something else answers there by now
        return False
