"""A family of rules, all rules of one file name such as junk.toml: its rules in order, word lists, macros and tables.

Patterns are compiled when they are first used: compiling all takes longer than reading a dozen pages, and a page needs
few.  No file is read here: `parsers.rules` reads the files, `parsers.rule_layers` makes a family of several files.  A
macro is a part of patterns that has a name, written "{{name}}".  A path of keys says where a value is in a TOML file:
("rule", 3, "pattern").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from parsers.config_files.macros import WrittenMacro, in_every_language
from parsers.config_files.toml_file import Mistake, Mistakes, meant, read_config_file
from parsers.config_files.toml_lines import Keys
from parsers.folding import line_key

#: How many families a cache of something made from a family holds: the project's own, and those of each outlet that has
#: rules of its own.
FAMILIES_KEPT: Final = 256

#: How deep macros are replaced inside macros, so that one that contains itself comes to an end.  Chosen by hand.
_MACRO_DEPTH: Final = 10
MACRO: Final = re.compile(r"\{\{(\w+)\}\}")


class RulesError(Mistakes):
    """Raised for files of rules or publishers that cannot be used; lists every mistake with its line."""


@dataclass(frozen=True, slots=True)
class PatternSource:
    """The pattern of a rule as written, and what it takes to compile it."""

    text: str
    case: bool
    #: What "{{name}}" stands for.
    macros: Mapping[str, str] = field(repr=False)
    file: Path
    #: Where the rule lies in the file: ("rule", 3), from 0.
    keys: Keys
    #: The file, and the keys in it, that changed a macro or list which the pattern uses; None when no file did.
    changed_by: tuple[Path, Keys] | None = None

    def expanded(self) -> str:
        """The pattern with its macros replaced.

        Raises KeyError (the name, then all known ones) for an unknown macro.
        """
        return expand(self.text, self.macros)

    def first_of(self, names: Collection[str]) -> str | None:
        """The first of some macros and word lists (`names`) that the pattern uses, itself or in macros; else None."""
        found = dict.fromkeys(MACRO.findall(self.text))
        for _ in self.macros:
            more = [name for macro in found if macro in self.macros for name in MACRO.findall(self.macros[macro])]
            if found.keys() >= set(more):
                break
            found |= dict.fromkeys(more)
        return next((name for name in found if name in names), None)

    def mistake(self, text: str, *keys: str | int) -> Mistake:
        """Make a Mistake with this text at the line of the rule's pattern, or of another key of the rule (`keys`).

        If another file changed a macro or list that the pattern uses, the Mistake is at that change.
        """
        path, place = self.file, (*self.keys, *(keys or ("pattern",)))
        if self.changed_by is not None:
            (path, place), text = self.changed_by, f"with what stands here, {text}"
        return Mistake(path, read_config_file(path).line(place), text)

    def inline(self) -> str:
        """The pattern for use inside a larger one, with its own setting for upper and lower case: "(?i:...)"."""
        return f"(?:{self.expanded()})" if self.case else f"(?i:{self.expanded()})"


@dataclass(frozen=True)
class Rule:
    """One [[rule]] of a family."""

    id: str
    #: Language codes without region; "*" for all.
    languages: tuple[str, ...]
    source: PatternSource
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    #: Every other key of the entry, as the family defines it.
    data: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern; raises RulesError, naming file and rule, when it does not compile."""
        try:
            return re.compile(self.source.expanded(), re.NOFLAG if self.source.case else re.IGNORECASE)
        except KeyError as missing:
            name, *known = missing.args
            told = f"there is no macro or list of words '{name}'{meant(name, known)}"
        except (re.error, OverflowError, RecursionError) as error:
            told = f"{error}."
        raise RulesError([self.source.mistake(f"the pattern of rule '{self.id}' does not compile: {told}")])

    def speaks(self, language: str | None) -> bool:
        """Whether the rule applies to texts in this language; every rule does when it is None (unknown)."""
        return language is None or "*" in self.languages or language.split("-")[0] in self.languages

    def with_macros(self, macros: Mapping[str, str], changed_by: tuple[Path, Keys]) -> Rule:
        """Make this rule with other macros; `changed_by`: the file, and the path of keys in it, that changed them."""
        return replace(self, source=replace(self.source, macros=macros, changed_by=changed_by))


@dataclass(frozen=True, eq=False)
class Family:
    """All rules, word lists and tables of one file name.

    Two are equal only if they are the same object.  So a family is a cheap key of a cache, and code can keep what it
    makes of the family's rules and words.
    """

    name: str
    rules: tuple[Rule, ...] = ()
    #: words[list name][language] -> words as written.
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    #: Tables the family defines for itself, as read.
    data: Mapping[str, Any] = field(default_factory=dict)
    #: What "{{name}}" stands for, as written: a pattern, or language -> pattern.
    macros: Mapping[str, WrittenMacro] = field(default_factory=dict)

    @cached_property
    def lines(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """`line_key` of a word -> (list name, language) of each list that holds it, for every word of all lists.

        So a line is looked up once, not list by list.
        """
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for name, by_language in self.words.items():
            for language, items in by_language.items():
                for key in map(line_key, items):
                    found[key] = (*found.get(key, ()), (name, language))
        return found

    def all_words(self, name: str) -> tuple[str, ...]:
        """Every word of a list, whatever the language."""
        return tuple(word for words in self.words.get(name, {}).values() for word in words)


class Macros(dict[str, str]):
    """Name -> regular expression, for each "{{name}}" in the patterns of a family.

    A macro that is written by language stands for the patterns of all of them.  The names of word lists are keys, too:
    their expression, for any word of the list, is made at first use.  Raises KeyError, with the name and all known
    ones, for an unknown name.
    """

    def __init__(self, words: Mapping[str, Mapping[str, tuple[str, ...]]], written: Mapping[str, WrittenMacro]) -> None:
        super().__init__({name: in_every_language(macro) for name, macro in written.items()})
        self._words = words

    def __missing__(self, name: str) -> str:
        if name not in self._words:
            raise KeyError(name, *self, *self._words)
        self[name] = pattern = any_of(word for items in self._words[name].values() for word in items)
        return pattern


def any_of(words: Iterable[str]) -> str:
    """Make a regular expression for any of the words, the longest that fits first; "" for no words.

    The common starts of words are written once, which makes it four times as fast.
    """
    ordered = sorted(set(words))
    return _branches(ordered, 0) if ordered else ""


def _branches(words: Sequence[str], at: int) -> str:
    """Make a regular expression for the rest of sorted words after their first `at` letters, which are the same."""
    first, last = words[0], words[-1]
    if len(words) == 1:
        return _literal(first[at:])
    shared = next(place for place in count(at) if first[place : place + 1] != last[place : place + 1])
    longer = words[len(first) == shared :]
    branches = [_branches(list(alike), shared) for _, alike in groupby(longer, itemgetter(shared))]
    return f"{_literal(last[at:shared])}(?:{'|'.join(branches)}){'?' if len(first) == shared else ''}"


def _literal(text: str) -> str:
    return re.escape(text).replace("\\ ", r"\s+")


def expand(source: str, macros: Mapping[str, str]) -> str:
    """Replace every {{name}} in a pattern by its macro, also inside macros (at most _MACRO_DEPTH deep).

    Raises KeyError for an unknown name.
    """
    for _ in range(_MACRO_DEPTH):
        if "{{" not in source:
            break
        source = MACRO.sub(lambda m: f"(?:{macros[m[1]]})", source)
    return source
