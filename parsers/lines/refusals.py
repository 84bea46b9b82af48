"""Titles of pages that stand in an article's place: an error, a challenge to robots, a form that asks for consent.

Takes a page's titles and the rules of config/rules/refusals.toml; gives a Rejection, or None.  An article may well be
about error 404: the front doors ask only where a page has little text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from parsers.model import Rejection
from parsers.rule_family import Family, Rule
from parsers.rules import Rules

#: Characters of body text above which no title makes a page an error or a consent form.
LITTLE_TEXT: Final = 600.0
#: Characters of a title that the message repeats.
_SHOWN: Final = 80


def in_its_place(titles: Iterable[str], rules: Rules) -> Rejection | None:
    """What stands where an article was asked for, told by the first title that says so."""
    for text in titles:
        for rule in refusal_rules(rules.family("refusals"), "title"):
            if rule.pattern.search(text):
                return Rejection(str(rule.data["reason"]), f"Its title says so: {text[:_SHOWN]!r}.")
    return None


def refusal_rules(refusals: Family, part: str) -> Iterator[Rule]:
    """The rules for a part of a page: title, topic, beside, reader, button, scripts, shell or bare_shell."""
    return (rule for rule in refusals.rules if rule.data.get("part", "title") == part)
