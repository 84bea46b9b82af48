"""Recognises lines that cannot be the headline: a date, a byline, a subhead, a caption, the first sentence of the text.

Takes the TextSheet (`sheet`: the text in segments, with their labels) and the index of a line; labels nothing.
`parsers.text.headline` chooses among the other lines.
"""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

from parsers.captions.photo_credits import is_credit_line
from parsers.dates.date_lines import date_words, is_furniture
from parsers.folding import line_key
from parsers.lines.junk import junk_reason
from parsers.people.around_names import has_lead
from parsers.people.byline_names import read_names
from parsers.people.byline_words import words_of
from parsers.text.glued_credits import names_photographer
from parsers.text.metadata import is_dated, is_of_mail
from parsers.text.text_sheet import TextSheet

# Lengths are weights (`parsers.text.shapes.weight`).  All limits below were chosen by hand.

#: The longest title that ends as a sentence does, with a question mark or an exclamation mark.
_LONGEST_ASKING = 90
#: The most letters, besides the day, of a line that is a date.
_BESIDE_DAY = 14
#: The end of a title whose full stop belongs to an abbreviation: "U.S.", "in Mass."
_SHORTENED = re.compile(r"(?:\b[A-Z]\.){1,3}$|\b[A-Z][a-z]{1,3}\.$")
#: A sentence and a name in brackets after it.
_SIGNED_SENTENCE = re.compile(r"[.!?。]\s*[(\[（][^()\[\]（）]{2,60}[)\]）]$")
#: Bars in a line from which on it is a row of a table; words of the longest byline.
_CELLS, _SIGNED = 2, 12
#: Words of a menu in one line.
_ENTRIES, _MOST_ENTRIES = 3, 30
#: Lines in capitals above a text that is not: headline and decks.
_STACK = 4
#: Words of the longest name that stands alone.
_NAMES = 3
#: Beginnings that no title has: an address, the dash before the author of a post, a user name.
_NO_BEGINNING = ("http://", "https://", "www.", "— ", "@")
#: An address at the end of a line, as in a page's running title: "The Hartsea Post | www.hartseapost.example".
_HOST = re.compile(r"(?<!\S)(?:https?://|www\.)\S+$")
#: What stands between a page's title and its outlet.
_BARS = ("|", "-", "–", "—", "•", "·")
#: So many segments away, a caption is printed again.
_COPY = 3
#: Characters of the longest line with a picture's credit.
_LONGEST_CREDIT = 80
#: Characters of the shortest word of an address that counts.
_ADDRESS_WORD = 3
#: The least share (0 to 1) of running text among the lines above a line, by which they are the article's text.
_OF_THE_TEXT = 0.4
#: A line with this share (0 to 1) of its words in the page's address is its title, wherever it stands.
_IN_ADDRESS = 0.6


def is_no_headline(sheet: TextSheet, index: int) -> bool:
    """Whether a line certainly is no headline but a subhead, date, byline, caption, table row or first sentence."""
    text, shape = sheet.segments[index].text, sheet.shapes[index]
    if (
        text.count("|") >= _CELLS
        or text.startswith(_NO_BEGINNING)
        or _HOST.search(text)
        or (text[0] in "[(" and text[-1] in "])")
    ):
        return True
    if names_photographer(text, sheet.context.rules) or _SIGNED_SENTENCE.search(text):
        return True
    if sheet.segments[index].node.picture or _is_credited(sheet, index) or is_of_mail(sheet, index):
        return True
    if shape.ends and (shape.weight > _LONGEST_ASKING or _is_opening(sheet, index)):
        return True
    return _is_menu(sheet, index) or is_day(sheet, index) or is_signed(sheet, index) or _is_below_text(sheet, index)


def _is_menu(sheet: TextSheet, index: int) -> bool:
    """Whether a line is a menu in one line: half of its words are known buttons, alone or in pairs ("Home Log in")."""
    words = sheet.segments[index].text.split()
    if not _ENTRIES <= len(words) <= _MOST_ENTRIES or sheet.shapes[index].ends:
        return False
    said = {at for at, word in enumerate(words) if _is_button(word, sheet)}
    for at, pair in enumerate(pairwise(words)):
        if _is_button(" ".join(pair), sheet):
            said |= {at, at + 1}
    return 2 * len(said) >= len(words)


def _is_button(text: str, sheet: TextSheet) -> bool:
    """Whether a text is a known button or other junk by its words, so that it counts as an entry of a menu."""
    return junk_reason(text, sheet.language, sheet.context.rules) is not None


def _is_credited(sheet: TextSheet, index: int) -> bool:
    """Whether a line is a picture's caption or alternative text, as the lines beside it show.

    One of them repeats it and adds a bracket ("Boats at the lock", "Boats at the lock (Ada Lund)"); or a credit with a
    label is below it, or below the same line nearby ("Boats at the lock", "Photo: Ada Lund").
    """
    beside = [i for i in (index - 1, index + 1) if 0 <= i < len(sheet.segments)]
    own = sheet.keys[index]
    if any(
        sheet.segments[i].text.endswith((")", "]", "）"))
        and len(sheet.keys[i]) > len(own)
        and sheet.keys[i].startswith(own)
        for i in beside
    ):
        return True
    near = range(max(index - _COPY, 0), min(index + _COPY + 1, len(sheet.segments)))
    return any(sheet.keys[place] == own and _is_labelled_credit(sheet, place + 1) for place in near)


def _is_labelled_credit(sheet: TextSheet, index: int) -> bool:
    """Whether a line is nothing but a credit with its label or sign: "Photo: Ada Lund", "© Harbour Wire"."""
    if index >= len(sheet.segments) or len(sheet.segments[index].text) > _LONGEST_CREDIT or not sheet.beside(index):
        return False
    text = sheet.segments[index].text
    if text.startswith(_BARS):
        return False  # "| Reuters" ends a page's title
    credit = is_credit_line(text, sheet.language, rules=sheet.context.rules)
    led = has_lead(text, words_of(sheet.context.rules, sheet.language))
    return bool(credit) and not led and (line_key(text) != line_key(credit or "") or not text[0].isalnum())


def is_day(sheet: TextSheet, index: int) -> bool:
    """Whether a line is a date and hardly anything else; it may be the date of publication below a headline."""
    words = date_words(sheet.context.rules.family("heads"))
    text = sheet.segments[index].text
    return is_furniture(text, words, most=_BESIDE_DAY) and is_dated(sheet, index, in_head=True)


def is_signed(sheet: TextSheet, index: int) -> bool:
    """Whether a line is a byline, or a person's name with no unlabelled line above it."""
    words = words_of(sheet.context.rules, sheet.language)
    text, shape = sheet.segments[index].text, sheet.shapes[index]
    if shape.name and shape.words <= _NAMES and "'" not in text.replace("’", "'") and words.people.is_person(text):
        return not any(sheet.free(i) for i in range(index))
    return shape.words <= _SIGNED and has_lead(text, words) and bool(read_names(text, words))


def _is_opening(sheet: TextSheet, index: int) -> bool:
    """Whether a line that ends with a full stop is the first sentence of the text, and not a title with a full stop.

    A title with a full stop is followed by a byline, a date, or the only blank line of the text.
    """
    text = sheet.segments[index].text.rstrip("\"'”’»）)」』 ")
    if text.isupper() and any(sheet.shapes[i].prose for i in sheet.free_below(index, _STACK)):
        return False  # old newspapers print a full stop behind each line of a headline
    if not text.endswith((".", "。", "।", "۔", "…")) or _SHORTENED.search(text) or index + 1 >= len(sheet.segments):
        return False
    apart = sheet.segments[index + 1].blank_before and not any(s.blank_before for s in sheet.segments[index + 2 :])
    return not (is_day(sheet, index + 1) or is_signed(sheet, index + 1) or apart)


def _is_below_text(sheet: TextSheet, index: int) -> bool:
    """Whether running text is above a line, so that it is a subhead and not the headline.

    False if the page shows that the line is its title: it prints the same line above the text, too, or has its words in
    its address.  False, too, if less than 40 % of the lines above are running text: then they are menus and teasers.
    """
    above = [i for i in range(index) if sheet.free(i) and sheet.shapes[i].prose]
    if not above or len(above) < _OF_THE_TEXT * index or share_in_address(sheet, index) >= _IN_ADDRESS:
        return False
    return sheet.keys.index(sheet.keys[index]) >= above[0]


def share_in_address(sheet: TextSheet, index: int) -> float:
    """The share (0 to 1) of a line's words, of three letters or more, that are in the path of the page's address."""
    path = line_key(urlsplit(sheet.context.url or "").path.replace("-", " ").replace("_", " ").replace("/", " "))
    words = [word for word in sheet.keys[index].split() if len(word) >= _ADDRESS_WORD]
    return sum(word in path.split() for word in words) / len(words) if words and path else 0.0
