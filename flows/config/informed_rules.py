"""The rules of a run together with the lines that recur on outlets' pages (boilerplate).

Takes config directories and the file with these lines that flows.config.learned_lines writes; gives Rules.  Opens no
warehouse, so worker processes can use it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from flows.config.load_rules import rules_for
from parsers import Rules
from parsers.folding import line_key


@cache
def informed_rules(config: tuple[Path, ...], knowledge: Path | None) -> Rules:
    """Read the rules of a run and add the recurring lines; cached, since the file never changes.

    `config`: config directories.  `knowledge`: the file that `learned_lines_file` gave; None: no recurring lines.
    Raises ConfigError.
    """
    rules = rules_for(config)
    return rules if knowledge is None else replace(rules, boilerplate=_keyed(json.loads(knowledge.read_text("utf-8"))))


def _keyed(lines: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Replace each line by its key (its text, made comparable); gives host -> key -> number of pages with the line.

    The warehouse stores such keys already, but earlier versions made other ones in SQL.  So they are made anew by the
    parsers' own function.
    """
    keyed: dict[str, dict[str, int]] = {}
    for host, of_host in lines.items():
        for line, pages in of_host.items():
            own = keyed.setdefault(host, {})
            own[line_key(line)] = max(pages, own.get(line_key(line), 0))
    return keyed
