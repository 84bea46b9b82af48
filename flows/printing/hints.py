"""Adds --data and --config to the commands that messages recommend, so that they work when they are copied.

A message is made with a plain command between backquotes (`copydesk quarantine list`).  The code that prints it for a
person passes it through `as_typed`, which adds the directories that were given to the running command.  What is stored
stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

#: A command in a sentence.
_COMMAND: Final = re.compile(r"`(copydesk [^`\n]+)`")
#: Commands that read neither directory, and those that only ask for help.
_WITHOUT: Final = re.compile(r"copydesk (?:worker|completion)\b|.* --help\b")

#: The options --data and --config of this command, by their names; those that were not given are not there.
_given: Final[dict[str, str]] = {}


@contextmanager
def directories_of_command() -> Iterator[None]:
    """A block (`with`) for one command: at its end the directories noted in it are forgotten.

    Needed in tests, which run several commands in one process.
    """
    try:
        yield
    finally:
        _given.clear()


def note_directory(option: str, directory: str) -> None:
    """Note a directory that was given to the running command.

    `option`: "--data" or "--config".  `directory`: as it was typed.
    """
    _given[option] = directory


def as_typed(text: str, directories: Mapping[str, str] = _given) -> str:
    """Add the directories to each command between backquotes in a text.

    `directories`: "--data" or "--config" -> directory; by default those of the running command.
    """
    return _COMMAND.sub(lambda found: f"`{command_to_copy(found[1], directories)}`", text) if directories else text


def command_to_copy(words: str, directories: Mapping[str, str] = _given) -> str:
    """Add the directories to a command: "copydesk status" gives "copydesk --data /srv/news status".

    `words`: the command, which begins with "copydesk".  `directories`: as for `as_typed`.
    """
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
