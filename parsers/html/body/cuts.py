"""Cuts what scores took for body and is none: junk lines, signatures, menus, repeats, pull quotes, stray headings.

Takes a Draft; claims segments of its body, each with the reason of the cut.
"""

from __future__ import annotations

from typing import Final

from parsers.captions.photo_credits import is_credit_line
from parsers.folding import key
from parsers.html.body.draft import LINE, Draft
from parsers.html.body.subheads import box_headings
from parsers.html.markup.walked import Walk
from parsers.lines.junk import points_elsewhere
from parsers.lines.pull_quotes import quoted_words
from parsers.rules import Rules
from parsers.segments import BYLINE, CREDIT, JUNK, Segment

#: Longer texts that stand twice are no coincidence.
_REPEATED: Final = 40
#: A line that scores no more is asked whether it is junk, however long it is.
_SURE: Final = 0.9
#: Paragraphs at either end of the body that may be about something else than the story.
_FIRST: Final = 2
_LAST: Final = 3
#: A name or a credit is no longer than this.
_SIGNATURE: Final = 90
#: A note on the author is no longer than this.
_LONGEST_NOTE: Final = 1_200
#: Before the name of whoever said a quotation.
_DASHES: Final = ("—", "–", "- ", "― ")
#: Share of link text from which a line that ends like no sentence is taken for a menu.
_MENU: Final = 0.7
#: Share of link text from which a line is a link.
_LINKED: Final = 0.9
_SENTENCE_ENDS: Final = tuple(".!?…:;\"”»')。！？؟।")


def cut_lines(draft: Draft, authors: tuple[str, ...]) -> None:
    """Claim the lines of the body that are known to be none of it, headings aside; authors are the page's own."""
    _cut_junk(draft)
    _cut_first_lines(draft, authors)
    _cut_last_credits(draft)
    _cut_author_notes(draft, authors)
    _cut_links(draft)
    _cut_repeats(draft)
    _cut_pull_quotes(draft)


def cut_headings(draft: Draft, found: Walk) -> None:
    """Headings with no body under them introduce what is no part of the article."""
    for segment in box_headings(found, draft.labels, draft.body()):
        draft.labels.claim(segment.index, JUNK, reason="related", rule="heading_of_box")
    follows = False
    for segment in reversed(draft.body()):
        if segment.hint != "subhead":
            follows = True
        elif not follows:
            draft.labels.claim(segment.index, JUNK, reason="related", rule="heading_without_text")


def _cut_junk(draft: Draft) -> None:
    """Lines whose words say that they are no part of an article."""
    scores, body = draft.layout.scores, draft.body()
    ends = {segment.index for segment in (*body[:_FIRST], *body[-_LAST:])}
    for segment in body:
        if len(segment.text) < LINE or scores[segment.index] < _SURE or segment.index in ends:
            found = draft.junk(segment.text)
            if found:
                draft.labels.claim(segment.index, JUNK, reason=found[0], rule=found[1])


def _cut_first_lines(draft: Draft, authors: tuple[str, ...]) -> None:
    """Lines at the very beginning that sign the article or its picture: the body begins with its first sentence."""
    for segment in draft.body()[:_FIRST]:
        text = segment.text
        if len(text) > _SIGNATURE or segment.hint or segment.list_depth:
            return
        if key(text) in map(key, authors):
            draft.labels.claim(segment.index, BYLINE, rule="first_line")
        elif is_credit_line(text, draft.language, rules=draft.context.rules):
            draft.labels.claim(segment.index, CREDIT, reason="photo_credit", rule="first_line")
        else:
            return


def _cut_last_credits(draft: Draft) -> None:
    """Lines at the very end that credit the article's pictures: "[Featured image by Ada Lund/Reuters]"."""
    for segment in reversed(draft.body()[-_LAST:]):
        text, rules = segment.text, draft.context.rules
        if len(text) >= LINE or segment.hint or segment.list_depth:
            return
        if not (_credits_pictures(text, rules) and is_credit_line(text, draft.language, rules=rules)):
            return
        draft.labels.claim(segment.index, CREDIT, reason="photo_credit", rule="last_line")


def _credits_pictures(text: str, rules: Rules) -> bool:
    """Whether a line begins as one that credits pictures; one of sources alone is the article's."""
    return any(rule.pattern.match(text) for rule in rules.family("figures").rules)


def _cut_author_notes(draft: Draft, authors: tuple[str, ...]) -> None:
    """Who the author is, told below the article: "Ada Lund is a reporter in Oslo."."""
    for segment in reversed(draft.body()[-_LAST:]):
        name = next((name for name in authors if " " in name and segment.text.startswith(name)), None)
        told = segment.text[len(name) : len(name) + 2] if name else ""
        if not (told[:1] == " " and told[1:].islower() and len(segment.text) < _LONGEST_NOTE):
            return
        draft.labels.claim(segment.index, JUNK, reason="author_box", rule="author_note")


def _cut_links(draft: Draft) -> None:
    """Links side by side are a menu, even where an old page writes it as text between line breaks."""
    for segment in draft.body():
        if segment.link_share >= _LINKED and points_elsewhere(segment.text, draft.context.rules):
            draft.labels.claim(segment.index, JUNK, reason="related", rule="link_with_label")
        # One link alone is all of its text; several leave at least the blanks between them.
        several = _MENU <= segment.link_share < 1 and not segment.hint and not segment.list_depth
        if several and not segment.text.endswith(_SENTENCE_ENDS):
            draft.labels.claim(segment.index, JUNK, reason="navigation", rule="links_only")


def _cut_repeats(draft: Draft) -> None:
    """A long text that stands twice stays where it scores best."""
    best: dict[str, Segment] = {}
    scores = draft.layout.scores
    for segment in draft.body():
        if len(segment.text) < _REPEATED:
            continue
        other = best.setdefault(segment.text, segment)
        if other is not segment:
            worse = min(other, segment, key=lambda s: (scores[s.index], -s.index))
            best[segment.text] = other if worse is segment else segment
            draft.labels.claim(worse.index, JUNK, reason="repeat")


def _cut_pull_quotes(draft: Draft) -> None:
    """A quote set apart that repeats a sentence of the body."""
    segments = draft.body()
    quotes = [s for s in segments if s.hint == "quote"]
    if not quotes:
        return
    body = "\n".join(s.text for s in segments)
    for segment in quotes:
        core = quoted_words(segment.text)
        if core and body.count(core) > 1:
            draft.labels.claim(segment.index, JUNK, reason="pull_quote")
            speaker = next((s for s in quotes if s.index == segment.index + 1), None)
            if speaker is not None and len(speaker.text) < _SIGNATURE and speaker.text.startswith(_DASHES):
                draft.labels.claim(speaker.index, JUNK, reason="pull_quote", rule="speaker")
