"""Reads bylines that say more than who: "By Ada Lund, CNN", "Von Ada Lund, Zürich", "AFP, MANILA".

Takes one short line; gives a Finding when a role, an outlet, an agency or a place stands beside the names.  A bare
"By Ada Lund" is the author field's, not ours.
"""

from __future__ import annotations

from dataclasses import replace

from parsers.correspondents.finding import Context, Finding
from parsers.correspondents.grammar import Grammar
from parsers.names import fold
from parsers.people import Person, split_people

MAX_LINE = 180


def read_byline(text: str, rules: Grammar, context: Context) -> list[Finding]:
    """The byline that the whole line is, or nothing."""
    if len(text) > MAX_LINE or text.endswith(("?", "!", ":")):
        return []
    head = next((m for rule in rules.shapes.get("byline", ()) if (m := rule.pattern.match(text))), None)
    people = split_people(text[head.end() :] if head else text, rules.words, language=context.language, least=2)
    persons = people.persons
    if people.rest.strip(" .,") or not persons:
        return _role_line(text, rules, context)
    persons = tuple(p for p in persons if p.name or p.wire or not context.owns(p.outlet))
    if not any(_tells(p, rules, context, bool(head)) for p in persons):
        return []
    return [Finding(0, len(text), "reporting", persons, rule="byline")]


def _tells(person: Person, rules: Grammar, context: Context, led: bool) -> bool:
    """Whether this makes the line a credit; without a "By" only what no ordinary line has."""
    if person.wire:
        return led or person.outlet is None or fold(person.outlet) not in rules.words.ambiguous
    if not person.name:
        return False
    if led:
        return bool(person.role or person.outlet or person.place)
    if person.role and not rules.words.is_guest_role(person.role):
        return True
    known = person.outlet and (rules.words.is_wire(person.outlet) or fold(person.outlet) in rules.words.outlets)
    return bool(known or context.owns(person.outlet))


def _role_line(text: str, rules: Grammar, context: Context) -> list[Finding]:
    """A job and a place under the name they belong to: "Corresponsal en Atenas"."""
    name = (context.before or "").strip()
    if not name or len(text) > 60 or not rules.words.is_person(name):
        return []
    people = split_people(f"{name}, {text.strip(' .')}", rules.words, language=context.language, least=2)
    person = people.persons[0] if len(people.persons) == 1 and not people.rest else None
    if person is None or not person.role or rules.words.is_guest_role(person.role):
        return []
    return [Finding(0, len(text), "reporting", (replace(person, name=name),), rule="role_line")]
