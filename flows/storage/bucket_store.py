"""A store that is a bucket of object storage (S3 and what speaks it, Google, Azure), by the library obstore.

Imported only when an address asks for one.  Time-outs and the first retries are obstore's own.  It does not repeat an
upload that must not overwrite when the answer was lost; this module does.  Then the first attempt may have taken the
name already, and `create` says that the name is taken; callers compare the content.  A server that does not answer is
"away" and is left alone for a while (health.py).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final, TypeVar

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import from_url

from flows.storage.address import StoreAddress
from flows.storage.content import Content, Seen, digest
from flows.storage.credentials import missing_credentials
from flows.storage.errors import StoreAway, StoreRefuses
from flows.storage.health import health_of
from flows.storage.obstore_errors import missing_file_error, store_error

R = TypeVar("R")

#: Seconds to connect.
_CONNECT: Final = 10.0
#: Seconds between two attempts: the first pause, and the longest.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
#: Bytes of an upload for which `timeout` is enough, and how many more a second are expected: a line of 8 Mbit/s.
_SMALL, _SLOWEST = 8_000_000, 1_000_000
#: Seconds for which the library itself repeats a request; longer ones are repeated here, where Ctrl-C is heard.
_REPEATED: Final = 5.0
#: Most repetitions by the library: so many that only time ends them.
_ATTEMPTS: Final = 10_000
#: Bytes that are compared at a time.
_STEP: Final = 8_000_000
#: Part of the library's error when a range begins after the end of the file.
_BEYOND: Final = "status code: 416"
#: Name of the attribute of a stored file that holds its SHA-256.
_DIGEST: Final = "sha256"


class BucketStore:
    """The files of one bucket whose names begin with the address's prefix; implements Store."""

    def __init__(self, address: StoreAddress) -> None:
        self.url = address.url
        self._address = address
        self._health = health_of(address)
        #: Time limit of one request, in seconds -> client.
        self._clients: dict[float, Any] = {}

    def create(self, name: str, content: Content) -> bool:
        """Write a file unless its name is taken; return False when it is taken."""
        try:
            self._put(name, content, mode="create")
        except AlreadyExistsError:
            return False
        return True

    def replace(self, name: str, content: Content) -> None:
        """Write a file, over an earlier one of this name."""
        self._put(name, content, mode="overwrite")

    def holds(self, name: str, content: Content) -> bool:
        """Whether a file has this content, by its size and by the digest stored with it.

        Without a digest, every byte is compared.
        """
        seen = self.look(name)
        if seen is None:
            raise FileNotFoundError(2, "No such file", f"{self.url}/{name}")
        if seen.size != len(content) or not content:
            return seen.size == len(content)
        found = self._asked(lambda: obstore.get(self._opened(), name, options={"range": (0, 1)}).attributes)
        if kept := str(found.get(_DIGEST, "")):
            return kept == digest(content)
        view = memoryview(content)
        steps = range(0, len(view), _STEP)
        return all(self.read(name, at, min(_STEP, len(view) - at)) == view[at : at + _STEP] for at in steps)

    def read(self, name: str, offset: int, length: int) -> bytes:
        """Read `length` bytes of a file from `offset` on; fewer when it ends before."""
        if not length:
            return b""
        return self._asked(lambda: _part(self._opened(), name, offset, length))

    def look(self, name: str) -> Seen | None:
        """Size and version of a file; None for a file that is not there."""
        try:
            found = self._asked(lambda: obstore.head(self._opened(), name))
        except FileNotFoundError:
            return None
        return Seen(int(found["size"]), str(found["e_tag"] or found["last_modified"]))

    def sizes(self) -> dict[str, int]:
        """Name and size of every file; one request for each thousand files."""
        found = self._asked(lambda: obstore.list_with_delimiter(self._opened())["objects"])
        return dict(sorted((str(one["path"]), int(one["size"])) for one in found))

    def delete(self, name: str) -> None:
        """Remove a file."""
        with suppress(FileNotFoundError):
            self._asked(lambda: obstore.delete(self._opened(), name))

    def _put(self, name: str, content: Content, *, mode: str) -> None:
        """Write a file.

        `mode`: "create" or "overwrite".  Raises AlreadyExistsError when the name to create is taken.
        """
        seconds = self._address.timeout + max(0, len(content) - _SMALL) / _SLOWEST
        options: Any = {"mode": mode, "attributes": {_DIGEST: digest(content)}, "use_multipart": False}

        def put() -> None:
            client = self._opened() if len(content) <= _SMALL else self._made(seconds)
            obstore.put(client, name, content, **options)

        try:
            self._asked(put)
        except FileNotFoundError:
            raise StoreRefuses(self.url, "there is no such bucket", "make it, or name another") from None

    def _asked(self, ask: Callable[[], R]) -> R:
        """Send a request by calling `ask`, and return what `ask` returns.

        While the store does not answer, the request is repeated for a while.  The library itself repeats only briefly,
        and only requests that are harmless to repeat.  Here uploads are repeated, too, and listings that break off.
        Raises StoreError, AlreadyExistsError, and FileNotFoundError with the store's address.
        """
        self._health.check(self.url)
        ends, pause = time.monotonic() + self._health.patience(self._address), _FIRST_PAUSE
        while True:
            try:
                answer = ask()
            except (AlreadyExistsError, FileNotFoundError) as error:
                self._health.answered()
                raise (missing_file_error(self.url, error) if isinstance(error, FileNotFoundError) else error) from None
            except (BaseError, ValueError) as error:
                wrong = store_error(self.url, error, self._health.timeout(self._address))
            else:
                self._health.answered()
                return answer
            if not isinstance(wrong, StoreAway):
                raise wrong
            if time.monotonic() + pause >= ends:
                self._health.failed(wrong)
                raise wrong
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _opened(self) -> Any:
        """Return the client for requests about small amounts of data; made once for each time limit."""
        seconds = self._health.timeout(self._address)
        if seconds not in self._clients:
            self._clients[seconds] = self._made(seconds)
        return self._clients[seconds]

    def _made(self, seconds: float) -> Any:
        """Make a client.  `seconds`: longest time for one request.

        Raises StoreRefuses when there are no credentials.
        """
        if missing := missing_credentials(self._address.provider, os.environ):
            raise StoreRefuses(self.url, "there are no credentials", missing)
        options: dict[str, Any] = {"timeout": _span(seconds), "connect_timeout": _span(min(_CONNECT, seconds))}
        if self._address.allow_http:
            options["allow_http"] = True
        backoff = {"init_backoff": _span(_FIRST_PAUSE), "max_backoff": _span(_LONGEST_PAUSE), "base": 2}
        repeated = _span(min(_REPEATED, self._address.patience))
        retries = {"max_retries": _ATTEMPTS, "retry_timeout": repeated, "backoff": backoff}
        config = {"endpoint": self._address.endpoint} if self._address.endpoint else None
        make: Any = from_url  # its types tell the providers apart, which only the address does here
        return make(self.url, config=config, client_options=options, retry_config=retries)


def _part(client: Any, name: str, offset: int, length: int) -> bytes:
    """Read bytes of a file; b"" for an offset after its end, which the library calls an error."""
    try:
        return bytes(obstore.get_range(client, name, start=offset, length=length))
    except BaseError as error:
        if _BEYOND in str(error):
            return b""
        raise


def _span(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)
