"""Reads what agencies' systems print around and between the takes of a story: "ZCZC", slugs, "MORE", "(PICKUP ...".

Takes the lines of a text and the rules of config/rules/text.toml (`label = "wire"`); gives the lines without the marks
of the wire ("^" before a line, "=" behind it), and a Field for each line that is the system's own, by which the lines
around it stay apart.  A text that is no copy of a wire is left as it is.
"""

from __future__ import annotations

from dataclasses import replace

from parsers.rules import Family
from parsers.text.header_fields import Field
from parsers.text.lines import TextLine

#: So many lines with the mark of a header, as ANPA 1312 has them, or the words that open and close a telegram (ITU-T
#: F.1) show a wire's copy.
_HEADERS = 3
_MARK = "^"
_OPENED, _CLOSED = "ZCZC", "NNNN"


def without_marks(lines: list[TextLine]) -> list[TextLine]:
    """The lines of a wire's copy without "^" and "="; each line that had them stands apart.  Others as they are."""
    headers = [line.text for line in lines if line.text.startswith(_MARK) and line.text[1:2] != " "]
    if len(headers) < _HEADERS or not any(text.endswith("=") for text in headers):
        return lines  # footnotes of an encyclopaedia begin with "^ "
    return [
        replace(line, text=line.text.strip("^= ") or line.text, blank_before=max(1, line.blank_before))
        if _MARK in (line.text[0], above[0])
        else line
        for line, above in zip(lines, [" ", *(line.text for line in lines)])
    ]


def wire_fields(lines: list[TextLine], words: Family) -> list[Field]:
    """The lines that are the system's own, as fields "wire"; [] for a text that is no copy of a wire."""
    rules = [rule.pattern for rule in words.rules if rule.data.get("label") == "wire"]
    found = [
        Field("wire", line.text, at, at + 1)
        for at, line in enumerate(lines)
        if any(rule.match(line.text) for rule in rules)
    ]
    told = {field.value.split()[0] for field in found}
    slugged = any("--" in field.value for field in found)
    return found if {_OPENED, _CLOSED} <= told or slugged else []
