"""When batches are parsed faster than they are staged, parsing waits, so that memory holds only a few of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

import flows.parse
import flows.parsing.local
from flows.import_pages import import_pages
from flows.parse import parse
from flows.parsing.parse_batch import gather_batch, stage_batch
from tests.faults.here import Here
from tests.flows.desk import PAGES

SOME = [str(path) for path in sorted(PAGES.glob("*/*/page.html"))[:6]]


def test_parsing_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, data = tmp_path / "config", str(tmp_path / "data")
    config.mkdir()
    (config / "copydesk.toml").write_text("[work]\nbatch_pages = 1\n")
    read, staged, ahead = [], [], []

    def noted(*given: Any) -> Any:
        read.append(gather_batch(*given))
        ahead.append(len(read) - len(staged))
        return read[-1]

    def slowly(*given: Any) -> Any:
        time.sleep(0.2)
        staged.append(stage_batch(*given))
        return staged[-1]

    monkeypatch.setattr(flows.parse, "open_pool", Here)
    monkeypatch.setattr(flows.parsing.local, "gather_batch", noted)
    monkeypatch.setattr(flows.parsing.local, "stage_batch", slowly)
    import_pages(SOME, data=data, config=str(config))
    record = parse(data=data, config=str(config))
    assert record.counts["pages"] == len(SOME) == len(staged)
    assert max(ahead) <= 3, "one is staged, one waits, one was just read"
