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


def without_papers(text: str, words: NameWords) -> str:
    """Remove the papers after the persons of a byline; unchanged when there are none.

    "Ann Lister, Calgary Sun and Tom Hall, Edmonton Sun" becomes "Ann Lister, Tom Hall".  Only a byline that ends with a
    paper is changed.
    """
    parts = _APART.split(text)
    if len(parts) == 1:
        return _without_paper_at_end(text, words)
    last = parts[-1].strip()
    if not words.people.is_paper_behind(last) or not _names_person(parts[0], words):
        return text
    kept = [parts[0]]
    for mark, part in zip(parts[1:-2:2], parts[2:-2:2]):
        joint = words.joint.search(part)
        if words.people.is_paper_behind(part[: joint.start()] if joint else part):
            kept.append(f", {part[joint.end() :]}" if joint else "")
        else:
            kept += [mark, part]
    return "".join(kept)


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
