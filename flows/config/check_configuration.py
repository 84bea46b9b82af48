"""Checks the whole configuration before a command does anything, so that a mistake is reported at once.

Takes the config directory that a command names; gives the directories to read.  Finds every mistake in every file; the
error names the first one and counts the rest, `copydesk doctor` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from flows.config.load_rules import compiled_rules, rules_for
from flows.config.settings import config_directories, load_settings
from flows.config.sources import load_sources
from flows.config.toml_tables import ConfigError, raise_mistakes
from parsers import Rules
from parsers.config_files.rule_checks import wrong_examples
from parsers.config_files.rule_keys import FAMILIES
from parsers.config_files.toml_file import Mistake
from parsers.rules import shipped_config

_FILES = ("copydesk.toml", "sources.toml")
_FOLDERS = ("rules", "publishers")
#: Suffixes of files that are probably meant to be TOML; only ".toml" is read.
_ENDINGS = (".toml", ".tml", ".toml.txt")
#: How similar (difflib's ratio) a name must be to a known one to be taken for a misspelling of it: one letter of eight.
_SIMILAR = 0.88


def configured(given: Path | None) -> tuple[Path, ...]:
    """Return the config directories to read, after checking all their files; raises ConfigError for a mistake.

    `given`: the directory named on the command line; None: COPYDESK_CONFIG, or only the shipped one.  Patterns in a
    user's rules are compiled to check them.  The project's own are not, since that takes a quarter of a second.
    """
    directories = config_directories(given)
    raise_mistakes(_mistakes_in(directories, rules_for))
    return directories


def mistakes(directories: tuple[Path, ...]) -> list[Mistake]:
    """Find all mistakes in the files of these directories; compiles the project's own patterns, too."""
    return _mistakes_in(directories, compiled_rules)


def _mistakes_in(directories: tuple[Path, ...], rules: Callable[[tuple[Path, ...]], Rules]) -> list[Mistake]:
    """Find all mistakes in settings, sources and rules, and misnamed files.

    `rules`: called with the directories, reads their rules; it decides which patterns are compiled.
    """
    found: list[Mistake] = []
    for read in (lambda: load_settings(*directories), lambda: load_sources(*directories), lambda: rules(directories)):
        found += _mistakes_of(read)
    return found + [m for directory in directories if directory != shipped_config() for m in _misnamed(directory)]


def _mistakes_of(read: Callable[[], object]) -> tuple[Mistake, ...]:
    """Call `read`, and give the mistakes of the ConfigError that it raises; () when it raises none."""
    try:
        read()
    except ConfigError as error:
        if not error.mistakes:
            raise
        return error.mistakes
    return ()


def _misnamed(directory: Path) -> Iterator[Mistake]:
    """Yield a Mistake for each file in a user's config directory that is not read because of its name.

    Files of other programs are passed over.
    """
    try:
        entries = sorted(directory.iterdir())
    except OSError as error:
        yield Mistake(directory, None, f"it cannot be listed ({error.strerror}); make it readable.")
        return
    for entry in entries:
        if entry.name in _FOLDERS and not entry.is_dir():
            yield Mistake(entry, None, "it is a file where a directory is needed; move it away.")
        elif entry.name in _FOLDERS:
            yield from _not_read(entry)
        elif entry.name not in _FILES and (right := _right_name(entry)):
            yield Mistake(entry, None, f"nothing of this name is read; did you mean '{right}'?")


def _right_name(entry: Path) -> str | None:
    """Guess the name that a file was probably meant to have; None when it is no config file."""
    if entry.is_dir():
        return _near(entry.name, _FOLDERS)
    stem, dot, suffix = entry.name.partition(".")
    if dot + suffix.lower() not in _ENDINGS:
        return None
    if stem in FAMILIES:
        return f"rules/{stem}.toml"
    return _near(f"{stem}.toml", _FILES)


def _near(name: str, known: tuple[str, ...]) -> str | None:
    """Guess the known name that `name` was probably meant to be; None when no known name is like it."""
    import difflib  # here, since it is slow to load and few names are wrong

    close = difflib.get_close_matches(name.casefold(), [k for k in known if k[0] == name[0].casefold()], 1, _SIMILAR)
    return close[0] if close else None


def _not_read(folder: Path) -> Iterator[Mistake]:
    for entry in sorted(folder.iterdir()):
        if entry.suffix != ".toml" and entry.name.lower().endswith(_ENDINGS) and not entry.name.startswith("."):
            yield Mistake(entry, None, "it is not read, for its name does not end in .toml; rename it.")


def examples_missed(directories: tuple[Path, ...]) -> Iterator[Mistake]:
    """Yield a Mistake for each rule that misses its own examples or matches its counter-examples.

    All patterns must compile already.
    """
    for name, rules in rules_for(directories).every_rule():
        yield from wrong_examples(name, rules)
