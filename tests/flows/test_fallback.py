"""Bodies of the user's program: which pages are handed over, what stands in the rows, and that a reparse keeps it."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.import_pages import import_pages
from flows.ingest import ingest
from flows.load import load
from flows.parse import parse
from flows.publish import publish
from flows.reparse import reparse
from flows.running.run_records import RunRecord
from tests.faults.here import Here
from tests.flows.desk import PAGES, ROOT, ask
from tests.flows.fallback_programs import config, program, says, times_asked

PAGE = PAGES / "northlight/dam-talks/page.html"
#: The first paragraph of that page, which the program keeps, and one that it adds.
FIRST = (
    "Delegations from three countries sat down in Kigali on Tuesday to talk about the Tarsa dam, seven months after the"
    " last round ended without a statement."
)
ADDED = "A paragraph that only the program found."
ANSWER = json.dumps({"paragraphs": ["Dam talks resume as river runs low", FIRST, ADDED]})
QUALITY = "SELECT quality, revision_count FROM current_articles"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("flows.parse.open_pool", Here)
    import_pages([str(PAGE.parent)], data=str(tmp_path / "data"))
    return tmp_path / "data"


def blocks(data: Path) -> list[str]:
    return [text for (text,) in ask(data / "warehouse.duckdb", "SELECT text FROM blocks ORDER BY ordinal")]


def replaced(data: Path) -> list[str]:
    query = "SELECT text FROM dropped_segments WHERE reason = 'replaced_by_fallback' ORDER BY ordinal"
    return [text for (text,) in ask(data / "warehouse.duckdb", query)]


def again(data: Path, settings: Path) -> RunRecord:
    record = reparse(data=str(data), config=str(settings))
    load(data=str(data))
    return record


def test_the_programs_body_stands_in_the_rows_and_ours_is_not_lost(data: Path, tmp_path: Path) -> None:
    parse(data=str(data))
    load(data=str(data))
    warehouse = data / "warehouse.duckdb"
    own, quality = blocks(data), ask(warehouse, QUALITY)
    settings = config(tmp_path / "config", program(tmp_path / "bin", says(ANSWER)))
    assert again(data, settings).counts == {"pages": 1, "articles": 1, "batches": 1, "fallback_bodies": 1}
    assert blocks(data) == [FIRST, ADDED], "a headline that a program repeats is no block"
    assert replaced(data) == own[1:]
    assert ask(warehouse, "SELECT method, rule FROM field_evidence WHERE field = 'blocks'") == [("fallback", "body.py")]
    assert ask(warehouse, QUALITY) == quality, "it is that of our own body"
    assert ask(warehouse, "SELECT locator IS NULL FROM blocks ORDER BY ordinal") == [(False,), (True,)]
    assert ask(warehouse, "SELECT count(*) FROM captions") == [(1,)]


def test_a_page_is_asked_about_once_and_a_reparse_keeps_the_body(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = program(tmp_path / "bin", says(ANSWER))
    settings = config(tmp_path / "config", file)
    parse(data=str(data), config=str(settings))
    load(data=str(data))
    assert again(data, settings).counts == {}
    file.unlink()  # the program is gone; a newer parser reads the pages anew, and is surer
    for module in ("flows.reparse", "flows.parsing.parse_batch"):
        monkeypatch.setattr(f"{module}.PARSER_VERSION", "99")
    config(tmp_path / "config", file, below=0.0)
    assert again(data, settings).counts == {"pages": 1, "articles": 1, "batches": 1, "fallback_bodies": 1}
    assert blocks(data) == [FIRST, ADDED]
    assert times_asked(file) == 1


def test_without_the_program_our_body_comes_back_and_with_it_the_kept_one(data: Path, tmp_path: Path) -> None:
    parse(data=str(data))
    load(data=str(data))
    own, file = blocks(data), program(tmp_path / "bin", says(ANSWER))
    with_it, off = config(tmp_path / "config", file), config(tmp_path / "off")
    for _ in range(2):
        again(data, with_it)
        assert blocks(data) == [FIRST, ADDED]
        again(data, off)
        assert (blocks(data), replaced(data)) == (own, [])
    assert times_asked(file) == 1


def test_answers_that_are_removed_are_asked_for_again(data: Path, tmp_path: Path) -> None:
    file = program(tmp_path / "bin", says(ANSWER))
    settings = config(tmp_path / "config", file)
    parse(data=str(data), config=str(settings))
    load(data=str(data))
    program(tmp_path / "bin", says('{"body": "Another body.\\n\\nOf two paragraphs."}'))
    assert again(data, settings).counts == {}
    shutil.rmtree(data / "fallback")
    assert again(data, settings).counts["fallback_bodies"] == 1
    assert blocks(data) == ["Another body.", "Of two paragraphs."]
    assert again(data, settings).counts == {}


def test_another_command_and_another_threshold_read_the_pages_anew(data: Path, tmp_path: Path) -> None:
    sure = config(tmp_path / "config", program(tmp_path / "bin", says(ANSWER)), below=0.0)
    assert parse(data=str(data), config=str(sure)).counts == {"pages": 1, "articles": 1, "batches": 1}
    load(data=str(data))
    config(tmp_path / "config", tmp_path / "bin/body.py", below=1.0)
    assert again(data, sure).counts["fallback_bodies"] == 1
    other = program(tmp_path / "bin", says('{"body": "Something else."}'), "other.py")
    config(tmp_path / "config", other)
    assert again(data, sure).counts["fallback_bodies"] == 1
    assert blocks(data) == ["Something else."]


def test_a_page_that_failed_is_tried_again_by_the_next_reparse(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = program(tmp_path / "bin", "raise SystemExit(3)\n")
    settings = config(tmp_path / "config", file)
    record = parse(data=str(data), config=str(settings))
    load(data=str(data))
    publish(data=str(data))
    assert record.counts == {"pages": 1, "articles": 1, "batches": 1, "fallback_failed": 1}
    assert record.outcome == "done"
    capsys.readouterr()
    main(["--data", str(data), "--config", str(settings), "doctor"])
    assert "1 page was parsed by an older version or with other rules" in capsys.readouterr().out
    assert again(data, settings).counts["fallback_failed"] == 1
    program(tmp_path / "bin", says(ANSWER))
    assert again(data, settings).counts["fallback_bodies"] == 1
    assert blocks(data) == [FIRST, ADDED]
    assert again(data, settings).counts == {}


def test_plain_text_has_no_quality_and_is_not_handed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.parse.open_pool", Here)
    file = program(tmp_path / "bin", says(ANSWER))
    settings = config(tmp_path / "config", file)
    text = next(PAGES.glob("*/*/page.txt"))
    record = ingest(paths=[str(text)], data=str(tmp_path / "data"), config=str(settings))
    assert record.counts["parse_articles"] == 1 and "parse_fallback_bodies" not in record.counts
    assert times_asked(file) == 0


def test_extract_hands_a_page_over_as_a_run_does_and_keeps_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = config(tmp_path / "config", program(tmp_path / "bin", ECHO), "two", below=1.0)
    assert main(["--config", str(settings), "extract", str(PAGE)]) == 0
    printed = capsys.readouterr()
    article = json.loads(printed.out)
    assert printed.err == ""
    found = {"method": "fallback", "rule": "body.py two", "confidence": 0.5, "candidates": []}
    assert article["evidence"]["blocks"] == found
    assert [(b["kind"], b["text"], b["level"]) for b in article["blocks"]] == [
        ("subhead", "two", 2),
        ("paragraph", f"{PAGE.stat().st_size}", None),
        ("paragraph", "https://www.northlight.example/africa/dam-talks-resume text/html utf-8 en-GB", None),
    ]


def test_explain_shows_the_kept_body_and_runs_no_program(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = program(tmp_path / "bin", says(ANSWER))
    settings = config(tmp_path / "config", file)

    def explained() -> dict[str, list[str]]:
        capsys.readouterr()
        assert main(["--data", str(data), "--config", str(settings), "--json", "explain", str(PAGE)]) == 0
        told = json.loads(capsys.readouterr().out)
        kept = [line["text"] for line in told["lines"] if line["fate"] == "kept"]
        cut = [line["text"] for line in told["lines"] if line["label"] == "replaced_by_fallback"]
        assert kept == [block["text"] for block in told["blocks"]]
        return {"kept": kept, "cut": cut}

    before = explained()
    assert (before["cut"], times_asked(file)) == ([], 0)
    parse(data=str(data), config=str(settings))
    assert explained() == {"kept": [FIRST, ADDED], "cut": before["kept"][1:]}
    assert times_asked(file) == 1


def test_the_program_of_the_documentation_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"```python\n#!.*?\n(.*?)```", (ROOT / "docs/operations.md").read_text("utf-8"), re.DOTALL)
    assert code and len(code[1].splitlines()) <= 10
    file = program(tmp_path / "bin", code[1])
    (tmp_path / "bin/trafilatura.py").write_text(
        "def extract(page, *, url, include_comments):\n    return f'{url} {include_comments}\\n{len(page)}'\n"
    )
    settings = config(tmp_path / "config", sys.executable, file)
    assert main(["--config", str(settings), "extract", str(PAGE)]) == 0
    assert [block["text"] for block in json.loads(capsys.readouterr().out)["blocks"]] == [
        "https://www.northlight.example/africa/dam-talks-resume False",
        f"{PAGE.stat().st_size}",
    ]


#: Gives back its argument, the size of the page and its environment.
ECHO = """
import json, os, sys
page = sys.stdin.buffer.read()
facts = " ".join(os.environ["COPYDESK_" + name] for name in ("URL", "MEDIA_TYPE", "CHARSET", "LANGUAGE"))
blocks = [("subhead", sys.argv[1], 2), ("paragraph", str(len(page)), 5), ("paragraph", facts, None)]
print(json.dumps({"blocks": [{"kind": k, "text": t, "level": l, "more": 1} for k, t, l in blocks], "title": "x"}))
"""
