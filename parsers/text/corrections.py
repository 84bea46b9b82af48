"""Notes of the editors in a dump: lines that say the article was changed, also below its end.

Takes the sheet; `is_note` tells such a line by its words, `claim_corrections` claims those of the article.  Comments
may correct each other: what stands below their heading is none.
"""

from __future__ import annotations

from parsers.lines.corrections import LONGEST_NOTE, corrections
from parsers.segments import CORRECTION, JUNK
from parsers.text.text_sheet import TextSheet

#: So far below the last paragraph, in segments, a note is the article's.
_BELOW = 8


def is_note(sheet: TextSheet, index: int) -> str | None:
    """Id of the rule by which a segment is a note of the editors; None when it is none."""
    text = sheet.segments[index].text
    return corrections(sheet.context.rules, sheet.language).rule_of(text) if len(text) < LONGEST_NOTE else None


def claim_corrections(sheet: TextSheet, headline: int | None) -> None:
    """Claim the notes between the headline and the lines right below the article."""
    start = 0 if headline is None else headline + 1
    prose = [s.index for s in sheet.segments[start:] if sheet.shapes[s.index].prose]
    stop = prose[-1] + _BELOW if prose else start
    for segment in sheet.segments[start : stop + 1]:
        begun = bool(prose) and segment.index > prose[0]
        if begun and sheet.labels.of[segment.index] == JUNK and sheet.labels.reasons[segment.index] == "comments":
            return
        if sheet.free(segment.index) and (rule := is_note(sheet, segment.index)):
            sheet.labels.claim(segment.index, CORRECTION, rule=rule)
