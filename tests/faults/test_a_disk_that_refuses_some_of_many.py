"""Fetched pages are stored together; when the disk refuses one, each task learns whether its own page was stored."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from flows.acquire.keep import ArchiveStopped
from flows.acquire.keeper import Keeper
from flows.archive.archive import Archive, read_archived
from flows.archive.captures import Capture
from flows.archive.warc_file import OpenWarc

PAGES = [Capture(f"https://herald.example/{n}", b"%d" % n + os.urandom(2_000), status=200) for n in range(150)]


async def _all_kept(archive: Archive, pages: list[Capture]) -> list[object]:
    keeper = Keeper(archive)
    return await asyncio.gather(*map(keeper.keep, pages), return_exceptions=True)


def _refusing(monkeypatch: pytest.MonkeyPatch, failing: tuple[int, ...]) -> None:
    calls, append = iter(range(10_000)), OpenWarc.append

    def refusing(self: OpenWarc, member: bytes) -> tuple[int, int]:
        if next(calls) in failing:
            raise OSError(28, "No space left on device", "there")
        return append(self, member)

    monkeypatch.setattr(OpenWarc, "append", refusing)


@pytest.mark.parametrize("failing", [(), (0,), (5, 40), tuple(range(20, 10_000))])
def test_each_task_is_told_of_its_own_page(
    failing: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _refusing(monkeypatch, failing)
    with Archive(tmp_path, run="run") as archive:
        told = asyncio.run(_all_kept(archive, PAGES))
    kept = {page.url for page, one in zip(PAGES, told) if isinstance(one, tuple)}
    assert all(one[0] is page for page, one in zip(PAGES, told) if isinstance(one, tuple))
    assert all(isinstance(one, (tuple, ArchiveStopped)) for one in told)
    assert (len(kept) == len(PAGES)) == (not failing)
    monkeypatch.undo()
    (tmp_path / "index.sqlite").unlink()
    with Archive(tmp_path) as archive:
        assert {page.url for page in archive.pages()} == kept
        assert all(read_archived(tmp_path, page).body for page in archive.pages())


def test_a_page_that_cannot_be_stored_costs_no_other(tmp_path: Path) -> None:
    """A page with an impossible media type is stored as a note with the reason; the others are stored whole."""
    odd = Capture("https://herald.example/odd", b"odd", status=200, media_type=3)  # type: ignore[arg-type]
    with Archive(tmp_path, run="run") as archive:
        told = asyncio.run(_all_kept(archive, [*PAGES[:5], odd, *PAGES[5:10]]))
        outcomes = [one[0].outcome for one in told if isinstance(one, tuple)]
    assert outcomes == [*["fetched"] * 5, "unreadable", *["fetched"] * 5]


def test_a_run_that_is_ended_meanwhile(tmp_path: Path) -> None:
    """When waiting tasks are cancelled, what was stored is whole, and the archive takes more pages."""

    async def ended(archive: Archive) -> None:
        waiting = asyncio.gather(_all_kept(archive, PAGES), asyncio.sleep(60))
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    with Archive(tmp_path, run="run") as archive:
        asyncio.run(ended(archive))
        archive.add(Capture("https://herald.example/after", b"after", status=200))
        held = {page.url: read_archived(tmp_path, page).body for page in archive.pages()}
    assert held["https://herald.example/after"] == b"after"
    assert all(held.get(page.url, page.body) == page.body for page in PAGES)
