"""A folder of good pages and everything that can go wrong: each good one becomes an article, each other one is
reported."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from flows.cli.cli import main
from tests.faults.warcs import DATE, good, gz, http, packed, record
from tests.flows.desk import PAGES, ask

STORIES = [
    "northlight/dam-talks",
    "talbote/rathaus",
    "meridianwire/port-strike",
    "sawtalkhalij/desalination",
    "elfaro/carnaval",
    "minatoshimbun/lighthouse",
    "harbourpost/storm-live",
    "quaynotes/second-boat",
]


def story(case: str) -> bytes:
    return (PAGES / case / "page.html").read_bytes()


def of(case: str, **options: object) -> bytes:
    """A WARC record of the page `case`, correct but for the options."""
    return record(f"https://{case.replace('/', '.example/')}", http(story(case)), **options)  # type: ignore[arg-type]


def make(folder: Path) -> dict[str, str]:
    """Fill the folder.  Gives what must be reported: last part of a bad file's name -> reason."""
    folder.mkdir()
    dam, rathaus, port, water, carnaval, light, storm, boat = STORIES
    odd = http(b"<html><body><p>A page that is not as long as it says.</p></body></html>")
    files = {
        "a.html": story(dam),
        "b.html.gz": gz(story(rathaus)),
        "lengths.warc": of(port) + record("https://x.example/short", odd, length=9) + of(water),
        "shapes.warc.gz": b"junk before all\r\n" + packed(of(carnaval)) + b"junk between\r\n" + of(light),
        "nameless.warc.gz": packed(
            record(None, http(story(storm))),
            record(None, http(story(boat))),
            record("https://x.example/brotli", http(random.Random(1).randbytes(300), "Content-Encoding: br")),
            record("https://x.example/empty", http(b"")),
            record("https://x.example/robots.txt", http(b"User-agent: *\n", media_type="text/plain")),
            record("urn:pageinfo:https://x.example/", b'{"a": 1}', kind="resource", content_type="application/json"),
            record("https://x.example/again", b"HTTP/1.1 200 OK\r\n\r\n", kind="revisit"),
            record(None, b"software: x\r\n", kind="warcinfo", date=DATE),
        ),
        "tail.warc.gz": packed(good("tail"))[:-60],
        "empty.html": b"",
        "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "twice.wacz": b"PK\x03\x04" + bytes(60),
        "old.arc": b"filedesc://old.arc 0.0.0.0 20260101 text/plain 77\n",
        "table.csv": b"url,html\n",
        "c.html": b"<html><body>" + b"<p>word word word</p>" * 1_500_000,
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "nowhere.html").symlink_to("not-there.html")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9\n.html")).write_bytes(b"")
    shapes = len(b"junk before all\r\n" + packed(of(carnaval)))
    return {
        "short": "damaged",
        "shapes.warc.gz#0": "damaged",
        f"shapes.warc.gz#{shapes}": "damaged",
        "brotli": "damaged",
        "empty": "empty",
        "tail": "truncated",
        "empty.html": "empty",
        "picture.html": "not_text",
        "twice.wacz": "damaged",
        "old.arc#0": "truncated",
        "c.html": "too_large",
        "nowhere.html": "unreadable",
        "table.csv": "empty",
        "caf%E9%0A.html": "empty",
    }


@pytest.mark.slow
def test_every_good_page_is_an_article_and_every_other_a_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, data = tmp_path / "pages", tmp_path / "data"
    reasons = make(folder)
    words = ["--data", str(data), "import", str(folder)]
    assert main(words) == 3
    said = capsys.readouterr().err
    assert "4 other files or records passed over (" in said and "revisit 1" in said and "0 rows" in said
    assert ask(data / "news.duckdb", "SELECT count(*) FROM current_articles") == [(len(STORIES),)]
    rows = ask(data / "news.duckdb", "SELECT coalesce(url, page_key), reason, detail FROM quarantine")
    assert {url.rpartition("/")[2]: reason for url, reason, _ in rows} == reasons
    assert all(detail.endswith(".") and len(detail) > 20 and detail.isprintable() for _, _, detail in rows)
    capsys.readouterr()
    assert main(words) == 0
    again = [line.split(None, 1)[1] for line in capsys.readouterr().err.splitlines()]
    assert [said[:13] for said in again if not said.startswith("table.csv: ")] == ["nothing to do"] * 4
    assert main(["--data", str(data), "doctor"]) == 0, capsys.readouterr().out


def test_extract_keeps_the_same_promise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reasons = make(tmp_path / "pages")
    assert main(["extract", "--jsonl", str(tmp_path / "pages")]) == 1, "one file could not be opened at all"
    printed = capsys.readouterr()
    results = [json.loads(line) for line in printed.out.splitlines()]
    assert sum("headline" in result for result in results) == len(STORIES)
    rejected = {r["source"].rpartition("/")[2]: r["rejected"]["reason"] for r in results if "rejected" in r}
    unopened = reasons.pop("nowhere.html")
    assert unopened == "unreadable" and "nowhere.html" in printed.err
    reasons["caf\\xe9\\n.html"] = reasons.pop("caf%E9%0A.html")
    assert rejected == reasons
