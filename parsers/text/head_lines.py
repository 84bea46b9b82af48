"""Tells lines of a page's head by their text alone, before the text is divided: a byline ("By Ada Lund"), a day.

Takes a text and the rules; gives whether it is such a line.  Where wrapped lines are joined to paragraphs, it stays
apart from the headline above.  What its names and its day mean is read later, by `parsers.text.reporters` and
`parsers.text.metadata`.
"""

from __future__ import annotations

from parsers.dates.date_lines import date_words, is_furniture
from parsers.dates.read_date import may_be_date, read_date
from parsers.people.around_names import has_lead
from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.people.name_kinds import is_person
from parsers.rules import Rules
from parsers.text.margins import TERMINAL

#: Characters of the longest such line, letters besides a day, and the least share (0 to 1) of names in a byline whose
#: first word is in small letters.  Chosen by hand.
_LONGEST, _BESIDE_DAY, _OF_NAMES = 90, 14, 0.6


def is_head_line(text: str, rules: Rules) -> bool:
    """Whether a line is a byline with its lead-in, or a day and hardly anything else."""
    if len(text) > _LONGEST or text.endswith(TERMINAL):
        return False
    words = words_of(rules)
    if has_lead(text, words) or words.stuck.match(text):
        names = read_names(text, words)
        # "di", "van" and "por" stand in sentences, too.
        named = sum(map(len, names)) >= _OF_NAMES * len(text) and all(is_person(name, words) for name in names)
        return bool(names) and (text[0].isupper() or named)
    furniture = may_be_date(text) and is_furniture(text, date_words(rules.family("heads")), most=_BESIDE_DAY)
    return furniture and read_date(text, rules=rules) is not None
