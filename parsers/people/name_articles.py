"""Removes definite articles before names: "the", "der", "dell'".

Takes the rule family "people"; gives an Articles, part of the Lexicon, which holds all word lists for names
(`parsers.people.lexicon`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from parsers.people.name_patterns import any_word
from parsers.rules import Family

#: How an article that is joined to the next word ends in the list, and in texts.
_ELIDED = "'"
_APOSTROPHES = "['’]"
#: The language whose outlets are called without their article: "Guardian", but "Le Monde" and "Der Spiegel".
_DROPS_ITS = "en"


@dataclass(frozen=True, slots=True)
class Articles:
    """Patterns for the definite articles ("the") of all languages."""

    #: With a capital; with one word after it, each begins a paper's name ("El Economista"), not a person's.
    capitalised: frozenset[str]
    #: At the start of a text: any article or preposition with one, any article in small letters, and those that a
    #: name of an outlet is told without.
    any_form: re.Pattern[str]
    small: re.Pattern[str]
    dropped: re.Pattern[str]

    def without(self, text: str) -> str:
        """Remove the definite article before a name, or a preposition with one, so that the name can be looked up.

        "the AP" gives "AP", "da Folha" gives "Folha".
        """
        text = text.strip()
        article = self.any_form.match(text)
        return text[article.end() :] if article else text


def articles_of(people: Family) -> Articles:
    """Make the Articles from the rule family "people"."""
    listed = people.all_words("article")
    english = people.words.get("article", {}).get(_DROPS_ITS, ())
    spelt = (form for word in english for form in (word, word.capitalize(), word.upper()))
    return Articles(
        frozenset(word.capitalize() for word in listed if not word.endswith(_ELIDED)),
        re.compile(_before((*listed, *people.all_words("article_of"))) + r"(?=\S)", re.IGNORECASE),
        re.compile(_before(listed)),
        re.compile(_before(spelt)),
    )


def _before(words: Iterable[str]) -> str:
    """A regular expression for any of the words at the start of a text, with the blank or apostrophe after it."""
    whole = sorted(set(words))
    elided = [word.removesuffix(_ELIDED) for word in whole if word.endswith(_ELIDED)]
    return rf"^(?:{any_word(word for word in whole if not word.endswith(_ELIDED))}\s+|{any_word(elided)}{_APOSTROPHES})"
