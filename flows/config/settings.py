"""Reads copydesk.toml into one typed value, Settings.

A user's copydesk.toml (`--config`, COPYDESK_CONFIG) replaces the shipped file; keys that it leaves out take the
defaults below.  A check is a function that gets a value and says what is wrong with it, as the end of a sentence, or
returns None.  Rules and sources are read elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.config.alert_settings import Alerts, mismatches
from flows.config.store_settings import Storage, wrong_stores
from flows.config.toml_tables import ConfigError, bounded, checked, filled, program, raise_mistakes, table_of
from parsers.config_files.key_tables import KeyTable, check_table
from parsers.config_files.toml_file import read_config_file
from parsers.config_files.value_checks import address, one_line, rising
from parsers.rules import shipped_config
from warehouse.lake.lake_address import wrong_lake

#: The default schedule of ingest.
_HALF_HOURLY = "*/30 * * * *"
#: Address of a Dask scheduler: of a host, or of an IPv6 address in brackets.
_SCHEDULER = re.compile(r"(?:tcp|tls)://(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):\d{1,5}")


def cron(value: Any) -> str | None:
    """Say what is wrong with a cron expression ("must be a cron expression ...").

    None when Prefect accepts it or it is empty.
    """
    if value in ("", _HALF_HOURLY):
        return None  # loading the library takes longer than parsing a page
    if not isinstance(value, str):
        return 'must be a cron expression, such as "*/30 * * * *".'
    from croniter import croniter

    try:
        if not {"r", "h"}.isdisjoint(value.lower().split()):
            raise ValueError("random and hashed times (R, H) are not supported")
        croniter(value, datetime.now(UTC)).get_next()
    except (ValueError, KeyError, TypeError) as error:  # croniter's errors are ValueErrors
        return f"must be a cron expression such as {_HALF_HOURLY}, not '{value}' ({error})."
    return None


def program_path(value: Any) -> str | None:
    """Say what is wrong with the name or path of a program ("must be ..."); None when it can be one, or is empty."""
    return one_line(value) if value == "" or not isinstance(value, str) else program([value])


def scheduler_address(value: Any) -> str | None:
    """Say what is wrong with the address of a Dask scheduler ("must be ..."); None when it can be one, or is empty."""
    if value == "" or (isinstance(value, str) and _SCHEDULER.fullmatch(value)):
        return None
    return 'must be an address such as "tcp://desk.example:8786", or "" to parse on this machine.'


@dataclass(frozen=True, slots=True)
class Fetching:
    """How pages are requested; times in seconds."""

    #: An e-mail address or web page where the operator of a site can reach you; sent in the User-Agent.
    contact: str = ""
    #: Pause between two requests to one host; a longer Crawl-delay in robots.txt counts instead.
    delay: float = bounded(1.0, least=0, most=3600)
    #: The longest Crawl-delay that is heeded; a longer one is shortened to this.
    longest_crawl_delay: float = bounded(30.0, least=0, most=3600)
    #: Most requests at a time, to all hosts.
    connections: int = bounded(20, least=1, most=1000)
    #: Most requests at a time, to one host.
    connections_per_host: int = bounded(1, least=1, most=100)
    #: The first request to each host waits a random time up to this, so that not all requests begin at once.
    jitter: float = bounded(1.0, least=0, most=600)
    #: Most time to connect.
    connect_timeout: float = bounded(10.0, least=0.05, most=600)
    #: Most time for the whole answer.
    timeout: float = bounded(60.0, least=0.1, most=3600)
    #: How often a request is repeated after a temporary failure (429, 5xx, cut connection).
    retries: int = bounded(2, least=0, most=10)
    #: When a host asks for a longer wait (Retry-After), it is left alone for that time.
    longest_wait: float = bounded(120.0, least=0, most=3600)
    #: Most redirects of one request.
    redirects: int = bounded(5, least=0, most=20)
    #: After this many refusals in a row a host is left alone for the times in follow.failed_again.
    refusals: int = bounded(3, least=1, most=1000)
    #: Addresses inside your own network are refused unless this is true, or the source's own allow_private.
    allow_private: bool = False


def _steps(value: Any) -> str | None:
    return rising(1, 31_536_000)(value) or (None if value else "must hold at least one number.")


@dataclass(frozen=True, slots=True)
class Following:
    """Times after which feeds, sitemaps and pages are requested again, in seconds."""

    #: Shortest and longest time between two requests for one feed or sitemap.
    list_least: float = bounded(0.0, least=0, most=2_592_000)
    list_most: float = bounded(86_400.0, least=1, most=2_592_000)
    #: How old a page is, since it was fetched first, when it is requested again; it goes on while the page changes.
    page_again: tuple[float, ...] = checked(rising(1, 31_536_000), (3_600.0, 21_600.0, 86_400.0, 259_200.0))
    #: After what time something that failed is tried again: the first, the second and every further time in a row.
    failed_again: tuple[float, ...] = checked(_steps, (3_600.0, 86_400.0, 604_800.0))
    #: A page that failed for so long is left until its list says that it changed.
    give_up: float = bounded(2_592_000.0, least=0, most=315_360_000)


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest pages, feeds and runs that are accepted; sizes in bytes, unpacked."""

    page_bytes: int = bounded(20_000_000, least=1000, most=200_000_000)
    #: For a feed or sitemap.
    feed_bytes: int = bounded(10_000_000, least=1000, most=200_000_000)
    #: New pages of one source in one run.
    pages_per_source: int = bounded(500, least=1, most=1_000_000)
    #: Time to parse one page, in seconds.
    page_seconds: float = bounded(20.0, least=0.1, most=600)


@dataclass(frozen=True, slots=True)
class Archiving:
    """How the WARC files of the archive are written; sizes in bytes, times in seconds."""

    #: A file is closed, and another one begun, when it has this size.
    file_bytes: int = bounded(1_000_000_000, least=1_000_000, most=1_000_000_000_000)
    #: And when a run has written to it for so long.
    file_seconds: float = bounded(86_400.0, least=60, most=31_536_000)
    #: Level of gzip, from fast to small; 0: 4, and 2 while more pages come than 200 a second, or than are packed.
    level: int = bounded(0, least=0, most=9)
    #: How much is kept of an error or block page; 0: nothing.  The client reads one byte more than the most.
    error_bytes: int = bounded(64_000, least=0, most=65_535)


@dataclass(frozen=True, slots=True)
class Remote:
    """How files on web servers (crawls, CC-NEWS) are read; sizes in bytes."""

    #: Address under which `crawl-data/CC-NEWS` lies: Common Crawl's own, a mirror, or a copy.
    cc_news: str = checked(address, "https://data.commoncrawl.org/")
    #: Files of CC-NEWS that are read at a time.
    files: int = bounded(4, least=1, most=32)
    #: A file of CC-NEWS holds pages from some hours after the time in its name: those that began up to so many hours
    #: before the period are read, too, and the last one before them.
    margin_hours: float = bounded(6.0, least=0, most=1000)
    #: Largest file that is copied to the temporary directory first, since it cannot be read as a stream; in bytes.
    whole_bytes: int = bounded(4_000_000_000, least=1000, most=1_000_000_000_000)


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser that renders pages of sources with `render`; times in seconds, sizes in bytes."""

    #: The browser's program; empty: Chromium or Google Chrome as found on the PATH.
    path: str = checked(program_path, "")
    #: Time for one page, with the pauses between its requests.
    seconds: float = bounded(60.0, least=1, most=600)
    #: Time for all pages of one run; further pages are left for the next run.
    run_seconds: float = bounded(1800.0, least=1, most=86_400)
    #: Most memory that one process of the browser may hold.
    memory_bytes: int = bounded(1_000_000_000, least=300_000_000, most=64_000_000_000)
    #: Most requests that one page may make.
    requests: int = bounded(100, least=0, most=10_000)
    #: false: without the browser's own sandbox, where the system offers none, as some containers do; root never has it.
    sandbox: bool = True


@dataclass(frozen=True, slots=True)
class FallbackProgram:
    """The user's program that extracts the body of pages about which the parsers are unsure."""

    #: The program and its arguments, run without a shell; empty: none.
    command: tuple[str, ...] = checked(program, ())
    #: Pages whose quality is below this are handed over; 1: all pages that have one.
    below: float = bounded(0.5, least=0, most=1)
    #: Time for one page, in seconds.
    seconds: float = bounded(20.0, least=0.1, most=600)
    #: Size of one answer.
    answer_bytes: int = bounded(5_000_000, least=1000, most=200_000_000)


@dataclass(frozen=True, slots=True)
class Work:
    """Sizes of batches, numbers of worker processes, and how long to wait for locks."""

    #: Pages in one staged batch.
    batch_pages: int = bounded(500, least=1, most=100_000)
    #: Worker processes that parse; 0: one for each CPU.
    workers: int = bounded(0, least=0, most=1000)
    #: How long a flow waits for a warehouse that is locked, in seconds.
    lock_seconds: float = bounded(10.0, least=0, most=3600)
    #: Address of the scheduler of a Dask cluster whose machines parse; empty: this machine parses.
    scheduler: str = checked(scheduler_address, "")


@dataclass(frozen=True, slots=True)
class Schedules:
    """When `copydesk serve` starts each flow: a cron expression in UTC; empty: never."""

    ingest: str = checked(cron, _HALF_HOURLY)
    publish: str = checked(cron, "")


@dataclass(frozen=True, slots=True)
class Publishing:
    """How often the warehouse is copied to the published file, and to which lake its tables go."""

    #: Most of the time that may be spent copying, as a share; 1.0: copy after every run that changed something.
    share: float = bounded(0.1, least=0.0001, most=1)
    #: Where every table is kept as a Delta table, too: s3://bucket/prefix, or a folder (a relative one below the data
    #: directory); empty: nowhere.
    lake: str = checked(wrong_lake, "")
    #: How long the store of the lake is waited for, in seconds.
    lake_seconds: float = bounded(60.0, least=1, most=3600)
    #: How long a replaced file of the lake is kept for readers that still read it, in days.
    lake_days: float = bounded(7.0, least=0.1, most=3650)


@dataclass(frozen=True, slots=True)
class Health:
    """Thresholds at which a day of an outlet raises an alarm; see the view source_health."""

    #: Alarm when articles, words or captions fall below this share of the usual number.
    drop: float = bounded(0.5, least=0, most=1)
    #: Alarm when the share of missing fields or rejected pages rises by more than this.
    rise: float = bounded(0.3, least=0, most=1)
    #: Days that must be known before there is a usual number.
    days: int = bounded(7, least=1, most=30)
    #: Days of the same weekday that must be known before there is a usual number of articles.
    weekdays: int = bounded(3, least=1, most=4)
    #: Days with fewer pages raise no alarm.
    pages: int = bounded(5, least=1, most=10_000)


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Which lines are boilerplate of a site; see the view site_boilerplate."""

    #: Least number of stories of one outlet in which the line occurs.
    pages: int = bounded(5, least=2, most=10_000)
    #: The same as a share of the outlet's stories.
    share: float = bounded(0.02, least=0, most=1)
    #: Longest line that counts as boilerplate, in characters.
    length: int = bounded(300, least=10, most=10_000)


@dataclass(frozen=True, slots=True)
class Log:
    """The log file: where it lies, and when it is begun anew; messages of runs stand in it as JSON Lines."""

    #: Its path; a relative one is below the data directory.  Empty: none.
    file: str = ""
    #: The file is begun anew when it would become larger than this.
    size_bytes: int = bounded(10_000_000, least=10_000, most=10_000_000_000)
    #: How many earlier files are kept.
    files: int = bounded(5, least=1, most=1000)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The settings of the page that reports on the last days, which scheduled runs write into the data directory."""

    #: How many days it is about; 0: none is written.
    days: int = bounded(30, least=0, most=3650)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of copydesk.toml, one attribute for each of its tables."""

    fetch: Fetching = field(default_factory=Fetching)
    follow: Following = field(default_factory=Following)
    limits: Limits = field(default_factory=Limits)
    archive: Archiving = field(default_factory=Archiving)
    storage: Storage = field(default_factory=Storage)
    remote: Remote = field(default_factory=Remote)
    browser: Browser = field(default_factory=Browser)
    fallback: FallbackProgram = field(default_factory=FallbackProgram)
    work: Work = field(default_factory=Work)
    schedules: Schedules = field(default_factory=Schedules)
    publish: Publishing = field(default_factory=Publishing)
    health: Health = field(default_factory=Health)
    boilerplate: Boilerplate = field(default_factory=Boilerplate)
    report: ReportPage = field(default_factory=ReportPage)
    alerts: Alerts = field(default_factory=Alerts)
    log: Log = field(default_factory=Log)

    def thresholds(self) -> dict[str, float]:
        """The thresholds that views of the warehouse use, by their names there, such as "health.drop"."""
        health, lines = asdict(self.health), asdict(self.boilerplate)
        named = {f"health.{key}": value for key, value in health.items()}
        return named | {f"boilerplate.{key}": value for key, value in lines.items()}


_TABLES = {
    "fetch": Fetching,
    "follow": Following,
    "limits": Limits,
    "archive": Archiving,
    "storage": Storage,
    "remote": Remote,
    "browser": Browser,
    "fallback": FallbackProgram,
    "work": Work,
    "schedules": Schedules,
    "publish": Publishing,
    "health": Health,
    "boilerplate": Boilerplate,
    "report": ReportPage,
    "alerts": Alerts,
    "log": Log,
}


def config_directories(given: Path | None = None, environ: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Return the config directories in the order in which they are read: the shipped one, then the user's.

    `given`: the directory named on the command line; None: COPYDESK_CONFIG, or only the shipped one.  Raises
    ConfigError when it is not a directory.
    """
    named = given or (Path(environ["COPYDESK_CONFIG"]) if environ.get("COPYDESK_CONFIG") else None)
    if named is None:
        return (shipped_config(),)
    if not named.expanduser().is_dir():
        raise ConfigError(f"{named}: there is no such directory; --config (or COPYDESK_CONFIG) must name one.")
    return shipped_config(), named.expanduser().absolute()


def users(directories: tuple[Path, ...]) -> Path | None:
    """The user's own directory among the config directories; None when there is only the shipped one."""
    return directories[-1] if directories[1:] else None


def config_file(directories: tuple[Path, ...], name: str) -> Path | None:
    """The path of the file `name` in the last of these directories that has it; None when no directory has it."""
    return next((d / name for d in reversed(directories) if os.path.lexists(d / name)), None)


def load_settings(*directories: Path) -> Settings:
    """Read the settings in these directories; in the shipped one when none is given.  Raises ConfigError."""
    path = config_file(directories or (shipped_config(),), "copydesk.toml")
    if path is None:
        return Settings()
    file = read_config_file(path)
    check_table(file, file.data, KeyTable({name: table_of(kind) for name, kind in _TABLES.items()}))
    raise_mistakes(file.mistakes)
    for keys, wrong in mismatches(file.data.get("alerts", {})):
        file.wrong(tuple(keys), wrong)
    for place, wrong in wrong_stores(filled(Storage, file.data.get("storage", {})), file.data.get("archive", {})):
        file.wrong(place, wrong)
    raise_mistakes(file.mistakes)
    return Settings(**{name: filled(_TABLES[name], table) for name, table in file.data.items()})
