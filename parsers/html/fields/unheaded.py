"""Finds the headline of a page that has no headings and whose title names only the outlet or a section.

Takes the Sheet (the page as field readers see it) and the declared titles; gives the line above the text that is set
in large or bold letters or has a class name for headlines, where it has more words in common with the text than the
title has.  Asked only where no line repeats a title.
"""

from __future__ import annotations

import re
from typing import Any

from parsers.folding import key, key_words, letters
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.headings import Headline
from parsers.html.fields.sheet import Sheet, bold_line, own_element
from parsers.html.fields.titles import Title, faithful
from parsers.html.markup.lines_apart import in_big_letters
from parsers.late_patterns import ScriptPattern
from parsers.people.around_names import has_lead
from parsers.segments import BODY, Segment

# All limits and the confidence (0 to 1) below were chosen by hand.

_CONFIDENCE = 0.5
#: What speaks for a line: a class name for headlines; large letters; bold ones; a date or byline in the lines below it.
_NAMED, _BIG, _BOLD, _SIGNED, _BELOW = 4, 4, 2, 1, 2
#: The least words of a headline, and letters of one in a script without blanks.
_WORDS, _LETTERS = 3, 8
#: Segments above the first paragraph in which the line is looked for; letters of such a paragraph.
_ABOVE, _PARAGRAPH = 8, 80
#: Characters of the shortest and the longest headline; link text above this share makes a line a link.
_SHORTEST, _LONGEST, _LINKED = 8, 200, 0.5
#: Characters of the text with which lines are compared, and the paragraphs that they are taken from.
_TEXT, _PARAGRAPHS = 1500, 6
#: The first letters of a word by which it is known in other forms; letters of the shortest word.
_STEM, _WORD = 5, 4
#: Ends of lines that are no headlines.
_NO_ENDS = (".", ":", ",", ";", "。", "：")
_UNSPACED = ScriptPattern(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{4}")
_SIZE = re.compile(
    r"font-size\s*:\s*(?:(?:1[7-9]|[2-9]\d)(?:\.\d+)?(?:px|pt)|(?:1\.[3-9]|[2-9])\d*r?em|(?:x+-)?large)", re.I
)
#: Elements from a line outwards, itself included, whose letters and names are its own.
_LEVELS = 2


def unheaded_headline(sheet: Sheet, titles: tuple[Title, ...]) -> Candidate[Headline] | None:
    """Return the line that looks like the headline, if a declared title is less likely one; else None."""
    first = _first_paragraph(sheet)
    if first is None:
        return None
    lines = sheet.labels.segments[max(first - _ABOVE, 0) : first]
    found = [(_looks(line, sheet), -line.index, line) for line in lines if _may_be(line, sheet)]
    likely = (one for one in sorted(found, key=lambda one: one[:2], reverse=True) if one[0])
    line = next((line for _, _, line in likely if _beats(line, titles, first, sheet)), None)
    if line is None:
        return None
    return Candidate(Headline(line.text), "layout", "letters", _CONFIDENCE, (line.index,))


def _first_paragraph(sheet: Sheet) -> int | None:
    """Return the index of the first paragraph of the body; None without one."""
    layout = sheet.layout
    body = range(max(layout.first, 0), layout.last + 1)
    long = (at for at in body if letters(sheet.labels.segments[at].text) >= _PARAGRAPH and layout.scores[at] > BODY)
    return next(long, None)


def _may_be(line: Segment, sheet: Sheet) -> bool:
    """Whether a line can be a headline by its text: long enough, no sentence, date, byline, link or row of cells."""
    text = line.text
    if not _SHORTEST <= len(text) <= _LONGEST or text.endswith(_NO_ENDS) or line.link_share > _LINKED:
        return False
    long = len(key_words(text)) >= _WORDS or (_UNSPACED.search(text) and len(key(text)) >= _LETTERS)
    if line.hint or line.list_depth or not long or sheet.dated(line) or has_lead(text, sheet.words):
        return False
    return not (sheet.marked(line.node, sheet.heads.trails) or sheet.marked(line.node, sheet.heads.elsewhere, _LEVELS))


def _looks(line: Segment, sheet: Sheet) -> int:
    """Return how much the look of a line says that it is a headline; 0 for a line that looks like others."""
    named = sheet.marked(own_element(line), sheet.heads.headline, _LEVELS)
    below = sheet.labels.segments[line.index + 1 : line.index + 1 + _BELOW]
    signed = any(
        sheet.dated(other) or has_lead(other.text, sheet.words) for other in below if len(other.text) <= _LONGEST
    )
    bold = bold_line(line) or _in_bold(line.node)
    return _NAMED * named + _BIG * _is_big(line.node) + _BOLD * bold + _SIGNED * signed


def _is_big(node: Any) -> bool:
    """Whether an element, or one inside it that may hold its text, is set in large letters."""
    for element in (node, *node.iterchildren("font", "span", "big", "b", "strong", "center", "td")):
        if element.tag == "big" or _SIZE.search(element.get("style") or ""):
            return True
        if element.tag == "font" and in_big_letters(element):
            return True
    return False


def _in_bold(node: Any) -> bool:
    """Whether the element right around a line is bold."""
    outer = node.getparent()
    return node.tag in ("b", "strong") or (outer is not None and outer.tag in ("b", "strong"))


def _beats(line: Segment, titles: tuple[Title, ...], first: int, sheet: Sheet) -> bool:
    """Whether a line is a likelier headline than the declared titles.

    It is if it is part of one, or if more of its words stand in the text.  What outlets write as a headline for other
    sites (og:title) is believed, unless the line is part of it.
    """
    own = sheet.labels.key_of(line)
    if any(own in title.said for title in titles):
        return True
    if faithful(titles):
        return False
    body = (s.text for s in sheet.labels.segments[first : first + _PARAGRAPHS] if sheet.layout.scores[s.index] > BODY)
    text = " ".join(body)[:_TEXT]
    return all(_share(line.text, text) > _share(title.text, text) for title in titles)


def _share(line: str, text: str) -> float:
    """Return the share (0 to 1) of a line's words whose stems stand in a text; of pairs of letters without blanks."""
    if _UNSPACED.search(line):
        own, said = key(line), key(text)
        pairs = [own[at : at + 2] for at in range(len(own) - 1)]
        return sum(pair in said for pair in pairs) / max(len(pairs), 1)
    words = [word[:_STEM] for word in key_words(line) if len(word) >= _WORD]
    stems = {word[:_STEM] for word in key_words(text)}
    return sum(word in stems for word in words) / max(len(words), 1)
