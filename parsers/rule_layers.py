"""Adds what one file says of a family of rules to what earlier files say.

A family is all rules of one file name (config/rules/junk.toml); a section is what one file says of it.  Words and
entries of tables are added to those that are there.  A rule with a known id replaces that rule; one with a new id comes
after all others.  A macro, or any other value, replaces the one of the same name; of a macro that is written by
language, the pattern of that language.  Rules in the key `without` and words
in `without_words` are removed before anything is added.  Rules that nothing changes stay the same objects, with the
patterns that they have compiled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from parsers.config_files.key_tables import Each
from parsers.config_files.macros import WrittenMacro
from parsers.config_files.rule_keys import FAMILIES, FamilyKeys
from parsers.config_files.rule_section import RuleSection
from parsers.config_files.toml_lines import Keys
from parsers.folding import caseless
from parsers.rule_family import Family, Macros, PatternSource, Rule

Words = Mapping[str, Mapping[str, tuple[str, ...]]]


def laid_over(base: Family, section: RuleSection) -> Family:
    """Make the family that results when a section, the rules of one file, is added to a family (`base`).

    Entries of the section with mistakes are left out.
    """
    data = section.sound_part() if section.file.mistakes else dict(section.data)
    without = data.pop("without", ())
    taken, added, written = (data.pop(key, {}) for key in ("without_words", "words", "macros"))
    words = _united(base.words, added, taken)
    known = {**base.macros, **{name: _with_languages(base.macros.get(name), macro) for name, macro in written.items()}}
    macros = Macros(words, known)
    own = {rule.id: rule for rule in _own_rules(section, data.pop("rule", ()), macros)}
    changed: dict[str, Keys] = {}
    for table, names in (("macros", written), ("without_words", taken), ("words", added)):
        changed |= {name: (table, name) for name in names}
    kept = {rule.id: _changed(rule, changed, macros, section) for rule in base.rules if rule.id not in without}
    tables = _tables(base.data, data, without, FAMILIES.get(base.name, FamilyKeys()))
    return Family(base.name, tuple((kept | own).values()), words, tables, MappingProxyType(known))


def added_rules(base: Family, family: Family) -> Iterator[Rule]:
    """The rules of `family` that are new or changed; `base`: the family that it was made from."""
    known = set(map(id, base.rules))
    return (rule for rule in family.rules if id(rule) not in known)


def _with_languages(base: WrittenMacro | None, added: WrittenMacro) -> WrittenMacro:
    """Add the languages of a macro to those that it has (`base`); a macro that is one pattern is replaced."""
    return {**base, **added} if isinstance(base, Mapping) and isinstance(added, Mapping) else added


def _changed(rule: Rule, changed: Mapping[str, Keys], macros: Macros, section: RuleSection) -> Rule:
    """Give a rule the new macros if its pattern uses one that a section changed; else the same rule.

    `changed`: the changed macros and lists, each with its path of keys in the section.
    """
    name = rule.source.first_of(changed)
    return rule if name is None else rule.with_macros(macros, (section.file.path, (*section.keys, *changed[name])))


def _united(words: Words, added: Mapping[str, Any], taken: Mapping[str, Any]) -> Words:
    """Remove some words from word lists and add others, each word once; a language without words is left out.

    `added`, `taken`: the words to add and to remove, as the section has them.
    """
    found = dict(words)
    for name in dict.fromkeys((*taken, *added)):
        by_language = dict(found.get(name, {}))
        for language, items in taken.get(name, {}).items():
            gone = set(map(caseless, items))
            by_language[language] = tuple(w for w in by_language.get(language, ()) if caseless(w) not in gone)
        for language, items in added.get(name, {}).items():
            by_language[language] = tuple(dict.fromkeys((*by_language.get(language, ()), *items)))
        found[name] = MappingProxyType({language: items for language, items in by_language.items() if items})
    return MappingProxyType(found)


def _own_rules(section: RuleSection, entries: Any, macros: Macros) -> Iterator[Rule]:
    """Yield the rules that a section adds; `entries`: its list [[rule]], in which an entry with a mistake is empty."""
    for place, entry in enumerate(entries):
        if entry:
            yield _rule(entry, macros, section.file.path, (*section.keys, "rule", place))


def _rule(entry: Mapping[str, Any], macros: Macros, path: Path, keys: Keys) -> Rule:
    """Make the Rule of one entry of [[rule]]; `path`: its file; `keys`: the entry's path in the file, ("rule", 3)."""
    rest = dict(entry)
    return Rule(
        rest.pop("id"),
        tuple(rest.pop("languages", ["*"])),
        PatternSource(rest.pop("pattern"), rest.pop("case", False), macros, path, keys),
        tuple(rest.pop("examples", ())),
        tuple(rest.pop("counter_examples", ())),
        MappingProxyType(rest),
    )


def _tables(base: Mapping[str, Any], added: Mapping[str, Any], without: Any, keys: FamilyKeys) -> Mapping[str, Any]:
    """The family's own tables (as [[agency]]) with what a section adds, and without the entries that it removes.

    `without`: the names of these entries.  `keys`: the keys that the family may have.
    """
    found = dict(base)
    for name, kind in keys.tables.items():
        if isinstance(kind, Each):
            entries = {e[kind.key]: e for e in base.get(name, ()) if e[kind.key] not in without}
            entries |= {entry[kind.key]: entry for entry in added.get(name, ())}
            found[name] = tuple(entries.values())
        elif name in added:
            found[name] = _by_key(found.get(name, {}), added[name])
    return MappingProxyType({name: value for name, value in found.items() if value or name in added})


def _by_key(base: Mapping[str, Any], added: Mapping[str, Any]) -> Mapping[str, Any]:
    """Add the entries of another table (`added`) to a table: lists are joined, other values replaced."""
    united = {key: list(dict.fromkeys((*base.get(key, ()), *v))) for key, v in added.items() if isinstance(v, list)}
    return MappingProxyType({**base, **added, **united})
