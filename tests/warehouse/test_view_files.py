"""Views are found by their files: no list names them, and their order comes from what they read."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from warehouse.dictionary import apply_comments
from warehouse.errors import MigrationError
from warehouse.migrate import migrate
from warehouse.sql_files import Script, scripts
from warehouse.view_files import make_views

Folder = Callable[[], Path]


def view(name: str, query: str) -> Script:
    return Script(name, f"CREATE OR REPLACE VIEW {name} AS {query};")


CHAIN = (view("a", "SELECT x FROM b"), view("b", "SELECT x FROM c JOIN d USING (x)"), view("c", "SELECT x FROM d"),
         view("d", "SELECT 1 AS x"))  # fmt: skip


def views(connection: DuckDBPyConnection) -> set[str]:
    found = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    return {name for (name,) in found}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files that the warehouse reads, in place of its own."""
    copy = tmp_path / "package"
    shutil.copytree(str(resources.files("warehouse")), copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    monkeypatch.setattr("importlib.resources.files", lambda _: copy)
    return copy


@pytest.mark.parametrize("files", list(itertools.permutations(CHAIN)), ids=lambda files: "".join(f.name for f in files))
def test_any_order_of_files_makes_all_views(connection: DuckDBPyConnection, files: tuple[Script, ...]) -> None:
    make_views(connection, files)
    assert connection.execute("SELECT x FROM a").fetchall() == [(1,)]
    assert views(connection) == set("abcd")


def test_a_new_view_needs_its_file_and_its_sentences_only(connection: DuckDBPyConnection, package: Path) -> None:
    sql = "CREATE VIEW a_first_one AS SELECT source, count(*) AS stories FROM current_articles GROUP BY source;"
    (package / "views" / "a_first_one.sql").write_text(sql)
    with (package / "dictionary.toml").open("a") as dictionary:
        dictionary.write('\n[a_first_one]\n_ = "Stories an outlet"\nstories = "How many"\n')
    assert migrate(connection) == ["views and comments"]
    assert migrate(connection) == []
    assert connection.execute("SELECT * FROM a_first_one").fetchall() == []
    told = "SELECT comment FROM duckdb_columns() WHERE table_name = 'a_first_one' AND column_name = 'stories'"
    assert connection.execute(told).fetchall() == [("How many",)]


def test_a_view_goes_with_its_file_and_those_of_people_stay(connection: DuckDBPyConnection, package: Path) -> None:
    connection.execute('CREATE VIEW "my own" AS SELECT url FROM current_articles')
    connection.execute("""COMMENT ON VIEW "my own" IS 'addresses' """)
    (package / "views" / "search.sql").unlink()
    before = views(connection)
    migrate(connection)
    assert before - views(connection) == {"search"}
    kept = "SELECT comment FROM duckdb_views() WHERE view_name = 'my own'"
    assert connection.execute(kept).fetchall() == [("addresses",)]


def test_a_view_that_changed_under_another_one_is_made_first(connection: DuckDBPyConnection) -> None:
    make_views(connection, [view("a", "SELECT * FROM b"), view("b", "SELECT 1 AS x")])
    make_views(connection, [view("a", "SELECT * FROM b"), view("b", "SELECT 2 AS y, 3 AS z")])
    assert connection.execute("SELECT y, z FROM a").fetchall() == [(2, 3)]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([view("a", "SELECT * FROM a")], "circle: a reads a;"),
        ([view("a", "SELECT * FROM b"), view("b", "SELECT * FROM a")], "circle: a reads b reads a;"),
        ([view("z", "SELECT * FROM b"), view("b", "SELECT * FROM C"), view("c", "SELECT * FROM b")],
         "circle: b reads c reads b;"),
        ([view("a", "SELECT * FROM nowhere")], r"views/a.sql cannot be made a view \(.*nowhere does not exist"),
        ([view("a", "SELECT * FROM b"), view("b", "SELEC 1")], r"views/b.sql cannot be made a view \(Parser Error"),
        ([view("a", "SELECT y FROM b"), view("b", "SELECT 1 AS x")],
         r"views/a.sql cannot be made a view \(Binder Error"),
        ([Script("a", "CREATE VIEW other AS SELECT 1 AS x")], "views/a.sql does not make the view a"),
        ([Script("a", "")], "views/a.sql does not make the view a"),
        ([view("articles", "SELECT 1 AS x")], "views/articles.sql cannot be made a view"),
    ],
)  # fmt: skip
def test_a_circle_or_a_broken_file_is_told_and_changes_nothing(
    connection: DuckDBPyConnection, files: list[Script], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = views(connection)
    monkeypatch.setattr("warehouse.migrate.scripts", lambda folder: files if folder == "views" else scripts(folder))
    with pytest.raises(MigrationError, match=told):
        migrate(connection)
    assert views(connection) == before
    assert connection.execute("SELECT count(*) FROM current_articles").fetchall() == [(0,)]


def test_tables_with_strange_names_are_left_alone(connection: DuckDBPyConnection) -> None:
    connection.execute("""CREATE TABLE "my 'table'; of notes" ("the ""x"" of it" ENUM ('a', 'b') NOT NULL)""")
    apply_comments(connection)
    make_views(connection, CHAIN)
    assert views(connection) == set("abcd")
