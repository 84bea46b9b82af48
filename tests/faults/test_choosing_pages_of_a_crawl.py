"""--host, --since, --until and --path of an import in all forms in which people write them, with a zone and without."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.acquire.files.wanted import WarcFilter
from flows.cli.cli import main
from flows.cli.commands import import_pages
from tests.faults.warcs import http, page, record, told
from tests.faults.warcs import read as read_content

TIMES = {"a": "2026-02-01T07:59:59Z", "b": "2026-02-01T08:00:00Z", "c": "2026-02-01T09:00:00Z"}
CRAWL = b"".join(record(f"https://herald.example/{name}", http(page(name)), date=date) for name, date in TIMES.items())


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        (["--since", "2026-02-01T08:00:00"], 2),
        (["--since", "2026-02-01 08:00"], 2),
        (["--since", "2026-02-01T08:00:00Z"], 2),
        (["--since", "2026-02-01T10:00:00+02:00"], 2),
        (["--since", "2026-02-01T03:00-05:00", "--until", "2026-02-01T09:00Z"], 1),
        (["--until", "2026-02-01T08:00:00+00:00"], 1),
        (["--since", "2026-02-01"], 3),
        (["--until", "2026-02-02", "--since", "2026-02-01T10:00:00+02:00"], 2),
        (["--since", "2026-02-02"], 0),
        (["--path", "/b"], 1),
        (["--path", "b", "--path", "/c"], 2),
        (["--path", "/*"], 3),
    ],
)
@pytest.mark.parametrize("verb", [["run", "import"], ["import", "--dry-run"]])
def test_a_period_and_a_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], taken: int, verb: list[str]
) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(CRAWL)
    assert main(["--data", str(tmp_path / "data"), *verb, *words, str(path)]) in (0, 3)
    said = "".join(capsys.readouterr())
    assert (f"pages {taken}" if "--dry-run" in verb else f"new {taken}") in said or not taken
    assert "passed over" in said or taken == 3


def test_the_flow_gets_what_the_verb_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}
    monkeypatch.setattr(import_pages, "start_flow", lambda session, name, **options: given.update(options) or 0)
    words = [
        "--since",
        "2026-02-01T10:00:00+02:00",
        "--until",
        "2026-02-01T09:00",
        "--host",
        "a.example",
        "--path",
        "/b",
    ]
    assert main(["import", *words, str(tmp_path)]) == 0
    assert (given["since"], given["until"]) == tuple(datetime(2026, 2, 1, hour, tzinfo=UTC) for hour in (8, 9))
    assert (given["hosts"], given["page_paths"]) == (("a.example",), ("/b",))


@pytest.mark.parametrize(
    "words",
    [
        ["--since", "yesterday"],
        ["--since", "2026-02-30"],
        ["--until", "0001-01-01T00:00+05:00"],
        ["--since", "2026-02-02", "--until", "2026-02-01"],
        ["--since", "2026-02-01T08:00Z", "--until", "2026-02-01T10:00+02:00"],
    ],
)
@pytest.mark.parametrize("verb", [["import"], ["run", "import"]])
def test_a_period_that_is_none_is_refused_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], verb: list[str]
) -> None:
    assert main(["--data", str(tmp_path / "data"), *verb, *words, str(tmp_path)]) == 2
    assert capsys.readouterr().err
    assert not (tmp_path / "data").exists()


ADDRESSES = [
    ("https://www.herald.example/sport/a", {"hosts": ("herald.example",)}, True),
    ("https://www.herald.example./sport/a", {"hosts": ("WWW.Herald.Example.",)}, True),
    ("https://notherald.example/a", {"hosts": ("herald.example",)}, False),
    ("https://herald.example:8080/a", {"hosts": ("https://herald.example:8080/",)}, True),
    ("https://xn--fhre-loa.example/a", {"hosts": ("fähre.example",)}, True),
    ("https://xn--fhre-loa.example/a", {"hosts": ("FÄHRE.example",)}, True),
    ("https://herald.example/a", {"hosts": ("",)}, False),
    ("https://[broken/a", {"hosts": ("herald.example",)}, False),
    (None, {"hosts": ("herald.example",)}, False),
    ("https://herald.example/sport/a?x=/news/", {"page_paths": ("/news/",)}, False),
    ("https://herald.example/sport/a", {"page_paths": ("/news/", "sport")}, True),
    ("https://herald.example/de/sport/a", {"page_paths": ("*/sport/*",)}, True),
    ("https://herald.example/stra%C3%9Fe/a", {"page_paths": ("/straße/",)}, True),
    ("https://herald.example/straße/a", {"page_paths": ("/stra%C3%9Fe/",)}, True),
    ("https://herald.example", {"page_paths": ("/",)}, True),
    ("https://[broken/sport/a", {"page_paths": ("/sport",)}, False),
    (None, {"page_paths": ("/",)}, False),
]


@pytest.mark.parametrize(("url", "wishes", "taken"), ADDRESSES)
def test_hosts_and_paths(url: str | None, wishes: dict[str, tuple[str, ...]], taken: bool) -> None:
    assert (WarcFilter(**wishes).objection(url, None) is None) == taken  # type: ignore[arg-type]


def test_what_is_not_asked_for_is_counted_by_the_reason(tmp_path: Path) -> None:
    found = read_content(CRAWL, tmp_path, wanted=WarcFilter(page_paths=("/b",)))
    assert told(found) == [("a", "(path)"), ("b", "fetched"), ("c", "(path)")]
