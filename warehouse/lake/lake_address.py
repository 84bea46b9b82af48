"""Reads the address of a lake: a folder or a prefix of object storage, with the options for the library deltalake.

Only text: nothing is opened, and the library is not loaded.  Credentials come from the environment and never stand in
an address.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from warehouse.errors import LakeError

#: Schemes of object storage that deltalake knows.
_STORES: Final = ("s3", "s3a", "gs", "az", "azure", "adl", "abfs", "abfss")
_SHAPE: Final = "write s3://bucket/prefix, gs://bucket/prefix, az://container/prefix or the path of a folder"
#: The library of the extra.
_LIBRARY: Final = "deltalake"
#: Seconds to connect to a store, and how often a request is repeated at most.
_CONNECT, _RETRIES = 10, 4


@dataclass(frozen=True, slots=True)
class LakeAddress:
    """Where a lake (a folder or bucket of Delta tables) lies, and with which options the library opens it."""

    #: A folder as an absolute path, or the address of a prefix; without a slash at its end.
    url: str
    #: For deltalake: how long a store is waited for, and its endpoint.
    options: Mapping[str, str] = field(default_factory=dict)

    def of(self, table: str) -> str:
        """The address of one table of the lake."""
        return f"{self.url}/{table}"


def lake_address(
    text: str,
    *,
    seconds: float,
    below: Path | None = None,
    endpoint: str = "",
    allow_http: bool = False,
    environ: Mapping[str, str] = os.environ,
) -> LakeAddress:
    """Read the address of a lake.  Raises LakeError, whose message shows no secret.

    `seconds`: longest time for one request, and for all attempts at it together.  `below`: the folder that a relative
    path starts from; None: the working directory.  `endpoint`: server that speaks S3, used where the address names no
    server; "": the one that AWS_ENDPOINT_URL names.  `allow_http`: whether `endpoint` may be plain http.
    """
    if wrong := wrong_lake(text):
        raise LakeError(f"The address of the lake {wrong}")
    parts = urlsplit(text)
    if parts.scheme not in _STORES:
        path = Path(parts.path if parts.scheme == "file" else text).expanduser()
        return LakeAddress(str((below or Path()).absolute() / path))
    url, options = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/"), _patience(seconds)
    named = dict(parse_qsl(parts.query)).get("endpoint") or ""
    server = named or endpoint or environ.get("AWS_ENDPOINT_URL", "")
    if parts.scheme in ("s3", "s3a") and server:
        options["endpoint_url"] = server
        # An http server named in the address or environment is meant so; that of [storage] needs allow_http.
        if server.startswith("http:") and (server != endpoint or allow_http):
            options["allow_http"] = "true"
    return LakeAddress(url, options)


def wrong_lake(value: Any) -> str | None:
    """Say what is wrong with a value as address of a lake, as the end of a sentence ("must be ...").

    None for a good or empty address.
    """
    if not isinstance(value, str) or not value.isprintable():
        return "must be a string without line breaks and control characters."
    if "://" not in value:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return f"cannot be read; {_SHAPE}."
    if parts.scheme not in (*_STORES, "file"):
        return f"begins with '{parts.scheme}:', which names no store that is known; {_SHAPE}."
    if ("@" in parts.netloc and not parts.scheme.startswith("abfs")) or ":" in parts.netloc.rpartition("@")[0]:
        return "must hold no credentials; they come from the environment (AWS_ACCESS_KEY_ID and its like)."
    if parts.scheme in _STORES and not parts.netloc:
        return f"names no bucket; {_SHAPE}."
    if {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)} - {"endpoint", "allow_http"}:
        return "has more behind its ? than an endpoint, such as ?endpoint=https://minio.example."
    return None


def missing_library() -> str | None:
    """Say in one sentence how to install the library for lakes; None when it is installed."""
    if find_spec(_LIBRARY) is None:
        return "The extra `lake` is missing; install it with: pip install 'copydesk[lake]'."
    return None


def _patience(seconds: float) -> dict[str, str]:
    """Make the library's options for timeouts and retries, for requests of at most so many seconds."""
    patience = f"{ceil(seconds)} seconds"  # the library takes whole seconds only
    return {
        "timeout": patience,
        "retry_timeout": patience,
        "connect_timeout": f"{_CONNECT} seconds",
        "max_retries": str(_RETRIES),
    }
