"""Tells whether a name that a byline gives is a person's, an agency's or a group's.

Takes a name as `parsers.people.byline_names.read_names` gives it, and the NameWords (`words`), the words of the rules
for bylines; answers yes or no, or selects the persons of several names.  Agencies are known news agencies; a group is
any organisation, also a newsroom or a team.
"""

from __future__ import annotations

from collections.abc import Iterable

from parsers.folding import caseless, key
from parsers.people.around_names import BRACKETS
from parsers.people.byline_words import NameWords


def is_person(name: str, words: NameWords) -> bool:
    """Whether a name from read_names is a person's; it may have a degree ("Ann Lister, MD") or a short name in it."""
    bare = name.partition(", ")[0]
    return words.people.is_person(BRACKETS.sub("", bare) if "(" in bare else bare)


def is_agency(name: str, words: NameWords) -> bool:
    """Whether a name is one of the known agencies."""
    return key(name) in words.agencies


def is_group(name: str, words: NameWords) -> bool:
    """Whether a name is that of an agency, a company, or a group (it has a word such as "team")."""
    tokens = [caseless(token).strip(".") for token in name.split()]
    company = len(tokens) > 1 and tokens[-1] in words.legal_forms
    if len(tokens) == 1:
        tokens.append(tokens[0].rpartition("-")[2])  # "HP-Redaktion"
    return company or key(name) in words.agencies or not words.groups.isdisjoint(tokens)


def people(names: Iterable[str], words: NameWords) -> tuple[str, ...]:
    """Choose the names that are a person's or an agency's; if none is a person's, gives all names."""
    names = tuple(names)
    persons = {name for name in names if is_person(name, words)}
    return tuple(name for name in names if name in persons or is_agency(name, words)) if persons else names
