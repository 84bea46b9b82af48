"""Rules as a value: reads config/rules/*.toml and config/publishers/*.toml into one immutable Rules.

A rules file is one family, named by its stem (junk, bylines, correspondents_en, ...).  It holds

    [macros]            # name = "regex"; "{{name}}" in a pattern of the same file is replaced by it
    [words.NAME]        # word lists by language: en = ["by"], de = ["von"]; "*" holds for every language;
                        # "{{NAME}}" stands for any of its words, the longest first
    [[rule]]            # id, languages, pattern, examples, counter_examples; other keys are the family's own

A pattern is a regular expression matched as its family says, case-insensitive unless `case = true`.  Every
rule carries examples that it must match and counter-examples that it must not; one test runs them all.
Families give patterns meaning; this module only reads, checks and compiles, each pattern when it is first used:
compiling all takes longer than to read a dozen pages, and a page needs few.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from parsers.folding import fold_line


class RulesError(Exception):
    """A rules file cannot be used; the message names the file, the entry and the remedy."""


@dataclass(frozen=True, slots=True)
class Source:
    """The pattern of a rule as written, and what it takes to compile it."""

    text: str
    case: bool
    #: What "{{name}}" stands for in the file.
    macros: Mapping[str, str] = field(repr=False)
    file: Path

    def expanded(self) -> str:
        """The text without macros."""
        return expand(self.text, self.macros)

    def inline(self) -> str:
        """The text as part of another pattern, its own case rule kept."""
        return f"(?:{self.expanded()})" if self.case else f"(?i:{self.expanded()})"


@dataclass(frozen=True)
class Rule:
    """One entry of a family."""

    id: str
    #: Language codes without region; "*" for all.
    languages: tuple[str, ...]
    source: Source
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    #: Every other key of the entry, as the family defines it.
    data: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern; raises RulesError, naming file and rule, when it does not compile."""
        try:
            return re.compile(self.source.expanded(), re.NOFLAG if self.source.case else re.IGNORECASE)
        except (re.error, KeyError) as error:
            told = f"the pattern of rule '{self.id}' does not compile ({error})."
            raise RulesError(f"{self.source.file}: {told}") from error

    def speaks(self, language: str | None) -> bool:
        """Whether the rule holds for a text in this language (None: not known, every rule may)."""
        return language is None or "*" in self.languages or language.split("-")[0] in self.languages


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """One rules file: its rules in order and its word lists.  Compared by identity, so what it gives can be kept."""

    name: str
    rules: tuple[Rule, ...] = ()
    #: words[list name][language] -> words as written.
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    #: Every word folded to a line's key -> (list name, language) of each list that holds it.
    lines: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    #: Tables the family defines for itself, as read.
    data: Mapping[str, Any] = field(default_factory=dict)

    def compile(self) -> None:
        """Compile every pattern now; raises RulesError for the first that is none."""
        for rule in self.rules:
            _ = rule.pattern

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
    #: Lines known to recur across an outlet's pages: host -> folded line -> number of pages.
    boilerplate: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def family(self, name: str) -> Family:
        """A family by name; an empty one when no such file exists."""
        return self.families.get(name) or Family(name)

    def compile(self) -> None:
        """Compile every pattern now; raises RulesError for the first that is none."""
        for family in self.families.values():
            family.compile()

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
    Raises RulesError, naming file and entry, for TOML that cannot be read or a rule that is not one.  A pattern of the
    project's own files that does not compile is told when it is first used (or by Rules.compile), all others here.
    """
    own = shipped_config()
    files: dict[str, Path] = {}
    for directory in directories:
        for folder in ("rules", "publishers"):
            for path in sorted((directory / folder).glob("*.toml")):
                files[f"{folder}/{path.name}"] = path
    families: dict[str, Family] = {}
    publishers: list[Publisher] = []
    digest = hashlib.sha256()
    for name in sorted(files):
        content = files[name].read_bytes()
        digest.update(name.encode() + b"\0" + content + b"\0")
        data = _toml(files[name], content)
        if name.startswith("rules/"):
            family = families[files[name].stem] = _family(files[name], data)
            if not files[name].is_relative_to(own):
                family.compile()
        else:
            publishers.extend(_publishers(files[name], data))
    for model in sorted((own / "models").glob("*.json")):
        digest.update(f"models/{model.name}".encode() + b"\0" + model.read_bytes() + b"\0")
    return Rules(MappingProxyType(families), tuple(publishers), digest.hexdigest()[:16])


def _toml(path: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"{path}: not valid TOML ({error}); mend or remove the file.") from error


def _family(path: Path, data: dict[str, Any]) -> Family:
    words = {
        name: MappingProxyType({lang: tuple(items) for lang, items in by_language.items()})
        for name, by_language in data.pop("words", {}).items()
    }
    macros = _Macros(words, {name: str(value) for name, value in data.pop("macros", {}).items()})
    rules = tuple(_rule(path, entry, macros) for entry in data.pop("rule", []))
    ids = [rule.id for rule in rules]
    if len(ids) != len(set(ids)):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise RulesError(f"{path}: rule ids stand twice ({', '.join(twice)}); give each rule its own id.")
    return Family(path.stem, rules, MappingProxyType(words), MappingProxyType(_lines(words)), MappingProxyType(data))


class _Macros(dict[str, str]):
    """The macros of a file; the pattern of a word list is made when it is first asked for."""

    def __init__(self, words: Mapping[str, Mapping[str, tuple[str, ...]]], written: Mapping[str, str]) -> None:
        super().__init__(written)
        self._words = words

    def __missing__(self, name: str) -> str:
        self[name] = pattern = any_of(word for items in self._words[name].values() for word in items)
        return pattern


def _lines(words: Mapping[str, Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The index of all word lists: a line is looked up once, not list by list."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for name, by_language in words.items():
        for language, items in by_language.items():
            for key in map(fold_line, items):
                found[key] = (*found.get(key, ()), (name, language))
    return found


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


def _rule(path: Path, entry: dict[str, Any], macros: Mapping[str, str]) -> Rule:
    rest = dict(entry)
    try:
        rule_id, pattern = str(rest.pop("id")), str(rest.pop("pattern"))
    except KeyError as missing:
        raise RulesError(f"{path}: a [[rule]] has no {missing}; every rule needs an id and a pattern.") from missing
    return Rule(
        rule_id,
        tuple(rest.pop("languages", ["*"])),
        Source(pattern, bool(rest.pop("case", False)), macros, path),
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


def _publishers(path: Path, data: dict[str, Any]) -> list[Publisher]:
    """The periods of one publisher file: [[period]] tables, each laid over the file's own keys."""
    periods = data.pop("period", None) or [{}]
    return [_publisher(path, {**data, **period}) for period in periods]


def _publisher(path: Path, data: dict[str, Any]) -> Publisher:
    for key in ("name", "domains"):
        if key not in data:
            raise RulesError(f"{path}: '{key}' is missing; every publisher needs a name and its domains.")
    return Publisher(
        str(data.pop("name")),
        tuple(data.pop("domains")),
        _day(data.pop("valid_from", None)),
        _day(data.pop("valid_until", None)),
        data.pop("language", None),
        data.pop("timezone", None),
        tuple(data.pop("outlets", ())),
        MappingProxyType(data),
    )


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
