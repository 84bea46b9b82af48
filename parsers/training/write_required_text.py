"""`python -m parsers.training.write_required_text`: writes config/models/required_text.json from the shipped rules.

The file holds the strings that texts must have for a pattern to match (`parsers.required_text`).  Run it after a change
of a pattern in config/rules; until then the strings of that pattern are derived in every process that reads pages,
which costs some milliseconds and changes nothing.
"""

from __future__ import annotations

from parsers.correspondents import rule_index
from parsers.dates import date_lines
from parsers.html.figures import figure_wording
from parsers.lines import consent_walls, junk, notices
from parsers.listed_patterns import READY
from parsers.required_text import as_file
from parsers.rules import default_rules, shipped_config


def required_text() -> str:
    """The text of required_text.json for the shipped rules; raises RulesError for a pattern that cannot be used."""
    rules = default_rules()
    rules.compile()
    searched = (
        *rule_index.searched_patterns(rules.family("correspondents")),
        *junk.searched_patterns(rules.family("junk")),
        *consent_walls.searched_patterns(rules.family("refusals")),
        *date_lines.searched_patterns(rules.family("heads")),
        *notices.searched_patterns(rules.family("heads")),
        *figure_wording.searched_patterns(rules.family("figures")),
    )
    return as_file(pattern for _, pattern in searched)


if __name__ == "__main__":
    (shipped_config() / READY).write_text(required_text(), "utf-8")
