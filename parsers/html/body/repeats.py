"""Cuts the second printing of a body: some pages have it twice, for two templates, for the printer, or in a pop-up.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them); labels the worse of the two copies.  A refrain, or an answer that is given again, stays: only a run of
paragraphs, or a large part of the body, is a second printing.  A key is a text normalised for comparison
(`parsers.folding.key`); `whole` is the keys of all segments joined to one string, in which positions count characters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice, pairwise
from typing import Final

from parsers.folding import key
from parsers.html.body.draft import Draft
from parsers.html.markup.walked import Walk
from parsers.segments import JUNK, STANDFIRST, Segment

# All limits below were chosen by hand.

#: Characters from which a text that occurs twice is a repeat, not a coincidence.
_REPEATED: Final = 40
#: So many such paragraphs in a row are a second printing; a shorter run must be at least this share of the rest of the
#: body.
_PARAGRAPHS: Final = 3
_LARGE: Final = 1 / 3
#: The least number of headings that a table of contents lists.
_CONTENTS: Final = 3
#: Characters of its key by which the beginning of a copy is looked up.
_START: Final = 32
#: In nearly all texts, so many printed characters give a key of _START; making keys of whole texts takes much longer.
_BEGINNING: Final = 64
#: Between two paragraphs, one printing may have what the other lacks (a subhead, an advertisement, a link): the first
#: this many characters of its keys, the copy this many segments.
_LEAP: Final = 300
_STRAY: Final = 3
#: The copy in the larger box is kept.  Boxes are equally large if the smaller has this share of the larger's text; then
#: the second copy is kept only if its mean score is higher by _BETTER.
_ALIKE: Final = 0.9
_BETTER: Final = 0.1
#: Characters of the shortest copy that is one paragraph and begins anywhere; a shorter one may be a summary.
_UNDIVIDED: Final = 500
#: It is looked for in the rest of the body by some of its pieces of so many characters; a copy has this share of them
#: there.
_PIECE: Final = 24
_PIECES: Final = 64
_SAME: Final = 0.9
#: Pieces by which a text is looked for before any key is made; the copy has at least a few of them.
_PROBES: Final = 8
#: Ends of a text that the page cuts off, and shows whole to readers who ask for more.
_CUT_OFF: Final = ("...", "…", "[...]", "[…]")
#: A standfirst that is printed again stands among so many first texts of the body.
_FIRST: Final = 3
#: So many paragraphs hold, together, what a teaser tells.
_FOLLOWING: Final = 6


def cut_repeats(draft: Draft, found: Walk) -> None:
    """Label tables of contents, second printings of the body, and repeated lines.

    Repeated lines are those that begin the body and occur again, and those printed twice in a row.
    """
    _cut_contents(draft)
    _cut_teaser(draft)
    if _begins_again(draft.body()):
        _cut_printings(draft, found)
    _cut_undivided(draft)
    _cut_twins(draft)


def _cut_contents(draft: Draft) -> None:
    """Label the items of a list that repeat headings below it: a table of contents."""
    body, key_of = draft.body(), draft.labels.key_of
    headings = [segment for segment in body if segment.hint == "subhead"]
    last = headings[-1].index if headings else 0
    items = [s for s in body if s.list_depth and not s.hint and s.index < last]
    if len(items) < _CONTENTS:
        return
    told = {key_of(segment): segment.index for segment in headings}
    items = [s for s in items if told.get(key_of(s), -1) > s.index]
    if len(items) >= _CONTENTS:
        for segment in items:
            draft.labels.claim(segment.index, JUNK, reason="navigation", rule="contents")


def _cut_teaser(draft: Draft) -> None:
    """Label a cut-off beginning of the text ("The bridge will be clo...") that the whole text follows."""
    body = draft.body()
    for place, segment in enumerate(body[:_FIRST]):
        if segment.text.endswith(_CUT_OFF) and len(own := draft.labels.key_of(segment)) >= _REPEATED:
            after = "".join(map(draft.labels.key_of, islice(body, place + 1, place + 1 + _FOLLOWING)))
            if after.startswith(own) and len(after) > len(own):
                draft.labels.claim(segment.index, JUNK, reason="repeat", rule="teaser")


def _cut_printings(draft: Draft, found: Walk) -> None:
    """Label second printings of the body; the first one instead, where that is the worse copy."""
    body = _Body(draft)
    for run in _runs(body):
        if run.is_printing(body):
            for segment in _worse(draft, found, [body.segments[place] for place in run.copies], run.originals(body)):
                draft.labels.claim(segment.index, JUNK, reason="repeat", rule="second_printing")


def _begins_again(body: Sequence[Segment]) -> bool:
    """A quick test: False when no segment starts like an earlier one, so that the body has no second printing."""
    begun: set[str] = set()
    start = ""
    for segment in reversed(body):
        own = key(segment.text[:_BEGINNING])
        if len(segment.text) > _BEGINNING and len(own) <= _START + 1:
            return True  # a beginning of signs tells nothing
        start = (own + start)[:_START]
        if own and start in begun:
            return True
        begun.add(start)
    return False


class _Body:
    """The segments of a body with their keys (`parsers.folding.key`), in which repeats are searched.

    `whole`: all keys joined to one string.  `begins`: for each key the position at which it begins in `whole`.
    """

    __slots__ = ("begins", "keys", "segments", "whole")

    def __init__(self, draft: Draft) -> None:
        self.segments = draft.body()
        self.keys = list(map(draft.labels.key_of, self.segments))
        self.whole = "".join(self.keys)
        self.begins = [0, *accumulate(map(len, self.keys))]


@dataclass(slots=True)
class _Run:
    """A run of segments that repeats earlier text of the body in the same order."""

    #: The places of the segments in the body's list.
    copies: list[int] = field(default_factory=list)
    #: Where their text stands before: stretches of `_Body.whole` (first character, one past the last).
    first: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    def add(self, place: int, first: int, end: int) -> None:
        """Add the segment at `place` in `body.segments`, which repeats `body.whole[first:end]`."""
        self.copies.append(place)
        if self.end and self.end[-1] == first:
            self.end[-1] = end
        else:
            self.first.append(first)
            self.end.append(end)

    def is_printing(self, body: _Body) -> bool:
        """Whether the run is long enough to be a second printing."""
        long = [s for s in (body.segments[place] for place in self.copies) if len(s.text) >= _REPEATED]
        mass = sum(self.end) - sum(self.first)
        paragraphs = sum(1 for segment in long if segment.hint != "table" and not segment.list_depth)
        return paragraphs >= _PARAGRAPHS or (bool(long) and mass >= _LARGE * (len(body.whole) - mass))

    def originals(self, body: _Body) -> list[Segment]:
        """Return the earlier segments that the run repeats."""
        return [
            body.segments[place]
            for place in range(self.copies[0])
            if body.keys[place] and self._holds(body.begins[place], body.begins[place + 1])
        ]

    def _holds(self, first: int, end: int) -> bool:
        """Whether the text that the run repeats includes `body.whole[first:end]`."""
        at = bisect_right(self.first, first) - 1
        return at >= 0 and end <= self.end[at]


def _runs(body: _Body) -> Iterator[_Run]:
    """Yield each run of segments whose text was printed before, even where that was divided into other paragraphs."""
    starts: dict[str, int] = {}
    run, stray = _Run(), 0
    for place, text in enumerate(body.keys):
        here = body.begins[place]
        start = body.whole[here : here + _START]
        expected = run.end[-1] if run.end else here
        # The first printing ends where the copy begins, so that a refrain is no copy of the one before it.
        at = _found_again(body, text, expected, body.begins[run.copies[0]] if run.copies else here)
        if at is None:
            at = _repeats_at(body, text, starts.setdefault(start, here), here)
        stray = 0 if at is not None else stray + 1
        if run.copies and (stray > _STRAY or (at is not None and not 0 <= at - expected <= _LEAP)):
            yield run
            run = _Run()
        if at is not None:
            run.add(place, at, at + len(text))
    if run.copies:
        yield run


def _found_again(body: _Body, text: str, expected: int, limit: int) -> int | None:
    """Find the key `text` in `body.whole`, at or soon after the position `expected`, and before `limit`; else None."""
    at = body.whole.find(text, expected, min(limit, expected + _LEAP + len(text))) if text else -1
    return at if at >= 0 else None


def _repeats_at(body: _Body, text: str, known: int, here: int) -> int | None:
    """Return the position `known` if the whole key `text` is there in `body.whole` and ends before `here`; else None.

    The caller knows only that an earlier text begins at `known` with the same characters.
    """
    return known if text and known + len(text) <= here and body.whole.startswith(text, known) else None


def _worse(draft: Draft, found: Walk, second: list[Segment], first: list[Segment]) -> list[Segment]:
    """Return the copy to cut: that in the smaller box, else that with the lower score, else the second one."""
    if not first:
        return second
    sizes = [_box_size(draft, found, own, other) for own, other in ((first, second), (second, first))]
    if min(sizes) < _ALIKE * max(sizes):
        return first if sizes[0] < sizes[1] else second
    scores = [_mean_score(draft, copy) for copy in (first, second)]
    return first if scores[1] > scores[0] + _BETTER else second


def _box_size(draft: Draft, found: Walk, own: Sequence[Segment], other: Sequence[Segment]) -> int:
    """Count the characters of body text in the largest box that contains the copy `own` and nothing of `other`."""
    boxes, row = found.boxes, found.box[own[0].index]
    places = [segment.index for segment in other]
    while row:
        above = boxes.parent[row]
        if any(boxes.first[above] <= place < boxes.end[above] for place in places):
            break
        row = above
    scores = draft.layout.scores
    return sum(len(s.text) for s in draft.body() if boxes.first[row] <= s.index < boxes.end[row] and scores[s.index])


def _mean_score(draft: Draft, copy: Sequence[Segment]) -> float:
    """Return the mean score of the segments of a copy, each weighted by its length."""
    mass = sum(len(segment.text) for segment in copy)
    return sum(draft.layout.scores[segment.index] * len(segment.text) for segment in copy) / mass


def _cut_undivided(draft: Draft) -> None:
    """Label a second printing that is one long paragraph, which may start or end inside paragraphs of the first one."""
    body = draft.body()
    if len(body) <= _PARAGRAPHS:
        return
    copy = max(body, key=lambda segment: len(segment.text))
    rest = [segment for segment in body if segment is not copy]
    if len(copy.text) < max(_UNDIVIDED, _LARGE * sum(len(segment.text) for segment in rest)):
        return
    probes = _pieces(copy.text, _PROBES)
    if sum(any(probe in segment.text for segment in rest) for probe in probes) * 2 < len(probes):
        return
    pieces, whole = _pieces(draft.labels.key_of(copy), _PIECES), "".join(map(draft.labels.key_of, rest))
    if pieces and sum(piece in whole for piece in pieces) >= _SAME * len(pieces):
        draft.labels.claim(copy.index, JUNK, reason="repeat", rule="second_printing")


def _pieces(text: str, most: int) -> list[str]:
    """Take samples of a text, _PIECE characters each, evenly spread: about `most` of them, or up to twice as many."""
    step = max(_PIECE, len(text) // most)
    return [text[at : at + _PIECE] for at in range(0, len(text) - _PIECE + 1, step)]


def _cut_twins(draft: Draft) -> None:
    """Label a repeated standfirst at the start of the body, and the worse copy of a line that is printed twice.

    The two copies of the line follow each other, or the first one begins the body.
    """
    body = draft.body()
    heads = {segment.text for segment in draft.labels.labelled(STANDFIRST)}
    for segment in body[:_FIRST]:
        if segment.text in heads and len(segment.text) >= _REPEATED:
            draft.labels.claim(segment.index, JUNK, reason="repeat", rule="standfirst")
    body = draft.body()
    pairs = [(one, two) for one, two in pairwise(body) if one.text == two.text]
    pairs += [(body[0], later) for later in body[1:] if later.text == body[0].text]
    for one, two in pairs:
        if len(one.text) >= _REPEATED:
            worse = min(one, two, key=lambda s: (draft.layout.scores[s.index], -s.index))
            draft.labels.claim(worse.index, JUNK, reason="repeat")
