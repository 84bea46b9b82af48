"""Labels editors' notes in a plain text: lines that say that the article was corrected or changed.

Takes the TextSheet (`sheet`: the text in segments, with their labels); `is_note` recognises such a line by its words,
`claim_corrections` labels those of the article, also a few lines below its end.  Lines below the heading of the
readers' comments are left out: readers correct each other there.
"""

from __future__ import annotations

from parsers.lines.corrections import LONGEST_NOTE, corrections
from parsers.segments import CORRECTION, JUNK
from parsers.text.text_sheet import TextSheet

#: So far below the last paragraph, in segments, a note is the article's.
_BELOW = 8


def is_note(sheet: TextSheet, index: int) -> str | None:
    """The id of the rule by which a segment is an editors' note; None when it is no such note."""
    text = sheet.segments[index].text
    return corrections(sheet.context.rules, sheet.language).rule_of(text) if len(text) < LONGEST_NOTE else None


def claim_corrections(sheet: TextSheet, headline: int | None) -> None:
    """Label the editors' notes from the headline down to eight segments below the last paragraph.

    `headline`: the index of the headline's segment; without one, from the first segment.
    """
    start = 0 if headline is None else headline + 1
    prose = [s.index for s in sheet.segments[start:] if sheet.shapes[s.index].prose]
    stop = prose[-1] + _BELOW if prose else start
    for segment in sheet.segments[start : stop + 1]:
        begun = bool(prose) and segment.index > prose[0]
        if begun and sheet.labels.of[segment.index] == JUNK and sheet.labels.reasons[segment.index] == "comments":
            return
        if sheet.free(segment.index) and (rule := is_note(sheet, segment.index)):
            sheet.labels.claim(segment.index, CORRECTION, rule=rule)
