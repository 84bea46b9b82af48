"""Finds the list of links that text browsers print below a page: "References", "1. https://...", "2. https://...".

Takes the lines of a text; gives those above the list, and the list as one Segment.  Its lines are far longer than those
that were wrapped, and tell nothing of the article.
"""

from __future__ import annotations

import re

from parsers.folding import line_key
from parsers.rules import Family
from parsers.segments import Segment
from parsers.text.lines import TextLine

#: Segment.hint of the list.
LINKS = "links"
#: An entry: a number and an address, as "12. https://hartseapost.example/" or "[12]: /harbour".
_ENTRY = re.compile(r"(?:\d{1,4}\.|\[\d{1,4}\]:?) (?:[a-z][a-z\d+.-]{1,20}:\S|/|#|www\.)", re.IGNORECASE)
#: The least entries of such a list.  Chosen by hand.
_FEWEST = 3


def split_links(lines: list[TextLine], words: Family) -> tuple[list[TextLine], Segment | None]:
    """Divide the lines of a text in those above its list of links and the list; None without one.

    `words`: the rule family "text", whose list "link_list" has the headings above such lists.
    """
    start, entries = len(lines), 0
    while start and (_is_entry(lines[start - 1]) or _is_heading(lines[start - 1], words)):
        start -= 1
        entries += _is_entry(lines[start])
    if entries < _FEWEST or not start:
        return lines, None
    first, last = lines[start], lines[-1]
    text = " ".join(line.text for line in lines[start:])
    where = f"lines {first.number}-{last.number}"
    links = Segment(text, 0, where, hint=LINKS, blank_before=first.blank_before, line=first.number, node=first)
    return lines[:start], links


def _is_entry(line: TextLine) -> bool:
    """Whether a line is a number with the address of a link."""
    return _ENTRY.match(f"{line.bullet} {line.text}".strip()) is not None


def _is_heading(line: TextLine, words: Family) -> bool:
    """Whether a line is the heading of a list of links, as "References" or "Hidden links:"."""
    return any(name == "link_list" for name, _ in words.lines.get(line_key(line.text), ()))
