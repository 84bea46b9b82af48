"""The lake: its tables hold what the published file holds, whatever was done to the rows in between."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from deltalake import DeltaTable, Schema

from tests.warehouse.lakes import READERS, Desk, begun, differences, versions
from warehouse.errors import LakeAway, LakeError
from warehouse.lake import ranges
from warehouse.lake.lake_address import lake_address, wrong_lake
from warehouse.lake.lake_tables import lake_type
from warehouse.lake.publish import publish_lake
from warehouse.lake.tidy import tidy_lake


@pytest.fixture(scope="module", autouse=True)
def small_ranges() -> Iterator[None]:
    """Ranges have few rows, as those of a large warehouse have thousands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "_ROWS", 4)
        yield


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A file with its lake, to which one thing after the other happens."""
    return begun(tmp_path_factory.mktemp("life"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A file with its lake."""
    return begun(tmp_path)


#: What may happen to rows and columns -> the tables that are written for it, and how many of them whole.
CHANGES: dict[str, tuple[list[str], set[str], int]] = {
    "rows come, change and go": (
        [
            "INSERT INTO blocks VALUES (10, 0, 'new', NULL)",
            "UPDATE blocks SET text = 'x' WHERE revision_id IN (0, 5)",
            "DELETE FROM blocks WHERE revision_id IN (4, 9)",
            "INSERT INTO blocks FROM blocks WHERE revision_id = 3",
        ],
        {"blocks"}, 0,
    ),
    "values change places": (
        ["UPDATE blocks SET text = 'text ' || (13 - revision_id * 3 + 11 - ordinal) WHERE revision_id IN (2, 3)"],
        {"blocks"}, 0,
    ),
    "the order changes": (["CREATE OR REPLACE TABLE settings AS FROM settings ORDER BY value DESC"], set(), 0),
    "a null, an element of a list": (
        [
            "UPDATE blocks SET text = NULL WHERE revision_id = 2",
            "UPDATE blocks SET locators = ['a'] WHERE revision_id = 7",
        ],
        {"blocks"}, 0,
    ),
    "tables with a time, and without a key": (
        [
            "UPDATE runs SET counts = '{}' WHERE run_id = 'r4'",
            "UPDATE runs SET started_at = '1969-12-31 23:59:59+00' WHERE run_id = 'r6'",
            "UPDATE settings SET value = 1 WHERE name = 'drop'",
        ],
        {"runs", "settings"}, 0,
    ),
    "a column of blanks": (["ALTER TABLE blocks ADD COLUMN mood VARCHAR"], set(), 0),
    "a column with some values, and one of local times": (
        [
            "ALTER TABLE blocks ADD COLUMN moods STRUCT(a INT[])",
            "UPDATE blocks SET moods = {'a': [1]} WHERE ordinal = 1",
            "ALTER TABLE runs ADD seen TIMESTAMP DEFAULT '2026-01-01'",
        ],
        {"blocks", "runs"}, 0,
    ),
    "a column less, another type, another name": (
        [
            "ALTER TABLE runs DROP COLUMN counts",
            "ALTER TABLE blocks ALTER ordinal TYPE BIGINT",
            "ALTER TABLE settings RENAME value TO number",
        ],
        {"blocks", "runs", "settings"}, 3,
    ),
    "tables more": (
        [
            "CREATE TABLE mine AS SELECT 3::UINTEGER AS a, 'x' AS b FROM range(3)",
            "CREATE TABLE low (a BIGINT NOT NULL)",
            "INSERT INTO low SELECT range FROM range(-9, 9)",
            "CREATE TABLE blank (a BIGINT NOT NULL, b VARCHAR)",
        ],
        {"mine", "low", "blank"}, 0,
    ),
    "a key below zero, and all rows go": (
        ["DELETE FROM low WHERE a = -5", "DELETE FROM blocks"], {"low", "blocks"}, 0,
    ),
    "rows come back": (
        ["INSERT INTO blocks (revision_id, ordinal) SELECT range, 0 FROM range(9)"], {"blocks"}, 0,
    ),
    "nothing": ([], set(), 0),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_the_lake_holds_what_the_file_holds_after(change: str, life: Desk) -> None:
    statements, written, anew = CHANGES[change]
    before = versions(life.lake)
    life.change(*statements)
    result = life.publish()
    assert (result.faults, len(result.notes), result.written) == ([], anew, len(written | {"publications"}))
    assert differences(life.news, life.lake) == {}
    now = versions(life.lake)
    columns = {"blocks"} if "column" in change else set()
    assert {name for name in before if now[name] > before[name]} <= {*written, *columns, "publications"}


@pytest.mark.parametrize("reader", READERS)
def test_other_programs_read_it(reader: str, life: Desk) -> None:
    assert differences(life.news, life.lake, reader=reader) == {}


def test_only_ranges_that_changed_are_written(desk: Desk) -> None:
    desk.change("UPDATE blocks SET text = 'x' WHERE revision_id = 5")
    result = desk.publish()
    assert (result.written, result.rows) == (2, 1 + 3), "publications, and three blocks of one revision"
    assert publish_lake(desk.news, lake_address(desk.lake, seconds=5), desk.root / "notes").written == 0


def test_ranges_get_another_width_when_a_table_grows_denser(desk: Desk) -> None:
    desk.change(
        "INSERT INTO blocks SELECT 4, range, 'many', NULL FROM range(1000)",
        "INSERT INTO runs SELECT 'late', TIMESTAMPTZ '2028-01-01', '[]' FROM range(99)",
    )
    assert desk.publish().notes == [] and differences(desk.news, desk.lake) == {}
    desk.change("UPDATE blocks SET text = 'x' WHERE revision_id = 9", "DELETE FROM runs WHERE run_id = 'r1'")
    assert desk.publish().notes == [] and differences(desk.news, desk.lake) == {}


def test_a_table_that_is_gone_is_told_once(life: Desk) -> None:
    life.change("CREATE TABLE short (a INTEGER)")
    life.publish()
    life.change("DROP TABLE short")
    assert life.publish().notes == [f"{life.lake}/short is no table of the warehouse any more; remove it."]
    life.change()
    assert life.publish().notes == []
    shutil.rmtree(f"{life.lake}/short")


def test_tables_of_another_warehouse_are_left_alone(desk: Desk, tmp_path: Path) -> None:
    desk.change("UPDATE schema_migrations SET applied_at = '2027-01-01 00:00:00+00'")
    before = versions(desk.lake)
    result = publish_lake(desk.news, lake_address(desk.lake, seconds=5), tmp_path / "notes of another machine")
    assert len(result.faults) == 4 and "that this warehouse did not write" in result.faults[0]
    assert versions(desk.lake) == before


def test_a_warehouse_that_was_filled_anew_keeps_its_lake(desk: Desk) -> None:
    desk.change("UPDATE schema_migrations SET applied_at = '2027-01-01 00:00:00+00'", "DELETE FROM blocks")
    assert desk.publish().faults == []
    assert differences(desk.news, desk.lake) == {}


def test_lost_notes_cost_a_rewriting_and_nothing_else(desk: Desk) -> None:
    def damage() -> None:
        notes = [path for path in (desk.root / "notes").glob("*/*.json") if path.name != "lake.json"]
        for path, content in zip(notes, ("", "{}", "[]", '[{"version": 1}]', "[1]"), strict=True):
            path.write_text(content)

    damage()
    assert desk.publish().written == 0, "the lake itself says that it shows this very state"
    damage()
    desk.change("DELETE FROM blocks WHERE revision_id = 2")
    assert len(desk.publish().notes) == 5
    assert differences(desk.news, desk.lake) == {}


def test_what_somebody_else_did_to_a_table_is_made_good(life: Desk) -> None:
    DeltaTable(f"{life.lake}/publications").delete()
    life.change()
    assert "publications is written anew" in " ".join(life.publish().notes)
    assert differences(life.news, life.lake) == {}


def test_tidying_up_changes_no_row_and_keeps_what_is_young(desk: Desk) -> None:
    for n in range(20, 24):
        desk.change(f"INSERT INTO blocks VALUES ({n}, 0, 'new', NULL)")
        desk.publish()
    address, begun = lake_address(desk.lake, seconds=5), DeltaTable(f"{desk.lake}/blocks").to_pyarrow_dataset()
    done = tidy_lake(desk.news, address, desk.root / "notes", days=7)
    assert done.joined > done.became > 0 and done.removed == 0
    assert begun.to_table().num_rows == 34, "a reader that had begun goes on"
    assert differences(desk.news, desk.lake) == {} and desk.publish().written == 0
    assert tidy_lake(desk.news, address, desk.root / "notes", days=0).removed > 0
    desk.change("DELETE FROM blocks WHERE revision_id = 2")
    assert desk.publish().notes == [] and differences(desk.news, desk.lake) == {}


TYPES = [
    ("1::UTINYINT", "SMALLINT"), ("1::USMALLINT", "INTEGER"), ("4000000000::UINTEGER", "BIGINT"),
    ("18446744073709551615::UBIGINT", "DECIMAL(20,0)"), ("1::HUGEINT", "VARCHAR"), ("'1'::JSON", "VARCHAR"),
    ("TIMESTAMP '2026-01-01'", "TIMESTAMP"), ("now()", "TIMESTAMP WITH TIME ZONE"), ("DATE '2026-01-01'", "DATE"),
    ("TIME '10:00'", "VARCHAR"), ("INTERVAL 1 DAY", "VARCHAR"), ("uuid()", "VARCHAR"), ("'a'::BLOB", "BLOB"),
    ("1.5::DECIMAL(9,2)", "DECIMAL(9,2)"), ("MAP {'k': 1::UINTEGER}", "MAP(VARCHAR, BIGINT)"),
    ("[1, 2]::INT[2]", "INTEGER[]"), ("[{'a b': 1::UINTEGER}]", 'STRUCT("a b" BIGINT)[]'),
    ("TIMESTAMP_NS '2026-01-01'", "VARCHAR"),
    ("'x'::ENUM('x')", "VARCHAR"), ("true", "BOOLEAN"),
]  # fmt: skip


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("SET TimeZone = 'UTC'")
        yield opened


@pytest.mark.parametrize(("value", "kind"), TYPES, ids=[value for value, _ in TYPES])
def test_a_type_becomes(value: str, kind: str, connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql(f"SELECT {value} AS a")
    assert lake_type(rows.types[0]) == kind
    as_lake = rows.project(f"CAST(a AS {kind}) AS a").to_arrow_table().schema
    assert Schema.from_arrow(as_lake).fields[0].name == "a", "Delta has it"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://news/lake", None), ("/srv/lake", None), ("lake", None), ("file:///srv/lake", None),
        ("az://c/lake", None),
        ("abfss://box@account.dfs.core.windows.net/x", None), ("s3://news?endpoint=http://127.0.0.1:9000", None),
        ("http://news/lake", "no store"), ("s3:///lake", "no bucket"), ("s3://key:word@news/lake", "credentials"),
        ("s3://news?secret=word", "endpoint"), ("a\nb", "line breaks"), (7, "string"), ("s3://[", "cannot be read"),
    ],
)  # fmt: skip
def test_an_address_is_checked(address: object, said: str | None) -> None:
    wrong = wrong_lake(address)
    assert wrong is None if said is None else said in (wrong or "")
    assert "word" not in (wrong or "")


ENVIRON = {"AWS_ENDPOINT_URL": "http://a"}


@pytest.mark.parametrize(
    ("address", "settings", "environ", "server", "http"),
    [
        ("s3://news/x", {}, {}, None, False),
        ("s3://news/x", {}, ENVIRON, "http://a", True),
        ("s3://news/x?endpoint=http://b", {}, ENVIRON, "http://b", True),
        ("s3://news/x", {"endpoint": "http://c"}, ENVIRON, "http://c", False),
        ("s3://news/x", {"endpoint": "http://c", "allow_http": True}, {}, "http://c", True),
        ("gs://news/x", {"endpoint": "http://c", "allow_http": True}, {}, None, False),
    ],
)  # fmt: skip
def test_the_server_of_a_store_is(
    address: str, settings: dict[str, Any], environ: dict[str, str], server: str | None, http: bool
) -> None:
    found = lake_address(address, seconds=1, environ=environ, **settings)
    assert found.url == address.partition("?")[0]
    assert (found.options.get("endpoint_url"), "allow_http" in found.options) == (server, http)


def test_ranges_that_are_many_are_joined_at_the_nearest() -> None:
    now = dict.fromkeys((0, 2, 100, 102, 500), "1:1")
    assert ranges.changed({}, now, 2) == [(0, 3), (100, 103), (500, 501)]
    many = {start: "1:1" for n in range(300) for start in (n * 1000, n * 1000 + 10)}
    found = ranges.changed({}, many, 2)
    assert len(found) <= ranges.MOST
    assert all(any(a <= start <= z for a, z in found) for start in many)
    assert ranges.changed(now, now, 2) == []


def test_a_lake_that_is_not_there_cannot_be_tidied_up(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="holds no tables yet"):
        tidy_lake(desk.news, lake_address(str(tmp_path / "none"), seconds=5), tmp_path / "notes", days=7)


def test_a_place_that_takes_nothing_is_named(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(LakeAway, match=r"file/blocks is not inside a directory; .* the next publish catches up"):
        publish_lake(desk.news, lake_address(str(tmp_path / "file"), seconds=5), tmp_path / "notes")


def test_tables_that_people_made_are_kept_or_told(life: Desk) -> None:
    odd = ("my table", "a/b", "../out", "50%")
    life.change(
        *(f'CREATE TABLE "{name}" (a INTEGER)' for name in odd),
        'CREATE TABLE "Éclat" ("a b" TIME, "c,d" BIT, "x""y" BIGINT NOT NULL)',
        """INSERT INTO "Éclat" VALUES ('10:00', '101', 1), (NULL, NULL, 2)""",
        "CREATE TABLE never (k TIMESTAMPTZ NOT NULL)",
        "INSERT INTO never VALUES ('infinity'), ('2020-01-01 00:00:00+00')",
        "CREATE TABLE wide (k BIGINT NOT NULL)",
        "INSERT INTO wide VALUES (9223372036854775807), (-9223372036854775808), (0)",
    )
    result = life.publish()
    assert result.faults == [] and all(any(f"'{name}' is left out" in told for told in result.notes) for name in odd)
    life.change(
        *(f'DROP TABLE "{name}"' for name in odd),
        "DELETE FROM wide WHERE k > 0",
        "INSERT INTO never VALUES ('-infinity')",
        """DELETE FROM "Éclat" WHERE "x""y" = 1""",
    )
    assert life.publish().faults == []
    rows = {name: DeltaTable(f"{life.lake}/{name}").to_pyarrow_table().to_pylist() for name in ("wide", "Éclat")}
    assert sorted(row["k"] for row in rows["wide"]) == [-9223372036854775808, 0]
    assert rows["Éclat"] == [{"a b": None, "c,d": None, 'x"y': 2}]
    assert DeltaTable(f"{life.lake}/never").to_pyarrow_dataset().count_rows() == 3
    life.change("DROP TABLE wide", "DROP TABLE never", 'DROP TABLE "Éclat"')
    life.publish()
    for name in ("wide", "never", "Éclat"):
        shutil.rmtree(f"{life.lake}/{name}")


def test_another_key_costs_a_rewriting(life: Desk) -> None:
    life.change("CREATE TABLE other AS SELECT range AS a, now() AS b FROM range(9)")  # each column may be NULL
    life.publish()
    for column in ("b", "a"):
        life.change(f"ALTER TABLE other ALTER {column} SET NOT NULL")
        assert len(life.publish().notes) == 1
    assert differences(life.news, life.lake) == {}


def test_a_lake_that_shows_the_publication_is_not_looked_through_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.lake.publish.fingerprints", lambda *_: pytest.fail("rows were read"))
    assert desk.publish().written == 0
    monkeypatch.undo()
    shutil.rmtree(desk.root / "tables" / "settings")
    assert desk.publish().written == 1, "but a table that went is written again"
    assert differences(desk.news, desk.lake) == {}
