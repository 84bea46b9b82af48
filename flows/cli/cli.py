"""Runs the process of the command line: signals, standard streams and exit code.

`main` takes the arguments and returns the exit code: 0 done, 1 failed, 2 bad usage, 3 done with rejected pages, 128 and
more stopped by a signal.  The commands are in flows/cli/verbs.py; they are imported only after the signal handlers are
set.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

try:
    from flows.cli import collecting, ending
    from flows.printing import hints, log, streams
    from flows.printing.terminal_text import guarded
    from flows.running import stopping
except KeyboardInterrupt:  # before our own handler is set
    raise SystemExit(130) from None  # 128 + SIGINT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code.

    `arguments`: None: those of the process; only then are signals handled and the standard streams replaced.
    """
    if arguments is not None:
        return _call(list(arguments))
    try:
        streams.make_safe()
        stopping.listen()
        collecting.begin_later()
        ending.begin()
        code = _call(sys.argv[1:])
        stopping.end_at_signals(code)
        ending.work_done(code)
    except KeyboardInterrupt:
        code = _stopped()
    if stopping.exit_code() is not None:
        stopping.exit_now(code)
    return code


@guarded()
def _call(words: list[str]) -> int:
    with log.log_of_command(words), hints.directories_of_command():
        return _call_in_format(words)


def _call_in_format(words: list[str]) -> int:
    """Run a command, and turn its end, an error or a stop into the exit code."""
    try:
        with stopping.errors_as_stop():
            from flows.cli.verbs import call

            code = call(words)
            streams.finish()
            return code
    except KeyboardInterrupt:
        return _stopped()
    except streams.NobodyReads:
        streams.give_up_output()
        return 0
    except Exception as error:
        if isinstance(error, streams.CannotWrite):
            streams.give_up_output()
        from flows.cli.verbs import explain

        return explain(error, words)


def _stopped() -> int:
    """Print what was found before the stop, and that the command was stopped; gives the exit code."""
    with suppress(streams.NobodyReads, streams.CannotWrite):
        streams.finish()  # print what was found before the stop
    stopping.report()
    return stopping.exit_code() or 130
