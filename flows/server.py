"""Where a Prefect server is, if one is: the one that the environment names, or the one that `copydesk serve` keeps.

The kept server's address lies in a small file in Prefect's home; it counts only while the server answers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from flows.paths import Paths

_SECONDS = 2.0


def server_file(paths: Paths) -> Path:
    """Where `copydesk serve` writes its server's address down."""
    return paths.prefect / "server.json"


def remember(paths: Paths, url: str) -> None:
    """Write the address of a kept server down."""
    aside = server_file(paths).with_suffix(f".{os.getpid()}.tmp")
    aside.write_text(json.dumps({"url": url, "pid": os.getpid()}), "utf-8")
    aside.replace(server_file(paths))


def forget(paths: Paths) -> None:
    """The kept server ends."""
    server_file(paths).unlink(missing_ok=True)


def server_url(paths: Paths, environ: Mapping[str, str] = os.environ) -> str | None:
    """The address of the API to run under: PREFECT_API_URL, else that of the kept server if it answers, else None."""
    if environ.get("PREFECT_API_URL"):
        return environ["PREFECT_API_URL"]
    try:
        url = str(json.loads(server_file(paths).read_text("utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url if answers(url) else None


def answers(url: str) -> bool:
    """Whether a Prefect server is there and well."""
    opener = build_opener(ProxyHandler({}))  # it is on this machine: a proxy has no part in it
    try:
        with opener.open(f"{url}/health", timeout=_SECONDS) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False
