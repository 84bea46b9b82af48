"""Divides the text next to a picture into caption, credit, heading and other text.

Takes the element that holds a picture with its caption; gives Pieces, whose texts are in reading order.  Tag, class and
itemprop say what a text is; where they do not, a credit is recognised by its words (`parsers.captions.photo_credits`).
A text is marked if a tag or a class name says what it is.  `namer` tells what class names mean, `known` has the names
of agencies, and `credit_line` returns the credit that a text consists of, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from lxml import etree

from parsers.captions.photo_suppliers import Suppliers
from parsers.html.figures import class_names
from parsers.html.figures.class_names import Namer, attributes_of
from parsers.html.markup import tag_facts
from parsers.html.metadata.values import element_text
from parsers.sentence_ends import SENTENCE_ENDS

#: Kinds of pieces.
CAPTION, CREDIT, HEADING, OTHER = "caption", "credit", "heading", "other"

#: Elements whose text is not part of a caption.
_SKIPPED: Final = (
    tag_facts.SKIPPED
    | tag_facts.EMBEDS
    | tag_facts.PICTURES
    | {"button", "noscript", "picture", "time", "form", "input"}
)
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
#: Characters; an element with more text is not a credit.  Chosen by hand.
_LONGEST_CREDIT = 220
#: Elements that are read next to one picture; the rest is ignored.  Chosen by hand, to bound the work.
_MOST_ELEMENTS = 120
#: After a caption of at least so many words, a name alone is a credit.  Chosen by hand.
_CAPTION_WORDS = 4
#: The texts of a box that has a name and a caption.
_WITH_NAME = 2


#: Characters of the longest credit behind a label.
_BEHIND_LABEL: Final = 100
#: The last words of a text, few and behind a sign, which may be a label of the credit that follows.
_LAST_LABEL: Final = re.compile(r"(?<=[./|–—(-])\s*([^\W\d_]+(?: [^\W\d_]+){0,2}\s?[:：]?)\s*$")
#: Signs of which a heading that is a credit has one.
_SIGNS: Final = frozenset("/:©(：／")


#: A function that returns the credit when a text consists of one, else None (`Wording.credit_line`).
CreditLine = Callable[[str], str | None]


class Printed(NamedTuple):
    """The caption and credit printed beside one picture."""

    #: The caption; "" when there is only a credit.
    text: str
    #: The credit, where mark-up or words set it apart from the caption; None without one.
    credit: str | None


class Pieces(NamedTuple):
    """The text next to one picture, divided by what each text is."""

    captions: tuple[str, ...]
    credits: tuple[str, ...]
    headings: tuple[str, ...]
    #: Whether a figcaption or a class name marks the caption.
    said: bool
    #: Whether a figcaption marks it; a class name alone may be about type size ("text-caption").
    tagged: bool = False
    #: Unmarked texts beside a marked caption.
    others: tuple[str, ...] = ()

    @property
    def is_credit(self) -> bool:
        """Whether there is a text marked as a credit and no other text."""
        return bool(self.credits) and not (self.captions or self.headings or self.others)

    def without(self, taken: Container[str]) -> Pieces:
        """Return a copy without the captions, credits and headings in `taken`, because these are something else."""
        return self._replace(
            captions=tuple(text for text in self.captions if text not in taken),
            credits=tuple(text for text in self.credits if text not in taken),
            headings=tuple(text for text in self.headings if text not in taken),
        )

    def with_labels(self, is_label: Callable[[str], bool], is_names: Callable[[str], bool]) -> Pieces:
        """Return a copy in which names after a label ("Credit", "The quay. / Photo by") are credits, not captions.

        Nothing changes if the mark-up has already given a credit, or if there is no such name.
        """
        if self.credits:
            return self
        for at, (label, name) in enumerate(pairwise(self.captions)):
            before = _before_label(label, is_label)
            if before is not None and is_names(name):
                # What follows belongs to it: "Ada Lund", "on", "Harbour Pictures".
                signed = " ".join(self.captions[at + 1 :]).rstrip(" )]")
                kept = filter(None, (*self.captions[:at], before))
                return self._replace(captions=tuple(kept), credits=(signed,)) if len(signed) <= _BEHIND_LABEL else self
        signed_by = [name for label, name in pairwise(self.captions) if is_label(label) and is_names(name)]
        left = tuple(text for text in self.captions if text not in signed_by)
        return self._replace(captions=left, credits=tuple(signed_by)) if signed_by else self

    def with_name_before(self, is_shared: Callable[[str], bool]) -> Pieces:
        """Return a copy in which a name before an unmarked caption is its credit, if others have it too."""
        if self.said or self.credits or len(self.captions) != _WITH_NAME:
            return self
        name, caption = self.captions
        told = len(caption.split()) >= _CAPTION_WORDS and caption.endswith(SENTENCE_ENDS)
        if not told or not is_shared(name):
            return self
        return self._replace(captions=(caption,), credits=(name,))

    def with_credits(self, credit_line: CreditLine) -> Pieces:
        """Return a copy in which headings that are credits by their words ("Photo: Ada Lund") are credits.

        Also, if all texts that the mark-up calls captions are such credits, they become credits, and the unmarked texts
        beside them become the caption.
        """
        # One with a bar is a title ("Bridge | AP"), and one without any sign no credit.
        signs = [text for text in self.headings if "|" not in text and not _SIGNS.isdisjoint(text)]
        signed = [text for text in signs if credit_line(text)]
        if signed:
            left = tuple(text for text in self.headings if text not in signed)
            return self._replace(headings=left, credits=(*self.credits, *signed)).with_credits(credit_line)
        if not (self.said and self.others) or self.credits:
            return self
        told = [credit for credit in map(credit_line, self.captions) if credit]
        if len(told) < len(self.captions):
            return self
        return self._replace(captions=self.others, credits=tuple(told), others=(), said=False, tagged=False)

    def printed(self, known: Suppliers, credit_line: CreditLine) -> Printed | None:
        """Return the caption and credit; None when there is neither.

        Where mark-up marks no credit, `known` and `credit_line` recognise it by its words.
        """
        captions, credits = _credits_by_words(self.captions, bool(self.credits), known, credit_line)
        if not (self.credits or credits):
            credits = [credit for credit in map(credit_line, self.others) if credit][:1]
        credit = ", ".join(_without_parts([text.strip(" |") for text in (*self.credits, *credits)]))
        if credit and not captions:  # Some sites print the caption in a heading.
            captions = list(self.headings)
        text = " ".join(captions).rstrip(" -–—|/·,")
        return Printed(text, credit or None) if text or credit else None


def _before_label(text: str, is_label: Callable[[str], bool]) -> str | None:
    """Return the text before a label that ends it: "The quay." for "The quay. / Photo by"; None without such a label.

    There must be a sign, such as "/", before the label.
    """
    found = _LAST_LABEL.search(text)
    return text[: found.start()].rstrip(" /|–—-(") if found and is_label(found[1]) else None


def _without_parts(credits: list[str]) -> list[str]:
    """Remove credits that occur twice or are contained in another one ("Ada Lund" beside "Ada Lund/dpa")."""
    distinct = list(dict.fromkeys(credits))
    return [text for text in distinct if not any(text != other and text in other for other in distinct)]


def read_pieces(node: etree._Element, namer: Namer, credit_line: CreditLine) -> Pieces:
    """Divide the text inside an element into Pieces.

    Without a marked caption, unmarked texts are taken as the captions.
    """
    reader = _Reader(namer, credit_line)
    reader.visit(node, str(node.tag), OTHER, attributes_of(node), nested=False)
    by_kind = reader.texts
    said = bool(by_kind[CAPTION])
    captions = by_kind[CAPTION] or by_kind[OTHER]
    others = tuple(by_kind[OTHER]) if said else ()
    return Pieces(
        tuple(dict.fromkeys(captions)), tuple(by_kind[CREDIT]), tuple(by_kind[HEADING]), said, reader.tagged, others
    )


class _Reader:
    """Goes through one element and collects its texts by kind: caption, credit, heading, other."""

    __slots__ = ("credit_line", "kind", "left", "namer", "parts", "tagged", "texts")

    def __init__(self, namer: Namer, credit_line: CreditLine) -> None:
        self.namer, self.credit_line = namer, credit_line
        #: The texts of each kind, in reading order.
        self.texts: dict[str, list[str]] = {CAPTION: [], CREDIT: [], HEADING: [], OTHER: []}
        #: The kind of the current piece, and its text so far.
        self.kind = OTHER
        self.parts: list[str] = []
        #: Elements that may still be read.
        self.left = _MOST_ELEMENTS
        self.tagged = False

    def visit(self, node: etree._Element, tag: str, kind: str, attributes: Mapping[str, str], *, nested: bool) -> None:
        """Collect the texts of an element and of those inside it.

        `kind` (CAPTION, CREDIT, ...) is that of its parent's text.  `nested` is True when its text may continue its
        parent's line; block elements never do.
        """
        kind = self.kind_of(node, tag, kind, attributes)
        breaks = not nested or tag in tag_facts.BLOCKS
        if breaks:
            self.open(kind)
        if text := node.text:
            self.add(text, kind)
        if len(node):
            self.visit_children(node, kind)
        if breaks:
            self.open(OTHER)

    def visit_children(self, node: etree._Element, kind: str) -> None:
        """Collect the texts of the children of an element, and the texts between them, which are of this `kind`."""
        children = list(node)
        apart = _stand_apart(node, children)
        signing = None if apart or kind == CREDIT else _signing(node, children, self.credit_line)
        for child in children:
            self.left -= 1
            tag = child.tag
            if tag not in _SKIPPED and self.left > 0 and isinstance(tag, str):
                attributes = attributes_of(child)
                if "hidden" not in attributes:
                    self.visit(child, tag, CREDIT if child is signing else kind, attributes, nested=not apart)
            if apart or tag in _GAPS:
                self.add(" ", kind)
            if tail := child.tail:
                self.add(tail, kind)

    def open(self, kind: str) -> None:
        """Store the text collected so far under its kind, if it has letters or digits, and start one of this `kind`."""
        if self.parts:
            text = " ".join("".join(self.parts).split())
            if text[:1].isalnum() or any(map(str.isalnum, text)):
                self.texts[self.kind].append(text)
            self.parts.clear()
        self.kind = kind

    def add(self, text: str, kind: str) -> None:
        """Add `text` to the text being collected if that is of the same kind, else start a new one."""
        if self.kind != kind:
            if text.isspace():
                return
            self.open(kind)
        self.parts.append(text)

    def kind_of(self, node: etree._Element, tag: str, kind: str, attributes: Mapping[str, str]) -> str:
        """Return CAPTION, CREDIT or HEADING for an element's text by its tag and names; else `kind`, its parent's."""
        if kind == CREDIT:
            return CREDIT
        if tag in _HEADINGS:
            return HEADING
        bits, inside = self.namer.part_bits(attributes), kind == CAPTION
        credited = bits & (class_names.CREDIT | class_names.MAKER if inside else class_names.CREDIT)
        captioned = bits & class_names.CAPTION
        # An element named "captionCredit" is the credit when it is inside a caption; elsewhere it may hold both.
        if tag == "cite" or (credited and (inside or not captioned)):
            return CREDIT if self.holds_a_credit(node) else kind
        if kind == OTHER and not captioned and bits & class_names.TITLE and tag != "figcaption":
            return HEADING
        self.tagged = self.tagged or tag == "figcaption"
        return CAPTION if captioned or tag == "figcaption" else kind

    def holds_a_credit(self, node: etree._Element) -> bool:
        """Whether an element marked as credit is only a credit: it is short, and no caption is in it."""
        if not len(node):
            return len(node.text or "") <= _LONGEST_CREDIT
        if len("".join(map(str, node.itertext()))) > _LONGEST_CREDIT:
            return False
        return not any(self.namer.is_caption(child) for child in node.iterdescendants() if isinstance(child.tag, str))


#: Elements that separate the words before and after them.
_GAPS: Final = frozenset(["picture", "img", "br"])
#: Elements that hold a caption and its credit side by side on some sites.
_INLINE: Final = frozenset(
    ["span", "div", "p", "small", "em", "i", "cite", "picture", "img", "a", "button", "br", "svg"]
)


#: Elements in which the photographer is named behind the caption; and the end of the caption's last sentence.
_SIGNING: Final = frozenset(["span", "small", "em", "i", "cite"])
_SENTENCE_ENDS: Final = re.compile(r"[.!?…。»”\"]\s*$")
#: Elements in which a credit is set apart from the caption's own words.
_SIGNED_IN: Final = ("span", "small")


def _stand_apart(node: etree._Element, children: Sequence[etree._Element]) -> bool:
    """Whether an element's children are separate texts, such as a caption and its credit, not words of one sentence.

    They are if there are two or more, all inline elements or boxes with no text between them.
    """
    if node.tag == "figcaption" and len(children) == 1 and _SENTENCE_ENDS.search(node.text or ""):
        # "A sentence. <span>Ada Lund</span>"
        return children[0].tag in _SIGNING and (children[0].tail or " ").isspace()
    if len(children) < 2 or (node.text and not node.text.isspace()):
        return False
    if any(not len(child) and (child.text or "").strip() == "/" for child in children):
        return False  # "<a>Ada Lund</a><span> / </span><a>Harbour Pictures</a>"
    return all(child.tag in _INLINE and (child.tail or " ").isspace() for child in children)


def _signing(
    node: etree._Element, children: Sequence[etree._Element], credit_line: CreditLine
) -> etree._Element | None:
    """Return the child before or behind an element's own text that is only a credit; None without one.

    "As it was <span>Getty Images</span>", "<span>© Ada Lund/AP</span> As it was".
    """
    first, last = children[0], children[-1]
    words = (node.text if last is first else children[-2].tail) or ""
    behind = bool(words.strip()) and not (last.tail or "").strip()
    before = bool((first.tail or "").strip()) and not (node.text or "").strip()
    for child in (*[last] * behind, *[first] * before):
        text = element_text(child) if child.tag in _SIGNED_IN else ""
        if text and len(text) <= _BEHIND_LABEL and credit_line(text):
            return child
    return None


def _credits_by_words(
    captions: tuple[str, ...], credited: bool, known: Suppliers, credit_line: CreditLine
) -> tuple[list[str], list[str]]:
    """Separate captions from texts that are credits by their words: "REUTERS", "© dpa", a lone name after a caption.

    `credited` is True when the mark-up has already given a credit.  Return (captions, credits).
    """
    if credited and len(captions) == 1:
        return list(captions), []
    kept: list[str] = []
    credits: list[str] = []
    for at, text in enumerate(captions):
        credit = credit_line(text)
        # A label without a colon is cut as behind a sentence: "Beeld Jan Bakker".
        if credit or (at == 0 and len(captions) > 1 and not credited and (credit := credit_line(f". {text}"))):
            credits.append(credit)
        elif (
            kept
            and not credited
            and not credits
            and len(" ".join(kept).split()) >= _CAPTION_WORDS
            and _is_named(text.strip("()[] "), known)
        ):
            credits.append(credit_line(f". {text}") or text)
        else:
            kept.append(text)
    return kept, credits


def _is_named(text: str, known: Suppliers) -> bool:
    """Whether a text is a name, or names joined by a slash or bar, a person's among them: "Twitter / Ada Lund"."""
    parts = known.parts(text)
    return known.is_name(text) or (
        len(parts) > 1 and all(map(known.is_name, parts)) and any(map(known.can_sign, parts))
    )
