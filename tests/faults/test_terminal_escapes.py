"""Control characters in pages, addresses, file names and records are shown on a terminal, never obeyed."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import logging
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.cli.cli import main
from flows.cli.output_rows import write_rows
from flows.config.paths import Paths
from flows.printing.json_text import json_text
from flows.printing.progress import bar, line
from flows.printing.rich_console import console
from flows.printing.terminal_text import Terminal, guarded, visible
from flows.running.run_records import RunRecord, write_record
from tests.flows.desk import PAGES, ROOT

#: Title, clear screen, colour by one byte, reordering, return to the line's begin; and Rich's mark-up.
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\u2066\r[bold red]x[/]"
SHOWN = r"\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\u2066\x0d[bold red]x[/]"
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
PAGE = f"""<html><head><title>{HOSTILE}</title></head><body><article><h1>Council {HOSTILE} agrees on a plan</h1>
<p>The council met on Monday {HOSTILE} and agreed on a plan that the mayor had long asked for, members said.</p>
<p>The plan foresees a new pier for the ferry, which lies in the open sea today, they said after the vote.</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def hostile(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose rows and run records hold control characters."""
    data = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(sample_data, data)
    news = data / "news.duckdb"
    news.chmod(0o644)
    with duckdb.connect(str(news)) as connection:
        for table, column in [
            ("revisions", "headline"), ("sources", "name"), ("quarantine", "detail"), ("quarantine", "reason"),
            ("quarantine", "url"), ("captions", "text"), ("fetches", "reason"), ("fetches", "requested_url"),
        ]:  # fmt: skip
            number = "|| rowid" if table == "sources" else ""
            connection.execute(f"UPDATE {table} SET {column} = $1 {number}", [HOSTILE])
    begun = "2026-01-01T00:00:00+00:00"
    name = f"load{HOSTILE}"
    record = RunRecord("20260101T000000-load-aaaa", name, started_at=begun, outcome="failed", messages=(HOSTILE,))
    write_record(Paths(data).runs, record)
    return data


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages with control characters in their names."""
    folder = tmp_path_factory.mktemp("pages")
    for name in (b"caf\xe9\x1b[2J\xe2\x80\xae.html", b"b\x1b]0;owned\x07.html"):
        (folder / os.fsdecode(name)).write_text(PAGE, "utf-8")
    return folder


def on_a_terminal(*words: object, **environ: str) -> tuple[int, str]:
    """Run a command in a pseudo-terminal; gives its exit code and all that the terminal received."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "flows.cli", *map(os.fsencode, map(str, words))]
    settings = {"TERM": "dumb", "COLUMNS": "200", "LC_ALL": "C.UTF-8", **environ}
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, **settings}
    )
    os.close(theirs)
    seen = bytearray()
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
        while part := os.read(ours, 65536):
            seen += part
    os.close(ours)
    return process.wait(60), seen.decode("utf-8", "surrogateescape").replace("\r\n", "\n")


class Watched(io.StringIO):
    """A text stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def place(pages: Path, tmp_path: Path) -> dict[str, Path]:
    """Name -> path, for the names in braces in the commands below."""
    ours, typos = tmp_path / "config", tmp_path / "typos"
    for folder, text in ((ours, '[[source]]\nname = "a"\ntitle = "\u202ea"\n'), (typos, '"\\u001b[31m" = 1\n')):
        folder.mkdir()
        (folder / "sources.toml").write_text(text, "utf-8")
    (page,) = pages.glob("caf*.html")
    (other,) = pages.glob("b*.html")
    return {"page": page, "other": other, "pages": pages, "config": ours, "typos": typos}


#: The words of a command, and what must be seen of the hostile text in it.
COMMANDS: list[tuple[list[str], str]] = [
    (["extract", "{page}"], r"\\x1b[2J\\u202e.html"),
    (["extract", "{page}", "--format", "markdown"], ""),
    (["extract", "{page}.gone"], r"\x1b[2J\u202e.html.gone"),
    (["explain", "{page}", "--all"], r"\x1b[2J\u202e.html"),
    (["explain", "http://127.0.0.1:9/\x1b[31m"], "http://127.0.0.1:9/%1B[31m"),
    (["import", "--dry-run", "{pages}"], ""),
    (["import", "{other}.gone"], r"b\x1b]0;owned\x07.html.gone"),
    (["sql", 'SELECT headline AS "\x1b[31m" FROM revisions LIMIT 1'], r"\x1b[31m"),
    (["sql", "SELECT headline FROM revisions LIMIT 1", "--format", "csv"], SHOWN),
    (["sql", "SELECT headline FROM revisions LIMIT 1", "--format", "jsonl"], r"\u001b]0;owned\u0007"),
    (["sql", 'SELECT "\x1b[31m"'], r"\x1b[31m"),
    (["search", "evil"], r"\x1b"),
    (["quarantine", "list"], r"\x1b"),
    (["quarantine", "show", "1"], SHOWN),
    (["quarantine", "show", "1", "--json"], r"\u001b]0;owned\u0007"),
    (["report", "--days", "3650"], r"\x1b"),
    (["status"], r"\x1b]0;owned"),
    (["doctor"], r"\x1b]0;owned"),
    (["export", "{config}/\x1b[2J.jsonl", "--format", "jsonl"], r"\x1b[2J.jsonl"),
    (["schema", "\x1b[31m"], r"\x1b[31m"),
    (["\x1b[31m"], r"\x1b[31m"),
    (["--config", "{config}", "sources"], r"\u202ea"),
    (["--config", "{config}", "ingest", "--source", "\x1b[31m"], r"\x1b[31m"),
    (["--config", "{typos}", "sources"], r"\x1b[31m"),
]


@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=lambda n: "-".join(visible(w) for w in COMMANDS[n][0][:2]))
def test_nothing_that_is_obeyed_comes_through(
    number: int, hostile: Path, place: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, shown = COMMANDS[number]
    watched = Watched()
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys, "stdout", watched)
    monkeypatch.setattr(sys, "stderr", watched)
    data = tmp_path / "data" if "import" in words or "ingest" in words else hostile
    main(["--data", str(data), *(word.format(**place) for word in words)])
    seen = watched.getvalue().replace("\n", "")
    assert OBEYED.findall(seen) == []
    assert shown in seen


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 3, 7, 16])
def test_nothing_that_is_obeyed_reaches_a_real_terminal(number: int, hostile: Path, place: dict[str, Path]) -> None:
    words, shown = COMMANDS[number]
    _, seen = on_a_terminal("--data", hostile, *(word.format(**place) for word in words))
    assert OBEYED.findall(seen) == []
    assert shown in seen.replace("\n", "")


@pytest.mark.slow
def test_colours_are_ours_alone(pages: Path) -> None:
    (page,) = pages.glob("caf*.html")
    code, seen = on_a_terminal("explain", page, "--all", TERM="xterm-256color")
    assert code in (0, 3)
    drawn = re.sub(r"\x1b\[[0-9;]*m", "", seen)
    assert "\x1b[" in seen and OBEYED.findall(drawn) == []
    assert "\x1b[2J" not in seen and r"\x1b[2J" in drawn


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_an_encoding_that_lacks_characters_is_no_error(encoding: str, pages: Path, hostile: Path) -> None:
    environ = {**os.environ, "PYTHONIOENCODING": encoding}
    for words in (["extract", str(pages), "--jsonl"], ["--data", str(hostile), "quarantine", "list"]):
        command = [sys.executable, "-m", "flows.cli", *words]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, env=environ, check=False)
        assert b"Error" not in done.stderr and done.returncode in (0, 3), done.stderr
        if words[-1] == "--jsonl":
            lines = [json.loads(line) for line in done.stdout.decode(encoding).splitlines()]
            assert len(lines) == 2 and any("caf" in one["source"] for one in lines)


def test_programs_get_data_as_it_is(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT DISTINCT headline FROM revisions"
    assert main(["--data", str(hostile), "sql", query, "--format", "csv"]) == 0
    assert list(csv.reader(io.StringIO(capsys.readouterr().out, newline=""))) == [["headline"], [HOSTILE]]
    for form in ("json", "jsonl"):
        assert main(["--data", str(hostile), "sql", query, "--format", form]) == 0
        printed = capsys.readouterr().out
        assert OBEYED.search(printed) is None
        found = json.loads(printed)
        assert found == ([{"headline": HOSTILE}] if form == "json" else {"headline": HOSTILE})


@given(st.text(st.characters(exclude_categories=())))
def test_json_means_the_same_and_holds_nothing_that_is_obeyed(text: str) -> None:
    written = json_text({"a": text})
    assert OBEYED.search(written.replace("\n", "")) is None and json.loads(written) == {"a": text}


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_visible_is_harmless_and_says_what_was_there(text: str) -> None:
    shown = visible(text)
    assert OBEYED.search(shown) is None and visible(shown) == shown
    assert shown == "".join(ascii(c)[1:-1] if OBEYED.match(c) and c != "\r" else c.replace("\r", r"\x0d") for c in text)


@pytest.mark.parametrize("said", ["\t", "\n", "é", "مرحبا\u200f", "👩\u200d🚒", "[bold]", "C:\\x1b"])
def test_what_is_harmless_stays(said: str) -> None:
    assert visible(said) == said


def test_a_line_of_progress_stays_one_line() -> None:
    for stream in (Watched(), io.StringIO()):
        line("scrape", f"a{HOSTILE}\ncopydesk: all is well", stream=stream)
        assert stream.getvalue().count("\n") == 1
        assert bool(OBEYED.search(stream.getvalue())) is not stream.isatty()


def test_what_others_print_while_a_bar_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched()
    monkeypatch.setattr(sys, "stderr", watched)
    with guarded(), bar("parse", "pages", 3):
        line("parse", HOSTILE)
        print(HOSTILE, file=sys.stderr)
        sys.stderr.writelines([HOSTILE, "\n"])
    assert "]0;owned\x07" not in watched.getvalue() and "\x9b" not in watched.getvalue()
    assert watched.getvalue().count(r"\x1b]0;owned\x07") == 3
    assert sys.stderr is watched


def test_a_table_for_a_person_and_for_a_pipe() -> None:
    watched, piped = Watched(), io.StringIO()
    for stream in (watched, piped):
        write_rows(["a"], [(HOSTILE,), ("x\x1cy\u2028z",)], "table", stream)
    assert SHOWN in watched.getvalue().replace("\n", "") and r"x\x1cy\u2028z" in watched.getvalue()
    assert "\x1b]0;owned" in piped.getvalue() and "x\x1cy\u2028z\n" in piped.getvalue()


def test_a_console_makes_visible_what_was_forgotten() -> None:
    watched = Watched()
    table = Table("head")
    table.add_row(Text(f"a{HOSTILE}"))
    drawer = console(watched, force_terminal=True, width=300)
    drawer.print(table)
    drawer.print(Text("b\x1b[2Jc", style="red"))
    drawn = re.sub(r"\x1b\[[0-9;]*m", "", watched.getvalue())
    assert OBEYED.search(drawn) is None and r"b\x1b[2Jc" in drawn and r"a\x1b]0;owned" in drawn
    assert isinstance(drawer, Console)


def test_nobody_writes_past_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched()
    monkeypatch.setattr(sys, "stdout", watched)
    monkeypatch.setattr(sys, "stderr", watched)
    with guarded():
        assert isinstance(sys.stdout, Terminal) and sys.stdout.isatty()
        assert not hasattr(sys.stdout, "buffer")
        logging.lastResort.emit(logging.makeLogRecord({"msg": f"w{HOSTILE}"}))
        with guarded():
            print(HOSTILE)
    assert OBEYED.search(watched.getvalue()) is None and watched.getvalue().count(SHOWN) == 2
    assert sys.stdout is watched


def test_without_standard_output_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["schema"]) == 0
    assert main(["extract", str(PAGES / "nothing.html")]) == 1


def test_an_explanation_in_html_can_hold_any_name(pages: Path, tmp_path: Path) -> None:
    (page,) = pages.glob("caf*.html")
    assert main(["explain", str(page), "--html", str(tmp_path / "e.html")]) in (0, 3)
    assert "caf" in (tmp_path / "e.html").read_text("utf-8")
