"""Selects the pages of the archive that a run takes: by outlet, host, time of the fetch, address, story, and number.

The filter is made of the parameters that parse, reparse and retry share.  A key is the form "host/path?query" of an
address that is equal for all addresses of one page (parsers.addresses).  An outlet, host or story that does not exist
is an error before anything is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any, Final

from flows.archive.index_rows import ArchivedPage
from flows.config.load_rules import rules_for
from flows.config.paths import Paths
from flows.config.sources import load_sources
from flows.errors import UsageError
from flows.parsing.item import Item
from flows.running.parameters import at_least_one
from parsers.addresses import AddressRules, address_rules, key_host, page_key
from warehouse.ask import ask
from warehouse.connect import is_there, reader
from warehouse.errors import WarehouseMissing

#: Digits of the largest BIGINT, 2**63 - 1.
_DIGITS: Final = 19


@dataclass(frozen=True, slots=True)
class WantedPages:
    """A filter of pages; without any condition it takes all."""

    rules: AddressRules
    #: Names of outlets; an outlet that sources.toml does not name is called by its host.  Empty: all.
    sources: frozenset[str] = frozenset()
    #: Hosts as keys of pages name them, without "www" and the like; hosts below them are meant, too.  Empty: all.
    hosts: tuple[str, ...] = ()
    #: The period of the first fetch, until excluded; aware.  None: no bound.
    since: datetime | None = None
    until: datetime | None = None
    #: Keys and hashes of single pages; None: all.
    single: frozenset[str] | None = None
    #: The most pages; None: no limit.
    limit: int | None = None

    def takes(self, item: Item) -> bool:
        """Whether an item of the worklist passes the filter, apart from the limit."""
        facts = item.facts
        url = facts.get("final_url") or facts.get("requested_url")
        return self._fits(facts.get("source"), url, facts.get("fetched_at"), facts.get("body_sha256"))

    def takes_page(self, page: ArchivedPage) -> bool:
        """Whether an archived page passes the filter, apart from the limit."""
        return self._fits(page.source, page.url or page.requested_url, page.fetched_at, page.sha256)

    def items(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items that pass the filter, at most as many as the limit."""
        return islice(filter(self.takes, items), self.limit)

    def _fits(self, source: str | None, url: str | None, fetched_at: datetime | None, sha256: str | None) -> bool:
        """Whether a page with these facts passes the filter, apart from the limit."""
        if fetched_at is not None and not self._is_in_period(fetched_at):
            return False
        if not self.sources and not self.hosts and self.single is None:
            return True  # taking addresses apart, as below, is slow for a million pages
        key = page_key(url, self.rules)
        host = key_host(key) if key else ""
        if self.sources and (source or host) not in self.sources:
            return False
        if self.hosts and not any(_is_below(host, name) for name in self.hosts):
            return False
        return self.single is None or not self.single.isdisjoint(filter(None, (key, url, sha256)))

    def _is_in_period(self, moment: datetime) -> bool:
        return (self.since is None or moment >= self.since) and (self.until is None or moment < self.until)


def counts_by_outlet(items: Iterable[Item]) -> Counter[str]:
    """Count the items of each outlet, for a dry run."""
    return Counter(str(item.facts.get("source") or "pages of no source") for item in items)


def wanted_pages(
    paths: Paths,
    config: tuple[Path, ...],
    *,
    sources: Sequence[str] = (),
    hosts: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    only: Sequence[str] = (),
    limit: int | None = None,
) -> WantedPages:
    """Make the filter for the parameters of a flow.

    `only`: addresses, and article_ids of the published file.  Raises UsageError for an outlet, address or story that
    does not exist, a text that is no host, and a limit below 1; and WarehouseError when a story is named and nothing is
    published.
    """
    if limit is not None:
        at_least_one("limit", limit)
    rules = address_rules(rules_for(config))
    _check_names(paths, config, sources)
    single = frozenset(_single(paths, only, rules)) if only else None
    named = tuple(_host(name, rules) for name in hosts)
    return WantedPages(rules, frozenset(sources), named, _aware(since), _aware(until), single, limit)


def _host(name: str, rules: AddressRules) -> str:
    """Put a host into the form that keys of pages have: "www.Herald.example" gives "herald.example".

    Raises UsageError for a text that is no host.
    """
    key = page_key(name if "//" in name else f"https://{name}", rules)
    host = key_host(key) if key else None
    if not host:
        raise UsageError(f"'{name}' is no name of a host; write herald.example.")
    return host


def _is_below(host: str, name: str) -> bool:
    """Whether `host` is `name` or a subdomain of it, and so is wanted; a port counts only if `name` has one."""
    bare = host if ":" in name else host.partition(":")[0]
    return bare == name or bare.endswith(f".{name}")


def _aware(moment: datetime | None) -> datetime | None:
    """Give a time its zone: UTC where it has none."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _check_names(paths: Paths, config: tuple[Path, ...], names: Sequence[str]) -> None:
    """Raise UsageError for an outlet that is named neither in sources.toml nor in the published file."""
    known = dict.fromkeys(source.name for source in load_sources(*config)) if names else {}
    if all(name in known for name in names):
        return
    if is_there(paths.news):
        with reader(paths.news) as connection:
            known |= dict.fromkeys(str(name) for (name,) in ask(connection, "source_names").rows)
    for name in names:
        if name not in known:
            meant = get_close_matches(name, known, 1)
            hint = f"did you mean '{meant[0]}'?" if meant else "`copydesk sources` lists them."
            raise UsageError(f"There is no outlet '{name}'; {hint}")


def _single(paths: Paths, only: Sequence[str], rules: AddressRules) -> Iterator[str]:
    """Yield the values by which the pages that `only` names are recognised: addresses, page keys, and hashes of bodies.

    An address gives itself and its page key.  An article_id gives the hashes of the bodies and the page keys of all
    pages of its story.
    """
    for word in only:
        if word.isascii() and word.isdigit():
            yield from (found for row in _of_story(paths, word) for found in (row[0], page_key(row[1], rules)) if found)
        elif "://" in word:
            yield from filter(None, (word, page_key(word, rules)))
        else:
            raise UsageError(f"'{word}' is neither an address (https://...) nor the article_id of a story.")


def _of_story(paths: Paths, number: str) -> Sequence[tuple[Any, ...]]:
    """List (hash of the body, address) of each page of a story.  Raises UsageError for a number that no story has."""
    if not is_there(paths.news):
        raise WarehouseMissing(paths.news)
    with reader(paths.news) as connection:
        # A number that no BIGINT holds is no story's either.
        rows = ask(connection, "pages_of_article", [int(number)]).rows if len(number) < _DIGITS else ()
    if not rows:
        raise UsageError(f"There is no story with the article_id {number}; `copydesk search WORD` shows them.")
    return rows
