"""The rules of a run with the lines that recur on outlets' pages, as flows.config.learned_lines wrote them to a file.

Takes config directories and that file; gives Rules.  Opens no warehouse: worker processes read pages with these rules.
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
    """The rules of a run with the recurring lines added; read once a process, since the file never changes.

    config: config directories.  knowledge: the file that `learn` gave.  Raises ConfigError.
    """
    rules = rules_for(config)
    return rules if knowledge is None else replace(rules, boilerplate=_keyed(json.loads(knowledge.read_text("utf-8"))))


def _keyed(lines: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """The lines of each host under the key by which parsers look them up, with the number of pages.

    The warehouse stores this key; earlier versions stored another one, made in SQL.
    """
    keyed: dict[str, dict[str, int]] = {}
    for host, of_host in lines.items():
        for line, pages in of_host.items():
            own = keyed.setdefault(host, {})
            own[line_key(line)] = max(pages, own.get(line_key(line), 0))
    return keyed
