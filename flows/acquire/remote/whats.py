"""Reads everything that a user names in one command, in order: files, folders, web addresses, CC-NEWS.

A "what" is one such argument of the command line.  Takes these; gives the pages found.  Files need no HTTP client: it
is loaded with the first web address.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from flows.acquire.files.formats import Found, Told, Wishes
from flows.acquire.files.read_files import read_inputs, read_one
from flows.acquire.files.table import TableWishes
from flows.acquire.files.wanted import WarcFilter
from flows.config.settings import Settings
from flows.errors import UsageError
from parsers.rules import Rules

if TYPE_CHECKING:
    from flows.acquire.remote.read_remote import RemoteReading
    from flows.acquire.remote.web import Web

#: The word that stands for CC-NEWS; a file of this name is ./cc-news.
CC_NEWS: Final = "cc-news"
_SCHEMES: Final = ("http://", "https://")


def _nothing_beside(path: Path, name: str) -> BinaryIO:
    """Raise FileNotFoundError: beside a file on the web, no file is looked for."""
    raise FileNotFoundError(name)


def is_web_address(what: str) -> bool:
    """Whether an argument of the command line is a web address, and no file."""
    return what.strip().lower().startswith(_SCHEMES)


def is_on_the_web(what: str) -> bool:
    """Whether an argument is read from a web server: a web address, or "cc-news"."""
    return what == CC_NEWS or is_web_address(what)


def check_whats(whats: Sequence[str], wanted: WarcFilter) -> None:
    """Raise UsageError for CC-NEWS without hosts and a period: the whole of it is some hundred terabytes.

    `whats`: the arguments of the command.  `wanted`: the hosts and the period.
    """
    if CC_NEWS in whats and (not wanted.hosts or wanted.since is None):
        said = "cc-news is imported for some hosts and a period"
        raise UsageError(f"{said}; say `copydesk import cc-news --host HOST --since DATE`, and --until DATE.")


@dataclass(slots=True)
class Whats:
    """Reads the files, folders and addresses of one command; use as a context manager, which ends all connections."""

    whats: Sequence[str]
    settings: Settings
    #: Config directories, for the rules by which challenges are recognised.
    config: tuple[Path, ...]
    wanted: WarcFilter = field(default_factory=WarcFilter)
    told: Told = lambda _, __: None
    table: TableWishes = field(default_factory=TableWishes)
    #: Folder in which it is remembered how far files on web servers were read; None: nothing is remembered.
    memory: Path | None = None
    #: Least seconds between two requests to a host; applies when it is more than fetch.delay.
    delay: float = 0.0
    #: Wraps the iterator over local files; a caller that stores what it gives may pass one that reads ahead.
    pace: Callable[[Iterator[Found]], Iterator[Found]] = iter
    #: Called with a line for each file of CC-NEWS that is read.
    say: Callable[[str], None] = lambda _: None
    _web: Web | None = None
    _found: Generator[Found, None, None] | None = None

    def __enter__(self) -> Whats:
        return self

    def __exit__(self, *_: object) -> None:
        if self._found is not None:
            self._found.close()
        if self._web is not None:
            self._web.__exit__()

    @property
    def received(self) -> int:
        """Bytes of files that have arrived from web servers so far."""
        return self._web.received if self._web is not None else 0

    def read(self) -> Iterator[Found]:
        """Return all captures and skipped things found, in order.  Raises OSError and UsageError like `read_inputs`."""
        self._found = self._read()
        return self._found

    def _read(self) -> Generator[Found, None, None]:
        """Yield all captures and skipped things found, in order; see `read`."""
        check_whats(self.whats, self.wanted)
        for what in self.whats:
            if what == CC_NEWS:
                from flows.acquire.remote.cc_news import read_cc_news

                yield from read_cc_news(self.reading(), self.settings.remote, self.say)
            elif is_web_address(what):
                from flows.acquire.remote.read_address import read_address

                yield from read_address(what, self.reading())
            else:
                limit = self.settings.limits.page_bytes
                inputs = [Path(what)]
                found = read_inputs(
                    inputs,
                    page_bytes=limit,
                    wanted=self.wanted,
                    told=self.told,
                    table=self.table,
                    rules=self._rules,
                )
                yield from self.pace(found)

    def preview_cc_news(self) -> Iterator[str]:
        """Yield lines that say which files of CC-NEWS would be read.  Raises UsageError."""
        from flows.acquire.remote.cc_news import preview_cc_news

        check_whats(self.whats, self.wanted)
        yield from preview_cc_news(self.reading(), self.settings.remote, self.say)

    def reading(self) -> RemoteReading:
        """Return the connections, options and memory that reading web addresses needs in this run."""
        from flows.acquire.remote.read_remote import RemoteReading
        from flows.acquire.remote.read_so_far import RemoteMemory, window_of

        limit = self.settings.limits.page_bytes
        window = window_of(self.wanted, limit, self.table)
        return RemoteReading(
            self._requests(),
            Wishes(
                limit, self.wanted, self.told, read_one, table=self.table, rules=self._rules, beside=_nothing_beside
            ),
            self.settings.remote.whole_bytes,
            RemoteMemory(self.memory, window) if self.memory is not None else None,
        )

    def _rules(self) -> Rules:
        from flows.config.load_rules import rules_for

        return rules_for(self.config)

    def _requests(self) -> Web:
        """Return the Web that makes the requests of this run, made for the first web address."""
        if self._web is None:
            from flows.acquire.remote.web import Web
            from flows.running.run_records import code_version

            blocks = self._rules().family("blockpages")
            fetch = replace(self.settings.fetch, delay=max(self.settings.fetch.delay, self.delay))
            self._web = Web(fetch, blocks=blocks, version=code_version())
        return self._web
