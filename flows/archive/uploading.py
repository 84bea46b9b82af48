"""Uploads the archive's closed WARC files, and their CDXJ indexes, to its store, in a thread of its own.

The store is a bucket or folder elsewhere.  A file that is there already with the same content is not uploaded again;
one with other content is reported and not replaced.  Whatever fails, the file stays in the folder, and the next run
tries again.  The `name` of a file is without suffix.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from flows.archive.cdxj import cdxj_path
from flows.archive.warc_file import closed_warcs, warc_path
from flows.errors import sentence
from flows.printing.progress import number
from flows.storage.content import Content, content_of
from flows.storage.errors import OtherContent, StoreAway, StoreError, StoreRefuses
from flows.storage.store import Store

#: Takes the name of a file that the store has now, and its size in bytes.
Done = Callable[[str, int], None]
#: Seconds between two looks for Ctrl-C while the thread is waited for.
_LOOK: Final = 0.2
#: How many looks (five seconds) pass before the user is told what is waited for.
_SILENT: Final = 25


def waiting_files(directory: Path, stored: dict[str, int]) -> list[str]:
    """The closed files in a folder that its store does not have yet, in order.

    `stored`: name -> size of each file that the store has.
    """
    return [name for name in closed_warcs(directory) if _size(warc_path(directory, name)) != stored.get(name)]


def upload(directory: Path, store: Store, name: str) -> int:
    """Upload one closed file and its CDXJ index; return the size of the WARC file in bytes.

    Raises OtherContent, other StoreErrors, and OSError when the file cannot be read.
    """
    path, index = warc_path(directory, name), cdxj_path(directory, name)
    with content_of(path) as content:
        size = len(content)
        if not _uploaded(store, path.name, content):
            raise OtherContent(store.url, path.name)
    if index.is_file():
        with content_of(index) as content:
            # It is made of the WARC file: an older one may be replaced.
            if not _uploaded(store, index.name, content):
                store.replace(index.name, content)
    return size


def _uploaded(store: Store, name: str, content: Content) -> bool:
    """Upload a file unless the store has it; return False when the store has another file of the same name.

    The store is asked for the name before anything is sent: many servers receive a whole file before they refuse it.
    """
    taken = store.look(name) is not None or not store.create(name, content)
    return not taken or store.holds(name, content)


@dataclass(slots=True)
class _Left:
    """The files that could not be uploaded in a run, and why."""

    #: Names of the files that wait, and the last reason.
    names: list[str] = field(default_factory=list)
    why: StoreError | None = None
    #: One sentence for each file that can never be uploaded as it is.
    wrong: list[str] = field(default_factory=list)


class Uploads:
    """Uploads files of one run in a thread.

    `done`: called in that thread after each file is uploaded, with its name and its size in bytes.
    """

    def __init__(self, directory: Path, store: Store, done: Done) -> None:
        self._directory, self._store, self._done = directory, store, done
        self._turn = threading.Condition()
        self._waiting: deque[str] = deque()
        self._left = _Left()
        self._ends = False
        self._thread: threading.Thread | None = None

    def add(self, names: Iterable[str]) -> None:
        """Queue these files for upload; returns at once."""
        with self._turn:
            self._waiting.extend(names)
            if self._waiting and self._thread is None:
                self._thread = threading.Thread(target=self._work, name="uploads", daemon=True)
                self._thread.start()
            self._turn.notify_all()

    def finish(self, say: Callable[[str], None]) -> list[str]:
        """Wait for all uploads, and retry the failed ones once; return one sentence for each thing that is wrong.

        `say`: called with a sentence about the wait, when that takes long.
        """
        with self._turn:
            again, self._left = self._left, _Left(wrong=self._left.wrong)
        self.add(again.names)
        self._end(say)
        left = self._left
        if left.why is not None:
            told = number(len(left.names), "closed file of the archive is", "closed files of the archive are")
            reason = f"it {left.why.verb}: {left.why.why}"
            advice = "" if isinstance(left.why, StoreAway) else f"; {left.why.advice}"
            left.wrong.append(
                f"{told} not in {self._store.url} yet ({reason}), the next run uploads what waits{advice}."
            )
        return left.wrong

    def drop(self) -> None:
        """Begin no further upload, and do not wait for the current one: the next run does the rest."""
        with self._turn:
            self._waiting.clear()
            self._ends = True
            self._turn.notify_all()

    def _end(self, say: Callable[[str], None]) -> None:
        """Let the thread upload what is queued, then end, and wait for that.  `say`: as in `finish`."""
        with self._turn:
            self._ends = True
            self._turn.notify_all()
            waiting = len(self._waiting)
        looks = 0
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(_LOOK)
            looks += 1
            if looks == _SILENT:
                more = f", and {number(waiting, 'more file')} after it" if waiting else ""
                say(f"uploading a closed file to {self._store.url}{more}")

    def _work(self) -> None:
        while (name := self._next()) is not None:
            try:
                self._done(name, upload(self._directory, self._store, name))
            except (StoreAway, StoreRefuses) as error:
                with self._turn:
                    self._left.names.append(name)
                    self._left.why = error
            except FileNotFoundError:
                continue  # moved away, or uploaded and removed by another run
            except Exception as error:  # the others are uploaded all the same
                with self._turn:
                    self._left.wrong.append(sentence(error))

    def _next(self) -> str | None:
        with self._turn:
            self._turn.wait_for(lambda: self._waiting or self._ends)
            return self._waiting.popleft() if self._waiting else None


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
