"""Recognises by its structure, and by few words, a page that stands in the place of an article.

Such a page declares no article, gives no date, and has hardly any text below its main heading.  It is an error or a
check for robots if its heading has a word for that and all of its text has others; it is a shop if a price and a button
with a cart follow its heading, and a form if fields do.  The words are in config/rules/refusals.toml.

Takes the page's segments as arrays (`page`) and as a Walk (`found`), what it declares (`meta`), and the rules; gives a
Rejection, or None.  Every sentence of the text has to have a word of an error, so a brief about one remains an article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from lxml import etree

from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.metadata.meta_names import meta_names
from parsers.html.refusing.story_text import DATED
from parsers.html.scoring.features import Page
from parsers.lines.consent_walls import is_about_consent
from parsers.lines.refusals import refusal_rules
from parsers.model import Rejection
from parsers.rules import Rules
from parsers.segments import Segment
from parsers.sentence_ends import SENTENCE_ENDS

# All limits below were chosen by hand.

#: Characters of all text that such a page may have below its heading, and of a product's description.
_LITTLE: Final = 400
_DESCRIPTION: Final = 900
#: Characters of the longest heading or part of a title that is an error's, and of the shortest text that is asked.
_HEADING: Final = 90
_ASKED: Final = 6
#: Characters of the longest line with a date, a price or the words of a button.
_LINE: Final = 60
#: The most segments below the heading that are looked at.
_BELOW: Final = 30
#: Characters of all text of a page that has hardly any.
_BARE: Final = 160
#: Share (0 to 1) of the sentences of a page that is refused anyway that have words of an error page.
_HALF: Final = 0.5
#: Share of link text from which a text is a link.
_LINKED: Final = 0.5
#: A level beyond those of headings, 1 to 6.
_NO_LEVEL: Final = 9
_AROUND: Final = tag_facts.NAV | tag_facts.FOOTER | tag_facts.ASIDE | tag_facts.HIDDEN | tag_facts.RELATED_WORD
#: What stands between the parts of a title; the ends of sentences.
_PARTS: Final = re.compile(r"\s+[|｜•·–—-]\s+")
_SENTENCES: Final = re.compile(rf"(?<=[{re.escape(''.join(SENTENCE_ENDS))}])\s*(?=\S)")
#: Finds the fields of forms that ask for a password, and for an address for mail.
_PASSWORDS: Final = etree.XPath("//form//input[@type='password']")
_MAILS: Final = etree.XPath("//form//input[@type='email' or contains(@name, 'mail')]")
_HEADING_ABOVE: Final = etree.XPath("preceding::*[self::h1 or self::h2 or self::h3 or self::h4][1]")


def kind_of_little_page(
    page: Page, found: Walk, meta: Metadata, rules: Rules, *, refused: Rejection | None
) -> Rejection | None:
    """Return the Rejection of a page that stands in the place of an article; None for any other page.

    `refused`: the Rejection that the page gets else; less evidence is needed to give it a better reason than to refuse
    a page that would be read.
    """
    if _declares(meta, rules):
        return None
    head, below = _below_heading(page, found)
    own = [segment for segment in below if not is_about_consent(segment.text, rules)]
    if _dated(own, meta):
        return None
    told = [segment.text for segment in own if segment.link_share < _LINKED]
    length = sum(map(len, told))
    if length <= _DESCRIPTION and head is not None and (sold := _sells([s.text for s in own], rules)):
        return sold
    # An empty shell that asks for scripts or to wait has no heading, or says so.
    if length > _LITTLE or head is None or any(_says(text, "scripts", rules) for text in told):
        return None
    titles = [*_PARTS.split(meta.title), *meta.h1s[:1], *([head.text] if head else [])]
    return _asks(head, titles, meta, rules) or _fails(titles, told, rules, refused, _is_alone(page, head))


def _declares(meta: Metadata, rules: Rules) -> bool:
    """Whether a page declares an article, an author or a time of publication."""
    names = meta_names(rules.family("heads"))
    said = " ".join(meta.meta.get("og:type", ())).lower()
    return bool(meta.json_ld.article) or "article" in said or meta.first(*names.published, *names.author) is not None


def _below_heading(page: Page, found: Walk) -> tuple[Segment | None, list[Segment]]:
    """Return the page's main heading (None without one) and the segments from it to the next heading or menu."""
    at = np.flatnonzero((page.level > 0) & (page.level == page.level[page.level > 0].min(initial=_NO_LEVEL)))
    head = found.segments[at[0]] if len(at) else None
    below: list[Segment] = []
    for index in range(head.index + 1 if head else 0, page.n):
        if page.bits[index] & _AROUND:
            if below:
                break
            continue
        if (head and page.level[index]) or len(below) >= _BELOW:
            break
        below.append(found.segments[index])
    return head, below


def _is_alone(page: Page, head: Segment | None) -> bool:
    """Whether a page has no heading below its main one (`head`) but those of menus and links to other pages."""
    below = (page.level > 0) & (page.links < _LINKED) & ((page.bits & _AROUND) == 0)
    return not below[head.index + 1 if head else 0 :].any()


def _dated(own: list[Segment], meta: Metadata) -> bool:
    """Whether one of the segments in `own` is a line with a date, or holds a time element."""
    if any(len(segment.text) <= _LINE and DATED.search(segment.text) for segment in own):
        return True
    nodes = {segment.node for segment in own}
    return any(stamp.element in nodes or stamp.element.getparent() in nodes for stamp in meta.times)


def _sells(texts: list[str], rules: Rules) -> Rejection | None:
    """Reject a page if lines below its heading are a price and a button to buy what it shows."""
    lines = [text for text in texts if len(text) <= _LINE]
    if any(_says(text, "price", rules) for text in lines) and any(_says(text, "cart", rules) for text in lines):
        return Rejection("product_page", "Below its heading are a price and a button to buy.")
    return None


def _asks(head: Segment | None, titles: list[str], meta: Metadata, rules: Rules) -> Rejection | None:
    """Reject a page whose main heading announces a form: to log in, or to get letters by mail."""
    if head is None or meta.root is None:
        return None
    if _announces(head, _PASSWORDS(meta.root)):
        return Rejection("paywall_stub", "Below its heading is a form to log in.")
    if any(_says(title, "letters", rules) for title in titles) and _announces(head, _MAILS(meta.root)):
        return Rejection("product_page", "Below its heading is a form to get letters by mail.")
    return None


def _announces(head: Segment, fields: Any) -> bool:
    """Whether a heading is the last one above the first of a form's fields."""
    above: Any = _HEADING_ABOVE(fields[0]) if fields else []
    return bool(above) and (above[0] is head.node or head.node in above[0].iterdescendants())


def _fails(
    titles: list[str], told: list[str], rules: Rules, refused: Rejection | None, alone: bool
) -> Rejection | None:
    """Reject a page if a title has a word for an error and the sentences of its text have words of such a page.

    `refused`: the Rejection that it gets else; `alone`: whether no other heading has a text.  With a Rejection, half of
    its sentences will do, or such a word in the title.  If it has hardly any text and stands alone, one such sentence
    and a title will do, most sentences, or a word for an error in a title.
    """
    short = [title for title in dict.fromkeys(titles) if len(title) <= _HEADING]
    named = [title for title in short if _says(title, "error_head", rules)]
    sentences = [_reasons(text, rules) for text in _sentences(told)]
    matching, heads = sum(map(bool, sentences)), [_reasons(head, rules) for head in short]
    bare = refused is not None and alone and 0 < sum(map(len, told)) <= _BARE
    if bare:
        fails = bool(named) or (matching > 0 and any(heads)) or matching > _HALF * len(sentences)
    elif refused:
        fails = matching >= _HALF * len(sentences) if named else any(heads) and matching == len(sentences)
    else:
        fails = bool(named) and matching == len(sentences)
    if not fails or not (matching or bare):
        return None
    kinds = Counter(reason for reasons in (*sentences, *heads) for reason in reasons) or Counter(("soft_404",))
    reason = max(sorted(kinds), key=kinds.__getitem__)
    return Rejection(reason, f"Its heading {(named or short or [''])[0]!r} and its text are about an error.")


def speaks_of_error(page: Page, found: Walk, rules: Rules) -> bool:
    """Whether half of the sentences below a page's main heading, or more, have words of an error page."""
    told = [segment.text for segment in _below_heading(page, found)[1] if segment.link_share < _LINKED]
    sentences = [text for text in _sentences(told) if not DATED.search(text)]
    return 2 * sum(bool(_reasons(text, rules)) for text in sentences) >= len(sentences)


def _reasons(text: str, rules: Rules) -> set[str]:
    """Return the reasons of the rules for the text of errors that match."""
    return {
        str(r.data["reason"]) for r in refusal_rules(rules.family("refusals"), "error_text") if r.pattern.search(text)
    }


def _sentences(texts: list[str]) -> Iterator[str]:
    """Yield the sentences of the texts, without the shortest."""
    for text in texts:
        yield from (sentence for sentence in _SENTENCES.split(text) if len(sentence) >= _ASKED)


def _says(text: str, part: str, rules: Rules) -> bool:
    """Whether a text matches a rule with this `part` ("price", "cart", "letters", "error_head")."""
    return any(rule.pattern.search(text) for rule in refusal_rules(rules.family("refusals"), part))
