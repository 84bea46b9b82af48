"""The rules that the project ships, read and checked once for all tests that load them with rules of their own.

What parsers make of a family of rules they keep by the family, so that it is made once, too.  Without this, to load
shipped rules and to read the first page with them takes a fifth of a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parsers import rules
from parsers.config_files.rule_section import RuleSection
from parsers.config_files.toml_file import ConfigFile
from parsers.rule_family import Family


@contextmanager
def read_once() -> Iterator[None]:
    """A block in which `load_rules` reads and checks each shipped file once; files of a test are read as ever."""
    shipped, files, families = rules.shipped_config(), dict[Path, ConfigFile](), dict[Path, Family]()
    really_read, really_checked = rules.read_config_file, rules._checked

    def read(path: Path) -> ConfigFile:
        if path.parents[1] != shipped:
            return really_read(path)
        if path not in files:
            files[path] = really_read(path)
        known = files[path]
        # Each load notes mistakes of its own.
        file = ConfigFile(path, known.data, known.text, known.content)
        file.mistakes += known.mistakes
        return file

    def checked(base: Family, section: RuleSection) -> Family:
        path = section.file.path
        if path not in families:
            family = really_checked(base, section)
            if path.parent != shipped / "rules" or section.file.mistakes:
                return family
            families[path] = family
        return families[path]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "read_config_file", read)
        patch.setattr(rules, "_checked", checked)
        yield
