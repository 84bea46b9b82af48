"""Correspondent segments: who reported, from where, for whom, in which role.

Takes one block of text with what stands around it and gives one Correspondent for each person, or organisation where
no person is named, in each kind of work.  `classify_block` also says whether the block is nothing but such a line;
`read_dateline` reads the place and agency a first paragraph begins with.  Patterns are data: config/rules.
"""

from __future__ import annotations

from parsers.correspondents.bylines import read_byline
from parsers.correspondents.credits import read_credits
from parsers.correspondents.datelines import Dateline, dateline_finding, read_dateline
from parsers.correspondents.finding import Context, Finding, correspondents, overlaps
from parsers.correspondents.grammar import Grammar, grammar
from parsers.correspondents.sentences import read_sentences
from parsers.correspondents.tails import read_tail
from parsers.model import Correspondent
from parsers.rules import Rules

__all__ = ["Dateline", "classify_block", "read_correspondents", "read_dateline"]

#: Longer blocks than this are looked at from both ends only; no credit stands in the middle of so much text.
MAX_BLOCK = 20_000


def read_correspondents(
    text: str,
    *,
    before: str | None = None,
    after: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
    rules: Rules | None = None,
) -> list[Correspondent]:
    """The correspondents that one block of text names, in reading order; `before` and `after` are its neighbours.

    `publisher` is whose page it is: it decides between the outlet's own journalist and somebody else's.
    """
    return classify_block(text, before=before, after=after, language=language, publisher=publisher, rules=rules)[0]


def classify_block(
    text: str,
    *,
    before: str | None = None,
    after: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
    rules: Rules | None = None,
) -> tuple[list[Correspondent], bool]:
    """The correspondents of a block, and whether it is nothing but a cue or credit line, so no part of the body."""
    book = grammar(rules)
    if not text or not _stirs(text, book):
        return [], False
    text = _clipped(" ".join(text.split()))
    context = Context(before, after, language, publisher)
    found = _findings(text, book, context)
    return correspondents(found, text), bool(found) and _covers(found, text)


def _stirs(text: str, book: Grammar) -> bool:
    """Whether the block needs a closer look: a short line, a bracket near an end, or the letters of a rule."""
    return len(text) <= 160 or "(" in text[:90] or ")" in text[-3:] or book.stirs(text.lower()) or not text.isascii()


def _clipped(text: str) -> str:
    return text if len(text) <= MAX_BLOCK else text[: MAX_BLOCK // 2] + " " + text[-MAX_BLOCK // 2 :]


def _findings(text: str, book: Grammar, context: Context) -> list[Finding]:
    """Every reader's findings; where two overlap, the earlier reader's."""
    found: list[Finding] = []
    for reader in (dateline_finding, read_credits, read_sentences, read_tail, read_byline):
        for finding in reader(text, book, context):
            if not any(overlaps(finding, other) for other in found):
                found.append(finding)
    return found


def _covers(found: list[Finding], text: str) -> bool:
    """Whether nothing but punctuation is left beside the findings that stand alone."""
    rest, position = "", 0
    for finding in sorted((f for f in found if f.alone), key=lambda f: f.start):
        rest += text[position : finding.start]
        position = max(position, finding.end)
    rest += text[position:]
    return not any(c.isalnum() for c in rest)
