"""Cuts what drowns an article: readers' comments, cards of other stories, picture galleries, consent and sign-up boxes.

Takes a Draft and the walk; labels segments that score as body.  Nothing is cut by one sign alone: cards are built alike
and their titles are links, comments are dated one by one, a box must have both the name and the words of its kind; and
none of them holds much of the body.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from parsers.html.body.draft import Draft
from parsers.html.markup import tag_facts
from parsers.html.markup.box_names import CONSENT, CONSENT_WORDS, NEWSLETTER, BoxNames, holds_word
from parsers.html.markup.walked import Walk
from parsers.segments import BODY, HEADLINE, JUNK, Segment

# All limits below were chosen by hand.

#: The share of the body's characters that boxes beside it may hold; with more, they are the article: a list of places.
_BESIDE: Final = 1 / 3
#: Characters of body text that an article has besides what is cut here, and the share of it that its box holds.
_ARTICLE: Final = 300
_MOST: Final = 0.8
#: The least number of cards, comments and pictures in a series.
_CARDS: Final = 3
_COMMENTS: Final = 3
_PICTURES: Final = 5
_WRITERS: Final = 2
#: Segments in one card; characters of the shortest title of a story; share of link text in a title, and in a text.
_IN_CARD: Final = 10
_TITLE: Final = 20
_LINKED: Final = 0.9
_PLAIN: Final = 0.5
#: The same for a card between paragraphs; the most of them, boxes around one another included, and their share.
_IN_LONE_CARD: Final = 6
_LONE_CARDS: Final = 4
_ASIDE: Final = 1 / 4
#: Characters of the longest line that names the writer and the time of a comment.
_STAMP: Final = 100
#: The most segments in a box that asks for consent or offers a newsletter.
_IN_BOX: Final = 12
#: Digits of a day and of a clock, in any order of day, month and year.
_DAY: Final = re.compile(r"(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)")
#: A time of day; not the length of a video, which may have more minutes than a day has hours, or says "min" (SI).
_CLOCK: Final = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d|\s?min)", re.IGNORECASE)
_NO_NAME: Final = re.compile(r"[\W\d_]+")
_OF_MANY: Final = re.compile(r"(\d{1,3})\s?/\s?(\d{1,3})(?!\d)")


def cut_side_boxes(draft: Draft, found: Walk, *, live: bool) -> None:
    """Label the text of boxes that do not belong to the article; live: whether the page is a live blog."""
    _cut_cards(draft, found)
    _cut_lone_cards(draft, found)
    _cut_gallery(draft, found)
    _cut_named_boxes(draft, found)
    if not live:
        _cut_comments(draft, found)


def _cut(draft: Draft, segments: Iterable[Segment], reason: str, rule: str) -> None:
    for segment in segments:
        draft.labels.claim(segment.index, JUNK, reason=reason, rule=rule)


def _mass(segments: Iterable[Segment]) -> int:
    return sum(len(segment.text) for segment in segments)


def _inside(draft: Draft, first: int, end: int) -> list[Segment]:
    """The body segments from index first up to, not including, end."""
    labels, layout = draft.labels, draft.layout
    here = labels.segments[max(first, layout.first) : min(end, layout.last + 1)]
    return [s for s in here if layout.scores[s.index] > BODY and labels.of[s.index] is None]


def _cut_cards(draft: Draft, found: Walk) -> None:
    """Label cards of other stories: boxes in a row, each with a title that is a link and a lead, beside the article."""
    boxes = found.boxes
    rows = sorted(small_boxes(draft, found, 2, _IN_CARD), key=boxes.parent.__getitem__)
    groups = (list(siblings) for _, siblings in groupby(rows, key=boxes.parent.__getitem__))
    series = [cards for group in groups if len(cards := [r for r in group if _is_card(draft, found, r)]) >= _CARDS]
    told = {index for cards in series for row in cards for index in range(boxes.first[row], boxes.end[row])}
    article = [segment for segment in draft.body() if segment.index not in told]
    if not told or _mass(article) < _ARTICLE:
        return
    home = _home(found, article)
    for cards in series:
        if not _lies_in(found, boxes.parent[cards[0]], home):
            for row in cards:
                _cut(draft, _inside(draft, boxes.first[row], boxes.end[row]), "related", "cards")


def _cut_lone_cards(draft: Draft, found: Walk) -> None:
    """Label one card or two of other stories between paragraphs: small boxes that are named so, with a linked title."""
    boxes, body = found.boxes, draft.body()
    rows = [row for row in small_boxes(draft, found, 2, _IN_LONE_CARD) if boxes.own[row] & tag_facts.RELATED_WORD]
    cards = [row for row in rows if _is_card(draft, found, row) or _is_linked_whole(found, row)]
    told = [s for s in body if any(boxes.first[row] <= s.index < boxes.end[row] for row in cards)]
    # Many of them, or much of the text, are what the article is about: a list of places, each with a link.
    if len(cards) <= _LONE_CARDS and _mass(told) <= _ASIDE * _mass(body):
        _cut(draft, told, "related", "card")


def _is_linked_whole(found: Walk, row: int) -> bool:
    """Whether everything in a box is link text, a title first."""
    inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    return len(inside[0].text) >= _TITLE and all(segment.link_share >= _LINKED for segment in inside)


def _home(found: Walk, article: list[Segment]) -> int:
    """The smallest box that holds most of the article."""
    boxes, whole = found.boxes, _mass(article)
    row = found.box[max(article, key=lambda s: len(s.text)).index]
    while row and _mass(s for s in article if boxes.first[row] <= s.index < boxes.end[row]) < _MOST * whole:
        row = boxes.parent[row]
    return row


def _lies_in(found: Walk, row: int, outer: int) -> bool:
    """Whether a box is another one or lies in it."""
    while row > outer:
        row = found.boxes.parent[row]
    return row == outer


def small_boxes(draft: Draft, found: Walk, least: int, most: int) -> list[int]:
    """The boxes in the article's region that hold a number of segments from least to most."""
    first, last = draft.layout.first, draft.layout.last
    starts, ends = found.boxes.first, found.boxes.end
    # Boxes stand in document order, so those that begin in reach of the region are neighbours.
    rows = range(bisect_left(starts, first - most), bisect_right(starts, last))
    return [row for row in rows if least <= ends[row] - starts[row] <= most and ends[row] > first]


def _is_card(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box begins with a title that is a link, and all other text in it is none."""
    labels, scores = draft.labels.of, draft.layout.scores
    inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    titles = [s for s in inside if s.link_share >= _LINKED and len(s.text) >= _TITLE]
    leads = [s for s in inside if s.link_share < _PLAIN and scores[s.index] > BODY]
    if len(titles) != 1 or not leads or leads[0].index < titles[0].index:
        return False
    return all(labels[s.index] != HEADLINE for s in inside)


def _cut_gallery(draft: Draft, found: Walk) -> None:
    """Label the captions of a series of pictures that is counted ("1/50 ...") and stands in a box of its own."""
    counted = [(s, match) for s in draft.body() if (match := _OF_MANY.match(s.text))]
    # Pictures are counted on to one number, which the measures of a recipe ("1/4 cup") are not.
    total = max(counted, key=lambda pair: int(pair[1][2]), default=(None, None))[1]
    series = [(s, match[1]) for s, match in counted if total is not None and match[2] == total[2]]
    if len({number for _, number in series}) < _PICTURES:
        return
    row = _box_around(found, series[0][0].index, series[-1][0].index)
    inside = _inside(draft, found.boxes.first[row], found.boxes.end[row])
    holds_headline = any(draft.labels.of[at] == HEADLINE for at in _indices(found, row))
    if not holds_headline and _mass(draft.body()) - _mass(inside) >= _ARTICLE:
        _cut(draft, inside, "widget", "gallery")


def _indices(found: Walk, row: int) -> range:
    return range(found.boxes.first[row], found.boxes.end[row])


def _box_around(found: Walk, first: int, last: int) -> int:
    """The smallest box that holds the segments first and last."""
    boxes, row = found.boxes, found.box[first]
    while row and not boxes.first[row] <= last < boxes.end[row]:
        row = boxes.parent[row]
    return row


def _cut_named_boxes(draft: Draft, found: Walk) -> None:
    """Label the text of boxes that ask for consent or offer a newsletter, by their names and by what is in them."""
    boxes, names, most = found.boxes, BoxNames(found, draft.context.rules), _BESIDE * _mass(draft.body())
    for row in small_boxes(draft, found, 1, _IN_BOX):
        bits = names.bits(row) & (CONSENT | NEWSLETTER)
        body = _inside(draft, boxes.first[row], boxes.end[row]) if bits else []
        if not body or _mass(body) > most or any(s.hint == "quote" for s in body):
            continue
        if bits & CONSENT and any(holds_word(s.text, CONSENT_WORDS, draft.context.rules) for s in body):
            _cut(draft, body, "consent", "box")
        if bits & NEWSLETTER and _is_form(draft, found, row):
            _cut(draft, body, "newsletter", "box")


def _is_form(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box holds a field to fill in, or a line that is known to offer a newsletter."""
    node = found.boxes.node[row]
    if any(True for _ in node.iter("input", "form", "button")):
        return True
    said = (draft.junk(found.segments[at].text) for at in _indices(found, row))
    return any(reason and reason[0] == "newsletter" for reason in said)


def _cut_comments(draft: Draft, found: Walk) -> None:
    """Label what readers wrote below the article: text that is dated by day and minute again and again."""
    body = draft.body()
    start = _where_comments_begin(draft, found, body)
    if start is not None:
        told = [segment for segment in body if segment.index >= start]
        if _mass(body) - _mass(told) >= _ARTICLE:
            _cut(draft, told, "comments", "dated")


def _where_comments_begin(draft: Draft, found: Walk, body: list[Segment]) -> int | None:
    """The index of the first segment of readers' comments in the body, or None."""
    first = _article_end(body)
    if first is None:
        return None
    stamps = [s for s in found.segments[first : draft.layout.last + _COMMENTS] if _is_stamp(s)]
    wrote = [s for s in stamps if _writes(draft, s.index)]
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


def _article_end(body: list[Segment]) -> int | None:
    """The first index at which enough of the article has been read; None for a shorter body."""
    told = 0
    for segment in body:
        told += len(segment.text)
        if told >= _ARTICLE:
            return segment.index + 1
    return None


def _is_stamp(segment: Segment) -> bool:
    """Whether a line names a day and a clock time, and little else."""
    text = segment.text
    if len(text) > _STAMP or segment.hint in ("table", "quote") or segment.link_share >= _LINKED:
        return False
    return _DAY.search(text) is not None and _CLOCK.search(text) is not None


def _writes(draft: Draft, index: int) -> bool:
    """Whether body text stands beside a line."""
    scores = draft.layout.scores
    return any(0 <= at < len(scores) and scores[at] > BODY for at in (index - 1, index, index + 1))
