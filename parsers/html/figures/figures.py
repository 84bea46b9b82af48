"""Captions, credits and pictures of an HTML page.

`read_figures` takes the Walk (segments and boxes), the labels and the Layout (scores); gives the article's captions,
each once, and its pictures.  It labels the segments that print captions and credits, so that they are not body text.
`row` is the index of a box in `Boxes`, `pieces` the texts in a box by kind, `printed` its caption and credit.  What a
box's text is, is judged in `parsers.html.figures.box_texts`; what is known of a caption is put together in
`parsers.html.figures.caption_mentions`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from parsers.captions.merge import CaptionMention, merge_captions
from parsers.context import Context
from parsers.folding import key, letters
from parsers.html.figures.article_images import Shown, article_images, captions_of_pictures, credits_of_pictures
from parsers.html.figures.box_texts import MOST_UNSAID, BoxTexts
from parsers.html.figures.caption_mentions import CaptionMentions
from parsers.html.figures.class_names import Namer, attributes_of
from parsers.html.figures.figure_boxes import (
    MOSTLY_LINKS,
    Region,
    figure_around,
    holder_of,
    is_doubtful,
    is_linked,
    is_outside,
    link_share,
    lone_captions,
    names_between,
    neighbour,
    quotes,
    region_of,
    signs,
)
from parsers.html.figures.figure_text import Printed
from parsers.html.figures.figure_wording import LONGEST_CREDIT_LINE, Wording
from parsers.html.figures.image_sources import alt_of, best_url, instead_of_thumbnails, is_of_the_site, is_sign
from parsers.html.figures.lines_below import LinesBelow
from parsers.html.figures.no_captions import Ranking, only_enlarges, tells_of_author
from parsers.html.figures.picture_lines import PictureLines
from parsers.html.figures.told_credits import keep_told
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.scoring.body_scores import Layout
from parsers.model import Caption, Image
from parsers.segments import BODY, CREDIT, Labels, Segment

#: The most letters besides the name in an alternative text that names an author ("Headshot of Ada Lund").  Chosen by
#: hand.
_BESIDE_A_NAME = 16
#: Letters of the body beside a caption that nothing marks as one; with less, the text is taken for a part of the body.
#: Two or three sentences; beside a caption with a credit, a few words are enough.  Chosen by hand.
_LEAST_BODY, _LEAST_BESIDE_CREDIT = 240, 20


@dataclass(frozen=True, slots=True)
class Figures:
    """The captions and pictures of an article, in reading order."""

    captions: tuple[Caption, ...] = ()
    images: tuple[Image, ...] = ()


def read_figures(
    found: Walk, labels: Labels, layout: Layout, meta: Metadata, context: Context, *, authors: Iterable[str] = ()
) -> Figures:
    """Read the captions and pictures of the article, and label the segments that print captions or credits.

    Pictures that show one of the article's `authors` (names) are left out.
    """
    region = region_of(found, labels, layout)
    if region is None:
        return Figures()
    reader = _Figures(found, labels, region, context, meta.lang, layout.scores)
    reader.authors = tuple(filter(None, map(key, authors)))
    reader.read()
    merged = merge_captions(reader.mentions, language=meta.lang, rules=context.rules)
    captions = [caption for caption in merged if caption.text]
    of_picture, credits = captions_of_pictures(reader.mentions, captions), credits_of_pictures(reader.mentions, merged)
    before = _text_begins(labels, layout)
    images = article_images(reader.shown, of_picture, credits, found, region, reader.namer, before=before)
    figures = Figures(tuple(captions), tuple(images))
    told = [caption.credit for caption in figures.captions] + [image.credit for image in figures.images]
    keep_told(labels, reader.wording, filter(None, told))
    return figures


def _text_begins(labels: Labels, layout: Layout) -> int:
    """Return the index of the first unlabelled segment that scores as body: it is no standfirst, byline or date."""
    scores, of = layout.scores, labels.of
    begins = (at for at in range(layout.first, layout.last + 1) if scores[at] > BODY and of[at] is None)
    return next(begins, layout.first)


class _Figures:
    """Reads one page's pictures; holds what has been read so far."""

    __slots__ = (
        *("authors", "below", "boxes", "context", "found", "labels", "lines", "mentions", "namer", "ranking", "region"),
        *("scores", "seen", "shown", "taken", "texts", "told", "wording"),
    )

    def __init__(
        self,
        found: Walk,
        labels: Labels,
        region: Region,
        context: Context,
        language: str | None,
        scores: Sequence[float],
    ) -> None:
        self.found, self.boxes, self.labels, self.region, self.context = found, found.boxes, labels, region, context
        self.scores = scores
        self.namer = Namer(context.rules)
        self.wording = Wording(context.rules, language)
        self.ranking = Ranking(found.segments, region, context.rules.family("figures"))
        self.lines = PictureLines(found, labels, region, self.wording)
        self.below = LinesBelow(found, labels, region, self.wording)
        self.texts = BoxTexts(found, labels, scores, context, self.namer, self.wording)
        self.told = CaptionMentions(found, labels, self.wording)
        #: Letters and digits of the authors' names (`parsers.folding.key`).
        self.authors: tuple[str, ...] = ()
        #: Captions found so far, repeats included.
        self.mentions: list[CaptionMention] = []
        #: The addresses of the pictures that have one of them.
        self.taken: set[str | None] = set()
        #: Pictures of the article found so far.
        self.shown: list[Shown] = []
        #: Rows of the boxes read so far, and whether they belong to the article.
        self.seen: dict[int, bool] = {}

    def read(self) -> None:
        """Fill `shown` with the article's pictures and `mentions` with its captions and credits; label their segments.

        Reads only the `region`, the part of the page that is the article's: first all pictures with their captions,
        then the captions without a picture.
        """
        placed = ((holder_of(self.found, picture.spot), picture) for picture in self.pictures())
        for holder, together in groupby(placed, itemgetter(0)):
            beside = [picture for _, picture in together]
            larger = instead_of_thumbnails(picture.url for picture in beside) if holder is not None else {}
            for picture in beside:
                self.read_picture(picture._replace(url=larger.get(picture.url, picture.url)), holder)
        for row in lone_captions(self.found, self.labels, self.region, self.namer):
            self.read_box(row, None)
        self.read_lines()

    def read_lines(self) -> None:
        """Add and label lines that are captions or credits by their words alone ("Photo: Ada Lund"), without mark-up.

        A line that scores as body counts only near a picture: when it is nothing but a credit, or, with nothing of the
        body between them, when a credit with its label ends it.
        """
        for segment in self.found.segments[self.region.first : self.region.last + 1]:
            index = segment.index
            if self.labels.of[index] is not None or self.lines.is_none(segment):
                continue
            if self.scores[index] <= BODY:
                if self.wording.may_tell(segment.text):
                    self.note(self.lines.read(index, self.uncaptioned(index)))
            elif (picture := self.told_picture(segment)) is not None:
                self.note(self.lines.read(index, picture))

    def told_picture(self, segment: Segment) -> Shown | None:
        """Return the picture of which a line that scores as body is the credit or the caption; None for other lines."""
        index, text = segment.index, segment.text
        if len(text) <= LONGEST_CREDIT_LINE:
            picture = self.uncaptioned(index, far=True)
            if picture is not None and self.wording.credits_picture(text):
                return picture
        picture = self.uncaptioned(index)
        above = picture is not None and picture.spot.before <= index
        return picture if above and self.wording.is_signed(text) else None

    def uncaptioned(self, index: int, *, far: bool = False) -> Shown | None:
        """Return the picture above the segment `index`, if it has neither caption nor credit yet; else None.

        `far` allows paragraphs of the body between them.
        """
        return self.lines.picture_of(index, self.shown, self.taken, far=far)

    def note(self, mention: CaptionMention | None) -> None:
        """Add a caption or credit just read, `mention`, to `mentions`, and its picture to `taken`; None is ignored."""
        if mention is not None:
            self.mentions.append(mention)
            self.taken.add(mention.image_url)

    def pictures(self) -> Iterator[Shown]:
        """Yield the pictures of the region that are no icons or logos, with the largest version of each."""
        for spot in self.found.pictures:
            if self.region.first <= spot.before <= self.region.last:
                attributes = attributes_of(spot.node)
                if not is_sign(spot.node, attributes, self.namer):
                    url = best_url(spot.node, attributes, self.context.joined_to, self.namer.family)
                    yield Shown(spot, attributes, url or "")

    def read_picture(self, picture: Shown, row: int | None) -> None:
        """Add a picture and its caption if they are the article's; `row` is the box of both, None without one."""
        spot = picture.spot
        bits = names_between(self.found, row if row is not None else spot.box, self.region)
        if is_outside(bits) or is_of_the_site(picture.url, self.namer):
            return
        if row is None:
            row = neighbour(self.found, spot, self.region, self.namer)
        known = len(self.mentions)
        ours = self.read_box(row, picture) if row is not None else not is_doubtful(bits)
        for index in self.lines.beside(spot):
            if ours and len(self.mentions) == known:
                self.note(self.lines.read(index, picture))
        if ours and len(self.mentions) == known and row is not None:
            self.note(self.lines.read(self.boxes.end[row], picture))
        if ours and not any(mention.text for mention in self.mentions[known:]):
            self.read_below(picture, self.mentions[known:])
        if ours and len(self.mentions) == known:
            self.note(self.told.declared(picture))
        if ours and (len(self.mentions) > known or not self.shows_an_author(picture)):
            self.shown.append(picture)

    def read_below(self, picture: Shown, credited: Sequence[CaptionMention]) -> None:
        """Add and label the caption that is a paragraph right below a picture.

        `credited`: the mention of the picture's credit, where its box has that already.  Then only a line without
        another credit is the caption.
        """
        below = self.below.line(picture)
        printed = self.below.printed(below) if below else None
        at = below.segment.index if below else 0
        if printed and credited:
            printed = None if printed.credit else Printed(printed.text, credited[0].credit)
        if below and printed and not self.is_about_author(printed) and self.leaves_body(at, at + 1, printed):
            apart = printed.credit is not None and printed.credit == self.below.credit_behind(below.segment)
            self.note(self.lines.keep(below.segment, printed, picture))
            if apart:
                self.labels.claim(below.segment.index + 1, CREDIT, reason="photo_credit", rule="after_picture")

    def leaves_body(self, first: int, end: int, printed: Printed) -> bool:
        """Whether the body has enough text outside the segments `first` to `end` - 1 for these to be a caption.

        `printed`: the caption that they may be.  The only text of a page is never a caption, and of a brief with a
        picture each sentence may be the body's.  A credit alone, and a text that does not score as body, take nothing
        from it.
        """
        body = self.region.body
        if not printed.text or bisect_left(body, first) == bisect_left(body, end):
            return True
        least = _LEAST_BESIDE_CREDIT if self.wording.is_credited(printed) else _LEAST_BODY
        for index in body:
            if self.labels.of[index] is None and not first <= index < end:
                least -= letters(self.found.segments[index].text)
                if least <= 0:
                    return True
        return False

    def is_about_author(self, printed: Printed) -> bool:
        """Whether a text beside a picture is about a writer of this article or another one."""
        return tells_of_author(printed.text, self.authors, self.context.rules)

    def shows_an_author(self, picture: Shown) -> bool:
        """Whether a picture is an author's portrait: its alternative text is the name of one, with little else."""
        alt = key(alt_of(picture.attributes) or "") if self.authors else ""
        near = (name for name in self.authors if len(alt) < len(name) + _BESIDE_A_NAME)
        return any(alt.startswith(name) or alt.endswith(name) for name in near)

    def read_box(self, row: int, picture: Shown | None) -> bool:
        """Read the caption in a box, once, and keep it; return False when the box does not belong to the article."""
        if row not in self.seen:
            self.seen[row] = self.read_new_box(row, picture)
        return self.seen[row]

    def read_new_box(self, row: int, picture: Shown | None) -> bool:
        """Do what `read_box` does, for a box that has not been read before."""
        boxes = self.boxes
        bits = names_between(self.found, row, self.region)
        figure = figure_around(self.found, row, self.region)
        if (
            is_outside(bits)
            or quotes(self.found, figure, picture.spot if picture else None)
            or signs(self.found, self.labels, figure)
        ):
            return False
        pieces = self.texts.pieces(row)
        linked = link_share(self.found, row) > MOSTLY_LINKS and not only_enlarges(self.found, row)
        named = linked and is_linked(self.found, row, self.namer)
        if not pieces.is_credit and (named or self.texts.is_teaser(row, pieces, bits)):
            return False
        unsure = not (pieces.said or pieces.is_credit) or bool(pieces.headings)
        if unsure and linked:
            return False
        if len(pieces.captions) > MOST_UNSAID and not (pieces.said or pieces.headings or is_doubtful(bits)):
            return True
        printed = self.wording.divided(pieces.printed(self.wording.suppliers, self.wording.credit_line))
        # Without a marked caption or a credit, a heading or a class name like "related" shows that this is a teaser.
        if unsure and (pieces.headings or is_doubtful(bits)) and not self.wording.is_credited(printed):
            return False
        if printed is not None and not pieces.said:
            if bits & tag_facts.AUTHOR_WORD or self.is_about_author(printed):
                return False
            if self.ranking.has(printed.text) or not self.leaves_body(boxes.first[row], boxes.end[row], printed):
                return True
        alike = picture is not None and printed is not None and self.below.repeats(row, printed, picture)
        if printed is not None and (alike or self.texts.is_caption(row, pieces, printed)):
            self.keep(row, printed, picture)
        elif printed is not None and picture and printed.credit and self.wording.is_labelled(printed.credit):
            self.keep(row, Printed("", printed.credit), picture)  # its words are those of a product or a heading
        return True

    def keep(self, row: int, printed: Printed, picture: Shown | None) -> None:
        """Add the caption of a box to those found, with its credit and picture, and label its segments."""
        if picture is None and not printed.text:
            picture = self.uncaptioned(self.boxes.first[row])
        mention, *again = self.told.mentions_of(row, printed, picture)
        self.note(mention)
        self.mentions += again
