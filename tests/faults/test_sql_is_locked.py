"""SQL that tries to reach beyond the published file is refused; an option opens other files."""

from __future__ import annotations

import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.cli.cli import main
from tests.flows.desk import ROOT

Capture = pytest.CaptureFixture[str]

#: What must not be possible; {secret} is a file that holds a secret, {place} a folder, {news} the published file, {url}
#: the address of a server.
WAYS_OUT = [
    "FROM read_csv('{secret}')",
    "FROM read_text('{secret}')",
    "FROM read_blob('{secret}')",
    "FROM read_json('{secret}')",
    "FROM '{secret}'",
    "FROM sniff_csv('{secret}')",
    "FROM glob('{place}/**')",
    "FROM parquet_metadata('{secret}')",
    "FROM query('FROM read_text(''{secret}'')')",
    "WITH a AS (FROM read_text('{secret}')) FROM a",
    "SELECT (SELECT content FROM read_text('{secret}'))",
    "CREATE TEMP MACRO m() AS TABLE FROM read_text('{secret}'); FROM m()",
    "SELECT 1; FROM read_text('{secret}')",
    "PREPARE p AS FROM read_text($1); EXECUTE p('{secret}')",
    "SET VARIABLE f = '{secret}'; FROM read_text(getvariable('f'))",
    "COPY (SELECT 1) TO '{place}/out.csv'",
    "COPY (SELECT 1 AS a, 2 AS b) TO '{place}/out' (FORMAT parquet, PARTITION_BY (a))",
    "COPY (SELECT 1) TO '/dev/stdout'",
    "EXPORT DATABASE '{place}/exported'",
    "IMPORT DATABASE '{place}'",
    "ATTACH '{place}/other.duckdb'",
    "ATTACH '{place}/other.duckdb' AS o (READ_ONLY)",
    "INSTALL httpfs",
    "FORCE INSTALL fts",
    "INSTALL spatial FROM community",
    "INSTALL x FROM '{url}'",
    "INSTALL '{place}/x.duckdb_extension'",
    "LOAD httpfs",
    "LOAD '{place}/x.duckdb_extension'",
    "FROM read_csv('{url}/x.csv')",
    "FROM '{url}/x.parquet'",
    "COPY (SELECT 1) TO '{url}/x.csv'",
    "ATTACH '{url}/x.duckdb'",
    "ATTACH 'dbname=x' AS p (TYPE postgres)",
    "SET enable_external_access = true",
    "RESET enable_external_access",
    "SET allowed_directories = ['/']",
    "SET allowed_paths = ['{secret}']",
    "SET lock_configuration = false",
    "SET allowed_configs = ['enable_external_access']",
    "SET autoinstall_known_extensions = true",
    "SET allow_community_extensions = true",
    "SET extension_directory = '{place}'",
    "SET temp_directory = '{place}'",
    "SET secret_directory = '{place}'",
    "SET log_query_path = '{place}/log'",
    "SET profiling_output = '{place}/profile'",
    "PRAGMA enable_profiling = 'json'",
    "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
    "CREATE TABLE t AS SELECT 1",
    "DELETE FROM captions",
    "SELECT getenv('HOME')",
]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and the list of paths that were requested from it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_PUT = do_POST = do_GET

        def log_message(self, *words: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_address[1]}", asked
        found.shutdown()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with files that a query must not read."""
    (tmp_path / "secret.csv").write_text("the password,is swordfish\n")
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    (tmp_path / "x.duckdb_extension").write_bytes(b"\0" * 4096)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*")}


@pytest.mark.parametrize("query", WAYS_OUT)
def test_the_way_out_is_shut(
    query: str, sample_data: Path, place: Path, server: tuple[str, list[str]], capsys: Capture, tmp_path: Path
) -> None:
    before, published = files(tmp_path), (sample_data / "news.duckdb").read_bytes()
    text = query.format(secret=place / "secret.csv", place=place, news=sample_data / "news.duckdb", url=server[0])
    assert main(["--data", str(sample_data), "sql", text]) == 1
    out, err = capsys.readouterr()
    assert "swordfish" not in out + err
    sentence, *below = err.splitlines()
    assert sentence.startswith("copydesk: ") and (not below or below[0].startswith("LINE 1: "))
    assert files(tmp_path) == before and server[1] == []
    assert (sample_data / "news.duckdb").read_bytes() == published
    assert "--files" in err or not re.search(r"read_|COPY|glob|EXPORT", query) or "{url}" in query


ALWAYS_SHUT = re.compile("INSTALL|LOAD|{url}|SET (?!VARIABLE)|RESET|PRAGMA|postgres|SECRET|TABLE t")


@pytest.mark.parametrize("query", [query for query in WAYS_OUT if ALWAYS_SHUT.search(query)])
def test_what_stays_shut_when_files_are_open(
    query: str, sample_data: Path, place: Path, server: tuple[str, list[str]], capsys: Capture, tmp_path: Path
) -> None:
    before = files(tmp_path)
    text = query.format(secret=place / "secret.csv", place=place, news=sample_data / "news.duckdb", url=server[0])
    assert main(["--data", str(sample_data), "sql", "--files", text]) == 1
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and "extensions.duckdb.org" not in err
    assert files(tmp_path) == before and server[1] == []


def test_the_switch_opens_files(
    sample_data: Path, place: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    for query in (f"FROM read_text('{place}/secret.csv')", "FROM 'secret.csv'", "ATTACH 'other.duckdb' AS o; SELECT 1"):
        assert main(["--data", str(sample_data), "sql", "--files", query, "--format", "csv"]) == 0
    assert "swordfish" in capsys.readouterr().out
    assert main(["--data", str(sample_data), "sql", "--files", "COPY (SELECT 7 AS n) TO 'out.csv'"]) == 0
    assert (place / "out.csv").read_text() == "n\n7\n"


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("SHOW TABLES", "current_articles"),
        ("DESCRIBE articles", "article_id"),
        ("EXPLAIN SELECT 1", "physical_plan"),
        ("PRAGMA table_info('tags')", "ordinal"),
        ("CALL pragma_version()", "v"),
        ("CREATE TEMP TABLE mine AS SELECT 42 AS n; SELECT n FROM mine", "42"),
        ("SET TimeZone = 'Asia/Tokyo'; SELECT current_setting('TimeZone')", "Asia/Tokyo"),
        ("SET threads = 1; SET memory_limit = '500MB'; SELECT 6 * 7", "42"),
        ("SET VARIABLE v = 41; SELECT getvariable('v') + 1", "42"),
        ("SELECT count(*) FROM (SELECT DISTINCT hash(i) FROM range(100000) t(i))", "100000"),
        ("SELECT '2026-01-01 00:00:00+00'::TIMESTAMPTZ::VARCHAR", "2026-01-01 00:00:00+00"),
        ("SELECT json_extract('{\"a\": 42}', '$.a')", "42"),
        ("FROM duckdb_secrets() SELECT count(*)", "0"),
    ],
)
def test_what_an_analyst_does_goes_on(query: str, answer: str, sample_data: Path, capsys: Capture) -> None:
    assert main(["--data", str(sample_data), "sql", query, "--format", "csv"]) == 0
    assert answer in capsys.readouterr().out


def test_a_secret_that_lies_at_home_is_not_seen(
    sample_data: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with duckdb.connect() as connection:
        connection.execute(f"SET secret_directory = '{tmp_path / '.duckdb/stored_secrets'}'")
        try:
            connection.execute("CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'swordfish')")
        except duckdb.Error:
            pytest.skip("this DuckDB knows no secret without an extension")
    for switch in ([], ["--files"]):
        assert main(["--data", str(sample_data), "sql", *switch, "FROM duckdb_secrets()", "--format", "csv"]) == 0
        out, _ = capsys.readouterr()
        assert len(out.splitlines()) == 1


def test_the_queries_of_the_documents_run_as_they_stand(sample_data: Path, capsys: Capture) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.search(r"```sql\n(.*?)```", readme, re.DOTALL)
    assert found
    queries = [*found[1].split(";"), *(path.read_text("utf-8") for path in ROOT.glob("docs/questions/*.sql"))]
    for page in (ROOT / "README.md", *ROOT.glob("docs/*.md")):
        queries += re.findall(r"copydesk sql \"([^\"]+)\"", page.read_text("utf-8"))
    uncommented = [re.sub(r"(?m)^--.*", "", query).strip() for query in queries]
    queries = [query for query in uncommented if query and "..." not in query]
    assert len(queries) >= 14
    for query in queries:
        assert main(["--data", str(sample_data), "sql", query]) == 0, query
    assert capsys.readouterr().err == ""


def test_sql_spills_where_it_may(sample_data: Path, tmp_path: Path, capsys: Capture) -> None:
    data = Path(shutil.copytree(sample_data, tmp_path / "data"))
    query = (
        "SET threads = 1; SET memory_limit = '40MB';"
        "SELECT count(*) FROM (SELECT DISTINCT hash(i) AS h, repeat('x', 40) AS x FROM range(1000000) t(i) ORDER BY h)"
    )
    assert main(["--data", str(data), "sql", query, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "1000000"


@pytest.mark.parametrize(
    "query",
    [
        "FROM read_text('{secret}')",
        "SELECT 1) TO '{place}/out.csv' --",
        "SELECT 1; COPY (SELECT 1) TO '{place}/out.csv'",
    ],
)
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "ninjs"])
def test_the_query_of_an_export_is_locked_in_as_well(
    query: str, form: str, sample_data: Path, place: Path, tmp_path: Path, capsys: Capture
) -> None:
    before, target = files(tmp_path), tmp_path / "exported"
    text = query.format(secret=place / "secret.csv", place=place)
    assert main(["--data", str(sample_data), "export", str(target), "--format", form, "--query", text]) == 1
    assert "the export to" in capsys.readouterr().err
    assert files(tmp_path) - before <= {str(target.with_name(".exported.tmp"))}


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "ninjs", "tables"])
def test_an_export_writes_where_it_was_told_to(
    form: str, sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "it's here").mkdir()
    assert main(["--data", str(sample_data), "export", "it's here/out", "--format", form]) == 0
    assert [path.name for path in (tmp_path / "it's here").iterdir()] == ["out"]
    capsys.readouterr()


def test_an_export_with_files(sample_data: Path, place: Path, capsys: Capture) -> None:
    words = ["--data", str(sample_data), "export", str(place / "out.csv"), "--format", "csv", "--query"]
    assert main([*words, f"SELECT content FROM read_text('{place}/secret.csv')", "--files"]) == 0
    assert "swordfish" in (place / "out.csv").read_text()
    assert main([*words, f"SELECT content FROM read_text('{place}/secret.csv')"]) == 1
    assert "--files" in capsys.readouterr().err
