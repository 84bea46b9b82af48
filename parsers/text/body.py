"""Labels the body of a plain text: the unlabelled segments between its first and its last paragraph.

Takes the TextSheet (`sheet`: the text in segments, with their labels) after all other readers, and the index at which
the body begins (`start`); labels every segment that has no label yet, as a block of the article or as junk with a
reason.  A short line that ends like a sentence is kept.  `last`: the index of the body's last segment.
"""

from __future__ import annotations

import re

from parsers.folding import key
from parsers.lines.junk import junk_reason
from parsers.lines.kickers import LONGEST as LONGEST_KICKER
from parsers.lines.kickers import may_be_kicker
from parsers.lines.pull_quotes import quoted_words
from parsers.segments import JUNK, KICKER, LIST_ITEM, META, PARAGRAPH, QUOTE, SUBHEAD
from parsers.text.stretch import end_of_text
from parsers.text.text_sheet import TextSheet

# Lengths are weights (`parsers.text.shapes.weight`).  All limits below were chosen by hand.

#: The least number of headings in a row, without text between them, that are titles of other stories.
_RUN = 3
#: The least words of a title of another story.
_TITLE_WORDS = 5
#: The least length of a sentence that can be the last paragraph.
_LEAST_LAST = 24
#: The longest pull quote.
_LONGEST_QUOTE = 300
#: Characters from a pull quote to its paragraph at most; bounds the time that a long page takes.
_FAR = 20_000
_QUOTES = tuple("\"“”„«»「『'‘")
#: So many words with a button among them are a menu.
_MENU = 3
#: The least words of a paragraph above the body, and the least length of a kicker.
_PARAGRAPH_WORDS, _KICKER = 4, 3
#: The longest subhead that ends a row of titles; and the longest one that asks or calls.
_SUBHEAD, _QUESTION = 45, 95
#: Text below a question is longer by at least this factor.
_LONGER_BELOW = 2
#: A line with another indent than the body's is no part of it if it is shorter than this.
_INDENTED = 110
#: Columns by which a subhead may stand left of paragraphs: terminal browsers indent these more, and Japanese ones begin
#: with a blank.
_HANGING = 3
#: The least length and words, both exceeded, of a paragraph without a full stop.
_UNENDED, _UNENDED_WORDS = 120, 14
#: Sections on the way from the front page, or a menu.
_CRUMBS = re.compile(r"\s[>›»|]\s")


def label_body(sheet: TextSheet, start: int, headline: int | None) -> None:
    """Label all segments that have no label yet: those of the body as blocks, all others as junk, metadata or a kicker.

    `start`: the index of the first segment of the body.  `headline`: that of the headline, None without one.
    """
    last, end = _last_paragraph(sheet, start), end_of_text(sheet, start)
    last = min(last, end) if end >= start else last  # lines of a few words each may be all that there is
    last += end >= start and _is_rate(sheet, last + 1)
    for segment in sheet.segments[start : last + 1]:
        if segment.node.picture:
            sheet.labels.claim(segment.index, JUNK, reason="alt_text")
    _label_head(sheet, start, headline)
    for segment in sheet.segments[last + 1 :]:
        sheet.labels.claim(segment.index, JUNK, reason="after_end")
    _cut_pull_quotes(sheet, start, last)
    _cut_runs(sheet, start, last)
    for index in range(start, last + 1):
        if sheet.free(index):
            label, reason = _kind(sheet, index, last) if index not in sheet.told.unlikely else (JUNK, "low_score")
            sheet.labels.claim(index, label, reason=reason)


def _is_rate(sheet: TextSheet, index: int) -> bool:
    """Whether a line gives the rates at which the text's amounts were exchanged: "($1 = 0.9120 euros)"."""
    if index >= len(sheet.segments) or not sheet.free(index):
        return False
    rules = sheet.context.rules.family("text").rules
    return any(rule.data.get("label") == "rate" and rule.pattern.match(sheet.segments[index].text) for rule in rules)


def _label_head(sheet: TextSheet, start: int, headline: int | None) -> None:
    """Label the unlabelled segments above the body, which begins at index `start`.

    Above the headline, they are junk or a kicker; below it, metadata or paragraphs.
    """
    kicker = (headline or 0) - 1
    for segment in sheet.segments[:start]:
        index = segment.index
        if not sheet.free(index):
            continue
        shape = sheet.shapes[index]
        text = shape.ends and shape.words >= _PARAGRAPH_WORDS and index not in sheet.told.unlikely
        text = text or index in sheet.told.likely
        if (headline is None or index > headline) and text:
            sheet.labels.claim(index, PARAGRAPH)
        elif headline is None or index > headline:
            sheet.labels.claim(index, META, reason="metadata")
        elif index == kicker and not sheet.fields and _is_kicker(sheet, index):
            sheet.labels.claim(index, KICKER)
        else:
            sheet.labels.claim(index, JUNK, reason="before_start")


def _is_kicker(sheet: TextSheet, index: int) -> bool:
    """Whether the line right above the headline is a kicker, not a menu or a breadcrumb ("Home > News > Harbour")."""
    text, rules = sheet.segments[index].text, sheet.context.rules
    if sheet.segments[index].list_depth or sheet.shapes[index].weight < _KICKER or len(text) > LONGEST_KICKER:
        return False
    words = text.split()
    entries = len(words) >= _MENU and not any(word[0].islower() or not word[0].isalnum() for word in words)
    menu = entries and any(junk_reason(word, None, rules) for word in words)
    own = key(sheet.publisher.name) if sheet.publisher else ""
    return not menu and not _CRUMBS.search(text) and may_be_kicker(text, language=sheet.language, own=own, rules=rules)


def _last_paragraph(sheet: TextSheet, start: int) -> int:
    """Find the last unlabelled segment that is running text or a sentence; gives `start` - 1 when there is none."""
    last = start - 1
    for segment in sheet.segments[start:]:
        shape = sheet.shapes[segment.index]
        if not sheet.free(segment.index) or segment.index in sheet.told.unlikely:
            continue
        if (
            shape.prose
            or segment.index in sheet.told.likely
            or (shape.ends and shape.weight >= _LEAST_LAST)
            or (shape.ends and segment.index == last + 1)
        ):
            last = segment.index
    return last


def _cut_pull_quotes(sheet: TextSheet, start: int, last: int) -> None:
    """Label as junk the lines between `start` and `last` that repeat words of a paragraph above them (pull quotes).

    A line that is above its paragraph is kept, since it may be a subhead.
    """
    above = ""
    for segment in sheet.segments[start : last + 1]:
        index = segment.index
        if not sheet.free(index):
            continue
        short = sheet.shapes[index].weight <= _LONGEST_QUOTE
        # What stands there as a plain sentence may be a caption, or said twice.
        apart = not sheet.shapes[index].ends or segment.text.startswith(_QUOTES)
        core = quoted_words(segment.text) if short and apart else None
        if core and not segment.level and not segment.list_depth and core in above:
            sheet.labels.claim(index, JUNK, reason="pull_quote")
        elif sheet.shapes[index].prose:
            above = f"{above}{segment.text}\n"[-_FAR:]


def _cut_runs(sheet: TextSheet, start: int, last: int) -> None:
    """Label as junk three or more headings in a row between `start` and `last`: the titles of other stories.

    The first of them is kept, since it may be a subhead.  The last one is kept if it looks like a subhead of the text
    below it.
    """
    run: list[int] = []
    for index in range(start, last + 2):
        if index <= last and sheet.free(index) and _is_heading(sheet, index):
            run.append(index)
            continue
        if index <= last and not sheet.free(index):
            continue
        if len(run) >= _RUN and _are_titles(sheet, run):
            for member in run[1:-1] if _is_subhead_below(sheet, run) else run[1:]:
                sheet.labels.claim(member, JUNK, reason="related", rule="run_of_titles")
        run = []


def _are_titles(sheet: TextSheet, run: list[int]) -> bool:
    """Whether headings in a row are titles of other stories: most have five words or more.

    `run`: their indices.  False if the text above them ends with a colon, which announces a list of the article's own.
    """
    above = next((i for i in range(run[0] - 1, -1, -1) if sheet.labels.of[i] != JUNK), None)
    listed = above is not None and sheet.shapes[above].opens
    long = sum(sheet.shapes[i].words >= _TITLE_WORDS for i in run)
    return not listed and 2 * long > len(run)


def _is_subhead_below(sheet: TextSheet, run: list[int]) -> bool:
    """Whether the last of some titles in a row is a subhead: short, with running text right below it.

    `run`: the indices of the titles.
    """
    shape, below = sheet.shapes[run[-1]], run[-1] + 1
    return shape.weight <= _SUBHEAD and not shape.name and below < len(sheet.shapes) and sheet.shapes[below].prose


def _is_heading(sheet: TextSheet, index: int) -> bool:
    """Whether a segment may be a heading: a short line without a full stop, indented as the text is, not in a list."""
    segment = sheet.segments[index]
    return sheet.shapes[index].title and not segment.list_depth and segment.node.indent == sheet.indent


def _kind(sheet: TextSheet, index: int, last: int) -> tuple[str, str | None]:
    """The label of a segment inside the body, and the reason if that label is JUNK; `last`: the body's last index."""
    segment, shape = sheet.segments[index], sheet.shapes[index]
    if segment.hint == "quote":
        return QUOTE, None
    if segment.level:
        return SUBHEAD, None
    if segment.list_depth:
        return _list_item(sheet, index)
    asks = _is_question(sheet, index, last)
    if _is_rate(sheet, index):
        return PARAGRAPH, None
    if not shape.title and not asks:
        return PARAGRAPH, None
    apart = segment.node.indent != sheet.indent and index not in sheet.told.likely
    if apart and not _hangs(sheet, index, last) and shape.weight < _INDENTED and segment.text[0] not in '「『“„«"':
        return JUNK, "low_score"
    if not asks and shape.weight > _UNENDED and shape.words > _UNENDED_WORDS:
        return PARAGRAPH, None
    return SUBHEAD, None


def _hangs(sheet: TextSheet, index: int, last: int) -> bool:
    """Whether a short line stands a few columns left of the text, with a paragraph above and below, as subheads do.

    `last`: the index of the body's last segment.
    """
    if not sheet.indent - _HANGING <= sheet.segments[index].node.indent < sheet.indent or index >= last:
        return False
    above = next((i for i in range(index - 1, -1, -1) if sheet.labels.of[i] != JUNK), index)
    beside = (above, index + 1)
    text = all(sheet.shapes[i].prose or sheet.shapes[i].opens for i in beside)
    same = all(sheet.segments[i].node.indent == sheet.indent for i in beside)
    return text and same and sheet.shapes[index].weight <= _QUESTION


def _is_question(sheet: TextSheet, index: int, last: int) -> bool:
    """Whether a segment is a short question or exclamation above longer text, and so a subhead.

    `last`: the index of the body's last segment.
    """
    text, shape = sheet.segments[index].text, sheet.shapes[index]
    if not text.rstrip("\"'”’» ").endswith(("?", "!", "？", "！")) or shape.weight > _QUESTION or shape.breaks > 0:
        return False
    quoted = text[0] in "\"“„«'‘–-—"
    following = next((i for i in range(index + 1, last + 1) if sheet.free(i)), None)
    return not quoted and following is not None and sheet.shapes[following].weight > _LONGER_BELOW * shape.weight


def _list_item(sheet: TextSheet, index: int) -> tuple[str, str | None]:
    """The label of a list item, and the reason if it is JUNK.

    An item alone that is no sentence is a link to another story, and junk.
    """
    beside = [i for i in (index - 1, index + 1) if 0 <= i < len(sheet.segments)]
    alone = not any(sheet.segments[i].list_depth for i in beside)
    if alone and sheet.shapes[index].title:
        return JUNK, "related"
    return LIST_ITEM, None
