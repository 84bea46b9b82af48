"""Splits a list of names into its parts: at separators, at "and", at slashes between words.

Takes one text and the NameWords (`words`), the words of the rules for bylines.  A joint is a word for "and".  An "and"
inside a surname ("Couto e Silva") and an initial that looks like one ("Robert E Lee") do not split.  Whether a part is
a name is decided in `parsers.people.one_name`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.folding import caseless, key
from parsers.late_patterns import ScriptPattern
from parsers.people.byline_words import NameWords
from parsers.people.name_shapes import starts_name

#: Separates the names of a list.
_SEPARATOR = re.compile(
    r"\s*[;|•·●►\u2003\t\n、，；،؛]\s*|\s+[–—-]\s+|,\s+|,(?=[^\W\d_])|\s+/\s+|\s/|/\s|\s*／\s*|\s+\+\s+"
)
#: A text without any of these characters contains no separator.
_SEPARATING = frozenset(";|•·●►\u2003\t\n、，；،؛–—-,/／+")
_SLASH = re.compile(r"(?<=[^\W\d_]{3})/(?=[^\W\d_]{3})")
#: A name in Han characters or in Hangul, in which hardly any has two: those are mostly towns.
_EASTERN_NAME = ScriptPattern("[\u3400-\u9fff]{2,4}|[\uac00-\ud7af]{3,4}")
#: "Lister, Ann", as libraries and some systems write a name.
_SURNAME_FIRST = re.compile(r"\s*([^,;]{2,40}),\s+([^,;]{2,40}?)\s*")
#: Words of a full name: first name and surname.
_FULL = 2


def split_names(text: str, words: NameWords) -> Iterator[str]:
    """Yield the parts of a list of names, in order; some may be empty or no names.

    "Ada Lund and Ben Oduya, Oslo" gives "Ada Lund", "Ben Oduya", "Oslo".
    """
    if ";" in text:
        text = in_order_of_speech(text, words)
    for piece in [text] if _SEPARATING.isdisjoint(text) else _SEPARATOR.split(text):
        for part in _at_joints(piece, words):
            if words.surnames_of_lists and (names := _eastern_names(part.split(), words)):
                yield from names
            else:
                yield from _SLASH.split(part) if "/" in part and " " in part else (part,)


def in_order_of_speech(text: str, words: NameWords) -> str:
    """Turn round a name or list with surnames first: "Lister, Ann; Hall, Tom" gives "Ann Lister; Tom Hall".

    Any other text stays unchanged.  In a single name the surname must be one word, perhaps with particles ("van der
    Berg, Ann"), and neither part may be a place, job or outlet: "Lister, Berlin" is no name.
    """
    parts = [_SURNAME_FIRST.fullmatch(part) for part in text.split(";")]
    turned = [f"{part[2]} {part[1]}" for part in parts if part]
    is_person = words.people.is_person
    if len(turned) < len(parts) or not all(map(is_person, turned)):
        return text
    if len(parts) == 1:
        sure = all(part and _is_surname(part[1], words) and _is_given(part[2], words) for part in parts)
    else:
        sure = not any(part and is_person(part[1]) for part in parts)
    return "; ".join(turned) if sure else text


def _is_surname(part: str, words: NameWords) -> bool:
    """Whether the part before the comma can be a surname: one capitalised word, perhaps with "van" or the like."""
    *particles, last = part.split()
    return all(caseless(word) in words.particles for word in particles) and _is_word_of_name(last, words)


def _is_given(part: str, words: NameWords) -> bool:
    """Whether the part after the comma can be a first name: one or two capitalised words, no place or job."""
    given = part.split()
    return len(given) <= _FULL and not words.people.is_place(part) and all(_is_word_of_name(w, words) for w in given)


def _is_word_of_name(word: str, words: NameWords) -> bool:
    """Whether a word may be part of a name: it has a capital, and is no agency, outlet, place, job or degree."""
    people = words.people
    known = people.is_wire(word) or people.is_listed_outlet(word) or people.is_place(word) or people.is_site(word)
    said = caseless(word)
    listed = said in words.degrees or said in words.groups or said in words.never or words.is_generic(word)
    return starts_name(word) and not known and not listed


def _eastern_names(parts: list[str], words: NameWords) -> list[str]:
    """The names among words of a Chinese or Korean byline ("张三 实习生 李四"), without jobs, desks and outlets.

    [] when any other word is among them, as in a menu.
    """
    if len(parts) == 1:
        return []
    people = words.people
    known = people.roles | people.desk_words
    names = [p for p in parts if p not in known and not people.is_newsroom(p) and not people.is_place(p)]
    surnames = words.surnames_of_lists
    return names if all(_EASTERN_NAME.fullmatch(name) and name.startswith(surnames) for name in names) else []


def _at_joints(piece: str, words: NameWords) -> list[str]:
    """Split a text at words for "and", unless these are inside a name."""
    joints = list(words.joint.finditer(piece))
    if not joints:
        return _at_joined(piece, words)
    parts: list[str] = []
    start = 0
    ends = [joint.start() for joint in joints[1:]] + [len(piece)]
    for joint, end in zip(joints, ends):
        if _separates(joint[0].strip(), piece[start : joint.start()].split(), piece[joint.end() : end].split(), words):
            parts.append(piece[start : joint.start()])
            start = joint.end()
    return [*parts, piece[start:]]


def _at_joined(piece: str, words: NameWords) -> list[str]:
    """Split a text at each "and" that is one word with the name after it, as in Hebrew.

    Only an "and" between two full names counts.
    """
    joint = words.people.joined_and.search(piece, piece.find(" ") + 1)
    if joint is None:
        return [piece]
    return [piece[: joint.start()], *_at_joined(piece[joint.end() :], words)]


def _is_job_with_subject(text: str, words: NameWords) -> bool:
    """Whether a text begins with a job that needs more words ("Head of"); an "and" after it may be part of the job."""
    role = words.roles.match(text)
    return role is not None and " " in role[0] and role[0].rsplit(" ", 1)[1].islower()


def _separates(joint: str, before: list[str], after: list[str], words: NameWords) -> bool:
    """Whether a word for "and" (`joint`) is between two names, not inside one, so that the list is split there.

    `before` and `after`: the words on either side of it.
    """
    if _is_job_with_subject(" ".join(before), words) or (before and before[-1] in words.particles):
        return False  # "Karl von und zu Berg": no name ends with "von"
    if len(joint) == 1 and joint.isupper():
        # "E" is an initial, except between two full names in capitals: "ANA RUIZ E JUAN GIL".
        return len(before) >= _FULL <= len(after) and " ".join((*before, *after)).isupper()
    second, small = after[-1] if after else "", after[:-1]
    if joint not in words.surname_joints or len(before) < _FULL or not words.particles.issuperset(small):
        return True  # "Prat i de la Riba" is one surname
    if not second[:1].isupper() or (second.isupper() and not before[-1].isupper()):
        return True  # an acronym ("Ana Ruiz y EFE") or the initials of somebody
    return key(second) in words.agencies or words.is_generic(second)
