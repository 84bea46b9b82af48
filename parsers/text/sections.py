"""Cuts sections of a plain text that are not part of the article: related stories, tags, author boxes, comments.

Takes the TextSheet (`sheet`: the text in segments, with their labels); labels what it cuts as junk, with reasons.  The
heading of such a section is recognised by its words (`parsers.lines.junk`); the section ends where running text begins
again.  `late` is the index of the first segment that has most of the running text above it: from there on, a section
may reach to the end of the page.
"""

from __future__ import annotations

import re

from parsers.segments import BYLINE, CAPTION, CORRESPONDENT, CREDIT, JUNK
from parsers.text.author_notes import cut_author_notes
from parsers.text.link_titles import cut_link_titles
from parsers.text.text_sheet import TextSheet

# All limits below were chosen by hand.  Lengths are weights (`parsers.text.shapes.weight`).

#: Lines of the longest section inside the body.
_LONGEST_SECTION = 14
#: Share of the running text (0 to 1) after which a section may reach to the end of the page.
_LATE = 0.55
#: The most running text below the article, comments or a biography: so much, and this share of the text above it.
_LITTLE, _LITTLE_SHARE = 1500, 0.2
#: The most lines of a section that are cut; what comes later is cut as the end of the page.
_FARTHEST = 80
#: The least length of running text with which the article goes on after a section.
_RESUMES = 45
#: Lines below a teaser that ends with "..." within which another one must follow.
_NEXT_TEASER = 3
#: The longest subhead; the length that the titles of stories around it exceed; and that of a title and no label.
_SUBHEAD, _STORY, _TITLE = 45, 50, 24
#: The least length of a title whose words a paragraph repeats.
_QUOTED = 12
#: The longest tag, its most words, and the most lines of tags inside the body.
_TAG, _TAG_WORDS, _TAGS = 45, 6, 6
#: The longest title of another story, and the longest line between two lines of junk.
_LONGEST_TITLE, _LONGEST_BETWEEN = 150, 150
#: Characters of the shortest title that is printed twice.
_TWIN = 20
#: The least length of a short line that recurs, and of running text that does.
_RECURS, _TEXT_RECURS = 4, 60
#: So many short lines among the four around a line make it one of a list.
_IN_LIST = 2
#: A title with its playing time, "2:34 Ferry runs again".
_TIMED = re.compile(r"^\d{1,2}:\d\d\s+\S|\s\d{1,2}:\d\d$")


def cut_sections(sheet: TextSheet) -> None:
    """Label every section that is not part of the article as junk."""
    late, very_late = _end_of_text(sheet)
    _late_sections(sheet, very_late)
    for segment in sheet.segments:
        reason = sheet.labels.reasons[segment.index] if sheet.labels.of[segment.index] == JUNK else None
        if reason == "related" and _opens_section(sheet, segment.index):
            _cut_related(sheet, segment.index, late)
        elif reason == "tag_list" and _opens_section(sheet, segment.index):
            _cut_tags(sheet, segment.index, late)
    _below_player(sheet)
    _cut_titles_in_two_lines(sheet)
    _between_junk(sheet)
    cut_author_notes(sheet)
    cut_link_titles(sheet)
    _recurring(sheet)


def _opens_section(sheet: TextSheet, index: int) -> bool:
    """Whether a junk line is the heading of a section to cut, such as "Read more" or "Tags".

    It is when the rule that labelled it belongs to the list "related" or "tag_list" of junk.toml.
    """
    rule = sheet.labels.rules[index] or ""
    return rule.startswith(("related.", "tag_list."))


def _resumes(sheet: TextSheet, index: int) -> bool:
    """Whether a segment is running text, so that the article continues with it after a section of links."""
    shape, told = sheet.shapes[index], sheet.told
    text = shape.ends or shape.opens or index in told.likely
    return text and index not in told.unlikely and shape.weight >= _RESUMES and not _is_cut_short(sheet, index)


def _is_cut_short(sheet: TextSheet, index: int) -> bool:
    """Whether a line ends with "...", as teasers of other stories do."""
    return sheet.segments[index].text.rstrip("\"'”’» ").endswith(("...", "…"))


def _cut_related(sheet: TextSheet, index: int, late: int) -> None:
    """Label as junk the related stories below their heading at `index`.

    If no stories are below it, the line was a link that belongs to a title: then the title and teaser right above it
    are labelled.
    """
    section = _section_after(sheet, index, late)
    if not section:
        # In the order title, "Read more", body, the line belongs to the title before it.
        before = index - 1
        if before > 0 and sheet.free(before) and _is_cut_short(sheet, before):
            sheet.labels.claim(before, JUNK, reason="related", rule="before_read_more")
            before -= 1
        if before >= 0 and sheet.free(before) and sheet.shapes[before].title and not sheet.segments[before].level:
            sheet.labels.claim(before, JUNK, reason="related", rule="before_read_more")
        return
    for member in section:
        sheet.labels.claim(member, JUNK, reason="related", rule="after_heading")


def _section_after(sheet: TextSheet, index: int, late: int) -> list[int]:
    """The indices of the lines to cut below the heading of related stories at `index`.

    [] when it is unclear where they end.
    """
    found: list[int] = []
    for following in range(index + 1, min(index + _FARTHEST, len(sheet.segments))):
        if not sheet.free(following):
            if sheet.labels.of[following] in (JUNK, CAPTION, CREDIT):
                continue
            break
        if _resumes(sheet, following):
            return _without_subhead(sheet, found, following)
        found.append(following)
        if _is_cut_short(sheet, following) and not _teaser_follows(sheet, following):
            return found
    return found if len(found) <= _LONGEST_SECTION or index >= late else []


def _teaser_follows(sheet: TextSheet, index: int) -> bool:
    """Whether one of the next few lines ends with "...", as teasers do: then the section of related stories goes on."""
    stop = min(index + 1 + _NEXT_TEASER, len(sheet.segments))
    return any(_is_cut_short(sheet, i) for i in range(index + 1, stop))


def _without_subhead(sheet: TextSheet, section: list[int], resumed: int) -> list[int]:
    """Leave out the last line of a section if it is the subhead of the paragraph below, at index `resumed`.

    `section`: the indices of its lines.
    """
    if len(section) < 2 or section[-1] != resumed - 1:
        return section
    last, others = section[-1], section[:-1]
    shape, level = sheet.shapes[last], sheet.segments[last].level
    if shape.name or not shape.title or sheet.segments[last].list_depth:
        return section
    if _quotes(sheet, last, resumed) or all(sheet.segments[i].list_depth for i in others):
        return others
    titles = [i for i in others if sheet.shapes[i].weight > _TITLE]
    if level:
        return others if all(sheet.segments[i].level != level for i in titles) else section
    short = shape.weight <= _SUBHEAD and all(sheet.shapes[i].weight > _STORY for i in others)
    return others if short and titles else section


def _quotes(sheet: TextSheet, title: int, paragraph: int) -> bool:
    """Whether the paragraph below a title repeats its words: then the title is a quotation used as subhead.

    Both are given by their indices.
    """
    return sheet.shapes[title].weight >= _QUOTED and sheet.keys[title] in sheet.keys[paragraph]


def _cut_tags(sheet: TextSheet, index: int, late: int) -> None:
    """Label as junk the tags, which are short lines, below their heading at `index`."""
    for following in range(index + 1, min(index + _FARTHEST, len(sheet.segments))):
        shape = sheet.shapes[following]
        if not sheet.free(following):
            continue
        if shape.ends or shape.weight > _TAG or shape.words > _TAG_WORDS:
            return
        if index < late and following > index + _TAGS:
            return
        sheet.labels.claim(following, JUNK, reason="tag_list", rule="after_heading")


def _end_of_text(sheet: TextSheet) -> tuple[int, int]:
    """Find the indices of the first segment below most of the running text, and of the first below nearly all of it."""
    weights = [s.weight if s.prose and sheet.free(i) else 0 for i, s in enumerate(sheet.shapes)]
    total, above = sum(weights), 0
    late = very_late = len(weights)
    for index, weight in enumerate(weights):
        below = total - above - weight
        if late > index and above >= _LATE * total:
            late = index
        if very_late > index and below <= min(_LITTLE_SHARE * above, _LITTLE):
            very_late = index
        above += weight
    return late, very_late


def _late_sections(sheet: TextSheet, very_late: int) -> None:
    """Label as junk everything from the first line of comments or of an author box on.

    `very_late`: the index from which on such a line is looked for.
    """
    for segment in sheet.segments[very_late:]:
        index = segment.index
        if sheet.labels.of[index] == JUNK and sheet.labels.reasons[index] in ("comments", "author_box"):
            reason = str(sheet.labels.reasons[index])
        elif sheet.free(index) and _is_author_again(sheet, index):
            reason = "author_box"
        else:
            continue
        for later in range(index, len(sheet.segments)):
            sheet.labels.claim(later, JUNK, reason=reason, rule="below_article")
        return


def _is_author_again(sheet: TextSheet, index: int) -> bool:
    """Whether a line is only a name that is in a byline above; an author box begins there."""
    if not sheet.shapes[index].name:
        return False
    key = sheet.keys[index]
    signed = (s.index for s in sheet.labels.labelled(BYLINE, CORRESPONDENT))
    return any(i < index and (key == sheet.keys[i] or f" {key}" in sheet.keys[i]) for i in signed)


def _below_player(sheet: TextSheet) -> None:
    """Label as junk titles with a playing time, next to a line of a video player: "2:34 Ferry runs again"."""
    for segment in sheet.segments[1:]:
        index = segment.index
        if not sheet.free(index) or sheet.shapes[index].ends or not _TIMED.search(segment.text):
            continue
        beside = [i for i in (index - 1, index + 1) if 0 <= i < len(sheet.segments)]
        if any(sheet.labels.reasons[i] in ("player", "share", "placeholder") for i in beside):
            sheet.labels.claim(index, JUNK, reason="player", rule="playing_time")


def _cut_titles_in_two_lines(sheet: TextSheet) -> None:
    """Label as junk a link to another story that is printed as two lines, of which one ends with the other.

    "Storm closes the pier", "Harbour: Storm closes the pier".
    """
    for segment in sheet.segments[:-1]:
        index, below = segment.index, segment.index + 1
        one, other = sheet.keys[index], sheet.keys[below]
        if not sheet.free(index) or not sheet.free(below) or one == other or min(len(one), len(other)) < _TWIN:
            continue
        plain = all(sheet.shapes[i].weight <= _LONGEST_TITLE and sheet.shapes[i].breaks == 0 for i in (index, below))
        stated = any(sheet.segments[i].text.endswith(".") for i in (index, below))
        if plain and not stated and (other.endswith(one) or one.endswith(other)):
            sheet.labels.claim(index, JUNK, reason="related", rule="twin")
            sheet.labels.claim(below, JUNK, reason="related", rule="twin")


def _between_junk(sheet: TextSheet) -> None:
    """Label as junk the lines that stand between two lines of junk, unless they end like a sentence."""
    for segment in sheet.segments[1:-1]:
        index = segment.index
        if not sheet.free(index) or sheet.shapes[index].ends or sheet.shapes[index].weight > _LONGEST_BETWEEN:
            continue
        reasons = {sheet.labels.reasons[i] for i in (index - 1, index + 1) if sheet.labels.of[i] == JUNK}
        if sheet.labels.of[index - 1] == JUNK == sheet.labels.of[index + 1] and "repeat" not in reasons:
            sheet.labels.claim(index, JUNK, reason=sheet.labels.reasons[index - 1], rule="between_junk")


def _recurring(sheet: TextSheet) -> None:
    """Label as junk short lines that the page prints more than once, and running text that it has printed before."""
    seen: set[str] = set()
    for segment in sheet.segments:
        index, key, shape = segment.index, sheet.keys[segment.index], sheet.shapes[segment.index]
        if not sheet.free(index) or sheet.counts[key] < 2 or not key:
            continue
        short = shape.title and shape.weight >= _RECURS and not shape.ends and not _is_listed(sheet, index)
        if short or (key in seen and shape.weight >= _TEXT_RECURS):
            sheet.labels.claim(index, JUNK, reason="repeat", rule="recurs")
        seen.add(key)


def _is_listed(sheet: TextSheet, index: int) -> bool:
    """Whether a repeated line is part of the article's own list of prices, results or products, and not a button.

    It is if it stands inside the text, and either has a digit and a colon or bar, or has other short lines next to it.
    """
    if not index < sheet.last_prose or not any(sheet.shapes[i].prose and sheet.free(i) for i in range(index)):
        return False
    text = sheet.segments[index].text
    beside = [i for i in range(index - 2, index + 3) if i != index and 0 <= i < len(sheet.segments)]
    short = sum(sheet.free(i) and sheet.shapes[i].title for i in beside)
    return short >= _IN_LIST or (any(map(str.isdigit, text)) and any(colon in text for colon in ":：|"))
