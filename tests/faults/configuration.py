"""Directories of configuration with a mistake in them, and what copydesk says about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.config.check_configuration import mistakes
from flows.config.settings import config_directories
from tests.flows.desk import PAGES

Capture = pytest.CaptureFixture[str]
PAGE = PAGES / "northlight/dam-talks/page.html"
PUBLISHER = 'name = "Herald"\ndomains = ["herald.example"]\n'
SOURCE = '[[source]]\nname = "herald"\nfeeds = ["https://herald.example/rss"]\n'
RULE = "[[rule]]\nid = 'a'\npattern = 'x'\n"


def lay(config: Path, name: str, text: str | bytes) -> Path:
    """Write a file of a directory of configuration; give its path."""
    path = config / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def found(config: Path) -> list[str]:
    """What is said about the mistakes in a directory of configuration, a sentence each."""
    return [str(mistake) for mistake in mistakes(config_directories(config, {}))]


def check_told(config: Path, name: str, text: str, said: str) -> None:
    """Demand that the mistake in a file is told with its path and `said`, and every mistake in one sentence."""
    path = lay(config, name, text)
    told = found(config)
    shown = path.parent if name.startswith("publisher/") else path
    assert any(line.startswith(str(shown)) and said in line for line in told), told
    assert [line for line in told if "\n" in line or line[-1] not in ".?"] == []
