"""Checks of rules and publishers' files that go beyond the types of their keys.

Patterns must have the groups that the code reads, ids must differ, only rules and words that exist can be taken away,
periods must not end before they begin, and settings without any effect are mistakes, too.  Mistakes are noted in the
file (added to ConfigFile.mistakes) or yielded; nothing is decided about pages.  A family is all rules of one file name
(config/rules/junk.toml), with what later files add; a section is what one file says of it; `keys` says which keys the
family may have (FamilyKeys), and `base` is the family before the section is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parsers.config_files.key_tables import Each, check_table
from parsers.config_files.macros import in_every_language
from parsers.config_files.rule_keys import FAMILIES, PUBLISHER, FamilyKeys, family_table
from parsers.config_files.rule_section import RuleSection, has_pattern
from parsers.config_files.toml_file import ConfigFile, Mistake, Mistakes, meant
from parsers.config_files.toml_lines import Keys
from parsers.folding import caseless

if TYPE_CHECKING:
    from parsers.rule_family import Family, Rule
    from parsers.rules import Publisher

_MACRO = re.compile(r"\{\{(\w+)\}\}")
#: The end of sentences about a rule that disagrees with its examples.
_CORRECT = "correct one of the two."


def check_section(section: RuleSection, base: Family) -> None:
    """Note the mistakes in a section, the rules that one file adds to a family (`base`).

    The patterns of the rules are not checked here, but by `wrong_patterns`.
    """
    keys = FAMILIES.get(section.family)
    if keys is None:
        section.wrong((), f"there are no rules called '{section.family}'{meant(section.family, FAMILIES)}")
        return
    table = family_table(keys, (*base.words, *_named_lists(section)), taken=tuple(base.words))
    check_table(section.file, section.data, table, keys=section.keys, name=section.name)
    _check_rules(section, keys, base)
    _check_words(section, keys)
    _check_without(section, keys, base)


def _named_lists(section: RuleSection) -> tuple[str, ...]:
    """The names of the section's word lists that its patterns and macros use as {{NAME}}."""
    sound = section.sound_part()
    macros = map(in_every_language, sound["macros"].values())
    sources = [*macros, *(rule["pattern"] for rule in sound["rule"] if rule)]
    named = {name for source in sources for name in _MACRO.findall(source)}
    return tuple(name for name in sound["words"] if name in named)


def _check_rules(section: RuleSection, keys: FamilyKeys, base: Family) -> None:
    """Note mistakes in a section's [[rule]]s: an id that is used twice, or an id that the code does not use.

    Also word lists that a rule names but that do not exist, and a setting without effect.  Entries that are no rules at
    all are reported by `check_table`.
    """
    rules, words = section.data.get("rule"), section.data.get("words", {})
    lists = {**base.words, **(words if isinstance(words, dict) else {})}
    seen: set[str] = set()
    for place, rule in enumerate(rules if isinstance(rules, list) else ()):
        if not has_pattern(rule):
            continue
        path, name = ("rule", place), f"rule '{rule['id']}'"
        if rule["id"] in seen:
            section.wrong((*path, "id"), f"the rule id '{rule['id']}' is used twice; give each rule its own id.")
        seen.add(rule["id"])
        if keys.ids and rule["id"] not in keys.ids:
            section.wrong((*path, "id"), f"a rule called '{rule['id']}' is not used here{meant(rule['id'], keys.ids)}")
        for key in ("heads", "ends"):
            if isinstance(listed := rule.get(key), str) and listed not in lists:
                section.wrong((*path, key), f"'{key}' in {name} must name a list under [words]{meant(listed, lists)}")
        if section.family == "junk" and rule.get("case") is True and not rule.get("anywhere"):
            section.wrong(path, f"'case' in {name} has no effect without 'anywhere = true'; add that or remove 'case'.")


def _check_words(section: RuleSection, keys: FamilyKeys) -> None:
    """Note words that lack the form that their list requires, such as "form=job" in job_forms."""
    for name, check in keys.forms.items():
        for language, items in section.sound_part()["words"].get(name, {}).items():
            if wrong := check(items):
                section.wrong(("words", name, language), f"'{language}' in [words.{name}] {wrong}")


def _check_without(section: RuleSection, keys: FamilyKeys, base: Family) -> None:
    """Note the ids in `without` and words in `without_words` that `base` does not have, so that nothing is removed."""
    known = [rule.id for rule in base.rules]
    for name, kind in keys.tables.items():
        known += [entry[kind.key] for entry in base.data.get(name, ())] if isinstance(kind, Each) else []
    for place, taken in enumerate(_strings(section.data.get("without"))):
        if taken not in known:
            section.wrong(("without", place), f"'without' names '{taken}', which is not there{_near(taken, known)}")
    for path, word, there in _taken_words(section, base):
        if caseless(word) not in map(caseless, there):
            section.wrong(path, f"'without_words' names '{word}', which is not in the list{_near(word, there)}")


def _taken_words(section: RuleSection, base: Family) -> Iterator[tuple[Keys, str, Sequence[str]]]:
    """Yield every word in `without_words`: its path in the section, the word, and the words of that list in `base`."""
    lists = section.data.get("without_words")
    for name, by_language in lists.items() if isinstance(lists, dict) else ():
        for language, items in by_language.items() if isinstance(by_language, dict) else ():
            there = base.words.get(name, {}).get(language, ())
            for place, word in enumerate(_strings(items)):
                yield ("without_words", name, language, place), word, there


def _strings(value: Any) -> list[str]:
    """The strings of a list; [] for a value of another kind, which `check_table` reports."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _near(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown word: "did you mean" the nearest of `known`, or "correct or remove it"."""
    close = meant(word, known)
    return close if "did you" in close else "; correct or remove it."


def wrong_patterns(family: str, rules: Iterable[Rule]) -> Iterator[Mistake]:
    """Yield the mistakes in the patterns of some rules of a family, among them that one does not compile.

    `family`: its name.
    """
    keys = FAMILIES.get(family, FamilyKeys())
    for rule in rules:
        try:
            if wrong := _wrong_groups(rule, keys):
                yield rule.source.mistake(f"the pattern of rule '{rule.id}' {wrong}")
        except Mistakes as error:
            yield from error.mistakes


def _wrong_groups(rule: Rule, keys: FamilyKeys) -> str | None:
    """What is wrong with the groups and macros of a rule's pattern, as the end of a sentence; None when nothing is."""
    groups = rule.pattern.groupindex
    if left := _MACRO.search(rule.source.expanded()):
        return f"uses the macro '{left[1]}', which contains itself; remove that loop."
    for name in keys.groups:
        if name not in groups:
            return f"must have a group (?P<{name}>...) around the part that is read from the text."
    known = None if keys.more_groups is None else (*keys.groups, *keys.more_groups)
    if known == () and rule.pattern.groups and not rule.data.get("anywhere"):
        return (
            "must not have groups that capture, since it becomes part of a larger one; write (?:...) instead of (...)."
        )
    other = next((name for name in groups if known and name.rstrip("0123456789") not in known), None)
    return f"has a group '{other}', which is not used{meant(other, known or ())}" if other else None


def wrong_examples(family: str, rules: Iterable[Rule]) -> Iterator[Mistake]:
    """Yield a mistake for each example that its rule does not match, and each counter-example that its rule matches.

    `family`: the name of the rules' family.  Patterns must compile.
    """
    keys = FAMILIES.get(family, FamilyKeys())
    for rule in rules:
        for place, example in enumerate(rule.examples):
            if told := _missed(rule, example, keys):
                yield rule.source.mistake(f"rule '{rule.id}' {told}", "examples", place)
        for place, example in enumerate(rule.counter_examples):
            if rule.pattern.search(example):
                told = f"rule '{rule.id}' matches its own counter-example '{example}'; {_CORRECT}"
                yield rule.source.mistake(told, "counter_examples", place)


def _missed(rule: Rule, example: str, keys: FamilyKeys) -> str | None:
    """Why a rule does not match its own example, as the end of a sentence; None when it does."""
    if not rule.pattern.search(example):
        return f"does not match its own example '{example}'; {_CORRECT}"
    at_start = (keys.begins and not rule.data.get("anywhere")) or rule.data.get("at") == "start"
    if at_start and not rule.pattern.match(example):
        return f"must match at the beginning of a text, but its own example '{example}' matches further on; {_CORRECT}"
    folded = caseless(example)
    wanted = rule.data.get("needs")
    tried = not wanted or any(need in example or caseless(need) in folded for need in wanted)
    if not tried and not (keys.or_digits and any(map(str.isdecimal, example))):
        return f"is not tried on its own example '{example}', which has none of its 'needs'; {_CORRECT}"
    if len(example) > rule.data.get("longest", len(example)):
        return f"is not tried on its own example '{example}', which is longer than 'longest'; {_CORRECT}"
    return None


def check_publisher(file: ConfigFile) -> None:
    """Note the mistakes in one publisher's file; clashes between files are found by `check_hosts`."""
    if not file.mistakes:
        check_table(file, file.data, PUBLISHER)
    if file.mistakes:
        return
    earlier: list[tuple[frozenset[str], date, date]] = []
    for place, period in enumerate(file.data.get("period") or [{}]):
        path: Keys = ("period", place) if period else ()
        if wrong := _wrong_period({**file.data, **period}, earlier):
            key, told = wrong
            file.wrong((*path, key) if key in period or not period else path, told)


def _wrong_period(data: dict[str, Any], earlier: list[tuple[frozenset[str], date, date]]) -> tuple[str, str] | None:
    """(key, message) for a mistake in a period; None when the period is right, and then it is added to `earlier`.

    `data`: the values of the period.  `earlier`: (hosts, first day, last day) of the periods above it in the file.
    """
    for key in ("name", "domains"):
        if key not in data:
            return key, f"the key '{key}' is missing; every publisher needs a name and its domains."
    hosts, (begin, end) = frozenset(data["domains"]), _span(data.get("valid_from"), data.get("valid_until"))
    if end < begin:
        return "valid_until", f"'valid_until' ({end}) must not be before 'valid_from' ({begin})."
    if any(hosts <= others and first <= begin and end <= last for others, first, last in earlier):
        return "valid_from", "this period is never used, since one above it covers all its days; change or remove it."
    earlier.append((hosts, begin, end))
    return None


def _span(begin: Any, end: Any) -> tuple[date, date]:
    """The first and the last day of a period; the earliest or latest possible one where it has none."""
    return as_day(begin) or date.min, as_day(end) or date.max


def check_hosts(publishers: Sequence[tuple[ConfigFile, Sequence[Publisher]]]) -> None:
    """Note each host that two files of one directory have for the same day, since only the first file would be used.

    `publishers`: each file with its periods.
    """
    known: dict[tuple[Path, str], list[tuple[ConfigFile, date, date]]] = {}
    for file, periods in publishers:
        for place, period in enumerate(periods):
            begin, end = _span(period.valid_from, period.valid_until)
            for host in period.domains:
                others = known.setdefault((file.path.parent, host), [])
                clash = next((o for o, first, last in others if o is not file and first <= end and begin <= last), None)
                if clash:
                    keys: Keys = ("domains",) if "domains" in file.data else ("period", place, "domains")
                    there = f"'{host}' is also in {clash.path.name}, which is used first"
                    file.wrong(keys, f"{there}; make one file of the two.")
                others.append((file, begin, end))


def as_day(value: Any) -> date | None:
    """Make a date of a TOML date or a string ("2021-06-30"); None for None.  Raises ValueError for other strings."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
