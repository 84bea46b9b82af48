"""Tests on single lines of a plain text: whether a line is a source, a byline, a caption or a picture credit.

Takes the TextSheet (`sheet`: the text in segments, with their labels) and the index of a line; uses words of
config/rules (text.toml, credits.toml, bylines.toml).  Only `credit_above` labels anything (a segment as CREDIT).  In
this module, the label of a line is what is printed before its text: "Photo:", "Quelle:".
"""

from __future__ import annotations

import re

from parsers.captions.photo_credits import split_credit
from parsers.captions.photo_suppliers import suppliers
from parsers.dates.date_lines import is_imprint
from parsers.folding import line_key
from parsers.people.around_names import has_lead
from parsers.people.byline_words import words_of
from parsers.segments import CREDIT, HEADLINE
from parsers.text.glued_credits import is_one_piece
from parsers.text.text_sheet import TextSheet

#: Words of the longest line with a label and a credit.  Chosen by hand.
_LONGEST_CREDIT = 9
#: An image as terminal browsers print it, before the first letter of a caption of some length.
_IMAGE = re.compile(r"^\[[^\[\]\s]{1,40}\]\s+(?=[^\W\d_].{12})")
#: Words of the longest credit without a label.
_FEW = 5
#: Words of the longest byline.  Chosen by hand.
_LONGEST_BYLINE = 18
#: The largest weight (`parsers.text.shapes.weight`) of a caption above a credit with a label.  Chosen by hand.
_LONGEST_CAPTION = 260


def is_source(sheet: TextSheet, index: int) -> bool:
    """Whether a line names the source of the text, not of a picture ("Quelle: dpa"); it is no picture credit then."""
    label, colon, _ = _split(sheet, index)
    return bool(colon) and _is_listed(sheet, "text", "source", label)


def is_sites_imprint(sheet: TextSheet, index: int) -> bool:
    """Whether a line below the running text is the outlet's copyright notice ("© Harbour Post Ltd").

    False when the © is followed by an agency or a person, who hold the rights to a picture.
    """
    text = sheet.segments[index].text
    if index < sheet.last_prose or not is_imprint(text, sheet.context.rules):
        return False
    credit = split_credit(text, sheet.language, rules=sheet.context.rules)[1] or ""
    known = suppliers(sheet.context.rules)
    return not (known.is_chain(credit) or known.people.is_person(credit))


def is_led_in(sheet: TextSheet, index: int) -> bool:
    """Whether a line begins as a byline does ("By Ada Lund / Harbour Wire"), and so is no picture credit.

    Right below a caption, it may be one.
    """
    shape = sheet.shapes[index]
    below = sheet.beside(index) and sheet.labels.of[index - 1] != HEADLINE
    if shape.ends or shape.words > _LONGEST_BYLINE or below:
        return False
    return has_lead(sheet.segments[index].text, words_of(sheet.context.rules, sheet.language))


def says_position(sheet: TextSheet, index: int) -> bool:
    """Whether a line has words that only captions have ("(left)", "second from right"), and so is a caption."""
    return any(
        rule.data.get("label") == "caption"
        and rule.speaks(sheet.language)
        and rule.pattern.search(sheet.segments[index].text)
        for rule in sheet.context.rules.family("text").rules
    )


def without_label(sheet: TextSheet, index: int, caption: str | None = None) -> str:
    """Remove the label of a caption ("Legende:") from a line; if `caption` is given, from that text instead.

    A terminal browser prints an image as its name in brackets ("[harbour-2]"), which is removed, too.
    """
    text = _IMAGE.sub("", sheet.segments[index].text if caption is None else caption)
    for rule in sheet.context.rules.family("text").rules:
        if rule.id == "caption_label" and (found := rule.pattern.match(text)):
            return text[found.end() - 1 :]
    return text


def said_once(caption: str) -> str:
    """Give the first half of a caption that is said twice in one line, as when its alternative text is glued to it."""
    half = len(caption) // 2
    return caption[:half] if caption[:half] == caption[half + 1 :] and caption[half : half + 1] == " " else caption


def credit_of_label(sheet: TextSheet, index: int) -> str | None:
    """The credit in a short line with a label ("Photo: Ada Lund"), right below a possible caption; else None."""
    label, colon, rest = _split(sheet, index)
    if not colon or index < 2 or not _is_listed(sheet, "credits", "label", label):
        return None
    above, shape = sheet.shapes[index - 1], sheet.shapes[index]
    short = 0 < shape.words <= _LONGEST_CREDIT and not shape.ends
    return rest.strip() if short and above.weight <= _LONGEST_CAPTION and sheet.free(index - 1) else None


def credit_above(sheet: TextSheet, index: int) -> str | None:
    """The credit that is alone in the line above a labelled caption ("PHOTO: ..."), else None.

    Labels that line as CREDIT.
    """
    above = index - 1
    if above < 1 or not sheet.beside(index) or not sheet.free(above) or not _has_label_in_capitals(sheet, index):
        return None
    text, shape = sheet.segments[above].text, sheet.shapes[above]
    if not shape.title or shape.words > _FEW or not is_one_piece(text) or text.isupper():
        return None
    sheet.labels.claim(above, CREDIT, reason="photo_credit")
    return text


def _has_label_in_capitals(sheet: TextSheet, index: int) -> bool:
    """Whether a line begins with a known label of captions, in capitals ("PHOTO: ..."): a credit may be above it."""
    label, colon, _ = sheet.segments[index].text.partition(":")
    listed = (_is_listed(sheet, "captions", words, line_key(label)) for words in ("lead", "beside"))
    return bool(colon) and label.isupper() and any(listed)


def _is_listed(sheet: TextSheet, family: str, words: str, label: str) -> bool:
    """Whether `label`, a `line_key`, is in the word list `words` of config/rules/FAMILY.toml (`family`: its name)."""
    return any(name == words for name, _ in sheet.context.rules.family(family).lines.get(label, ()))


def _split(sheet: TextSheet, index: int) -> tuple[str, str, str]:
    """Split a line in three: its label as `line_key`, the colon (or ""), and the text after the colon."""
    label, colon, rest = sheet.segments[index].text.replace("：", ":").partition(":")
    return line_key(label), colon, rest
