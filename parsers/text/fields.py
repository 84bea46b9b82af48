"""Makes segments and values of labelled fields printed around a text: title, byline, day, section, tags, captions.

Takes the lines of a text and the fields that `parsers.text.header_fields` found ("HEADLINE: Storm closes the pier");
gives the segments, one for each field, and labels them.  The printed name of a field ("HEADLINE:") never stays in its
value.  A TextSheet is the text in segments, with their labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.captions.caption_text import tidy
from parsers.captions.merge import CaptionMention
from parsers.captions.photo_credits import split_credit
from parsers.folding import line_key
from parsers.rules import Rules
from parsers.segments import BYLINE, CAPTION, CORRECTION, HEADLINE, JUNK, KICKER, META, STANDFIRST, Segment
from parsers.text.head_lines import is_head_line
from parsers.text.header_fields import Field
from parsers.text.lines import TextLine
from parsers.text.picture_lines import without_label
from parsers.text.text_sheet import FIELD, TextSheet
from parsers.text.unwrap import segments
from parsers.web_links import web_address

#: The label for the segments of each field; those of any other field are metadata.
_LABELS = {
    "headline": HEADLINE,
    "kicker": KICKER,
    "standfirst": STANDFIRST,
    "byline": BYLINE,
    "caption": CAPTION,
    "correction": CORRECTION,
}
#: Fields of which a text has one; a second one is a repeat.
_ONCE = frozenset({"headline", "kicker", "standfirst"})
_BETWEEN_TAGS = re.compile(r"\s*[;,|、，；]\s*")
_BRACKETS = "[]\"' "
#: Characters of the longest tag.
_LONGEST_TAG = 60


def with_fields(lines: list[TextLine], fields: list[Field], rules: Rules) -> list[Segment]:
    """The segments of a text in reading order; each field becomes one segment, other lines are joined to paragraphs."""
    words = rules.family("text")
    found: list[Segment] = []
    at = 0
    for field in [*fields, Field("", "", len(lines), len(lines))]:
        found += segments(lines[at : field.start], words, lambda text: is_head_line(text, rules))
        at = field.stop
        if field.name:
            found.append(_segment(lines[field.start : field.stop], field))
    for index, segment in enumerate(found):
        segment.index = index
    return found


def _segment(lines: list[TextLine], field: Field) -> Segment:
    """Make the Segment of one field (`lines`: its lines), whose text is the value without the printed name."""
    first, last = lines[0], lines[-1]
    plain = field.name in ("source", "other", "wire") or not field.value
    text = " ".join(line.text for line in lines) if plain else field.value
    where = f"line {first.number}" if first is last else f"lines {first.number}-{last.number}"
    # The text after its label is a paragraph like those below it.
    hint = "" if field.name == "body" and field.value else FIELD + field.name
    return Segment(text, 0, where, hint=hint, blank_before=first.blank_before, line=first.number, node=first)


def claim_fields(sheet: TextSheet) -> list[CaptionMention]:
    """Label the segments of all fields except sources ("Source: dpa"); give a CaptionMention for each caption.

    Of several titles, kickers or standfirsts, only the first is labelled as such; the others are junk.
    """
    mentions: list[CaptionMention] = []
    for index, name in sheet.fields.items():
        value = bool(sheet.segments[index].text) and not _is_bare(sheet, index)
        label = _LABELS.get(name, META) if value else META
        if name in _ONCE and sheet.labels.labelled(label):
            sheet.labels.claim(index, JUNK, reason="repeat")
        elif label == CAPTION:
            mentions += _captions(sheet, index)
        elif name != "source":
            sheet.labels.claim(index, label, reason="metadata" if label == META else None, rule=f"label.{name}")
    return mentions


def _is_bare(sheet: TextSheet, index: int) -> bool:
    """Whether a field has no value: only its printed name ("Byline:"), or words such as "None available."."""
    text = sheet.segments[index].text.rstrip()
    named = sheet.context.rules.family("text").lines.get(line_key(text), ())
    return text.endswith((":", "：")) or any(name == "no_value" for name, _ in named)


def _captions(sheet: TextSheet, index: int) -> Iterator[CaptionMention]:
    """Label a field as caption; yield its text and credit, or nothing when it has no text."""
    rules = sheet.context.rules
    text = without_label(sheet, index).strip()
    caption, credit = split_credit(tidy(text, rules=rules), sheet.language, rules=rules)
    sheet.labels.claim(index, CAPTION, rule="label.caption")
    if caption:
        yield CaptionMention(caption, credit, locator=sheet.segments[index].locator)


def field_value(sheet: TextSheet, name: str) -> str | None:
    """The value of the first field with this name ("section", "address"); None without such a field or value."""
    values = (sheet.segments[index].text for index, found in sheet.fields.items() if found == name)
    return next((value for value in values if not value.endswith((":", "："))), None)


def field_tags(sheet: TextSheet) -> tuple[str, ...]:
    """The tags in the first field "tags", each once, as written."""
    tags = (tag.strip(_BRACKETS) for tag in _BETWEEN_TAGS.split(field_value(sheet, "tags") or ""))
    return tuple(dict.fromkeys(tag for tag in tags if 0 < len(tag) <= _LONGEST_TAG))


def field_address(sheet: TextSheet) -> str | None:
    """The article's own web address from its field "address"; None without a field that holds a web address."""
    return web_address((field_value(sheet, "address") or "").strip("<> ")) or None
