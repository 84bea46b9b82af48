"""The process of one scheduled run, which `copydesk serve` starts and which ends with it.

Runs Prefect's engine, which reads the id of the flow run from the environment.
"""

from __future__ import annotations

import sys

from flows.running import stopping
from flows.serving import lifeline

if __name__ == "__main__":
    lifeline.hold()  # before Prefect is imported, which takes seconds
    stopping.listen()


def main() -> int:
    """Run the flow run that the environment names; gives the exit code."""
    import runpy

    try:
        runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)
        stopping.end_at_signals(0)
        return 0
    except KeyboardInterrupt:
        stopping.exit_now(stopping.exit_code() or 130)


if __name__ == "__main__":
    sys.exit(main())
