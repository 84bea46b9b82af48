"""Words for reading lines that name agencies by codes and initials ("PAP, marga", "STR/dpa", "Redaktion BAZ").

Takes the rule family "people" (people.toml); gives the words as sets.  `parsers.correspondents.named_sources` reads
such lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from parsers.folding import caseless
from parsers.rules import Family

#: The code of a newspaper or a desk after the word for an office: "Redaktion BAZ".
_CODE: Final = re.compile("[A-Z]{2,4}")


@dataclass(frozen=True, slots=True)
class CodeWords:
    """Word lists for reading lines that name agencies by codes ("PAP, marga").

    All words are `caseless` except the initials, for which small letters and capitals differ.
    """

    #: Words that join two names in a byline, and stand inside of one name elsewhere ("Despierta con Loret").
    inside_names: frozenset[str]
    #: Words for the editorial office of the page's own outlet.
    offices: frozenset[str]
    #: What picture desks write beside agencies; it shows that a line credits a picture.
    picture_desks: frozenset[str]
    #: Names of agencies that are somebody's initials when in small letters.
    initials: frozenset[str]

    def is_office(self, text: str) -> bool:
        """Whether a text is a word for an editorial office, alone or with a code after it ("Redaktion BAZ")."""
        word, _, code = text.partition(" ")
        return caseless(word) in self.offices and (not code or _CODE.fullmatch(code) is not None)


def code_words(people: Family) -> CodeWords:
    """Make the CodeWords from the rule family "people"."""

    def words(name: str) -> frozenset[str]:
        return frozenset(caseless(word) for word in people.all_words(name))

    return CodeWords(
        words("inside_names"), words("offices"), words("picture_desks"), frozenset(people.all_words("initials"))
    )
