"""`copydesk run FLOW`: options made from the flow's function, which pages they choose, and --again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.cli.cli import main
from flows.cli.commands import ingest as ingest_verb
from flows.cli.run_again import run_again
from flows.config.paths import Paths
from flows.config.settings import config_directories
from flows.errors import UsageError
from flows.parsing import wanted_pages as wanted_pages_module
from flows.parsing.item import Item
from flows.running.parameters import google_docstring, parameters
from flows.running.registry import FLOWS, find_flow
from flows.running.run_records import RunRecord, read_run_records
from tests.flows.desk import PAGES, ask

pytestmark = pytest.mark.usefixtures("parses_here")

ADDRESS = "https://www.northlight.example/africa/dam-talks-resume"
#: A page that is no article.
REJECTED = PAGES / "harbourpost/section-front"
CHOOSING = {"--source", "--host", "--since", "--until", "--only", "--limit", "--dry-run"}


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: object) -> tuple[int, str, str]:
    code = main(["--data", str(data), *map(str, words)])
    return code, *capsys.readouterr()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("loaded") / "data"
    pages = [PAGES / "northlight"]
    assert main(["--data", str(data), "import", *map(str, pages)]) in (0, 3)
    return data


@pytest.fixture
def data(loaded: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(loaded, tmp_path / "data", symlinks=True)
    yield tmp_path / "data"


@pytest.mark.parametrize(
    ("flow", "options"),
    [
        ("scrape", {"--source", "--everything", "--now", "--only", "--limit", "--dry-run"}),
        ("import", {"--source", "--host", "--path", "--since", "--until", "--url", "--query", "--base64"}),
        ("parse", CHOOSING),
        ("retry", CHOOSING),
        ("reparse", {*CHOOSING, "--article", "--sample", "--html", "--apply"}),
        ("load", {"--limit", "--dry-run"}),
        ("publish", {"--lake"}),
        ("ingest", {*CHOOSING, "--path", "--now"}),
    ],
)
def test_help_shows_the_options_of_a_flow(
    flow: str, options: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, tmp_path / "none", "run", flow, "--help")
    told = {word for line in out.splitlines() for word in line.split()[:2] if word.startswith("--")}
    assert code == 0 and told == {*options, "--help"}


HERALD = "".join(
    f'[[source]]\nname = "{name}"\nfeeds = ["https://{name}.example/rss"]\n' for name in ("herald", "post")
)


def test_ingest_takes_the_options_of_its_flow_that_mean_something_when_it_fetches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(ingest_verb, "start_flow", lambda *_, **parameters: given.update(parameters) or 0)
    (tmp_path / "sources.toml").write_text(HERALD)
    here = ["--config", tmp_path, "ingest"]
    page = "https://herald.example/1"
    assert run(capsys, tmp_path / "none", *here, "--source", "herald", "--only", page, "--limit", 3, "--now")[0] == 0
    assert given == {"sources": ("herald",), "only": (page,), "limit": 3, "at_once": True}
    code, out, _ = run(capsys, tmp_path / "none", *here, "--source", "herald", "--only", page, "--dry-run")
    assert (code, out) == (0, f"herald: {page}\n")
    for words, said in (["--only", page], "Say with --source"), (["--host", "x"], "No such option '--host'"):
        code, out, err = run(capsys, tmp_path / "none", *here, *words)
        assert (code, out) == (2, "") and said in err


@pytest.mark.parametrize("flow", FLOWS)
def test_every_parameter_is_told_once(flow: str) -> None:
    work = find_flow(flow).fn
    assert all(one.told for one in parameters(work)), "its docstring says what it is"
    assert set(google_docstring(work).split()) >= {f"{one.name}:" for one in parameters(work)}


@pytest.mark.slow
def test_prefect_gets_the_same_words() -> None:
    from prefect.utilities.callables import parameter_docstrings

    for flow in FLOWS:
        work = find_flow(flow).fn
        told = {name: text.rstrip(".") for name, text in parameter_docstrings(google_docstring(work)).items()}
        assert {one.name: one.told for one in parameters(work)}.items() <= told.items()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["parse", "--sorce", "x"], "The flow parse takes no --sorce; did you mean --source?"),
        (["publish", "--limit", "3"], "The flow publish takes no --limit."),
        (["parse", "page.html"], "unexpected extra argument"),
        (["parse", "--limit", "0"], "0 is not in the range"),
        (["parse", "--since", "soon"], "'soon' is no date or time"),
        (["parse", "--since", "2026-02-01", "--until", "2026-01-01"], "--until is not later"),
        (["reparse", "--source", "nothlight"], "There is no outlet 'nothlight'"),
        (["reparse", "--only", "dam-talks"], "'dam-talks' is neither an address"),
        (["reparse", "--sample", "3"], "sample belongs to dry_run"),
        (["reparse", "--apply", "--dry-run"], "--dry-run shows what would change, --apply makes it so"),
        (["reparse", "--html", "x.html"], "--html belongs to --dry-run"),
        (["scrape", "--only", ADDRESS], "Say with --source whose page that is"),
        (["ingest", "--limit", "3", "page.html"], "An import takes no now, only, limit and dry_run"),
        (["--source", "x", "parse"], "the options of a flow stand behind its name"),
        (["--again", "x", "parse"], "name no FLOW"),
        (["--again", "nothing"], "There is no record of a run 'nothing'; nothing has run yet."),
        ([], "Name a FLOW to run"),
        (["laod"], "did you mean 'load'?"),
    ],
)
def test_wrong_options_are_bad_usage(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, tmp_path / "none", "run", *words)
    assert (code, out) == (2, "") and said in err and err.count("\n") == 1
    assert not (tmp_path / "none").exists(), "bad usage leaves no record of a run"


@pytest.mark.parametrize(
    ("wished", "taken"),
    [
        ({}, "abcd"),
        ({"limit": 2}, "ab"),
        ({"hosts": ["northlight.example"]}, "ab"),
        ({"hosts": ["https://WWW.herald.example/", "example.org"]}, "c"),
        ({"hosts": ["news.herald.example:8080"]}, "c"),
        ({"hosts": ["news.herald.example:81"]}, ""),
        ({"sources": ["herald"]}, "c"),
        ({"sources": ["northlight.example"]}, "ab"),
        ({"sources": ["herald", "northlight.example"], "limit": 1}, "a"),
        ({"since": datetime(2026, 2, 2)}, "bd"),
        ({"until": datetime(2026, 2, 2, tzinfo=UTC)}, "ac"),
        ({"only": [ADDRESS]}, "a"),
        ({"only": [ADDRESS.replace("https://www.", "http://") + "?utm_source=x"]}, "a"),
        ({"only": ["file:///pages/d.html", "https://www.northlight.example/b"]}, "bd"),
        ({"only": ["https://www.northlight.example/another"]}, ""),
    ],
)
def test_which_pages_are_taken(
    wished: dict[str, Any], taken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 2, 2, tzinfo=UTC)
    items = [
        Item("a", None, {"final_url": ADDRESS, "fetched_at": first}),
        Item("b", None, {"requested_url": "https://www.northlight.example/b", "fetched_at": second}),
        Item("c", None, {"final_url": "https://m.news.herald.example:8080/c", "source": "herald", "fetched_at": first}),
        Item("d", None, {"final_url": "file:///pages/d.html", "fetched_at": second}),
    ]
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "herald"\n[[source]]\nname = "northlight.example"\n')
    monkeypatch.setattr(wanted_pages_module, "_check_names", lambda *_: None)
    wanted = wanted_pages_module.wanted_pages(Paths(tmp_path), config_directories(None), **wished)
    assert "".join(item.key for item in wanted.items(items)) == taken


def test_a_dry_run_says_how_many_and_does_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--data", str(data), "run", "import", str(PAGES / "kuestenbote")])
    records, held = len(read_run_records(data / "runs")), sorted(data.rglob("*"))
    for _ in range(2):
        assert "would parse 1 page" in run(capsys, data, "run", "parse", "--limit", 1, "--dry-run")[2]
    assert len(read_run_records(data / "runs")) == records and sorted(data.rglob("*")) == held
    assert "nothing to do" in run(capsys, data, "run", "retry", "--dry-run")[2]
    run(capsys, data, "run", "parse", "--limit", 1)
    assert read_run_records(data / "runs")[-1].counts["pages"] == 1


def test_one_article_is_read_again_also_by_the_same_version(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [(number,)] = ask(data / "news.duckdb", "SELECT article_id FROM current_articles WHERE headline LIKE 'Dam talks%'")
    assert "nothing to do" in run(capsys, data, "run", "reparse")[2]
    for words in (["--article", number], ["--only", number], ["--only", ADDRESS]):
        assert "1 page: 1 article" in run(capsys, data, "run", "reparse", *words)[2]
    assert "0 new articles, 0 new versions" in run(capsys, data, "run", "load")[2].replace("3 batches: ", "")
    assert "There is no story with the article_id 99999" in run(capsys, data, "run", "reparse", "--article", 99999)[2]


def test_a_reparse_and_a_retry_know_how_many_pages_they_read(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["--data", str(data), "import", str(REJECTED)])
    told: list[tuple[int, int]] = []

    def counting(job: Any, archive: Any, items: Iterator[Item], *, total: int) -> None:
        told.append((total, len([*items])))

    monkeypatch.setattr("flows.reparse.parse_items", counting)
    monkeypatch.setattr("flows.retry.parse_items", counting)
    monkeypatch.setattr("flows.reparse.PARSER_VERSION", "99")
    first = ask(data / "news.duckdb", "SELECT count(*) FROM raw_pages")[0][0]
    for words in ([], ["--source", "northlight.example"], ["--limit", 1], ["--only", ADDRESS], ["--host", "x.example"]):
        run(capsys, data, "run", "reparse", *words)
    run(capsys, data, "quarantine", "retry", "--reason", "listing")
    assert told == [(first, first), (1, 1), (1, 1), (1, 1), (0, 0), (1, 1)] and first == 2


def test_load_takes_no_more_batches_than_it_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        run(capsys, data, "run", "reparse", "--limit", 1, "--only", ADDRESS)
    assert "would load 2 batches" in run(capsys, data, "run", "load", "--dry-run")[2]
    assert "1 batch:" in run(capsys, data, "run", "load", "--limit", 1)[2]
    assert "1 batch:" in run(capsys, data, "run", "load")[2]


def test_a_recorded_run_is_run_again(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, data, "run", "parse", "--limit", "5", "--since", "2020-01-01", "--host", "northlight.example")
    first = next(one for one in read_run_records(data / "runs") if one.flow == "parse" and one.parent is None)
    assert run(capsys, data, "run", "--again", first.run_id)[0] == 0
    again = [one for one in read_run_records(data / "runs") if one.flow == "parse" and one.parent is None]
    assert len(again) == 2 and again[0].parameters == again[1].parameters
    code, _, err = run(capsys, data, "run", "--again", first.run_id[:-1])
    assert code == 2 and f"did you mean {first.run_id}" in err


BEGAN = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("flow", "recorded", "expected"),
    [
        ("parse", {"since": str(BEGAN), "limit": 3}, ("parse", {"since": BEGAN, "limit": 3})),
        ("import", {"paths": ["a.html"], "then": ["parse"], "url": "https://a.example/"},
         ("ingest", {"paths": ["/there/a.html"], "reading": {"url": "https://a.example/"}})),
        ("import", {"paths": ["https://a.example/", "b.html"]},
         ("import", {"paths": ["https://a.example/", "/there/b.html"]})),
        ("import", {"paths": ["/a.html"], "source": "herald"}, ("import", {"paths": ["/a.html"], "source": "herald"})),
        ("reparse", {"source": "herald"}, ("reparse", {"sources": ["herald"]})),
        ("import", {"paths": ["-"]}, "read standard input"),
        ("parse", {"deeply": True}, "was told deeply"),
        ("harvest", {}, "which this version does not have"),
    ],
)  # fmt: skip
def test_what_a_record_says_is_what_runs(flow: str, recorded: dict[str, Any], expected: Any) -> None:
    record = RunRecord("x", flow, recorded, folder="/there")
    if isinstance(expected, str):
        with pytest.raises(UsageError, match=expected):
            run_again([record], "x")
    else:
        assert run_again([record], "x") == expected
