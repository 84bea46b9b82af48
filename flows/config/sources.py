"""Reads and checks sources.toml, the list of the followed outlets, called sources.

One [[source]] table is one outlet, with its feeds, sitemaps or single pages.  Fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from flows.config.settings import config_file
from flows.config.toml_tables import ConfigError, bounded, checked, filled, raise_mistakes, table_of
from flows.errors import UsageError
from parsers.config_files.key_tables import Each, KeyTable, check_table
from parsers.config_files.toml_file import ConfigFile, read_config_file
from parsers.config_files.value_checks import address, each, either, language, matching, pattern, truth, zone
from parsers.rules import shipped_config

#: Source.render of an outlet of whose pages only those are rendered that hold nothing without scripts.
WHEN_NEEDED: Final = "when needed"


def _nothing(value: object) -> str | None:
    return None if value == "" else "must be empty."


def _rendering(value: object) -> str | None:
    return None if type(value) is bool or value == WHEN_NEEDED else f'must be true, false or "{WHEN_NEEDED}".'


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet in sources.toml: its name, its feeds and sitemaps, and how its pages are requested."""

    #: Short name in lower case, for `--source` and in the warehouse.
    name: str = checked(matching("[a-z0-9][a-z0-9_-]*", "of a to z, 0 to 9, - and _"))
    #: What the outlet calls itself.
    title: str = ""
    #: Addresses of RSS and Atom feeds.
    feeds: tuple[str, ...] = checked(each(address), ())
    #: Addresses of sitemaps, news sitemaps first.
    sitemaps: tuple[str, ...] = checked(each(address), ())
    #: Addresses of single pages, which every run requests; those that failed at their own times.
    pages: tuple[str, ...] = checked(each(address), ())
    #: BCP 47 code; empty: detected on each page.
    language: str = checked(either(_nothing, language), "")
    #: IANA time zone of printed times without an offset; empty: not known.
    timezone: str = checked(either(_nothing, zone), "")
    #: Regular expressions; only listed addresses that match one of them are fetched.  Empty: all.
    include: tuple[str, ...] = checked(each(pattern), ())
    #: Regular expressions; listed addresses that match one of them are not fetched.
    exclude: tuple[str, ...] = checked(each(pattern), ())
    #: Seconds between two requests; applies when it is more than fetch.delay.
    delay: float = bounded(0.0, least=0, most=3600)
    #: Most new pages in one run; 0: limits.pages_per_source.
    limit: int = bounded(0, least=0, most=1_000_000)
    #: Whether it may lead into the user's own network; not set: as fetch.allow_private says.
    allow_private: bool | None = checked(truth, None)
    #: Whether a browser renders its pages: true, false, or "when needed": those that hold nothing without scripts.
    render: bool | str = checked(_rendering, False)
    #: false: the outlet is not followed.
    active: bool = True

    def wants(self, url: str) -> bool:
        """Whether the source's include and exclude patterns allow an address, so that it is requested."""
        if self.include and not any(re.search(pattern, url) for pattern in self.include):
            return False
        return not any(re.search(pattern, url) for pattern in self.exclude)


def load_sources(*directories: Path) -> tuple[Source, ...]:
    """Read every source of sources.toml, in its order.  Raises ConfigError.

    Of several directories the last that has the file counts.
    """
    path = config_file(directories or (shipped_config(),), "sources.toml")
    if path is None:
        return ()
    file = read_config_file(path)
    check_table(file, file.data, KeyTable({"source": Each(table_of(Source), "source", "name")}))
    _check_names(file)
    raise_mistakes(file.mistakes)
    return tuple(filled(Source, entry) for entry in file.data.get("source", ()))


def _check_names(file: ConfigFile) -> None:
    """Note a mistake for each source whose name an earlier one has already."""
    seen: list[object] = []
    for place, entry in enumerate(entries if isinstance(entries := file.data.get("source"), list) else ()):
        name = entry.get("name") if isinstance(entry, dict) else None
        if name and name in seen:
            file.wrong(("source", place, "name"), f"the source '{name}' stands twice; give each its own name.")
        seen.append(name)


def choose(sources: Iterable[Source], names: Iterable[str]) -> tuple[Source, ...]:
    """Choose the sources with these names; without names, all active ones.  Raises ConfigError for an unknown name."""
    known = {source.name: source for source in sources}
    wanted = list(names)
    for name in wanted:
        if name not in known:
            from difflib import get_close_matches  # here, since it is slow to load

            said = ", ".join(known) or "none; `copydesk sources add URL` adds one"
            meant = get_close_matches(name, known, 1)
            hint = f" (did you mean '{meant[0]}'?)" if meant else ""
            raise ConfigError(f"There is no source '{name}'{hint}; known are: {said}.")
    return tuple(known[n] for n in wanted) if wanted else tuple(s for s in known.values() if s.active)


def narrowed(chosen: Sequence[Source], only: Sequence[str], limit: int | None) -> Sequence[Source]:
    """Change the sources for a run with --only or --limit; without these options they stay unchanged.

    `only`: addresses of single pages to request, instead of the feeds and sitemaps of the one chosen source.  `limit`:
    most new pages of each source.  Raises UsageError for a text that is no address, for `only` with several sources,
    and for a limit below 1.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"limit is {limit}; give a number from 1 on.")
    if not only:
        return [replace(source, limit=limit) for source in chosen] if limit else chosen
    if wrong := next((word for word in only if address(word)), None):
        raise UsageError(f"'{wrong}' is no address of a page; write https://...")
    if len(chosen) != 1:
        raise UsageError("Say with --source whose page that is; its outlet stands in sources.toml.")
    return [replace(chosen[0], feeds=(), sitemaps=(), pages=tuple(only), limit=limit or len(only))]
