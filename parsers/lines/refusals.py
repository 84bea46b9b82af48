"""Recognises pages that show something else in place of an article, by their titles: an error, a challenge to robots.

Takes a page's titles and the rules of config/rules/refusals.toml; gives a Rejection, or None.  An article may be about
error 404, too: the HTML and the text parser ask only for pages with little text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from parsers.model import Rejection
from parsers.rule_family import Family, Rule
from parsers.rules import Rules

#: Characters of body text above which no title makes a page an error or a consent form.
LITTLE_TEXT: Final = 600.0
#: What stands between the parts of a title, and the characters of the longest name of a text about the site.
_PARTS: Final = re.compile(r"\s+[|｜•·–—-]\s+")
_NAMED: Final = 60
#: Characters of the shortest text that is surely a paragraph.  Chosen by hand.
_PARAGRAPH: Final = 100
#: Characters of a title that the message repeats.
_SHOWN: Final = 80


def in_its_place(titles: Iterable[str], rules: Rules) -> Rejection | None:
    """Reject a page by the first of its titles that is an error's, a consent form's or the like; else None.

    "Page not found" gives a Rejection with the reason "soft_404".
    """
    for text in titles:
        for rule in refusal_rules(rules.family("refusals"), "title"):
            if rule.pattern.search(text):
                return Rejection(str(rule.data["reason"]), f"Its title says so: {text[:_SHOWN]!r}.")
    return None


def program_failed(texts: Iterable[str], rules: Rules) -> Rejection | None:
    """Reject a page that prints the failure of a program on its server, and no paragraph besides; else None.

    `texts`: those of the page that are no links.  A story with such a message above it remains one.
    """
    failures, failed = [*refusal_rules(rules.family("refusals"), "server_text")], None
    for text in texts:
        if any(rule.pattern.search(text) for rule in failures):
            failed = failed or text
        elif len(text) >= _PARAGRAPH:
            return None
    return Rejection(str(failures[0].data["reason"]), f"A program failed: {failed[:_SHOWN]!r}.") if failed else None


def about_the_site(titles: Iterable[str], rules: Rules) -> Rejection | None:
    """Reject a page one of whose titles is the name of a text of the site about itself ("Privacy policy"); else None.

    Its title may name the site as well: "Privacy policy | The Harbour Post".
    """
    for text in titles:
        named = _PARTS.split(text.strip(), maxsplit=1)[0]
        for rule in refusal_rules(rules.family("refusals"), "policy"):
            if len(named) <= _NAMED and rule.pattern.search(named):
                return Rejection(str(rule.data["reason"]), f"It is a text of the site about itself: {named!r}.")
    return None


def refusal_rules(refusals: Family, part: str) -> Iterator[Rule]:
    """The rules whose key `part` has this value; it says what a rule is matched against.

    For example "title" (also of rules without the key), "button" or "scripts"; config/rules/refusals.toml explains all.
    """
    return (rule for rule in refusals.rules if rule.data.get("part", "title") == part)
