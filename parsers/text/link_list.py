"""Finds the links that text browsers print around a page: "References", "1. https://..." below, feeds above.

Takes the lines of a text; gives those of the page, and each list of links as one Segment.  Lines with addresses are far
longer than those that were wrapped, and none of them tells of the article.
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
#: How the first line begins where a browser prints what the page's head links to: "#[1]Hartsea Post - Feed".
_FEEDS = re.compile(r"#[^\s#]")
#: The least entries of such a list.  Chosen by hand.
_FEWEST = 3


def split_links(lines: list[TextLine], words: Family) -> tuple[Segment | None, list[TextLine], Segment | None]:
    """Divide the lines of a text: feeds above the page, its lines, the links below it.

    A part that is not there is None.  `words`: the rule family "text", whose list "link_list" has the headings above
    such lists.
    """
    start, entries = len(lines), 0
    while start and (_is_entry(lines[start - 1]) or _is_heading(lines[start - 1], words)):
        start -= 1
        entries += _is_entry(lines[start])
    if entries < _FEWEST or not start:
        return None, lines, None
    first = next((at for at, line in enumerate(lines[1:start], 1) if line.blank_before), start)
    feeds = first if _FEEDS.match(lines[0].text) and first < start else 0
    return _segment(lines[:feeds]) if feeds else None, lines[feeds:start], _segment(lines[start:])


def _segment(lines: list[TextLine]) -> Segment:
    """Make one Segment of lines that only hold links."""
    first, last = lines[0], lines[-1]
    where = f"line {first.number}" if first is last else f"lines {first.number}-{last.number}"
    text = " ".join(line.text for line in lines)
    return Segment(text, 0, where, hint=LINKS, blank_before=first.blank_before, line=first.number, node=first)


def _is_entry(line: TextLine) -> bool:
    """Whether a line is a number with the address of a link."""
    return _ENTRY.match(f"{line.bullet} {line.text}".strip()) is not None


def _is_heading(line: TextLine, words: Family) -> bool:
    """Whether a line is the heading of a list of links, as "References" or "Hidden links:"."""
    return any(name == "link_list" for name, _ in words.lines.get(line_key(line.text), ()))
