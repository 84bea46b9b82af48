"""The command line: `main` runs one verb of `commands`; `explain` shows a page line by line."""

from flows.cli.cli import main

__all__ = ["main"]
