"""The settings of `[storage]`: where closed WARC files and staged batches go besides the data directory.

A WARC file is closed when no run writes it any more; a staged batch is a file of parsed pages to be loaded into the
warehouse.  Addresses are checked as text when the configuration is read; nothing is opened here.  Credentials never
stand here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flows.config.toml_tables import bounded, checked
from flows.storage.address import StoreAddress, store_address
from flows.storage.errors import NoStore
from parsers.config_files.value_checks import address as web_address
from parsers.config_files.value_checks import one_line

#: Largest file, in bytes, that S3 takes in one upload: docs.aws.amazon.com, "Uploading objects".
_LARGEST: Final = 5_000_000_000
#: How many bytes larger than `file_bytes` a file may become: it is closed only when it has reached that size.
_BEYOND: Final = 500_000_000


def _endpoint(value: Any) -> str | None:
    return None if value == "" else web_address(value)


@dataclass(frozen=True, slots=True)
class Storage:
    """The stores (buckets, shared folders) to which files go besides the data directory; times in seconds."""

    #: Address of the store for closed WARC files; empty: none.
    archive: str = checked(one_line, "")
    #: Address of the store for staged batches; empty: none.
    staging: str = checked(one_line, "")
    #: Address of a server that speaks S3; empty: the provider's own.
    endpoint: str = checked(_endpoint, "")
    #: Whether that may be plain http.
    allow_http: bool = False
    #: Whether a closed WARC file stays in the data directory when the store has it.
    keep_local: bool = True
    #: Most time for one request of a few megabytes.
    timeout: float = bounded(60.0, least=0.1, most=3600)
    #: How long a store that is away is asked again.  Credentials and requests are not renewed meanwhile.
    patience: float = bounded(120.0, least=0, most=280)

    def address(self, which: str) -> StoreAddress | None:
        """The address of the store for "archive" or "staging"; None when no store is set for it.  Raises NoStore."""
        text = self.archive if which == "archive" else self.staging
        settings: dict[str, object] = {"timeout": self.timeout, "patience": self.patience}
        if self.endpoint and text.startswith(("s3:", "s3a:")):
            settings |= {"endpoint": self.endpoint, "allow_http": self.allow_http}
        return store_address(text, **settings) if text else None


def wrong_stores(storage: Storage, archive: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield mistakes in [storage]: ((table, key), sentence).

    `archive`: the table [archive], whose file size must suit a bucket.
    """
    for which in ("archive", "staging"):
        try:
            address = storage.address(which)
        except NoStore as error:
            yield ("storage", which), f"'{which}' in [storage] cannot be used: {error}"
            continue
        size = archive.get("file_bytes", 0)
        if which == "archive" and address and address.provider != "file" and size + _BEYOND > _LARGEST:
            most = _LARGEST - _BEYOND
            yield (
                ("archive", "file_bytes"),
                f"'file_bytes' must not be above {most:,} when [storage] has a bucket for them.",
            )
