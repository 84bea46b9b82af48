"""A family of rules as a value: its rules in order, its word lists and macros, and what else its file says.

Gives patterns that are compiled when they are first used: compiling all takes longer than to read a dozen pages, and a
page needs few.  Which files make a family is decided in `parsers.rule_layers`; reads none itself.
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

from parsers.config_files.toml_file import Mistake, Mistakes, meant, read_config_file
from parsers.config_files.toml_lines import Keys
from parsers.folding import line_key

#: Of so many families at once readers keep what they make of them: of the project's own, and of every outlet's that has
#: rules of its own.
FAMILIES_KEPT: Final = 256

#: So deep macros are replaced inside macros.  Chosen by hand; one that leads back to itself ends here.
_MACRO_DEPTH: Final = 10
MACRO: Final = re.compile(r"\{\{(\w+)\}\}")


class RulesError(Mistakes):
    """Files of rules or publishers that cannot be used."""


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
    #: The file, and the place in it, that gave another meaning to a macro or list which the pattern names; None: none.
    changed_by: tuple[Path, Keys] | None = None

    def expanded(self) -> str:
        """The text without macros; raises KeyError, with its name and those there are, for one that is not there."""
        return expand(self.text, self.macros)

    def first_of(self, names: Collection[str]) -> str | None:
        """The first of these macros and lists that the pattern names, itself or through other macros."""
        found = dict.fromkeys(MACRO.findall(self.text))
        for _ in self.macros:
            more = [name for macro in found if macro in self.macros for name in MACRO.findall(self.macros[macro])]
            if found.keys() >= set(more):
                break
            found |= dict.fromkeys(more)
        return next((name for name in found if name in names), None)

    def mistake(self, text: str, *keys: str | int) -> Mistake:
        """A Mistake that points to the line of the rule's pattern, or to the line of another of its keys."""
        path, place = self.file, (*self.keys, *(keys or ("pattern",)))
        if self.changed_by is not None:
            (path, place), text = self.changed_by, f"with what stands here, {text}"
        return Mistake(path, read_config_file(path).line(place), text)

    def inline(self) -> str:
        """The pattern in a form that can stand inside another one and heeds or ignores capitals there as here."""
        return f"(?:{self.expanded()})" if self.case else f"(?i:{self.expanded()})"


@dataclass(frozen=True)
class Rule:
    """One entry of a family."""

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
        """Whether the rule holds for a text in this language (None: not known, every rule may)."""
        return language is None or "*" in self.languages or language.split("-")[0] in self.languages

    def with_macros(self, macros: Mapping[str, str], changed_by: tuple[Path, Keys]) -> Rule:
        """The rule with another meaning of the macros and lists that its pattern names."""
        return replace(self, source=replace(self.source, macros=macros, changed_by=changed_by))


@dataclass(frozen=True, eq=False)
class Family:
    """All rules of one name.  Compared by identity, so what readers make of it can be kept."""

    name: str
    rules: tuple[Rule, ...] = ()
    #: words[list name][language] -> words as written.
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    #: Tables the family defines for itself, as read.
    data: Mapping[str, Any] = field(default_factory=dict)
    #: What "{{name}}" stands for, as written.
    macros: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def lines(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Every word folded to a line's key -> (list name, language) of each list that holds it.

        A line is looked up once, not list by list.
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
    """What "{{name}}" stands for in a family; the pattern of a word list is made when it is first asked for."""

    def __init__(self, words: Mapping[str, Mapping[str, tuple[str, ...]]], written: Mapping[str, str]) -> None:
        super().__init__(written)
        self._words = words

    def __missing__(self, name: str) -> str:
        if name not in self._words:
            raise KeyError(name, *self, *self._words)
        self[name] = pattern = any_of(word for items in self._words[name].values() for word in items)
        return pattern


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest that fits; common beginnings shared, which is four times faster."""
    ordered = sorted(set(words))
    return _branches(ordered, 0) if ordered else ""


def _branches(words: Sequence[str], at: int) -> str:
    """The pattern of what follows behind the first `at` letters of words in order, which are the same in all."""
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
    """Replace every {{name}} by its macro, macros inside macros included (_MACRO_DEPTH deep at most)."""
    for _ in range(_MACRO_DEPTH):
        if "{{" not in source:
            break
        source = MACRO.sub(lambda m: f"(?:{macros[m[1]]})", source)
    return source
