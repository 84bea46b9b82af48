"""The part of a configuration file that holds rules of one family: a file of rules, or [rules.NAME] of a publisher's.

Both have the same form and are checked and read alike.  Knows where its part lies; judges nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parsers.config_files.toml_file import ConfigFile
from parsers.config_files.toml_lines import Keys
from parsers.config_files.value_checks import text, texts


@dataclass(frozen=True, slots=True)
class RuleSection:
    """What one file says of one family."""

    file: ConfigFile
    #: Name of the family ("junk").
    family: str
    data: Mapping[str, Any]
    #: Where the part lies in the file; (): it is the file.
    keys: Keys = ()

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return f"[{'.'.join(key for key in self.keys if isinstance(key, str))}]" if self.keys else "the file"

    def wrong(self, keys: Keys, told: str) -> None:
        """Note a mistake in what stands under these keys of the part."""
        self.file.wrong((*self.keys, *keys), told)

    def sound_part(self) -> dict[str, Any]:
        """What of it can be made a family of, so that its patterns are looked at, too.

        A rule that is none leaves an empty place, so that the others keep theirs.
        """
        lists, macros, rules = (self.data.get(key) for key in ("words", "macros", "rule"))
        words = {
            name: {language: items for language, items in found.items() if texts(items) is None}
            for name, found in (lists if isinstance(lists, dict) else {}).items()
            if isinstance(found, dict)
        }
        named = macros.items() if isinstance(macros, dict) else ()
        rule = [
            {key: entry[key] for key in ("id", "pattern")} if has_pattern(entry) else {}
            for entry in (rules if isinstance(rules, list) else ())
        ]
        return {"words": words, "macros": {key: value for key, value in named if isinstance(value, str)}, "rule": rule}


def has_pattern(entry: Any) -> bool:
    """Whether an entry of a list of rules has an id and a pattern."""
    return isinstance(entry, dict) and text(entry.get("id")) is None and text(entry.get("pattern")) is None


def sections_under(file: ConfigFile, keys: Keys, known: Container[str]) -> Iterator[RuleSection]:
    """The parts of a publisher's file that hold rules of a known family, under a path of keys."""
    value: Any = file.data
    for key in keys:
        if not isinstance(value, dict | list):
            return
        value = value.get(key) if isinstance(value, dict) else value[int(key)]
    for name, data in value.items() if isinstance(value, dict) else ():
        if name in known and isinstance(data, dict):
            yield RuleSection(file, name, data, (*keys, name))
