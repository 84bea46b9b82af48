"""Makes the commands that sentences name work as they are copied, with the directories of the command that prints them.

Wherever a sentence is made, it says `copydesk quarantine list` between backquotes.  What prints it for a person passes
it through `as_typed`, which adds --data and --config if they were given.  What is stored stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

#: A command in a sentence.
_COMMAND: Final = re.compile(r"`(copydesk [^`\n]+)`")
#: Commands that read neither directory, and what asks for help.
_WITHOUT: Final = re.compile(r"copydesk (?:worker|completion)\b|.* --help\b")

#: The options --data and --config of this command, by their names; those that were not given are not there.
_given: Final[dict[str, str]] = {}


@contextmanager
def directories_of_command() -> Iterator[None]:
    """Forget at the end of a block which directories were given in it: in tests, a process runs several commands."""
    try:
        yield
    finally:
        _given.clear()


def note_directory(option: str, directory: str) -> None:
    """Remember a directory of the running command.  option: "--data" or "--config"; directory: as it was typed."""
    _given[option] = directory


def as_typed(text: str, directories: Mapping[str, str] = _given) -> str:
    """A text in which each command between backquotes names directories.

    directories: by option, "--data" or "--config"; those of the running command unless others are given.
    """
    return _COMMAND.sub(lambda found: f"`{command_to_copy(found[1], directories)}`", text) if directories else text


def command_to_copy(words: str, directories: Mapping[str, str] = _given) -> str:
    """A command with its directories, as for `as_typed`.  words: as they are typed, beginning with "copydesk"."""
    if _WITHOUT.match(words):
        return words
    import shlex  # only here: few commands name another one

    for option in reversed([*directories]):
        directory = shlex.quote(directories[option])
        if f"{option} DIR" in words:
            words = words.replace(f"{option} DIR", f"{option} {directory}")
        elif f" {option}" not in words:
            words = words.replace("copydesk", f"copydesk {option} {directory}", 1)
    return words
