"""Writing the table of an outlet: what is written is read back, and nothing else in the file changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.config.sources import Source, load_sources
from flows.config.write_source import add_source, free_name, source_table, users_directory
from flows.errors import UsageError
from parsers.rules import shipped_config

TITLES = ["", "The Herald", 'Say "no"', "C:\\paper", "Ελλάδα 24", "港新聞", "🗞 Paper", "a # b", "'single'", "x = [1]"]


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_read_back(title: str, tmp_path: Path) -> None:
    source = Source(
        "herald",
        title=title,
        feeds=("https://herald.example/f?a=1&b=%22", "https://herald.example/ü"),
        sitemaps=("https://herald.example/news.xml",),
        language="zh-Hant-TW",
        timezone="Europe/London",
        include=(r"/news/\d+",),
        delay=2.5,
        limit=10,
        active=False,
    )
    path = add_source(tmp_path, source)
    assert load_sources(tmp_path) == (source,) and path == tmp_path / "sources.toml"


@given(st.text(st.characters(exclude_categories=["C"]), max_size=30))
@settings(max_examples=60, deadline=None)
def test_text_of_any_kind_is_toml(title: str) -> None:
    import tomllib

    assert tomllib.loads(source_table(Source("x", title=title)))["source"] == [
        {"name": "x"} | ({"title": title} if title else {})
    ]


def test_only_what_differs_from_the_defaults_is_written() -> None:
    assert source_table(Source("herald")) == '[[source]]\nname = "herald"\n'
    assert source_table(Source("herald", feeds=("https://a.example/1", "https://a.example/2"))).endswith(
        'feeds = [\n    "https://a.example/1",\n    "https://a.example/2",\n]\n'
    )


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("Herald", [], "herald"),
        ("The Herald!", [], "the-herald"),
        ("herald", ["herald"], "herald-2"),
        ("herald", ["herald", "herald-2", "herald-3"], "herald-4"),
        ("Известия", [], "outlet"),
        ("127.0.0.1:8080", [], "127-0-0-1-8080"),
        ("-" * 50 + "x" * 90, [], "x" * 40),
    ],
)
def test_names(wanted: str, taken: list[str], name: str, tmp_path: Path) -> None:
    assert free_name(wanted, taken) == name
    assert load_sources(add_source(tmp_path, Source(name)).parent)[0].name == name


def test_whose_directory() -> None:
    with pytest.raises(UsageError, match="no config directory of yours"):
        users_directory(None)
    with pytest.raises(UsageError, match="copydesk ships"):
        users_directory(shipped_config() / ".." / "config")
    assert users_directory(Path("~/not/there")) == Path.home() / "not" / "there"
