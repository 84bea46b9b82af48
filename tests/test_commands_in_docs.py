"""Every command that the documents name is run, in a folder that has what they speak of.

Commands stand in indented and fenced blocks and between backquotes; words in capitals (PATH, NAME) stand for something.
The few that cannot be run here are named below, with the test that runs them.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import duckdb
import pytest

from flows.cli.cli import main
from flows.cli.verbs import VERBS, cli
from tests.flows.desk import PAGES
from tests.make_warc import build

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")])

#: Commands that are not run here, and where they are.
ELSEWHERE = {
    "serve": "tests/flows/test_prefect.py",
    "status --watch": "tests/cli/test_status_lines.py",
    "search --build-index": "tests/warehouse/test_search.py",
    "sources add": "tests/cli/test_sources_add.py",
    **dict.fromkeys(
        (
            "import https://crawls.example/2026-02.warc.gz",
            "import https://crawls.example/2026-02.warc.gz pages/ https://www.herald.example/story",
        ),
        "tests/acquire/test_remote.py",
    ),
    **dict.fromkeys(
        (
            "import cc-news --host herald.example --since 2026-02-01 --until 2026-02-08 --dry-run",
            "import cc-news --host herald.example --since 2026-02-01 --until 2026-02-08",
        ),
        "tests/faults/test_cc_news_with_files_that_fail.py",
    ),
    "browse": "tests/browsing/test_pages.py",
    "worker": "tests/faults/test_machines_of_a_cluster_that_die.py",
    "publish --lake s3://": "tests/faults/test_a_lake_whose_store_is_away.py",
}
ADDRESS = "https://www.northlight.example/africa/dam-talks-resume"
#: What stands for the words in capitals.
MEANT = {
    "PATH": "page.html", "WHAT": "page.html", "PAGE": "page.html", "URL": ADDRESS, "WORD": "dam", "WORDS": "dam",
    "TARGET": "out.jsonl", "TABLE": "captions", "FLOW": "parse", "NAME": "herald", "CODE": "ro", "N": "3",
    "SELECT ...": "SELECT 1", "VERB": "status",
}  # fmt: skip
#: Done, or done with rejected pages.
GOOD = (0, 3)


def told_commands(text: str) -> Iterator[str]:
    """The commands of a document, from "copydesk" on, as they stand there."""
    blocks = re.findall(r"^(?: {4,}|\$ )(.*copydesk .*)$", text, re.MULTILINE)
    spans = re.findall(r"`(copydesk [^`]+)`", re.sub(r"\s*\n\s*", " ", text))
    for line in (*blocks, *spans):
        for part in re.split(r" && |; ", re.sub(r"\s+#.*", "", line)):
            if found := re.search(r"(?:^|\s)copydesk (?!:).*", part):
                yield re.sub(r"\s*(?:>>?|(?<!\\)\|) .*", "", found[0].strip())


def words_of(command: str) -> list[str]:
    """The arguments of a command; of alternatives the first, without the signs for what may be left out or repeated."""
    words = shlex.split(command.replace("\\|", "|"))[1:]
    if not any(" " in word for word in words):
        words = [word.strip("[]").removesuffix("...").strip("[]").split("|")[0] for word in words]
    return [MEANT.get(word, word) for word in words]


def all_commands() -> dict[str, list[str]]:
    """Each command once -> the documents that name it."""
    found: dict[str, list[str]] = {}
    for page in DOCUMENTS:
        for command in told_commands(page.read_text("utf-8")):
            found.setdefault(shlex.join(words_of(command)), []).append(page.name)
    return found


COMMANDS = all_commands()


@pytest.fixture(scope="module")
def folder(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a data directory and the files that the documents speak of."""
    place = tmp_path_factory.mktemp("docs")
    shutil.copytree(sample_data, place / "data")
    page = PAGES / "northlight" / "dam-talks" / "page.html"
    shutil.copyfile(page, place / "page.html")
    shutil.copytree(PAGES / "talbote", place / "pages")
    html = page.read_text("utf-8")
    (place / "crawl.warc.gz").write_bytes(build())
    (place / "dump.json").write_text(json.dumps({"items": [{"url": "https://b.example/dam", "html": html}]}), "utf-8")
    with closing(sqlite3.connect(place / "crawl.sqlite")) as crawl, crawl:
        (place / "rows.json").write_text(json.dumps({"link": "https://d.example/dam", "raw": html}), "utf-8")
        crawl.execute("CREATE TABLE fetched (link TEXT, raw TEXT, status INTEGER)")
        crawl.execute("INSERT INTO fetched VALUES ('https://c.example/dam', ?, 200)", [html])
    duckdb.sql(f"COPY (SELECT link AS url, raw AS html FROM '{place}/rows.json') TO '{place}/pages.parquet'")
    (place / "config").mkdir()
    (place / "news").symlink_to("config")
    (place / "config" / "sources.toml").write_text('[[source]]\nname = "herald"\npages = ["http://127.0.0.1:9/"]\n')
    (place / "config" / "copydesk.toml").write_text("[alerts]\nfeed = true\n")
    return place


def test_the_documents_name_commands() -> None:
    assert len(COMMANDS) > 40
    assert {words.split()[0] for words in COMMANDS} - {"--data"} >= {*VERBS} - {"completion"}


def _matching(folder: Path, word: str) -> list[str]:
    return [str(path) for path in folder.glob(word)] if "*" in word and "/" in word else []


@pytest.mark.parametrize("command", [command for command in COMMANDS if not command.startswith(tuple(ELSEWHERE))])
def test_a_command_of_the_documents_runs(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT 1"))
    monkeypatch.setenv("COPYDESK_CONFIG", str(folder / "config"))
    monkeypatch.setattr(click, "launch", lambda address: 0)  # a browser is nobody's here
    words = command.replace("/srv/news/config", "config").replace("/srv/news", "data").replace("/tmp/trial", "trial")
    arguments = [one for word in shlex.split(words) for one in (_matching(folder, word) or [word])]
    code = main(arguments)
    said = capsys.readouterr().err
    named_only = (
        code == 2
        and len(shlex.split(command)) <= 2
        and re.search("Missing (arg|option)|requires an arg|Name at least", said)
    )
    assert code in GOOD or named_only, f"{COMMANDS[command]}: {said}"


ROWS = re.findall(r"^\| `copydesk (\w+)[^`]*` \| (.*) \|$", (ROOT / "docs/command-line.md").read_text("utf-8"), re.M)


@pytest.mark.parametrize(("verb", "said"), ROWS)
def test_the_options_told_of_a_verb_are_its_own(verb: str, said: str) -> None:
    context = click.Context(cli)
    command = cli.get_command(context, verb)
    assert command is not None
    group = command if isinstance(command, click.Group) else click.Group()
    below = [group.get_command(context, name) for name in group.list_commands(context)]
    parameters = [parameter for one in (command, *below) if one is not None for parameter in one.params]
    known = {name for parameter in parameters for name in (*parameter.opts, *parameter.secondary_opts)}
    assert set(re.findall(r"--[a-z0-9-]+", said)) <= known
