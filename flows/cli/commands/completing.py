"""Makes shell completions that click cannot make by itself: names of flows, and files next to other arguments."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def flow_names(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the name of a flow: those whose names begin with `begun`, the word as far as it is typed."""
    from flows.running.registry import FLOWS  # here, since `extract` is quick and knows no flows

    return [CompletionItem(name) for name in FLOWS if name.startswith(begun)]


def files(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Give one completion that makes the shell offer its own list of files and folders."""
    return [CompletionItem(begun, type="file")]
