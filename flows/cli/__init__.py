"""The command line: `main` runs one command of flows.cli.commands."""

from flows.cli.cli import main

__all__ = ["main"]
