"""Recognises elements that are used against their tag: a heading with a whole story in it, a button in a sentence, ...

The walk (`walk.py`), which collects a page's text segments, asks here before it treats an element by its tag.  Takes an
element and looks at its text and its neighbours.  Decides nothing about news.  A note is an aside inside a line of
text, hidden or set in the margin.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import Final

from lxml import etree

from parsers.html.markup import tag_facts
from parsers.html.markup.class_words import Vocabulary
from parsers.html.markup.walk_names import CAPTION, NOTE, SAID_TWICE
from parsers.sentence_ends import SENTENCE_ENDS

# All limits below were chosen by hand.

#: Characters; a heading with more text holds a story, which a script or a style sheet enlarges.
_LONGEST_HEADING: Final = 400
#: Characters and children of a link that holds a whole story, such as one that was never closed.
_LONGEST_LINK: Final = 500
_CHILDREN: Final = 3
#: Characters of the longest note in a line of text; what is longer is text that a click unfolds.
_LONGEST_NOTE: Final = 400
#: Styles that hide an element; the most characters of a hidden note; styles that make text bold.
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_HIDDEN: Final = 120
_BOLD_STYLE: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
#: Arrows, triangles and the like, which stand for a link or a button that screen readers name.
_ICON: Final = re.compile(r"\s*[\u2190-\u21ff\u25a0-\u25ff\u27a1\u2900-\u297f\u29c9\u2b00-\u2b4f\U0001f517\ufe0f]+\s*")
#: Characters of text directly after a line break, from which it is a paragraph below a heading.
_PARAGRAPH: Final = 40

#: Headings that are sentences: the fewest characters; how they end (not with "?": a question may head an answer); the
#: share of link text from which one is the title of another page; and how many siblings are looked at above and below,
#: of which as many must be such headings.
_SENTENCE: Final = 25
_SENTENCE_ENDS: Final = (
    *(end for end in SENTENCE_ENDS if end not in "?？؟፧"),
    *('."', ".”", ".“", ".»", ".'", ".’", "。」"),
)
_LINKED: Final = 0.5
_NEAR: Final = 2

#: A footer that holds an article: the fewest paragraphs of at least so many characters, and how many times the text of
#: the paragraphs around it theirs must be; how many paragraphs are looked at.
_STORY, _SAID, _TIMES, _LOOKED_AT = 3, 60, 2, 200

#: Elements beside a blockquote that indents the page, so many at most: those without text.
_TEXTLESS: Final = frozenset(("img", "br", "hr", "script", "style", "noscript", "map"))
_BESIDE_PAGE: Final = 12
_BUTTON_AROUND: Final = frozenset(("p", "span", "em", "i", "b", "strong", "a", "li", "td", "blockquote", "q", "font"))
#: Results of `_roles` that are kept: an outlet uses some hundred names on all its pages, and a run has many outlets.
_KEPT_NAMES: Final = 32_768


def holds_story(node: etree._Element, tag: str) -> bool:
    """Whether a heading or link element holds article text, so that it is no heading or link; `tag` is its tag.

    It does when it has more text than any heading or link has, or is a heading that is one of several sentences in a
    row, each in a heading.
    """
    if tag == "a":
        return len(node) >= _CHILDREN and _longer(node, _LONGEST_LINK)
    return _longer(node, _LONGEST_HEADING) or _is_paragraph_of_many(node, tag)


def holds_article(footer: etree._Element) -> bool:
    """Whether a footer element holds the text of the article element around it, and is no footer."""
    around = next(footer.iterancestors("article"), None)
    if around is None:
        return False
    inside = _paragraphs(footer)
    return len(inside) >= _STORY and sum(inside) >= _TIMES * (sum(_paragraphs(around)) - sum(inside))


def _paragraphs(node: etree._Element) -> list[int]:
    """Return the lengths in characters of the sentences in an element that stand in a `p` each."""
    said = ("".join(map(str, one.itertext())).strip() for one in islice(node.iter("p"), _LOOKED_AT))
    return [len(text) for text in said if len(text) >= _SAID and text.endswith(_SENTENCE_ENDS)]


def _is_paragraph_of_many(node: etree._Element, tag: str) -> bool:
    """Whether a heading is a sentence and enough of the elements next to it are sentences in the same tag."""
    beside = [one for one in (node.getprevious(), node.getnext()) if one is not None and one.tag == tag]
    if not any(map(_says_sentence, beside)) or not _says_sentence(node):
        return False
    around = (*islice(node.itersiblings(preceding=True), _NEAR), *islice(node.itersiblings(), _NEAR))
    return sum(one.tag == tag and _says_sentence(one) for one in around) >= _NEAR


def _says_sentence(heading: etree._Element) -> bool:
    """Whether a heading's text is at least one whole sentence, not too short (_SENTENCE) and not mostly links."""
    said = "".join(map(str, heading.itertext())).strip()
    if len(said) < _SENTENCE or not said.endswith(_SENTENCE_ENDS):
        return False
    return sum(len("".join(map(str, link.itertext()))) for link in heading.iter("a")) < _LINKED * len(said)


def stands_in_sentence(button: etree._Element) -> bool:
    """Whether a button element is a word of a sentence: text stands directly before or after it in the same line."""
    parent = button.getparent()
    if parent is None or parent.tag not in _BUTTON_AROUND:
        return False
    return _in_line(button)


def holds_page(button: etree._Element) -> bool:
    """Whether a button element holds the page's main part, and is no button: a tag inside it was never closed.

    In `<button><svg/><div></button>` the parser takes everything that follows for the content of the div.
    """
    return next(button.iter("h1", "main", "article"), None) is not None


def indents_page(quote: etree._Element) -> bool:
    """Whether a blockquote element only indents what stands in the body or a cell, all of it, and quotes nothing.

    Pages of the nineties do so.  It holds a heading, and nothing else with text stands in the elements around it.
    """
    if next(quote.iter("h1", "h2", "h3"), None) is None:
        return False
    inner, outer = quote, quote.getparent()
    while outer is not None and (outer.text or "").strip() == "":
        beside = islice(outer, _BESIDE_PAGE)
        if any(other is not inner and (other.tag not in _TEXTLESS or (other.tail or "").strip()) for other in beside):
            return False
        if outer.tag in ("body", "td"):
            return len(outer) < _BESIDE_PAGE and (inner.tail or "").strip() == ""
        inner, outer = outer, outer.getparent()
    return False


def role_of(node: etree._Element, attributes: Mapping[str, str], words: Vocabulary) -> int:
    """Return how the walk is to treat an inline element in a line of text, as one of the bits in `walk_names.py`.

    NOTE: it is an aside, and becomes a segment of its own.  SAID_TWICE: it repeats the text beside it for screen
    readers, and is skipped.  CAPTION: it is the caption of the picture before it.  The result is 0 for plain text.
    `attributes`: the element's own.  `words` maps class words to these bits.
    """
    if attributes.get("aria-hidden") == "true" and _ICON.fullmatch(node.text or "") and not len(node):
        return SAID_TWICE
    names = attributes.get("class")
    roles = _roles(words, names) if names else 0
    unseen = "hidden" in attributes or ("style" in attributes and _is_hidden_note(node, attributes["style"]))
    if not roles and not unseen:
        return 0
    if roles & SAID_TWICE and _has_twin(node):
        return SAID_TWICE
    if roles & SAID_TWICE and _labels_a_sign(node):
        return NOTE
    if roles & CAPTION and _is_below_picture(node):
        return CAPTION
    told = roles & SAID_TWICE and (_in_brackets(node) or _ends_link(node) or _is_sentence_in_text(node))
    aside = roles & NOTE or unseen or told
    return NOTE if aside and _in_line(node) and not _longer(node, _LONGEST_NOTE) else 0


def is_hidden(node: etree._Element) -> bool:
    """Whether an element itself says that it is not shown."""
    return node.get("hidden") is not None or _HIDDEN.search(node.get("style") or "") is not None


def _is_hidden_note(node: etree._Element, style: str) -> bool:
    """Whether an element is a hidden note: its `style` hides it, it has few words, and it is in no table cell.

    Hidden text in a table cell is no note: it only serves to sort the table.
    """
    if not _HIDDEN.search(style) or _longer(node, _LONGEST_HIDDEN):
        return False
    return next(node.iterancestors("td", "th"), None) is None


def _in_brackets(node: etree._Element) -> bool:
    """Whether an element's text is in round brackets, like a hint for screen readers: "(opens in a new tab)"."""
    said = "".join(map(str, node.itertext())).strip()
    return said.startswith("(") and said.endswith(")")


def _is_sentence_in_text(node: etree._Element) -> bool:
    """Whether an element is a sentence in a paragraph with much other text.

    Screen readers say such sentences: "Start of quotation."
    """
    said, around = "".join(map(str, node.itertext())).strip(), node.getparent()
    if around is None or around.tag != "p" or not said.endswith((".", "。", "।")):
        return False
    # Looks no farther than it must: a paragraph may hold thousands of such elements.
    return _longer(around, len(said) + _PARAGRAPH)


def _ends_link(node: etree._Element) -> bool:
    """Whether an element comes last in a link, after the link's text, and the link is part of a line.

    Such an element is often for screen readers alone: ", external".
    """
    link = node.getparent()
    if link is None or link.tag != "a" or node.getnext() is not None or (node.tail or "").strip():
        return False
    return _in_line(link) and _has_letter(_text_before(node))


def _labels_a_sign(node: etree._Element) -> bool:
    """Whether an element only says what a link's icon means: the link is part of a line and has no other text."""
    link = node.getparent()
    if link is None or link.tag != "a" or not _in_line(link):
        return False
    said, whole = ("".join(map(str, one.itertext())).strip() for one in (node, link))
    return said == whole


def _in_line(node: etree._Element) -> bool:
    """Whether an element is part of a line: text with letters stands directly before or after it."""
    return _has_letter(_text_before(node)) or _has_letter(node.tail or "")


def _text_before(node: etree._Element) -> str:
    """Return the text directly before an element: after its previous sibling or its parent's start tag; "" for none."""
    before, parent = node.getprevious(), node.getparent()
    if before is not None:
        return before.tail or ""
    return (parent.text or "") if parent is not None else ""


def _has_twin(node: etree._Element) -> bool:
    """Whether an element repeats for screen readers the text of the one next to it, which is hidden from them."""
    before, after = node.getprevious(), node.getnext()
    if before is not None and _for_eyes(before) and not (before.tail or "").strip():
        return True
    return after is not None and _for_eyes(after) and not (node.tail or "").strip()


def _is_below_picture(node: etree._Element) -> bool:
    """Whether the element directly before this one is a picture, or only holds one; no text is between them."""
    before = node.getprevious()
    if before is None or (before.tail or "").strip() or _longer(before, 0):
        return False
    return any(part.tag in tag_facts.PICTURES for part in before.iter("*"))


def ends_heading(line_break: etree._Element) -> bool:
    """Whether a br ends a heading: at least _PARAGRAPH characters of text follow it.

    If the br comes last in a bold element, the text after that element counts: in `<b>The vote<br></b>The council ...`,
    the bold text is a heading.
    """
    bold = bold_that_ends(line_break)
    return len(((line_break if bold is None else bold).tail or "").strip()) >= _PARAGRAPH


def bold_that_ends(line_break: etree._Element) -> etree._Element | None:
    """Return the b or strong element in which a br comes last, as in "<b>The vote<br></b>"; None for any other br."""
    around = line_break.getparent()
    last = around is not None and line_break.getnext() is None and not (line_break.tail or "").strip()
    return around if last and around is not None and around.tag in ("b", "strong") else None


def is_bold_line(span: etree._Element, style: str) -> bool:
    """Whether an element may be a heading: it has a bold style and is directly followed by a br."""
    after = span.getnext() if _BOLD_STYLE.search(style) else None
    return after is not None and after.tag == "br" and not (span.tail or "").strip()


def _for_eyes(node: etree._Element) -> bool:
    """Whether an element has text that screen readers skip (aria-hidden)."""
    return node.get("aria-hidden") == "true" and _longer(node, 0)


def _longer(node: etree._Element, limit: int) -> bool:
    """Whether an element shows more than `limit` characters; white space at the ends of its parts does not count."""
    length = 0
    for part in node.iter("*"):
        said = "" if part.tag in tag_facts.SKIPPED else (part.text or "").strip()
        after = "" if part is node else (part.tail or "").strip()
        length += len(said) + len(after)
        if length > limit:
            return True
    return False


def _has_letter(text: str) -> bool:
    """Whether a text has a letter of any alphabet."""
    return any(map(str.isalpha, text))


@lru_cache(maxsize=_KEPT_NAMES)
def _roles(words: Vocabulary, names: str) -> int:
    """Return the bits (NOTE, SAID_TWICE, CAPTION) of the class words in `names`; `role_of` decides what follows."""
    return words.bits_in(names)
