"""Starts child processes that end when their parent ends, also by kill -9.

The parent holds one end of a pipe, the child the other.  When the parent ends, the kernel closes its end, and the child
ends itself within seconds.  Worker processes of the pool do this in another way (flows.parsing.worker_process).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from flows.running.stopping import GRACE

#: The directory that holds the package `flows`; as working directory it makes `python -m flows...` run this copydesk.
_HOME: Final = Path(__file__).parents[2]
#: Bytes read at a time from the pipe, into which nothing is written.
_READ: Final = 64


def start_child(
    module: str,
    *arguments: str,
    environ: Mapping[str, str],
    output: IO[bytes] | int | None = None,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `python -m module`, which must call `hold` first of all; it ends with this process.

    `output`: where its standard output and error go; None: to the standard error of this process.  `keep`: file
    descriptors that it inherits.  It gets no signals from the terminal: its parent ends it.
    """
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=2 if output is None else output,
        stderr=output,
        pass_fds=keep,
        cwd=_HOME,
        env=dict(environ),
        start_new_session=True,
    )


def end(child: subprocess.Popen[bytes], *, seconds: float) -> None:
    """Ask a child to end (SIGTERM), kill it after this many seconds, and wait for its end."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(max(seconds, 0.0))
        except subprocess.TimeoutExpired:
            child.kill()
    if child.stdin is not None:
        child.stdin.close()
    child.wait()


def hold() -> None:
    """Watch the pipe on standard input in a thread, and end this process, the child, when its parent has ended."""
    pipe = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    threading.Thread(target=_end_with_parent, args=(pipe,), name="lifeline", daemon=True).start()


def _end_with_parent(pipe: int) -> None:
    """Run in a thread: wait until the parent has ended, then end this process.  `pipe`: the child's end of the pipe."""
    while os.read(pipe, _READ):
        pass  # the parent writes nothing; the end of the file means that it has ended
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
