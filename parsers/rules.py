"""Rules as a value: reads the rules/*.toml and publishers/*.toml of config directories into one immutable Rules.

A rules file is one family, named by its stem (junk, bylines, ...).  It holds

    [macros]            # name = "regex"; "{{name}}" in a pattern of the family is replaced by it
    [macros.NAME]       # the same by language: en = "regex", de = "regex"; "{{NAME}}" stands for any of them
    [words.NAME]        # word lists by language: en = ["by"], de = ["von"]; "*" holds for every language;
                        # "{{NAME}}" stands for any of its words, the longest first
    [[rule]]            # id, languages, pattern, examples, counter_examples; other keys are the family's own

A pattern is a regular expression, case-insensitive unless `case = true`.  Every rule carries examples that it must
match and counter-examples that it must not; one test runs them all.  What a match means, and whether the whole text
must match, differs from family to family.  `parsers.config_files.rule_keys` says which keys each file may hold, and
`parsers.config_files.rule_checks` what else must be right.  A file of a later directory adds to the family
(`parsers.rule_layers`), and so does a publisher's file under [rules.FAMILY], for the pages of its outlet alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from parsers.config_files.rule_checks import (
    as_day,
    check_hosts,
    check_publisher,
    check_section,
    wrong_examples,
    wrong_patterns,
)
from parsers.config_files.rule_keys import FOR_PUBLISHERS
from parsers.config_files.rule_section import RuleSection, sections_under
from parsers.config_files.toml_file import ConfigFile, read_config_file
from parsers.config_files.toml_lines import Keys
from parsers.rule_family import FAMILIES_KEPT, Family, PatternSource, Rule, RulesError, any_of
from parsers.rule_layers import added_rules, laid_over

__all__ = [
    "FAMILIES_KEPT",
    "Family",
    "PatternSource",
    "Publisher",
    "Rule",
    "Rules",
    "RulesError",
    "any_of",
    "default_rules",
    "load_rules",
    "shipped_config",
]

Families = Mapping[str, Family]


@dataclass(frozen=True, slots=True, eq=False)
class Publisher:
    """Settings for one outlet that differ from the defaults, for one period of time (from config/publishers)."""

    name: str
    #: Host names to which it applies, with their subdomains ("trtworld.com").
    domains: tuple[str, ...]
    valid_from: date | None = None
    valid_until: date | None = None
    language: str | None = None
    #: IANA name of the time zone for printed times without an offset.
    timezone: str | None = None
    #: Other names of the outlet in credits of its own journalists ("TRT", "TRT World").
    outlets: tuple[str, ...] = ()
    #: All other keys of the file, whose meaning depends on the code that uses them.
    data: Mapping[str, Any] = field(default_factory=dict)
    #: The families to which its file adds, with what it adds; they hold for its pages in place of those for all.
    families: Families = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Rules:
    """All rules of all families, and the publishers' settings; immutable and compared by identity.

    The same Rules and bytes always give the same article.
    """

    families: Families = field(default_factory=dict)
    publishers: tuple[Publisher, ...] = ()
    #: Hash of all rules, publishers' files and models; stored with every revision.  boilerplate is not part of it.
    version: str = ""
    #: Lines that recur across an outlet's pages: host -> `folding.line_key` of the line -> number of pages.
    boilerplate: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def family(self, name: str) -> Family:
        """The family of this name ("junk"); an empty one when there is no such file."""
        return self.families.get(name) or Family(name)

    def compile(self, known: Callable[[Rule], bool] = lambda rule: False) -> None:
        """Compile every pattern now; raises RulesError with all patterns that cannot be used.

        `known`: says of a rule that its pattern is known to be right; such a pattern is compiled when it is first used.
        """
        told = ((name, [rule for rule in rules if not known(rule)]) for name, rules in self.every_rule())
        if mistakes := [wrong for name, rules in told for wrong in wrong_patterns(name, rules)]:
            raise RulesError(mistakes)

    def every_rule(self) -> Iterator[tuple[str, list[Rule]]]:
        """Yield (family name, rules), each rule once: the rules for all pages, then what each outlet adds."""
        seen: set[int] = set()
        for families in (self.families, *(publisher.families for publisher in self.publishers)):
            for name, family in families.items():
                yield name, [rule for rule in family.rules if id(rule) not in seen]
                seen |= set(map(id, family.rules))

    @cached_property
    def _on_pages_of(self) -> Mapping[Publisher, Rules]:
        """Publisher -> the rules for its pages, for each publisher whose file adds rules.

        These are the rules for all pages and the added ones.
        """
        adding = [publisher for publisher in self.publishers if publisher.families]
        return {one: replace(self, families=MappingProxyType({**self.families, **one.families})) for one in adding}

    def of_publisher(self, publisher: Publisher | None) -> Rules:
        """The rules for the pages of a publisher: these rules with those that its file adds.

        Gives the same object at each call; these rules themselves when the file adds none, or when `publisher` is None.
        """
        return self._on_pages_of.get(publisher, self) if publisher else self

    def of_outlet(self, name: str | None) -> Rules:
        """The rules for the pages of the publisher with this name, by its settings without a last day (those of today).

        Gives these rules themselves when no such publisher adds any, or when `name` is None.
        """
        wanted = name.casefold() if name else None
        today = (one for one in self._on_pages_of if one.valid_until is None and one.name.casefold() == wanted)
        return self.of_publisher(next(today, None))

    def publisher(self, host: str | None, day: date | None) -> Publisher | None:
        """The settings for the outlet with this host on a day, that of the fetch; None when config/publishers has none.

        When `day` is None, only settings without a last day (valid_until) count.
        """
        if not host:
            return None
        for publisher in self.publishers:
            # A quick test first, which hardly any host passes.
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
    """The project's config directory: ./config of a checkout, or the one inside the installed package."""
    here = Path(__file__).resolve().parent
    installed = here / "_config"
    return installed if installed.is_dir() else here.parent / "config"


@cache
def default_rules() -> Rules:
    """The rules that the project ships, read once.  Raises RulesError when they cannot be used."""
    return load_rules(shipped_config())


def load_rules(*directories: Path) -> Rules:
    """Read the rules of one config directory, or of several, each adding to those before it.

    A publisher's file replaces one of the same name in an earlier directory; if two publishers' files name one host,
    that of the later directory is used.  Rules.version also depends on the project's own models (config/models), which
    no other directory replaces.  Raises RulesError with every mistake of every file.  A pattern of the project's own
    files that does not compile is reported when it is first used (or by Rules.compile), all others here.
    """
    files = [read_config_file(path) for path in rule_files(*directories)]
    families: dict[str, Family] = {}
    for file in (file for file in files if file.path.parent.name == "rules"):
        name = file.path.stem
        families[name] = _checked(families.get(name, Family(name)), RuleSection(file, name, file.data))
    publishers = [(file, _publishers(file, families)) for file in files if file.path.parent.name == "publishers"]
    publishers.sort(key=lambda one: -directories.index(one[0].path.parents[1]))
    check_hosts(publishers)
    told = [*(file for file in files if file.path.parent.name == "rules"), *(file for file, _ in publishers)]
    if mistakes := [mistake for file in told for mistake in file.mistakes]:
        raise RulesError(mistakes)
    known = tuple(publisher for _, periods in publishers for publisher in periods)
    return Rules(MappingProxyType(families), known, _version(files))


def rule_files(*directories: Path) -> list[Path]:
    """The files of rules and publishers to read, by folder and name.

    Files of rules that have the same name come in the order of their directories.  Of publishers' files with the same
    name, only that of the last directory is there.
    """
    found: dict[tuple[str, str], list[Path]] = {}
    for directory in directories:
        for path in (directory / "rules").glob("*.toml"):
            found.setdefault(("rules", path.name), []).append(path)
        found |= {("publishers", path.name): [path] for path in (directory / "publishers").glob("*.toml")}
    return [path for _, paths in sorted(found.items()) for path in paths]


def _version(files: list[ConfigFile]) -> str:
    """A hash of all rule and model files (16 hexadecimal digits), for Rules.version."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.path.parent.name}/{file.path.name}".encode() + b"\0" + file.content + b"\0")
    for model in sorted((shipped_config() / "models").glob("*.json")):
        digest.update(f"models/{model.name}".encode() + b"\0" + model.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _checked(base: Family, section: RuleSection) -> Family:
    """Add a section (what one file says of a family) to a family (`base`); its mistakes are added to file.mistakes."""
    check_section(section, base)
    family = laid_over(base, section)
    if not section.file.path.is_relative_to(shipped_config()):
        added = list(added_rules(base, family))
        wrong = list(wrong_patterns(family.name, added))
        section.file.mistakes += wrong or wrong_examples(family.name, added)
    return family


def _publishers(file: ConfigFile, families: Families) -> list[Publisher]:
    """The Publishers of one publisher's file: one for each [[period]] in it, or one for all time.

    A key of the period replaces the same key at the top of the file.  Empty when the file has mistakes; they are added
    to file.mistakes.
    """
    check_publisher(file)
    own = _with_additions(file, ("rules",), families)
    periods = file.data.get("period")
    if not isinstance(periods, list) or not periods:
        periods = [{}]
    added = [_with_additions(file, ("period", place, "rules"), {**families, **own}) for place in range(len(periods))]
    if file.mistakes:
        return []
    return [_publisher(file, {**file.data, **period}, families, own | more) for period, more in zip(periods, added)]


def _with_additions(file: ConfigFile, keys: Keys, families: Families) -> dict[str, Family]:
    """Family name -> family, for each family to which a publisher's file adds rules.

    The family holds the rules for all pages and the added ones.  `keys`: the path in the file under which the added
    rules are: ("rules",), or that of a period.  `families`: the families for all pages.
    """
    return {
        section.family: _checked(families.get(section.family, Family(section.family)), section)
        for section in sections_under(file, keys, FOR_PUBLISHERS)
    }


def _publisher(file: ConfigFile, data: dict[str, Any], families: Families, own: dict[str, Family]) -> Publisher:
    """Make the Publisher of one period.

    `data`: the file's values for it.  `families`: those for all pages.  `own`: those to which the file adds rules.
    """
    if classes := data.get("classes"):
        words = {name: {"*": items} for name, items in classes.items()}
        base = own.get("heads") or families.get("heads") or Family("heads")
        own = {**own, "heads": laid_over(base, RuleSection(file, "heads", {"words": words}, ("classes",)))}
    for key in ("period", "rules"):
        data.pop(key, None)
    return Publisher(
        data.pop("name"),
        tuple(data.pop("domains")),
        as_day(data.pop("valid_from", None)),
        as_day(data.pop("valid_until", None)),
        data.pop("language", None),
        data.pop("timezone", None),
        tuple(data.pop("outlets", ())),
        MappingProxyType(data),
        MappingProxyType(own),
    )
