"""Credits that a tool glued to the end of a caption: "... at the pier.(Screenshot/HBO)".

Takes one line; gives the caption and its credit.  That no blank stands between them is the sign: in a sentence there is
one before a bracket.
"""

from __future__ import annotations

import re

_GLUED = re.compile(r"(.{20,}[.!?。][\"'”’»]?)[(\[（]\s*\(?([^()\[\]（）]{3,90}?)\)?\s*[)\]）]$")
#: A bracket at a line's end with a photographer and an agency, or with a word for a picture.
_PHOTOGRAPHER = re.compile(
    r"[(\[（](?:[^()\[\]（）]*/|[^()\[\]（）]*\b(?:photo|foto|image|getty|credit)\b)[^()\[\]（）]*[)\]）]$",
    re.IGNORECASE,
)
#: Words of the longest credit.  Chosen by hand.
_WORDS = 14
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


def glued_credit(line: str) -> tuple[str, str | None]:
    """The caption and the credit glued to it in brackets; the line and None without one."""
    found = _GLUED.fullmatch(line)
    return (found[1], found[2].strip()) if found and is_one_piece(found[2]) else (line, None)


def is_one_piece(credit: str) -> bool:
    """Whether a text may be a credit: short, begins with a capital or a sign, no sentence and no torn quotation."""
    first = credit.strip()[:1]
    if not first or first.islower() or first.isdigit() or len(credit.split()) > _WORDS:
        return False
    if any(credit.count(opening) != credit.count(closing) for opening, closing in _PAIRS) or credit.count('"') % 2:
        return False
    return not credit.rstrip().endswith(("?", "!", ":"))


def names_photographer(line: str) -> bool:
    """Whether a line ends with a picture's credit in brackets, as a title never does: "(Ada Lund/Reuters)"."""
    return line.endswith((")", "]", "）")) and _PHOTOGRAPHER.search(line) is not None
