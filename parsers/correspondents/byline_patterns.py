"""Patterns for bylines and lists of names, and for the text beside them, made of the word lists of config/rules.

Takes all rules; gives a BylinePatterns, part of the Grammar, which holds all that readers of credits need
(`parsers.correspondents.rule_index`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from parsers.folding import caseless
from parsers.people.name_patterns import any_word
from parsers.rules import Rules

#: The language whose bylines begin each word with a capital: "By Ada Lund In Oslo For Harbour Online".
_TITLE_CASE = "en"


@dataclass(frozen=True, slots=True, eq=False)
class BylinePatterns:
    """The patterns and words by which bylines and lists of names are read."""

    #: A user name after a person's: "Ada Lund (@adalund) Staff Writer", "@adalund on Twitter".
    handle: re.Pattern[str]
    #: Marks of a picture credit in a line without "By": "Ada Lund / Reuters", "Ada Lund (AFP)".
    picture: re.Pattern[str]
    #: Finds what shows that a line without "By" is no byline: a genitive, "for", a colon, a quotation, great length.
    heading: re.Pattern[str]
    #: The word before the day, after the section in which a post is filed.
    on_day: re.Pattern[str]
    #: Words before a place, with a capital.
    capitalised: frozenset[str]
    #: The end of a list of names, if outside of brackets.
    list_end: re.Pattern[str]
    #: Heads of clauses, folded, after which no user name stands.
    no_user: tuple[str, ...]
    #: What parts an outlet from its channel or other words in scripts without capitals: "港口网-财经", "港口网综合".
    east_mark: re.Pattern[str]
    #: Words for the whole of a newsroom, folded.
    staff: frozenset[str]

    def in_small_letters(self, byline: str) -> str:
        """Put the prepositions of place in a byline into lower case: "Ada Lund In Oslo" gives "Ada Lund in Oslo"."""
        return " ".join(word.lower() if word in self.capitalised else word for word in byline.split(" "))


def byline_patterns(rules: Rules) -> BylinePatterns:
    """Make the BylinePatterns of a set of rules."""
    own, people = rules.family("correspondents"), rules.family("people")
    prepositions, spoken = any_word(people.all_words("in")), people.words.get("in", {}).get(_TITLE_CASE, ())
    return BylinePatterns(
        re.compile(
            rf"\s*[(\[]?(?<![\w.])@\w+(?: {prepositions} {any_word(_networks(rules))}\b)?[)\]]?,?", re.IGNORECASE
        ),
        re.compile(rf"[/(©]|\b{any_word(rules.family('credits').all_words('via'))}\b", re.IGNORECASE),
        re.compile(rf"['’]s\s|\b{any_word(own.all_words('heading'))}\b|[:\"“„»]|^.{{101}}", re.IGNORECASE),
        re.compile(rf"\s*{any_word(own.all_words('on_day'))}\b", re.IGNORECASE),
        frozenset(word.capitalize() for word in spoken),
        re.compile(
            r"[\])\n）】。]|(?<=[^\W\d_]{3})\.(?:\s|$)|\s[|–—-]+\s"
            rf"|\.\s+(?=(?:[A-Z]\w+ ){{1,3}}{any_word(people.all_words('by'))}\b)"
        ),
        tuple(map(caseless, own.all_words("no_user"))),
        re.compile(rf"\s|[-—–_]|{any_word(own.all_words('compiled'))}$"),
        frozenset(map(caseless, own.all_words("staff"))),
    )


def _networks(rules: Rules) -> Iterable[str]:
    """The names of social networks, and the first part of their hosts: "X", "twitter"."""
    listed = (one for one in rules.family("embeds").data.get("provider", ()) if one["kind"] == "social")
    return (name for one in listed for name in (one["name"], *(host.partition(".")[0] for host in one["hosts"])))
