"""Walks the tree once and collects text segments in reading order, boxes, and the places of pictures and embeds.

A segment is a run of text that a browser shows as one block: the text of inline elements is joined, a block element or
a double line break ends the segment, and white space is collapsed.  Every visible text node is read exactly once.
Block elements (boxes) become rows of `Boxes`, so that other modules find the boxes that enclose a segment in columns of
numbers.  A note is an aside inside a line of text, hidden or in the margin, that becomes a segment of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, Final

from lxml import etree

from parsers.folding import key, unbroken
from parsers.html.markup import lines_apart, misused_tags, tag_facts
from parsers.html.markup.embedded_posts import is_post, join_post
from parsers.html.markup.open_line import OpenLine
from parsers.html.markup.table_rows import join_row
from parsers.html.markup.walk_actions import (
    ACTIONS,
    AS_BLOCK,
    AS_BOLD,
    AS_BREAK,
    AS_BUTTON,
    AS_EMBED,
    AS_FIELD,
    AS_FONT,
    AS_INLINE,
    AS_LINK,
    AS_NOSCRIPT,
    AS_NOTE,
    AS_OWN,
    AS_PICTURE,
    AS_SKIPPED,
    AS_SPAN,
    AS_UNSEEN,
    FIGURE_ENDS,
)
from parsers.html.markup.walk_names import CAPTION, NO_NAMES, NOTE, SAID_TWICE, WalkNames
from parsers.html.markup.walked import Spot, Walk
from parsers.html.markup.xpaths import Locator
from parsers.late_patterns import LatePattern
from parsers.segments import Segment


def walk(root: etree._Element, locator: Locator | None = None, names: WalkNames = NO_NAMES) -> Walk:
    """Collect the segments, boxes, pictures and embeds of a page; `root` is the html element.

    `locator` knows the XPaths of elements that have been moved; None when none has.  `names` has the class names by
    which embedded posts, notes, captions and text for screen readers are recognised.
    """
    walker = _Walker(root, locator or Locator(), names)
    walker.run()
    return walker.found


#: What parts headline and outlet in a page's title, and so many of them.
_PARTS: Final = LatePattern(r"\s[-–—|:·»«/]+\s|(?<=\w):\s|[_|｜]")
_MOST_PARTS: Final = 5


def _titles_of(root: etree._Element) -> frozenset[str]:
    """Return keys of the headlines that a page's title may consist of.

    They are the title and its parts between signs, alone or joined: "Harbour Post - Ferry back", "Post | News: Ferry".
    """
    title = root.find("head/title")
    if title is None:
        return frozenset()
    parts = _PARTS.split(title.text or "")[:_MOST_PARTS]
    starts = range(len(parts))
    return frozenset(key("".join(parts[start:end])) for start in starts for end in range(start + 1, len(parts) + 1))


#: Characters that have no visible shape: blank, soft hyphen, zero-width and text-direction characters.
_INVISIBLE = " \u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


#: Inside these elements, a bold line that a br ends is no heading.
_NO_HEADING: Final = tag_facts.PRE | tag_facts.HEADING | tag_facts.FIGCAPTION | tag_facts.FIGURE | tag_facts.TABLE
#: Inside these elements, a br never ends a paragraph.
_ONE_LINE: Final = tag_facts.PRE | tag_facts.HEADING | tag_facts.FIGCAPTION | tag_facts.FIGURE | tag_facts.BUTTON


def _shown(root: etree._Element) -> Iterable[etree._Element]:
    """Return the html element and all elements in it, in document order, without those in the head."""
    parts = ((part,) if part.tag == "head" else part.iter("*") for part in root)
    return chain((root,), chain.from_iterable(parts))


class _Walker:
    """The state of one walk: what has been found, and the segment that is being collected."""

    __slots__ = ("found", "headless", "line", "names", "open", "parted", "rows", "titles")

    def __init__(self, root: etree._Element, locator: Locator, names: WalkNames) -> None:
        self.found = Walk(root, locator=locator)
        self.names = names
        self.line = OpenLine()
        #: Whether no h1 prints the page's headline, as on many pages made of tables.
        self.headless = headless = root.find(".//h1") is None
        #: What the page's title may be made of, on a page without h1 and until a line prints it; else nothing.
        self.titles = _titles_of(root) if headless else frozenset()
        #: For each element with line breaks, whether these part paragraphs.
        self.parted: dict[etree._Element | None, bool] = {}
        #: The open block elements from the outside in, and the rows of the outer ones that already have a row.
        self.open: list[etree._Element] = [] if root.tag in tag_facts.BLOCKS else [root]
        self.rows: list[int] = []

    def run(self) -> None:
        """Go through all elements once.  What is done for every element is written out here, since calls are slow."""
        line, blocks, rows = self.line, self.open, self.rows
        action_of, parts, add = ACTIONS.get, line.parts, line.add
        # The innermost open element and its action (inner, kind), and those of its ancestors (nodes, kinds).
        inner: Any = None
        kind = AS_INLINE
        nodes: list[Any] = []
        kinds: list[int] = []
        # Iterating over elements takes a quarter of the time of iterating over start and end events: the parent of the
        # next element tells which elements have ended.  The extra element, which has no parent, ends all of them.
        for node in chain(_shown(self.found.root), (etree.Element("end"),)):
            above = node.getparent()
            while inner is not above:
                ended, action = inner, kind
                inner, kind = nodes.pop(), kinds.pop()
                if action == AS_BLOCK:
                    if parts:
                        self.flush()
                    blocks.pop()
                    if len(rows) > len(blocks):
                        self.close()
                elif action == AS_LINK:
                    line.links -= 1
                    line.linkend = bool(parts)
                elif action == AS_UNSEEN:
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
            inner, kind = node, action_of(node.tag, AS_OWN) if kind < AS_SKIPPED else AS_UNSEEN
            if kind == AS_BLOCK:
                if parts:
                    self.flush()
                blocks.append(node)
            elif kind >= AS_SKIPPED:
                if kind == AS_EMBED:
                    self.spot(self.found.embeds, node)
                continue
            elif kind:
                kind = _STARTS[kind](self, node)
                if kind >= AS_SKIPPED:
                    continue
            if text := node.text:
                if not text.isspace():
                    add(text)
                elif parts:
                    parts.append(text)
        self.flush()
        self.found.boxes.read_attributes()

    def start_link(self, node: etree._Element) -> int:
        """Handle the start of a link; like all `start_...` methods it returns the action to take for the element.

        The action is another one than that of the tag when the tag is misused.
        """
        if misused_tags.holds_story(node, "a"):
            return AS_INLINE
        self.line.links += 1
        # Neighbouring links are separate entries, set apart by style sheets: "<a>World</a><a>Science</a>".
        if self.line.linkend:
            self.line.parts.append(" ")
        return AS_LINK

    def start_block(self, node: etree._Element) -> int:
        """Start a block for an element that is shown as one, such as a span styled as a paragraph; return AS_BLOCK."""
        self.flush()
        self.open.append(node)
        return AS_BLOCK

    def start_button(self, node: etree._Element) -> int:
        """Handle the start of a button, which is a word of a sentence or a block."""
        return AS_INLINE if misused_tags.stands_in_sentence(node) else self.start_block(node)

    def start_font(self, node: etree._Element) -> int:
        """Handle the start of a font element, which may be a heading."""
        return self.start_block(node) if lines_apart.in_big_letters(node) else self.start_span(node)

    def start_own(self, node: etree._Element) -> int:
        """Handle the start of an element that HTML does not know, such as one of the site's own."""
        if node.tag.endswith(FIGURE_ENDS):
            self.found.names_figures = True
        return self.start_block(node) if lines_apart.stands_apart(node) else AS_INLINE

    def start_span(self, node: etree._Element) -> int:
        """Handle the start of an inline element, which may be a block, a note, or something said twice."""
        attributes: dict[Any, Any] = dict(node.items())
        if not attributes:
            return AS_INLINE
        if lines_apart.is_styled_paragraph(node, attributes):
            return self.start_block(node)
        role = misused_tags.role_of(node, attributes, self.names.roles)
        if role == NOTE:
            self.line.note_starts.append(len(self.line.parts))
            return AS_NOTE
        if role == CAPTION:
            return self.start_block(node)
        if not role and "style" in attributes and misused_tags.is_bold_line(node, attributes["style"]):
            return self.start_bold(node)
        return AS_SKIPPED if role == SAID_TWICE else AS_INLINE

    def start_bold(self, _: etree._Element) -> int:
        """Handle the start of a bold element."""
        self.line.bolds += 1
        return AS_BOLD

    def start_noscript(self, _: etree._Element) -> int:
        """Handle the start of a noscript element."""
        self.line.mute += 1
        return AS_NOSCRIPT

    def start_field(self, node: etree._Element) -> int:
        """Handle a field of a form."""
        self.found.fields.append(node)
        return AS_FIELD

    def start_picture(self, node: etree._Element) -> int:
        """Handle a picture."""
        self.spot(self.found.pictures, node)
        return AS_PICTURE

    def end_note(self, node: etree._Element) -> None:
        """End a note, an aside within a line of text: it becomes a segment of its own, after that of the line."""
        raw = self.line.take()
        start = self.line.note_starts.pop()
        if raw.strip():
            self.line.notes.append((node, raw))
        if not start:
            self.flush()

    def end(self, action: int, node: etree._Element) -> None:
        """Handle the end of a note, or of a bold or noscript element."""
        if action == AS_NOTE:
            self.end_note(node)
        elif action == AS_BOLD:
            self.line.bolds -= 1
        elif action == AS_NOSCRIPT:
            self.line.mute -= 1

    def start_break(self, node: etree._Element) -> int:
        """Handle a br element.

        It ends the segment when it is the second in a row or ends a heading, a paragraph or the page's title; else it
        is white space.
        """
        line = self.line
        around, _, lists = self.found.boxes.inside[self.row()]
        heads = line.bold and not lists and not around & _NO_HEADING
        second = line.broke and not around & tag_facts.PRE
        closing = heads and misused_tags.bold_that_ends(node) is not None
        heads = (bool(heads) and line.is_heading(bool(closing))) or line.is_signed_heading()
        heads = heads and misused_tags.ends_heading(node)
        if line.says_title(self.titles):
            heads, self.titles = True, frozenset()
        heads = heads or (self.headless and not around & _ONE_LINE and lines_apart.parts_styled_lines(node))
        if second or heads or (line.parts and not lists and not around & _ONE_LINE and self.ends_paragraph(node)):
            self.flush()
        elif line.parts:
            line.parts.append("\n")
            line.broke = True
        return AS_BREAK

    def ends_paragraph(self, line_break: etree._Element) -> bool:
        """Whether this br ends a paragraph.

        The answer is the same for all br elements with the same parent, and is remembered.
        """
        around = line_break.getparent()
        if around not in self.parted:
            self.parted[around] = around is not None and lines_apart.break_parts(around)
        return self.parted[around]

    def spot(self, spots: list[Spot], node: etree._Element) -> None:
        """Append the place of a picture or embed to `spots`.

        Text that is still being collected counts as a segment before it.
        """
        pending = self.line.is_longer(0)
        spots.append(Spot(node, len(self.found.segments) + pending, self.row(), self.line.mute > 0))

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
        line = self.line
        self.keep(line.take(), line.linked, line.bold)
        line.linked = line.bold = 0
        line.broke = line.linkend = False
        if line.notes:
            notes, line.notes = line.notes, []
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
        if marks & tag_facts.HINTED and note is None:
            hint = tag_facts.hint_of(marks)
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


#: What starts an element that needs more than a look at its tag.
_STARTS: Final = {
    AS_LINK: _Walker.start_link,
    AS_SPAN: _Walker.start_span,
    AS_PICTURE: _Walker.start_picture,
    AS_BUTTON: _Walker.start_button,
    AS_FIELD: _Walker.start_field,
    AS_BOLD: _Walker.start_bold,
    AS_BREAK: _Walker.start_break,
    AS_NOSCRIPT: _Walker.start_noscript,
    AS_FONT: _Walker.start_font,
    AS_OWN: _Walker.start_own,
}
