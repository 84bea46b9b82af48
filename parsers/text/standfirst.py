"""The standfirst of a text page, and with it where the body begins.

Takes the sheet after headline, pictures and metadata are claimed; looks at the pieces of text below the headline and
at what stands between them.  Claims the standfirst's segments and gives the index of the first body segment.
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers.fields.dateline import read_dateline
from parsers.segments import BYLINE, CAPTION, CORRESPONDENT, CREDIT, KICKER, META, STANDFIRST
from parsers.text.shapes import Shape
from parsers.text.sheet import Sheet

#: Pieces of text that are looked at below the headline.
_PIECES = 7
#: A deck has at least this weight; shorter lines are kickers, places and labels.
_LEAST = 38
_LONGEST = 420
_SIGNED = {META, BYLINE, CORRESPONDENT}
_PICTURE = {CAPTION, CREDIT}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of text below the headline."""

    index: int
    shape: Shape
    #: Labels of what stands between it and the next piece.
    after: frozenset[str]


def read_standfirst(sheet: Sheet, headline: int | None) -> int:
    """Claim the standfirst; the index of the first body segment (the number of segments when there is none)."""
    if headline is None:
        return next((s.index for s in sheet.segments if sheet.free(s.index)), len(sheet.segments))
    pieces = _pieces(sheet, headline)
    count = _decks(sheet, headline, pieces)
    for piece in pieces[:count]:
        sheet.desk.claim(piece.index, STANDFIRST)
    if len(pieces) <= count:
        return len(sheet.segments)
    body = next((piece for piece in pieces[count:] if piece.shape.prose or piece.shape.opens), pieces[count])
    return _with_subhead(sheet, body.index, pieces[count - 1].index if count else headline)


def head_end(sheet: Sheet, headline: int | None) -> int:
    """The segment from which on the page is certainly body: the second long paragraph below the headline."""
    long = 0
    for segment in sheet.segments[(headline if headline is not None else -1) + 1 :]:
        shape = sheet.shapes[segment.index]
        long += sheet.free(segment.index) and shape.prose and shape.weight >= 110
        if long == 2:
            return segment.index
    return len(sheet.segments)


def has_dateline(sheet: Sheet, index: int) -> bool:
    """Whether a segment begins with a dateline."""
    return bool(read_dateline(sheet.segments[index].text, language=sheet.language, rules=sheet.context.rules))


def _with_subhead(sheet: Sheet, start: int, above: int) -> int:
    """The body may begin with a subhead: the line right above its first paragraph, when all above is claimed."""
    before = start - 1
    if before > above and sheet.free(before) and sheet.segments[before].level > 1:
        return before
    return start


def _pieces(sheet: Sheet, headline: int) -> list[Piece]:
    found: list[tuple[int, set[str]]] = []
    for segment in sheet.segments[headline + 1 :]:
        index, shape = segment.index, sheet.shapes[segment.index]
        if sheet.free(index) and (shape.weight >= _LEAST or shape.prose):
            if len(found) == _PIECES:
                break
            found.append((index, set()))
        elif found:
            found[-1][1].add(sheet.desk.labels[index] or KICKER)
    return [Piece(index, sheet.shapes[index], frozenset(after)) for index, after in found]


def _decks(sheet: Sheet, headline: int, pieces: list[Piece]) -> int:
    """How many of the pieces are the standfirst."""
    if not pieces or pieces[0].shape.weight > _LONGEST or len(pieces) < 2:
        return 0
    for count in (1, 2, 3, 4):
        if len(pieces) > count and _is_deck(sheet, headline, pieces[:count], pieces[count]):
            return count
    return 0


def _is_deck(sheet: Sheet, headline: int, decks: list[Piece], body: Piece) -> bool:
    last = decks[-1]
    if any(has_dateline(sheet, piece.index) for piece in decks) or sum(p.shape.weight for p in decks) > _LONGEST:
        return False
    if len(decks) > 1 and (any(p.after for p in decks[:-1]) or any(p.shape.weight > 160 for p in decks)):
        return False
    if last.after & _SIGNED:
        return True
    if len(decks) > 1:
        return False
    if not last.shape.ends and not last.shape.opens and body.shape.prose and _level(sheet, last) != 3:
        return True
    if (
        has_dateline(sheet, body.index)
        or sheet.segments[last.index].node.indent != sheet.segments[body.index].node.indent
    ):
        return True
    if last.after & _PICTURE and not _signed_above(sheet, headline, last.index):
        return True
    return _sums_up(sheet, headline, last, body)


def _level(sheet: Sheet, piece: Piece) -> int:
    return sheet.segments[piece.index].level


def _signed_above(sheet: Sheet, headline: int, index: int) -> bool:
    return any(sheet.desk.labels[i] in _SIGNED for i in range(headline + 1, index))


def _sums_up(sheet: Sheet, headline: int, deck: Piece, body: Piece) -> bool:
    """Whether the piece says in short what the next one tells again: one sentence, shorter, with its words."""
    if deck.shape.sentences > 1 or deck.shape.weight > 170 or sheet.segments[deck.index].text[0] in "\"“„«”'‘":
        return False
    said = _content(sheet, deck.index)
    again = said & _content(sheet, body.index)
    return bool(said) and len(again) / len(said) >= 0.34 and len(again) >= 3


def _content(sheet: Sheet, index: int) -> set[str]:
    """The words that carry content: long ones, and capitalised ones inside the sentence."""
    words = sheet.segments[index].text.replace("’", "'").split()
    return {w.strip(".,;:!?\"'“”„()").casefold()[:7] for w in words if len(w) > 4}
