"""Runs a program without a shell: bytes to its standard input, bytes back, within limits of time and size.

The program runs in a process group of its own beside a guard (guard.py), and the whole group is killed at the end, so
that nothing of it is left, whatever happens to it or to this process.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from flows.parsing.fallback.no_answer import NoAnswer

_GUARD: Final = Path(__file__).with_name("guard.py")
#: Bytes that are read or written at a time: as many as a pipe holds.
_PIECE: Final = 65_536
#: Bytes of standard error that are kept, from its end: its last line is told.
_SAID: Final = 2_000


def ask_program(command: Sequence[str], page: bytes, *, environ: Mapping[str, str], seconds: float, most: int) -> bytes:
    """Run a program on a page; gives its standard output.

    `page`: what it reads from its standard input.  `environ`: its whole environment.  `seconds`: longest time.  `most`:
    longest output, in bytes.  Raises NoAnswer unless it ends with status 0 within the limits.
    """
    pipes: list[int] = []
    try:
        pipes += os.pipe()
        pipes += os.pipe()
        guard = _start(command, environ, pipes[0], pipes[3])
    except (OSError, ValueError) as error:
        _close(pipes)
        raise NoAnswer("start", getattr(error, "strerror", None) or str(error)) from error
    lifeline_end, lifeline, told, told_end = pipes
    try:
        _close([lifeline_end, told_end])
        talk = _Talk(guard, told, page, most)
        end = talk.until(time.monotonic() + seconds)
    finally:
        _close([lifeline, told])
        _end(guard)
    return _answer(end, talk)


def _start(command: Sequence[str], environ: Mapping[str, str], lifeline: int, told: int) -> subprocess.Popen[bytes]:
    """Start the guard, which starts the program.  `lifeline`, `told`: file descriptors for guard.py."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(_GUARD), str(lifeline), str(told), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        pass_fds=(lifeline, told),
        env=dict(environ),
        start_new_session=True,
    )


def _end(guard: subprocess.Popen[bytes]) -> None:
    """Kill the guard with its whole process group, and wait for it, so that no zombie stays."""
    with suppress(ProcessLookupError, PermissionError):  # all of them have ended
        os.killpg(guard.pid, signal.SIGKILL)
    for pipe in (guard.stdin, guard.stdout, guard.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    guard.wait()


def _close(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _answer(end: str, talk: _Talk) -> bytes:
    """Give what the program wrote, if it ended with status 0; else raises NoAnswer.

    `end`: the guard's line on how it ended.
    """
    how, _, what = end.partition(": ")
    if how == "not started":
        raise NoAnswer("start", what)
    if what != "0":
        status = f"signal {what[1:]}" if what.startswith("-") else f"exit status {what}" if what else "it was killed"
        raise NoAnswer("status", ": ".join(filter(None, (status, talk.last_line()))))
    return bytes(talk.answer)


class _Talk:
    """Writes the page to the program and reads its output, until it has ended."""

    def __init__(self, guard: subprocess.Popen[bytes], told: int, page: bytes, most: int) -> None:
        assert guard.stdin is not None and guard.stdout is not None and guard.stderr is not None
        self._in, self._told, self._left, self._most = guard.stdin, told, memoryview(page), most
        self._out, self._err = guard.stdout.fileno(), guard.stderr.fileno()
        self.answer, self._said = bytearray(), bytearray()

    def until(self, deadline: float) -> str:
        """Write the page and read the output until the program has ended; gives the guard's line on how it ended.

        Raises NoAnswer when it has not ended at the deadline (time.monotonic), or its output is too long.
        """
        with selectors.DefaultSelector() as ready:
            steps = self._steps(ready)
            while (left := deadline - time.monotonic()) > 0:
                for key, _ in ready.select(left):
                    if key.fd == self._told:
                        end = os.read(self._told, _PIECE).decode("utf-8", "replace")
                        self._drain()
                        return end
                    if not steps[key.fd]():
                        ready.unregister(key.fd)
        raise NoAnswer("time")

    def _steps(self, ready: selectors.DefaultSelector) -> Mapping[int, Callable[[], bool]]:
        """Map each file descriptor to the function to call when it is ready.

        The function gives False when nothing more will come.
        """
        page = self._in.fileno()
        for descriptor in (page, self._out, self._err):
            os.set_blocking(descriptor, False)
            ready.register(descriptor, selectors.EVENT_WRITE if descriptor == page else selectors.EVENT_READ)
        ready.register(self._told, selectors.EVENT_READ)
        return {page: self._write, self._out: self._hear, self._err: self._overhear}

    def _write(self) -> bool:
        """Write a piece of the page to the program; False when all is written, or when the program reads no more."""
        with suppress(BlockingIOError):
            try:
                self._left = self._left[os.write(self._in.fileno(), self._left[:_PIECE]) :]
            except BrokenPipeError:  # it has read as much as it wants
                return False
        if self._left:
            return True
        self._in.close()  # the program reads the end of the page
        return False

    def _hear(self) -> bool:
        """Read a piece of the program's output; False at its end."""
        piece = os.read(self._out, _PIECE)
        self.answer += piece
        if len(self.answer) > self._most:
            raise NoAnswer("size")
        return bool(piece)

    def _overhear(self) -> bool:
        piece = os.read(self._err, _PIECE)
        self._said = (self._said + piece)[-_SAID:]
        return bool(piece)

    def _drain(self) -> None:
        """Read what is left in the pipes, without waiting for other processes that hold them open."""
        for read in (self._hear, self._overhear):
            with suppress(BlockingIOError):
                while read():
                    pass

    def last_line(self) -> str:
        """Give the last line that the program wrote to standard error, shortened, for a message."""
        lines = self._said.decode("utf-8", "replace").split("\n")
        return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")
