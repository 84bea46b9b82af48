"""Finds the line right below each picture, and tells whether it is the picture's caption, where no box holds them both.

"<p><img></p><p>The old port at dawn. Ada Lund/AP</p>": many sites print a caption as a paragraph of its own, without a
class name.  Such a line is told by its credit, by its likeness to the picture's alternative text, by italics, small
print or centring that other paragraphs do not have.
`found` is the page's Walk, `region` the part of the page that is the article's.  Labels nothing:
`parsers.html.figures.figures` decides which pictures are the article's.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import Final, NamedTuple

from lxml import etree

from parsers.folding import letters
from parsers.html.figures.article_images import Shown
from parsers.html.figures.figure_boxes import MOSTLY_LINKS, Region
from parsers.html.figures.figure_text import Printed
from parsers.html.figures.figure_wording import Wording
from parsers.html.markup.walked import Spot, Walk
from parsers.segments import CREDIT, HEADLINE, Labels, Segment

# All limits below were chosen by hand.

#: Letters of the longest caption without a credit, and with one; longer texts are paragraphs.
_LONGEST: Final = 320
_LONGEST_CREDITED: Final = 600
#: Letters of the longest caption that only italics and the like show, and words of the shortest.
_LONGEST_APART: Final = 160
_LEAST_APART: Final = 4
#: So many times as many lines below pictures as other lines are in italics where italics mean a caption.
_SURPLUS: Final = 4
#: Characters of an alternative text above which only the caption has the same words.
_LONG_ALT: Final = 120
#: Elements in which an img is only one of several files of a picture; a source that is not closed holds what follows.
_OF_PICTURE: Final = frozenset(("picture", "source"))
#: Words of the shortest alternative text that a caption may repeat.
_LEAST_WORDS: Final = 2
#: Lines above the text that are set apart alike, of which one alone may be the standfirst.
_SEVERAL: Final = 2
#: The share of the longer of two texts that say the same that is in the shorter one.
_ALIKE: Final = 0.5
#: The most levels from a line, or from its picture, to the box that holds them both.
_LEVELS: Final = 4
#: What addresses hold, which no caption prints.
_ADDRESS: Final = "://"
#: Inline elements by which a whole line is set apart from the paragraphs.
_SET_APART: Final = frozenset(("i", "em", "small"))
_CENTRED: Final = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)


class Below(NamedTuple):
    """A line right below a picture of the article."""

    segment: Segment
    picture: Shown


class LinesBelow:
    """Finds and judges the lines below the pictures of one page."""

    __slots__ = ("__dict__", "found", "labels", "region", "wording")

    def __init__(self, found: Walk, labels: Labels, region: Region, wording: Wording) -> None:
        self.found, self.labels, self.region, self.wording = found, labels, region, wording

    def line(self, picture: Shown) -> Below | None:
        """Return the line that follows a picture, with nothing between, and does not hold it; None without one."""
        segments, spot = self.found.segments, picture.spot
        at = spot.before
        if at + 1 < len(segments) and self.wording.is_control(segments[at].text):  # "7 of 9", above the caption
            at += 1
        while at < len(segments) and self.labels.of[at] == CREDIT:  # the picture's own, above its caption
            at += 1
        if at >= len(segments) or self.labels.of[at] is not None or not self._is_last(picture):
            return None
        segment = segments[at]
        if segment.hint or segment.level or segment.list_depth:
            return None
        if self._is_elsewhere(segment, spot) and not self._is_all_of_alt(segment.text, picture):
            return None
        bold, links = self.found.bold[segment.index], self.found.linked[segment.index]
        if 2 * bold > len(segment.text) or links > MOSTLY_LINKS * len(segment.text):
            return None
        return Below(segment, picture)

    def _is_last(self, picture: Shown) -> bool:
        """Whether no other picture and no embed stands between a picture and the line that follows it."""
        before = picture.spot.before
        if any(spot.before == before for spot in self.found.embeds):
            return False
        last = self._last.get(before)
        return last is None or last.node is picture.spot.node

    @cached_property
    def _last(self) -> dict[int, Spot]:
        """The last picture before each line, without copies for browsers that run no scripts."""
        return {spot.before: spot for spot in self.found.pictures if not spot.noscript}

    def _is_elsewhere(self, segment: Segment, spot: Spot) -> bool:
        """Whether a line holds the picture at `spot`, stands far from it in the tree, or other text stands with it."""
        around = [spot.node, *(node for node in spot.node.iterancestors() if node.tag not in _OF_PICTURE)]
        near = [segment.node, *segment.node.iterancestors()]
        above = self.found.segments[spot.before - 1].node if spot.before else None
        # Text above that stands loose in the box of them both is a paragraph of the story.
        if segment.node in around or (above in around[1:_LEVELS] and above not in near):
            return True
        return not set(around[1 : _LEVELS + 1]).intersection(near[1 : _LEVELS + 1])

    def printed(self, below: Below) -> Printed | None:
        """Return the caption and credit of a line whose words or mark-up show that it is a caption; else None."""
        text = below.segment.text
        size = letters(text)
        if _ADDRESS in text or self.wording.is_junk(text):
            return None
        if self._is_all_of_alt(text, below.picture):
            return Printed(*self.wording.split(text))
        if size > _LONGEST_CREDITED:
            return None
        caption, credit = self.wording.split(text)
        said = not self.wording.suppliers.is_label(caption)
        if credit is not None and said and self._is_signed(below.segment, caption, credit):
            return Printed(caption, credit)
        if size > _LONGEST or not self._goes_on(below.segment):
            return None
        behind = None if credit else self.credit_behind(below.segment)
        if self._is_about(text, below.picture) or self._is_set_apart(below.segment):
            return Printed(caption, credit or behind)
        return Printed(text, behind) if behind and size <= _LONGEST_APART else None

    def credit_behind(self, segment: Segment) -> str | None:
        """Return the credit that is the line after a caption, with a label and with more body below it; else None."""
        behind = segment.index + 1
        if behind >= len(self.found.segments) or self.labels.of[behind] is not None:
            return None
        line = self.found.segments[behind]
        if not self._goes_on(line) or not self.wording.is_labelled(line.text):
            return None
        return self.wording.credit_line(line.text)

    def repeats(self, row: int, printed: Printed, picture: Shown) -> bool:
        """Whether the only text of the box `row`, beside a picture, is above the body's end and says what it shows."""
        first = self.found.boxes.first[row]
        if (
            self.found.boxes.end[row] - first > 1
            or letters(printed.text) > _LONGEST
            or self.wording.is_junk(printed.text)
        ):
            return False
        segment = self.found.segments[first]
        if segment.node in picture.spot.node.iterancestors() or not self._goes_on(segment):
            return False
        return self._is_about(printed.text, picture)

    def _is_all_of_alt(self, text: str, picture: Shown) -> bool:
        """Whether a line is word for word the alternative text of its picture, and too long for a name or a title."""
        told = picture.attributes.get("alt", "")
        return len(told) > _LONG_ALT and self.wording.key(text) == self.wording.key(told)

    def _is_about(self, text: str, picture: Shown) -> bool:
        """Whether a text says what a picture's element says; it is no headline, and no name unless the story has it."""
        if not says_the_same(text, picture, self.wording):
            return False
        name = text.strip(" .")
        if all(word[:1].isupper() or not word.isalpha() for word in name.split()):
            return any(name in told and told != text for told in self._story)
        return not any(headline in self.wording.key(text) for headline in self._headlines)

    @cached_property
    def _story(self) -> tuple[str, ...]:
        """The texts of the body."""
        return tuple(self.found.segments[index].text for index in self.region.body)

    @cached_property
    def _headlines(self) -> frozenset[str]:
        """The headline as printed, reduced to letters and digits."""
        return frozenset(self.wording.key(segment.text) for segment in self.labels.labelled(HEADLINE))

    def _is_signed(self, segment: Segment, caption: str, credit: str) -> bool:
        """Whether the credit that ends a line is a picture's: an agency alone may have sent the report that ends so."""
        known = self.wording.suppliers
        several = len(known.parts(credit)) > 1 or not any(map(known.is_sure, known.parts(credit)))
        return segment.text.startswith(caption) and (several or self._goes_on(segment))

    def _goes_on(self, segment: Segment) -> bool:
        """Whether the body has paragraphs below a line."""
        return bool(self.region.body) and segment.index < self.region.body[-1]

    def _is_set_apart(self, segment: Segment) -> bool:
        """Whether a line inside the body is printed in a way in which hardly any line elsewhere is printed."""
        way = set_apart(segment.node)
        short = letters(segment.text) <= _LONGEST_APART and len(segment.text.split()) >= _LEAST_APART
        if not way or not short:
            return False
        below, elsewhere = self._ways
        least = 1 if segment.index > self.region.body[0] else _SEVERAL  # above the text, it may be the standfirst
        return below[way] >= max(least, _SURPLUS * elsewhere[way])

    @cached_property
    def _ways(self) -> tuple[Counter[str], Counter[str]]:
        """How many of the region's lines are set apart in each way: those below pictures, and the others."""
        below: Counter[str] = Counter()
        elsewhere: Counter[str] = Counter()
        for segment in self.found.segments[self.region.first : self.region.last + 1]:
            if way := set_apart(segment.node):
                at = segment.index
                while at and self.labels.of[at - 1] == CREDIT:
                    at -= 1
                (below if at in self._last else elsewhere)[way] += 1
        return below, elsewhere


def says_the_same(text: str, picture: Shown, wording: Wording) -> bool:
    """Whether a text says what the alternative text or the title of a picture says; one may say a little more.

    A name alone must be the same: the title of a box may be in the alternative text of the picture in it, too.
    """
    own, name = wording.key(text), wording.suppliers.is_name(text)
    for told in filter(None, (picture.attributes.get("alt"), picture.attributes.get("title"))):
        other = wording.key(told)
        if own == other and len(text.split()) >= _LEAST_WORDS:
            return True
        shorter, longer = sorted((own, other), key=len)
        if not name and len(told.split()) > _LEAST_WORDS and shorter in longer and len(shorter) > _ALIKE * len(longer):
            return True
    return False


def set_apart(node: etree._Element) -> str:
    """Return how a whole line is set apart from others: the name of an inline element, or "center"; "" if it is not."""
    if _CENTRED.search(node.get("style") or "") or node.get("align") == "center":
        return "center"
    while len(node) == 1 and not (node.text or "").strip() and not (node[0].tail or "").strip():
        node = node[0]
        if node.tag in _SET_APART:
            return str(node.tag)
    return ""
