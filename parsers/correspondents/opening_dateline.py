"""The dateline: where a story was filed from, as its first paragraph or its standfirst opens.

Takes the paragraph's text and gives the dateline as printed, without the dash that closes it.  The text itself is not
changed: the paragraph stays a paragraph.  Patterns stand in config/rules/datelines.toml.
"""

from __future__ import annotations

from parsers.rules import Rules


def read_dateline(text: str, *, language: str | None, rules: Rules, standfirst: str | None = None) -> str | None:
    """The dateline that a first paragraph opens with, else the standfirst above it; None when neither has one."""
    for rule in rules.family("datelines").rules:
        if rule.speaks(language) and (match := rule.pattern.match(text)):
            return str(match["dateline"]).strip()
    for rule in rules.family("datelines").rules if standfirst else ():
        # Capitals before a colon are a kicker there.
        if rule.id != "capitals-colon" and rule.speaks(language) and (match := rule.pattern.match(standfirst or "")):
            return str(match["dateline"]).strip()
    return None
