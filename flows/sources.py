"""Sources: the outlets that are followed, from config/sources.toml.

One [[source]] table for one outlet, with its feeds, news sitemaps or single pages.  Reads and checks; follows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flows.settings import config_file
from flows.tables import ConfigError, bounded, read_table, read_toml
from parsers.rules import shipped_config

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet that is followed."""

    #: Short name in lower case; `--source` takes it and the warehouse stores it.
    name: str
    #: What the outlet calls itself.
    title: str = ""
    #: Where its articles are announced: RSS or Atom feeds, sitemaps (news sitemaps first), single pages.
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    #: BCP 47 code; empty: told from each page.
    language: str = ""
    #: IANA time zone of printed times without an offset; empty: not known.
    timezone: str = ""
    #: Only addresses that match one of these regular expressions, and none of those.
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    #: Seconds between two requests; 0: the general delay.
    delay: float = bounded(0.0, least=0, most=3600)
    #: New pages in one run; 0: the general limit.
    limit: int = bounded(0, least=0, most=1_000_000)
    #: false: kept in the file, not followed.
    active: bool = True

    def wants(self, url: str) -> bool:
        """Whether an address is one of those to be fetched."""
        if self.include and not any(re.search(pattern, url) for pattern in self.include):
            return False
        return not any(re.search(pattern, url) for pattern in self.exclude)


def load_sources(*directories: Path) -> tuple[Source, ...]:
    """Every source of the sources.toml that counts, in its order; raises ConfigError."""
    path = config_file(directories or (shipped_config(),), "sources.toml")
    if path is None:
        return ()
    data = read_toml(path)
    entries = data.pop("source", [])
    if data or not isinstance(entries, list):
        raise ConfigError(f"{path}: it holds [[source]] tables and nothing else.")
    sources = tuple(_source(path, number, entry) for number, entry in enumerate(entries, 1))
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{path}: the source '{name}' stands twice; give each its own name.")
    return sources


def choose(sources: Iterable[Source], names: Iterable[str]) -> tuple[Source, ...]:
    """The sources of these names, the active ones when there are none; raises ConfigError for a name not known."""
    known = {source.name: source for source in sources}
    wanted = list(names)
    for name in wanted:
        if name not in known:
            said = ", ".join(known) or "none; add one to config/sources.toml"
            raise ConfigError(f"There is no source '{name}'; known are: {said}.")
    return tuple(known[n] for n in wanted) if wanted else tuple(s for s in known.values() if s.active)


def _source(path: Path, number: int, entry: object) -> Source:
    named = entry.get("name") if isinstance(entry, dict) else None
    where = f"source '{named}'" if named else f"source {number}"
    source = read_table(Source, entry, path=path, name=where)
    if not _NAME.fullmatch(source.name):
        raise ConfigError(f"{path}: {where}: the name must be of a to z, 0 to 9, - and _.")
    for key in ("feeds", "sitemaps", "pages"):
        for url in getattr(source, key):
            if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
                raise ConfigError(f"{path}: {where}.{key}: '{url}' is no http or https address.")
    for pattern in (*source.include, *source.exclude):
        _check_pattern(path, where, pattern)
    _check_zone(path, where, source.timezone)
    return source


def _check_pattern(path: Path, where: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ConfigError(f"{path}: {where}: the pattern '{pattern}' does not compile ({error}).") from error


def _check_zone(path: Path, where: str, name: str) -> None:
    try:
        if name:
            ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(
            f"{path}: {where}.timezone: '{name}' is no IANA time zone (such as Europe/London)."
        ) from error
