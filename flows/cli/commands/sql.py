"""copydesk sql: ad hoc SQL on the published file, read-only."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import click
import duckdb
from duckdb import DuckDBPyConnection

from flows.cli.commands.session import Session, Verb, with_session
from flows.cli.output_rows import FORMATS, Row, write_rows
from flows.config.paths import data_paths
from flows.errors import CopydeskError, UsageError
from warehouse.locked import locked_reader, shut_door

#: DuckDB shows where in the query it stumbled; one sentence has no room for a drawing.
_DRAWING = re.compile(r"\n+\s*LINE \d+:.*", re.DOTALL)


@click.command("sql", cls=Verb)
@click.argument("query", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it.  [table; json with --json]")
@click.option("--spreadsheet", is_flag=True, help="CSV whose text cells no spreadsheet takes for formulas.")
@click.option("--files", is_flag=True, help="Let the query read and write files of this machine, too.")
@with_session
def command(session: Session, query: str | None, form: str | None, *, spreadsheet: bool, files: bool) -> None:
    """Ask the published data in SQL.

    QUERY is DuckDB's SQL; without one it is read from standard input.  The file is opened read-only and only for the
    query, so nothing that runs is disturbed.  A query sees this file and nothing else: no other file unless --files is
    given, no network and no extension in any case.  A way in:

    \b
        copydesk sql "SHOW TABLES"
        copydesk sql "FROM current_articles SELECT headline, published_at ORDER BY published_at DESC LIMIT 10"
    """
    form = form or ("json" if session.json else "csv" if spreadsheet else "table")
    if spreadsheet and form != "csv":
        raise UsageError("--spreadsheet writes CSV; leave --format and --json away, or --spreadsheet.")
    text = _piped() if query is None else query
    with locked_reader(data_paths(session.data).news, files=files) as connection:
        try:
            connection.execute(text)
            if connection.description is None:
                raise UsageError('There is no statement in the query; `copydesk sql "SHOW TABLES"` is a beginning.')
            columns = [column[0] for column in connection.description]
            write_rows(columns, _rows(connection), form, spreadsheet=spreadsheet)
        except duckdb.Error as error:
            raise CopydeskError(_one_sentence(error, files=files)) from error


def _piped() -> str:
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError('Give a query (copydesk sql "SHOW TABLES"), or pipe one in.')
    return sys.stdin.read()


def _rows(connection: DuckDBPyConnection) -> Iterator[Row]:
    while rows := connection.fetchmany(1000):
        yield from rows


def _one_sentence(error: duckdb.Error, *, files: bool) -> str:
    said = " ".join(_DRAWING.sub("", str(error)).split()).rstrip(".!")
    todo = shut_door(error, files=files) or 'mend the query.  `copydesk sql "SHOW TABLES"` lists what there is.'
    return f"{said}; {todo}"
