"""Tells by their form which texts may be a broadcaster's initials, and the names of its branches.

Takes a word or a text.  The lists of `parsers.people.lexicon` tell whether the initials are those of a broadcaster.
"""

from __future__ import annotations

#: The fewest and most letters of a broadcaster's initials that are nothing else.
_SHORTEST = 3
_LONGEST = 5
#: The most words of a branch ("BBC South East").  Chosen by hand.
_MAX_BRANCH = 3


def has_form_of_station(word: str) -> bool:
    """Whether a word is three to five capitals, as in "BBC"; shorter ones may be a person's initials."""
    return _SHORTEST <= len(word) <= _LONGEST and word.isupper()


def is_branch_name(text: str, *, of: str) -> bool:
    """Whether a text may name a branch: up to three capitalised words ("South East" in "BBC South East").

    `of`: the whole text, of which this is the part after the initials.  If that is all in capitals, only one word may,
    since others could be anything: "TRT WORLD AND AGENCIES".
    """
    words = text.split()
    most = 1 if of.isupper() else _MAX_BRANCH
    return 0 < len(words) <= most and all(word.isalpha() and word[:1].isupper() for word in words)
