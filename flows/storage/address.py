"""Reads and writes the address of a store: `s3://bucket/prefix`, with further settings as a query.

A store is a bucket of object storage or a shared folder.
`s3://bucket/prefix?endpoint=https://minio.example&timeout=30` says all that a process on another machine must know but
the credentials, which come from the environment and never stand here.  Only text: nothing is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flows.storage.errors import NoStore

#: Schemes by the provider that they name, as obstore knows them; "file" is a folder.
SCHEMES: Final = {
    "s3": "s3", "s3a": "s3",
    "gs": "gs",
    "az": "az", "azure": "az", "adl": "az", "abfs": "az", "abfss": "az",
    "file": "file",
}  # fmt: skip
_SHAPE: Final = "write s3://bucket/prefix, gs://bucket/prefix, az://container/prefix or file:///folder"


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where a store is, and how long to wait for it; times in seconds."""

    #: The address without a query and without a slash at its end.
    url: str
    #: Address of a server that speaks S3; "": the provider's own, or AWS_ENDPOINT_URL.
    endpoint: str = ""
    #: Whether the endpoint may be plain http.
    allow_http: bool = False
    #: Most time for one request of a few megabytes.
    timeout: float = 60.0
    #: How long a store that is away is asked again.
    patience: float = 120.0

    @property
    def provider(self) -> str:
        """The kind of store: s3, gs, az or file."""
        return SCHEMES[urlsplit(self.url).scheme]

    def __str__(self) -> str:
        """The address with its query, which `store_address` reads back."""
        plain = StoreAddress(self.url)
        told = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != getattr(plain, f.name)}
        query = urlencode({name: _word(value) for name, value in told.items()}, quote_via=quote, safe=":/")
        return f"{self.url}?{query}" if query else self.url

    def patient(self, seconds: float) -> StoreAddress:
        """Make the same address with shorter time limits.

        `seconds`: the most for one request, and for all attempts together.
        """
        return replace(self, timeout=min(self.timeout, seconds), patience=min(self.patience, seconds))


def is_store_address(text: object) -> bool:
    """Whether a text is meant as the address of a store, since it has "://"; any other text is a path."""
    return isinstance(text, str) and "://" in text


def store_address(text: str, **settings: object) -> StoreAddress:
    """Read an address.

    `settings`: values for what its query leaves open.  Raises NoStore, whose message shows no secret.
    """
    try:
        parts = urlsplit(text)
        wrong = _wrong(parts.scheme, parts.netloc, parts.path)
    except ValueError:
        raise NoStore(f"An address cannot be read; {_SHAPE}.") from None
    if wrong:
        raise NoStore(wrong)
    url = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")
    return _with(StoreAddress(url), {**settings, **dict(parse_qsl(parts.query, keep_blank_values=True))})


def _wrong(scheme: str, netloc: str, path: str) -> str | None:
    """Say what is wrong with the parts of an address; None for an address that can be used."""
    if scheme not in SCHEMES:
        return f"An address names no store that is known{f' ({scheme}:)' if scheme else ''}; {_SHAPE}."
    if ("@" in netloc and SCHEMES[scheme] != "az") or ":" in netloc.rpartition("@")[0]:
        return "An address holds credentials; take them out, they belong in the environment."
    if (SCHEMES[scheme] == "file") == bool(netloc) or not (netloc or path.strip("/")):
        return f"An address names no bucket or folder; {_SHAPE}."
    return None


def _with(address: StoreAddress, told: Mapping[str, object]) -> StoreAddress:
    """Set these values (timeout, endpoint ...) in an address.

    Raises NoStore for an unknown name or a wrong value.
    """
    known = {f.name for f in fields(StoreAddress)} - {"url"}
    for name in told:
        if name not in known:
            raise NoStore(f"{address.url}: '{name}' is not known in an address; known are {', '.join(sorted(known))}.")
    try:
        values = {name: _value(name, value) for name, value in told.items()}
        endpoint = urlsplit(str(values.get("endpoint", "")))
    except ValueError:
        raise NoStore(f"{address.url}: the time-outs must be seconds, and the endpoint a web address.") from None
    if endpoint.username or endpoint.password:
        raise NoStore(f"{address.url}: its endpoint holds credentials; take them out, they belong in the environment.")
    if endpoint.scheme == "http" and not values.get("allow_http", False):
        raise NoStore(
            f"{address.url}: its endpoint is plain http, by which everybody on the way can read; use https, or set"
            " allow_http = true under [storage] in copydesk.toml."
        )
    return replace(address, **values)  # type: ignore[arg-type]


def _value(name: str, value: object) -> object:
    if name == "allow_http":
        return str(value).lower() == "true"
    return str(value).rstrip("/") if name == "endpoint" else float(str(value))


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
