"""HAR in: pages among the entries, bodies as text and base64, broken entries and broken files.

Written after "HTTP Archive (HAR) format", version 1.2 (J. Odvarko, W3C Web Performance Working Group, 2012).
"""

from __future__ import annotations

import base64
import gzip
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.acquire.files.read_files import read_inputs
from flows.acquire.files.wanted import Passed, WarcFilter
from flows.archive.captures import Capture
from tests.faults.warcs import LIMIT, outcomes, page, read, told

URL = "https://herald.example/"


def entry(name: object, text: str | None = None, **changes: Any) -> dict[str, Any]:
    text = page(name).decode() if text is None else text
    content = {"size": 1, "mimeType": "text/html; charset=iso-8859-1", "text": text, **changes.pop("content", {})}
    response = {
        "status": 200,
        "statusText": "OK",
        "httpVersion": "http/2.0",
        "headers": [{"name": "content-type", "value": "text/html"}, {"name": "content-encoding", "value": "br"}],
        "content": {key: value for key, value in content.items() if value is not None},
        **(changes.pop("response") if changes.get("response") else {}),
    }
    return {
        "startedDateTime": "2026-02-01T09:00:00.000+01:00",
        "request": {"method": "GET", "url": f"{URL}{name}", "headers": []},
        "response": response,
        **changes,
    }


def har(*entries: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "x"}, "pages": [], "entries": entries}}).encode()


@pytest.mark.parametrize("name", ["x.har", "page.html", "x.json"])
def test_every_page_with_its_address_time_and_charset(tmp_path: Path, name: str) -> None:
    packed = base64.b64encode(page("b")).decode()
    content = har(entry("ä", "<p>Fähre \ud800</p>"), entry("b", packed, content={"encoding": "base64"}))
    for data in (content, b"\xef\xbb\xbf \n" + content, gzip.compress(content)):
        first, second = read(data, tmp_path, name)
        assert isinstance(first, Capture) and isinstance(second, Capture)
        assert (first.url, first.body, first.charset) == (f"{URL}ä", "<p>Fähre ?</p>".encode(), "utf-8")
        assert (first.status, first.channel, first.media_type) == (200, "warc", "text/html")
        assert first.fetched_at == datetime(2026, 2, 1, 8, tzinfo=UTC)
        assert (second.body, second.charset) == (page("b"), "iso-8859-1")


def test_what_is_no_page_or_not_wanted_is_passed_over_by_kind(tmp_path: Path) -> None:
    content = har(
        entry("logo.png", content={"mimeType": "image/png"}),
        entry("gone", response={"status": 404}),
        entry("blocked", response={"status": 0}),
        entry("robots.txt", content={"mimeType": "text/plain"}),
        entry("late", startedDateTime="2026-03-01T00:00:00Z"),
        entry("a"),
    )
    found = read(content, tmp_path, wanted=WarcFilter(until=datetime(2026, 2, 15, tzinfo=UTC)))
    assert [what for _, what in told(found)] == [
        "(media type)",
        "(status)",
        "(status)",
        "(robots.txt)",
        "(date)",
        "fetched",
    ]


@pytest.mark.parametrize(
    ("broken", "outcome", "said"),
    [
        (entry("x", content={"text": None}), "empty", "saved without its content"),
        (entry("x", " "), "empty", "holds nothing"),
        (entry("x", "x" * (LIMIT + 1)), "too_large", "larger than"),
        (entry("x", "a%", content={"encoding": "base64"}), "damaged", "base64 is broken"),
        ({"request": {}}, "damaged", "has no response"),
        (entry("x", response=None), "damaged", "has no response"),
        ("no entry", "damaged", "has no request"),
        (entry("x", content={"text": {"a": 1}}), "damaged", "its content is no text"),
        (entry("x", response={"status": "odd"}), "damaged", "cannot be read"),
    ],
)
def test_an_entry_that_cannot_be_read_costs_itself(tmp_path: Path, broken: Any, outcome: str, said: str) -> None:
    found = read(har(entry("a"), broken, entry("b")), tmp_path)
    assert outcomes(found) == ["fetched", outcome, "fetched"]
    assert said in found[1].detail and "Entry 2 of x.warc" in found[1].detail  # type: ignore[attr-defined]


CONTENT = "ab" * 20 + ".html"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (CONTENT, None),
        ("story.html", None),
        (f"resources/{CONTENT}", None),
        ("f" * 40 + ".html", "does not lie beside it"),
        ("../secret.html", "does not lie beside it"),
        ("..\\secret.html", "does not lie beside it"),
        ("resources/../../secret.html", "does not lie beside it"),
        ("/etc/hostname", "does not lie beside it"),
        (".hidden", "does not lie beside it"),
        (7, "saved without its content"),
    ],
)
@pytest.mark.parametrize("packed", [True, False])
def test_content_in_a_file_beside_is_read_with_its_entry_and_not_alone(
    tmp_path: Path, name: object, said: str | None, packed: bool
) -> None:
    """Playwright writes it so, with `content="attach"`: into a folder, or a zip archive whose HAR file comes last."""
    (tmp_path / "secret.html").write_bytes(page("secret"))
    folder, content_name = tmp_path / "run", name if str(name).startswith("resources/ab") else CONTENT
    files = {str(content_name): page("a"), "har.har": har(entry("a", content={"text": None, "_file": name}))}
    files |= {"story.html": page("a")} if name == "story.html" else {".hidden": page("a")}
    (folder / "resources").mkdir(parents=True)
    for own, content in files.items():
        (folder / own).write_bytes(content)
    if packed:
        with zipfile.ZipFile(tmp_path / "run.zip", "w") as archive:
            for own in files:
                archive.write(folder / own, f"trace/{own}")
        folder = tmp_path / "run.zip"
    found = {one.url: one for one in read_inputs([folder], page_bytes=LIMIT)}
    [part] = [one for one in found.values() if isinstance(one, Passed) and one.why == "page part"]
    assert part.url.endswith(CONTENT)
    read_one = found[f"{URL}a"]
    assert isinstance(read_one, Capture)
    if said is None:
        assert (read_one.body, read_one.charset, read_one.status) == (page("a"), "iso-8859-1", 200)
    else:
        assert (read_one.outcome, said in read_one.detail) == ("empty", True), read_one.detail


TWO = har(entry("a"), entry("b"))
ODD = {
    "UTF-16": TWO.decode().encode("utf-16"),
    "UTF-16 without a mark": TWO.decode().encode("utf-16-le"),
    "no numbers": TWO.replace(b'"size": 1', b'"size": NaN', 1).replace(b'"size": 1', b'"size": -Infinity'),
    "line ends in a text": TWO.replace(b"The ferry", b"The\n\tferry", 1),
    "broken bytes": TWO.replace(b"The ferry", b"The f\xffrry", 1),
    "a comma too many": TWO.replace(b"}]}}", b"},]}}"),
    "a log behind another": har(entry("a")) + b"\n" + har(entry("b")),
    "a list of logs": b"[" + har(entry("a")) + b"," + har(entry("b")) + b"]",
    "keys before the log": TWO.replace(b'{"log"', b'{"$schema": "https://a.example/", "comment": "a \\" b", "log"'),
    "headers as an object": har(entry("a", response={"headers": {"content-type": "text/html"}}), entry("b")),
    "headers without their halves": har(entry("a", response={"headers": [{"name": "a"}, {"value": "b"}]}), entry("b")),
    **{
        f"base64 {name}": har(entry("a", text, content={"encoding": "base64"}), entry("b"))
        for name, text in {
            "in lines": base64.encodebytes(page("a")).decode(),
            "without padding": base64.b64encode(page("a") + b"\n").decode().rstrip("="),
            "for addresses": base64.urlsafe_b64encode("<p>ÿþÿ??>></p>".encode()).decode(),
        }.items()
    },
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD.keys())
def test_odd_json_and_base64_cost_nothing(tmp_path: Path, content: bytes) -> None:
    assert told(read(content, tmp_path, "x.har")) == [("a", "fetched"), ("b", "fetched")]


WHOLE = har(entry("a"), entry("b"), entry("c"))
LAST = WHOLE.rindex(b'{"startedDateTime"')


@pytest.mark.parametrize(
    ("content", "outcome"),
    [(WHOLE[:LAST], "truncated"), (WHOLE[: LAST + 90], "truncated"), (WHOLE[:LAST] + b"}" + WHOLE[LAST:], "damaged")],
)
def test_a_broken_file_gives_the_entries_before_the_damage(tmp_path: Path, content: bytes, outcome: str) -> None:
    found = read(content, tmp_path, "x.har")
    assert outcomes(found) == ["fetched", "fetched", outcome]
    assert "entry 2" in found[-1].detail  # type: ignore[attr-defined]


def test_json_that_is_nested_too_deep_is_damaged(tmp_path: Path) -> None:
    deep = WHOLE[:LAST] + b"[" * 300_000 + b"]" * 300_000 + b"," + WHOLE[LAST:]
    found = read(deep, tmp_path, "x.har")
    assert outcomes(found) == ["fetched", "fetched", "damaged"]
    assert "more than 500 lists" in found[-1].detail  # type: ignore[attr-defined]


def test_json_that_only_mentions_a_log_is_no_har(tmp_path: Path) -> None:
    assert outcomes(read(b'{"log": "https://herald.example", "entries": 3}', tmp_path, "x.json")) == ["unreadable"]
