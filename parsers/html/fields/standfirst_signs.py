"""Adds up the signs in a line's surroundings for or against a standfirst to a number above or below 0.

Takes a segment and the Sheet (the page as field readers see it).  Signs are class names, bold letters, the byline
below, and differences from the body: another box, another tag or class.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress, islice
from typing import Any, Final, NamedTuple

from parsers.folding import key_words
from parsers.html.fields.sheet import Sheet, bold, bold_line
from parsers.html.fields.told_again import told_again
from parsers.html.markup.tag_facts import PICTURES
from parsers.segments import BODY, BYLINE, META, Segment
from parsers.sentence_ends import SENTENCE_ENDS

#: The looks of an element: its tag and classes, by which style sheets choose.
Shape = tuple[str, str]
#: Score above which a segment that is not body is nearly body.
_NEARLY = 0.4
#: Ends of sentences, and the least characters of a lede.
ENDS, _LEDE = (*SENTENCE_ENDS, "”"), 80
#: The least characters of a heading that is a standfirst; the share of words it may share with the headline; and how
#: many times as many words a sentence has that tells more than the headline.
HEADING, _SAME_WORDS, _LONGER = 40, 0.6, 1.5
#: Characters of the end of a line by which it is looked for in its box.
_END = 12
#: Share (0 to 1) of the rest of the body's text from which on an element around a line is the body's, not the line's.
_MOST = 0.5
#: Elements from a line outwards, itself included, whose names tell what it is.
_NAMING_LEVELS = 3
#: Elements of single lines, which are no boxes of several although a line break may part them.
_PARAGRAPHS: Final = ("p", "li")
#: Elements of a box that holds nothing but a picture, its caption and a credit.
_WITH_PICTURE = 3
#: Elements around a line before which its picture may stand.
_PICTURE_LEVELS = 2
#: Segments that are examined to find the box and the looks of the body.
_MANY = 200
#: Segments below the headline in which a line is just below it; segments below a line in which its byline follows.
_JUST_BELOW, _BYLINE_NEAR = 3, 3
#: Segments below a standfirst in which buttons and a picture may stand before byline or date.
_HEAD_LINES = 14
#: Segments below the headline in which a sentence of at least so many characters that the body tells again is its
#: standfirst; the share of its words that come again.  Of such lines nine in ten are one, farther below only eight.
_RIGHT_BELOW, _SENTENCE, _TOLD_AGAIN = 2, 60, 0.4
#: The fewest and the most points of a list that sums the story up, the least characters of one, and the share of its
#: words that come again in the body.
_FEWEST_POINTS, _MOST_POINTS, _POINT, _POINT_TOLD = 2, 5, 40, 0.5
#: A list with more link text leads elsewhere.
_LINKS = 0.2
#: The lowest level of a heading that may be a standfirst.
_LOWEST_HEADING = 4
#: Certainty (0 to 1) from which a description says the same as a heading.
_SAYS_THE_SAME = 0.8
#: Elements from a line outwards, itself included, of which one may be the header.
_HEADER_LEVELS = 4


class _Weights(NamedTuple):
    """What each sign adds to, or takes off, the sum for a standfirst; `standfirst` has the sum that a standfirst needs.

    Chosen by hand; there is no record of a fit.
    """

    #: Added: class names for standfirsts; bold letters; a byline or date just below.
    named: float = 0.45
    bold: float = 0.45
    above_byline: float = 0.3
    #: Added: another tag or class than the body's; another box; and, in another box, a lede just below the headline.
    other_looks: float = 0.2
    other_box: float = 0.15
    lede: float = 0.3
    #: Added: a point of a short list whose points the body tells again.
    point: float = 0.4
    #: Added: a sentence just below the headline, in a box and an element of looks of its own, alone.
    alone: float = 0.15
    #: Added: in the page's header.
    in_header: float = 0.15
    #: Taken off: class names for something else.
    elsewhere: float = 0.4
    #: Taken off for each segment from the headline on, of which at most `most_segments` count.
    each_segment: float = 0.01
    most_segments: int = 20
    #: Added for a heading that may be a standfirst; for one that only has a class name for it; taken off for others.
    heading: float = 0.44
    named_heading: float = 0.1
    other_heading: float = 0.2


_WEIGHTS = _Weights()


@dataclass(frozen=True, slots=True)
class Body:
    """Where most body text is and how it looks; a standfirst differs from it."""

    #: The box (`line_box`) of most of the body's text; None without body.
    home: Any
    #: The elements that hold several of its lines, parted by line breaks.
    boxes: frozenset[Any]
    #: Whether `home` is in a header element.
    in_header: bool
    #: Tag and classes of most of the body's text; None without body.
    shape: Shape | None
    #: How many characters of the body the elements at and around its lines hold, and how many it has.
    held: dict[Any, int]
    length: int
    #: Whether most of it is bold, so that bold letters tell nothing.
    bold: bool

    def holds(self, node: Any, line: int) -> bool:
        """Whether an element around a line holds most of the body, apart from that line.

        Then the element's names, such as "text-with-summary", say nothing about a single line in it.  `line`: how many
        characters of the body are in the line.
        """
        return self.held.get(node, 0) - line > _MOST * max(self.length - line, 1)


def body_of(sheet: Sheet) -> Body:
    """Find where most of the text that scores as body is, and how it looks."""
    lines: dict[Any, list[int]] = {}
    shapes: dict[Shape, int] = {}
    held: dict[Any, int] = {}
    in_bold = 0
    start = max(sheet.headline, 0)
    stop = min(sheet.layout.last + 1, start + _MANY)
    body = map(BODY.__lt__, sheet.layout.scores[start:stop])
    for segment in compress(sheet.labels.segments[start:stop], body):
        node, length = segment.node, len(segment.text)
        shape = (node.tag, node.get("class", ""))
        lines.setdefault(node, []).append(length)
        shapes[shape] = shapes.get(shape, 0) + length
        in_bold += length * (len(node) > 0 and bold_line(segment))
        for _ in range(_NAMING_LEVELS):
            if node is None:
                break
            held[node] = held.get(node, 0) + length
            node = node.getparent()
    boxes = frozenset(node for node, lengths in lines.items() if len(lengths) > 1 and node.tag not in _PARAGRAPHS)
    homes: dict[Any, int] = {}
    for node, lengths in lines.items():
        home = node if node in boxes else node.getparent()
        homes[home] = homes.get(home, 0) + sum(lengths)
    home = max(homes, key=homes.__getitem__, default=None)
    most = max(shapes, key=shapes.__getitem__, default=None)
    length = sum(homes.values())
    return Body(home, boxes, _in_header(home), most, held, length, in_bold > _MOST * length)


def line_box(segment: Segment, body: Body) -> Any:
    """The element in which a line stands beside others: its parent, or its own if that holds several lines of the body.

    Lines that only line breaks part have one element, which is their box.
    """
    return segment.node if segment.node in body.boxes else segment.node.getparent()


def shape_of(node: Any) -> Shape:
    """The tag and classes of an element."""
    return str(node.tag), node.get("class", "")


def signs_of(segment: Segment, sheet: Sheet, body: Body) -> float:
    """Return the sum of the signs for (above 0) or against (below 0) a segment being the standfirst."""
    node, box = segment.node, line_box(segment, body)
    found = sheet.marks(node, _levels_of_its_own(node, segment, sheet, body))
    signs = 0.0
    if not found.isdisjoint(sheet.heads.standfirst):
        signs += _WEIGHTS.named
    if not segment.level and _is_below_picture(node):
        signs -= _WEIGHTS.elsewhere
    if sheet.marked(node, sheet.heads.elsewhere) or _in_form(segment, sheet):
        signs -= _WEIGHTS.elsewhere
    distance = segment.index - sheet.headline
    if not segment.level and (
        not found.isdisjoint(sheet.heads.bold)
        or (len(node) and not body.bold and bold_line(segment) and not _in_bold_text(segment, sheet))
    ):
        signs += _WEIGHTS.bold
    if is_above_byline(segment, sheet):
        signs += _WEIGHTS.above_byline
    # Text that is loose in the body's own box is its first paragraph, whose tag is missing.
    apart = node is not body.home or not _is_loose(segment)
    if body.shape is not None and not segment.level and apart and shape_of(node) != body.shape:
        signs += _WEIGHTS.other_looks
    if is_in_other_box(segment, body):
        signs += _WEIGHTS.other_box + _WEIGHTS.lede * (distance <= _JUST_BELOW and _is_lede(segment, sheet))
        signs += _WEIGHTS.alone * (distance <= _JUST_BELOW and _stands_alone(segment, sheet, body))
    elif segment.list_depth and _is_point(segment, sheet, body):
        signs += _WEIGHTS.point
    if body.in_header if box is body.home else _in_header(box):
        signs += _WEIGHTS.in_header
    return signs - min(distance, _WEIGHTS.most_segments) * _WEIGHTS.each_segment


def is_in_other_box(segment: Segment, body: Body) -> bool:
    """Whether a line, no item of a list, stands in another box than the body.

    Text that is loose in the body's own box is its first paragraph, whose tag is missing.  So is text in another box
    that looks the same, as of a body that is interrupted.
    """
    node = segment.node
    if body.home is None or segment.list_depth or (node is body.home and _is_loose(segment)):
        return False
    if node in body.boxes and shape_of(node) == body.shape:
        return False
    return line_box(segment, body) is not body.home


def _in_form(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line stands in a form; one around the whole page, as older systems print it, is none."""
    form = next(segment.node.iterancestors("form"), None)
    if form is None or sheet.headline < 0:
        return False
    return form not in sheet.labels.segments[sheet.headline].node.iterancestors("form")


def _is_loose(segment: Segment) -> bool:
    """Whether the end of a line stands directly in its box, not in an element of its own (a span, a bold one)."""
    own = (segment.node.text, *(child.tail for child in segment.node))
    return segment.text[-_END:] in " ".join(" ".join(filter(None, own)).split())


def _levels_of_its_own(node: Any, segment: Segment, sheet: Sheet, body: Body) -> int:
    """Return how many elements, from `node` outwards, hold the line but not most of the body; at most _NAMING_LEVELS.

    Only the class names of these elements tell what the line is.
    """
    line = len(segment.text) if sheet.layout.scores[segment.index] > BODY else 0
    for level in range(_NAMING_LEVELS):
        if node is None or body.holds(node, line):
            return level
        node = node.getparent()
    return _NAMING_LEVELS


def _in_bold_text(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line and the next are in one element, all in bold: then bold is no sign of a standfirst."""
    below = sheet.labels.segments[segment.index + 1 : segment.index + 2]
    return bool(below) and below[0].node is segment.node and bold(segment.node)


def _is_below_picture(node: Any) -> bool:
    """Whether an element follows a picture in a box that holds little else: then it is a caption, no standfirst."""
    above, parent = node.getprevious(), node.getparent()
    if above is None or parent is None or len(parent) > _WITH_PICTURE or (parent.text or "").strip():
        return False
    said = any((part.text or "").strip() or (part.tail or "").strip() for part in above.iter("*"))
    return not said and any(part.tag in PICTURES for part in above.iter("*"))


def _is_lede(segment: Segment, sheet: Sheet) -> bool:
    """Whether a segment is a sentence that scores just too low for body, as a standfirst in its own box often does.

    Just below the headline that is a sign of a standfirst.  So is, right below it, that the body tells it again: on
    pages with a byline or a date, since the boxes of a guide or an offer are told again, too.
    """
    if not segment.text.endswith(ENDS):
        return False
    if len(segment.text) >= _LEDE and _NEARLY < sheet.layout.scores[segment.index] <= BODY:
        return True
    if segment.index - sheet.headline > _RIGHT_BELOW or len(segment.text) < _SENTENCE or segment.link_share > _LINKS:
        return False
    if not _is_in_news_head(segment, sheet, _HEAD_LINES) or follows_picture(segment, sheet):
        return False
    return told_again(segment, sheet) >= _TOLD_AGAIN


def follows_picture(segment: Segment, sheet: Sheet) -> bool:
    """Whether a picture is the element before a line, or before a box around it: then the line may be the caption.

    Boxes that hold the headline, too, are left out: before them stands the site's own head.
    """
    around = frozenset(sheet.labels.segments[max(sheet.headline, 0)].node.iterancestors())
    for element in (segment.node, *islice(segment.node.iterancestors(), _PICTURE_LEVELS)):
        if element in around:
            return False
        above = element.getprevious()
        if above is not None and any(part.tag in PICTURES for part in above.iter("*")):
            return True
    return False


def _is_point(segment: Segment, sheet: Sheet, body: Body) -> bool:
    """Whether a line is a point of a short list that sums the story up: the body tells it again, and is no list itself.

    All items of the list are lines of some length without links.
    """
    points = segment.node.getparent()
    if points is None or body.home is points or segment.node.tag != "li":
        return False
    near = sheet.labels.segments[max(segment.index - _MOST_POINTS, 0) : segment.index + _MOST_POINTS + 1]
    items = [line for line in near if line.node.getparent() is points]
    if not _FEWEST_POINTS <= len(items) == len(points) <= _MOST_POINTS:
        return False
    if any(len(item.text) < _POINT or item.link_share > _LINKS for item in items):
        return False
    return any(told_again(item, sheet) >= _POINT_TOLD for item in items)


def _stands_alone(segment: Segment, sheet: Sheet, body: Body) -> bool:
    """Whether a segment is a sentence in an element with a class that neither the body nor the lines beside it have.

    The head must have a byline or a date; a question may be a poll's or a widget's.
    """
    shape = shape_of(segment.node)
    if not shape[1] or shape == body.shape or not segment.text.endswith(ENDS) or segment.text.endswith(("?", "？")):
        return False
    if not _is_in_news_head(segment, sheet, _BYLINE_NEAR):
        return False
    beside = sheet.labels.segments[max(segment.index - 1, 0) : segment.index + 2]
    return all(shape_of(other.node) != shape for other in beside if other is not segment)


def _is_in_news_head(segment: Segment, sheet: Sheet, below: int) -> bool:
    """Whether a byline or a date stands between the headline and the lines below a segment, as on news pages.

    `below`: how many segments below it are looked at.
    """
    head = sheet.labels.of[sheet.headline + 1 : segment.index + 1 + below]
    return BYLINE in head or META in head


def is_above_byline(segment: Segment, sheet: Sheet) -> bool:
    """Whether a byline or a date line follows within three segments, which is a sign of a standfirst."""
    after = sheet.labels.of[segment.index + 1 : segment.index + 1 + _BYLINE_NEAR]
    return BYLINE in after or META in after


def heading_signs(segment: Segment, sheet: Sheet, described: float, *, first: bool) -> float:
    """Return the weight of being a heading, positive for one that may be the standfirst, else negative.

    It is positive just below the headline, or for a declared description.  `described`: the certainty (0 to 1) that it
    repeats a description.  `first`: True when no text precedes it; then a heading that is a sentence may be farther
    below the headline.
    """
    if segment.level > _LOWEST_HEADING:
        return 0.0
    right_below = segment.index - sheet.headline <= _JUST_BELOW or (first and segment.text.endswith("."))
    long = len(segment.text) >= HEADING or _is_second_title(segment, sheet)
    if not ((right_below and long) or described >= _SAYS_THE_SAME):
        found = sheet.marks(segment.node)
        other = found.isdisjoint(sheet.heads.standfirst) or found & sheet.heads.elsewhere
        return -_WEIGHTS.other_heading if other else _WEIGHTS.named_heading
    if not described and sheet.headline >= 0:
        # Nearly the same words: the headline of the print edition or of the teaser, unless it is a longer sentence.
        own, above = (frozenset(key_words(text)) for text in (segment.text, sheet.labels.segments[sheet.headline].text))
        longer = segment.text.endswith(".") and len(own) >= _LONGER * len(above)
        if not longer and len(own & above) >= _SAME_WORDS * min(len(own), len(above)):
            return -_WEIGHTS.other_heading
    return _WEIGHTS.heading


def _is_second_title(segment: Segment, sheet: Sheet) -> bool:
    """Whether a heading stands directly below the headline, in the same box, and the byline or date follows it."""
    above = sheet.labels.segments[max(sheet.headline, 0)]
    if segment.index != sheet.headline + 1 or segment.node.getparent() is not above.node.getparent():
        return False
    return sheet.labels.of[segment.index + 1] in (BYLINE, META) if segment.index + 1 < len(sheet.labels.of) else False


def _in_header(node: Any) -> bool:
    """Whether an element or one of the three that enclose it is a header, which is a sign of a standfirst."""
    for _ in range(_HEADER_LEVELS):
        if node is None:
            return False
        if node.tag == "header":
            return True
        node = node.getparent()
    return False
