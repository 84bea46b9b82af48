"""Finds an archived page by any of its addresses: the one requested, one it was redirected to, or one that it declares.

Takes an open archive and the rules on addresses.  Each address is looked up by its key, which all spellings of an
address share (parsers.addresses).  The keys are in tables of the archive's index (known_addresses.sql) and are added
here for what was archived since.  Statements are those of known_addresses_statements.sql, called by their names there.
Requests nothing.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from flows.archive.all_or_nothing import all_or_nothing
from flows.archive.archive import INDEX, Archive
from flows.archive.archive_errors import IndexUnusable
from flows.archive.declared_forms import believed_keys
from flows.archive.index_rows import CaptureRow
from parsers.addresses import AddressRules, form_marks, page_key

#: Outcomes of captures that hold a page.
HELD: Final = ("fetched", "not_modified")
#: Captures whose keys are made in one transaction.
_AT_A_TIME: Final = 1_000
#: Most addresses of one page that are looked at; any of them tells that the page is held.
_MOST: Final = 20
#: Keys kept in memory, some 8 MB: the same address is looked up again when its page is requested and when its answer
#: comes.  With fewer than a run has pages, each key is made twice, which took an eighth of the event loop's time.
_KEYS_KEPT: Final = 20_000
_STATEMENT: Final = re.compile(r"^-- name: (\w+)\n(.*?;)$", re.MULTILINE | re.DOTALL)
#: Seconds that are waited for another process that is writing.
_LOCK_TIMEOUT: Final = 60.0


class KnownAddresses:
    """Finds pages of an archive by their addresses.

    A context manager, to be used inside the `with` block of the archive.  Threads may share it.  Every method raises
    IndexUnusable when SQLite fails, and ArchiveError or OSError when the archive does.
    """

    def __init__(self, archive: Archive, rules: AddressRules) -> None:
        self._archive, self._rules = archive, rules
        #: Gives the key of an address, None for a text that is none; cached, since each is asked for several times.
        self.key: Callable[[str], str | None] = lru_cache(_KEYS_KEPT)(partial(page_key, rules=rules))
        self._path = archive.directory / INDEX
        self._lock = threading.RLock()
        with _errors(self._path):
            self._db = _connect(self._path)
        try:
            self.refresh()
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> KnownAddresses:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def refresh(self) -> None:
        """Add the keys of all captures archived since the last call; make all keys anew when the rules have changed."""
        with self._lock, _errors(self._path):
            self._archive.flush()
            with all_or_nothing(self._db):
                self._begin_anew()
            while self._key_some():
                pass

    def _begin_anew(self) -> None:
        """Drop all keys if they were made by other rules, so that they are made anew."""
        version = self._rules.version
        if self._rows("version") == [(version,)]:
            return
        for name in ("forget_keys", "wait_all", "forget_version"):
            self._db.execute(_statements()[name])
        self._db.execute(_statements()["keep_version"], {"version": version})

    def _key_some(self) -> bool:
        """Make the keys of the next captures that have none yet; return False when no captures are left."""
        with all_or_nothing(self._db):
            waiting = self._rows("waiting", most=_AT_A_TIME)
            made = [row for one in waiting for row in self._keys(*one)]
            self._db.executemany(_statements()["keep_key"], made)
            self._db.executemany(_statements()["keyed"], waiting)
        return len(waiting) == _AT_A_TIME

    def _keys(self, requested: str, url: str, declared: str) -> Iterator[tuple[str, str, int]]:
        """Yield the rows of the table page_keys for one capture.

        A row is (key, requested address, number).  The number is 1 for a key of an address that only the page declares,
        else 0.  `declared`: addresses that the page declares, joined by a space.
        """
        last = self.key(url)
        own = {last, last if requested == url else self.key(requested)}
        yield from ((key, requested, 0) for key in own if key)
        if last and declared:
            yield from ((key, requested, 1) for key in believed_keys(last, declared, self._rules) - own)

    def latest(self, url: str) -> CaptureRow | None:
        """The latest capture with the page of an address, whichever of its addresses was requested; None without one.

        Some pages are not found, since they may not be the story that is asked for.  A page at an AMP or mobile address
        that the parser refused as an article is found neither by its main address nor by an address that it only
        declares.  An address that two pages declare is taken for neither of them.
        """
        found = [row for row in self._captures(url) if row is not None]
        return max(found, key=lambda row: row.fetched_at, default=None)

    def _captures(self, url: str) -> Iterator[CaptureRow | None]:
        """Yield the latest capture at each address that was requested for the page of `url`.

        For a text that has no key: the capture at `url` itself, or None.
        """
        key = self.key(url)
        if key is None:
            yield self._archive.latest(url, HELD)
            return
        named = self._rows("named", key=key, most=_MOST)
        claims = {self.key(other) for other, declared in named if declared}
        for other, declared in named:
            if declared and len(claims) > 1:
                continue
            row = self._archive.latest(other, HELD)
            if row is not None and not (self._is_refused(row) and (declared or self._is_lesser(other, url))):
                yield row

    def _is_lesser(self, other: str, url: str) -> bool:
        """Whether `other` has more marks of an AMP, mobile or print page than `url`; a main address has none."""
        return form_marks(other, self._rules) > form_marks(url, self._rules)

    def _is_refused(self, row: CaptureRow) -> bool:
        """Whether the parser found the body of this capture to be no article."""
        return bool(self._rows("is_refused", sha256=row.sha256))

    def is_article(self, url: str) -> bool:
        """Whether the archive has the page of an address and the parser took it for an article."""
        row = self.latest(url)
        parsed = row is not None and bool(self._rows("is_parsed", sha256=row.sha256))
        return row is not None and parsed and not self._is_refused(row)

    def add_alias(self, url: str, requested_url: str) -> None:
        """Note `url` as another address of the page requested at `requested_url`; lost when the index is made anew."""
        key = self.key(url)
        if key is not None:
            with self._lock, _errors(self._path), all_or_nothing(self._db):
                self._db.execute(_statements()["keep_key"], (key, requested_url, 0))

    def address_to_request(self, url: str) -> str:
        """Choose the address at which to request a page again, given any of its addresses.

        The choice is between `url` and the address at which the archived page was requested.  If one of them is of an
        AMP or mobile page, the other is taken.  When the archive does not have the page, it is `url`.
        """
        held = self.latest(url)
        if held is None or self.key(held.requested_url) != self.key(url):
            return url
        return min((url, held.requested_url), key=lambda one: form_marks(one, self._rules))

    def _rows(self, statement: str, **values: object) -> list[Any]:
        with self._lock, _errors(self._path):
            return self._db.execute(_statements()[statement], values).fetchall()


def note_verdicts(archive: Archive, verdicts: Iterable[tuple[str, bool]]) -> None:
    """Note which bodies the parser refused as articles.

    `verdicts`: hash of each body that was parsed, and whether it is an article; the latest verdict on a body counts.
    Raises IndexUnusable.
    """
    verdicts = tuple(verdicts)
    path = archive.directory / INDEX
    with _errors(path):
        database = _connect(path)
        try:
            with all_or_nothing(database):
                database.executemany(_statements()["forget_refusal"], [(body,) for body, _ in verdicts])
                refused = [(body,) for body, is_article in verdicts if not is_article]
                database.executemany(_statements()["keep_refusal"], refused)
        finally:
            database.close()


@cache
def _statements() -> dict[str, str]:
    """The SQL statements of known_addresses_statements.sql, by name."""
    text = Path(__file__).with_name("known_addresses_statements.sql").read_text("utf-8")
    return dict(_STATEMENT.findall(text))


def _connect(path: Path) -> sqlite3.Connection:
    """Open a new connection to the index, which the archive has already opened and brought up to date."""
    database = sqlite3.connect(path, timeout=_LOCK_TIMEOUT, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript(Path(__file__).with_name("known_addresses.sql").read_text("utf-8"))
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    """A block (`with`) in which SQLite's errors become IndexUnusable, which says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise IndexUnusable(path, error, _LOCK_TIMEOUT) from error
