"""copydesk completion: prints the script with which bash, zsh or fish completes the words of a command line."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from flows.cli.commands.session import Session, Verb, put, put_json, with_session
from flows.errors import UsageError

#: Shell -> the one command that installs the completion for every shell that is started later.
INSTALLED = {
    "bash": "copydesk completion bash >> ~/.bashrc",
    "zsh": "copydesk completion zsh >> ~/.zshrc",
    "fish": "copydesk completion fish > ~/.config/fish/completions/copydesk.fish",
}


@click.command("completion", cls=Verb)
@click.argument("shell", type=click.Choice([*INSTALLED]))
@with_session
def command(session: Session, shell: str) -> None:
    """Print what makes a shell complete commands and options.

    To have it in every shell that you start from now on, once:

    \b
        copydesk completion bash >> ~/.bashrc
        copydesk completion zsh >> ~/.zshrc
        copydesk completion fish > ~/.config/fish/completions/copydesk.fish

    bash must be 4.4 or newer; in zsh, compinit must have run before.  The program must be on the PATH under its name:
    an alias is not seen.
    """
    root = click.get_current_context().find_root()
    kind = get_completion_class(shell)
    if kind is None:
        raise UsageError(f"This version of click completes nothing in {shell}; `copydesk doctor` checks versions.")
    script = kind(root.command, {}, "copydesk", "_COPYDESK_COMPLETE").source().strip()
    if session.json:
        put_json({"shell": shell, "install": INSTALLED[shell], "script": script})
    else:
        put(script)
