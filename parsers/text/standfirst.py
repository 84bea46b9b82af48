"""Finds the standfirst of a plain text, and the start of the body after it.

Takes the TextSheet (`sheet`: the text in segments, with their labels) after headline, pictures and metadata are
labelled; examines the first unlabelled pieces of text below the headline (OpeningLines) and the labelled lines between
them.  Labels the standfirst and gives the index of the first body segment.  `headline` is the index of the headline; a
deck is a piece that may be the standfirst.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from parsers.correspondents.datelines import read_dateline
from parsers.lines.notices import is_notice
from parsers.segments import BYLINE, CAPTION, CORRESPONDENT, CREDIT, KICKER, META, STANDFIRST
from parsers.text.shapes import Shape
from parsers.text.stretch import start_of_text
from parsers.text.text_sheet import TextSheet
from parsers.text.words import content

# Lengths are weights (`parsers.text.shapes.weight`).  All limits below were chosen by hand.

#: The number of pieces of text below the headline that are examined.
_PIECES = 7
#: The shortest standfirst (shorter lines are kickers, places and labels) and the longest.
_LEAST = 38
_LONGEST = 420
#: The shortest one, and its least words, right between the headline and a date or byline.
_LEAST_SIGNED, _WORDS_SIGNED = 26, 6
#: The longest line of a standfirst with several lines (bullet points, short sentences), and the most such lines.
_LONGEST_OF_SEVERAL, _MOST = 200, 4
#: The least length of a paragraph that is surely body; the second such paragraph ends the head.
_PARAGRAPH = 110
#: Shares (0 to 1) of the length of paragraphs below which a piece is short: above a picture, and otherwise.
_SHORT_ABOVE_PICTURE, _SHORT = 0.9, 0.65
#: A piece that sums up: its most length, its most share of that of the next piece, and the least words they share.
_SUM, _SUM_SHARE, _SHARED_WORDS = 150, 0.8, 3
#: One of two sentences: its most length, the least words that it shares, and their least share (0 to 1) of its own.
_SUM_OF_TWO, _SHARED_OF_TWO, _SHARE_OF_TWO = 200, 5, 0.4
_SIGNED = {META, BYLINE, CORRESPONDENT}
_PICTURE = {CAPTION, CREDIT}


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One piece of text below the headline: the index of its segment, and its Shape."""

    index: int
    shape: Shape
    #: The labels of the lines between it and the next piece.
    after: frozenset[str]


def read_standfirst(sheet: TextSheet, headline: int | None) -> int:
    """Label the standfirst; give the index of the first body segment.

    That index is the number of segments if there is no body.  Without a headline there is no standfirst.
    """
    if headline is None:
        return _start_without_headline(sheet)
    pieces = _pieces(sheet, headline)
    count = 0 if sheet.labels.labelled(STANDFIRST) else _decks(sheet, headline, pieces)
    for piece in pieces[:count]:
        sheet.labels.claim(piece.index, STANDFIRST)
    likely = (i for i in sorted(sheet.told.likely) if sheet.free(i) and sheet.shapes[i].weight >= _LEAST)
    first = next(likely, len(sheet.segments))
    if len(pieces) <= count:
        return first
    body = next((piece for piece in pieces[count:] if piece.shape.prose or piece.shape.opens), pieces[count])
    return min(first, _with_subhead(sheet, body.index, pieces[count - 1].index if count else headline))


def _start_without_headline(sheet: TextSheet) -> int:
    """Find the index at which the body of a text without a headline begins.

    It is where the longest stretch of running text begins, else the first sentence, else the first unlabelled segment.
    """
    start = start_of_text(sheet)
    if start < len(sheet.segments):
        return start
    free = [segment.index for segment in sheet.segments if sheet.free(segment.index)]
    return next((index for index in free if sheet.shapes[index].ends), free[0] if free else start)


def head_end(sheet: TextSheet, headline: int | None) -> int:
    """The index of the second long paragraph below the headline, the first segment that is certainly body.

    It is the number of segments when there is no such paragraph.
    """
    long = 0
    for segment in sheet.segments[(headline if headline is not None else -1) + 1 :]:
        shape = sheet.shapes[segment.index]
        long += sheet.free(segment.index) and shape.prose and shape.weight >= _PARAGRAPH
        if long == 2:
            return segment.index
    return len(sheet.segments)


def has_dateline(sheet: TextSheet, index: int) -> bool:
    """Whether a segment begins with a dateline ("OSLO (Reuters) -"); it is body then, no standfirst."""
    text, rules = sheet.segments[index].text, sheet.context.rules
    if read_dateline(text, language=sheet.language, rules=rules):
        return True
    shapes = (rule for rule in rules.family("text").rules if rule.data.get("label") == "dateline")
    return any(rule.pattern.match(text) for rule in shapes)


def _with_subhead(sheet: TextSheet, start: int, above: int) -> int:
    """The index at which the body begins: that of a subhead right above the first paragraph, else `start`.

    `start`: the index of the first paragraph.  `above`: the index of the last segment of the head.
    """
    before = start - 1
    if before > above and sheet.free(before) and sheet.segments[before].level > 1:
        return before
    return start


def _pieces(sheet: TextSheet, headline: int) -> list[OpeningLine]:
    """Make an OpeningLine of each of the first few unlabelled texts below the headline."""
    found: list[tuple[int, set[str]]] = []
    for segment in sheet.segments[headline + 1 :]:
        index, shape = segment.index, sheet.shapes[segment.index]
        long = shape.weight >= _LEAST or shape.prose or (index == headline + 1 and _is_short_deck(sheet, index))
        if sheet.free(index) and index not in sheet.told.unlikely and long:
            if len(found) == _PIECES:
                break
            found.append((index, set()))
        elif found and sheet.fields.get(index) not in ("body", "wire"):
            found[-1][1].add(sheet.labels.of[index] or KICKER)
    return [OpeningLine(index, sheet.shapes[index], frozenset(after)) for index, after in found]


def _is_short_deck(sheet: TextSheet, index: int) -> bool:
    """Whether the line right below the headline is a short standfirst: several words, with a date or byline below."""
    shape, below = sheet.shapes[index], index + 1
    told = below < len(sheet.segments) and sheet.labels.of[below] in _SIGNED
    return told and shape.weight >= _LEAST_SIGNED and shape.words >= _WORDS_SIGNED


def _decks(sheet: TextSheet, headline: int, pieces: list[OpeningLine]) -> int:
    """How many of the first pieces below the headline make up the standfirst; 0 for none.

    `pieces`: as `_pieces` gives them.
    """
    for count in range(1, min(len(pieces), _MOST + 1)):
        decks = pieces[:count]
        if sum(piece.shape.weight for piece in decks) > _LONGEST:
            break
        if is_notice(sheet.segments[decks[-1].index].text, sheet.language, sheet.context.rules):
            break
        together = all(not piece.after and piece.shape.weight <= _LONGEST_OF_SEVERAL for piece in decks[:-1])
        if together and decks[-1].after & _SIGNED and _goes_on(sheet, pieces, count):
            return count
    body = next((piece for piece in pieces[1:] if piece.shape.prose or piece.shape.opens), None)
    return 1 if body and _is_deck(sheet, headline, pieces[0], body) else 0


def _goes_on(sheet: TextSheet, pieces: list[OpeningLine], count: int) -> bool:
    """Whether the text after the first `count` pieces is longer than these pieces are.

    If it is not, they may be all of a short story, with its credit below them, and are no standfirst.
    """
    if len(pieces) <= count:
        return False
    rest = sum(s.weight for i, s in enumerate(sheet.shapes) if i >= pieces[count].index and s.prose and sheet.free(i))
    return rest > sum(piece.shape.weight for piece in pieces[:count])


def _is_deck(sheet: TextSheet, headline: int, deck: OpeningLine, body: OpeningLine) -> bool:
    """Whether a piece (`deck`) is the standfirst, judged by its form and by the first paragraph (`body`).

    Used where no byline or date between the two shows it.
    """
    if deck.shape.weight > _LONGEST or has_dateline(sheet, deck.index):
        return False
    if is_notice(sheet.segments[deck.index].text, sheet.language, sheet.context.rules):
        return False
    if not deck.shape.ends and not deck.shape.opens:
        return True
    if has_dateline(sheet, body.index) or _indent(sheet, deck) != _indent(sheet, body):
        return True
    if deck.after & _PICTURE and not _signed_above(sheet, headline, deck.index):
        return True
    if not deck.after & _PICTURE and _has_picture_above(sheet, headline, deck.index):
        return _sums_up(sheet, deck, body)
    share = _SHORT_ABOVE_PICTURE if deck.after & _PICTURE else _SHORT
    return _is_short(sheet, deck, body, share) or _sums_up(sheet, deck, body)


def _is_short(sheet: TextSheet, deck: OpeningLine, body: OpeningLine, share: float) -> bool:
    """Whether a piece (`deck`) is short beside the text, and so is the standfirst.

    Its length must be at most a part of that of the next piece (`body`), and of that of the median paragraph.  `share`:
    this part, from 0 to 1.
    """
    weights = [s.weight for i, s in enumerate(sheet.shapes) if i >= body.index and s.prose and sheet.free(i)]
    return deck.shape.weight <= share * min(body.shape.weight, median(weights or [0]))


def _indent(sheet: TextSheet, piece: OpeningLine) -> int:
    """The indent of a piece's line, in columns."""
    indent: int = sheet.segments[piece.index].node.indent
    return indent


def _signed_above(sheet: TextSheet, headline: int, index: int) -> bool:
    """Whether a byline or date is labelled between the headline and the segment at `index`.

    Where there is neither, and a picture is right below the segment, the segment is the standfirst.
    """
    return any(sheet.labels.of[i] in _SIGNED for i in range(headline + 1, index))


def _has_picture_above(sheet: TextSheet, headline: int, index: int) -> bool:
    """Whether byline or date, and a picture below them, stand between the headline and the segment at `index`.

    Then a short paragraph there is rather the first of the text: a standfirst stands above both.
    """
    signed = next((i for i in range(headline + 1, index) if sheet.labels.of[i] in _SIGNED), index)
    return any(sheet.labels.of[i] in _PICTURE for i in range(signed, index))


def _sums_up(sheet: TextSheet, deck: OpeningLine, body: OpeningLine) -> bool:
    """Whether a piece of one or two sentences (`deck`) sums up the next one (`body`): shorter, with the same words."""
    shape, text = deck.shape, sheet.segments[deck.index].text
    if text[0] in "\"“„«”'‘" or shape.weight > _SUM_SHARE * body.shape.weight:
        return False
    own = content(text)
    again = len(own & content(sheet.segments[body.index].text))
    if shape.breaks == 1 and shape.weight <= _SUM_OF_TWO:
        return again >= max(_SHARED_OF_TWO, len(own) * _SHARE_OF_TWO)
    return not shape.breaks and shape.weight <= _SUM and again >= _SHARED_WORDS
