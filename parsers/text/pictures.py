"""Captions and credits in a dump: which lines belong to pictures, and which credit to which caption.

A credit line makes a caption of the line above it; a line that ends in a credit is a caption; so is its copy without
the credit (an alternative text), and a short line that says where somebody stands in a picture.  Claims captions and
credits on the labels and gives the mentions; merging them is parsers.captions.merge' work.
"""

from __future__ import annotations

import re

from parsers.captions.caption_text import tidy
from parsers.captions.merge import CaptionMention
from parsers.captions.photo_credits import is_credit_line, split_credit
from parsers.captions.photo_suppliers import suppliers
from parsers.dates.read_date import read_date
from parsers.folding import line_key
from parsers.people.byline_names import words_of
from parsers.segments import CAPTION, CREDIT
from parsers.text.picture_lines import (
    credit_of_label,
    is_led_in,
    is_sites_imprint,
    is_source,
    says_position,
    without_label,
)
from parsers.text.text_sheet import TextSheet

#: Captions are seldom longer, in weighed letters; longer text is a paragraph.
LONGEST = 460
#: Without a credit in the line itself only shorter lines are believed to be captions.
_LONGEST_BARE, _LONGEST_LABELLED = 260, 340
#: A copy without credit that ends as a sentence stands near the caption with it.
_NEAR = 8

#: A sentence and a name behind it.
_SIGNED = re.compile(r"(.{10,}[.!?…]['’\"”»]?)\s+(\w[^.!?…]{4,40})")

Mentions = dict[int, CaptionMention]


def read_pictures(sheet: TextSheet) -> list[CaptionMention]:
    """Claim what belongs to pictures; the mentions of captions in reading order."""
    found: Mentions = {}
    for segment in sheet.segments:
        if sheet.free(segment.index):
            _read_one(sheet, segment.index, found)
    _extended(sheet, found)
    _copies(sheet, found)
    _by_place(sheet, found)
    _signed(sheet, found)
    return [found[index] for index in sorted(found)]


def _read_one(sheet: TextSheet, index: int, found: Mentions) -> None:
    text, rules = sheet.segments[index].text, sheet.context.rules
    if sheet.shapes[index].weight > LONGEST or is_source(sheet, index) or is_led_in(sheet, index):
        return
    if is_sites_imprint(sheet, index):
        return
    credit = is_credit_line(text, sheet.language, rules=rules) or credit_of_label(sheet, index)
    if credit:
        _credit_line(sheet, index, credit, found)
        return
    caption, credit = split_credit(tidy(text, rules=rules), sheet.language, rules=rules)
    if credit and caption and _may_be_caption(sheet, index, caption, credit):
        _claim(sheet, index, without_label(sheet, index, caption), credit, found)


def _credit_line(sheet: TextSheet, index: int, credit: str, found: Mentions) -> None:
    """A line of nothing but a credit: of the caption above it, of the one below it, or of no caption."""
    labelled = _is_labelled(sheet.segments[index].text, credit)
    above, below = index - 1, index + 1
    if above in found and found[above].credit is None:
        found[above] = CaptionMention(found[above].text, credit, locator=found[above].locator)
    elif above >= 0 and _takes_credit(sheet, above, index, labelled):
        _claim(sheet, above, sheet.segments[above].text, credit, found)
    elif below < len(sheet.segments) and sheet.spaced and _is_caption_below(sheet, below):
        _claim(sheet, below, sheet.segments[below].text, credit, found)
    elif not labelled:
        return
    sheet.labels.claim(index, CREDIT, reason="photo_credit")


def _is_labelled(text: str, credit: str) -> bool:
    """Whether the line says itself that it is a picture's credit ("Photo:", "©"), not only a name."""
    return line_key(text) != line_key(credit) or not text[0].isalnum()


def _takes_credit(sheet: TextSheet, index: int, lower: int, labelled: bool) -> bool:
    """Whether a line can be the caption of a credit line beside it; lower is the lower of the two."""
    shape = sheet.shapes[index]
    longest = _LONGEST_LABELLED if labelled else _LONGEST_BARE
    if not sheet.free(index) or shape.weight > longest or sheet.segments[index].level or index == 0:
        return False
    twin = sheet.keys[index] == sheet.keys[index - 1]
    if sheet.spaced and not sheet.beside(lower):
        chain = "/" in sheet.segments[lower].text and shape.weight <= 200 and shape.ends and index + 1 == lower
        return twin or ((labelled or chain) and not sheet.beside(index))
    if sheet.spaced:
        return twin or shape.words >= 2
    return twin or labelled or not shape.prose


def _is_caption_below(sheet: TextSheet, index: int) -> bool:
    return sheet.beside(index) and sheet.shapes[index].prose and _takes_credit(sheet, index, index, False)


def _may_be_caption(sheet: TextSheet, index: int, caption: str, credit: str) -> bool:
    """Whether a line with a credit at its end is a caption; a long one with one odd word at its end is none."""
    first = index == 0 and not sheet.shapes[index].prose  # a headline, as often as not
    if first or sheet.segments[index].level or not any(c.isalnum() for c in caption):
        return False
    if "|" in sheet.segments[index].text and read_date(sheet.segments[index].text, language=sheet.language):
        return False
    sure = len(credit.split()) > 1 or sheet.shapes[index].weight <= 200
    return sure or suppliers(sheet.context.rules).is_chain(credit)


def _claim(sheet: TextSheet, index: int, text: str, credit: str | None, found: Mentions) -> None:
    if sheet.labels.claim(index, CAPTION):
        found[index] = CaptionMention(text, credit, locator=sheet.segments[index].locator)


def _extended(sheet: TextSheet, found: Mentions) -> None:
    """An alternative text and, right below, the same words with a name in brackets: a caption and its credit."""
    for segment in sheet.segments[1:]:
        index, above = segment.index, segment.index - 1
        base = sheet.keys[above]
        if not sheet.free(index) or sheet.shapes[above].weight < 20 or not sheet.keys[index].startswith(base):
            continue
        rest = segment.text[len(sheet.segments[above].text) :].strip(" .–—-|")
        if 3 <= len(rest) <= 40 and rest[0] in "([（" and (sheet.free(above) or above in found):
            _claim(sheet, above, sheet.segments[above].text, None, found)
            _claim(sheet, index, sheet.segments[above].text, rest.strip("()[]（） "), found)


def _copies(sheet: TextSheet, found: Mentions) -> None:
    """Lines that repeat a caption without its credit: alternative texts, the same picture again."""
    places: dict[str, list[int]] = {}
    for index, mention in found.items():
        places.setdefault(line_key(mention.text), []).append(index)
    for segment in sheet.segments:
        index, near = segment.index, places.get(sheet.keys[segment.index], [])
        if not near or not sheet.free(index) or segment.level:
            continue
        if not sheet.shapes[index].ends or min(abs(index - place) for place in near) <= _NEAR:
            _claim(sheet, index, segment.text, None, found)


def _by_place(sheet: TextSheet, found: Mentions) -> None:
    """Short lines that say where somebody is in a picture, or stand at the indent that the tool gives figures."""
    for segment in sheet.segments[1:]:
        index = segment.index
        if not sheet.free(index) or sheet.shapes[index].weight > _LONGEST_LABELLED or segment.level:
            continue
        if says_position(sheet, index) or _stands_apart(sheet, index):
            _claim(sheet, index, without_label(sheet, index), None, found)


def _signed(sheet: TextSheet, found: Mentions) -> None:
    """A line between two captions with a person's name behind its last sentence: the third picture of a gallery."""
    people = words_of(sheet.context.rules).people
    for segment in sheet.segments[1:-1]:
        index = segment.index
        signed = _SIGNED.fullmatch(segment.text) if index - 1 in found and index + 1 in found else None
        if signed and sheet.free(index) and sheet.shapes[index].weight <= LONGEST and people.is_person(signed[2]):
            _claim(sheet, index, without_label(sheet, index, signed[1]), signed[2], found)


def _stands_apart(sheet: TextSheet, index: int) -> bool:
    """Whether a line of some length stands at a figure's indent, alone between two paragraphs."""
    segment, shape = sheet.segments[index], sheet.shapes[index]
    if not 2 <= segment.node.indent <= 4 or segment.node.indent == sheet.indent or segment.list_depth:
        return False
    between = index + 1 < len(sheet.shapes) and sheet.shapes[index - 1].prose and sheet.shapes[index + 1].prose
    return between and shape.title and shape.weight >= 45
