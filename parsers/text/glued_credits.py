"""Finds credits that a tool glued to the end of a caption: "... at the pier.(Screenshot/HBO)".

Takes one line; gives the caption and its credit.  A glued credit has no blank before its bracket; a bracket that
belongs to a sentence has one.
"""

from __future__ import annotations

import re

from parsers.captions.photo_credits import is_credit_line
from parsers.captions.photo_suppliers import suppliers
from parsers.rules import Rules

_GLUED = re.compile(r"(.{20,}[.!?。][\"'”’»]?)[(\[（]\s*\(?([^()\[\]（）]{3,90}?)\)?\s*[)\]）]$")
#: A bracket at a line's end.
_BRACKET = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]$")
#: Words of the longest credit.  Chosen by hand.
_WORDS = 14
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


def glued_credit(line: str) -> tuple[str, str | None]:
    """Split a line into its caption and the credit in brackets glued to its end; (line, None) without such a credit.

    "The ferry is back at the pier.(Screenshot/HBO)" gives ("The ferry is back at the pier.", "Screenshot/HBO").
    """
    found = _GLUED.fullmatch(line)
    return (found[1], found[2].strip()) if found and is_one_piece(found[2]) else (line, None)


def is_one_piece(credit: str) -> bool:
    """Whether a text may be a credit: few words, no small letter or digit first, all quotes and brackets closed."""
    first = credit.strip()[:1]
    if not first or first.islower() or first.isdigit() or len(credit.split()) > _WORDS:
        return False
    if any(credit.count(opening) != credit.count(closing) for opening, closing in _PAIRS) or credit.count('"') % 2:
        return False
    return not credit.rstrip().endswith(("?", "!", ":"))


def names_photographer(line: str, rules: Rules) -> bool:
    """Whether a line ends with a picture credit in brackets ("(Ada Lund/Reuters)"), so that it is no title."""
    found = _BRACKET.search(line) if line.endswith((")", "]", "）")) else None
    if found is None:
        return False
    said, known = found[1].strip(), suppliers(rules)
    # An agency that sells texts may stand alone after a title ("(dpa)"), as may a word for pictures ("(photos)").
    alone = known.people.is_wire(said) or known.is_label(said)
    return "/" in said or (not alone and is_credit_line(said, rules=rules) is not None)
