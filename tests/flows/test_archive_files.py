"""Files of the archive are closed at a size and an age, and each closed one has its CDXJ beside it."""

from __future__ import annotations

import json
import os
import random
import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from flows.archive.archive import Archive, read_archived
from flows.archive.captures import Capture
from flows.archive.cdxj import cdxj_line
from flows.archive.storing import Storing
from flows.archive.surt import surt_key

#: Address -> key, as github.com/internetarchive/surt makes it.
KEYS = {
    "http://www.Example.com/Path/A?b=2&a=1": "com,example)/path/a?a=1&b=2",
    "https://example.com": "com,example)/",
    "https://example.com:8443/": "com,example:8443)/",
    "http://example.com:80/x/": "com,example)/x",
    "https://user:pw@example.com/x/": "com,example)/x",
    "http://www2.example.co.uk/a//b/../c": "uk,co,example)/a/c",
    "https://x.example/../../b/./c//": "example,x)/b/c",
    "https://example.com/a?PHPSESSID=0123456789abcdef0123456789abcdef&x=1": "com,example)/a?x=1",
    "https://example.com/a?sid=0123456789abcdef0123456789abcdef": "com,example)/a",
    "https://example.com/ü?q=ä": "com,example)/%c3%bc?q=%c3%a4",
    "https://example.com/%7Euser": "com,example)/~user",
    "https://example.com/x%2Fy%20z": "com,example)/x/y%20z",
    "https://example.com/a%FFb?c=%FF": "com,example)/a%ffb?c=%ff",
    "https://bücher.example/": "example,xn--bcher-kva)/",
    "https://example.com./a?#frag": "com,example)/a",
    "http://www.a..example/": "example,a)/",
    "http://b..%77ww.example/": "example,www,b)/",
    "http://192.168.0.1:8080/x": "1,0,168,192:8080)/x",
    "http://[::1]:80/x": "::1)/x",
    "https://example.com/?&b&a": "com,example)/?&a&b",
    "file:///pages/my%20storm.txt": "file:/pages/my%20storm.txt",
    "urn:x:y": "urn:x:y",
    "http://[broken/x": "http:/[broken/x",
}


@pytest.mark.parametrize("url", KEYS)
def test_keys_of_addresses(url: str) -> None:
    assert surt_key(url) == KEYS[url]


def test_any_text_has_a_key() -> None:
    dice = random.Random(11)
    for _ in range(4_000):
        odd = "".join(dice.choice("a/:.?&=%[]@#\\ü\u2028 v1\0") for _ in range(dice.randrange(12)))
        key = surt_key(dice.choice(("http://", "https://", "http://[", "file:", "")) + odd)
        assert key.isascii() and not re.search(r"\s", key), "a line is split at blanks"


def page(number: int, size: int = 3_000) -> Capture:
    return Capture(f"https://herald.example/{number}", os.urandom(size), status=200, channel="warc")


def held(directory: Path) -> list[str]:
    """The pages of an archive that is opened anew, each read back."""
    with Archive(directory, run="reader") as archive:
        assert archive.notes == ()
        for one in archive.pages():
            read_archived(directory, one)
        return sorted(one.url.rpartition("/")[2] for one in archive.pages())


def test_a_file_is_closed_at_a_size(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one", storing=Storing(file_bytes=200_000)) as archive:
        for number in range(256):
            archive.add(page(number))
        names = sorted(path.name for path in tmp_path.glob("*.warc.gz*"))
        assert len(names) >= 3, "some are closed while the run goes on"
    sizes = [path.stat().st_size for path in tmp_path.glob("*.warc.gz")]
    assert len(sizes) >= 3 and max(sizes) < 200_000 + 64 * 3_500, "a group of records more at the most"
    assert len(list(tmp_path.glob("*.cdxj"))) == len(sizes)
    assert held(tmp_path) == sorted(str(number) for number in range(256))


def test_a_file_is_closed_at_an_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("flows.archive.warc_writer.time.monotonic", lambda: now[0])
    with Archive(tmp_path, run="one", storing=Storing(file_seconds=60)) as archive:
        for number in range(4):
            archive.add(page(number))
            archive.flush()
            now[0] += 35
    assert sorted(path.name for path in tmp_path.glob("*.warc.gz")) == ["one.2.warc.gz", "one.warc.gz"]
    assert held(tmp_path) == ["0", "1", "2", "3"]


def test_every_line_leads_to_its_record(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        for capture in (page(2), page(1), Capture("https://herald.example/1", outcome="timeout")):
            archive.add(capture)
    content, lines = (tmp_path / "one.warc.gz").read_bytes(), (tmp_path / "one.cdxj").read_text().splitlines()
    assert lines == sorted(lines) and len(lines) == 2
    for line in lines:
        key, moment, facts = line.split(" ", 2)
        told = json.loads(facts)
        begin = int(told["offset"])
        record = zlib.decompress(content[begin : begin + int(told["length"])], 31)
        assert key == surt_key(told["url"]) and len(moment) == 14 and told["filename"] == "one.warc.gz"
        assert f"WARC-Target-URI: {told['url']}\r\n".encode() in record
        assert f"WARC-Payload-Digest: {told['digest']}\r\n".encode() in record and told["status"] == "200"


def test_what_is_no_record_has_no_line() -> None:
    assert cdxj_line(b"", "x", 0, 1) is None
    assert cdxj_line(b"\x00\xff" * 50, "x", 0, 1) is None
    assert cdxj_line(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", "x", 0, 1) is None, "without an address"


def test_a_cdxj_that_is_gone_comes_back(tmp_path: Path) -> None:
    """Its lines are made while the records are written; made from the file, they are the same."""
    first, address = page(1), "https://herald.example/"
    with Archive(tmp_path, run="one") as archive:
        for capture in (
            first,
            replace(first, url=f"{address}again"),
            replace(first, url=f"{address}ü b", body=b"rendered", rendered_by="a browser", raw=page(2)),
            Capture(f"{address}gone", status=404, outcome="http_error", error_body=b"<p>gone", headers=first.headers),
            Capture("file:///pages/a.html", b"<p>a file", channel="file", media_type="text/html"),
        ):
            archive.add(capture)
    whole = (tmp_path / "one.cdxj").read_bytes()
    assert whole.count(b"\n") == 5
    (tmp_path / "one.cdxj").unlink()
    assert held(tmp_path)[0] == "1"
    assert (tmp_path / "one.cdxj").read_bytes() == whole


def test_a_file_that_came_back_gets_another_cdxj(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        for number in range(3):
            archive.add(page(number))
    path, lines = tmp_path / "one.warc.gz", (tmp_path / "one.cdxj").read_bytes()
    whole = path.read_bytes()
    for file in (*tmp_path.glob("index.sqlite*"), tmp_path / "one.cdxj"):
        file.unlink()
    path.write_bytes(whole[:-2_000])
    with Archive(tmp_path) as archive:
        assert len(archive.notes) == 1
    assert (tmp_path / "one.cdxj").read_bytes().count(b"\n") == 2
    path.write_bytes(whole)
    assert held(tmp_path) == ["0", "1", "2"]
    assert (tmp_path / "one.cdxj").read_bytes() == lines


def test_a_run_that_adds_nothing_leaves_no_file(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["index.sqlite"]
