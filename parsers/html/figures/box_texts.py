"""Tells what the text in a picture's box is: a caption, a credit, a teaser of another story, or a paragraph.

A box is a block element, given as `row`, its index in `parsers.html.markup.boxes.Boxes`; `pieces` are its texts by
kind, `printed` is the caption and credit that they may be.  BoxTexts takes the page's Walk (`found`: segments and
boxes), the labels and scores of its segments, and what class names (`namer`) and words (`wording`) say; it labels
nothing.  `parsers.html.figures.figures` asks, and decides which boxes are the article's.
"""

from __future__ import annotations

from collections.abc import Sequence

from parsers.context import Context
from parsers.folding import letters
from parsers.html.figures.class_names import Namer
from parsers.html.figures.figure_boxes import MOSTLY_LINKS, calls_itself_picture, is_doubtful, is_frame, link_share
from parsers.html.figures.figure_text import Pieces, Printed, read_pieces
from parsers.html.figures.figure_wording import Wording
from parsers.html.figures.no_captions import leads_elsewhere, names_job_or_product
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.segments import BYLINE, HEADLINE, KICKER, META, STANDFIRST, Labels

# All limits below were chosen by hand; a marked caption is one that a figcaption or a class name calls so.

#: Characters of the longest caption, marked or not.
_LONGEST_CAPTION = 1_500
#: Letters of an alphabet in the longest caption without mark or credit, and in the longest unmarked one; longer texts
#: are body.
_LONGEST_UNSAID = 320
_LONGEST_CREDITED = 800
#: The most pieces of text that an unmarked caption consists of.
MOST_UNSAID = 2
#: An unmarked caption has this many words or characters; a shorter text may be a label ("Exclusive", "2 min").
_LEAST_WORDS = 5
_LEAST_CHARS = 30
#: The same in scripts that are written without blanks.
_LEAST_UNSPACED = 15
#: The least words of a caption in a figure; one or two are a name or a button ("Ada Lund", "BBC").
_FEW_WORDS = 3
#: Labels that texts near a picture may already have; such texts are not captions.
HEAD = frozenset((HEADLINE, KICKER, STANDFIRST, BYLINE, META))
#: A text of at least so many characters with a score above this is a paragraph, even if its box holds a picture.
_PARAGRAPH, _SURELY_BODY = 100, 0.8


class BoxTexts:
    """Reads and judges the texts in the boxes of one page."""

    __slots__ = ("boxes", "context", "found", "labels", "namer", "scores", "wording")

    def __init__(
        self, found: Walk, labels: Labels, scores: Sequence[float], context: Context, namer: Namer, wording: Wording
    ) -> None:
        self.found, self.boxes, self.labels, self.scores = found, found.boxes, labels, scores
        self.context, self.namer, self.wording = context, namer, wording

    def pieces(self, row: int) -> Pieces:
        """Read the texts in a box, without buttons and texts already labelled as headline, byline and the like."""
        pieces = read_pieces(self.boxes.node[row], self.namer, self.wording.credit_line)
        pieces = pieces.with_credits(self.wording.credit_line)
        pieces = pieces.with_labels(self.wording.suppliers.is_label, self.wording.is_names)
        pieces = pieces.with_name_before(self.is_repeated_name)
        pieces = pieces.without(set(filter(self.wording.is_control, (*pieces.captions, *pieces.credits))))
        inside = self.found.segments[self.boxes.first[row] : self.boxes.end[row]]
        heads = [s.text for s in inside if self.labels.of[s.index] in HEAD]
        if not heads:
            return pieces
        wording = self.wording
        taken = {wording.key(text) for text in heads if not wording.credit_line(text)}
        return pieces.without({text for text in (*pieces.captions, *pieces.headings) if wording.key(text) in taken})

    def is_repeated_name(self, text: str) -> bool:
        """Whether a text is a name that is a line of its own more than once on the page, as beside several pictures."""
        if not self.wording.suppliers.is_name(text):
            return False
        return sum(segment.text == text for segment in self.found.segments) > 1

    def is_teaser(self, row: int, pieces: Pieces, bits: int) -> bool:
        """Whether a box without a credit is about another story: a link, or links in a box of related stories.

        `bits`: those of `names_between` for the box.
        """
        if pieces.credits:
            return False
        linked = is_doubtful(bits) and link_share(self.found, row) > MOSTLY_LINKS
        if not linked and not leads_elsewhere(self.found, row, self.context):
            return False
        return not any(self.wording.split(text)[1] for text in pieces.captions)

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
        if letters(text) > _LONGEST_CREDITED or len(pieces.captions) > MOST_UNSAID:
            return False
        named = calls_itself_picture(self.found, row, self.namer) or is_frame(self.boxes.node[row])
        if not (pieces.said or named) and self.is_paragraph(row):
            return False
        credited = self.wording.is_credited(printed)
        if (letters(text) > _LONGEST_UNSAID and not credited) or self.wording.is_junk(text):
            return False
        if credited or self.wording.suppliers.is_name(text):  # A name alone may be a portrait's label, too.
            return credited
        if not pieces.said and names_job_or_product(text, self.context.rules):
            return False
        if not pieces.said and any(map(self.wording.is_junk, pieces.captions)):
            return False
        shows = self.boxes.own[row] & tag_facts.FIGURE or named
        least = _FEW_WORDS if shows else _LEAST_WORDS
        long = _LEAST_UNSPACED if not text.isascii() and " " not in text else _LEAST_CHARS
        return len(text.split()) >= least or len(text) >= long

    def is_credit(self, row: int, pieces: Pieces, credit: str) -> bool:
        """Whether `credit`, the whole text of a box, credits a picture: by its words, or as the box is a picture's."""
        if self.wording.credit_line(credit):
            return not self.is_paragraph(row)
        shows = self.boxes.own[row] & tag_facts.FIGURE or calls_itself_picture(self.found, row, self.namer)
        marked = shows or pieces.said or self.wording.is_names(credit)
        return bool(marked) and not self.wording.is_junk(credit)

    def is_paragraph(self, row: int) -> bool:
        """Whether a box, although it holds a picture, is a paragraph: some of its text is long and surely body.

        Two texts in Chinese, Japanese or Korean may be shorter; one alone may be a caption, which they print at length.
        """
        inside = self.found.segments[self.boxes.first[row] : self.boxes.end[row]]
        sure = [s.text for s in inside if self.scores[s.index] > _SURELY_BODY]
        return any(len(text) >= _PARAGRAPH for text in sure) or sum(letters(text) >= _PARAGRAPH for text in sure) > 1
