"""The text of a picture's surroundings in pieces: what is caption, what is credit, what is neither.

Takes the element that holds a picture with its caption; gives its pieces in reading order.  Elements say what they are
by tag, class and itemprop; where they say nothing, `parsers.credits` tells a credit by its words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from parsers.caption_text import words_key
from parsers.captions import CaptionMention
from parsers.html import names, tags
from parsers.html.names import Namer
from parsers.rules import Rules
from parsers.suppliers import suppliers

CAPTION, CREDIT, HEADING, OTHER = "caption", "credit", "heading", "other"

_SKIPPED: Final = (
    tags.SKIPPED | tags.EMBEDS | tags.PICTURES | {"button", "noscript", "picture", "time", "form", "input"}
)
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
#: Elements that one credit is not longer than.
_LONGEST_CREDIT = 220
_MOST_ELEMENTS = 120


#: Gives the credit that a text is, when it is nothing else (`parsers.credits.is_credit_line`).
CreditLine = Callable[[str], str | None]


@dataclass(slots=True)
class Piece:
    """One run of text of one kind."""

    kind: str
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, white space collapsed."""
        return " ".join("".join(self.parts).split())


@dataclass(frozen=True, slots=True)
class Pieces:
    """The text around one picture."""

    captions: tuple[str, ...]
    credits: tuple[str, ...]
    headings: tuple[str, ...]
    #: A figcaption or a caption's class says which text is the caption.
    said: bool
    #: It is a figcaption, not only a class, which may be about type ("text-caption").
    tagged: bool = False
    #: What stands beside a caption that was said to be one.
    others: tuple[str, ...] = ()

    def without(self, taken: frozenset[str]) -> Pieces:
        """The same without texts that are known to be something else, given by their keys."""
        if not taken:
            return self
        return replace(
            self,
            captions=tuple(text for text in self.captions if words_key(text) not in taken),
            headings=tuple(text for text in self.headings if words_key(text) not in taken),
        )

    def mention(self, rules: Rules, credit_line: CreditLine) -> CaptionMention | None:
        """Caption and credit as one mention; None when there is neither."""
        captions, credits = _credits_by_words(self.captions, bool(self.credits), rules, credit_line)
        if not (self.credits or credits):
            credits = [credit for credit in map(credit_line, self.others) if credit][:1]
        credit = ", ".join(dict.fromkeys((*self.credits, *credits)))
        if credit and not captions:  # some sites print the caption in a heading
            captions = list(self.headings)
        text = " ".join(captions).rstrip(" -–—|/·")
        return CaptionMention(text, credit or None) if text or credit else None


def read_pieces(node: etree._Element, namer: Namer) -> Pieces:
    """The pieces of text inside an element."""
    reader = _Reader(namer)
    reader.visit(node, OTHER, nested=False)
    by_kind: dict[str, list[str]] = {CAPTION: [], CREDIT: [], HEADING: [], OTHER: []}
    for piece in reader.pieces:
        text = piece.text
        if any(ch.isalnum() for ch in text):
            by_kind[piece.kind].append(text)
    said = bool(by_kind[CAPTION])
    captions = by_kind[CAPTION] or by_kind[OTHER]
    others = tuple(by_kind[OTHER]) if said else ()
    return Pieces(
        tuple(dict.fromkeys(captions)), tuple(by_kind[CREDIT]), tuple(by_kind[HEADING]), said, reader.tagged, others
    )


class _Reader:
    """One walk over a small subtree."""

    __slots__ = ("left", "namer", "pieces", "tagged")

    def __init__(self, namer: Namer) -> None:
        self.namer = namer
        self.pieces: list[Piece] = []
        self.left = _MOST_ELEMENTS
        self.tagged = False

    def visit(self, node: etree._Element, kind: str, *, nested: bool) -> None:
        kind = self.kind_of(node, kind)
        breaks = not nested or node.tag in tags.BLOCKS
        if breaks:
            self.open(kind)
        if text := node.text:
            self.add(text, kind)
        apart = _children_stand_apart(node)
        for child in node:
            self.left -= 1
            tag = child.tag
            if tag not in _SKIPPED and self.left > 0 and isinstance(tag, str) and not _is_hidden(child):
                self.visit(child, kind, nested=not apart)
            if apart or tag in _GAPS:
                self.add(" ", kind)
            if tail := child.tail:
                self.add(tail, kind)
        if breaks:
            self.open(OTHER)

    def open(self, kind: str) -> None:
        if not self.pieces or self.pieces[-1].parts:
            self.pieces.append(Piece(kind))
        else:
            self.pieces[-1].kind = kind

    def add(self, text: str, kind: str) -> None:
        if not self.pieces or self.pieces[-1].kind != kind:
            if text.isspace():
                return
            self.open(kind)
        self.pieces[-1].parts.append(text)

    def kind_of(self, node: etree._Element, kind: str) -> str:
        """What an element says of itself, or else what it stands in."""
        if node.tag in _HEADINGS:
            return HEADING
        if kind == CREDIT:
            return CREDIT
        bits, inside = self.namer.bits(node), kind == CAPTION
        credited = bits & (names.CREDIT | names.MAKER if inside else names.CREDIT)
        captioned = bits & names.CAPTION
        # "captionCredit" inside a caption is its credit; elsewhere it may hold both.
        if node.tag == "cite" or (credited and (inside or not captioned)):
            return CREDIT if self.holds_a_credit(node) else kind
        if kind == OTHER and not captioned and bits & names.TITLE:
            return HEADING
        self.tagged = self.tagged or node.tag == "figcaption"
        return CAPTION if captioned or node.tag == "figcaption" else kind

    def holds_a_credit(self, node: etree._Element) -> bool:
        """Short, and no caption element inside: a wrapper of both is none."""
        if len("".join(map(str, node.itertext()))) > _LONGEST_CREDIT:
            return False
        return not any(self.namer.is_caption(child) for child in node.iterdescendants() if isinstance(child.tag, str))


_GAPS: Final = frozenset(["picture", "img", "br"])
_INLINE: Final = frozenset(
    ["span", "div", "p", "small", "em", "i", "cite", "picture", "img", "a", "button", "br", "svg"]
)


def _children_stand_apart(node: etree._Element) -> bool:
    """Two or more inline elements with nothing between them: a caption and its credit, not words of one sentence."""
    if len(node) < 2 or (node.text and not node.text.isspace()):
        return False
    return all(child.tag in _INLINE and (child.tail or " ").isspace() for child in node)


def _is_hidden(node: etree._Element) -> bool:
    return node.get("hidden") is not None


def _credits_by_words(
    captions: tuple[str, ...], credited: bool, rules: Rules, credit_line: CreditLine
) -> tuple[list[str], list[str]]:
    """Pieces that are credits by their words: "REUTERS", "© dpa", and a lone name after a caption."""
    if credited and len(captions) == 1:
        return list(captions), []
    kept: list[str] = []
    credits: list[str] = []
    known = suppliers(rules)
    for text in captions:
        credit = credit_line(text)
        if credit:
            credits.append(credit)
        elif (
            kept
            and not credited
            and not credits
            and len(" ".join(kept).split()) > 3
            and known.is_name(text.strip("()[] "))
        ):
            credits.append(text)
        else:
            kept.append(text)
    return kept, credits
