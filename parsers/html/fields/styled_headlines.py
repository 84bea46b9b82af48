"""Finds the headline of a page that prints it as no heading: large letters, or a class such as "arthead".

Pages made of tables write `<font size=5>`, `<big>` or a class of their own, and their titles often name only the outlet
or its section ("The Prairie Ledger - Local News").  Asked only when no heading and no line with a declared title is
found.  Takes the Sheet; gives candidates, each with the line that prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from parsers.folding import key_words, letters
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.headings import Headline, is_longer_than_name
from parsers.html.fields.sheet import Sheet, bold, bold_line, own_element
from parsers.html.fields.titles import Title
from parsers.html.markup.lines_apart import is_big_font
from parsers.segments import BODY, JUNK, Segment

# All limits and confidences below were chosen by hand.

#: Segments above and below the beginning of the body in which such a line is looked for.
_ABOVE, _BELOW = 12, 3
#: Characters of the longest headline; words of the shortest that a class or its size shows.
_LONGEST, _FEWEST = 200, 3
#: Share of link text from which a line is a link to another story.
_LINKED: Final = 0.5
#: The least share (0 to 1) of a title's characters that a bold line in it has.
_MOST: Final = 0.5
#: Letters of a line above which it is a paragraph, if it ends like a sentence.
_PARAGRAPH, _ENDS = 100, (".", "!", "?", "…")
#: Confidence of a line with a class for headlines, in large letters, in bold ones, or that only stands above the day of
#: the article; taken off for each line between it and the body.
_NAMED, _LARGE, _BOLD, _DATED, _FAR = 0.5, 0.45, 0.3, 0.25, 0.005
#: The most elements in a line's box that are looked at for the one with its text, and the most around it.
_INSIDE, _OUTSIDE = 40, 3
#: Elements that only style their text, and so may be larger than others in the same box.
_INLINE: Final = ("font", "span", "big", "b", "strong", "em", "i", "u")
#: Styles of large letters, in pixels, points, or by name.
_LARGE_STYLE: Final = re.compile(
    r"font(?:-size)?\s*:[^;]*?\b(?:(?:1[89]|[2-9]\d)(?:\.\d+)?px|1[4-9](?:\.\d+)?pt|[2-9]\dpt|x*-?large)", re.IGNORECASE
)
#: Letters of the shortest word of a title that shows, where the text has it, that the title speaks of the text; and
#: the paragraphs that are looked at.
_TELLING, _FIRST_TEXTS = 5, 4


def styled_headlines(sheet: Sheet, titles: tuple[Title, ...], sites: frozenset[str]) -> Iterator[Candidate[Headline]]:
    """Yield candidates for the headline among the lines at the beginning of the body.

    `titles`: what the page declares.  `sites`: keys of the outlet's names.
    """
    first = max(sheet.layout.first, 0)
    lines = sheet.labels.segments[max(first - _ABOVE, 0) : first + _BELOW]
    words = {word for title in titles for word in key_words(title.text) if len(word) >= _TELLING}
    words = {word for word in words if not any(word in site for site in sites)}
    for at, segment in enumerate(lines):
        if segment.index >= first and _is_paragraph(segment, sheet):
            break
        said = sheet.labels.key_of(segment)
        # A line that repeats a title with more around it would have been found as that title, were it the headline.
        if not _may_be_headline(segment, sheet, sites) or any(title.said in said for title in titles):
            continue
        confidence, rule = _look_of(segment, sheet)
        if not confidence and bold(own_element(segment)) and _is_most_of(segment.text, titles):
            confidence, rule = _LARGE, "bold letters, title"
        if not confidence and is_longer_than_name(segment.text) and _says_nothing_of_text(sheet, words):
            if bold_line(segment):
                confidence, rule = _BOLD, "bold letters"
            elif _is_above_day(lines[at + 1 :], sheet):
                confidence, rule = _DATED, "line above the date"
        if confidence:
            confidence -= _FAR * abs(first - segment.index)
            yield Candidate(Headline(segment.text), "layout", rule, confidence, (segment.index,))


def _is_most_of(text: str, titles: tuple[Title, ...]) -> bool:
    """Whether a title says a line and little else, such as an outlet's name that nothing sets apart.

    "Harbour Post Ferry back in service News" says "Ferry back in service".
    """
    said = f" {' '.join(text.split())} "
    return any(said in f" {' '.join(title.text.split())} " and len(text) >= _MOST * len(title.text) for title in titles)


def _is_paragraph(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line is surely text of the body."""
    long = letters(segment.text) >= _PARAGRAPH and segment.text.endswith(_ENDS)
    return long and sheet.layout.scores[segment.index] > BODY


def _may_be_headline(segment: Segment, sheet: Sheet, sites: frozenset[str]) -> bool:
    """Whether a line is as long as a headline, and no link, date, junk or name of the outlet."""
    text = segment.text
    if len(text) > _LONGEST or segment.link_share > _LINKED or sheet.labels.of[segment.index] == JUNK:
        return False
    if len(key_words(text)) < _FEWEST and not is_longer_than_name(text):
        return False
    return sheet.labels.key_of(segment) not in sites and not sheet.dated(segment)


def _look_of(segment: Segment, sheet: Sheet) -> tuple[float, str]:
    """Return the confidence that the look of a line gives, and what shows it; 0 for a line like any other."""
    heads, large = sheet.heads, False
    for node in _elements(segment):
        names = sheet.marks(node, 1)
        if not names.isdisjoint(heads.no_headline):
            return 0.0, ""
        if not names.isdisjoint(heads.headline):
            return _NAMED, "class of headlines"
        large = large or is_big_font(node) or node.tag == "big" or bool(_LARGE_STYLE.search(node.get("style") or ""))
    return (_LARGE, "large letters") if large else (0.0, "")


def _elements(segment: Segment) -> Iterator[Any]:
    """Yield the elements whose only text is that of a line: inside its box, the box itself, those around it."""
    box, text = segment.node, segment.text
    yield from (node for node in islice(box.iter(*_INLINE), _INSIDE) if node is not box and _says(node, text))
    for node in (box, *islice(box.iterancestors(), _OUTSIDE)):
        if not _says(node, text):
            return
        yield node


def _says(node: Any, text: str) -> bool:
    """Whether an element has a text and nothing else; no more of it is read than the text is long."""
    said = ""
    for part in node.itertext("*"):
        said += "".join(str(part).split())
        if len(said) > len(text):
            return False
    return said == "".join(text.split())


def _says_nothing_of_text(sheet: Sheet, words: set[str]) -> bool:
    """Whether the first paragraphs hold none of the words of the declared titles (`words`): these speak of the site."""
    first = max(sheet.layout.first, 0)
    texts = [at for at in sheet.labels.segments[first : first + _FIRST_TEXTS] if sheet.layout.scores[at.index] > BODY]
    return {word for segment in texts for word in key_words(segment.text)}.isdisjoint(words)


def _is_above_day(below: list[Segment], sheet: Sheet) -> bool:
    """Whether the next line is the day of the article, and its text right below.  `below`: the lines that follow."""
    first = sheet.layout.first
    near = len(below) > 1 and below[0].index + 1 == first
    return near and sheet.dated(below[0]) and len(below[0].text) <= _PARAGRAPH
