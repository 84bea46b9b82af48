"""Recognises a form that asks for consent to cookies in place of an article, by the words of the whole page.

Takes the texts of a page and the rules of config/rules/refusals.toml; gives a Rejection, or None.  An article may be
about cookies, too; but it does not speak of the reader's own device and choices, nor end in a button.  The key `part`
of a rule says where it is searched: in a "title", in the words on a "button", or in a text: for a "topic" of consent,
for words that go with one ("beside"), for a "purpose" as standard forms name it, or for words that address the
"reader".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

from parsers.lines.refusals import LITTLE_TEXT, refusal_rules
from parsers.model import Rejection
from parsers.required_index import SearchedRules, searched_rules
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules

# All limits below were chosen by hand.

#: Characters of the shortest text that is no button or label, and of the longest text of a button.
_TEXT: Final = 60
_BUTTON: Final = 50
#: Share (0 to 1) of the text that is about consent, on a page that is a form; on one that gives a date, as articles do.
_MOST: Final = 0.6
_NEARLY_ALL: Final = 0.9
#: Share (0 to 1) of the text about consent that speaks to the reader.
_SPOKEN: Final = 0.4
#: The topics that a text must have to be about consent (or one topic, and words that go with it).
_TWO: Final = 2
#: The parts of rules that are searched in long texts.
_SEARCHED: Final = ("topic", "beside", "purpose", "reader")
#: How many letters a character counts of a script without blanks between words; the first such character.
_DENSE: Final = 2.5
_DENSE_FROM: Final = "\u3040"


def consent_wall(texts: Iterable[str], titles: Iterable[str], *, dated: bool, rules: Rules) -> Rejection | None:
    """Reject a page that is nothing but a form for consent; None for any other page.

    `texts`: those of the page without its menus and links.  `titles`: its title and main headings.  `dated`: whether
    the page says when it was published, as articles do.
    """
    buttons: list[str] = []
    about = spoken = other = 0.0
    for text in texts:
        if len(text) <= _BUTTON:
            buttons.append(text)
        length = len(text) * (_DENSE if text[:1] >= _DENSE_FROM else 1.0)
        if length < _TEXT:
            continue
        if is_about_consent(text, rules):
            about += length
            spoken += length if _matches(text, rules, "reader") else 0.0
        else:
            other += length
            # Nearly every page ends the loop here, after a few paragraphs.
            if other >= LITTLE_TEXT:
                return None
    share = _NEARLY_ALL if dated else _MOST
    if not about or about < share * (about + other) or spoken < _SPOKEN * about:
        return None
    titled = any(_matches(title, rules, "title") for title in titles)
    if titled or any(_matches(text, rules, "button") for text in buttons):
        return Rejection("consent_page", "Nearly all that it says is about consent to cookies.")
    return None


def is_about_consent(text: str, rules: Rules) -> bool:
    """Whether a text is about consent to cookies.

    It has two of the rules' topics, or one and words that go with it, or it names a purpose in the words of a standard
    form (IAB Europe's Transparency and Consent Framework).
    """
    topics = _number(text, rules, "topic", _TWO)
    return topics == _TWO or (topics == 1 and _matches(text, rules, "beside")) or _matches(text, rules, "purpose")


def _matches(text: str, rules: Rules, part: str) -> bool:
    """Whether a text matches any rule about consent with this `part` ("title", "topic", "reader" ...)."""
    return _number(text, rules, part, 1) == 1


def _number(text: str, rules: Rules, part: str, most: int) -> int:
    """How many rules about consent with this `part` ("title", "topic" ...) match a text; counted up to `most`."""
    likely = _part(rules.family("refusals"), part).likely(text)
    return len(list(islice((rule for rule in likely if rule.pattern.search(text)), most)))


@lru_cache(maxsize=FAMILIES_KEPT)
def _part(family: Family, part: str) -> SearchedRules:
    """The rules about consent with this `part` ("title", "topic" ...), with an index of which may match a text."""
    return searched_rules(_about_consent(refusal_rules(family, part)))


def searched_patterns(family: Family) -> Iterator[tuple[Rule, str]]:
    """The rules about consent that are searched in long texts, each with its pattern, for `searched_rules`."""
    return _about_consent(rule for part in _SEARCHED for rule in refusal_rules(family, part))


def _about_consent(rules: Iterable[Rule]) -> Iterator[tuple[Rule, str]]:
    """Yield (rule, pattern) for each of `rules` that is about consent, for `searched_rules`."""
    return ((rule, rule.source.expanded()) for rule in rules if rule.data["reason"] == "consent_page")
