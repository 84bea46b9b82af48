"""Finds the body of a page known to be an article where the scores are too low to show it.

Takes the scored page; gives a Layout with higher scores for some paragraphs: for a doubtful one beside a sure one or in
the article's own box, for the posts of a live blog, for terms above their definitions, or, when nothing is sure, for
the longest run of prose in the main container.  No label is given here.
"""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np

from parsers.captions.photo_credits import is_credit_line
from parsers.context import Context
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.refusing.refuse import declares_story
from parsers.html.refusing.story_text import DECLARED_BRIEF, longest_run, short_lines, short_sentences
from parsers.html.scoring.body_scores import Layout, layout_of
from parsers.html.scoring.character_counts import KINDS
from parsers.html.scoring.features import LONG, Page
from parsers.model import Evidence
from parsers.segments import BODY
from parsers.sentence_ends import SENTENCE_ENDS

#: The evidence for a body that is the longest run of prose, whatever its scores.
LONGEST_RUN: Final = Evidence("longest_run", "main container", 0.3)

# All limits below were chosen by hand.  On 3,000 pages hardly any paragraph meets the first three, and those were body.

#: The least score of a doubtful paragraph, and the score of a sure one beside it.
_DOUBTFUL: Final = 0.3
_SURE: Final = 0.8
#: Length in letters of an alphabet of the shortest doubtful paragraph, and of the shortest that ends like a sentence.
_SHORT: Final = 60
_SENTENCE: Final = 15
#: The least scores of a doubtful paragraph in the article's own box: of several below the body, and between two of its
#: paragraphs.  How many are several; and the share of the body's text, and its paragraphs, by which a box is its own.
_FAINT: Final = 0.1
_BETWEEN: Final = 0.2
_SEVERAL: Final = 2
_OWN: Final = 0.6
_SHOWN: Final = 3
#: Elements of lists, and the ends of a line that announces one.
_LISTS: Final = ("ul", "ol")
_ANNOUNCES: Final = (":", "：")
#: The most segments between such a paragraph above the body and the body.
_ABOVE: Final = 4
#: The itemprop of a live blog's posts (schema.org), and the least number of posts.
_POST: Final = "liveBlogUpdate"
_POSTS: Final = 3
#: The end of a sentence with its writer in brackets behind it: "。【三枝涼子】", ". (Ann Lister)".
_SIGNED: Final = re.compile(
    rf"[{''.join(SENTENCE_ENDS)}][\"'”’»」』]?\s?[(\[（【〔［](?P<inside>[^()\[\]（）【】〔〕［］]{{1,30}})[)\]）】〕］]$"
)
#: Share of link text from which a text is no paragraph.
_LINKED: Final = 0.2
#: The same for a paragraph in the article's own box that is not below the body.
_MUCH_LINKED: Final = 0.4

#: Paragraphs, and length in letters, of the longest brief; the elements in which its lines stand.
_FEW: Final = 3
_BRIEF: Final = 400.0
_PROSE: Final = tag_facts.PARAGRAPH
#: The bits that a wrapper around one paragraph may have; a box that is an aside or caption by its tag or name is none.
_PLAIN_BOX: Final = tag_facts.PARAGRAPH | tag_facts.BODY_WORD
#: The kind of character that ends a sentence.
_STOP: Final = KINDS.index("stop")
#: The kinds of character that end a sentence, or one that somebody said.
_ENDS: Final = (_STOP, KINDS.index("quote"))

#: The most segments of other kinds between two lines of a short article.
_APART: Final = 2
#: Characters at the end of a text in which a writer behind the last sentence is looked for.
_TAIL: Final = 30

#: The score that paragraphs of the body get here: a little more than its limit.
_JUST_BODY: Final = 0.51


def with_doubtful(page: Page, found: Walk, layout: Layout, context: Context) -> Layout:
    """Return a Layout in which doubtful paragraphs count as body if a sure one is beside them, in the same box.

    Between the two there may be a line of another box.  Short paragraphs score low, above all in briefs and in scripts
    where one character is a word.  Some sure paragraph of the page must also be in the same kind of element as the
    doubtful one.
    """
    scores = np.array(layout.scores)
    plain = (page.level == 0) & (page.links < _LINKED)
    doubtful = plain & (scores > _DOUBTFUL) & (scores <= BODY)
    if not doubtful.any():
        return layout
    sentence = (page.length >= _SENTENCE) & (page.links == 0)
    doubtful &= (page.length >= _SHORT) | (sentence & _says(page, found, doubtful & sentence, context))
    sure = plain & (scores > _SURE) & (page.length >= LONG)
    box, apart = _places(page), page.parent.take(page.row)
    doubtful &= np.isin(page.alike, page.alike[sure])
    beside = np.zeros(page.n, dtype=bool)
    for step in (1, 2):  # A line in a box of its own between them, such as an advertisement's, does not part them.
        goes_on = box[step:] == box[:-step]
        if step > 1:
            goes_on &= apart[1:-1] != box[2:]
        beside[step:] |= goes_on & sure[:-step]
        beside[:-step] |= goes_on & sure[step:]
    return _raised(page, layout, (doubtful & beside).nonzero()[0].tolist())


def with_own_paragraphs(page: Page, found: Walk, layout: Layout) -> Layout:
    """Return a Layout in which doubtful paragraphs count as body if they stand where the article's own do.

    Most of its text is then in the same box, or in boxes of the same kind.  Between two paragraphs of the body, and
    right above the first, less is asked of them than of one below the last, and least of several below it.  Most is
    asked where the body has only one or two paragraphs to show which box is its own.
    """
    scores, at = np.array(layout.scores), np.arange(page.n)
    body = scores > BODY
    plain = (page.level == 0) & (page.links < _MUCH_LINKED) & ((page.bits & tag_facts.LIST) == 0)
    doubtful = plain & _ended(page) & (page.length >= _SHORT) & ~body & (scores > _FAINT)
    if layout.last < 0 or not doubtful.any():
        return layout
    prose = np.where(body & (page.level == 0) & (page.length >= _SHORT), page.length, 0.0)
    kind = _kinds_around(page, found)
    own = np.bincount(kind, prose) >= _OWN * float(page.length[body].sum())
    shown = np.bincount(kind, prose > 0) >= _SHOWN
    doubtful &= own[kind] & (shown[kind] | (scores > _DOUBTFUL))
    below = doubtful & (at > layout.last) & (page.links < _LINKED)
    if np.count_nonzero(below) < _SEVERAL:
        below &= scores > _DOUBTFUL
    inside = doubtful & (at >= layout.first - _ABOVE) & (at < layout.last) & (scores > _BETWEEN)
    return _raised(page, layout, np.flatnonzero(inside | below).tolist())


def with_doubtful_lists(page: Page, found: Walk, layout: Layout) -> Layout:
    """Return a Layout in which doubtful lists count as body if they lie in a box beside paragraphs of the body.

    Less is asked of a list that the line right above announces with a colon; a doubtful such line is body, too.
    """
    scores, boxes = np.array(layout.scores), found.boxes
    doubtful = (scores > _FAINT) & (scores <= BODY) & ((page.bits & tag_facts.LIST) > 0)
    if layout.last < 0 or not doubtful.any():
        return layout
    prose = (scores > BODY) & (page.level == 0) & (page.length >= _SHORT)
    own, raised = set(page.parent[page.row[prose]].tolist()), list[int]()
    for row in {boxes.parent[found.box[index]] for index in np.flatnonzero(doubtful).tolist()}:
        while row and boxes.tag[row] not in _LISTS:
            row = boxes.parent[row]
        items, above = slice(boxes.first[row], boxes.end[row]), boxes.first[row] - 1
        if boxes.parent[row] not in own or items.stop - items.start < _SEVERAL or page.links[items].mean() >= _LINKED:
            continue
        beside = above >= 0 and page.parent[page.row[above]] == boxes.parent[row]
        told = beside and found.segments[above].text.endswith(_ANNOUNCES)
        if scores[items].mean() > (_BETWEEN if told else _DOUBTFUL):
            raised += range(items.start, items.stop)
            raised += [above] if told and scores[above] > _BETWEEN else []
    return _raised(page, layout, raised)


def _ended(page: Page) -> Any:
    """Return an array that is True for each segment that ends like a sentence or a quotation."""
    last = page.letters.last
    return (last == _ENDS[0]) | (last == _ENDS[1])  # a tenth of the time of np.isin on a page's segments


def with_declared_posts(page: Page, found: Walk, layout: Layout) -> Layout:
    """Return a Layout in which the text of a live blog's posts counts as body, if microdata declares the posts.

    Posts are short and have a share button each, so most score low.
    """
    boxes = found.boxes
    posts = [row for row, names in enumerate(boxes.names) if _POST in names]
    if len(posts) < _POSTS:
        return layout
    inside = np.zeros(page.n, dtype=bool)
    for row in posts:
        inside[boxes.first[row] : boxes.end[row]] = True
    told = inside & (page.level == 0) & (page.links < _LINKED) & (np.array(layout.scores) > _FAINT)
    told &= (page.length >= _SHORT) | ((page.length >= _SENTENCE) & _ended(page))
    return _raised(page, layout, np.flatnonzero(told).tolist())


def _places(page: Page) -> Any:
    """Return an array with the box, as its index in `Boxes`, in which each segment stands beside others.

    It is the box around the segment's own, outside of the wrappers that hold nothing else: `<div><p>...</p></div>`.
    """
    box, alone = page.parent.take(page.row), (page.end - page.first == 1) & (page.own & ~_PLAIN_BOX == 0)
    alone[0] = False  # The root has no box around it.
    while (wrapped := alone.take(box)).any():
        box = np.where(wrapped, page.parent.take(box), box)
    return box


def _kinds_around(page: Page, found: Walk) -> Any:
    """Return an array with a number for each segment, the same for those whose boxes stand in boxes of the same kind.

    Boxes are of one kind if they have the same tag and names, and so have their parents and the wrappers in them
    (`_places`).  A box is of a kind of its own if neither it nor its parent has a name.
    """
    boxes, kinds = found.boxes, dict[Any, int]()
    around = list(zip(page.parent.take(page.row).tolist(), _places(page).tolist(), strict=True))
    number = dict[tuple[int, int], int]()
    for wrapper, row in dict.fromkeys(around):  # each once: many segments stand in the same box
        up = boxes.parent[row]
        alike = tuple((boxes.tag[box], _plain_names(boxes.names[box])) for box in (wrapper, row, up))
        named = boxes.names[row] or boxes.names[up]
        number[wrapper, row] = kinds.setdefault(alike if named else (row, *alike), len(kinds))
    return np.array([number[pair] for pair in around])


def _plain_names(names: str) -> str:
    """A box's names without those for what is special about one of its kind: "group group--first" gives "group"."""
    return " ".join(name for name in names.split() if "--" not in name) if "--" in names else names.strip()


def with_terms(page: Page, found: Walk, layout: Layout) -> Layout:
    """Return a Layout in which a term (`dt`) of a definition list counts as body if its definition (`dd`) does.

    Articles print questions with their answers so, and names with a description.
    """
    scores, tags = np.array(layout.scores), found.boxes.tag
    said = (index for index in (scores > BODY).nonzero()[0].tolist() if tags[found.box[index]] == "dd")
    terms = []
    for index in said:
        box = found.boxes.parent[found.box[index]]
        for above in range(index - 1, -1, -1):
            row = found.box[above]
            if tags[row] != "dt" or found.boxes.parent[row] != box or page.links[above] >= _LINKED:
                break
            terms.append(above)
    return _raised(page, layout, terms)


def with_short_lines(page: Page, found: Walk, layout: Layout, context: Context) -> Layout:
    """Return a Layout in which the short sentences between and after the paragraphs of a short article count as body.

    They must be paragraphs in the box of its longest one; a line or box of another kind does not end it.  The models
    know few short articles, and score "Nobody was hurt." like a line that is not part of the article.
    """
    scores = np.array(layout.scores)
    body = (scores > BODY).nonzero()[0].tolist()
    text = [index for index in body if page.level[index] == 0]
    if not text or len(text) > _FEW or float(page.length[text].sum()) > _BRIEF:
        return layout
    plain = (page.level == 0) & (page.links == 0) & (page.bits & _PROSE > 0)
    box = page.parent.take(page.row)
    longest = max(text, key=lambda index: float(page.length[index]))
    alike = plain & _says(page, found, plain, context) & (box == box[longest])
    first = next((index for index in text if alike[index]), longest)
    last = max((index for index in text if alike[index]), default=longest)
    while step := next((at for at in range(last + 1, min(last + 2 + _APART, page.n)) if alike[at]), 0):
        last = step
    return _raised(page, layout, [index for index in range(first, last + 1) if alike[index]])


def _says(page: Page, found: Walk, asked: Any, context: Context) -> Any:
    """Return an array that is True for each segment that ends like a sentence, perhaps with its writer's name behind.

    `asked`: True for the segments of which this is to be known, an array.  A photographer's name there ends a caption.
    """
    said = page.letters.last == _STOP
    for index in (asked & ~said).nonzero()[0].tolist():
        signed = _SIGNED.search(found.segments[index].text[-_TAIL:])
        said[index] = signed is not None and is_credit_line(signed["inside"], None, rules=context.rules) is None
    return said


def with_longest_run(page: Page, found: Walk, meta: Metadata, layout: Layout, context: Context) -> Layout | None:
    """Return a Layout whose body is the longest run of prose alone; None when the page has no such run.

    Lines that are too short for prose will do if the page declares a news article, or if they are sentences below its
    only main heading.
    """
    run = longest_run(page, found, context)
    if not run and declares_story(meta, found):
        lines = short_lines(page, found, context)
        run = lines or short_sentences(page, found, context, least=DECLARED_BRIEF)
    run = run or short_sentences(page, found, context)
    nothing = Layout([min(score, BODY) for score in layout.scores], 0, -1)
    return with_short_lines(page, found, _raised(page, nothing, run), context) if run else None


def _raised(page: Page, layout: Layout, segments: list[int]) -> Layout:
    """Return a Layout in which the segments with these indices score as body."""
    if not segments:
        return layout
    scores = np.array(layout.scores)
    scores[segments] = np.maximum(scores[segments], _JUST_BODY)
    return layout_of(page, scores)
