"""Walks the tree once and collects text segments in reading order, boxes, and the places of pictures and embeds.

A segment is a run of text that a browser shows as one block: the text of inline elements is joined, a block element or
a double line break ends the segment, and white space is collapsed.  Every visible text node is read exactly once.
Block elements (boxes) become rows of `Boxes`, so that other modules find the boxes that enclose a segment in columns of
numbers.  A note is an aside inside a line of text, hidden or in the margin, that becomes a segment of its own.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, Final

from lxml import etree

from parsers.folding import unbroken
from parsers.html.markup import lines_apart, misused_tags, tag_facts
from parsers.html.markup.embedded_posts import is_post, join_post
from parsers.html.markup.table_rows import join_row
from parsers.html.markup.walk_names import CAPTION, NO_NAMES, NOTE, SAID_TWICE, WalkNames
from parsers.html.markup.walked import Spot, Walk
from parsers.html.markup.xpaths import Locator
from parsers.segments import Segment


def walk(root: etree._Element, locator: Locator | None = None, names: WalkNames = NO_NAMES) -> Walk:
    """Collect the segments, boxes, pictures and embeds of a page; `root` is the html element.

    `locator` knows the XPaths of elements that have been moved; None when none has.  `names` has the class names by
    which embedded posts, notes, captions and text for screen readers are recognised.
    """
    walker = _Walker(root, locator or Locator(), names)
    walker.run()
    return walker.found


# What the walk does with an element.  From _SKIP on, everything inside the element is skipped; _UNSEEN is an element
# inside a skipped one.
_INLINE, _BLOCK, _BREAK, _LINK, _BOLD, _PICTURE, _NOSCRIPT, _BUTTON, _SPAN, _NOTE, _FIELD, _FONT, _OWN = range(13)
_SKIP, _EMBED, _UNSEEN = range(13, 16)
_ACTIONS: Final[dict[str, int]] = {
    **dict.fromkeys(tag_facts.BLOCKS, _BLOCK),
    **dict.fromkeys(tag_facts.SKIPPED, _SKIP),
    **dict.fromkeys(tag_facts.PICTURES, _PICTURE),
    **dict.fromkeys(tag_facts.EMBEDS, _EMBED),
    "br": _BREAK,
    "a": _LINK,
    "b": _BOLD,
    "strong": _BOLD,
    "noscript": _NOSCRIPT,
    "button": _BUTTON,
    "input": _FIELD,
    **dict.fromkeys(("span", "small", "i", "em", "mark", "sup"), _SPAN),
    "font": _FONT,
    **dict.fromkeys(("time", "u", "picture", "source", "meta", "link"), _INLINE),
}

#: Characters that have no visible shape: blank, soft hyphen, zero-width and text-direction characters.
_INVISIBLE = " \u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


#: Inside these elements, a bold line that a br ends is no heading.
_NO_HEADING: Final = tag_facts.PRE | tag_facts.HEADING | tag_facts.FIGCAPTION | tag_facts.FIGURE | tag_facts.TABLE
#: Inside these elements, a br never ends a paragraph.
_ONE_LINE: Final = tag_facts.PRE | tag_facts.HEADING | tag_facts.FIGCAPTION | tag_facts.FIGURE | tag_facts.BUTTON
#: Elements that are blocks, though not by their tags, when this function says True of them.
_MAYBE_BLOCK: Final = {
    _BUTTON: lambda node: not misused_tags.stands_in_sentence(node),
    _FONT: lines_apart.in_big_letters,
    _OWN: lines_apart.stands_apart,
}
# A heading that a br ends: the least share of bold characters, the most characters, and the signs with which it does
# not end.  Chosen by hand.
_ALL_BOLD: Final = 0.9
_LONGEST_HEADING: Final = 100
_SENTENCE_ENDS: Final = tuple('.,;:…。、，;»”"')


class _Walker:
    """The state of one walk: what has been found, and the segment that is being collected."""

    __slots__ = (
        *("bold", "bolds", "broke", "found", "lines", "linked", "linkend", "links", "mute", "names", "notes", "open"),
        *("parted", "parts", "rows"),
    )

    def __init__(self, root: etree._Element, locator: Locator, names: WalkNames) -> None:
        self.found = Walk(root, locator=locator)
        self.names = names
        self.parts: list[str] = []
        #: Characters of the current segment in links and in bold, and how many link and bold elements are open.
        self.linked = self.bold = self.links = self.bolds = 0
        #: Number of open noscript elements; text inside them is not shown.
        self.mute = 0
        #: Whether a line break has just been read, and no text since.
        self.broke = False
        #: Whether a link has just ended, and no text has been read since.
        self.linkend = False
        #: For each element with line breaks, whether these part paragraphs.
        self.parted: dict[etree._Element | None, bool] = {}
        #: For each open note, the number of parts collected before it; and the finished notes (element, text), which
        #: become segments when the line that they are in ends.
        self.lines: list[int] = []
        self.notes: list[tuple[etree._Element, str]] = []
        #: The open block elements from the outside in, and the rows of the outer ones that already have a row.
        self.open: list[etree._Element] = [] if root.tag in tag_facts.BLOCKS else [root]
        self.rows: list[int] = []

    def run(self) -> None:
        """Go through all elements once.  What is done for every element is written out here, since calls are slow."""
        action_of, parts, blocks, rows, add = _ACTIONS.get, self.parts, self.open, self.rows, self.add
        # The innermost open element and its action (inner, kind), and those of its ancestors (nodes, kinds).
        inner: Any = None
        kind = _INLINE
        nodes: list[Any] = []
        kinds: list[int] = []
        # Iterating over elements takes a quarter of the time of iterating over start and end events: the parent of the
        # next element tells which elements have ended.  The extra element, which has no parent, ends all of them.
        for node in chain(self.found.root.iter("*"), (etree.Element("end"),)):
            above = node.getparent()
            while inner is not above:
                ended, action = inner, kind
                inner, kind = nodes.pop(), kinds.pop()
                if action == _BLOCK:
                    if parts:
                        self.flush()
                    blocks.pop()
                    if len(rows) > len(blocks):
                        self.close()
                elif action == _LINK:
                    self.links -= 1
                    self.linkend = bool(parts)
                elif action == _UNSEEN:
                    continue
                elif action:
                    self.end(action, ended)
                if text := ended.tail:
                    # Most text nodes are white space between blocks; they are dealt with here, without a call.
                    if not text.isspace():
                        add(text)
                    elif parts:
                        parts.append(text)
            nodes.append(inner)
            kinds.append(kind)
            inner, kind = node, action_of(node.tag, _OWN) if kind < _SKIP else _UNSEEN
            if kind == _BLOCK:
                if parts:
                    self.flush()
                blocks.append(node)
            elif kind >= _SKIP:
                if kind == _EMBED:
                    self.spot(self.found.embeds, node)
                continue
            elif kind:
                kind = self.start(kind, node)
                if kind >= _SKIP:
                    continue
            if text := node.text:
                if not text.isspace():
                    add(text)
                elif parts:
                    parts.append(text)
        self.flush()

    def start(self, action: int, node: etree._Element) -> int:
        """Handle the start of an element that needs more than a look at its tag, such as a link, a span or a button.

        `action`: the usual action for its tag (_LINK, _SPAN, ...).  Returns the action to take, which is another one
        for a tag that is misused.
        """
        if action == _LINK:
            if misused_tags.holds_story(node, "a"):
                return _INLINE
            self.links += 1
            # Neighbouring links are separate entries, set apart by style sheets: "<a>World</a><a>Science</a>".
            if self.linkend:
                self.parts.append(" ")
        elif action == _SPAN:
            return self.start_span(node)
        elif action in _MAYBE_BLOCK:
            if _MAYBE_BLOCK[action](node):
                return self.start_block(node)
            return self.start_span(node) if action == _FONT else _INLINE
        elif action == _BOLD:
            self.bolds += 1
        elif action == _BREAK:
            self.line_break(node)
        elif action == _NOSCRIPT:
            self.mute += 1
        elif action == _FIELD:
            self.found.fields.append(node)
        else:
            self.spot(self.found.pictures, node)
        return action

    def start_block(self, node: etree._Element) -> int:
        """Start a block for an element that is shown as one, such as a span styled as a paragraph; return _BLOCK."""
        self.flush()
        self.open.append(node)
        return _BLOCK

    def start_span(self, node: etree._Element) -> int:
        """Handle the start of an inline element; return its action: _BLOCK, _NOTE, _BOLD, _SKIP or _INLINE."""
        style = node.get("style")
        if lines_apart.is_styled_paragraph(node, style):
            return self.start_block(node)
        role = misused_tags.role_of(node, self.names.roles)
        if role == NOTE:
            self.lines.append(len(self.parts))
            return _NOTE
        if role == CAPTION:
            return self.start_block(node)
        if style and not role and misused_tags.is_bold_line(node, style):
            self.bolds += 1
            return _BOLD
        return _SKIP if role == SAID_TWICE else _INLINE

    def end_note(self, node: etree._Element) -> None:
        """End a note, an aside within a line of text: it becomes a segment of its own, after that of the line."""
        raw = self.take()
        line = self.lines.pop()
        if raw.strip():
            self.notes.append((node, raw))
        if not line:
            self.flush()

    def take(self) -> str:
        """Remove from `self.parts` the raw text of the innermost open note, else of the current line, and return it."""
        start = self.lines[-1] if self.lines else 0
        raw = "".join(self.parts[start:])
        del self.parts[start:]
        return raw

    def end(self, action: int, node: etree._Element) -> None:
        """Handle the end of a note, or of a bold or noscript element."""
        if action == _NOTE:
            self.end_note(node)
        elif action == _BOLD:
            self.bolds -= 1
        elif action == _NOSCRIPT:
            self.mute -= 1

    def add(self, text: str) -> None:
        """Add text that is not only white space to the current segment."""
        if self.mute:
            return
        parts = self.parts
        # Style sheets set neighbouring elements apart ("Ann Lister" and "Published"); the text needs a blank instead.
        if parts and text[0].isupper() and (parts[-1][-1:].islower() or parts[-1][-1:] == ":"):
            parts.append(" ")
        parts.append(text)
        self.broke = self.linkend = False
        if self.links:
            self.linked += len(text.strip())
        if self.bolds:
            self.bold += len(text.strip())

    def line_break(self, node: etree._Element) -> None:
        """Handle a br element.

        It ends the segment when it is the second in a row or ends a heading or paragraph; else it is white space.
        """
        around, _, lists = self.found.boxes.inside[self.row()]
        heads = self.bold and not lists and not around & _NO_HEADING
        second = self.broke and not around & tag_facts.PRE
        closing = heads and misused_tags.bold_that_ends(node) is not None
        heads = (bool(heads) and self.is_heading(bool(closing))) or self.is_signed_heading()
        heads = heads and misused_tags.ends_heading(node)
        if second or heads or (self.parts and not lists and not around & _ONE_LINE and self.ends_paragraph(node)):
            self.flush()
        elif self.parts:
            self.parts.append("\n")
            self.broke = True

    def ends_paragraph(self, line_break: etree._Element) -> bool:
        """Whether this br ends a paragraph.

        The answer is the same for all br elements with the same parent, and is remembered.
        """
        around = line_break.getparent()
        if around not in self.parted:
            self.parted[around] = around is not None and lines_apart.break_parts(around)
        return self.parted[around]

    def is_heading(self, closing: bool) -> bool:
        """Whether the current segment, so far, is a short line in bold that does not end like a sentence.

        `closing` is True when the bold element ends at the br that is read.
        """
        if self.is_longer(_LONGEST_HEADING):
            return False  # found out without a look at a long line, which may have thousands of breaks
        text = "".join(self.parts[self.lines[-1] if self.lines else 0 :]).strip()
        bold = self.bolds == closing and not self.linked and self.bold >= _ALL_BOLD * len(text)
        return bold and len(text) <= _LONGEST_HEADING and not text.endswith(_SENTENCE_ENDS)

    def is_signed_heading(self) -> bool:
        """Whether the current line, so far, is a subhead by its first sign."""
        parts = self.parts[self.lines[-1] if self.lines else 0 :]
        return len(parts) == 1 and lines_apart.is_signed_heading(parts[0])

    def is_longer(self, limit: int) -> bool:
        """Whether the text of the innermost open note, or of the line without one, has more than `limit` characters.

        White space at the ends of its parts is not counted.
        """
        shown = 0
        for at in range(self.lines[-1] if self.lines else 0, len(self.parts)):
            shown += len(self.parts[at].strip())
            if shown > limit:
                return True
        return False

    def spot(self, spots: list[Spot], node: etree._Element) -> None:
        """Append the place of a picture or embed to `spots`.

        Text that is still being collected counts as a segment before it.
        """
        pending = self.is_longer(0)
        spots.append(Spot(node, len(self.found.segments) + pending, self.row(), self.mute > 0))

    def row(self) -> int:
        """Return the row (index in `Boxes`) of the innermost open block element; add rows that are missing.

        Rows are added only now, when something is shown, because half of a page's block elements never show anything.
        """
        rows, blocks = self.rows, self.open
        if len(rows) < len(blocks):
            self.found.boxes.add(blocks[len(rows) :], rows, len(self.found.segments))
        return rows[-1]

    def close(self) -> None:
        """End the innermost open box that has a row; join the segments of a table row or an embedded post."""
        row, boxes = self.rows.pop(), self.found.boxes
        boxes.end[row] = len(self.found.segments)
        if boxes.tag[row] == "tr":
            join_row(self.found, row)
        elif boxes.tag[row] == "blockquote" and is_post(boxes.node[row], self.names.posts):
            join_post(self.found, row)

    def flush(self) -> None:
        """End the current segment and its notes, and add them to the Walk."""
        raw = self.take()
        linked, bold = self.linked, self.bold
        self.linked = self.bold = 0
        self.broke = self.linkend = False
        self.keep(raw, linked, bold)
        if self.notes:
            notes, self.notes = self.notes, []
            for note, said in notes:
                self.keep(said, 0, 0, note=note)

    def keep(self, raw: str, linked: int, bold: int, *, note: etree._Element | None = None) -> None:
        """Add raw text to the Walk as a segment, with white space collapsed, unless no character in it is visible.

        `linked`, `bold`: how many of its characters are in links and in bold.  `note`: the element, if the text is a
        note.
        """
        if not raw.isascii():
            raw = unbroken(raw)
        text = raw.strip()
        # All white space but the blank is unprintable, so that hardly any text need be taken apart into words.
        if "  " in text or not text.isprintable():
            text = " ".join(text.split())
        if not text or (text[0] in _INVISIBLE and not text.strip(_INVISIBLE)):
            return
        found, row = self.found, self.row()
        boxes = found.boxes
        marks, level, lists = boxes.inside[row]
        hint = "" if note is None else "note"
        if marks & _HINTED and note is None:
            hint = _hint(marks)
            if marks & tag_facts.PRE:
                text = raw.strip("\n\r")
        share = min(1.0, linked / len(text)) if linked else 0.0
        index = len(found.segments)
        found.segments.append(
            Segment(text, index, "", level, lists, share, hint, 0, 0, 0, boxes.node[row] if note is None else note)
        )
        found.box.append(row)
        found.linked.append(linked)
        found.bold.append(bold)


def _hint(bits: int) -> str:
    """Return the Segment.hint ("figcaption", "quote", ...) of a segment in a box with these bits; "" for none."""
    for bit, hint in _HINTS:
        if bits & bit:
            return hint
    return ""


#: Bits and the Segment.hint that each gives; the first that is set counts.
_HINTS: Final = (
    (tag_facts.FIGCAPTION, "figcaption"),
    (tag_facts.PRE, "preformatted"),
    (tag_facts.HEADING, "subhead"),
    (tag_facts.QUOTE, "quote"),
    (tag_facts.BUTTON, "button"),
)
_HINTED: Final = tag_facts.FIGCAPTION | tag_facts.PRE | tag_facts.HEADING | tag_facts.QUOTE | tag_facts.BUTTON
