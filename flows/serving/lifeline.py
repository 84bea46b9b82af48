"""Children that end with their parent, however it ends.

The parent holds one end of a pipe, the child the other: when the parent goes, also by kill -9, the kernel closes its
end, and the child ends in order, within seconds.  Worker processes of the pool have their own way
(flows.parsing.worker_process).
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

#: The directory from which `python -m flows...` imports this copydesk, whatever the working directory holds.
_HOME: Final = Path(__file__).parents[2]


def start_child(
    module: str,
    *arguments: str,
    environ: Mapping[str, str],
    output: IO[bytes] | int | None = None,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a module of ours, which must call `hold` first of all; its parent is the process that called this.

    output: where standard output and error go; None: where this process has its own error.  keep: descriptors that the
    child is given.  Signals of the terminal do not reach it: its parent decides.
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
    """Ask a child to end, and after so many seconds see to it."""
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
    """In the child: take hold of the pipe, which is its standard input, and end when the parent lets go."""
    line = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    threading.Thread(target=_end_with_parent, args=(line,), name="lifeline", daemon=True).start()


def _end_with_parent(line: int) -> None:
    while os.read(line, 64):
        pass  # nothing is ever written; the end of the file is the message
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
