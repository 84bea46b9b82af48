"""Finds text that may be an article's, without the models: prose in the main container that asks for nothing.

Used for pages on which all scores are low, and to see whether a page has any article text at all; elsewhere the
scores decide what is body.  Takes `page`, arrays with one entry for each segment, and `found`, the Walk (the page's
segments and the boxes that hold them); gives indices of segments.  Boxes are rows of a table, so an index in `Boxes`
is called `row`.  Flags are an array of truth values, one for each segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from parsers.context import Context
from parsers.html.markup import tag_facts
from parsers.html.markup.box_names import OFFER, BoxNames
from parsers.html.markup.walked import Walk
from parsers.html.scoring.character_counts import KINDS
from parsers.html.scoring.features import LONG, Page
from parsers.late_patterns import LatePattern, ScriptPattern
from parsers.lines.consent_walls import is_about_consent
from parsers.lines.junk import junk_reason
from parsers.lines.notices import is_notice
from parsers.lines.refusals import LITTLE_TEXT
from parsers.segments import Segment

#: One truth value for each segment of a page.
Flags = npt.NDArray[np.bool_]

# All limits below were chosen by hand.

#: The least length, in letters, of the text of a page whose whole story may be one line.
SHORT: Final = 40
#: Matches the end of a text in Thai, Lao, Burmese or Khmer.
_UNSTOPPED: Final = ScriptPattern(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]\W*$")
#: Matches some words in Chinese, Japanese or Korean; and a day with its year.
_DENSE: Final = ScriptPattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{4}")
DATED: Final = LatePattern(
    r"(?:19|20)\d\d\s?(?:[-/.]|년|年)\s?\d{1,2}\s?(?:[-/.]|월|月)\s?\d{1,2}"
    r"|\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)\d\d\b"
    r"|\b\d{1,2}\w{0,2}\.?\s(?:\w{2}\s)?[^\W\d_]{3,12}\.?,?\s(?:\w{2,3}\s)?(?:19|20)\d\d\b"
    r"|\b[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d\b"
)
#: Characters of the longest line with a date, and the fewest texts of a brief in an alphabet below it.
_DATE_LINE: Final = 80
_SENTENCES: Final = 2
#: Letters of the shortest sentence of a brief, and of all of its sentences.
_SENTENCE: Final = 20
_BRIEF: Final = 66
#: The same for a brief that the page declares as news.
DECLARED_BRIEF: Final = 40
#: So many segments below an h1 may be its byline, its date and a picture.
_HEAD: Final = 5
#: Share of link text from which a segment belongs to a menu or a list of other stories.
_LINKED: Final = 0.5
#: The most other segments, such as a date or a subhead, between two paragraphs of a run.
_GAP: Final = 2
#: The kind of character that ends a sentence.
_STOP: Final = KINDS.index("stop")
#: Elements around text that is not the page's own story.
_ASIDE: Final = (
    tag_facts.NAV | tag_facts.FOOTER | tag_facts.ASIDE | tag_facts.FORM | tag_facts.BUTTON | tag_facts.FIGCAPTION
    | tag_facts.COMMENT_WORD | tag_facts.RELATED_WORD | tag_facts.AUTHOR_WORD | tag_facts.HIDDEN
)  # fmt: skip
#: Share of the page's text from which a form is no form but holds the page.
_WHOLE_PAGE: Final = 0.9
#: The most segments in a box that is an offer by its name; larger boxes hold the article as well.
_OFFER: Final = 8
#: The fewest prompts to subscribe that stand in place of a story.
_PROMPTS: Final = 2
#: A level beyond those of headings, 1 to 6.
_NO_LEVEL: Final = 9
#: Elements that hold the story on pages that name them.
_MAIN: Final = tag_facts.MAIN | tag_facts.ARTICLE


def serves_text(page: Page, found: Walk, context: Context) -> bool:
    """Whether a page that declares news shows at least one paragraph of an article; then it is not refused."""
    return any(next(_stories(some(page), found, context), None) is not None for some in (_prose, _lines))


def tells_under_heading(page: Page, found: Walk, context: Context) -> bool:
    """Whether a page that looks like a consent form has a short article: whole sentences below an h1.

    Then the article is looked for.  Only the smallest box with the h1 and text below it is examined; if it has a word
    about consent, the answer is False.
    """
    rules = context.rules
    for head in (page.level == 1).nonzero()[0].tolist():
        prose = ((_prose(page) | _lines(page)) & (np.arange(page.n) > head)).nonzero()[0]
        row = page.row.item(head)
        while row and not ((prose >= page.first[row]) & (prose < page.end[row])).any():
            row = page.parent.item(row)
        inside = found.segments[page.first.item(row) : page.end.item(row)]
        if row and not any(is_about_consent(segment.text, rules) for segment in inside):
            return any(segment.index > head for segment in _whole_sentences(page, found, inside, context))
    return False


def tells_dated_brief(page: Page, found: Walk) -> bool:
    """Whether a page has a brief: an h1, a date, and then whole sentences at once.

    The models know few pages of two or three sentences, and take those with menus around them for lists.  In a list a
    link or another heading follows the h1 instead.  One sentence will do in Chinese, Japanese or Korean.
    """
    ended = _ended(page, found)
    for head in np.flatnonzero(page.level == 1).tolist():
        dated, told, letters = False, 0, 0.0
        for at in range(head + 1, min(head + 1 + _HEAD, page.n)):
            text = found.segments[at].text
            if page.level[at] or page.links[at] >= _LINKED:
                break
            if dated and ended[at] and page.length[at] >= _SENTENCE:
                told, letters = told + 1, letters + page.length.item(at)
                if (told >= _SENTENCES and letters >= _BRIEF) or (page.length[at] >= LONG and _DENSE.search(text)):
                    return True
            dated = dated or (len(text) <= _DATE_LINE and DATED.search(text) is not None)
    return False


def asks_to_subscribe(page: Page, found: Walk, context: Context) -> bool:
    """Whether a page has a headline and, in place of a story, several lines that ask to subscribe or to log in.

    One of them is a sentence.  Such lines may stand at the head of a list or beside an offer as well; then there is
    more text, or other text first.
    """
    plain, ended = _plain(page), _ended(page, found)
    for head in np.flatnonzero(page.level == 1).tolist():
        if page.length[head:][plain[head:]].sum() > LITTLE_TEXT:
            continue
        asked, sentence = 0, False
        for at in range(head + 1, min(head + 1 + _OFFER, page.n)):
            if page.level[at] and page.links[at] >= _LINKED:
                break
            if (junk_reason(found.segments[at].text, None, context.rules) or ("", ""))[0] == "paywall":
                asked, sentence = asked + 1, sentence or bool(ended[at])
            elif plain[at] and page.length[at] >= SHORT:
                break
            if sentence and asked >= _PROMPTS:
                return True
    return False


def _whole_sentences(page: Page, found: Walk, inside: list[Segment], context: Context) -> list[Segment]:
    """Return those of the segments in `inside` that are whole sentences of article text.

    They are long, end like sentences, and are no notices.
    """
    within = np.zeros(page.n, dtype=bool)
    within[[segment.index for segment in inside]] = True
    told = _stories(within & (page.length >= LONG) & _ended(page, found), found, context)
    return [found.segments[index] for index in told]


def is_unstopped(text: str) -> bool:
    """Whether a text ends in Thai, Lao, Burmese or Khmer, whose sentences end without a full stop.

    Such a text counts as a whole sentence.  The models do not know these scripts either.
    """
    return _UNSTOPPED.search(text) is not None


#: The most segments of a box in the midst of an element's text.  Chosen by hand.
_BOX: Final = 3


def longest_run(page: Page, found: Walk, context: Context) -> list[int]:
    """Return the indices of the longest run of article paragraphs; [] when the page has none.

    Where a main or article element of the page holds prose, only text inside of one counts.
    """
    runs = _runs(page, _stories(_prose(page), found, context))
    longest = max(runs, key=lambda run: float(page.prose[run].sum()), default=[])
    return _whole(page, longest, _plain(page), _ended(page, found)) if longest else []


def short_lines(page: Page, found: Walk, context: Context) -> list[int]:
    """Return the indices of an article's paragraphs on a page where all of them are short; [] without any.

    They are the first run of paragraphs in a main or article element.
    """
    return next(_runs(page, _stories(_lines(page), found, context)), [])


def short_sentences(page: Page, found: Walk, context: Context, *, least: float = _BRIEF) -> list[int]:
    """Return the indices of a brief's paragraphs: the first run of several short sentences below the only h1.

    [] if the page has none.  `least`: letters of all of its sentences; fewer will do if the page declares news.
    """
    if np.count_nonzero(page.level == 1) != 1:
        return []
    sentences = _plain(page) & (page.links == 0) & ((page.bits & tag_facts.PARAGRAPH) > 0) & (page.level == 0)
    sentences &= (page.length >= _SENTENCE) & _ended(page, found)
    runs = _runs(page, _stories(_beside_heading(page, sentences), found, context))
    return next((run for run in runs if len(run) > 1 and page.length[run].sum() >= least), [])


def _prose(page: Page) -> Flags:
    """Say of each segment whether it is prose that may be the story's."""
    prose: Flags = _plain(page) & (page.prose > 0) & (page.level == 0)
    main: Flags = prose & ((page.bits & _MAIN) > 0)
    return main if main.any() else _beside_heading(page, prose)


def _beside_heading(page: Page, prose: Flags) -> Flags:
    """Keep in `prose` only segments that follow the first main heading, in the smallest box with both.

    The main heading has the highest level on the page; without headings `prose` is returned unchanged.
    """
    headings = (page.level == page.level[page.level > 0].min(initial=_NO_LEVEL)).nonzero()[0]
    if not len(headings):
        return prose
    below = prose.nonzero()[0]
    row = page.row.item(headings[0])
    while row and not ((below > headings[0]) & (below < page.end[row])).any():
        row = page.parent.item(row)
    inside = np.zeros(page.n, dtype=bool)
    inside[headings[0] : page.end[row]] = True
    return prose & inside


def _lines(page: Page) -> Flags:
    """Say of each segment whether it is a `p` element of at least SHORT letters in a `main` or `article` element."""
    inside = ((page.bits & _MAIN) > 0) & ((page.bits & tag_facts.PARAGRAPH) > 0)
    lines: Flags = _plain(page) & inside & (page.length >= SHORT) & (page.level == 0)
    return lines


def _plain(page: Page) -> Flags:
    """Say of each segment whether it is neither mostly link nor in a menu, form, comment section or the like."""
    in_form = (page.bits & tag_facts.FORM) > 0
    # Some systems (ASP.NET, Domino) put the whole page into a form; then the form says nothing.
    aside = _ASIDE & ~tag_facts.FORM if page.length[in_form].sum() > _WHOLE_PAGE * page.length.sum() else _ASIDE
    plain: Flags = (page.links < _LINKED) & ((page.bits & aside) == 0)
    return plain


def _stories(candidates: Flags, found: Walk, context: Context) -> Iterator[int]:
    """Yield the indices of those of the segments in `candidates` that may be article text.

    Left out are notices and texts about consent, known by their words, and segments in small boxes whose class names
    say that they offer a subscription.
    """
    texts = ((index, found.segments[index].text) for index in candidates.nonzero()[0].tolist())
    rules, names = context.rules, BoxNames(found, context.rules)
    return (
        index
        for index, text in texts
        if not (is_notice(text, None, rules) or is_about_consent(text, rules))
        and not names.named(index, OFFER, most=_OFFER)
    )


def _runs(page: Page, paragraphs: Iterable[int]) -> Iterator[list[int]]:
    """Group `paragraphs` (ascending indices) into runs: in one parent box, with few other segments between (_GAP)."""
    run: list[int] = []
    boxes = page.parent.take(page.row)
    for index in paragraphs:
        if run and (index - run[-1] > _GAP + 1 or boxes[index] != boxes[run[-1]]):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _ended(page: Page, found: Walk) -> Flags:
    """Say of each segment whether it ends with a full stop or the like, or in a script without full stops."""
    unstopped = np.array([is_unstopped(segment.text) for segment in found.segments], dtype=bool)
    ended: Flags = (page.letters.last == _STOP) | unstopped
    return ended


def _whole(page: Page, run: list[int], plain: Flags, ended: Flags) -> list[int]:
    """Add to a run of paragraphs what belongs to it: short lines in it, short sentences before and after it.

    These sentences must be in the same kind of element and in the same parent box.  `plain` and `ended`: what `_plain`
    and `_ended` say of each segment.  Returns indices.
    """
    first, last = run[0], run[-1]
    sentence = plain & (page.level == 0) & ended & (page.alike == page.alike[first])
    while first and sentence[first - 1] and page.parent[page.row[first - 1]] == page.parent[page.row[first]]:
        first -= 1
    told = [index for index in range(first, last + 1) if plain[index]]
    while last + 1 < page.n:
        below = range(last + 1, min(last + 2 + _BOX, page.n))
        # A box in the midst of an element's text, as one with other stories, does not end that text.
        step = next((at for at in below if sentence[at] and _go_on(page, last, at)), None)
        if step is None:
            break
        told.append(last := step)
    return told


def _go_on(page: Page, last: int, below: int) -> bool:
    """Whether a segment goes on with the text of the segment `last`: right below it, or in the very same element."""
    if below == last + 1 and page.parent[page.row[below]] == page.parent[page.row[last]]:
        return True
    return bool(page.row[below] == page.row[last])
