"""Finds the fields that databases and corpora print around a text: "HEADLINE: ...", ":date: ...", front matter.

Takes the lines of a text and the labels of config/rules/text.toml; gives each field with its value and the lines that
it stands in.  A label is the name that is printed before a value.  A single labelled line counts only if it opens the
file and labels the title or the text.  What a field means for the article is decided in `parsers.text.fields`.
`labels` maps each known label to the name of its field; `at` is the index of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parsers.folding import line_key
from parsers.rules import Family
from parsers.text.lines import TextLine

#: A label, its colon, and a value; in reStructuredText and in code books the label stands between colons or brackets.
_LABELLED = re.compile(
    r"[:\[*\s]{0,3}([^\W\d_](?:[^\n:：=]{0,38}[^\W_]|[^\n:：=]{0,37}\(s\))?)[\]*]{0,2}\s*[:：]\**\s*(.*)$"
)
#: Factiva's codes of two or three letters, with blanks after.
_CODE = re.compile(r"(HD|BY|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CO|IN|NS|RE|PUB|AN|CR|SE|CX|ART|CLM|IPC|IPD)(?:\s+(.*))?$")
_CODES = frozenset({"HD", "LP", "TD", "WC", "PD", "SN", "AN"})
_FRONT_MATTER = re.compile(r"-{3,}|\+{3,}|;{3,}$")
_KEY_VALUE = re.compile(r"([^\W\d_][\w .-]{0,40})\s*[:=]\s*(.*)$")
_ADDRESS = re.compile(r"https?://\S+$")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?$")
#: A value between quotes in front matter, and what stands there for a quote or a backslash (YAML 1.2, section 7.3).
_QUOTED = re.compile(r"""(["'])(.*)\1$""")
_ESCAPED = {'"': re.compile(r"""\\(["\\])"""), "'": re.compile(r"'(')")}
#: Characters of the longest line between two labels, lines without a label after which the header ends, and lines above
#: the first label: the newspaper, its day and edition, a wrapped title.
_LONGEST_BETWEEN, _BETWEEN, _ABOVE = 160, 4, 8
#: With fewer words after it, "Text:" is the label of a byline, not of the text.  Chosen by hand.
_SENTENCE = 5
#: Lines at the start in which an address of its own may stand.
_ADDRESS_IN = 3
#: The least number of codes that make a text one of Factiva's, and of labels that make a header.
_FEWEST_CODES, _FEWEST = 4, 2
#: Fields of which one alone makes a header, if it opens the file.
_ENOUGH = frozenset({"headline", "body"})
_PREFIX = "label_"


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled field, as printed."""

    #: What it is: the list of its label in text.toml without "label_" ("headline", "body", "other").
    name: str
    value: str
    #: The positions of its first line and after its last one, among the lines of the text.
    start: int
    stop: int


def labels_of(text: Family) -> Mapping[str, str]:
    """The labels of fields: label as `parsers.folding.line_key` -> name of its field, as "datum" -> "published".

    `text`: the rule family "text".
    """
    return {
        label: name.removeprefix(_PREFIX)
        for label, names in text.lines.items()
        for name, _ in names
        if name.startswith(_PREFIX) or name == "source"
    }


def read_header_fields(lines: list[TextLine], labels: Mapping[str, str]) -> list[Field]:
    """The fields of a text in order; none when it has no header.  `labels`: as `labels_of` gives them."""
    if not lines:
        return []
    if _FRONT_MATTER.match(lines[0].text) and (found := _front_matter(lines, labels)):
        return found
    if len(_codes(lines) & _CODES) >= _FEWEST_CODES:
        return list(_coded(lines, labels))
    return _header(lines, labels) or _address_and_day(lines)


def _front_matter(lines: list[TextLine], labels: Mapping[str, str]) -> list[Field]:
    """The fields between two lines "---" (or "+++") at the start, as in files of static sites (YAML, TOML).

    [] if a line between them neither is a field nor continues one, or if no field has a known label.
    """
    found = [Field("other", "", 0, 1)]
    for at, line in enumerate(lines[1:], 1):
        if _FRONT_MATTER.match(line.text) or line.text == "...":
            known = any(field.name != "other" for field in found)
            return [*found, Field("other", "", at, at + 1)] if known else []
        pair = _KEY_VALUE.match(line.text)
        if pair and not line.bullet:
            found.append(Field(labels.get(line_key(pair[1]), "other"), _unquoted(pair[2]), at, at + 1))
        elif len(found) > 1 and (line.bullet or line.indent):
            above = found.pop()
            glue = ", " if line.bullet and above.value else " "
            value = f"{above.value}{glue}{_unquoted(line.text)}".strip()
            found.append(Field(above.name, value, above.start, at + 1))
        else:
            return []
    return []


def _unquoted(value: str) -> str:
    """Remove the quotation marks from a value of front matter, if they enclose all of it.

    In '"Sorry" is not enough' they enclose only a part, and stay.
    """
    quoted = _QUOTED.match(value)
    return _ESCAPED[quoted[1]].sub(r"\1", quoted[2]) if quoted else value


def _codes(lines: list[TextLine]) -> set[str]:
    """The codes of Factiva ("HD", "LP") with which lines begin."""
    return {code[1] for line in lines if (code := _CODE.match(line.text))}


def _coded(lines: list[TextLine], labels: Mapping[str, str]) -> Iterator[Field]:
    """Yield the fields of an export of Factiva, whose lines begin with codes such as "HD" (headline).

    A field has all lines up to the next code.  Fields of the article's text (LP, TD) have only the line with the code;
    the lines below it are paragraphs.
    """
    starts = [(at, code) for at, line in enumerate(lines) if (code := _CODE.match(line.text))]
    for (at, code), following in zip(starts, [*(at for at, _ in starts[1:]), len(lines)]):
        name = labels.get(code[1].lower(), "other")
        if name == "body":
            yield Field(name, code[2] or "", at, at + 1)
        else:
            value = " ".join([code[2] or "", *(line.text for line in lines[at + 1 : following])]).strip()
            yield Field(name, value, at, following)


def _header(lines: list[TextLine], labels: Mapping[str, str]) -> list[Field]:
    """The fields above the text, and those below it whose labels are in capitals.

    A single field counts only if it is in the first line and is the title or the text; else gives [].
    """
    found: list[Field] = []
    at = unlabelled = 0
    while at < len(lines) and unlabelled <= (_BETWEEN if found else _ABOVE):
        field = _labelled(lines, at, labels)
        if field is None:
            unlabelled += 1
            if len(lines[at].text) > _LONGEST_BETWEEN:
                break
            at += 1
            continue
        found.append(field)
        unlabelled, at = 0, field.stop
        if field.name == "body":
            break
    opens = bool(found) and found[0].start == 0 and found[0].name in _ENOUGH
    if len(found) < _FEWEST and not opens:
        return []
    if not any(field.name in ("headline", "body", "byline", "address", "published") for field in found):
        return []
    return found + (list(_behind(lines, at, labels)) if len(found) >= _FEWEST else [])


def _behind(lines: list[TextLine], at: int, labels: Mapping[str, str]) -> Iterator[Field]:
    """Yield the fields below the text, from the line at index `at` on.

    Only labels in capitals count (LOAD-DATE, GRAPHIC).
    """
    while at < len(lines):
        field = _labelled(lines, at, labels)
        if field is not None and lines[at].text[: lines[at].text.find(":")].isupper():
            yield field
            at = field.stop
        else:
            at += 1


def _labelled(lines: list[TextLine], at: int, labels: Mapping[str, str]) -> Field | None:
    """The field that begins in the line at index `at`, with the lines that continue its value.

    None for a line without a label.
    """
    line = lines[at]
    match = _LABELLED.match(line.text) if not line.bullet else None
    name = labels.get(line_key(match[1])) if match else None
    if match is None or name is None:
        return None
    if name == "body":
        # "Text: Ada Lund" is a byline of a German paper.
        return None if match[2] and len(match[2].split()) < _SENTENCE else Field(name, match[2], at, at + 1)
    stop, value = at + 1, match[2]
    capitals = match[1].isupper()
    while (
        stop < len(lines) and _goes_on(lines[stop], line, value, capitals=capitals) and not _begins(lines[stop], labels)
    ):
        value, stop = f"{value} {lines[stop].text}".strip(), stop + 1
    return Field(name, value, at, stop)


def _begins(line: TextLine, labels: Mapping[str, str]) -> bool:
    """Whether a line begins with a known label and a colon, so that the field above it ends."""
    match = _LABELLED.match(line.text)
    return match is not None and line_key(match[1]) in labels


def _goes_on(line: TextLine, label: TextLine, value: str, *, capitals: bool) -> bool:
    """Whether a line continues the value (`value`) of the label above, without a blank line between.

    It does if it is indented or begins in lower case, if the label has no value yet, or if the label is in capitals
    (`capitals`).  `label`: the line of the label.
    """
    if line.blank_before:
        return False
    return line.indent > label.indent or not value or capitals or line.text[:1].islower()


def _address_and_day(lines: list[TextLine]) -> list[Field]:
    """The fields of a text whose first lines are an address and an ISO date, with the title below them.

    The address alone if there is no such date.
    """
    found = [
        Field("address" if _ADDRESS.match(line.text) else "published", line.text, at, at + 1)
        for at, line in enumerate(lines[:_ADDRESS_IN])
        if _ADDRESS.match(line.text) or _ISO_DAY.match(line.text)
    ]
    both = {field.name for field in found} == {"address", "published"} and found[-1].stop == len(found)
    if both and len(lines) > len(found) + 1:
        at = len(found)
        return [*found, Field("headline", lines[at].text, at, at + 1)]
    return [field for field in found if field.name == "address"]
