"""An index of the credit rules, which finds in microseconds the rules that may match a text.

Takes the families correspondents, people and agencies of the Rules (a family is one file in config/rules); gives a
Grammar: the rules, their index, and the word lists for names.  Each pattern can match only texts that contain certain
strings; most blocks of a page contain none of these, so that no pattern is tried on them.  "Folded" means as
`parsers.required_text.folded` or `parsers.folding.caseless` gives it: in lower case, for comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from parsers.correspondents.byline_patterns import BylinePatterns, byline_patterns
from parsers.folding import caseless
from parsers.late_patterns import LatePattern
from parsers.people.build_lexicon import lexicon
from parsers.people.lexicon import Lexicon
from parsers.required_index import RequiredIndex, index_of
from parsers.required_text import folded
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules, any_of, default_rules

#: The most characters in a byline.  Chosen by hand.
MAX_BYLINE = 180
#: The most words in lower case in a byline; a line with more is a sentence.  Chosen by hand.
MAX_SMALL = 7
#: Characters; only lines up to this length are searched for words that lost mark-up joined ("WorldEdited by").  Chosen
#: by hand.
MAX_GLUED = 200
#: The most characters in a line in which lost mark-up may have joined a name and a job ("Ada LundReporter").  Chosen by
#: hand.
_MAX_SIGNED = 60
_BARS = frozenset("•|·")
_BLANKS = dict.fromkeys(map(ord, _BARS), " ")
#: Where lost mark-up joined two words.
GLUE = re.compile(r"(?<=[a-zß-ÿа-я])(?=[A-ZÀ-ÞА-Я])")
#: The fewest letters of a word before a time of publication that ends a list of names; shorter ones are names, too
#: ("Date", "Stand").  Chosen by hand.
_LEAST_STAMP = 6
#: What may stand around a word of a byline.
_AROUND = "([\"“„‘'«—–-*•¿_,.:;)’!?|"
#: The head of a clause ("Reporting by") must stand at the start of a word.
_HEAD = r"(?<![^\W\d_])(?:{})"


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """The credit rules with their index, and all patterns and word lists by which credits and names are read."""

    #: The Rules from which this was made.
    source: Rules
    words: Lexicon
    rules: tuple[Rule, ...]
    #: The rules for the start of a byline.
    bylines: tuple[Rule, ...]
    #: The rules for all but bylines, by what their patterns require.
    index: RequiredIndex
    indexed: tuple[Rule, ...]
    #: A line that is a byline holds one of these words or begins with one of the others.
    byline_words: frozenset[str]
    byline_starts: tuple[str, ...]
    #: A word before the time of publication or of a change ("updated"), also where lost mark-up joined it to a name.
    stamp: LatePattern
    #: What may follow a credit without a full stop: a bar, "© 2024", "5 Comments".
    tail: re.Pattern[str]
    #: A verb that stands again before the place of a person in a list: ", Ben Oduya reported from Lagos".
    again: re.Pattern[str]
    #: Words that may stand before a credit that fills its line ("De notre correspondante à Oslo"), folded.
    leads: frozenset[str]
    #: Words with which a credit goes on below the line with the name ("reports from Oslo").
    torn: frozenset[str]
    #: An abbreviation at the end of a text, whose full stop ends no sentence; one for which that holds before a number.
    abbreviation: re.Pattern[str]
    before_number: re.Pattern[str]
    #: Words that show that a text is about a picture; the end of the credit of one that was handed on ("via AP)").
    picture: re.Pattern[str]
    lent: re.Pattern[str]
    #: Initials of agencies that are also printed after captions.
    pictured: frozenset[str]
    #: What stands in and around bylines.
    around: BylinePatterns

    def candidates(self, text: str, *, own: bool, language: str | None = None) -> tuple[Rule, ...]:
        """The rules that might match a text (its white space collapsed), in their order.

        `own`: whether the page's outlet is known; if not, most rules for its own journalists are left out.  `language`:
        the page's; rules that apply only in other languages are left out.  If it is None (unknown), no rule is left out
        for its language.
        """
        lowered = folded(text)
        if may_be_glued(text) and GLUE.search(text):
            lowered += "\n" + folded(GLUE.sub(" ", text))
        return tuple(
            rule
            for rule in map(self.indexed.__getitem__, self.index.likely(lowered))
            if (own or not rule.data.get("own") or rule.data.get("unknown"))
            and (not rule.data.get("spoken") or rule.speaks(language))
        )

    def likely(self, sentence: str) -> list[Rule]:
        """The rules that might match a sentence of a text, in their order."""
        return [self.indexed[place] for place in self.index.likely(folded(sentence))]

    def _tells_no_byline(self, words: str) -> bool:
        """Whether a folded line has no word of an agency, outlet or job, and so is no byline with more than names."""
        return self.byline_words.isdisjoint(map(str.strip, words.split(), repeat(_AROUND)))

    def may_be_byline(self, text: str, lowered: str) -> bool:
        """A quick test: False when a line is certainly not a byline with a role, an outlet or a place.

        `lowered`: the line in lower case.
        """
        if len(text) > MAX_BYLINE or sum(map(str.islower, text.split())) > MAX_SMALL:
            return False
        words = lowered if text.isascii() else caseless(text)
        return (
            lowered.startswith(self.byline_starts)
            or any(rule.pattern.match(text) for rule in self.bylines)
            or not (self._tells_no_byline(words) and self._tells_no_byline(_parted(words, text)))
        )


def _parted(words: str, text: str) -> str:
    """Put blanks in place of the bars or bullets between the words of a line, so that each word can be looked up.

    `words`: the line, folded.  `text`: the same line as printed.  In a line without bars, only the second of two words
    that lost mark-up joined is given: "reporter" for "Ada LundReporter".  "" when no words are joined in either way.
    """
    if _BARS.isdisjoint(text):
        seam = GLUE.search(text) if len(words) == len(text) <= _MAX_SIGNED else None
        return words[seam.start() :].partition(" ")[0] if seam else ""
    return words.translate(_BLANKS)


def may_be_glued(text: str) -> bool:
    """Whether lost mark-up may have joined two words of a text: "WorldEdited by", "SportMitarbeit:".

    True for any short text with " by" or a colon.
    """
    return len(text) <= MAX_GLUED and (" by" in text or ":" in text)


def grammar(rules: Rules | None) -> Grammar:
    """The Grammar (credit rules, their index, word lists) of a set of rules; None means the shipped ones."""
    return _grammar(rules or default_rules())


@lru_cache(maxsize=FAMILIES_KEPT)
def _grammar(rules: Rules) -> Grammar:
    family, words = rules.family("correspondents"), lexicon(rules)
    via = f"(?:{_listed(rules.family('credits'), 'via')})"
    indexed = tuple(searched_patterns(family))
    return Grammar(
        source=rules,
        words=words,
        rules=family.rules,
        bylines=tuple(rule for rule in family.rules if rule.data.get("shape") == "byline"),
        index=index_of(pattern for _, pattern in indexed),
        indexed=tuple(rule for rule, _ in indexed),
        byline_words=_telling_words(words),
        byline_starts=(
            *(word for rule in family.rules for word in rule.data.get("starts", ())),
            *(f"{caseless(word)} " for word in rules.family("people").all_words("special")),
        ),
        stamp=_stamp(rules.family("heads")),
        tail=_tail(family),
        again=re.compile(rf" (?:{_listed(family, 'again')})(?= \S)"),
        leads=frozenset(map(caseless, family.all_words("before"))),
        torn=frozenset(family.all_words("torn")),
        abbreviation=re.compile(rf"(?:\b(?:{_listed(family, 'abbreviation')}|[A-ZÀ-Ý])|\.[A-Z])\.$"),
        before_number=re.compile(rf"\b(?:{_listed(family, 'before_number')})\.$"),
        picture=re.compile(_listed(family, "picture"), re.IGNORECASE),
        lent=re.compile(rf"\b(?:{via} [A-Z]|{_listed(family, 'lent')})[^()]{{0,40}}\)\W*$", re.IGNORECASE),
        pictured=frozenset(family.all_words("pictured")),
        around=byline_patterns(rules),
    )


def _listed(family: Family, name: str) -> str:
    """A regular expression for any word of a list; for an empty list one that matches nothing."""
    return any_of(family.all_words(name)) or "(?!)"


def searched_patterns(family: Family) -> Iterator[tuple[Rule, str]]:
    """Yield (rule, regular expression) for each rule of the index, which has all rules except those for bylines.

    In these expressions, the head of a clause ("Reporting by") matches only where a word begins: `credit_clauses` looks
    for it only there.
    """
    for rule in family.rules:
        if rule.data.get("shape") != "byline":
            pattern = rule.source.expanded()
            yield rule, _HEAD.format(pattern) if rule.data.get("shape") == "credit" else pattern


def _stamp(heads: Family) -> LatePattern:
    """Make a pattern for a word such as "Published" or "Updated", also where lost mark-up joined it to a name."""
    listed = (*heads.all_words("published"), *heads.all_words("modified"))
    words = any_of(word for word in listed if len(word) >= _LEAST_STAMP) or "(?!)"
    return LatePattern(rf"(?:(?<![^\W\d_])|(?-i:{GLUE.pattern}))(?:{words})(?![^\W\d_])", re.IGNORECASE)


def _tail(family: Family) -> re.Pattern[str]:
    """Make a pattern for what may follow a credit without a full stop: a bar, "© 2024", "5 Comments".

    A listed word such as "comments" counts only with a capital or after a number.
    """
    words = family.all_words("tail")
    capital = any_of(form for word in words for form in (word.capitalize(), word.upper())) or "(?!)"
    counted = any_of(words) or "(?!)"
    worded = rf"\s+(?:(?:{capital})|\d+ (?:{counted}|{capital}))(?![^\W\d_])"
    # The lookahead tells in one step that most blanks begin no match: a small letter follows them.
    return re.compile(rf"(?=[©|•]|\s+(?![a-z]))(?:\s*[©|•](?!\w*@)|\s+\(c\) |{worded})")


def _telling_words(words: Lexicon) -> frozenset[str]:
    """Words for a quick test: a line without any of them names no agency, no outlet and no job.

    They are one word of each agency and outlet, a rare one if there is one, and the last word of each job.
    """
    # The words here are no list of the rules: they only spare attempts, and what is found is the same without them.
    common = words.outlet_words | words.desk_words | words.not_first | words.particles
    common |= {article.lower() for article in words.articles.capitalised} | {"of", "united", "new"}
    names = [caseless(name).split() for name in (*words.printed, *words.unnamed) if name.strip()]
    found = {next((part for part in parts if part not in common), parts[-1]) for parts in names}
    found |= {role.split()[-1] for role in words.roles}
    return frozenset(word + genitive for word in found for genitive in ("", "’s", "'s"))
