"""copydesk compact: makes the warehouse file smaller after many reruns, or tidies the lake up."""

from __future__ import annotations

import click

from flows.cli.commands.session import Session, Verb, put, with_session
from flows.config.check_configuration import configured
from flows.config.lake_settings import check_lake, lake_of
from flows.config.paths import Paths, data_paths
from flows.config.settings import Settings, load_settings
from flows.errors import UsageError
from flows.printing.progress import number
from warehouse.compact import compact
from warehouse.lake.tidy import tidy_lake

#: Given as the lake when it is named without an address.
_AS_SET = ""


@click.command("compact", cls=Verb)
@click.option(
    "--lake",
    metavar="[URL]",
    is_flag=False,
    flag_value=_AS_SET,
    help="Instead, join small files of the lake and remove old ones.  [lake in copydesk.toml]",
)
@with_session
def command(session: Session, lake: str | None) -> None:
    """Free disk space that reruns left unused in the warehouse.

    DuckDB uses such space again, but never returns it to the disk by itself.  Nothing else changes; loads wait
    meanwhile.

    With --lake the warehouse stays as it is: of each Delta table small files are joined, and files that were replaced
    more than `lake_days` ago are removed; a program that began to read the lake before that must have ended.
    """
    paths, settings = data_paths(session.data), load_settings(*configured(session.config))
    if lake is not None:
        _tidy(paths, lake, settings)
        return
    result = compact(paths.warehouse, timeout=settings.work.lock_seconds)
    put(f"The warehouse has {result.after / 1e6:,.1f} MB now; before, it had {result.before / 1e6:,.1f} MB.")


def _tidy(paths: Paths, named: str, settings: Settings) -> None:
    """Tidy the lake up, and print what was done.  `named`: its address; "": that of the settings."""
    check_lake(named)
    if not (named or settings.publish.lake):
        raise UsageError("There is no lake: name its address behind --lake, or set `lake` under [publish].")
    address = lake_of(settings, named or None, paths.root)
    done = tidy_lake(paths.news, address, paths.lake_notes, days=settings.publish.lake_days)
    joined = f"{number(done.joined, 'small file')} became {done.became}"
    put(f"{address.url}: {joined}, {number(done.removed, 'old file')} removed.")
