"""copydesk extract: forms of output, exit codes, and input that is none."""

import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from flows.cli.cli import main
from flows.cli.extract_pages import FEW

PAGES = Path(__file__).parents[1] / "pages"
PAGE = PAGES / "northlight/dam-talks/page.html"
LISTING = PAGES / "harbourpost/section-front/page.html"


def extract(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main(["extract", *map(str, words)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_one_page_gives_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = extract(capsys, PAGE)
    article: dict[str, Any] = json.loads(out)
    assert (code, err) == (0, "")
    assert article["headline"] and article["blocks"] and article["source"].startswith("https://www.northlight.example/")


def test_several_pages_give_a_list_and_rejections_stand_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = extract(capsys, PAGE, LISTING)
    first, second = json.loads(out)
    assert code == 3
    assert "blocks" in first and set(second["rejected"]) == {"reason", "detail"}


def test_a_folder_gives_a_line_a_page_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = extract(capsys, PAGES, "--jsonl")
    sources = [json.loads(line)["source"] for line in out.splitlines()]
    assert code in (0, 3)
    assert len(sources) > FEW, "so that the pool is part of this test"
    files = [s for s in sources if not s.startswith("http")]
    assert len(files) >= 3 and files == sorted(files)


def test_warc_and_gzip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(PAGE.read_bytes()))
    _, out, _ = extract(capsys, packed, PAGES / "archive/sample.warc.gz")
    results = json.loads(out)
    assert results[0]["headline"] == json.loads(extract(capsys, PAGE)[1])["headline"]
    assert all(r["source"].startswith("https://") for r in results[1:]) and len(results) > 3


def test_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = extract(capsys, PAGE, LISTING, "--format", "markdown")
    assert code == 3
    assert "# Dam talks resume as river runs low\n" in out
    assert "*Not an article" in out.split("\n---\n")[1]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PAGE.read_bytes())))
    code, out, _ = extract(capsys, "-", "--url", "https://www.northlight.example/a")
    assert code == 0 and json.loads(out)["source"] == "https://www.northlight.example/a"


BAD = {
    "empty.html": (b"", "empty"),
    "space.html": (b" \n\t ", "empty"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not_text"),
    "huge.html": (b"<html><body>" + b"<p>word word word</p>" * 1_500_000, "too_large"),
    "deep.html": (b"<html><body>" + b"<div>" * 100_000 + b"text", "too_deep"),
    "cut.html.gz": (gzip.compress(b"<p>" + os.urandom(50_000).hex().encode())[:2_000], "truncated"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_rejected_and_stops_nothing(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, reason = BAD[name]
    (tmp_path / name).write_bytes(content)
    code, out, err = extract(capsys, tmp_path / name, PAGE)
    bad, good = json.loads(out)
    assert (code, err) == (3, "")
    assert bad["rejected"]["reason"] == reason
    assert len(bad["rejected"]["detail"].splitlines()) == 1
    assert good["blocks"]


def test_a_cut_warc_gives_its_whole_records_and_names_the_cut_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = (PAGES / "archive/sample.warc.gz").read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(whole[: len(whole) - 900])
    code, out, _ = extract(capsys, tmp_path / "cut.warc.gz")
    results = json.loads(out)
    assert code == 3
    assert [r["rejected"]["reason"] for r in results if "rejected" in r][-1] == "truncated"
    assert any("blocks" in r for r in results)


def test_what_cannot_be_opened_is_named_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = extract(capsys, tmp_path / "missing.html", PAGE)
    assert code == 1
    assert json.loads(out)[0]["blocks"]
    assert err == f"copydesk: {tmp_path}/missing.html: there is no such file; check the name.\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    locked = tmp_path / "locked.html"
    locked.write_text("<p>text</p>")
    locked.chmod(0)
    code, _, err = extract(capsys, locked)
    assert code == 1 and "no permission" in err


def test_a_folder_without_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = extract(capsys, tmp_path)
    assert code == 1 and "There are no pages in" in err


def test_a_broken_rules_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/junk.toml").write_text("[[rule]\nid = ")
    code, out, err = extract(capsys, "--config", tmp_path, PAGE)
    assert (code, out) == (2, "")
    assert "junk.toml:1: not valid TOML" in err and len(err.splitlines()) == 1


def test_the_limits_of_the_settings_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "copydesk.toml").write_text("[limits]\npage_bytes = 1000\n")
    code, out, _ = extract(capsys, "--config", tmp_path, PAGE)
    assert (code, json.loads(out)["rejected"]["reason"]) == (3, "too_large")
