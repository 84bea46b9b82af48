"""Runs the command line as `python -m flows.cli`, the same as `copydesk`."""

from __future__ import annotations

import sys

from flows.cli import main

if __name__ == "__main__":
    sys.exit(main())
