"""Finds captions and picture credits in a plain text: which lines they are, and which credit belongs to which caption.

Takes the TextSheet (`sheet`: the text in segments, with their labels); labels captions and credits and gives a
CaptionMention (text and credit) for each time that a caption is printed; `parsers.captions.merge` merges these.  A
caption is a line above a credit line, a line that ends with a credit, a copy of a caption without its credit (an
alternative text), or a short line with words such as "second from right".  Each step adds the captions that it finds to
`found`: index of a line -> its CaptionMention.
"""

from __future__ import annotations

import re

from parsers.captions.caption_text import tidy
from parsers.captions.merge import CaptionMention
from parsers.captions.photo_credits import is_credit_line, split_credit
from parsers.captions.photo_suppliers import suppliers
from parsers.dates.read_date import read_date
from parsers.folding import line_key
from parsers.people.byline_words import words_of
from parsers.segments import CAPTION, CREDIT
from parsers.text.captions_in_text import said_again, twice_in_a_row, twice_with_credit
from parsers.text.galleries import read_galleries
from parsers.text.glued_credits import glued_credit, is_one_piece, names_photographer
from parsers.text.labelled_captions import read_labelled
from parsers.text.picture_lines import (
    credit_above,
    credit_of_label,
    is_led_in,
    is_sites_imprint,
    is_source,
    said_once,
    says_position,
    without_label,
)
from parsers.text.text_sheet import TextSheet

# Limits are weights (`parsers.text.shapes.weight`) and were chosen by hand.

#: The longest caption; longer text is a paragraph.
LONGEST = 460
#: The longest caption whose credit is in a line of its own: without a label ("Photo:"), and with one.
_LONGEST_BARE, _LONGEST_LABELLED = 260, 340
#: Segments between a caption and a copy of it without credit that ends like a sentence.
_NEAR = 8
#: The longest caption that is sure: above a chain of credits ("Ada Lund/Harbour Wire"), or before a credit of one word.
_SURE = 200
#: The shortest caption that is printed again with its credit; characters of that credit, with its brackets.
_SHORTEST_AGAIN, _CREDIT_BEHIND = 20, range(3, 41)
#: A text above a lone credit is a paragraph from this share of the length of its neighbours on.
_AS_LONG = 0.5
#: Columns by which tools indent figures, and the shortest line that is a caption because it is indented so.
_INDENTS, _SHORTEST_INDENTED = range(2, 5), 45

#: An agency and a year that a tool glued to a credit in brackets: "(AP Photo/Ada Lund)AP2014".
_STAMP = re.compile(r"(?<=[)\]])[A-Z]{2,8}\d{4}$")
#: The most words of a supplier before an alternative text.
_SUPPLIER = 4
#: A sentence and a name after it.
_SIGNED = re.compile(r"(.{10,}[.!?…]['’\"”»]?)\s+(\w[^.!?…]{4,40})")

Mentions = dict[int, CaptionMention]


def read_pictures(sheet: TextSheet) -> list[CaptionMention]:
    """Label captions and credits; give one CaptionMention for each line that is a caption, in reading order."""
    found: Mentions = read_labelled(sheet) | read_galleries(sheet)
    for index in twice_with_credit(sheet):
        credit = sheet.segments[index + 1].text
        _claim(sheet, index, sheet.segments[index].text, credit, found)
        sheet.labels.claim(index + 1, CREDIT, reason="photo_credit")
    for segment in sheet.segments:
        if sheet.free(segment.index):
            _read_one(sheet, segment.index, found)
    _extended(sheet, found)
    _shortened(sheet, found)
    _copies(sheet, found)
    _by_place(sheet, found)
    _signed(sheet, found)
    _led_by_credit(sheet, found)
    for index in (*twice_in_a_row(sheet), *said_again(sheet)):
        _claim(sheet, index, sheet.segments[index].text, None, found)
    return [found[index] for index in sorted(found)]


def _read_one(sheet: TextSheet, index: int, found: Mentions) -> None:
    """Label a line that is a credit, or a caption with a credit at its end."""
    text, rules = sheet.segments[index].text, sheet.context.rules
    if sheet.shapes[index].weight > LONGEST or is_source(sheet, index) or is_led_in(sheet, index):
        return
    if is_sites_imprint(sheet, index):
        return
    credit = is_credit_line(text, sheet.language, rules=rules) or credit_of_label(sheet, index)
    if credit:
        _credit_line(sheet, index, credit, found)
        return
    text = _STAMP.sub("", text)
    caption, credit = split_credit(tidy(text, rules=rules), sheet.language, rules=rules)
    if not credit:
        caption, credit = glued_credit(text)
    if credit and caption and _may_be_caption(sheet, index, caption, credit):
        _claim(sheet, index, said_once(without_label(sheet, index, caption)), credit, found)


def _credit_line(sheet: TextSheet, index: int, credit: str, found: Mentions) -> None:
    """Label a line that is only a credit, and give it to the caption above or below it.

    A credit without a label ("Ada Lund" alone) that has no such caption is left without a label.
    """
    labelled = _is_labelled(sheet.segments[index].text, credit)
    above, below = index - 1, index + 1
    if above in found and found[above].credit is None:
        found[above] = CaptionMention(found[above].text, credit, locator=found[above].locator)
    elif above >= 0 and _takes_credit(sheet, above, index, labelled) and not _is_paragraph(sheet, above, index):
        _claim(sheet, above, sheet.segments[above].text, credit, found)
    elif below < len(sheet.segments) and sheet.spaced and _is_caption_below(sheet, below):
        _claim(sheet, below, sheet.segments[below].text, credit, found)
    elif not (labelled or _is_chain(sheet, index)) or _is_tail(sheet, index, credit):
        return
    sheet.labels.claim(index, CREDIT, reason="photo_credit")


def _is_tail(sheet: TextSheet, index: int, credit: str) -> bool:
    """Whether a line is an agency in brackets below a paragraph, at the end of its copy: "(MTI)"."""
    above, bracketed = sheet.shapes[index - 1] if index else None, sheet.segments[index].text[:1] in ("(", "（", "[")
    told = above is not None and above.prose and above.ends
    return bracketed and told and suppliers(sheet.context.rules).is_chain(credit)


def _is_chain(sheet: TextSheet, index: int) -> bool:
    """Whether a line is one that only pictures have: a photographer and an agency, or a supplier of pictures alone.

    Below the last paragraph, agencies sign their texts so.
    """
    text, known = sheet.segments[index].text, suppliers(sheet.context.rules)
    alone = not known.people.is_wire(text) and index < sheet.last_prose and not known.people.is_wire(text.split()[0])
    return sheet.shapes[index].title and known.is_chain(text) and ("/" in text or alone)


def _is_labelled(text: str, credit: str) -> bool:
    """Whether a credit line has a label or a sign before the name ("Photo: Ada Lund", "© Ada Lund"), not a name alone.

    Then it surely is a credit.  `text`: the whole line; `credit`: the name that was read from it.
    """
    return line_key(text) != line_key(credit) or not text[0].isalnum()


def _takes_credit(sheet: TextSheet, index: int, lower: int, labelled: bool) -> bool:
    """Whether the line at `index` can be the caption of a credit line right above or below it.

    `lower`: the index of the lower of the two lines.  `labelled`: whether the credit has a label ("Photo:").
    """
    shape = sheet.shapes[index]
    longest = _LONGEST_LABELLED if labelled else _LONGEST_BARE
    longest = LONGEST if sheet.spaced and sheet.beside(lower) and _is_chain(sheet, lower) else longest
    if not sheet.free(index) or shape.weight > longest or sheet.segments[index].level or index == 0:
        return False
    twin = sheet.keys[index] == sheet.keys[index - 1]
    if sheet.spaced and not sheet.beside(lower):
        chain = "/" in sheet.segments[lower].text and shape.weight <= _SURE and shape.ends and index + 1 == lower
        return twin or ((labelled or chain) and not sheet.beside(index))
    if sheet.spaced:
        return twin or shape.words >= 2
    return twin or labelled or not shape.prose


def _is_paragraph(sheet: TextSheet, above: int, index: int) -> bool:
    """Whether the text above a credit line is a paragraph and no caption.

    It is if a blank line is between the two, and it is about as long as its neighbours.  `above`: the index of the
    text.  `index`: that of the credit line.
    """
    shape = sheet.shapes[above]
    if sheet.beside(index) or not shape.prose or says_position(sheet, above) or sheet.counts[sheet.keys[above]] > 1:
        return False
    near = [
        sheet.shapes[i].weight for i in (above - 1, index + 1) if 0 <= i < len(sheet.shapes) and sheet.shapes[i].prose
    ]
    return bool(near) and shape.weight >= _AS_LONG * min(near)


def _is_caption_below(sheet: TextSheet, index: int) -> bool:
    """Whether the line at `index` can be the caption of the credit line right above it (no blank line between)."""
    return sheet.beside(index) and sheet.shapes[index].prose and _takes_credit(sheet, index, index, False)


def _may_be_caption(sheet: TextSheet, index: int, caption: str, credit: str) -> bool:
    """Whether a line that ends with a credit is a caption.

    False for a title in the first line, for headings, and for a long line whose credit is a single unknown word.
    `caption` and `credit`: the two parts of the line.
    """
    # A title in the first line may end with an agency, but not with a photographer's.
    text, rules = sheet.segments[index].text, sheet.context.rules
    first = index == 0 and not sheet.shapes[index].prose and not names_photographer(text, rules)
    if first or sheet.segments[index].level or not any(c.isalnum() for c in caption):
        return False
    if "|" in sheet.segments[index].text and read_date(sheet.segments[index].text, language=sheet.language):
        return False
    if not is_one_piece(credit) and not suppliers(sheet.context.rules).is_chain(credit):  # "Am Hafen | dpa"
        return False
    sure = len(credit.split()) > 1 or sheet.shapes[index].weight <= _SURE
    return sure or suppliers(sheet.context.rules).is_chain(credit)


def _claim(sheet: TextSheet, index: int, text: str, credit: str | None, found: Mentions) -> None:
    """Label a line as caption and add it to `found`; nothing is done if it has a label."""
    if sheet.labels.claim(index, CAPTION):
        found[index] = CaptionMention(text, credit, locator=sheet.segments[index].locator)


def _extended(sheet: TextSheet, found: Mentions) -> None:
    """Label as captions two lines of which the second repeats the first and adds a name in brackets.

    The first is the alternative text of a picture, the second its caption with the credit.
    """
    for segment in sheet.segments[1:]:
        index, above = segment.index, segment.index - 1
        base = sheet.keys[above]
        if not sheet.free(index) or sheet.shapes[above].weight < _SHORTEST_AGAIN:
            continue
        if not sheet.keys[index].startswith(base):
            continue
        rest = segment.text[len(sheet.segments[above].text) :].strip(" .–—-|")
        if (
            len(rest) in _CREDIT_BEHIND
            and (rest[0] in "([（" or is_one_piece(rest))
            and (sheet.free(above) or above in found)
        ):
            _claim(sheet, above, sheet.segments[above].text, None, found)
            _claim(sheet, index, sheet.segments[above].text, rest.strip("()[]（） "), found)


def _shortened(sheet: TextSheet, found: Mentions) -> None:
    """Label as captions two lines if the first is the second with a credit after it.

    "Boats at the lock Ada Lund", "Boats at the lock": the second is the caption's alternative text.
    """
    for segment in sheet.segments[1:]:
        index, above = segment.index, segment.index - 1
        long, short = sheet.segments[above].text, segment.text
        if not sheet.free(index) or not sheet.free(above) or sheet.shapes[index].weight < _SHORTEST_AGAIN:
            continue
        rest = long.removeprefix(short).strip(" .–—-|()[]")
        if long.startswith(short) and len(rest) in _CREDIT_BEHIND and is_one_piece(rest):
            _claim(sheet, above, short, rest, found)
            _claim(sheet, index, short, None, found)


def _copies(sheet: TextSheet, found: Mentions) -> None:
    """Label as captions the lines that repeat a caption without its credit (alternative texts, repeated pictures)."""
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
    """Label as captions short lines with words such as "(left)", or with the indent that a tool gives to figures."""
    for segment in sheet.segments[1:]:
        index = segment.index
        if not sheet.free(index) or sheet.shapes[index].weight > _LONGEST_LABELLED or segment.level:
            continue
        if says_position(sheet, index) or _stands_apart(sheet, index):
            _claim(sheet, index, without_label(sheet, index), credit_above(sheet, index), found)


def _signed(sheet: TextSheet, found: Mentions) -> None:
    """Label as captions the lines that end with a person's name after a sentence ("Boats at the lock. Ada Lund").

    Only between two other captions (a gallery), or if the name is in capitals.
    """
    people = words_of(sheet.context.rules).people
    for segment in sheet.segments[1:-1]:
        index = segment.index
        signed = _SIGNED.fullmatch(segment.text)
        if signed and not (index - 1 in found and index + 1 in found) and not signed[2].isupper():
            continue
        if signed and sheet.free(index) and sheet.shapes[index].weight <= LONGEST and people.is_person(signed[2]):
            _claim(sheet, index, without_label(sheet, index, signed[1]), signed[2], found)


def _led_by_credit(sheet: TextSheet, found: Mentions) -> None:
    """Label as captions two lines with the same text, of which the first has the supplier before it.

    "Getty Images Boats at the lock", "Boats at the lock": the first is the picture's alternative text, and the credit
    of both is "Getty Images".
    """
    known = suppliers(sheet.context.rules)
    for segment in sheet.segments[1:-1]:
        index, words = segment.index, segment.text.split()
        if not sheet.free(index) or not sheet.free(index + 1) or sheet.shapes[index].weight > LONGEST:
            continue
        for number in range(min(_SUPPLIER, len(words) - 2), 0, -1):
            credit, said = " ".join(words[:number]), " ".join(words[number:])
            if known.is_chain(credit) and line_key(said) and line_key(said) == sheet.keys[index + 1]:
                _claim(sheet, index, said, credit, found)
                _claim(sheet, index + 1, sheet.segments[index + 1].text, credit, found)
                break


def _stands_apart(sheet: TextSheet, index: int) -> bool:
    """Whether a line is indented like a figure and alone between two paragraphs, and so taken for a caption."""
    segment, shape = sheet.segments[index], sheet.shapes[index]
    if segment.node.indent not in _INDENTS or segment.node.indent == sheet.indent or segment.list_depth:
        return False
    between = index + 1 < len(sheet.shapes) and sheet.shapes[index - 1].prose and sheet.shapes[index + 1].prose
    return between and shape.title and shape.weight >= _SHORTEST_INDENTED
