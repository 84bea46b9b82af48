"""Reads captions and credits that a page prints behind a label: "Image caption, The old bridge", "Image source, AFP".

Takes the TextSheet (`sheet`: the text in segments, with their labels); labels such lines and gives the captions.  The
labels are those of config/rules/credits.toml (`caption_label`, `source`).  On a page that labels its captions, a credit
belongs to the labelled caption below it and never to the paragraph above.
"""

from __future__ import annotations

import re

from parsers.captions.caption_text import tidy
from parsers.captions.merge import CaptionMention
from parsers.captions.photo_credits import is_credit_line, split_credit
from parsers.folding import line_key
from parsers.segments import CAPTION, CREDIT
from parsers.text.text_sheet import TextSheet

#: A label and what stands behind it.
_LABELLED = re.compile(r"([^,:：،，]{3,40})[,:：،，]\s*(\S.*)")


def read_labelled(sheet: TextSheet) -> dict[int, CaptionMention]:
    """Label captions that a label announces, and the credits above them; give index of a line -> its CaptionMention."""
    found: dict[int, CaptionMention] = {}
    for segment in sheet.segments[1:]:
        text = _behind(sheet, segment.index, "caption_label") if sheet.free(segment.index) else None
        if text:
            rules = sheet.context.rules
            caption, credit = split_credit(tidy(text, rules=rules), sheet.language, rules=rules)
            sheet.labels.claim(segment.index, CAPTION)
            credit = credit or _credit_above(sheet, segment.index - 1)
            found[segment.index] = CaptionMention(caption, credit, locator=segment.locator)
    for segment in sheet.segments if found else ():
        if _behind(sheet, segment.index, "source"):
            sheet.labels.claim(segment.index, CREDIT, reason="photo_credit")
    return found


def _credit_above(sheet: TextSheet, index: int) -> str | None:
    """The credit in the line at `index`, right above a labelled caption; it is labelled as such.  None without one."""
    text = sheet.segments[index].text
    credit = is_credit_line(text, sheet.language, rules=sheet.context.rules) if sheet.free(index) else None
    if credit:
        sheet.labels.claim(index, CREDIT, reason="photo_credit")
    return credit


def _behind(sheet: TextSheet, index: int, words: str) -> str | None:
    """What stands behind the label with which a line begins, if credits.toml lists it in `words`; else None."""
    found = _LABELLED.fullmatch(sheet.segments[index].text)
    if not found:
        return None
    lists = sheet.context.rules.family("credits").lines.get(line_key(found[1]), ())
    return found[2] if any(name == words for name, _ in lists) else None
