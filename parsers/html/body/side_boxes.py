"""Cuts what is beside an article and may have more text: galleries, boxes for consent or sign-up, gifts.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); segments that score as body get labels.  `body` has segments that score as body, of the page or of one
box.  No single sign is enough: a box must have the class name and the words of its kind, or be small and have an input
for an email address.  None may contain much of the body.  Cards of other stories are cut in `parsers.html.body.cards`,
readers' comments in `parsers.html.body.reader_comments`.  A box is given by its index in `Boxes` (`row`).
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from parsers.html.body.draft import Draft
from parsers.html.body.regions import box_around, cut, holds_headline, indices, inside_box, mass, size
from parsers.html.markup.box_names import (
    APPEAL,
    CONSENT,
    CONSENT_DIALOG,
    CONSENT_WORDS,
    NEWSLETTER,
    OFFER,
    holds_word,
)
from parsers.html.markup.walked import Walk
from parsers.segments import Segment

# All limits below were chosen by hand.

#: The share of the body's characters that boxes beside it may hold; with more, they are the article: a list of places.
_BESIDE: Final = 1 / 3
#: Characters of body text that an article has besides what is cut here.
_ARTICLE: Final = 300
#: The same where a consent dialog is cut, which is surely not the article's.
_BRIEF: Final = 150
#: The least number of pictures in a series.
_PICTURES: Final = 5
_DIALOGS: Final = frozenset(("dialog", "alertdialog"))
_NAMED: Final = CONSENT | CONSENT_DIALOG | NEWSLETTER | OFFER | APPEAL
#: The most segments in a box that asks for consent or offers a newsletter.
_IN_BOX: Final = 12
#: The most segments in a box with an input for an email address, the most characters of its text, the fewest bytes
#: of a line that is more than a button (in UTF-8, where a Chinese character has three), and the elements that hold an
#: article even where they are as small.
_IN_SIGN_UP: Final = 6
_OFFERED: Final = 250
_SAYS: Final = 25
_WHOLE: Final = ("html", "body", "main", "article")
#: The share of the body's characters that a box which asks for gifts may hold.
_APPEAL: Final = 0.6
_OF_MANY: Final = re.compile(r"(\d{1,3})\s?/\s?(\d{1,3})(?!\d)")


def cut_side_boxes(draft: Draft, found: Walk) -> None:
    """Label the text of boxes that do not belong to the article as junk."""
    _cut_gallery(draft, found)
    _cut_dialogs(draft, found)
    _cut_named_boxes(draft, found)
    _cut_sign_up_boxes(draft, found)


def _cut_gallery(draft: Draft, found: Walk) -> None:
    """Label the captions of a numbered series of pictures ("1/50 ...") in a box of its own."""
    counted = [(s, match) for s in draft.body() if (match := _OF_MANY.match(s.text))]
    # Pictures are counted on to one number, which the measures of a recipe ("1/4 cup") are not.
    total = max(counted, key=lambda pair: int(pair[1][2]), default=(None, None))[1]
    series = [(s, match[1]) for s, match in counted if total is not None and match[2] == total[2]]
    if len({number for _, number in series}) < _PICTURES:
        return
    row = box_around(found, series[0][0].index, series[-1][0].index)
    shown = inside_box(draft, found, row)
    if not holds_headline(draft, found, row) and mass(draft.body()) - mass(shown) >= _ARTICLE:
        cut(draft, shown, "widget", "gallery")


def _cut_named_boxes(draft: Draft, found: Walk) -> None:
    """Label the text of boxes for consent, newsletters and gifts, by their names and by what is in them."""
    rows = [(row, bits) for row, named in draft.named if (bits := named & _NAMED)]
    whole = mass(draft.body()) if rows else 0
    for row, bits in rows:
        body = inside_box(draft, found, row)
        if not body:
            continue
        if bits & CONSENT_DIALOG and _is_dialog(draft, found, row, body):
            cut(draft, body, "consent", "box")
            continue
        if bits & (OFFER | APPEAL) and mass(body) <= _APPEAL * whole:
            _cut_appeal(draft, found, row, body)
        small = size(found, row) <= _IN_BOX and mass(body) <= _BESIDE * whole
        if not small or any(s.hint == "quote" for s in body):
            continue
        if bits & CONSENT and any(holds_word(s.text, CONSENT_WORDS, draft.context.rules) for s in body):
            cut(draft, body, "consent", "box")
        if bits & NEWSLETTER and _is_form(draft, found, row):
            cut(draft, body, "newsletter", "box")


def _cut_dialogs(draft: Draft, found: Walk) -> None:
    """Label the text of dialogs (role, by WAI-ARIA): a window over the page is no part of the article below it.

    Some pages show their very text in such windows, so that all of them together must be a small part of it.
    """
    windows = [inside_box(draft, found, row) for row in _dialogs(draft, found) if not holds_headline(draft, found, row)]
    if sum(map(mass, windows)) > _BESIDE * mass(draft.body()):
        return
    for body in windows:
        asks = any(holds_word(segment.text, CONSENT_WORDS, draft.context.rules) for segment in body)
        cut(draft, body, "consent" if asks else "side_note", "dialog")


def _dialogs(draft: Draft, found: Walk) -> list[int]:
    """Return the boxes around body text that say of themselves that they are a dialog, in page order."""
    boxes, seen = found.boxes, set[int]()
    for segment in draft.body():
        row = found.box[segment.index]
        while row and row not in seen:
            seen.add(row)
            row = boxes.parent[row]
    return sorted(row for row in seen if boxes.node[row].get("role") in _DIALOGS)


def _cut_sign_up_boxes(draft: Draft, found: Walk) -> None:
    """Label the text of small boxes with an input for an email address, in any language and with any class name."""
    fields = [node for node in found.fields if (node.get("type") or "").lower() == "email"]
    if not fields:
        return
    whole, rows = mass(draft.body()), {node: row for row, node in enumerate(found.boxes.node)}
    offers = {_sign_up_box(found, [rows[up] for up in field.iterancestors() if up in rows]) for field in fields}
    for row in sorted(offers - {0}):
        body = inside_box(draft, found, row)
        small = mass(body) <= min(_OFFERED, _BESIDE * whole)
        if small and found.boxes.tag[row] not in _WHOLE and not holds_headline(draft, found, row):
            cut(draft, body, "newsletter", "email_field")


def _sign_up_box(found: Walk, rows: list[int]) -> int:
    """Return the sign-up form around an input: the innermost box with a line longer than a button's.

    `rows`: the boxes that enclose the input, from the inside out.  Only small ones are looked at; 0 when none of these
    has such a line.
    """
    few = takewhile(lambda row: size(found, row) <= _IN_SIGN_UP, rows)
    texts = ((row, found.segments[found.boxes.first[row] : found.boxes.end[row]]) for row in few)
    return next((row for row, box in texts if any(len(segment.text.encode()) >= _SAYS for segment in box)), 0)


def _is_dialog(draft: Draft, found: Walk, row: int, body: list[Segment]) -> bool:
    """Whether a box with a class name for consent dialogs is one: it asks for consent and does not hold the article.

    The dialog may be longer than the article.  `body`: the box's segments that score as body.
    """
    asks = any(holds_word(segment.text, CONSENT_WORDS, draft.context.rules) for segment in body)
    return asks and not holds_headline(draft, found, row) and mass(draft.body()) - mass(body) >= _BRIEF


def _cut_appeal(draft: Draft, found: Walk, row: int, body: list[Segment]) -> None:
    """Label the text of a box if one of its lines asks for a donation or subscription.

    `body`: the box's segments that score as body.
    """
    if not holds_headline(draft, found, row) and _says(draft, found, row, "paywall"):
        cut(draft, body, "paywall", "box")


def _says(draft: Draft, found: Walk, row: int, reason: str) -> bool:
    """Whether one of the lines in a box is junk by its words, for this `reason` ("newsletter")."""
    said = (draft.junk(found.segments[at].text) for at in indices(found, row))
    return any(known and known[0] == reason for known in said)


def _is_form(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box may offer a newsletter: it contains an input, a form or a button, or a line that offers one."""
    node = found.boxes.node[row]
    if any(True for _ in node.iter("input", "form", "button")):
        return True
    return _says(draft, found, row, "newsletter")
