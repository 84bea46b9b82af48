"""copydesk sources add and check: what they print and write, what they ask, and their exit codes."""

from __future__ import annotations

import json
import stat
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.acquire.discovering.try_list import Trying
from flows.cli.cli import main
from flows.config.sources import load_sources
from parsers.rules import shipped_config
from tests.acquire.loopback import Site, answers
from tests.acquire.outlets import alternate, front, rss, serving, sitemap, text


@pytest.fixture(scope="module")
def herald() -> Iterator[Site]:
    head = alternate("/feed") + alternate("/comments/feed", "The Herald » Comments Feed")
    with serving(
        {
            "/": front(head),
            "/feed": text(rss(range(1, 5))),
            "/comments/feed": text(rss([1], ending="#comment-3")),
            "/robots.txt": text("User-agent: *\nCrawl-delay: 0.01\nDisallow: /sport\nSitemap: {site}/news.xml"),
            "/news.xml": text(sitemap([*range(1, 5), 9], news=True)),
            "/empty": front(),
            "/old.xml": text(rss([1], age=60)),
            "/raw.xml": text(rss([2]).replace("Pier 2", "Pier & 2")),
        }
    ) as served:
        yield served


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config directory that admits loopback addresses and makes no pauses."""
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "copydesk.toml").write_text("[fetch]\nallow_private = true\ndelay = 0\njitter = 0\nretries = 0\n")
    return folder


Run = Any


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `copydesk sources ...` with this config directory; gives exit code, output and messages."""
    monkeypatch.delenv("COPYDESK_CONFIG", raising=False)

    def call(*words: object) -> tuple[int, str, str]:
        code = main(["--data", str(tmp_path / "data"), "--config", str(config), "sources", *map(str, words)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def test_add_writes_a_table_that_is_read(run: Run, herald: Site, config: Path, tmp_path: Path) -> None:
    code, out, err = run("add", herald.url, "--yes")
    [source] = load_sources(config)
    assert code == 0 and source.name == "the-herald" and source.title == "The Herald" and source.language == "en-GB"
    assert source.sitemaps == (f"{herald.url}/news.xml",) and source.feeds == ()
    assert "news sitemap, 5 pages" in out and "It lists comments of readers." in out and "Pier 1 closes" in out
    assert "refused, http_error: The server answered 404" not in out  # the fourth newest is not looked at
    assert f"{config / 'sources.toml'}: 'the-herald' is followed" in err
    assert not (tmp_path / "data").exists()
    assert main(["--config", str(config), "ingest", "--dry-run"]) == 0


def test_add_in_json_and_without_writing(run: Run, herald: Site, config: Path) -> None:
    code, out, _ = run("add", herald.url, "--dry-run", "--json", "--name", "harbour")
    told = json.loads(out)
    assert code == 0 and told["source"]["name"] == "harbour" and told["written_to"] is None
    assert [one["left_aside"] for one in told["lists"] if one["kind"] == "news"] == [""]
    assert [(s["words"] > 100, s["refused"]) for s in told["stories"]] == [(True, None)] * 3
    assert not (config / "sources.toml").exists()
    code, out, _ = run("add", herald.url, "--dry-run")
    assert tomllib.loads(out[out.index("[[source]]") :])["source"][0]["name"] == "the-herald"


def test_add_keeps_what_stands_in_the_file(run: Run, herald: Site, config: Path) -> None:
    path = config / "sources.toml"
    before = b'# mine, not yours\r\n[[source]]\r\nname = "the-herald" # caf\xc3\xa9\r\nfeeds = ["https://a.example/f"]'
    path.write_bytes(before)
    path.chmod(0o640)
    assert run("add", herald.url, "--yes")[0] == 0
    after = path.read_bytes()
    assert after.startswith(before + b"\r\n\r\n[[source]]\r\n") and b"\n" not in after.replace(b"\r\n", b"")
    assert [source.name for source in load_sources(config)] == ["the-herald", "the-herald-2"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [one.name for one in config.iterdir() if one.name.startswith(".")] == []


def test_add_begins_with_a_copy_of_the_shipped_file(run: Run, herald: Site, config: Path) -> None:
    shipped = (shipped_config() / "sources.toml").read_bytes()
    assert run("add", herald.url, "--yes")[0] == 0
    assert (config / "sources.toml").read_bytes().startswith(shipped)
    assert (shipped_config() / "sources.toml").read_bytes() == shipped


def test_add_follows_a_link_to_the_file(run: Run, herald: Site, config: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text("# here\n")
    (config / "sources.toml").symlink_to(elsewhere)
    assert run("add", herald.url, "--yes")[0] == 0
    assert (config / "sources.toml").is_symlink() and "[[source]]" in elsewhere.read_text()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["{site}"], 2, "nobody to ask; give --yes"),
        (["{site}", "--json"], 2, "nobody to ask; give --yes"),
        (["{site}", "--yes", "--name", "Herald!"], 2, "The name 'Herald!' cannot be used: it must be of a to z"),
        (["{site}", "--yes", "--name", "known"], 2, "There is a source 'known' already"),
        (["{site}/feed", "--yes", "--name", "new"], 2, "The source 'known' follows {site}/feed already"),
        (["not an address", "--yes"], 2, "is no web address"),
        (["ftp://herald.example", "--yes"], 2, "is no web address"),
        (["{site}/sport", "--yes", "--config", "{shipped}"], 2, "is the directory that copydesk ships"),
        (["http://127.0.0.1:1/", "--yes"], 1, "could not be reached"),
    ],
)
def test_add_refuses_with_one_sentence(
    words: list[str], code: int, said: str, run: Run, config: Path, herald: Site
) -> None:
    table = f'[[source]]\nname = "known"\nfeeds = ["{herald.url}/feed"]\n'
    (config / "sources.toml").write_text(table)
    places = {"site": herald.url, "shipped": str(shipped_config())}
    found, _, err = run("add", *[word.format(**places) for word in words])
    assert found == code and said.format(**places) in err and len(err.strip().splitlines()) == 1
    assert (config / "sources.toml").read_text() == table


def test_add_says_what_was_tried_when_nothing_is_found(run: Run, config: Path) -> None:
    with serving({"/": front()}) as served:
        code, out, err = run("add", served.url, "--yes")
        assert code == 1 and out == "" and "No feed or sitemap of 127.0.0.1" in err and "usual places" in err
        code, out, _ = run("add", served.url, "--yes", "--json")
        assert code == 1 and json.loads(out)["source"] is None
    with serving({"/": front(), "/robots.txt": text("User-agent: *\nDisallow: /")}) as served:
        code, _, err = run("add", served.url, "--yes")
        assert code == 1 and "robots.txt asks robots to leave this address alone" in err and "that it allows" in err
    with serving({"/": answers(status=403, text="<title>Just a moment...</title>")}) as served:
        code, _, err = run("add", served.url, "--yes")
        assert code == 1 and "challenge or refusal" in err and "does not get around" in err
    assert not (config / "sources.toml").exists()


def test_add_needs_a_directory_of_the_users(
    herald: Site, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COPYDESK_CONFIG", raising=False)
    assert main(["sources", "add", herald.url, "--yes"]) == 2
    assert "no config directory of yours" in capsys.readouterr().err
    # It is made when it is named: by the option, or by the variable; what it says is heeded from then on.
    assert main(["sources", "add", herald.url, "--yes", "--config", str(tmp_path / "new" / "one")]) == 1
    assert "allow_private = true" in capsys.readouterr().err and not (tmp_path / "new").exists()
    monkeypatch.setenv("COPYDESK_CONFIG", str(config))
    assert main(["sources", "add", herald.url, "--yes"]) == 0 and len(load_sources(config)) == 1


@pytest.mark.parametrize(("answer", "written"), [("y", 1), ("n", 0), ("", 0)])
def test_add_asks_on_a_terminal(
    answer: str, written: int, run: Run, herald: Site, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return answer + "\n"

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answer)
    code, out, err = run("add", herald.url)
    assert code == 0 and "[[source]]" in out and ("Nothing was written." in err) == (not written)
    assert (config / "sources.toml").exists() == bool(written)


SOURCES = """
[[source]]
name = "fine"
feeds = ["{site}/feed"]
sitemaps = ["{site}/news.xml"]
[[source]]
name = "gone"
feeds = ["{site}/feed", "{site}/gone"]
[[source]]
name = "page"
sitemaps = ["{site}/empty"]
[[source]]
name = "readers"
feeds = ["{site}/comments/feed"]
[[source]]
name = "choosy"
feeds = ["{site}/feed"]
include = ["/sport/"]
[[source]]
name = "nothing"
[[source]]
name = "forbidden"
feeds = ["{site}/sport/feed"]
[[source]]
name = "silent"
feeds = ["{site}/old.xml"]
[[source]]
name = "broken"
feeds = ["{site}/raw.xml"]
[[source]]
name = "single"
pages = ["{site}/news/pier-3"]
[[source]]
name = "noarticles"
pages = ["{site}/empty"]
"""


def test_check_says_of_each_outlet_whether_it_works(run: Run, herald: Site, config: Path, tmp_path: Path) -> None:
    (config / "sources.toml").write_text(SOURCES.replace("{site}", herald.url))
    code, out, _ = run("check", "--json")
    told = {one["name"]: one for one in json.loads(out)}
    assert code == 3
    assert {name for name, one in told.items() if one["works"]} == {"fine", "silent", "broken", "single"}
    for name, said in {
        "fine": "fine: 9 pages listed",
        "gone": "/gone: The server answered 404 Not Found; `copydesk sources add`",
        "page": "but an HTML page; `copydesk sources add`",
        "readers": "lists comments of readers",
        "choosy": "admit none of the 4 pages",
        "nothing": "names no feed, sitemap or page",
        "forbidden": "robots.txt asks robots to leave this address alone; take this out",
        "silent": "fine: 1 page listed. Its newest page is of",
        "broken": "is not well-formed",
        "single": "fine",
        "noarticles": "stories could be read",
    }.items():
        assert said in told[name]["verdict"], name
    assert [story["headline"] for story in told["fine"]["stories"]] == [f"Pier {n} closes to cars" for n in (1, 2, 3)]
    assert told["fine"]["robots"] == "there is one, asks for 0.01 s" and told["fine"]["delay"] == 0.01
    assert not (tmp_path / "data").exists()


def test_check_of_one_outlet(run: Run, herald: Site, config: Path, tmp_path: Path) -> None:
    there = f"--data {tmp_path / 'data'} --config {config}"
    assert run("check") == (2, "", f"copydesk: No outlet is followed; `copydesk {there} sources add URL` adds one.\n")
    (config / "sources.toml").write_text(SOURCES.replace("{site}", herald.url))
    code, out, _ = run("check", "fine")
    assert code == 0 and out.splitlines()[-1] == "fine: fine: 9 pages listed"
    assert "200; feed, 4 pages, the newest of" in out and "Pier 1 closes to cars" in out
    code, out, _ = run("check", "gone")
    assert code == 3 and "404; The server answered 404 Not Found." in out
    assert run("check", "nobody")[0] == 2


def test_no_outlet_stops_another(run: Run, herald: Site, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (config / "sources.toml").write_text(SOURCES.replace("{site}", herald.url))
    read = Trying.read

    def break_off(self: Trying, answer: Any, channel: str) -> Any:
        if "gone" in answer.url:
            raise RuntimeError("the trial breaks")
        return read(self, answer, channel)

    monkeypatch.setattr(Trying, "read", break_off)
    code, out, _ = run("check", "gone", "fine", "--json")
    gone, fine = json.loads(out)
    assert code == 3 and fine["works"]
    assert gone["verdict"] == "fails: Trying it ended early (RuntimeError: the trial breaks)."
