"""Settings: config/copydesk.toml as one typed value, read once and passed on.

A user's directory (`--config`, COPYDESK_CONFIG) lies over the shipped one: its rules are added to those, its
copydesk.toml replaces the shipped one, and keys that it leaves out take the defaults below.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.config.toml_tables import ConfigError, bounded, checked, filled, raise_mistakes, table_of
from parsers.config_files.key_tables import Table, check_table
from parsers.config_files.toml_file import read_config_file
from parsers.rules import shipped_config

#: How often `copydesk serve` ingests when nobody says.
_HALF_HOURLY = "*/30 * * * *"


def cron(value: Any) -> str | None:
    """What a cron expression must be; None when Prefect takes it, or when it is empty."""
    if value in ("", _HALF_HOURLY):
        return None  # the library takes longer to load than a page to read
    if not isinstance(value, str):
        return 'must be a cron expression, such as "*/30 * * * *".'
    from croniter import croniter

    try:
        if not {"r", "h"}.isdisjoint(value.lower().split()):
            raise ValueError("random and hashed times are not known here")
        croniter(value, datetime.now(UTC)).get_next()
    except (ValueError, KeyError, TypeError) as error:  # croniter's own are ValueErrors
        return f"must be a cron expression such as {_HALF_HOURLY}, not '{value}' ({error})."
    return None


@dataclass(frozen=True, slots=True)
class Fetching:
    """How pages are asked for.  Times in seconds."""

    #: An address or web page where a site's operator reaches you; sent in the User-Agent.
    contact: str = ""
    #: Between two requests to one host; a Crawl-delay in robots.txt makes it longer.
    delay: float = bounded(1.0, least=0, most=3600)
    #: A longer Crawl-delay than this is cut to it.
    longest_crawl_delay: float = bounded(30.0, least=0, most=3600)
    #: Requests to different hosts at a time, and to one host.
    connections: int = bounded(20, least=1, most=1000)
    connections_per_host: int = bounded(1, least=1, most=100)
    #: Each host's first request waits a random time up to this, so that runs do not all start at once.
    jitter: float = bounded(1.0, least=0, most=600)
    #: For the connection, and for the whole answer.
    connect_timeout: float = bounded(10.0, least=0.05, most=600)
    timeout: float = bounded(60.0, least=0.1, most=3600)
    #: Further tries after a failure that may pass (429, 5xx, cut connection).
    retries: int = bounded(2, least=0, most=10)
    #: A host that asks for a longer wait (Retry-After) is left alone for the rest of the run.
    longest_wait: float = bounded(120.0, least=0, most=3600)
    redirects: int = bounded(5, least=0, most=20)
    #: After so many refusals in a row a host is left alone for the rest of the run.
    refusals: int = bounded(3, least=1, most=1000)
    #: Addresses inside your own network are refused unless this is true.
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too much.  Sizes in bytes when unpacked."""

    page_bytes: int = bounded(20_000_000, least=1000, most=200_000_000)
    feed_bytes: int = bounded(10_000_000, least=1000, most=200_000_000)
    #: New pages of one source in one run.
    pages_per_source: int = bounded(500, least=1, most=1_000_000)
    #: Time for one page in the parsers, in seconds.
    page_seconds: float = bounded(20.0, least=0.1, most=600)


@dataclass(frozen=True, slots=True)
class Work:
    """How work is cut up."""

    #: Pages that are parsed and staged together.
    batch_pages: int = bounded(500, least=1, most=100_000)
    #: Parsing processes; 0: one for each CPU.
    workers: int = bounded(0, least=0, most=1000)
    #: How long a load waits for a warehouse that somebody holds, in seconds.
    lock_seconds: float = bounded(10.0, least=0, most=3600)


@dataclass(frozen=True, slots=True)
class Schedules:
    """When `copydesk serve` starts what; cron expressions in UTC, empty: not at all."""

    ingest: str = checked(cron, _HALF_HOURLY)
    publish: str = checked(cron, "")


@dataclass(frozen=True, slots=True)
class Publishing:
    """How often the published copy is made."""

    #: Part of all time that may go into copying; 1.0: a copy after every run that changed something.
    share: float = bounded(0.1, least=0.0001, most=1)


@dataclass(frozen=True, slots=True)
class Health:
    """When an outlet's day is an alarm; see the view source_health."""

    #: Articles, words or captions below this part of what is usual.
    drop: float = bounded(0.5, least=0, most=1)
    #: Missing fields or rejected pages above what is usual, as a share of the day's pages.
    rise: float = bounded(0.3, least=0, most=1)
    #: Days, and for the number of articles same days of the week, that must be known before anything is usual.
    days: int = bounded(7, least=1, most=30)
    weekdays: int = bounded(3, least=1, most=4)
    #: Pages a day below which nothing is judged.
    pages: int = bounded(5, least=1, most=10_000)


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Which lines belong to a site and to no one story; see the view site_boilerplate."""

    #: Stories of one outlet that a line must stand in, as a number and as a share of all.
    pages: int = bounded(5, least=2, most=10_000)
    share: float = bounded(0.02, least=0, most=1)
    #: Longer lines are none, in characters.
    length: int = bounded(300, least=10, most=10_000)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything in copydesk.toml."""

    fetch: Fetching = field(default_factory=Fetching)
    limits: Limits = field(default_factory=Limits)
    work: Work = field(default_factory=Work)
    schedules: Schedules = field(default_factory=Schedules)
    publish: Publishing = field(default_factory=Publishing)
    health: Health = field(default_factory=Health)
    boilerplate: Boilerplate = field(default_factory=Boilerplate)

    def thresholds(self) -> dict[str, float]:
        """The numbers that views of the warehouse read, by their names there ("health.drop")."""
        health, lines = asdict(self.health), asdict(self.boilerplate)
        named = {f"health.{key}": value for key, value in health.items()}
        return named | {f"boilerplate.{key}": value for key, value in lines.items()}


_TABLES = {
    "fetch": Fetching,
    "limits": Limits,
    "work": Work,
    "schedules": Schedules,
    "publish": Publishing,
    "health": Health,
    "boilerplate": Boilerplate,
}


def config_directories(given: Path | None = None, environ: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """The directories to read, the later over the earlier: the shipped one, then the user's.

    given: what the command line names; None: COPYDESK_CONFIG, or nothing.  Raises ConfigError when it is no directory.
    """
    named = given or (Path(environ["COPYDESK_CONFIG"]) if environ.get("COPYDESK_CONFIG") else None)
    if named is None:
        return (shipped_config(),)
    if not named.expanduser().is_dir():
        raise ConfigError(f"{named}: there is no such directory; --config (or COPYDESK_CONFIG) must name one.")
    return shipped_config(), named.expanduser().absolute()


def config_file(directories: tuple[Path, ...], name: str) -> Path | None:
    """The file of this name that counts: the last directory's that has one."""
    return next((d / name for d in reversed(directories) if os.path.lexists(d / name)), None)


def load_settings(*directories: Path) -> Settings:
    """Settings from these directories, the shipped one when none is given; raises ConfigError."""
    path = config_file(directories or (shipped_config(),), "copydesk.toml")
    if path is None:
        return Settings()
    file = read_config_file(path)
    check_table(file, file.data, Table({name: table_of(kind) for name, kind in _TABLES.items()}))
    raise_mistakes(file.mistakes)
    return Settings(**{name: filled(_TABLES[name], table) for name, table in file.data.items()})
