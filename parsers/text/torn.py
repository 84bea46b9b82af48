"""Finds sentences that were broken at a link or another element: "... missing in", "Hartsea", "since May.".

Programs that save each text node of a page as a line of its own break sentences so.  Takes TextLines; gives a Torn
(the facts about a text by which such sentences are recognised) and whether a line continues the lines before it.  In
this module, `line` is the line in question, `following` the one after it; `group` holds the lines already joined to one
segment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from parsers.rules import FAMILIES_KEPT, Family
from parsers.text.lines import TextLine
from parsers.text.margins import TERMINAL

# All limits below were chosen by hand.

#: With so many broken sentences, each text node of the HTML was saved as a line of its own.
_MANY_TEARS = 3
#: Characters and words from which on a line without a full stop is no heading but a broken sentence.
_LONG, _LONG_WORDS = 30, 5
#: The least words of the rest of a broken sentence; the most words of a link inside one.
_REST_WORDS, _LINK_WORDS = 4, 6
#: The least share (0 to 1) of the lines with a blank before them that begin within a sentence.
_WITHIN = 0.6
#: A mark that never begins a sentence.
CLOSING = re.compile(r"[,.;:!?)\]”»’]")


@dataclass(frozen=True, slots=True)
class Torn:
    """Facts about a text by which sentences that were broken at a link or another element are recognised."""

    #: Lower-case words with which no heading ends ("the", "of").
    unfinished: frozenset[str]
    #: Whether the text has many broken sentences.
    page: bool
    #: Whether its lines are text nodes with the blanks around them: "met in ", "Hartsea", " on Monday.".
    spaced: bool
    #: Whether the text has links with their addresses.
    markdown: bool


def torn_of(lines: list[TextLine], words: Family, *, wrapped: bool) -> Torn:
    """The facts about a text.  `words`: the rule family "text"; `wrapped`: whether it was wrapped at a column."""
    page = not wrapped and _tears(lines) >= _MANY_TEARS
    spaced = not wrapped and _keeps_blanks(lines)
    return Torn(_unfinished(words), page, spaced, any(line.linked for line in lines))


@lru_cache(maxsize=FAMILIES_KEPT)
def _unfinished(words: Family) -> frozenset[str]:
    """The words in small letters with which no heading ends ("the", "of")."""
    return frozenset(words.all_words("unfinished"))


def is_torn(group: list[TextLine], line: TextLine, following: TextLine | None, torn: Torn) -> bool:
    """Whether a line continues a sentence that was broken at a link: "... missing in", "Hartsea", "since May."."""
    if torn.spaced and (line.indent == 1 or (group[-1].blank_after and not group[-1].text.endswith(TERMINAL))):
        return True
    before = group[-1].text
    if group[-1].level or before.endswith(TERMINAL):
        return False
    if line.indent != group[-1].indent and not (torn.page and _resumes(line.text)):
        return False
    words = sum(len(part.text.split()) for part in group)
    long = sum(len(part.text) for part in group) >= _LONG and words >= _LONG_WORDS
    if _resumes(line.text):
        return long or (torn.page and (len(line.text.split()) >= _REST_WORDS or len(group) > 1))
    last = before.split()[-1].strip('("„“«').lower()
    if torn.page and (last in torn.unfinished or before.endswith((",", "(", "„", "“", "«"))):
        return True
    short = len(line.text.split()) <= _LINK_WORDS and not line.text.endswith(TERMINAL)
    resumed = following is not None and not following.blank_before and _resumes(following.text)
    return bool(short and resumed and long and before.split()[-1].islower())


def _tears(lines: list[TextLine]) -> int:
    """The number of lines that break off in the middle of a sentence, which the next line continues.

    Many show that the text was broken at links throughout.
    """
    return sum(
        not line.blank_before and before.width >= _LONG and not before.text.endswith(TERMINAL) and _resumes(line.text)
        for before, line in pairwise(lines)
    )


def _keeps_blanks(lines: list[TextLine]) -> bool:
    """Whether a blank before a line shows that it continues the line above: most such lines begin within a sentence."""
    led = [_resumes(line.text) for line in lines if line.indent == 1 and not (line.blank_before or line.bullet)]
    return sum(led) >= max(_MANY_TEARS, _WITHIN * len(led))


def _resumes(text: str) -> bool:
    """Whether a text begins with a small letter or a closing mark, and so continues a sentence."""
    return text[0].islower() or bool(CLOSING.match(text))
