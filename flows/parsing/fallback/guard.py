"""Runs one program and kills all that it leaves behind: a script, started by program.py in a session of its own.

Its arguments are two file descriptors and the command.  The first is a pipe that the calling process holds open: when
that process closes it or ends, also by kill -9, the program and all that it started are killed.  To the second the
script writes how the program ended.  Imports nothing of copydesk, to start in some ten milliseconds.
"""

import os
import signal
import sys
import threading

#: Signals that the calling process may ignore; a program expects them as they are by default.
_DEFAULTS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGPIPE)


def main(lifeline: int, told: int, command: list[str]) -> None:
    """Run the command with our standard input, output and error, and kill its process group at the end.

    `lifeline`: the pipe whose end means that the calling process is gone.  `told`: the descriptor to which the script
    writes how the command ended.
    """
    for descriptor in (lifeline, told):
        os.set_inheritable(descriptor, False)
    for number in _DEFAULTS:
        signal.signal(number, signal.SIG_DFL)
    try:
        child = os.posix_spawnp(command[0], command, os.environ)
    except OSError as error:
        os.write(told, f"not started: {error.strerror}".encode())
        return
    threading.Thread(target=_end_with_asker, args=(lifeline,), daemon=True).start()
    _, status = os.waitpid(child, 0)
    os.write(told, f"ended: {os.waitstatus_to_exitcode(status)}".encode())
    _end_all()


def _end_with_asker(lifeline: int) -> None:
    os.read(lifeline, 1)  # nothing is ever written; the end of the file is the message
    _end_all()


def _end_all() -> None:
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
