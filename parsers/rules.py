"""Rules as a value: reads config/rules/*.toml and config/publishers/*.toml into one immutable Rules.

A rules file is one family, named by its stem (junk, bylines, correspondents_en, ...).  It holds

    [macros]            # name = "regex"; "{{name}}" in a pattern of the same file is replaced by it
    [words.NAME]        # word lists by language: en = ["by"], de = ["von"]; "*" holds for every language;
                        # "{{NAME}}" stands for any of its words, the longest first
    [[rule]]            # id, languages, pattern, examples, counter_examples; other keys are the family's own

A pattern is a regular expression matched as its family says, case-insensitive unless `case = true`.  Every rule carries
examples that it must match and counter-examples that it must not; one test runs them all. Families give patterns
meaning, `parsers.config_files.rule_keys` says which keys each file may hold, and `parsers.config_files.rule_checks`
what else must be right.  This module only reads and compiles, each pattern when it is first used: compiling all takes
longer than to read a dozen pages, and a page needs few.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from parsers.config_files.rule_checks import (
    as_day,
    check_family,
    check_hosts,
    check_publisher,
    sound_part,
    wrong_patterns,
)
from parsers.config_files.toml_file import ConfigFile, Mistake, Mistakes, meant, read_config_file
from parsers.folding import line_key


class RulesError(Mistakes):
    """Files of rules or publishers that cannot be used."""


@dataclass(frozen=True, slots=True)
class PatternSource:
    """The pattern of a rule as written, and what it takes to compile it."""

    text: str
    case: bool
    #: What "{{name}}" stands for in the file.
    macros: Mapping[str, str] = field(repr=False)
    file: Path
    #: Which of the file's rules it is, from 0.
    place: int

    def expanded(self) -> str:
        """The text without macros; raises KeyError, with its name and those there are, for one that is not there."""
        return expand(self.text, self.macros)

    def mistake(self, text: str, *keys: str | int) -> Mistake:
        """A mistake in the rule, with the line of its pattern, or of what stands under other keys of the rule."""
        line = read_config_file(self.file).line(("rule", self.place, *(keys or ("pattern",))))
        return Mistake(self.file, line, text)

    def inline(self) -> str:
        """The text as part of another pattern, its own case rule kept."""
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
            told = f"there is no macro or list of words '{name}' in the file{meant(name, known)}"
        except (re.error, OverflowError, RecursionError) as error:
            told = f"{error}."
        raise RulesError([self.source.mistake(f"the pattern of rule '{self.id}' does not compile: {told}")])

    def speaks(self, language: str | None) -> bool:
        """Whether the rule holds for a text in this language (None: not known, every rule may)."""
        return language is None or "*" in self.languages or language.split("-")[0] in self.languages


@dataclass(frozen=True, eq=False)
class Family:
    """One rules file: its rules in order and its word lists.  Compared by identity, so what it gives can be kept."""

    name: str
    rules: tuple[Rule, ...] = ()
    #: words[list name][language] -> words as written.
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    #: Tables the family defines for itself, as read.
    data: Mapping[str, Any] = field(default_factory=dict)

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


@dataclass(frozen=True, slots=True)
class Publisher:
    """What differs from the defaults for one outlet, in one period."""

    name: str
    #: Host names it holds for, subdomains included ("trtworld.com").
    domains: tuple[str, ...]
    valid_from: date | None = None
    valid_until: date | None = None
    language: str | None = None
    #: IANA name; for printed times without an offset.
    timezone: str | None = None
    #: Other names the outlet's own journalists are credited under ("TRT", "TRT World").
    outlets: tuple[str, ...] = ()
    #: Every other key of the file, as the reader that uses it defines it.
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """All rules, immutable and compared by identity; the same Rules and bytes always give the same article."""

    families: Mapping[str, Family] = field(default_factory=dict)
    publishers: tuple[Publisher, ...] = ()
    #: Hash of everything in the config that decides how a page is read, the models included; stored with every
    #: revision.  What an outlet's pages taught (boilerplate) is not in it.
    version: str = ""
    #: Lines known to recur across an outlet's pages: host -> `folding.line_key` of the line -> number of pages.
    boilerplate: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def family(self, name: str) -> Family:
        """A family by name; an empty one when no such file exists."""
        return self.families.get(name) or Family(name)

    def compile(self) -> None:
        """Compile every pattern now; raises RulesError with all that cannot be used."""
        if mistakes := [mistake for family in self.families.values() for mistake in wrong_patterns(family)]:
            raise RulesError(mistakes)

    def publisher(self, host: str | None, day: date | None) -> Publisher | None:
        """The rules for a host on a day (the day of the fetch; None: today's, that is the open-ended ones)."""
        if not host:
            return None
        for publisher in self.publishers:
            # Hardly any host ends like one of its domains, which is quickly told.
            if not host.endswith(publisher.domains):
                continue
            if not any(host == d or host.endswith("." + d) for d in publisher.domains):
                continue
            if day is None and publisher.valid_until is None:
                return publisher
            if day is not None and (publisher.valid_from or date.min) <= day <= (publisher.valid_until or date.max):
                return publisher
        return None


def shipped_config() -> Path:
    """The config directory that comes with the project: ./config of a checkout, or inside the installed package."""
    here = Path(__file__).resolve().parent
    installed = here / "_config"
    return installed if installed.is_dir() else here.parent / "config"


@cache
def default_rules() -> Rules:
    """The rules that the project ships, read once."""
    return load_rules(shipped_config())


def load_rules(*directories: Path) -> Rules:
    """Rules of one config directory, or of several laid over each other file by file (the last one wins).

    Their version also tells the project's own models (config/models), which no other directory replaces.
    Of two publishers' files for one host, that of the later directory counts first.
    Raises RulesError with every mistake of every file.  A pattern of the project's own files that does not compile is
    told when it is first used (or by Rules.compile), all others here.
    """
    own = shipped_config()
    families: dict[str, Family] = {}
    publishers: list[tuple[ConfigFile, list[Publisher]]] = []
    mistakes: list[Mistake] = []
    digest = hashlib.sha256()
    for name, path in rule_files(*directories).items():
        file = read_config_file(path)
        digest.update(name.encode() + b"\0" + file.content + b"\0")
        if not name.startswith("rules/"):
            publishers.append((file, _publishers(file)))
            continue
        family = families[path.stem] = _family(file)
        mistakes += [*file.mistakes, *(() if path.is_relative_to(own) else wrong_patterns(family))]
    publishers.sort(key=lambda one: -directories.index(one[0].path.parents[1]))
    check_hosts(publishers)
    mistakes += [mistake for file, _ in publishers for mistake in file.mistakes]
    if mistakes:
        raise RulesError(mistakes)
    for model in sorted((own / "models").glob("*.json")):
        digest.update(f"models/{model.name}".encode() + b"\0" + model.read_bytes() + b"\0")
    known = tuple(publisher for _, periods in publishers for publisher in periods)
    return Rules(MappingProxyType(families), known, digest.hexdigest()[:16])


def rule_files(*directories: Path) -> dict[str, Path]:
    """The files that count, by folder and name ("rules/junk.toml"), in the order of their names."""
    found: dict[str, Path] = {}
    for directory in directories:
        for folder in ("rules", "publishers"):
            found |= {f"{folder}/{path.name}": path for path in (directory / folder).glob("*.toml")}
    return dict(sorted(found.items()))


def _family(file: ConfigFile) -> Family:
    """The family of a file, without the entries of which something is wrong."""
    check_family(file)
    data = sound_part(file.data) if file.mistakes else dict(file.data)
    words = {
        name: MappingProxyType({lang: tuple(items) for lang, items in by_language.items()})
        for name, by_language in data.pop("words", {}).items()
    }
    macros = _Macros(words, data.pop("macros", {}))
    rules = tuple(_rule(file.path, place, entry, macros) for place, entry in enumerate(data.pop("rule", [])) if entry)
    return Family(file.path.stem, rules, MappingProxyType(words), MappingProxyType(data))


class _Macros(dict[str, str]):
    """The macros of a file; the pattern of a word list is made when it is first asked for."""

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
    return _branches(set(words))


def _branches(words: set[str]) -> str:
    if len(words) == 1:
        return re.escape(*words).replace("\\ ", r"\s+")
    tails: dict[str, set[str]] = {}
    for word in words - {""}:
        tails.setdefault(word[0], set()).add(word[1:])
    branches = [(r"\s+" if head == " " else re.escape(head)) + _branches(tails[head]) for head in sorted(tails)]
    if len(branches) == 1 and "" not in words:
        return branches[0]  # a group for each letter takes three times as long to compile
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + ("?" if "" in words else "")


def _rule(path: Path, place: int, entry: dict[str, Any], macros: Mapping[str, str]) -> Rule:
    rest = dict(entry)
    return Rule(
        rest.pop("id"),
        tuple(rest.pop("languages", ["*"])),
        PatternSource(rest.pop("pattern"), rest.pop("case", False), macros, path, place),
        tuple(rest.pop("examples", ())),
        tuple(rest.pop("counter_examples", ())),
        MappingProxyType(rest),
    )


def expand(source: str, macros: Mapping[str, str]) -> str:
    """Replace every {{name}} by its macro, macros inside macros included (10 deep at most)."""
    for _ in range(10):
        if "{{" not in source:
            break
        source = re.sub(r"\{\{(\w+)\}\}", lambda m: f"(?:{macros[m[1]]})", source)
    return source


def _publishers(file: ConfigFile) -> list[Publisher]:
    """The periods of one publisher file: [[period]] tables, each laid over the file's own keys.

    None of them when something is wrong with the file.
    """
    check_publisher(file)
    if file.mistakes:
        return []
    data = dict(file.data)
    periods = data.pop("period", None) or [{}]
    return [_publisher({**data, **period}) for period in periods]


def _publisher(data: dict[str, Any]) -> Publisher:
    return Publisher(
        data.pop("name"),
        tuple(data.pop("domains")),
        as_day(data.pop("valid_from", None)),
        as_day(data.pop("valid_until", None)),
        data.pop("language", None),
        data.pop("timezone", None),
        tuple(data.pop("outlets", ())),
        MappingProxyType(data),
    )
