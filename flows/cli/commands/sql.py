"""copydesk sql: runs a query on the published file, read-only."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import click
import duckdb
from duckdb import DuckDBPyConnection

from flows.cli.commands.session import Session, Verb, put, with_session
from flows.cli.output_rows import FORMATS, Row, write_rows
from flows.config.paths import data_paths
from flows.errors import UsageError, WrongQuery
from warehouse.locked import locked_reader, shut_door

#: DuckDB's excerpt of the query: the line, and below it a mark where the error is.
_EXCERPT = re.compile(r"\n+(\s*LINE \d+:.*)", re.DOTALL)
#: Rows fetched at a time.
_ROWS = 1000


@click.command("sql", cls=Verb)
@click.argument("query", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it.  [table; json with --json]")
@click.option("--spreadsheet", is_flag=True, help="CSV with cells escaped that a spreadsheet would run as formulas.")
@click.option("--files", is_flag=True, help="Let the query read and write files of this machine, too.")
@with_session
def command(session: Session, query: str | None, form: str | None, *, spreadsheet: bool, files: bool) -> None:
    """Query the published data in SQL.

    QUERY is in DuckDB's SQL; without it, the query is read from standard input.  The file is opened read-only and only
    for the query, so running flows are not disturbed.  A query can read only this file: other files need --files;
    network and extensions are never allowed.  To begin with:

    \b
        copydesk sql "SHOW TABLES"
        copydesk sql "FROM current_articles SELECT headline, published_at ORDER BY published_at DESC LIMIT 10"
    """
    form = form or ("json" if session.json else "csv" if spreadsheet else "table")
    if spreadsheet and form != "csv":
        raise UsageError("--spreadsheet writes CSV; leave out --format and --json, or --spreadsheet.")
    text = _piped() if query is None else query
    with locked_reader(data_paths(session.data).news, files=files) as connection:
        try:
            statements = connection.extract_statements(text)
            _check_number(statements, form)
            shown = 0
            for statement in statements:
                connection.execute(statement)
                if statement is statements[-1] or _gives_rows(statement):
                    _show(connection, form, spreadsheet=spreadsheet, below_another=shown > 0)
                    shown += 1
        except duckdb.Error as error:
            raise _explained(error, files=files) from error


def _check_number(statements: list[duckdb.Statement], form: str) -> None:
    """Raise UsageError for a query without a statement, and for several answers where the format can hold only one."""
    if not statements:
        raise UsageError('The query holds no statement; give one, such as `copydesk sql "SHOW TABLES"`.')
    if form != "table" and sum(map(_gives_rows, statements)) > 1:
        raise UsageError(f"Several answers cannot be one {form} document; ask one at a time, or leave out --format.")


def _gives_rows(statement: duckdb.Statement) -> bool:
    """Whether a statement gives rows to print, as SELECT does; SET and the like give no rows."""
    return statement.expected_result_type == [duckdb.ExpectedResultType.QUERY_RESULT]


def _show(connection: DuckDBPyConnection, form: str, *, spreadsheet: bool, below_another: bool) -> None:
    if below_another:
        put()
    columns = [column[0] for column in connection.description or ()]
    write_rows(columns, _rows(connection), form, spreadsheet=spreadsheet)


def _piped() -> str:
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError('Give a query (`copydesk sql "SHOW TABLES"`), or pipe one in.')
    return sys.stdin.read()


def _rows(connection: DuckDBPyConnection) -> Iterator[Row]:
    while rows := connection.fetchmany(_ROWS):
        yield from rows


def _explained(error: duckdb.Error, *, files: bool) -> WrongQuery:
    """Make the error to show for one of DuckDB's: what is wrong and what to do.

    If DuckDB quotes the line of the query and marks the place, the new error has that, too.  `files`: whether the query
    may use local files.
    """
    said = " ".join(_EXCERPT.sub("", str(error)).split()).rstrip(".!")
    if todo := shut_door(error, files=files):
        return WrongQuery(f"{said}; {todo}")
    marked = _EXCERPT.search(str(error))
    todo = 'correct the query.  `copydesk sql "SHOW TABLES"` lists the tables.'
    return WrongQuery(f"{said}; {todo}", marked[1] if marked else "")
