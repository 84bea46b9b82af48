"""Reads section and tags of a plain text: "Filed under: Harbour", "Tags: ferry, storm", a heading with tags below it.

Takes the TextSheet (`sheet`: the text in segments, with their labels) when every segment has its label; gives the
section and the tags.  It labels nothing: such lines were cut before, as lists of tags, metadata, or text below the
article.  In this module, a label is what is printed before a value ("Filed under"); `headline` is the index of the
headline.
"""

from __future__ import annotations

from parsers.folding import line_key
from parsers.lines.tags import LONGEST_PRINTED, tag_words, topics
from parsers.segments import JUNK, META, Segment
from parsers.text.text_sheet import TextSheet

#: Words of a label that needs no colon ("Posted in Harbour"), and of such a line.
_LABEL, _LINE = 2, 6


def read_tags(sheet: TextSheet, headline: int | None) -> tuple[str, ...]:
    """The tags in the first list below the headline, each once, as written."""
    sections = _section_labels(sheet)
    for segment in sheet.segments[(headline if headline is not None else -1) + 1 :]:
        index = segment.index
        if sheet.labels.of[index] != JUNK or sheet.labels.reasons[index] != "tag_list":
            continue
        label, _, rest = _label(sheet, index)
        if sheet.labels.rules[index] == "after_heading" or label in sections:
            continue
        if found := _topics(sheet, [rest] if rest else _below(sheet, index)):
            return found
    return ()


def read_section(sheet: TextSheet, headline: int | None) -> str | None:
    """The section under which the page files the article: "Filed under: Harbour" gives "Harbour".

    Of several sections, the first; None when the page prints no section.
    """
    labels = _section_labels(sheet)
    start = max((headline or 0) - 1, 0)
    for segment in sheet.segments[start:]:
        if sheet.labels.of[segment.index] not in (JUNK, META):
            continue
        label, colon, rest = _label(sheet, segment.index)
        rest = rest if colon else _behind_label(sheet, segment.index, labels)
        if (not colon or label in labels) and (found := _topics(sheet, [rest])):
            return found[0]
    return None


def _section_labels(sheet: TextSheet) -> frozenset[str]:
    """The labels that are printed before a section ("Filed under"), as `line_key`."""
    lines = sheet.context.rules.family("text").lines
    return frozenset(label for label, names in lines.items() if any(name == "section" for name, _ in names))


def _label(sheet: TextSheet, index: int) -> tuple[str, str, str]:
    """Split a line in three: its label as `line_key`, the colon (or ""), and the text after the colon."""
    label, colon, rest = sheet.segments[index].text.replace("：", ":").partition(":")
    return line_key(label), colon, rest.strip()


def _behind_label(sheet: TextSheet, index: int, labels: frozenset[str]) -> str:
    """The text after a known label of two words without a colon: "Posted in Harbour" gives "Harbour"; else "".

    `labels`: the known labels as `line_key`.
    """
    words = sheet.segments[index].text.split()
    label = line_key(" ".join(words[:_LABEL]))
    return " ".join(words[_LABEL:]) if _LABEL < len(words) <= _LINE and label in labels else ""


def _below(sheet: TextSheet, index: int) -> list[str]:
    """The tags below the heading at `index`, each printed in a line of its own; lines that look otherwise end the list.

    [] for a single line, since that may be something else.
    """
    entries: list[Segment] = []
    for segment in sheet.segments[index + 1 :]:
        cut = sheet.labels.reasons[segment.index], sheet.labels.rules[segment.index]
        apart = len(entries) > 1 and _place(segment) != _place(entries[1])
        if cut != ("tag_list", "after_heading") or apart:
            break
        entries.append(segment)
    # A single line below a heading is as often something else.
    return [segment.text for segment in entries] if len(entries) > 1 else []


def _place(segment: Segment) -> tuple[int, int, bool]:
    """Return the list depth and heading level of a line, and whether a blank line is above it.

    Lines with the same three values are taken as entries of one list.
    """
    return segment.list_depth, segment.level, segment.blank_before > 0


def _topics(sheet: TextSheet, texts: list[str]) -> tuple[str, ...]:
    """The tags in some texts, each once, as written; without those that are too long for a printed tag."""
    found = topics(texts, sheet.host, tag_words(sheet.context.rules.family("heads")))
    return tuple(tag for tag in found.values() if len(tag) <= LONGEST_PRINTED)
