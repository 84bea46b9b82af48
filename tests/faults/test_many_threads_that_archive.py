"""Many threads archive pages at the same time; when the disk refuses some, no thread is told that a lost page was
stored."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.archive.archive import Archive, read_archived
from flows.archive.captures import Capture
from flows.archive.warc_file import OpenWarc

#: Bodies come several times, so that threads meet in one.
BODIES = [b"%d" % number + os.urandom(2_000) for number in range(60)]
PAGES = [Capture(f"https://herald.example/{n}", BODIES[n % 60], status=200) for n in range(240)]


@pytest.mark.parametrize("failing", [(), (20,), (5, 6, 90)])
def test_what_was_taken_is_there(failing: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that returned has its page in the file; no page refers to a body that was not written."""
    calls, append = iter(range(10_000)), OpenWarc.append

    def refusing(self: OpenWarc, member: bytes) -> tuple[int, int]:
        if next(calls) in failing:
            raise OSError(28, "No space left on device", "there")
        return append(self, member)

    monkeypatch.setattr(OpenWarc, "append", refusing)

    def keep(archive: Archive, page: Capture) -> str | None:
        try:
            archive.add(page)
        except OSError:
            return None
        return page.url

    with ThreadPoolExecutor(8) as threads, Archive(tmp_path, run="run") as archive:
        taken = [url for url in threads.map(lambda page: keep(archive, page), PAGES) if url]
    assert len(taken) == len(PAGES) if not failing else len(failing) <= len(PAGES) - len(taken) < 80
    (tmp_path / "index.sqlite").unlink()
    with Archive(tmp_path) as archive:
        assert archive.notes == ()
        assert {row.url for row in archive.captures()} == set(taken)
        bodies = {page.sha256: read_archived(tmp_path, page).body for page in archive.pages()}
        assert all(row.sha256 in bodies for row in archive.captures())
