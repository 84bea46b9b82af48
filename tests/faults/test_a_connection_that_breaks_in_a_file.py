"""The connection breaks while a crawl is read from a web server: the next read goes on there, or a message says how far
it came."""

from __future__ import annotations

import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from flows.acquire.files.formats import Found
from flows.archive.captures import Capture
from tests.acquire import file_server as servers
from tests.acquire.file_server import Served, file_server, read
from tests.faults.warcs import gz, http, packed, page, record, told

RANDOM = random.Random(7)


def big(number: int) -> bytes:
    """A WARC record of 200 KB of random text, which hardly compresses."""
    return record(f"https://herald.example/{number}", http(page(number, RANDOM.randbytes(100_000).hex())))


RECORDS = [big(n) for n in range(12)]
PACKED = packed(*RECORDS)
PLAIN = b"".join(RECORDS)
ALL = [(str(n), "fetched") for n in range(12)]


@pytest.mark.parametrize("body", [PACKED, PLAIN, gz(PLAIN)], ids=["records", "plain", "one member"])
@pytest.mark.parametrize("ranges", [True, False], ids=["ranges", "no ranges"])
@pytest.mark.parametrize("breaks", [[], [1], [300_000, 900_000], [-3]])
def test_a_broken_connection_goes_on_where_it_broke(body: bytes, ranges: bool, breaks: list[int]) -> None:
    after = [one if one > 0 else len(body) + one for one in breaks]
    with file_server(**{"x.gz": Served(body, ranges=ranges, breaks=after)}) as server:
        assert told(read(f"{server.url}/x.gz")) == ALL
        asked = server.ranges("/x.gz")
        assert len(asked) >= 1 + len(breaks)
        assert breaks in ([], [1]) or any(asked), "by Range from there"


def test_what_never_arrives_is_told_and_the_records_before_it_are_there() -> None:
    with file_server(**{"x.warc.gz": Served(PACKED, breaks=[700_000, 0, 0, 0, 0])}) as server:
        url = f"{server.url}/x.warc.gz"
        found = read(url)
        assert [one.outcome for one in found if isinstance(one, Capture)][-1] == "truncated"
        assert len(found) > 3
        last = found[-1]
        assert isinstance(last, Capture) and last.url == url and last.channel == "http"
        # Where it stood when the last try failed: at the end of the last part that was read whole.
        assert re.search(r"broke off at byte [1-7]\d\d,\d{3} of", last.detail), last.detail
        assert len(server.asked) < 6, "it gives up in the end"


def changed(**change: object) -> Served:
    return Served(PACKED, breaks=[500_000], changes={2: change})


@pytest.mark.parametrize(
    "file",
    [changed(etag='"2"'), changed(body=PACKED[:-1]), changed(etag=None, last_modified="x", body=PACKED + b"x")],
    ids=["etag", "size", "both"],
)
def test_a_file_that_changes_meanwhile_is_not_mixed(file: Served) -> None:
    with file_server(**{"x.warc.gz": file}) as server:
        found = read(f"{server.url}/x.warc.gz")
    last = found[-1]
    assert isinstance(last, Capture) and last.outcome == "unreadable"
    assert "changed on the server" in last.detail
    assert all(one.outcome == "fetched" for one in found[:-1] if isinstance(one, Capture))


@pytest.mark.parametrize(
    ("statuses", "outcome", "requests"), [([503], "fetched", 2), ([503] * 9, "http_error", 2), ([404], "http_error", 1)]
)
def test_a_server_that_is_busy_is_asked_again_some_times(statuses: list[int], outcome: str, requests: int) -> None:
    with file_server(**{"x.warc.gz": Served(PACKED, statuses=[*statuses])}) as server:
        assert {one.outcome for one in captures(read(f"{server.url}/x.warc.gz"))} == {outcome}
        assert len(server.asked) == requests


def test_a_file_that_was_cut_before_it_was_put_there(tmp_path: Path) -> None:
    with file_server(**{"x.warc.gz": Served(PACKED[:-50_000])}) as server:
        url = f"{server.url}/x.warc.gz"
        assert told(read(url, memory=tmp_path)) == [*ALL[:-1], ("11", "truncated")]
        assert [outcome for _, outcome in told(read(url, memory=tmp_path))] == ["truncated"], "tried again from there"
        server.files["/x.warc.gz"] = Served(PACKED, etag='"2"')
        assert told(read(url, memory=tmp_path)) == ALL, "it is another file now"


def test_a_rerun_goes_on_where_the_last_one_was_stopped(tmp_path: Path) -> None:
    with file_server(**{"x.warc.gz": Served(PACKED, breaks=[1_250_000, 0, 0])}) as server:
        url = f"{server.url}/x.warc.gz"
        first = read(url, memory=tmp_path)
        server.asked.clear()
        second = read(url, memory=tmp_path)
        assert [*dict.fromkeys(told([*first[:-1], *second]))] == ALL, "nothing is lost"
        assert len(first) + len(second) <= len(ALL) + 2, "the record that was being read is read again, no other"
        assert any(server.ranges("/x.warc.gz")), "what was read is not sent again"
        server.asked.clear()
        assert told(read(url, memory=tmp_path)) == [("x.warc.gz", "(read before)")]
        assert len(server.asked) == 1


@pytest.mark.parametrize("damage", ["{", '{"etag": 1}', "[]", ""])
def test_a_damaged_memory_costs_one_more_reading(damage: str, tmp_path: Path) -> None:
    with file_server(**{"x.warc.gz": PACKED}) as server:
        url = f"{server.url}/x.warc.gz"
        read(url, memory=tmp_path)
        [kept] = tmp_path.iterdir()
        kept.write_text(damage)
        assert told(read(url, memory=tmp_path)) == ALL
        assert told(read(url, memory=tmp_path)) == [("x.warc.gz", "(read before)")]


def test_a_server_that_falls_silent_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = replace(servers.SETTINGS, fetch=replace(servers.QUICK, timeout=0.3))
    monkeypatch.setattr(servers, "SETTINGS", quick)
    with file_server(**{"x.warc.gz": Served(PACKED, silence=2)}) as server:
        begin = time.monotonic()
        [found] = captures(read(f"{server.url}/x.warc.gz"))
        assert found.outcome == "timeout" and "imeout" in found.detail, found.detail
        assert time.monotonic() - begin < 3


def test_a_crawl_that_its_server_packs_once_more() -> None:
    with file_server(**{"x.warc": Served(gz(PLAIN))}) as server:
        assert told(read(f"{server.url}/x.warc")) == ALL


def captures(found: list[Found]) -> list[Capture]:
    return [one for one in found if isinstance(one, Capture)]
