"""Replaces an article's body by the one that a program gave; all other fields stay as they are.

Nothing is lost and nothing stands twice.  Text in both bodies keeps its place on the page.  Text only in the old body
goes into `dropped`, with a reason of its own.  Text that was dropped and is in the new body is removed from `dropped`.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final, Generic, TypeVar

from flows.parsing.fallback.answer import ProgramAnswer
from flows.parsing.fallback.no_answer import NoAnswer
from parsers import Article, Block, Dropped, Evidence
from parsers.captions.photo_credits import is_credit_line
from parsers.folding import key
from parsers.outgoing import cleaned

#: Evidence.method of such a body, and the reason of what it replaced (parsers.reasons).
FALLBACK: Final = "fallback"
REPLACED: Final = "replaced_by_fallback"
#: Reasons for cutting a line from the body whose text goes into a field.
BECAME_FIELD: Final = frozenset(["metadata", "correspondent", "photo_credit"])
#: Evidence.confidence of such a body, of which nothing was learned.
_CONFIDENCE: Final = 0.5

P = TypeVar("P", Block, Dropped)


def with_body(article: Article, answer: ProgramAnswer, program: str) -> Article:
    """Give the article the answer as its body.  `program`: name to note as evidence.

    Raises NoAnswer when the answer holds nothing but fields of the article, such as its headline.
    """
    fields = _fields(article)
    given = [block for block in answer.blocks if _folded(block.text) not in fields and not _credits(article, block)]
    if not given:
        raise NoAnswer("empty", "nothing but fields of the article")
    own, cut = _Pieces[Block](article.blocks), _Pieces[Dropped](article.dropped)
    blocks = tuple(_placed(block, own, cut, has_kinds=answer.has_kinds) for block in given)
    replaced = (Dropped(block.text, REPLACED, block.locator) for block in own.left())
    return cleaned(
        replace(
            article,
            blocks=blocks,
            dropped=(*cut.left(), *replaced),
            evidence={**article.evidence, "blocks": Evidence(FALLBACK, program, _CONFIDENCE)},
        )
    )


def _fields(article: Article) -> set[str]:
    """Collect the texts of headline, byline, captions and so on, folded (`_folded`).

    Many programs repeat them in the body.
    """
    texts = [article.headline, article.kicker, article.standfirst, article.byline]
    lines = [caption.text for caption in article.captions]
    lines += [cut.text for cut in article.dropped if cut.reason in BECAME_FIELD]
    return {_folded(text) for text in (*texts, *lines) if text}


def _credits(article: Article, block: Block) -> bool:
    """Whether a block is only the credit of a picture ("Photo: Bo Kvist"), with or without label, and so no body."""
    told = [caption.credit for caption in article.captions] + [image.credit for image in article.images]
    credit = is_credit_line(block.text)
    return credit is not None and _folded(credit) in {_folded(other) for other in told if other}


def _placed(block: Block, own: _Pieces[Block], cut: _Pieces[Dropped], *, has_kinds: bool) -> Block:
    """Find the place on the page (locator) of a block of the answer; gives the block with that locator.

    It is the place of an old block, or a dropped text, that says the same; without one the block stays as it is.
    `own`: the old blocks.  `cut`: the dropped texts.  `has_kinds`: whether the answer says what kind each block is.  If
    not, an old block that says the same is given in its place.
    """
    known = own.take(block.text)
    if known is None:
        dropped = cut.take(block.text)
        return replace(block, locator=dropped.locator) if dropped else block
    if not has_kinds:
        return known
    if block.kind != known.kind:
        return replace(block, locator=known.locator)
    return replace(block, locator=known.locator, posted_at=known.posted_at, rows=known.rows)


class _Pieces(Generic[P]):
    """Old blocks or dropped texts, to be found by their text; each is given out once."""

    def __init__(self, pieces: Sequence[P]) -> None:
        self._pieces: Sequence[P] = pieces
        self._places: defaultdict[str, deque[int]] = defaultdict(deque)
        for place, piece in enumerate(pieces):
            self._places[_folded(piece.text)].append(place)

    def take(self, text: str) -> P | None:
        """Give out the first block or dropped text with this text that was not taken yet; None when none is left."""
        places = self._places.get(_folded(text))
        return self._pieces[places.popleft()] if places else None

    def left(self) -> Iterator[P]:
        """Yield the blocks or dropped texts that were not taken, in order."""
        return (self._pieces[place] for place in sorted(chain.from_iterable(self._places.values())))


def _folded(text: str) -> str:
    """Reduce a text to a key that is equal for spellings that differ in case and the like.

    For a text of symbols alone, this is the text itself.
    """
    return key(text) or text
