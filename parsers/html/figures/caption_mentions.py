"""Makes a CaptionMention of a caption in a picture's box or attributes, and labels the segments that print it.

`found` is the page's Walk (its segments and the boxes that enclose them), `row` the index of a box in
`parsers.html.markup.boxes.Boxes`, `printed` its caption and credit, `picture` the one that it is about, None without
one.  A credit that is not in the box is sought below it and in the picture's attributes.  That the text is a caption of
the article is decided before, in `parsers.html.figures.figures`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from parsers.captions.merge import CaptionMention
from parsers.html.figures.article_images import Shown
from parsers.html.figures.box_texts import HEAD
from parsers.html.figures.declared_captions import declared_credit, declared_mention
from parsers.html.figures.figure_text import Printed
from parsers.html.figures.figure_wording import Wording
from parsers.html.figures.image_sources import alt_of
from parsers.html.figures.picture_lines import in_another_figure
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.segments import CAPTION, CREDIT, JUNK, Labels


class CaptionMentions:
    """Makes the mentions of one page's captions, and labels their segments."""

    __slots__ = ("boxes", "found", "labels", "wording")

    def __init__(self, found: Walk, labels: Labels, wording: Wording) -> None:
        self.found, self.boxes, self.labels, self.wording = found, found.boxes, labels, wording

    def mentions_of(self, row: int, printed: Printed, picture: Shown | None) -> list[CaptionMention]:
        """Return the mention of the caption in a box, twice if it is printed again below, and label their segments."""
        after = self.boxes.end[row]
        again = self.repeats(after, printed.text)
        mention = CaptionMention(
            printed.text,
            credit=self.credit_of(row, after + again, printed, picture),
            image_url=picture.url or None if picture else None,
            alt=alt_of(picture.attributes) if picture else None,
            locator=self.found.locator.path(self.boxes.node[row]),
            split=self.wording.splits.get(printed.text),
        )
        self.claim(row, printed)
        if not again:
            return [mention]
        # Some pages print the caption a second time, for screens of another size.
        self.labels.claim(after, CAPTION, rule="figure")
        return [mention, CaptionMention(printed.text, locator=self.found.locate(self.found.segments[after]))]

    def repeats(self, index: int, text: str) -> bool:
        """Whether a caption is printed again: the segment `index` has exactly this text and no label yet."""
        segments = self.found.segments
        return index < len(segments) and segments[index].text == text and self.labels.of[index] is None

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
        """Return the credit, and label it CREDIT, if the segment `index` has no label and is nothing else; else None.

        None also for a segment in another figure than that of the box.
        """
        if index >= len(self.found.segments) or self.labels.of[index] is not None:
            return None
        if in_another_figure(self.found.segments[index], self.boxes.node[row]):
            return None
        text, behind = self.found.segments[index].text, index + 1
        credit = self.wording.credit_line(text)
        if credit:
            self.labels.claim(index, CREDIT, reason="photo_credit", rule="after_picture")
        elif self.wording.suppliers.is_label(text) and any(map(str.isalpha, text)) and self.is_names(behind):
            # The label is a line of its own: "Photo credit:", "Ada Lund".
            credit = self.found.segments[behind].text
            for line in (index, behind):
                self.labels.claim(line, CREDIT, reason="photo_credit", rule="after_picture")
        return credit

    def is_names(self, index: int) -> bool:
        """Whether the segment `index` has no label and is nothing but names."""
        segments = self.found.segments
        if index >= len(segments) or self.labels.of[index] is not None:
            return False
        return self.wording.is_names(segments[index].text)

    def claim(self, row: int, printed: Printed) -> None:
        """Label each segment of a box as CAPTION, as CREDIT, or, in a figure, as JUNK: a button of the picture."""
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

    def declared(self, picture: Shown) -> CaptionMention | None:
        """Return the caption that is only in a picture's attributes; None also if it repeats the headline or byline."""
        mention = declared_mention(picture, self.wording)
        if mention is None or self.wording.key(mention.text) in self.labelled_texts(HEAD):
            return None
        return replace(mention, locator=self.found.locator.path(picture.spot.node))

    def labelled_texts(self, labels: Collection[str]) -> set[str]:
        """Return the texts of the segments with one of these labels, each reduced to letters and digits."""
        return {self.wording.key(segment.text) for segment in self.labels.labelled(*labels)}
