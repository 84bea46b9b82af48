"""Reads the pictures of a gallery, each below its number: "2 of 4", "Two boats at noon.", "Ada Lund / Staff".

Takes the TextSheet (`sheet`: the text in segments, with their labels); labels captions and credits and gives the
captions.  Numbers that rise by one up to the same total show that a gallery is printed; then nothing else needs to tell
that the line below a number is a caption, and the line below that its credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from parsers.captions.caption_text import tidy
from parsers.captions.merge import CaptionMention
from parsers.captions.photo_credits import is_credit_line, split_credit
from parsers.rules import FAMILIES_KEPT, Family, any_of
from parsers.segments import CAPTION, CREDIT
from parsers.text.glued_credits import is_one_piece
from parsers.text.text_sheet import TextSheet

#: Lines of a picture below its number: caption and credit.
_LINES = 2
#: Words of the longest credit, and the largest weight (`parsers.text.shapes.weight`) of a caption.  Chosen by hand.
_WORDS, _LONGEST = 7, 460


def read_galleries(sheet: TextSheet) -> dict[int, CaptionMention]:
    """Label the captions and credits of galleries; give index of a line -> its CaptionMention."""
    found: dict[int, CaptionMention] = {}
    for gallery in _galleries(sheet):
        signed = all(_is_credit(sheet, index + 2) for index in gallery[:-1])
        for index in gallery:
            found[index + 1] = _picture(sheet, index + 1, signed=signed)
    return found


def _galleries(sheet: TextSheet) -> Iterator[list[int]]:
    """Yield the indices of the numbers of each gallery: two numbers at least, each with its caption below."""
    counter = _counter(sheet.context.rules.family("text"))
    run: list[tuple[int, int, int]] = []
    for segment in sheet.segments:
        number = counter.fullmatch(segment.text)
        if not number:
            continue
        one = (segment.index, int(number[1]), int(number[2]))
        run = [*run, one] if run and one[1:] == (run[-1][1] + 1, run[-1][2]) else [one]
        places = [index for index, *_ in run]
        close = all(1 < later - index <= 1 + _LINES for index, later in pairwise(places))
        if len(run) > 1 and one[1] == one[2] and close and all(_is_caption(sheet, index + 1) for index in places):
            yield places


@lru_cache(maxsize=FAMILIES_KEPT)
def _counter(family: Family) -> re.Pattern[str]:
    """A pattern for a line that is a picture's number and that of all: "2 of 4", "2/4"; by the words `out_of`."""
    return re.compile(rf"\W*(\d{{1,3}})\s*(?:{any_of(family.all_words('out_of'))}|/)\s*(\d{{1,3}})\W*", re.IGNORECASE)


def _is_caption(sheet: TextSheet, index: int) -> bool:
    """Whether the line at `index`, right below a number, may be a caption: unlabelled and no long paragraph."""
    return index < len(sheet.segments) and sheet.free(index) and sheet.shapes[index].weight <= _LONGEST


def _is_credit(sheet: TextSheet, index: int) -> bool:
    """Whether the line at `index` has the form of a credit: a few words without a full stop."""
    if index >= len(sheet.segments) or not sheet.free(index):
        return False
    text, shape = sheet.segments[index].text, sheet.shapes[index]
    return shape.title and shape.words <= _WORDS and is_one_piece(text)


def _picture(sheet: TextSheet, index: int, *, signed: bool) -> CaptionMention:
    """Label the caption at `index` and the credit below it.  `signed`: whether the gallery prints credits so."""
    rules, segment = sheet.context.rules, sheet.segments[index]
    caption, credit = split_credit(tidy(segment.text, rules=rules), sheet.language, rules=rules)
    sheet.labels.claim(index, CAPTION)
    if not credit and signed and _is_credit(sheet, index + 1):
        text = sheet.segments[index + 1].text
        credit = is_credit_line(text, sheet.language, rules=rules) or text
        sheet.labels.claim(index + 1, CREDIT, reason="photo_credit")
    return CaptionMention(caption, credit, locator=segment.locator)
