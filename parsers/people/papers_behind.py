"""Removes the papers after persons from a byline: "Ann Lister, Calgary Sun" names one author.

Takes the text of a byline without its "By", and the NameWords (`words`), the words of the rules for bylines; gives the
text without those papers.  A paper that stands alone, or before anybody is named, stays, and so do agencies.
"""

from __future__ import annotations

import re
from typing import Final

from parsers.people.byline_words import NameWords

#: Sets a paper apart from the person before it.
_APART: Final = re.compile(r"(\s*[,;|/•·]\s*|\s+[–—-]+\s+)")
#: The least number of words of a person and a paper that nothing sets apart: "Ann Lister Calgary Sun".
_TWICE_TWO: Final = 4
#: The parts and marks of a person, an outlet and, behind a dash, a place.
_WITH_PLACE: Final = 5
#: The least words of a firm or desk, which is known by words that surnames are, too ("Daily", "Group").
_LEAST_OF_FIRM: Final = 3
_DASHES: Final = ("—", "–")


def without_papers(text: str, words: NameWords) -> str:
    """Remove the papers after the persons of a byline; unchanged when there are none.

    "Ann Lister, Calgary Sun and Tom Hall, Edmonton Sun" becomes "Ann Lister, Tom Hall".  Only a byline that ends with a
    paper is changed.
    """
    parts = _APART.split(text)
    if len(parts) == 1:
        return _without_paper_at_end(text, words)
    if len(parts) == _WITH_PLACE and parts[-2].strip() in _DASHES and _is_newsroom(parts[2], words):
        return parts[0] if _names_person(parts[0], words) else text  # "Ann Lister, Harbour TV — Lunde Bay"
    last = parts[-1].strip()
    if not _is_outlet(last, words) or not _names_person(parts[0], words):
        return text
    kept = [parts[0]]
    for mark, part in zip(parts[1:-2:2], parts[2:-2:2]):
        joint = words.joint.search(part)
        if _is_outlet(part[: joint.start()] if joint else part, words):
            kept.append(f", {part[joint.end() :]}" if joint else "")
        else:
            kept += [mark, part]
    return "".join(kept)


def _is_outlet(part: str, words: NameWords) -> bool:
    """Whether a part that is set apart from the person before it names a paper, or a firm or desk by three words.

    "Harbour Media Group" and "The Daily Harbour" are such; "Tom Daily" is a person.
    """
    people, tokens = words.people, part.split()
    if people.is_paper_behind(part):
        return True
    named = len(tokens) >= _LEAST_OF_FIRM or (len(tokens) > 1 and tokens[0] in people.articles.capitalised)
    plain = all(token[:1].isupper() for token in tokens) and not any(map(str.isdigit, part))
    return named and plain and people.is_outlet(part) and not people.is_wire(part) and not people.is_role(part)


def _is_newsroom(part: str, words: NameWords) -> bool:
    """Whether a part is an outlet's name: known by its words, or with a number ("G9 Litoral")."""
    ends = {part.split()[0], part.split()[-1]} if part.split() else set()
    short = any(end[:1].isupper() and end[1:].isdigit() for end in ends)
    return short or words.people.is_paper_behind(part) or words.people.is_outlet(part)


def _names_person(text: str, words: NameWords) -> bool:
    """Whether a text is a person's name, or has one before or after "and"; what follows it may then be a paper."""
    return any(words.people.is_person(name.strip()) for name in (text, *words.joint.split(text)))


def _without_paper_at_end(text: str, words: NameWords) -> str:
    """Remove the paper joined to a name by a blank: "Ann Lister Calgary Sun" gives "Ann Lister"."""
    tokens = text.split()
    for cut in range(2, len(tokens) - 1) if len(tokens) >= _TWICE_TWO else ():
        head, tail = " ".join(tokens[:cut]), " ".join(tokens[cut:])
        if words.people.is_paper_behind(tail) and words.people.is_person(head):
            return head
    return text
