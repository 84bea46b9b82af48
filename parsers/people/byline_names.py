"""Extracts the names of people and organisations from a byline or a metadata value.

`read_names` takes the text and the NameWords (`words`: words and patterns of config/rules/bylines.toml and
agencies.toml).  It removes what is printed around the names (`parsers.people.around_names`), splits the rest into parts
and keeps those that are names (`parsers.people.one_name`); it drops doubtful parts, since a wrong name is worse than
none.  `person_alone` and `persons_alone` read lines without "By" that are nothing but names.
"""

from __future__ import annotations

import re

from parsers.folding import caseless, key
from parsers.people.around_names import EDGE, has_lead, names_nobody, narrowed_to_names, without_checkers
from parsers.people.byline_words import NameWords
from parsers.people.name_kinds import is_agency, is_group, is_person
from parsers.people.name_lists import split_names
from parsers.people.one_name import PLAIN, can_be_name, one_name
from parsers.people.papers_behind import without_papers

#: Between a name, an outlet and a day in one line.
BARS = re.compile(r"\s*[|·•–]\s*")
#: What stands between somebody and the agency for which they work.
_BEFORE_AGENCY = frozenset("/,|")
#: Names that make several, and what separates them, besides an "and".
_SEVERAL = 2
_AROUND_JOINT = re.compile(r"[\s,;/&|]+")


def read_names(text: str, words: NameWords, *, declared: bool = False, led: bool = False) -> list[str]:
    """The names in a byline or metadata value, in order, each once.

    `declared`: whether the string is from a source of names only (an author property), in which a single word or a name
    in lower case counts, too.  `led`: whether a word such as "By" stood before the string; a string that begins with
    such a word itself needs no `led`.
    """
    sure, whole = declared or led or has_lead(text, words), text
    text = without_papers(narrowed_to_names(without_checkers(text, words), words), words)
    if not declared and not _BEFORE_AGENCY.isdisjoint(text):
        text = _without_affiliation(text, words)
    if PLAIN.fullmatch(text) and words.telling.isdisjoint(caseless(text).split()):
        return [text]
    text = words.with_agency.sub("", text)
    names: dict[str, str] = {}
    last = ""
    small, joined = text.islower(), words.joint.search(text) is not None
    for part in split_names(text, words):
        if last and _is_degree(degree := part.strip(EDGE), words):
            # "Ann Lister, MD": the comma separated the degree from its name; it is put back.
            names[last] += f", {_with_stop(degree, whole, words)}"
            continue
        if names and words.opens_place(part):
            continue  # "Ana Ruiz, de Vila Serena"
        # After names with capitals, words without are what somebody does: "Ann Lister, professor of law".
        loose = declared and (small or not part.lstrip()[:1].islower() or not (names or " " in part.strip()))
        # Behind a name and "and" stands a name, even if it looks like a button or a day: "Ann Lister and Mon Harker".
        name = one_name(part, words, declared=loose, sure=sure or (bool(names) and joined))
        last = key(name) if name else ""
        if name is not None:
            names.setdefault(last, _with_stop(name, whole, words))
    return list(names.values())


def _is_degree(part: str, words: NameWords) -> bool:
    """Whether a part of a list is a degree or the like of the person before it ("MD", "Jr")."""
    said = caseless(part)
    return said in words.degrees or f"{said}." in words.degrees


def _with_stop(name: str, whole: str, words: NameWords) -> str:
    """Put back the full stop at the end of a name if it is part of it: "Joe Halloran Jr."; `whole`: the text."""
    last = caseless(name.rpartition(" ")[2])
    dotted = f"{last}." in words.degrees or ("." in last and last in words.degrees)
    return f"{name}." if dotted and f"{name}." in whole else name


def post_name(text: str, words: NameWords) -> list[str]:
    """The author's post in place of a name, if it is more than a job: ["Harbour Contributor"]; [] for "Contributor"."""
    part = " ".join(text.split()).strip(EDGE)
    named = words.roles.search(part) and not names_nobody(part, words) and " " in part and not has_lead(part, words)
    return [part] if named and can_be_name(part, words, declared=False) else []


def person_alone(text: str, words: NameWords) -> list[str]:
    """Read the names in a line without "By" that names one person, with at most an outlet or job between bars; else [].

    A name in capitals counts only beside a job: else it may be a heading.
    """
    names: list[str] = []
    for part in BARS.split(text):
        found = read_names(part, words)
        if len(found) == 1 and words.joint.search(part):
            return []  # "Harbour Opens New Pier and Road to the Islands"
        names += found
    full = [name for name in names if " " in name and not is_group(name, words)]
    # "ANN LISTER / AGENCIES"
    beside = words.roles.search(text) or ("/" in text and is_group(text.rpartition("/")[2].strip(), words))
    heading = len(full) == 1 and full[0].isupper() and not beside
    return names if len(full) == 1 and not heading and is_person(full[0], words) else []


def persons_alone(text: str, words: NameWords) -> list[str]:
    """Read a line that is nothing but full names of several persons ("Ann Lister and Tom Hall"); else []."""
    names = read_names(text, words)
    if len(names) < _SEVERAL or not all(" " in name and is_person(name, words) for name in names) or text.isupper():
        return []
    rest = text
    for name in names:
        rest = rest.replace(name, "", 1)
    return names if all(not piece or words.joint.fullmatch(f" {piece} ") for piece in _AROUND_JOINT.split(rest)) else []


def _without_affiliation(text: str, words: NameWords) -> str:
    """Remove the agency for which somebody works from a byline: "Ann Lister / AFP" gives "Ann Lister"."""
    cut = max(map(text.rfind, _BEFORE_AGENCY))
    name, agency = text[:cut].strip(EDGE), text[cut + 1 :].strip(EDGE)
    return name if is_agency(agency, words) and is_person(name, words) else text
