"""Captions and credits in a dump: which lines belong to pictures, and which credit to which caption.

A credit line makes a caption of the line above it; a line that ends in a credit is a caption; so is its copy without
the credit (an alternative text), and a short line that says where somebody stands in a picture.  Claims captions and
credits on the desk and gives the mentions; merging them is parsers.captions' work.
"""

from __future__ import annotations

from parsers.captions import CaptionMention
from parsers.credits import is_credit_line, split_credit
from parsers.folding import fold_line
from parsers.segments import CAPTION, CREDIT
from parsers.text.sheet import Sheet

#: Captions are seldom longer, in weighed letters; longer text is a paragraph.
LONGEST = 420
#: Without a credit in the line itself only short lines are believed to be captions.
_LONGEST_BARE = 260


def read_pictures(sheet: Sheet) -> list[CaptionMention]:
    """Claim what belongs to pictures; the mentions of captions in reading order."""
    found: dict[int, CaptionMention] = {}
    for segment in sheet.segments:
        if sheet.free(segment.index):
            _read_one(sheet, segment.index, found)
    _copies(sheet, found)
    _positions(sheet, found)
    return [found[index] for index in sorted(found)]


def _read_one(sheet: Sheet, index: int, found: dict[int, CaptionMention]) -> None:
    text, rules = sheet.segments[index].text, sheet.context.rules
    if sheet.shapes[index].weight > LONGEST:
        return
    credit = is_credit_line(text, sheet.language, rules=rules)
    if credit:
        _credit_line(sheet, index, credit, found)
        return
    caption, credit = split_credit(text, sheet.language, rules=rules)
    if credit and caption and _may_be_caption(sheet, index, caption):
        _claim(sheet, index, caption, credit, found)


def _credit_line(sheet: Sheet, index: int, credit: str, found: dict[int, CaptionMention]) -> None:
    """A line of nothing but a credit: of the caption above it, of the one below it, or of no caption."""
    labelled = _is_labelled(sheet.segments[index].text, credit)
    above, below = index - 1, index + 1
    if above in found and found[above].credit is None:
        _claim(sheet, above, found[above].text, credit, found, again=True)
    elif above >= 0 and _takes_credit(sheet, above, index, labelled):
        _claim(sheet, above, sheet.segments[above].text, credit, found)
    elif (
        below < len(sheet.segments)
        and sheet.beside(below)
        and sheet.spaced
        and _takes_credit(sheet, below, below, False)
    ):
        _claim(sheet, below, sheet.segments[below].text, credit, found)
    elif not labelled:
        return
    sheet.desk.claim(index, CREDIT, reason="photo_credit")


def _is_labelled(text: str, credit: str) -> bool:
    """Whether the line says itself that it is a picture's credit ("Photo:", "©"), not only a name."""
    return fold_line(text) != fold_line(credit) or not text[0].isalnum()


def _takes_credit(sheet: Sheet, index: int, lower: int, labelled: bool) -> bool:
    """Whether a line can be the caption of a credit line beside it; lower is the lower of the two."""
    shape = sheet.shapes[index]
    if not sheet.free(index) or shape.weight > _LONGEST_BARE or sheet.segments[index].level or index == 0:
        return False
    if sheet.spaced:
        return sheet.beside(lower) or (labelled and shape.weight <= 200 and not sheet.beside(index))
    return labelled or not shape.prose


def _may_be_caption(sheet: Sheet, index: int, caption: str) -> bool:
    segment = sheet.segments[index]
    return index > 0 and not segment.level and any(c.isalnum() for c in caption)


def _claim(
    sheet: Sheet, index: int, text: str, credit: str | None, found: dict[int, CaptionMention], *, again: bool = False
) -> None:
    if again or sheet.desk.claim(index, CAPTION):
        found[index] = CaptionMention(text, credit, locator=sheet.segments[index].locator)


def _copies(sheet: Sheet, found: dict[int, CaptionMention]) -> None:
    """Lines that repeat a caption without its credit: alternative texts, the same picture again."""
    known = {fold_line(mention.text) for mention in found.values()}
    for segment in sheet.segments:
        if sheet.free(segment.index) and sheet.keys[segment.index] in known and not segment.level:
            _claim(sheet, segment.index, segment.text, None, found)
    for segment in sheet.segments[1:]:
        index = segment.index
        same = sheet.keys[index] == sheet.keys[index - 1] and sheet.shapes[index].weight >= 20
        if same and sheet.free(index) and index - 1 in found:
            _claim(sheet, index, segment.text, None, found)


def _positions(sheet: Sheet, found: dict[int, CaptionMention]) -> None:
    """Short lines that say where somebody is in a picture: "(left)", "second from right", "pictured"."""
    for segment in sheet.segments[1:]:
        index, shape = segment.index, sheet.shapes[segment.index]
        if not sheet.free(index) or shape.weight > _LONGEST_BARE or segment.level:
            continue
        if any(rule.speaks(sheet.language) and rule.pattern.search(segment.text) for rule in _rules(sheet)):
            _claim(sheet, index, segment.text, None, found)


def _rules(sheet: Sheet) -> tuple:  # type: ignore[type-arg]
    return tuple(r for r in sheet.context.rules.family("text").rules if r.data.get("label") == "caption")
