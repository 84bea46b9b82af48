"""Cuts titles of other stories between the paragraphs of a text that no heading ("Read more") announces.

Takes the TextSheet (`sheet`: the text in segments, with their labels); labels as junk lines in capitals that are too
long for a subhead, and rows of titles in which most words begin with a capital.  Works only on texts in English, since
other languages capitalise neither headlines nor titles so, and not on a text that is in capitals throughout.
"""

from __future__ import annotations

import re

from parsers.segments import JUNK
from parsers.text.text_sheet import TextSheet

#: Words from which on a line in capitals is no subhead: if the text has several such lines, known junk among them, and
#: if it has one.
_SEVERAL, _ALONE = 6, 9
#: The least length of a text that does not end where its line does.
_OPEN_END = 60
#: The least words of a title, the least letters of a word that has a capital in one, and their least share (0 to 1).
_WORDS, _LETTERS, _CAPITALS = 6, 4, 0.8
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def cut_link_titles(sheet: TextSheet) -> None:
    """Label as junk the titles of other stories that stand below the first paragraph."""
    prose = [s.index for s in sheet.segments if sheet.free(s.index) and sheet.shapes[s.index].prose]
    if (
        len(prose) < 2
        or not (sheet.language or "").startswith("en")
        or sum(sheet.segments[i].text.isupper() for i in prose) > 1
    ):
        return
    between = [s.index for s in sheet.segments[prose[0] + 1 :] if sheet.free(s.index) and not s.level]
    shouted = [i for i in between if _is_shouted(sheet, i)]
    known = any(s.text.isupper() for s in sheet.labels.labelled(JUNK) if sheet.shapes[s.index].words >= _SEVERAL)
    for index in shouted:
        if known or len(shouted) > 1 or sheet.shapes[index].words >= _ALONE:
            sheet.labels.claim(index, JUNK, reason="related", rule="capitals")
    titles = {i for i in between if i < prose[-1] and _is_title(sheet, i) and not _is_announced(sheet, i)}
    for index in titles:
        if index - 1 in titles or index + 1 in titles:
            sheet.labels.claim(index, JUNK, reason="related", rule="row_of_titles")


def _is_shouted(sheet: TextSheet, index: int) -> bool:
    """Whether a line in capitals may be the title of another story: it has a headline's words and is no sentence."""
    text, shape = sheet.segments[index].text, sheet.shapes[index]
    if not text.isupper() or shape.words < _SEVERAL or text.endswith((".", "。")) or text[0] in '"“«„':
        return False
    # Below a sentence that breaks off, the line may be its end.
    above = sheet.shapes[index - 1]
    torn = sheet.free(index - 1) and not above.ends and above.weight > _OPEN_END
    return not torn and not sheet.segments[index].list_depth


def _is_announced(sheet: TextSheet, index: int) -> bool:
    """Whether a line belongs to a list of the article's own.

    It does if the text above the list ends with a colon, or if the same line is printed again, as a subhead.
    """
    above = next((i for i in range(index - 1, -1, -1) if not sheet.shapes[i].title), index)
    return sheet.shapes[above].opens or sheet.counts[sheet.keys[index]] > 1


def _is_title(sheet: TextSheet, index: int) -> bool:
    """Whether nearly all longer words of a line begin with a capital, as in titles ("Storm Closes the Pier")."""
    text, shape = sheet.segments[index].text, sheet.shapes[index]
    if text.endswith(".") or shape.words < _WORDS:
        return False
    words = [word for word in _WORD.findall(text) if len(word) >= _LETTERS]
    capital = sum(word[0].isupper() for word in words)
    return shape.breaks == 0 and len(words) > 2 and capital >= _CAPITALS * len(words)
