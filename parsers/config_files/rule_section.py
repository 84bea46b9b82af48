"""A section: the rules of one family in one file, either a whole file of rules or [rules.NAME] in a publisher's file.

Both have the same form and are checked and read alike.  A section knows its path in the file; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parsers.config_files.toml_file import ConfigFile
from parsers.config_files.toml_lines import Keys
from parsers.config_files.value_checks import macro, text, texts


@dataclass(frozen=True, slots=True)
class RuleSection:
    """The part of one file that holds rules of one family."""

    file: ConfigFile
    #: Name of the family ("junk").
    family: str
    data: Mapping[str, Any]
    #: The section's path of keys in the file; () when the section is the whole file.
    keys: Keys = ()

    @property
    def name(self) -> str:
        """What messages call the section: "[rules.junk]", or "the file"."""
        return f"[{'.'.join(key for key in self.keys if isinstance(key, str))}]" if self.keys else "the file"

    def wrong(self, keys: Keys, told: str) -> None:
        """Note a mistake (in file.mistakes) in the value at a path in the section (`keys`); `told`: the message."""
        self.file.wrong((*self.keys, *keys), told)

    def sound_part(self) -> dict[str, Any]:
        """Return the word lists, macros and rules (id and pattern) of the section, without those that have wrong types.

        With them, the patterns of a file with mistakes can be checked, too.  An entry of [[rule]] that is no rule
        becomes an empty dict, so that the other entries keep their positions.
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
        return {"words": words, "macros": {key: value for key, value in named if macro(value) is None}, "rule": rule}


def has_pattern(entry: Any) -> bool:
    """Whether an entry of a list of rules has an id and a pattern, both strings, so that it can be checked."""
    return isinstance(entry, dict) and text(entry.get("id")) is None and text(entry.get("pattern")) is None


def sections_under(file: ConfigFile, keys: Keys, known: Container[str]) -> Iterator[RuleSection]:
    """Yield the sections below a path (`keys`) of a publisher's file; only those of the families `known`."""
    value: Any = file.data
    for key in keys:
        if not isinstance(value, dict | list):
            return
        value = value.get(key) if isinstance(value, dict) else value[int(key)]
    for name, data in value.items() if isinstance(value, dict) else ():
        if name in known and isinstance(data, dict):
            yield RuleSection(file, name, data, (*keys, name))
