"""What must be right in a file of rules or of a publisher beyond the types of its keys.

Patterns must name the groups that their readers take, ids must differ, periods must not end before they begin, and
what can never count is told instead of being passed over.  Notes mistakes; decides nothing about pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parsers.config_files.key_tables import check_table
from parsers.config_files.rule_keys import FAMILIES, PUBLISHER, FamilyKeys, family_table
from parsers.config_files.toml_file import ConfigFile, Mistake, Mistakes, meant
from parsers.config_files.toml_lines import Keys
from parsers.config_files.value_checks import text, texts

if TYPE_CHECKING:
    from parsers.rules import Family, Publisher, Rule

_MACRO = re.compile(r"\{\{(\w+)\}\}")


def check_family(file: ConfigFile) -> None:
    """Note what is wrong in a file of rules, but for its patterns."""
    keys = FAMILIES.get(file.path.stem)
    if keys is None:
        file.wrong((), f"no reader asks for rules of the name '{file.path.stem}'{meant(file.path.stem, FAMILIES)}")
    elif not file.mistakes:
        check_table(file, file.data, family_table(keys, _named_lists(file.data)))
        _check_rules(file, keys)
        _check_words(file, keys)


def _named_lists(data: dict[str, Any]) -> tuple[str, ...]:
    """The lists of words that a file's own patterns and rules name, as far as they are there."""
    words, macros, rules = data.get("words"), data.get("macros"), data.get("rule")
    if not isinstance(words, dict):
        return ()
    sources = [*(macros.values() if isinstance(macros, dict) else ())]
    for rule in rules if isinstance(rules, list) else ():
        sources += [rule.get("pattern")] if isinstance(rule, dict) else []
    named = {name for source in sources if isinstance(source, str) for name in _MACRO.findall(source)}
    return tuple(name for name in words if name in named)


def _check_rules(file: ConfigFile, keys: FamilyKeys) -> None:
    """What must be right between the rules of a file; those that are none are told of elsewhere."""
    rules, words = file.data.get("rule"), file.data.get("words", {})
    seen: set[str] = set()
    for place, rule in enumerate(rules if isinstance(rules, list) else ()):
        if not _has_pattern(rule):
            continue
        path, name = ("rule", place), f"rule '{rule['id']}'"
        if rule["id"] in seen:
            file.wrong((*path, "id"), f"rule ids stand twice ('{rule['id']}'); give each rule its own id.")
        seen.add(rule["id"])
        if keys.ids and rule["id"] not in keys.ids:
            file.wrong((*path, "id"), f"no reader asks for a rule '{rule['id']}' here{meant(rule['id'], keys.ids)}")
        for key in ("heads", "ends"):
            if isinstance(listed := rule.get(key), str) and listed not in words:
                file.wrong((*path, key), f"'{key}' in {name} must name a list under [words]{meant(listed, words)}")
        if "shape" in rule and rule["shape"] != "byline" and not rule.get("stems"):
            file.wrong(path, f"{name} lacks the key 'stems', without which it never meets a text.")


def _check_words(file: ConfigFile, keys: FamilyKeys) -> None:
    """What must be right in lists whose words have a form."""
    for name, check in keys.forms.items():
        for language, items in sound_part(file.data)["words"].get(name, {}).items():
            if wrong := check(items):
                file.wrong(("words", name, language), f"'{language}' in [words.{name}] {wrong}")


def sound_part(data: dict[str, Any]) -> dict[str, Any]:
    """What of a file of rules can be made a family of, so that its patterns are looked at, too.

    A rule that is none leaves an empty place, so that the others keep theirs.
    """
    lists, macros, rules = data.get("words"), data.get("macros"), data.get("rule")
    words = {
        name: {language: items for language, items in found.items() if texts(items) is None}
        for name, found in (lists if isinstance(lists, dict) else {}).items()
        if isinstance(found, dict)
    }
    known = {n: value for n, value in (macros if isinstance(macros, dict) else {}).items() if isinstance(value, str)}
    rule = [
        {key: entry[key] for key in ("id", "pattern")} if _has_pattern(entry) else {}
        for entry in (rules if isinstance(rules, list) else ())
    ]
    return {"words": words, "macros": known, "rule": rule}


def _has_pattern(entry: Any) -> bool:
    return isinstance(entry, dict) and text(entry.get("id")) is None and text(entry.get("pattern")) is None


def wrong_patterns(family: Family) -> Iterator[Mistake]:
    """What is wrong with the patterns of a family; compiles them all."""
    keys = FAMILIES.get(family.name, FamilyKeys())
    for rule in family.rules:
        try:
            if wrong := _wrong_groups(rule, keys):
                yield rule.source.mistake(f"the pattern of rule '{rule.id}' {wrong}")
        except Mistakes as error:
            yield from error.mistakes


def _wrong_groups(rule: Rule, keys: FamilyKeys) -> str | None:
    """What a pattern's groups must be."""
    groups = rule.pattern.groupindex
    if left := _MACRO.search(rule.source.expanded()):
        return f"names the macro '{left[1]}', which leads back to itself."
    for name in keys.groups:
        if name not in groups:
            return f"must have a group (?P<{name}>...), which is what is taken from the text."
    known = None if keys.more_groups is None else (*keys.groups, *keys.more_groups)
    if known == () and rule.pattern.groups and "needs" not in rule.data:
        return "must capture nothing, for it becomes part of a larger one; write (?:...) for a group."
    other = next((name for name in groups if known and name.rstrip("0123456789") not in known), None)
    return f"has a group '{other}', for which nobody asks{meant(other, known or ())}" if other else None


def wrong_examples(family: Family) -> Iterator[Mistake]:
    """Rules that do not match their own examples, or match one of their counter-examples."""
    for rule in family.rules:
        for place, example in enumerate(rule.examples):
            if not rule.pattern.search(example):
                told = f"rule '{rule.id}' does not match its own example '{example}'."
                yield rule.source.mistake(told, "examples", place)
        for place, example in enumerate(rule.counter_examples):
            if rule.pattern.search(example):
                told = f"rule '{rule.id}' matches its own counter-example '{example}'."
                yield rule.source.mistake(told, "counter_examples", place)


def check_publisher(file: ConfigFile) -> None:
    """Note what is wrong in a publisher's file by itself."""
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
    """The key of a period that is wrong, and how; a period that is right joins the earlier ones."""
    for key in ("name", "domains"):
        if key not in data:
            return key, f"there is no key '{key}'; every publisher needs a name and its domains."
    hosts, (begin, end) = frozenset(data["domains"]), _span(data.get("valid_from"), data.get("valid_until"))
    if end < begin:
        return "valid_until", f"'valid_until' ({end}) must not be before 'valid_from' ({begin})."
    if any(hosts <= others and first <= begin and end <= last for others, first, last in earlier):
        return "valid_from", "the period never counts, for one above it holds on all of its days."
    earlier.append((hosts, begin, end))
    return None


def _span(begin: Any, end: Any) -> tuple[date, date]:
    return as_day(begin) or date.min, as_day(end) or date.max


def check_hosts(publishers: Sequence[tuple[ConfigFile, Sequence[Publisher]]]) -> None:
    """Note hosts for which two files of one directory have rules of one day: only the first file would count."""
    known: dict[tuple[Path, str], list[tuple[ConfigFile, date, date]]] = {}
    for file, periods in publishers:
        for place, period in enumerate(periods):
            begin, end = _span(period.valid_from, period.valid_until)
            for host in period.domains:
                others = known.setdefault((file.path.parent, host), [])
                clash = next((o for o, first, last in others if o is not file and first <= end and begin <= last), None)
                if clash:
                    keys: Keys = ("domains",) if "domains" in file.data else ("period", place, "domains")
                    there = f"'{host}' stands in {clash.path.name} as well, which counts first"
                    file.wrong(keys, f"{there}; make one file of the two.")
                others.append((file, begin, end))


def as_day(value: Any) -> date | None:
    """A day as TOML or a string says it; None for None."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
