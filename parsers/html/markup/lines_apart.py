"""Finds paragraphs that are no block elements by HTML: parted by br elements, styled as blocks, or in made-up tags.

The walk (`walk.py`), which collects a page's text segments, asks here where it would otherwise continue the same line.
Takes an element (`node`, `around`) and looks at its text and its neighbours.  Decides nothing about news.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from lxml import etree

from parsers.folding import letters
from parsers.html.markup import tag_facts
from parsers.sentence_ends import SENTENCE_ENDS

# All limits below were chosen by hand.  Lengths are in letters of an alphabet.

#: Each line is a paragraph where at least this share of the text is in lines that end like sentences, and these have
#: this length on average.  A poem or a list reaches neither; in text wrapped by hand, few lines end with a full stop.
_SENTENCES: Final = 0.75
_AVERAGE: Final = 90
#: The fewest such lines, and the fewest in a p element, which is one paragraph unless it holds a whole story.
_LINES: Final = 2
_IN_PARAGRAPH: Final = 8
#: Where there are just two lines, the least length of each: a shorter one may be a remark.
_TWO: Final = 60
#: Length of the shortest sentence in an element with a tag of the page's own ("my-para").
_SENTENCE: Final = 25
#: The most elements inside a tag of the page's own; with more, it is a part of the page, not a paragraph.
_MOST_PARTS: Final = 500
#: Quotation marks, brackets and blanks that may follow a sentence's full stop.
_CLOSING: Final = " \t\n\r\xa0\"'”“’»«)]」』"
#: Share of link text from which a text is a link.
_LINKED: Final = 0.5
#: The smallest size attribute of a heading: as a number from 1 to 7, where 3 is usual; and as steps above it ("+1").
_BIG: Final = 4
_BIGGER: Final = 1
#: Classes by which style frameworks (Tailwind, Bootstrap) show an inline element as a block.
_SHOWN_AS_BLOCK: Final = frozenset(("block", "d-block"))
#: Digits of a size that are looked at; whatever is larger than 7 is shown as 7.
_DIGITS: Final = 2
#: A line that is used as a heading has fewer elements than this, and at most so many characters.
_IN_HEADING: Final = 20
_LONGEST_HEADING: Final = 200

#: Signs before a subhead in East Asian papers, characters of the longest such line, and the first letter of scripts.
_HEADING_SIGNS: Final = "■□◆◇▼▽"
_LONGEST_SIGNED: Final = 40
_EAST_ASIAN: Final = "\u3040"

#: Inline elements in which pages made of tables write a whole line of an article's head, and what shows their look.
_LINE_TAGS: Final = frozenset(("span", "font", "b", "strong", "big", "small", "i", "em"))
_LOOKS: Final = ("class", "size", "color", "face", "style")
#: What ends a line beside such an element.
_LINE_ENDS: Final = frozenset(("br", "hr", *tag_facts.BLOCKS))

#: What the name of an element of the page's own holds; "-" by the standard (https://html.spec.whatwg.org, "valid custom
#: element name"), "_" on older pages.  Any other unknown tag is a slip of the pen, or a sign in a formula.
_OWN_NAMES: Final = frozenset("-_")


def break_parts(around: etree._Element) -> bool:
    """Whether the br elements in an element end paragraphs, so that each of its lines becomes a segment.

    They do if most of the text is in long lines that end like sentences: not in poems, addresses, lists, or text
    wrapped by hand.
    """
    lines = [line for line in _lines(around) if line]
    sentences = [letters(line) for line in lines if _ends_like_sentence(line)]
    paragraph = around.tag == "p" or next(around.iterancestors("p"), None) is not None
    if len(sentences) < (_IN_PARAGRAPH if paragraph else _LINES) or sum(sentences) < _AVERAGE * len(sentences):
        return False
    if len(lines) == _LINES and min(sentences) < _TWO:
        return False
    return sum(sentences) >= _SENTENCES * sum(map(letters, lines))


def stands_apart(node: etree._Element) -> bool:
    """Whether an element with a tag that HTML does not know ("my-para") is to be read as a paragraph.

    It is if no text touches it, and it or a neighbour of that kind contains a sentence.  False when it contains block
    elements, which end its paragraphs anyway.
    """
    if not _is_own(node) or _in_line(node):
        return False
    # Mostly the first elements inside are blocks already.
    if any(part.tag in tag_facts.BLOCKS or number == _MOST_PARTS for number, part in enumerate(node.iter("*"), 1)):
        return False
    beside = [one for one in (node.getprevious(), node.getnext()) if one is not None and _is_own(one)]
    return any(_says_sentence(one) for one in (node, *beside))


def is_signed_heading(text: str) -> bool:
    """Whether a line is a subhead as East Asian papers set them in plain text: "■三年で八千万円", "【入場料】"."""
    text = text.strip()
    if not 1 < len(text) <= _LONGEST_SIGNED or not any(char >= _EAST_ASIAN for char in text):
        return False
    in_brackets = text[0] == "【" and text.find("】") == len(text) - 1
    return in_brackets or (text[0] in _HEADING_SIGNS and not _ends_like_sentence(text))


def is_styled_paragraph(node: etree._Element, attributes: Mapping[str, str]) -> bool:
    """Whether an inline element is shown as a block by its style or class, and contains a whole sentence.

    An element without a sentence is a label or the like, and stays part of its line.
    """
    if "display:block" in attributes.get("style", "").replace(" ", ""):
        return _says_sentence(node)
    names = attributes.get("class", "")
    # The quick look first: this is asked of nearly every inline element.
    if "block" not in names or _SHOWN_AS_BLOCK.isdisjoint(names.split()) or not _says_sentence(node):
        return False
    return next(node.iterancestors(*tag_facts.HEADING_LEVEL), None) is None


def in_big_letters(node: etree._Element) -> bool:
    """Whether a font element is used as a heading: in a large size, short, and directly followed by a br."""
    if not is_big_font(node):
        return False
    following = node.getnext()
    ends = following is not None and following.tag == "br" and not (node.tail or "").strip()
    if not ends or len(list(islice(node.iter("*"), _IN_HEADING))) == _IN_HEADING:
        return False
    return 0 < len("".join(map(str, node.itertext())).strip()) <= _LONGEST_HEADING


def parts_styled_lines(line_break: etree._Element) -> bool:
    """Whether a br parts two lines, each an element of its own, that look different: headline and date.

    `<span class=title>Ferry back</span><br><span class=date>3 May 2004</span>`, in pages that have no headings.
    """
    before, after = line_break.getprevious(), line_break.getnext()
    if before is None or after is None or before.tag not in _LINE_TAGS or after.tag not in _LINE_TAGS:
        return False
    if (before.tail or "").strip() or (line_break.tail or "").strip() or (after.tail or "").strip():
        return False
    if before.tag == after.tag and all(before.get(name) == after.get(name) for name in _LOOKS):
        return False
    first, behind = before.getprevious(), after.getnext()
    said = first.tail if first is not None else getattr(before.getparent(), "text", None)
    alone = (first is None or first.tag in _LINE_ENDS) and not (said or "").strip()
    return alone and (behind is None or behind.tag in _LINE_ENDS)


def is_big_font(node: etree._Element) -> bool:
    """Whether an element is a font element of a large size: _BIG or more, or at least _BIGGER steps up ("+1")."""
    size = (node.get("size") or "").strip() if node.tag == "font" else ""
    number = size.lstrip("+")[:_DIGITS]
    return number.isdecimal() and int(number) >= (_BIGGER if size[0] == "+" else _BIG)


def _lines(around: etree._Element) -> Iterator[str]:
    """Yield the text between the br elements and blocks directly inside an element, one string for each line."""
    line = [around.text or ""]
    for child in around:
        if child.tag == "br" or child.tag in tag_facts.BLOCKS:
            yield "".join(line).strip()
            line = []
        elif child.tag not in tag_facts.SKIPPED:
            line += map(str, child.itertext())
        line.append(child.tail or "")
    yield "".join(line).strip()


def _is_own(node: etree._Element) -> bool:
    """Whether an element's tag is of the page's own making, such as "my-para" or "my_para", and none of HTML's."""
    return not _OWN_NAMES.isdisjoint(str(node.tag))


def _in_line(node: etree._Element) -> bool:
    """Whether an element is part of a line: text with letters touches it, directly before or after it."""
    before, parent = node.getprevious(), node.getparent()
    said = before.tail if before is not None else parent.text if parent is not None else None
    return any(map(str.isalpha, (said or "") + (node.tail or "")))


def _says_sentence(node: etree._Element) -> bool:
    """Whether an element's text is at least one whole sentence, not too short (_SENTENCE) and not mostly links."""
    said = "".join(map(str, node.itertext())).strip()
    if letters(said) < _SENTENCE or not _ends_like_sentence(said):
        return False
    return sum(len("".join(map(str, link.itertext()))) for link in node.iter("a")) < _LINKED * len(said)


def _ends_like_sentence(text: str) -> bool:
    """Whether a text ends with a full stop or the like, perhaps with a quotation mark or bracket after it."""
    return text.rstrip(_CLOSING).endswith(SENTENCE_ENDS)
