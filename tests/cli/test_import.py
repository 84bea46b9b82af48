"""copydesk import: whatever lies in a folder ends as an article or in quarantine, with the reason; nothing stops it."""

import gzip
import os
from pathlib import Path

import pytest

from flows.cli.cli import main
from tests.flows.desk import PAGES, ask

#: File -> its content and the reason under which it must be found.
BAD = {
    "empty.html": (b"", "empty"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not_text"),
    "huge.html": (b"<html><body>" + b"<p>word word word</p>" * 1_500_000, "too_large"),
    "deep.html": (b"<html><body>" + b"<div>" * 100_000 + b"text", "too_deep"),
    "cut.html.gz": (gzip.compress(b"<p>" + os.urandom(50_000).hex().encode())[:2_000], "truncated"),
    "cut.warc.gz": ((PAGES / "archive/sample.warc.gz").read_bytes()[:-900], "truncated"),
}


def test_bad_input_is_quarantined_and_the_good_page_comes_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, data = tmp_path / "pages", tmp_path / "data"
    folder.mkdir()
    for name, (body, _) in BAD.items():
        (folder / name).write_bytes(body)
    (folder / "good.html").write_bytes((PAGES / "northlight/dam-talks/page.html").read_bytes())
    words = ["--data", str(data), "import", str(folder), str(tmp_path / "missing.html"), "s3://bucket/a.warc"]
    assert main(words) == 1, "one path does not exist"
    said = capsys.readouterr().err
    assert "missing.html does not exist" in said and "s3://bucket/a.warc is not fetched" in said
    reasons = [row[0] for row in ask(data / "news.duckdb", "SELECT reason FROM quarantine ORDER BY reason")]
    for reason in {reason for _, reason in BAD.values()}:
        expected = sum(1 for _, other in BAD.values() if other == reason)
        assert reasons.count(reason) == expected, reason
    headlines = ask(data / "news.duckdb", "SELECT headline FROM current_articles")
    assert ("Dam talks resume as river runs low",) in headlines
    assert main(words[:-2]) == 0, "again, nothing is new"
    assert main(["--data", str(data), "doctor"]) == 0, capsys.readouterr().out


def test_where_it_is_said_why_nothing_came_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("version https://git-lfs.github.com/spec/v1\n")
    assert main(["--data", str(tmp_path / "d"), "import", str(path)]) == 3
    told = f"nothing was imported; `copydesk --data {tmp_path / 'd'} quarantine list` says why"
    assert told in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    locked = tmp_path / "locked.html"
    locked.write_text("<p>text</p>")
    locked.chmod(0)
    assert main(["--data", str(tmp_path / "d"), "import", str(locked)]) == 3
    assert ask(tmp_path / "d" / "news.duckdb", "SELECT reason FROM quarantine") == [("unreadable",)]
