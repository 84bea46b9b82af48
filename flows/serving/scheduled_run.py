"""The process of one scheduled run: `copydesk serve` starts it, and it ends with it.

Prefect's engine, which knows the run from the environment, does the rest.
"""

from __future__ import annotations

import sys

from flows.running import stopping
from flows.serving import lifeline

if __name__ == "__main__":
    lifeline.hold()  # before Prefect is imported, which takes seconds
    stopping.listen()


def main() -> int:
    """Run the flow run that the environment names; the exit code comes back."""
    import runpy

    try:
        runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)
        stopping.over(0)
        return 0
    except KeyboardInterrupt:
        stopping.leave(stopping.exit_code() or 130)


if __name__ == "__main__":
    sys.exit(main())
