"""Captions, credits and pictures of an HTML page.

`read_figures` takes the Walk (segments and boxes), the labels and the Layout (scores); gives the article's captions,
each once, and its pictures.  It labels the segments that print captions and credits, so that they are not body text.
`row` is the index of a box in `Boxes`, `pieces` the texts in a box by kind, `printed` its caption and credit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from parsers.captions.merge import CaptionMention, merge_captions
from parsers.context import Context
from parsers.folding import key
from parsers.html.figures.article_images import Shown, article_images, captions_of_pictures, credits_of_pictures
from parsers.html.figures.class_names import Namer, attributes_of
from parsers.html.figures.declared_captions import declared_credit, declared_mention
from parsers.html.figures.figure_boxes import (
    Region,
    calls_itself_picture,
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
from parsers.html.figures.figure_text import Pieces, Printed, read_pieces
from parsers.html.figures.figure_wording import LONGEST_CREDIT_LINE, Wording
from parsers.html.figures.image_sources import alt_of, best_url, instead_of_thumbnails, is_of_the_site, is_sign
from parsers.html.figures.no_captions import Ranking, leads_elsewhere, tells_of_author
from parsers.html.figures.picture_lines import PictureLines, in_another_figure
from parsers.html.figures.told_credits import keep_told
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.scoring.body_scores import Layout
from parsers.model import Caption, Image
from parsers.segments import BODY, BYLINE, CAPTION, CREDIT, HEADLINE, JUNK, KICKER, META, STANDFIRST, Labels

# All limits below were chosen by hand; a marked caption is one that a figcaption or a class name calls so.

#: Characters of the longest caption without mark or credit, and of the longest unmarked one; longer texts are body.
_LONGEST_UNSAID = 320
_LONGEST_CREDITED = 800
#: The most pieces of text that an unmarked caption consists of.
_MOST_UNSAID = 2
#: An unmarked caption has this many words or characters; a shorter text may be a label ("Exclusive", "2 min").
_LEAST_WORDS = 5
_LEAST_CHARS = 30
#: The most letters besides the name in an alternative text that names an author ("Headshot of Ada Lund").
_BESIDE_A_NAME = 16
#: The least words of a caption in a figure; one or two are a name or a button ("Ada Lund", "BBC").
_FEW_WORDS = 3
#: Labels that texts near a picture may already have; such texts are not captions.
_HEAD = frozenset((HEADLINE, KICKER, STANDFIRST, BYLINE, META))
#: Characters of the longest caption, marked or not.
_LONGEST_CAPTION = 1_500
#: A text of at least so many characters with a score above this is a paragraph, even if its box holds a picture.
_PARAGRAPH, _SURELY_BODY = 100, 0.8
#: Share of link text above which an unmarked text beside a picture belongs to a teaser.
_MOSTLY_LINKS = 0.5


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
        *("authors", "boxes", "context", "found", "labels", "lines", "mentions", "namer", "ranking", "region"),
        *("scores", "seen", "shown", "taken", "wording"),
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
        """Read all pictures of the region, then the captions without a picture; add them to `shown` and `mentions`."""
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

        A line that scores as body counts only near a picture and when it is nothing but a credit.
        """
        for segment in self.found.segments[self.region.first : self.region.last + 1]:
            index = segment.index
            if self.labels.of[index] is not None or self.lines.is_none(segment):
                continue
            if self.scores[index] <= BODY:
                if self.wording.may_tell(segment.text):
                    self.note(self.lines.read(index, self.uncaptioned(index)))
            elif len(segment.text) <= LONGEST_CREDIT_LINE:
                picture = self.uncaptioned(index, far=True)
                if picture is not None and self.wording.credits_picture(segment.text):
                    self.note(self.lines.read(index, picture))

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
        if ours and len(self.mentions) == known:
            self.note(self.declared(picture))
        if ours and (len(self.mentions) > known or not self.shows_an_author(picture)):
            self.shown.append(picture)

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
        bits = names_between(self.found, row, self.region)
        figure = figure_around(self.found, row, self.region)
        if (
            is_outside(bits)
            or quotes(self.found, figure, picture.spot if picture else None)
            or signs(self.found, self.labels, figure)
        ):
            return False
        pieces = self.pieces(row)
        if not pieces.is_credit and (is_linked(self.found, row, self.namer) or self.is_teaser(row, pieces, bits)):
            return False
        unsure = not (pieces.said or pieces.is_credit) or bool(pieces.headings)
        if unsure and link_share(self.found, row) > _MOSTLY_LINKS:
            return False
        if len(pieces.captions) > _MOST_UNSAID and not (pieces.said or pieces.headings or is_doubtful(bits)):
            return True
        printed = self.wording.divided(pieces.printed(self.wording.suppliers, self.wording.credit_line))
        # Without a marked caption or a credit, a heading or a class name like "related" shows that this is a teaser.
        if unsure and (pieces.headings or is_doubtful(bits)) and not self.wording.is_credited(printed):
            return False
        if printed is not None and not pieces.said:
            if bits & tag_facts.AUTHOR_WORD or tells_of_author(printed.text, self.authors, self.context.rules):
                return False
            if self.ranking.has(printed.text):
                return True
        if printed is not None and self.is_caption(row, pieces, printed):
            self.keep(row, printed, picture)
        elif printed is not None and picture and printed.credit and self.wording.is_labelled(printed.credit):
            self.keep(row, Printed("", printed.credit), picture)  # its words are those of a product or a heading
        return True

    def declared(self, picture: Shown) -> CaptionMention | None:
        """Return the caption that is only in a picture's attributes; None also if it repeats the headline or byline."""
        mention = declared_mention(picture, self.wording)
        if mention is None or self.wording.key(mention.text) in self.labelled_texts(_HEAD):
            return None
        return replace(mention, locator=self.found.locator.path(picture.spot.node))

    def labelled_texts(self, labels: Collection[str]) -> set[str]:
        """Return the texts of the segments with one of these labels, each reduced to letters and digits."""
        return {self.wording.key(segment.text) for segment in self.labels.labelled(*labels)}

    def is_teaser(self, row: int, pieces: Pieces, bits: int) -> bool:
        """Whether a box without a credit is about another story: a link, or links in a box of related stories.

        `bits`: those of `names_between` for the box.
        """
        if pieces.credits:
            return False
        linked = is_doubtful(bits) and link_share(self.found, row) > _MOSTLY_LINKS
        if not linked and not leads_elsewhere(self.found, row, self.context):
            return False
        return not any(self.wording.split(text)[1] for text in pieces.captions)

    def keep(self, row: int, printed: Printed, picture: Shown | None) -> None:
        """Add the caption of a box to those found, with its credit and picture, and label its segments."""
        after = self.boxes.end[row]
        if picture is None and not printed.text:
            picture = self.uncaptioned(self.boxes.first[row])
        again = self.repeats(after, printed.text)
        mention = CaptionMention(
            printed.text,
            credit=self.credit_of(row, after + again, printed, picture),
            image_url=picture.url or None if picture else None,
            alt=alt_of(picture.attributes) if picture else None,
            locator=self.found.locator.path(self.boxes.node[row]),
            split=self.wording.splits.get(printed.text),
        )
        self.note(mention)
        self.claim(row, printed)
        if again:  # Some pages print the caption a second time, for screens of another size.
            self.mentions.append(CaptionMention(printed.text, locator=self.found.locate(self.found.segments[after])))
            self.labels.claim(after, CAPTION, rule="figure")

    def repeats(self, index: int, text: str) -> bool:
        """Whether a caption is printed again: the segment `index` has exactly this text and no label yet."""
        segments = self.found.segments
        return index < len(segments) and segments[index].text == text and self.labels.of[index] is None

    def pieces(self, row: int) -> Pieces:
        """Read the texts in a box, without buttons and texts already labelled as headline, byline and the like."""
        pieces = read_pieces(self.boxes.node[row], self.namer).with_credits(self.wording.credit_line)
        pieces = pieces.with_labels(self.wording.suppliers.is_label, self.wording.is_names)
        pieces = pieces.without(set(filter(self.wording.is_control, (*pieces.captions, *pieces.credits))))
        inside = self.found.segments[self.boxes.first[row] : self.boxes.end[row]]
        heads = [s.text for s in inside if self.labels.of[s.index] in _HEAD]
        if not heads:
            return pieces
        wording = self.wording
        taken = {wording.key(text) for text in heads if not wording.credit_line(text)}
        return pieces.without({text for text in (*pieces.captions, *pieces.headings) if wording.key(text) in taken})

    def is_caption(self, row: int, pieces: Pieces, printed: Printed) -> bool:
        """Whether the text of a box is a caption: marked as one, or with no sign that it is something else."""
        text = printed.text
        if len(text) > _LONGEST_CAPTION:
            return False
        if not text:
            return self.is_credit(row, pieces, printed.credit or "")
        if pieces.said and (pieces.tagged or printed.credit or not self.wording.is_label_of_portrait(text)):
            return not (self.wording.is_prompt(text) or self.wording.points_elsewhere(printed))
        if pieces.headings and not pieces.said and text != " ".join(pieces.headings):
            return False  # An unmarked text under a title beside a picture is about another story or a product.
        if len(text) > _LONGEST_CREDITED or len(pieces.captions) > _MOST_UNSAID:
            return False
        if not pieces.said and self.is_paragraph(row):
            return False
        credited = self.wording.is_credited(printed)
        if (len(text) > _LONGEST_UNSAID and not credited) or self.wording.is_junk(text):
            return False
        if credited or self.wording.suppliers.is_name(text):  # A name alone may be a portrait's label, too.
            return credited
        shows = self.boxes.own[row] & tag_facts.FIGURE or calls_itself_picture(self.found, row, self.namer)
        least = _FEW_WORDS if shows else _LEAST_WORDS
        return len(text.split()) >= least or len(text) >= _LEAST_CHARS

    def is_credit(self, row: int, pieces: Pieces, credit: str) -> bool:
        """Whether `credit`, the whole text of a box, is a picture's: by its words, or by the mark-up of the box."""
        if self.wording.credit_line(credit):
            return not self.is_paragraph(row)
        shows = self.boxes.own[row] & tag_facts.FIGURE or calls_itself_picture(self.found, row, self.namer)
        marked = shows or pieces.said or self.wording.is_names(credit)
        return bool(marked) and not self.wording.is_junk(credit)

    def is_paragraph(self, row: int) -> bool:
        """Whether a box, although it holds a picture, is a paragraph: some of its text is long and surely body."""
        inside = self.found.segments[self.boxes.first[row] : self.boxes.end[row]]
        return any(len(s.text) >= _PARAGRAPH and self.scores[s.index] > _SURELY_BODY for s in inside)

    def credit_of(self, row: int, after: int, printed: Printed, picture: Shown | None) -> str | None:
        """Return a picture's credit: from its box, from the segment `after`, or from attributes; None without one."""
        if self.wording.is_credited(printed):
            return printed.credit
        told = picture.attributes if picture else {}
        texts = (declared_credit(told, self.wording), told.get("title"), told.get("alt"))
        return self.credit_line(after, row) or next(
            filter(self.wording.is_names, (self.wording.split(text)[1] for text in texts if text)), None
        )

    def credit_line(self, index: int, row: int) -> str | None:
        """Return the credit in the segment `index`, and label the segment CREDIT; None if it is more than a credit.

        None also for a segment that has a label already, or is in another figure than the box.
        """
        if index >= len(self.found.segments) or self.labels.of[index] is not None:
            return None
        if in_another_figure(self.found.segments[index], self.boxes.node[row]):
            return None
        credit = self.wording.credit_line(self.found.segments[index].text)
        if credit:
            self.labels.claim(index, CREDIT, reason="photo_credit", rule="after_picture")
        return credit

    def claim(self, row: int, printed: Printed) -> None:
        """Label the segments of a box CAPTION or CREDIT; all others in a figure, such as its buttons, become JUNK."""
        key, wording = self.wording.key, self.wording
        caption, both = key(printed.text), key(f"{printed.text} {printed.credit or ''}")
        first = self.boxes.first[row]
        above = self.found.segments[first - 1].text if first else ""
        if key(above) and wording.suppliers.is_label(above):  # a heading ("Photo")
            self.labels.claim(first - 1, JUNK, reason="player", rule="figure")
        for segment in self.found.segments[first : self.boxes.end[row]]:
            own = key(segment.text)
            if caption and (own in caption or caption in own):
                self.labels.claim(segment.index, CAPTION, rule="figure")
            elif own in both or wording.is_credit_of(own, both) or wording.credit_line(segment.text):
                self.labels.claim(segment.index, CREDIT, reason="photo_credit", rule="figure")
            elif caption and self.boxes.bits[self.found.box[segment.index]] & tag_facts.FIGURE:
                self.labels.claim(segment.index, JUNK, reason="player", rule="figure")
