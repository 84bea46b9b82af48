"""The entry point for plain text: from lines to labelled segments to an Article.

Takes text that a tool, a person or a feed has saved from a page, in any language and layout; returns an Article or a
Rejection.  The lines become Segments (paragraphs, headings, other separate pieces) on a TextSheet (`sheet`), which also
holds their labels and facts about the page.  Each reader (one module: headline, pictures, dates ...) labels the
segments that it recognises; the rest is body or junk.  `context` holds the rules, the page's address and the time of
the fetch.
"""

from __future__ import annotations

from dataclasses import replace

from parsers import assemble
from parsers.captions.merge import merge_captions
from parsers.context import Context
from parsers.correspondents.datelines import dateline_of
from parsers.decoding.decode import Decoded
from parsers.lines.boilerplate import claim_boilerplate
from parsers.lines.guess_language import guess_language
from parsers.lines.junk import junk_reason
from parsers.model import Article, Caption, Evidence, Rejection
from parsers.segments import BLOCK_LABELS, HEADLINE, JUNK, KICKER, META, STANDFIRST
from parsers.text.body import label_body
from parsers.text.corrections import claim_corrections, is_note
from parsers.text.fields import claim_fields, field_address, field_tags, field_value, with_fields
from parsers.text.file_title import file_title
from parsers.text.header_fields import labels_of, read_header_fields
from parsers.text.headline import claim_headline, read_headline, without_icons
from parsers.text.line_scores import score_lines
from parsers.text.lines import TextLine, read_lines
from parsers.text.link_list import LINKS, split_links
from parsers.text.metadata import Dates, claim_metadata, read_dates
from parsers.text.pictures import read_pictures
from parsers.text.raw_text import in_lines
from parsers.text.refuse import refuse_file, refuse_place, refuse_text
from parsers.text.reporters import Reporters, read_reporters
from parsers.text.sections import cut_sections
from parsers.text.standfirst import head_end, read_standfirst
from parsers.text.text_sheet import TextSheet, lay
from parsers.text.topics import read_section, read_tags
from parsers.text.wire_copy import wire_fields, without_marks
from parsers.web_links import web_address

#: Confidence (0 to 1) of every field of a plain text, which declares nothing.  Chosen by hand.
_CONFIDENCE = 0.7


def read_text(decoded: Decoded, context: Context) -> Article | Rejection:
    """Parse one plain text to an Article, or to a Rejection with the reason why it is no article."""
    if refused := refuse_file(decoded.text, context.rules):
        return refused
    lines = read_lines(in_lines(decoded.text))
    if refused := refuse_text(lines):
        return refused
    return _article(_laid(lines, context), decoded)


def sheet_of(text: str, context: Context) -> TextSheet | None:
    """Make the TextSheet on which the model of `line_scores` is trained and run; None for a text without any line.

    Only two kinds of lines are labelled already: labelled fields ("DATE: ...") and lines that are junk by their words.
    """
    lines = read_lines(in_lines(text))
    if not lines:
        return None
    sheet = _laid(lines, context)
    claim_fields(sheet)
    _claim_junk(sheet)
    return sheet


def _laid(lines: list[TextLine], context: Context) -> TextSheet:
    """Make the TextSheet of some lines: labelled fields become segments, other lines are joined to segments."""
    words = context.rules.family("text")
    above, lines, below = split_links(without_marks(lines), words)
    fields = read_header_fields(lines, labels_of(words)) or wire_fields(lines, words)
    pieces = with_fields(lines, fields, context.rules)
    publisher = context.publisher
    declared = publisher.language if publisher else None
    language = declared or guess_language([segment.text for segment in pieces])
    pieces = [piece for piece in (above, *pieces, below) if piece]
    for index, piece in enumerate(pieces):
        piece.index = index
    return lay(pieces, context, language, publisher)


def _article(sheet: TextSheet, decoded: Decoded) -> Article | Rejection:
    """Read the article on a sheet: each reader labels what it recognises, after those whose labels it needs."""
    mentions = claim_fields(sheet)
    _claim_junk(sheet)
    sheet = replace(sheet, told=score_lines(sheet))
    headline = _headline(sheet)
    if headline is not None:
        claim_headline(sheet, headline)
    if refused := refuse_place(sheet, headline):
        return refused
    mentions += read_pictures(sheet)
    head_ends = head_end(sheet, headline)
    claim_corrections(sheet, headline)
    claim_metadata(sheet, headline, head_ends)
    people = read_reporters(sheet, headline, head_ends)
    publisher = sheet.publisher.name if sheet.publisher else None
    claim_boilerplate(sheet.labels, sheet.context, language=sheet.language, publisher=publisher)
    cut_sections(sheet)
    start = read_standfirst(sheet, headline)
    label_body(sheet, start, headline)
    sheet.context.done(sheet.labels, assemble.locator)
    captions = merge_captions(mentions, language=sheet.language, rules=sheet.context.rules)
    dates = read_dates(sheet, headline, head_ends)
    return _assembled(sheet, decoded, headline, dates, people, tuple(captions))


def _headline(sheet: TextSheet) -> int | None:
    """Find the index of the headline: a labelled title ("HEADLINE: ..."), else the line that looks like one."""
    named = next((segment.index for segment in sheet.labels.labelled(HEADLINE)), None)
    return read_headline(sheet) if named is None else named


def _claim_junk(sheet: TextSheet) -> None:
    """Label as junk the lines that are junk by their words.  Main headings and editors' notes are never labelled."""
    for segment in sheet.segments:
        if segment.hint == LINKS:
            sheet.labels.claim(segment.index, JUNK, reason="navigation", rule="link_list")
        found = junk_reason(segment.text, sheet.language, sheet.context.rules)
        if found and segment.level != 1 and not is_note(sheet, segment.index):
            sheet.labels.claim(segment.index, JUNK, reason=found[0], rule=found[1])


def _assembled(
    sheet: TextSheet, decoded: Decoded, at: int | None, dates: Dates, people: Reporters, captions: tuple[Caption, ...]
) -> Article | Rejection:
    """Make the Article from the labels and the values that were read; a Rejection when no segment is body.

    `at`: the index of the headline.
    """
    blocks = assemble.blocks(sheet.labels)
    headline, kicker, standfirst = (_text(sheet, label) for label in (HEADLINE, KICKER, STANDFIRST))
    headline = without_icons(headline) if headline else file_title(sheet.context.url)
    if not blocks:
        return Rejection("not_an_article", "No part of the text reads like an article.")
    return Article(
        headline=headline,
        kicker=kicker,
        standfirst=standfirst,
        byline=people.byline,
        dateline=_dateline(sheet, blocks[0].text),
        authors=people.authors,
        published_at=dates.published_at,
        published_raw=dates.published_raw,
        modified_at=dates.modified_at,
        section=field_value(sheet, "section") or read_section(sheet, at),
        tags=field_tags(sheet) or read_tags(sheet, at),
        language=sheet.language,
        canonical_url=web_address(sheet.context.url or "") or field_address(sheet),
        site_name=sheet.publisher.name if sheet.publisher else None,
        blocks=blocks,
        captions=captions,
        correspondents=people.correspondents,
        dropped=assemble.dropped(sheet.labels, 0, len(sheet.segments)),
        evidence=_evidence(sheet, headline, standfirst, people, dates),
        charset=decoded.charset,
        charset_method=decoded.method,
    )


def _dateline(sheet: TextSheet, opening: str) -> str | None:
    """The dateline ("Oslo (CNN) —") at the start of the first block, or in the line just above it; else None.

    `opening`: the text of the first block.
    """
    first = next((i for i, label in enumerate(sheet.labels.of) if label in BLOCK_LABELS), 0)
    above = sheet.segments[first - 1].text if first and sheet.labels.of[first - 1] == META else None
    tried = [opening, f"{above} {opening}"] if above else [opening]
    publisher = sheet.publisher.name if sheet.publisher else None
    found = (
        dateline_of(text, None, language=sheet.language, publisher=publisher, rules=sheet.context.rules)
        for text in tried
    )
    return next(filter(None, found), None)


def _text(sheet: TextSheet, label: str) -> str | None:
    """The text of all segments with a label, joined with blanks; None when there is none."""
    return " ".join(segment.text for segment in sheet.labels.labelled(label)) or None


def _evidence(
    sheet: TextSheet, headline: str | None, standfirst: str | None, people: Reporters, dates: Dates
) -> dict[str, Evidence]:
    """Say how each field was found: by a printed name ("BYLINE: ..."), by the look of a line, or by the file's name."""
    labelled = "headline" in sheet.fields.values()
    found = {
        "headline": (headline, "label" if labelled else "first_title"),
        "standfirst": (standfirst, "deck"),
        "byline": (people.byline, "line"),
        "authors": (people.authors, "byline"),
        "published_at": (dates.published_at, "line"),
        "modified_at": (dates.modified_at, "line"),
    }
    known = {name: Evidence("text", rule, _CONFIDENCE) for name, (value, rule) in found.items() if value}
    if headline and not sheet.labels.labelled(HEADLINE):
        known["headline"] = Evidence("file_name", "words", _CONFIDENCE)
    return known
