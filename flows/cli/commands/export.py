"""copydesk export: writes articles, or the result of a query, to files for other programs."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from io import TextIOWrapper
from os.path import samestat
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final

import click
import duckdb

from flows.cli.commands.session import Session, Verb, say, with_session
from flows.config.paths import data_paths
from flows.errors import UsageError
from flows.printing.progress import growing, number
from warehouse.errors import ExportError
from warehouse.export import FORMATS, aside_of, export, makes_folder
from warehouse.locked import locked_reader, shut_door

#: Formats by the ending of a file's name.
_ENDINGS: Final = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}


@click.command("export", cls=Verb)
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="What to write.  [by the name of TARGET; - is jsonl]"
)
@click.option("--query", metavar="SQL", help="Only what this query gives; for ninjs it must give article_id.")
@click.option("--article", type=int, metavar="ID", help="Only this article.")
@click.option("--spreadsheet", is_flag=True, help="csv: escape cells that a spreadsheet would run as formulas.")
@click.option("--files", is_flag=True, help="Let the query read and write files of this machine, too.")
@with_session
def command(
    session: Session,
    target: Path,
    form: str | None,
    query: str | None,
    article: int | None,
    *,
    spreadsheet: bool,
    files: bool,
) -> None:
    """Write articles to files for other programs.

    Writes every current article with its parts; --query or --article chooses some.  TARGET decides what is written: a
    name that ends in .csv, .jsonl or .parquet gives one file, a name without an extension a folder of Parquet files by
    outlet and month, and - JSON Lines on standard output.  --format ninjs writes IPTC ninjs 3, one item a line;
    --format tables a folder with every table.  The folder in which TARGET lies must be there.  As with `copydesk sql`,
    a query can read only the published file, unless --files is given.
    """
    form = form or _format_of(target)
    if spreadsheet and form != "csv":
        raise UsageError("--spreadsheet is for CSV; add --format csv, or leave it out.")
    if article is not None and query is not None:
        raise UsageError("Give --query or --article, not both.")
    if article is not None:
        query = f"FROM article_documents WHERE article_id = {article}"
    stream = _is_stream(target)
    if stream and makes_folder(form, query):
        raise ExportError(f"the format {form} makes a folder, which cannot be printed; name one, or choose jsonl.")
    with tempfile.TemporaryDirectory() as aside:
        # DuckDB cannot write to a pipe or terminal: the export is made in a file first.
        place = Path(aside) / "export" if stream else target.absolute()
        written = _export(session, place, form, query, spreadsheet=spreadsheet, files=files)
        if stream:
            _pour(place, target)
    say(f"{number(written, 'row')} written to {target}")


def _format_of(target: Path) -> str:
    """Choose the export format by a target's name: "x.csv" gives "csv".  Raises UsageError for an unknown extension."""
    if _is_stream(target):
        return "jsonl"
    ending = target.suffix.lower()
    if not ending or target.is_dir():
        return "parquet"
    if ending not in _ENDINGS:
        raise UsageError(
            f"{target} ends in {ending}, which is no format of an export; end it in {', '.join(_ENDINGS)}, or say "
            "--format."
        )
    return _ENDINGS[ending]


def _export(session: Session, place: Path, form: str, query: str | None, *, spreadsheet: bool, files: bool) -> int:
    """Write the export to `place`; gives the number of rows.

    When an error says that the query may read no other file, its message adds that --files would help.
    """
    aside = aside_of(place)
    with (
        locked_reader(data_paths(session.data).news, files=files, places=[aside]) as connection,
        growing("export", "written", lambda: _bytes_in(aside)),
    ):
        try:
            return export(connection, place, format=form, query=query, spreadsheet=spreadsheet)
        except ExportError as error:
            cause = error.__cause__
            todo = shut_door(cause, files=files) if isinstance(cause, duckdb.Error) else None
            if todo is None:
                raise
            raise ExportError(f"{error}; {todo}") from error


def _bytes_in(place: Path) -> int:
    """Add up the size of a file, or of all files in a folder, while it is being written."""
    with suppress(OSError):  # files come and go meanwhile; the next look sees them
        files = place.rglob("*.parquet") if place.is_dir() else [place]
        return sum(file.stat().st_size for file in files)
    return 0


def _is_stream(target: Path) -> bool:
    """Whether the target is standard output (- or /dev/stdout), a pipe, a terminal or a device.

    DuckDB cannot write there, so the export is made in a file and then copied.
    """
    if str(target) == "-":
        return True
    try:
        mode = target.stat().st_mode
    except OSError:
        return False
    return not (S_ISREG(mode) or S_ISDIR(mode))


def _pour(place: Path, target: Path) -> None:
    """Copy a file to a stream; to standard output through sys.stdout, which reports errors of writing."""
    with place.open("rb") as lines:
        if str(target) == "-" or samestat(target.stat(), os.fstat(1)):
            if sys.stdout.isatty():  # as text, so that control characters are escaped for the terminal
                sys.stdout.writelines(TextIOWrapper(lines, "utf-8", "replace"))
            else:
                shutil.copyfileobj(lines, sys.stdout.buffer)
            sys.stdout.flush()
        else:
            with target.open("wb") as stream:
                shutil.copyfileobj(lines, stream)
