"""Finds the correspondents of an article: who reported, from where, for which outlet, in which role.

Takes one block of text (a line or a paragraph) and its neighbours; gives one Correspondent for each kind of work of
each person, or of each organisation where no person is named.  `classify_block` also says whether the block is only a
credit; `read_dateline` reads the place and agency at the start of a first paragraph.  The patterns are rules in
config/rules; `book` (Grammar) holds them.  A reader here is a function that finds one kind of credit in a block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from parsers.correspondents.agency_tails import may_be_tail, read_tail
from parsers.correspondents.byline_roles import find_byline
from parsers.correspondents.credit_clauses import read_credits
from parsers.correspondents.datelines import Dateline, dateline_finding, may_name_agency, read_dateline
from parsers.correspondents.finding import CreditContext, CreditText, FoundCredit, correspondents, overlaps
from parsers.correspondents.rule_index import MAX_BYLINE, Grammar, grammar
from parsers.correspondents.sentences import read_sentences
from parsers.folding import collapsed
from parsers.model import Correspondent
from parsers.people.name_parts import EDGES
from parsers.rules import Rule, Rules, default_rules

__all__ = ["Dateline", "classify_block", "read_correspondents", "read_dateline"]

#: A function that finds one kind of credit in a block.
Reader = Callable[[CreditText], list[FoundCredit]]

#: Characters; of a longer block only this much is read, half from each end.  Credits are near the ends of so long a
#: text.  Chosen by hand.
MAX_BLOCK = 20_000
#: The most characters in each of two lines that were one credit, broken at a link.  Chosen by hand.
MAX_TORN = 100
#: The most characters after a credit that may belong to it: a copyright line, a number of comments.  Chosen by hand.
MAX_TAIL = 80


def read_correspondents(
    text: str,
    *,
    before: str | None = None,
    after: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
    rules: Rules | None = None,
) -> list[Correspondent]:
    """The correspondents named in one block of text, in reading order.

    `before` and `after`: the texts of the blocks beside it.  `language`: a BCP 47 code.  `publisher`: the name of the
    page's outlet, by which its own journalists are recognised; the rules in its publisher file are added.
    """
    known = (rules or default_rules()).of_outlet(publisher)
    return classify_block(text, before=before, after=after, language=language, publisher=publisher, rules=known)[0]


def classify_block(
    text: str,
    *,
    before: str | None = None,
    after: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
    byline: bool = False,
    rules: Rules | None = None,
) -> tuple[list[Correspondent], bool]:
    """The correspondents of a block, and whether it is only a credit line and so no part of the body.

    `byline`: whether the block is known to be a byline, so that names with a job or a place need no "By" before them.
    The other arguments are those of `read_correspondents`.
    """
    book, text, own = grammar(rules), collapsed(text), 0
    if before and text[:1].islower() and _is_torn(text, before, book):
        above = collapsed(before)
        text, before, own = f"{above} {text}", None, len(above) + 1
    text = _clipped(text)
    lowered = text.lower()
    candidates = book.candidates(text, own=bool(publisher), language=language)
    readers = _readers(text, lowered, candidates, book)
    if byline and find_byline not in readers and len(text) <= MAX_BYLINE:
        readers.append(find_byline)
    if not readers:
        return [], False
    known = CreditContext(before, after, language, publisher, byline, book.words.articles.dropped)
    block = CreditText(text, lowered, candidates, book, known)
    # Credits in the line above alone are found when that line is read.
    found = [finding for finding in _findings(block, readers) if finding.end > own]
    return correspondents(found, block), bool(found) and _covers(found, block)


def _is_torn(text: str, before: str, book: Grammar) -> bool:
    """Whether a line continues a credit that a link broke in two: "reports from Oslo." below "TRT World's Ada Lund".

    `before`: the line above it.
    """
    short = len(text) <= MAX_TORN and len(before) <= MAX_TORN and before[-1].isalnum()
    return short and text.partition(" ")[0].rstrip(".:") in book.torn


def _readers(text: str, lowered: str, candidates: tuple[Rule, ...], book: Grammar) -> list[Reader]:
    """Choose the functions (readers) that may find a credit in a text, the most reliable first; none for most texts."""
    readers: list[Reader] = [read_credits, read_sentences] if candidates else []
    if may_name_agency(text, book.source):
        readers.insert(0, dateline_finding)
    if may_be_tail(text, book.words):
        readers.append(read_tail)
    if book.may_be_byline(text, lowered):
        readers.append(find_byline)
    return readers


def _clipped(text: str) -> str:
    """Cut out the middle of a text that is longer than MAX_BLOCK."""
    return text if len(text) <= MAX_BLOCK else text[: MAX_BLOCK // 2] + " " + text[-MAX_BLOCK // 2 :]


def _findings(block: CreditText, readers: Iterable[Reader]) -> list[FoundCredit]:
    """The credits that all readers find; of two that overlap, only the earlier reader's."""
    found: list[FoundCredit] = []
    for reader in readers:
        for finding in reader(block):
            if not any(overlaps(finding, other) for other in found):
                found.append(finding)
    return found


def _covers(found: list[FoundCredit], block: CreditText) -> bool:
    """Whether a text is nothing but credits, punctuation, and a tail such as "© 2024" after the last credit.

    An outlet beside the agencies whose copy it used belongs to their credit: "FRANCE 24 with AFP".
    """
    text, rest, position = block.text, "", 0
    alone = sorted((f for f in found if f.alone), key=lambda f: f.start)
    for finding in alone:
        rest += text[position : finding.start]
        position = max(position, finding.end)
    behind = text[position:]
    rest += "" if len(behind) <= MAX_TAIL and block.book.tail.match(" " + behind.lstrip(" .)")) else behind
    if not any(c.isalnum() for c in rest):
        return True
    copied = bool(alone) and all(f.kind == "agency" for f in alone)
    return copied and block.book.words.is_listed_outlet(rest.strip(EDGES + "()[]"))
