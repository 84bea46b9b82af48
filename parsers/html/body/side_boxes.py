"""Cuts what is beside an article and may have more text: readers' comments, galleries, boxes for consent or sign-up.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); segments that score as body get labels.  `body` has segments that score as body, of the page or of one
box.  No single sign is enough.  Comments have a date each, or are in a box with a class name for comments below the
article; a box must have the class name and the words of its kind, or be small and have an input for an email address.
None may contain much of the body.  Cards of other stories are cut in `parsers.html.body.cards`.  A box is given by its
index in `Boxes` (`row`).
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from parsers.html.body.draft import Draft
from parsers.html.body.regions import box_around, cut, holds_headline, indices, inside_box, mass, size
from parsers.html.markup.box_names import (
    APPEAL,
    COMMENTS,
    CONSENT,
    CONSENT_DIALOG,
    CONSENT_WORDS,
    NEWSLETTER,
    OFFER,
    holds_word,
)
from parsers.html.markup.walked import Walk
from parsers.segments import BODY, Segment

# All limits below were chosen by hand.

#: The share of the body's characters that boxes beside it may hold; with more, they are the article: a list of places.
_BESIDE: Final = 1 / 3
#: Characters of body text that an article has besides what is cut here.
_ARTICLE: Final = 300
#: The same where dated comments or a consent dialog are cut, which are surely not the article's.
_BRIEF: Final = 150
#: The least number of comments and of pictures in a series, and of those who write comments.
_COMMENTS: Final = 3
_PICTURES: Final = 5
_WRITERS: Final = 2
#: Share of link text from which a line names no writer.
_LINKED: Final = 0.9
_NAMED: Final = CONSENT | CONSENT_DIALOG | NEWSLETTER | OFFER | APPEAL
#: Characters of the longest line that names the writer and the time of a comment.
_STAMP: Final = 100
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
#: Digits of a day and of a clock, in any order of day, month and year.
_DAY: Final = re.compile(r"(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)")
#: A time of day; not the length of a video, which may have more minutes than a day has hours, or says "min" (SI).
_CLOCK: Final = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d|\s?min)", re.IGNORECASE)
_NO_NAME: Final = re.compile(r"[\W\d_]+")
_OF_MANY: Final = re.compile(r"(\d{1,3})\s?/\s?(\d{1,3})(?!\d)")


def cut_side_boxes(draft: Draft, found: Walk, *, live: bool) -> None:
    """Label the text of boxes that do not belong to the article as junk.

    `live` is True for a live blog, whose posts look like dated comments: these are not searched for then.
    """
    _cut_gallery(draft, found)
    _cut_named_boxes(draft, found)
    _cut_sign_up_boxes(draft, found)
    if not live:
        _cut_comments(draft, found)


def cut_comment_boxes(draft: Draft, found: Walk) -> None:
    """Label the text of boxes with a class name for readers' comments, if enough of an article precedes them."""
    rows = [row for row, bits in draft.named if bits & COMMENTS]
    first = _article_end(draft.body(), _ARTICLE) if rows else None
    for row in rows:
        if first is not None and found.boxes.first[row] >= first and not holds_headline(draft, found, row):
            cut(draft, inside_box(draft, found, row), "comments", "box")


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


def _cut_sign_up_boxes(draft: Draft, found: Walk) -> None:
    """Label the text of small boxes with an input for an email address, in any language and with any class name."""
    fields = [node for node in found.fields if (node.get("type") or "").lower() == "email"]
    if not fields:
        return
    whole, rows = mass(draft.body()), {node: row for row, node in enumerate(found.boxes.node)}
    offers = {_sign_up_box(found, [rows[up] for up in field.iterancestors() if up in rows]) for field in fields}
    for row in sorted(offers):
        body = inside_box(draft, found, row)
        small = mass(body) <= min(_OFFERED, _BESIDE * whole)
        if row and small and found.boxes.tag[row] not in _WHOLE and not holds_headline(draft, found, row):
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


def _cut_comments(draft: Draft, found: Walk) -> None:
    """Label readers' comments below the article, recognised by lines with a writer, a day and a time of day."""
    body = draft.body()
    start = _where_comments_begin(draft, found, body)
    if start is not None:
        told = [segment for segment in body if segment.index >= start]
        if mass(body) - mass(told) >= _BRIEF:
            cut(draft, told, "comments", "dated")


def _where_comments_begin(draft: Draft, found: Walk, body: list[Segment]) -> int | None:
    """Return the index of the first segment of readers' comments, or of their heading; None without comments."""
    first = _article_end(body, _BRIEF)
    if first is None:
        return None
    stamps = [s for s in found.segments[first : draft.layout.last + _COMMENTS] if _is_stamp(s)]
    wrote = [s for s in stamps if _body_text_near(draft, s.index)]
    # A log of one newsroom ("Update, 3.4.2026, 14:30") names no writers.
    writers = {_NO_NAME.sub("", s.text) for s in wrote} - {""}
    if len(wrote) < _COMMENTS or len(writers) < _WRITERS:
        return None
    row = found.box[wrote[0].index]
    while found.boxes.parent[row] and found.boxes.end[found.boxes.parent[row]] <= wrote[1].index:
        row = found.boxes.parent[row]
    inside = max(found.boxes.first[row], first)
    heading = next((s.index for s in body if inside - _COMMENTS <= s.index < inside and s.hint == "subhead"), None)
    return heading if heading is not None else min(inside, wrote[0].index)


def _article_end(body: list[Segment], enough: int) -> int | None:
    """Return the index after the segment with which the body reaches `enough` characters; None if it never does."""
    told = 0
    for segment in body:
        told += len(segment.text)
        if told >= enough:
            return segment.index + 1
    return None


def _is_stamp(segment: Segment) -> bool:
    """Whether a line may be the first of a comment: it is short and has a day and a time of day."""
    text = segment.text
    if len(text) > _STAMP or segment.hint in ("table", "quote") or segment.link_share >= _LINKED:
        return False
    return ":" in text and _DAY.search(text) is not None and _CLOCK.search(text) is not None


def _body_text_near(draft: Draft, index: int) -> bool:
    """Whether the segment with this index, or the one before or after it, scores as body.

    Then the line with a comment's date has the comment's text beside it.
    """
    scores = draft.layout.scores
    return any(0 <= at < len(scores) and scores[at] > BODY for at in (index - 1, index, index + 1))
