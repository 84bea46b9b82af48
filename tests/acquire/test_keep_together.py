"""Captures that are archived together: each gets its own result or error, and nobody is left waiting."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from flows.acquire import keep_together
from flows.acquire.keep import ArchiveStopped, keep
from flows.acquire.keep_together import Keeper
from flows.archive.archive import Archive, Stored
from flows.archive.captures import Capture


def capture(number: int) -> Capture:
    return Capture(f"https://herald.example/{number}", b"page %d" % number, status=200)


def test_each_gets_its_own(tmp_path: Path) -> None:
    async def run(archive: Archive) -> None:
        keeper = Keeper(archive)
        found = await asyncio.gather(*(keeper.keep(capture(n)) for n in range(100)))
        assert [kept.url for kept, _ in found] == [capture(n).url for n in range(100)]
        assert all(stored.new for _, stored in found)
        assert not (await keeper.keep(capture(7)))[1].new

    with Archive(tmp_path, run="run") as archive:
        asyncio.run(run(archive))
        assert archive.counts() == {"fetched": 101}


def test_one_error_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(archive: Archive, given: Capture) -> tuple[Capture, Stored]:
        if given.url.endswith("3"):
            raise ArchiveStopped("The disk is full.")
        return keep(archive, given)

    async def run(archive: Archive) -> None:
        keeper = Keeper(archive)
        found = await asyncio.gather(*(keeper.keep(capture(n)) for n in range(40)), return_exceptions=True)
        assert [n for n, result in enumerate(found) if isinstance(result, ArchiveStopped)] == [3, 13, 23, 33]

    monkeypatch.setattr(keep_together, "keep", failing)
    with Archive(tmp_path, run="run") as archive:
        asyncio.run(run(archive))


def test_whoever_is_stopped_holds_up_nobody(tmp_path: Path) -> None:
    async def run(archive: Archive) -> None:
        keeper = Keeper(archive)
        tasks = [asyncio.create_task(keeper.keep(capture(n))) for n in range(40)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        found = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
        assert sum(isinstance(result, asyncio.CancelledError) for result in found) == 20

    with Archive(tmp_path, run="run") as archive:
        asyncio.run(run(archive))
