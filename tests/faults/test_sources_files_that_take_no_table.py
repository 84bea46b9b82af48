"""A sources.toml to which no table can be added stays as it was; one message names the file and the reason."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.config import write_source
from flows.config.sources import Source, load_sources
from flows.config.toml_tables import ConfigError
from flows.config.write_source import add_source
from flows.errors import sentence

HERALD = Source("herald", feeds=("https://herald.example/f",))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'source = [{ name = "post" }]\n', "not added"),
        (b'[[source]]\nname = "herald"\n', "'herald' stands twice"),
        (b"[source]\nname = 1\n", "not added"),
        (b'[[source]]\nname = "post"\ntitle = "\xff"\n', "not added"),
        (b'[[source]]\nname = """\n', "not added"),
        (b'[sources]\nx = 1\n', "did you mean 'source'"),
    ],
)  # fmt: skip
def test_a_file_that_would_not_be_read_stays_as_it_was(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as raised:
        add_source(tmp_path, HERALD)
    told = sentence(raised.value)
    assert said in told and "the table of 'herald' was not added" in told and told.startswith(str(path))
    assert path.read_bytes() == content and [one.name for one in tmp_path.iterdir()] == ["sources.toml"]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"# no line end", b"\r\n# other line ends\r\n", b"\xef\xbb\xbf# marked\n"]
)
def test_odd_files_take_a_table(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(content)
    add_source(tmp_path, HERALD)
    assert load_sources(tmp_path) == (HERALD,) and path.read_bytes().startswith(content)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_refuses(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("# mine\n")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(*((write_source.os, "fsync") if step == "fsync" else (Path, "replace")), refuse)
    with pytest.raises(OSError) as raised:
        add_source(tmp_path, HERALD)
    assert "the disk is full" in sentence(raised.value)
    assert path.read_text() == "# mine\n" and [one.name for one in tmp_path.iterdir()] == ["sources.toml"]


def test_a_directory_in_the_place_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sources.toml").mkdir()
    code = main(["--config", str(tmp_path), "sources", "add", "http://127.0.0.1:1/", "--yes"])
    said = capsys.readouterr().err
    assert code in (1, 2) and str(tmp_path / "sources.toml") in said and len(said.splitlines()) == 1


def test_a_mistake_in_the_configuration_is_told_before_anything_is_requested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "copydesk.toml").write_text("[fetch]\ndelya = 1\n")
    assert main(["--config", str(tmp_path), "sources", "add", "http://127.0.0.1:1/", "--yes"]) == 2
    assert "did you mean 'delay'" in capsys.readouterr().err
