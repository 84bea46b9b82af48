"""Settings and sources: what is read, what is refused and how that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.config.settings import Fetching, Settings, config_directories, load_settings
from flows.config.sources import Source, choose, load_sources
from flows.config.toml_tables import ConfigError
from parsers.rules import shipped_config

HERALD = '[[source]]\nname = "herald"\nfeeds = ["https://herald.example/rss"]\n'


def test_the_shipped_file_says_the_defaults() -> None:
    assert load_settings() == Settings()
    assert load_sources() == ()


def test_a_users_file_counts_instead_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text("[fetch]\ndelay = 3\nallow_private = true\n")
    settings = load_settings(*config_directories(tmp_path, {}))
    assert settings.fetch == Fetching(delay=3.0, allow_private=True)
    assert load_settings(*config_directories(None, {"COPYDESK_CONFIG": str(tmp_path)})) == settings


def test_a_users_directory_may_hold_only_some_files(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(HERALD)
    directories = config_directories(tmp_path, {})
    assert directories[0] == shipped_config()
    assert load_settings(*directories) == Settings()
    assert [source.name for source in load_sources(*directories)] == ["herald"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[fetch\n", "not valid TOML"),
        ("[fetching]\n", "there is no table 'fetching' in the file; did you mean 'fetch'?"),
        ("[fetch]\ndelai = 1\n", ":2: there is no key 'delai' in [fetch]; did you mean 'delay'?"),
        ('[fetch]\ndelay = "slow"\n', ":2: 'delay' in [fetch] must be a number"),
        ("[fetch]\nredirects = 1.5\n", "'redirects' in [fetch] must be a whole number"),
        ("[fetch]\nredirects = true\n", "'redirects' in [fetch] must be a whole number"),
        ("[fetch]\nallow_private = 1\n", "'allow_private' in [fetch] must be true or false"),
        ("[fetch]\nretries = 50\n", "'retries' in [fetch] must be from 0 to 10, not 50"),
        ("[limits]\npage_seconds = nan\n", "'page_seconds' in [limits] must be from 0.1 to 600"),
        ("[follow]\nlist_most = 0\n", "'list_most' in [follow] must be from 1 to 2.592e+06, not 0"),
        ("[follow]\npage_again = 3600\n", "'page_again' in [follow] must be a list of numbers."),
        ('[follow]\npage_again = ["1 h"]\n', "'page_again' in [follow] holds '1 h', which must be a number"),
        ("[follow]\npage_again = [60, 60]\n", "must be a list of numbers, each larger than the one before it"),
        ("[follow]\nfailed_again = []\n", "'failed_again' in [follow] must hold at least one number"),
        ("fetch = 3\n", "[fetch] must be a table"),
        (
            '[storage]\narchive = "data/archive"\n',
            ":2: 'archive' in [storage] cannot be used: An address names no store",
        ),
        ('[storage]\nstaging = "s3://k:s@b"\n', ":2: 'staging' in [storage] cannot be used: An address holds"),
        ('[storage]\narchive = "s3://b"\nendpoint = "http://x.example"\n', "allow_http = true under [storage]"),
        ('[storage]\nendpoint = "minio"\n', "'endpoint' in [storage] must be an address that begins with http"),
        (
            '[archive]\nfile_bytes = 5_000_000_000\n[storage]\narchive = "gs://b"\n',
            ":2: 'file_bytes' must not be above",
        ),
    ],
)
def test_a_mistake_is_named_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "copydesk.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path)
    assert said in str(caught.value) and str(path) in str(caught.value)
    assert "\n" not in str(caught.value) and str(caught.value)[-2:] not in ("?.", "..")


def test_the_address_of_a_store_says_what_a_process_elsewhere_needs(tmp_path: Path) -> None:
    text = 'archive = "s3://b/x/"\nstaging = "gs://c"\nendpoint = "http://127.0.0.1:9"\nallow_http = true'
    (tmp_path / "copydesk.toml").write_text(f"[storage]\n{text}\ntimeout = 5\n")
    storage = load_settings(tmp_path).storage
    told = [str(storage.address(which)) for which in ("archive", "staging")]
    assert told == ["s3://b/x?endpoint=http://127.0.0.1:9&allow_http=true&timeout=5", "gs://c?timeout=5"]
    assert Settings().storage.address("archive") is None


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such directory"):
        config_directories(tmp_path / "no", {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[source]]\nfeeds = ["https://a.example/"]\n', "source 1 lacks the key 'name'"),
        ('[[source]]\nname = "The Herald"\n', "must be of a to z"),
        (HERALD + "allow_private = 1\n", "'allow_private' in source 'herald' must be true or false"),
        (HERALD + HERALD, "'herald' stands twice"),
        (
            '[[source]]\nname = "a"\nfeeds = ["herald.example/rss"]\n',
            ":3: 'feeds' in source 'a' holds 'herald.example/rss', which must be an address that begins with http",
        ),
        ('[[source]]\nname = "a"\nfeeds = "https://a.example/"\n', "'feeds' in source 'a' must be a list of strings"),
        ('[[source]]\nname = "a"\ntimezone = "Mars/Base"\n', "must be an IANA time zone"),
        ('[[source]]\nname = "a"\ninclude = ["("]\n', "is not a valid regular expression"),
        ('[[source]]\nname = "a"\nfeed = []\n', "did you mean 'feeds'?"),
        ('name = "a"\n', "there is no key 'name' in the file; known are: source."),
        ("source = 3\n", "must be a list of tables, each under [[source]]"),
    ],
)
def test_a_mistake_in_the_sources(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "sources.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_sources(tmp_path)
    assert said in str(caught.value)


def test_choosing_sources() -> None:
    a, b = Source("a"), Source("b", active=False)
    assert choose([a, b], []) == (a,)
    assert choose([a, b], ["b"]) == (b,)
    with pytest.raises(ConfigError, match="no source 'c'; known are: a, b"):
        choose([a, b], ["c"])


def test_what_a_source_wants() -> None:
    source = Source("a", include=("/news/", "/sport/"), exclude=(r"/live/",))
    assert [source.wants(u) for u in ("https://a/news/1", "https://a/video/1", "https://a/sport/live/1")] == [
        True,
        False,
        False,
    ]
