"""Pages come faster than the disk takes them: only as many wait as fit into the memory, and requests pause."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from flows.acquire import keeper
from flows.acquire.keeper import Keeper
from flows.archive.archive import Archive
from flows.archive.captures import Capture


@pytest.mark.parametrize(("full", "full_bytes"), [(6, 1_000_000), (1_000, 6_000)])
def test_no_more_is_fetched_than_fits(
    full: int, full_bytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("_MOST", 3), ("_FULL", full), ("_FULL_BYTES", full_bytes)):
        monkeypatch.setattr(keeper, name, value)
    store = keeper.keep_all
    monkeypatch.setattr(keeper, "keep_all", lambda *words: (time.sleep(0.005), store(*words))[1])
    asked, stored, most = 0, 0, 0

    async def page(keep: Keeper, number: int) -> None:
        nonlocal asked, stored, most
        await keep.room()
        asked += 1
        most = max(most, asked - stored)
        await keep.keep(Capture(f"https://herald.example/{number}", b"%1000d" % number, status=200))
        stored += 1

    async def run(archive: Archive) -> None:
        keep = Keeper(archive)
        waiting = set()
        for number in range(60):
            await keep.room()  # as the client, which asks before each request leaves
            waiting.add(asyncio.create_task(page(keep, number)))
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)

    with Archive(tmp_path, run="run") as archive:
        asyncio.run(run(archive))
        assert stored == len(list(archive.pages())) == 60
    assert 3 < most <= 10
