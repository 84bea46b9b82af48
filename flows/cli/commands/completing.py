"""What a shell offers for arguments that click knows nothing of: names of flows, files beside other things."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def flow_names(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """The flows whose names begin so."""
    from flows.running.registry import FLOWS  # here, since `extract` is quick and knows no flows

    return [CompletionItem(name) for name in FLOWS if name.startswith(begun)]


def files(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """The shell's own completion of files and folders."""
    return [CompletionItem(begun, type="file")]
