"""Captions, credits and pictures of an HTML page.

read_figures takes the walk, the desk and the layout; gives the article's captions, each once, and its pictures, and
claims the segments that print captions and credits, so that they leave the body.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.caption_text import tidy, words_key
from parsers.captions import CaptionMention, merge_captions
from parsers.cleaning import junk_reason
from parsers.credits import split_credit
from parsers.html import tags
from parsers.html.caption_pieces import Pieces, Printed, read_pieces
from parsers.html.holders import (
    Region,
    figure_around,
    has_text,
    holder_of,
    is_doubtful,
    is_linked,
    is_outside,
    is_small,
    link_share,
    names_between,
    quotes,
    region_of,
    signs,
)
from parsers.html.images import alt_of, best_url, is_of_the_site, is_sign
from parsers.html.layout import Layout
from parsers.html.metadata import Metadata
from parsers.html.names import Namer, attributes_of
from parsers.html.pictures import Shown, article_images, captions_of_pictures
from parsers.html.walk import Spot, Walk
from parsers.model import Caption, Image
from parsers.page import Context
from parsers.rules import Rules
from parsers.segments import BYLINE, CAPTION, CREDIT, HEADLINE, JUNK, KICKER, META, STANDFIRST, Desk
from parsers.suppliers import suppliers

#: Longer than this, a text that nothing calls a caption is body.
_LONGEST_UNSAID = 320
_LONGEST_CREDITED = 800
#: More pieces of text than this are no caption, unless they are said to be.
_MOST_UNSAID = 2
_LONGEST_CREDIT = 200
#: A shorter text beside a picture may be a label ("Exclusive", "2 min").
_LEAST_WORDS = 5
_LEAST_CHARS = 30
#: Letters beside a name in "Headshot of Ada Lund".
_BESIDE_A_NAME = 16
#: What stands under some pictures in their captions' place.
_PROMPTS = frozenset(
    (
        "advertisement",
        "comments",
        "consent",
        "footer",
        "metadata",
        "newsletter",
        "paywall",
        "placeholder",
        "player",
        "share",
    )
)
#: Controls of a picture have few words ("Enlarge this image", "Credit...").
_LONGEST_CONTROL = 40
#: In a figure, one or two words are a name or a control ("Ada Lund", "BBC").
_FEW_WORDS = 3
#: What readers of the article's head may have taken; a caption is none of it.
_HEAD = frozenset((HEADLINE, KICKER, STANDFIRST, BYLINE, META))
_LONGEST_CAPTION = 1_500
#: A text of so many characters that scores so high is a paragraph, whatever picture stands in it.
_PARAGRAPH, _SURELY_BODY = 100, 0.8


@dataclass(frozen=True, slots=True)
class Figures:
    """What a page shows besides text."""

    captions: tuple[Caption, ...] = ()
    images: tuple[Image, ...] = ()


def read_figures(
    found: Walk, desk: Desk, layout: Layout, meta: Metadata, context: Context, *, authors: Iterable[str] = ()
) -> Figures:
    """Captions and pictures of the article; claims CAPTION and CREDIT segments on the desk."""
    region = region_of(found, desk, layout)
    if region is None:
        return Figures()
    reader = _Figures(found, desk, region, context, meta.lang, layout.scores)
    reader.authors = tuple(filter(None, map(words_key, authors)))
    reader.read()
    captions = merge_captions(reader.mentions, language=meta.lang, rules=context.rules)
    captions = [caption for caption in captions if caption.text]
    of_picture = captions_of_pictures(reader.mentions, captions)
    images = article_images(reader.shown, of_picture, found, region, reader.namer, before=layout.first)
    return Figures(tuple(captions), tuple(images))


class _Figures:
    """The state of reading one page's pictures."""

    __slots__ = (
        *("authors", "context", "desk", "found", "keys", "language", "mentions", "namer", "region", "rules"),
        *("scores", "seen", "shown", "splits", "suppliers"),
    )

    def __init__(
        self,
        found: Walk,
        desk: Desk,
        region: Region,
        context: Context,
        language: str | None,
        scores: Sequence[float],
    ) -> None:
        self.found, self.desk, self.region, self.context = found, desk, region, context
        self.language, self.scores = language, scores
        self.rules: Rules = context.rules
        self.namer = Namer(self.rules)
        self.suppliers = suppliers(self.rules)
        #: Keys of the authors' names.
        self.authors: tuple[str, ...] = ()
        #: What each text splits into, and its key; the same texts are asked for again and again.
        self.splits: dict[str, tuple[str, str | None]] = {}
        self.keys: dict[str, str] = {}
        self.mentions: list[CaptionMention] = []
        self.shown: list[Shown] = []
        #: Boxes that were read, and whether they are the article's.
        self.seen: dict[int, bool] = {}

    def read(self) -> None:
        for spot in self.found.pictures:
            if self.region.first <= spot.before <= self.region.last:
                attributes = attributes_of(spot.node)
                if not is_sign(spot.node, attributes, self.namer):
                    self.read_picture(spot, attributes)
        for row in self.lone_captions():
            self.read_box(row, None)

    def read_picture(self, spot: Spot, attributes: Mapping[str, str]) -> None:
        row = holder_of(self.found, spot)
        bits = names_between(self.found, row if row is not None else spot.box, self.region)
        if is_outside(bits):
            return
        picture = Shown(spot, attributes, best_url(spot.node, attributes, self.context.url) or "")
        if is_of_the_site(picture.url):
            return
        if row is None:
            row = self.neighbour(spot)
        known = len(self.mentions)
        ours = self.read_box(row, picture) if row is not None else not is_doubtful(bits)
        if ours and (len(self.mentions) > known or not self.shows_an_author(picture)):
            self.shown.append(picture)

    def shows_an_author(self, picture: Shown) -> bool:
        """Whether the alternative text of a picture is the name of whoever wrote the article, and little more."""
        alt = words_key(alt_of(picture.attributes) or "") if self.authors else ""
        near = (name for name in self.authors if len(alt) < len(name) + _BESIDE_A_NAME)
        return any(alt.startswith(name) or alt.endswith(name) for name in near)

    def read_box(self, row: int, picture: Shown | None) -> bool:
        """Read the caption in a box, once; False when the box is not the article's."""
        if row not in self.seen:
            self.seen[row] = self.read_new_box(row, picture)
        return self.seen[row]

    def read_new_box(self, row: int, picture: Shown | None) -> bool:
        """Read the caption in a box; False when the box is not the article's."""
        bits = names_between(self.found, row, self.region)
        figure = figure_around(self.found, row, self.region)
        if (
            is_outside(bits)
            or quotes(self.found, figure)
            or signs(self.found, self.desk, figure)
            or is_linked(self.found, row)
        ):
            return False
        pieces = self.pieces(row)
        unsure = not pieces.said or bool(pieces.headings)
        if unsure and link_share(self.found, row) > 0.5:
            return False
        if len(pieces.captions) > _MOST_UNSAID and not (pieces.said or pieces.headings or is_doubtful(bits)):
            return True
        printed = pieces.printed(self.suppliers, self.credit_line)
        # A heading, or a name that related stories have, where nothing says caption: that of another story.
        if unsure and (pieces.headings or is_doubtful(bits)) and not self.credited(printed):
            return False
        if printed is not None and self.is_caption(row, pieces, printed):
            self.keep(row, printed, picture)
        return True

    def credited(self, printed: Printed | None) -> bool:
        """Whether a caption has a credit, beside it or in it."""
        return printed is not None and bool(printed.credit or self.split(printed.text)[1])

    def keep(self, row: int, printed: Printed, picture: Shown | None) -> None:
        """Take a caption and label its segments."""
        self.mentions.append(
            CaptionMention(
                printed.text,
                credit=self.credit_of(row, printed, picture),
                image_url=picture.url or None if picture else None,
                alt=alt_of(picture.attributes) if picture else None,
                locator=self.found.locator.path(self.found.boxes.node[row]),
                split=self.splits.get(printed.text),
            )
        )
        self.claim(row, printed)

    def pieces(self, row: int) -> Pieces:
        """The pieces of text in a box, without those that other readers took for the head of the article."""
        pieces = read_pieces(self.found.boxes.node[row], self.namer)
        pieces = pieces.without(set(filter(self.is_control, (*pieces.captions, *pieces.credits))))
        first, end = self.found.boxes.first[row], self.found.boxes.end[row]
        if _HEAD.isdisjoint(self.desk.labels[first:end]):
            return pieces
        taken = {self.key(s.text): s.text for s in self.found.segments[first:end] if self.desk.labels[s.index] in _HEAD}
        here = {text: taken.get(self.key(text)) for text in (*pieces.captions, *pieces.headings)}
        return pieces.without({text for text, head in here.items() if head and not self.credit_line(head)})

    def is_control(self, text: str) -> bool:
        """Whether a piece of text is a button or a label that lost its credit."""
        if len(text) > _LONGEST_CONTROL:
            return False
        return self.suppliers.is_label(text) or not tidy(text, rules=self.rules) or self.junk(text) == "player"

    def is_caption(self, row: int, pieces: Pieces, printed: Printed) -> bool:
        """Whether the text of a box is a caption: somebody says so, or it looks like nothing else."""
        text = printed.text
        if len(text) > _LONGEST_CAPTION:
            return False
        if pieces.said and (pieces.tagged or printed.credit or not self.suppliers.is_name(text)):
            return not text or self.junk(text) not in _PROMPTS
        if pieces.headings and not pieces.said and text != " ".join(pieces.headings):
            return False  # what stands under a title beside a picture is about another story or a product
        if len(text) > _LONGEST_CREDITED or len(pieces.captions) > _MOST_UNSAID:
            return False
        if not pieces.said and self.is_paragraph(row):
            return False
        credited = self.credited(printed)
        if (len(text) > _LONGEST_UNSAID and not credited) or junk_reason(text, None, self.rules):
            return False
        if credited or self.suppliers.is_name(text):  # names alone beside a picture are a person's card
            return credited
        least = _FEW_WORDS if self.found.boxes.own[row] & (tags.FIGURE | tags.CAPTION_WORD) else _LEAST_WORDS
        return len(text.split()) >= least or len(text) >= _LEAST_CHARS

    def junk(self, text: str) -> str | None:
        """Why a text is no part of an article, when its words say so."""
        found = junk_reason(text, self.language, self.rules)
        return found[0] if found else None

    def is_paragraph(self, row: int) -> bool:
        """Whether a box holds a text of the body: some pages put their pictures into paragraphs."""
        inside = self.found.segments[self.found.boxes.first[row] : self.found.boxes.end[row]]
        return any(len(s.text) >= _PARAGRAPH and self.scores[s.index] > _SURELY_BODY for s in inside)

    def neighbour(self, spot: Spot) -> int | None:
        """The box of the caption that follows a picture without a box of their own."""
        if spot.before >= len(self.found.segments):
            return None
        row = self.found.box[spot.before]
        for _ in range(3):
            if row <= self.region.row or not is_small(self.found, row):
                return None
            if self.is_called_caption(row):
                return row
            row = self.found.boxes.parent[row]
        return None

    def is_called_caption(self, row: int) -> bool:
        """Whether a box names itself a caption."""
        boxes = self.found.boxes
        return boxes.tag[row] == "figcaption" or (
            bool(boxes.own[row] & tags.CAPTION_WORD) and self.namer.is_caption(boxes.node[row])
        )

    def split(self, text: str) -> tuple[str, str | None]:
        """A text without its credit, and the credit."""
        found = self.splits.get(text)
        if found is None:
            found = self.splits[text] = split_credit(text, self.language, rules=self.rules)
        return found

    def key(self, text: str) -> str:
        """The letters and digits of a text."""
        found = self.keys.get(text)
        if found is None:
            found = self.keys[text] = words_key(text)
        return found

    def credit_line(self, text: str) -> str | None:
        """The credit that a text is, when it is nothing else."""
        if len(text) > _LONGEST_CREDIT:
            return None
        rest, credit = self.split(text)
        return None if credit is None or self.key(rest) else credit

    def lone_captions(self) -> Iterator[int]:
        """Boxes that call themselves captions and hold no picture that was read."""
        boxes = self.found.boxes
        called = tags.CAPTION_WORD | tags.FIGCAPTION
        # Rows are in document order: those before and behind the region's segments need no look.
        start = max(self.region.row + 1, bisect_left(boxes.first, self.region.first))
        stop = bisect_right(boxes.first, self.region.last)
        for row in [row for row, own in enumerate(boxes.own[start:stop], start) if own & called]:
            first, end = boxes.first[row], boxes.end[row]
            if first >= end or end > self.region.last + 1 or boxes.tag[row] == "caption":
                continue
            if all(label is not None for label in self.desk.labels[first:end]) or not is_small(self.found, row):
                continue
            if self.is_called_caption(row) and has_text(self.found, row):
                yield row

    def credit_of(self, row: int, printed: Printed, picture: Shown | None) -> str | None:
        """The credit of a picture: in its caption, in the line after it, or in its alternative text."""
        if self.credited(printed):
            return printed.credit
        texts = map(picture.attributes.get, ("data-credit", "title", "alt")) if picture else ()
        return self.credit_after(row) or next(
            filter(self.is_names, (self.split(text)[1] for text in texts if text)), None
        )

    def is_names(self, credit: str | None) -> bool:
        """Whether a credit from an attribute is believed: attributes hold all kinds of text."""
        known = self.suppliers
        return credit is not None and all(known.is_name(p) or known.is_sure(p) for p in known.parts(credit))

    def credit_after(self, row: int) -> str | None:
        """The credit in a line of its own right after a box; claims it."""
        index = self.found.boxes.end[row]
        if index >= len(self.found.segments) or self.desk.labels[index] is not None:
            return None
        segment = self.found.segments[index]
        credit = self.credit_line(segment.text)
        if credit:
            self.desk.claim(index, CREDIT, reason="photo_credit", rule="after_picture")
        return credit

    def claim(self, row: int, printed: Printed) -> None:
        """Label the segments of a holder: caption, credit, or a control of the picture."""
        boxes = self.found.boxes
        caption, both = self.key(printed.text), f"{printed.text} {printed.credit or ''}"
        for segment in self.found.segments[boxes.first[row] : boxes.end[row]]:
            key = self.key(segment.text)
            if caption and (key in caption or caption in key):
                self.desk.claim(segment.index, CAPTION, rule="figure")
            elif key in self.key(both) or self.suppliers.is_label(key) or self.credit_line(segment.text):
                self.desk.claim(segment.index, CREDIT, reason="photo_credit", rule="figure")
            elif boxes.bits[self.found.box[segment.index]] & tags.FIGURE:
                self.desk.claim(segment.index, JUNK, reason="player", rule="figure")
