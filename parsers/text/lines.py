"""Splits a plain text into lines, and separates marks (Markdown, bullets) from the printed text.

Takes the text; gives one TextLine for each line that is not blank, with its number, indent, Markdown heading level,
bullet and quotation mark.  Lines are joined to paragraphs in `parsers.text.unwrap`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.folding import unbroken

#: What stands for each character of a link's number, which was removed: it takes room, since the program that broke the
#: lines counted it, and is no text.
NUMBER_SIGN = "\u2063"
#: What stands before the alternative text of a picture, whose marks and address were removed.
PICTURE_SIGN = "\u2062"
#: So many columns are taken by a picture's address, which a program that wraps lines counts.
PICTURE_WIDTH = 110
#: The least share (0 to 1) of lines with ">" by which a mail quotes its whole text, and its least lines.
_ALL_QUOTED, _QUOTED_LINES = 0.6, 6
#: Left by HTML-to-text tools around headings, italics, links and icons; "3. Mai 2024" is no item of a list.
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
#: A text browser prints an "o" before links of lists in lists.
_BULLET = re.compile(
    rf"o(?=\s+{NUMBER_SIGN})|"
    r"・(?=\S)|(?:\(BUTTON\)|[*+•‣◦▪▸►·∙●○■□]|-(?!-)|\d{1,2}[.)](?!\s+[^\W\d_]{3,12}\.?,?\s+(?:19|20)\d\d(?!\d))|[a-z]\))\s+(?=\S)"
)
_EMPTY_BULLET = re.compile(r"[*+•‣◦▪▸►·∙●○■□_|\-–—=~\s]+$")
_QUOTED = re.compile(r">+\s?")
_LINK = re.compile(r"!?\[([^\]\[]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=\S)(.{1,200}?)(?<=\S)\1(?![\w*])|(?<!\w)(_{1,2})(?=[^\s_])(.{1,200}?)(?<=[^\s_])\3(?!\w)"
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_ICON = re.compile(r"(?<!\S)_{2}(?=\S)|(?<=\S)\s_{2}(?!\S)|(?<!\S)_{2,}(?!\S)")
#: Columns of a tab, as in Markdown (CommonMark); and columns by which an underline may be shorter or longer than its
#: heading, chosen by hand.
_TAB, _SPARE = 4, 2
#: Invisible characters that only say where a line may or may not break.
_BREAKS = re.compile("[\u200b\u2060\ufeff]")
#: Joiners and direction marks: a line of nothing else is blank, and before a bullet they are not part of the text.
_MARKS = " \u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
#: What a blank line may hold: in a quotation, it has its sign.
_BLANK = f">{_MARKS}"
_SIGNS = re.compile(f"[{NUMBER_SIGN}{PICTURE_SIGN}]")
_SETEXT = re.compile(r"(=|-)\1{2,}\s*$")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line that is not blank, with its number, indent, bullet and the like."""

    #: The text without marks, white space collapsed; a line of nothing but marks keeps them.
    text: str
    #: Its number in the source, from 1.
    number: int
    #: Columns of white space before it; a tab fills up to the next multiple of four.
    indent: int
    #: Its number of characters in the source, without the white space around it.
    width: int
    #: Level of a Markdown heading, 1 to 6; else 0.
    level: int = 0
    #: The bullet or number before it as printed; else "".
    bullet: str = ""
    #: Whether ">" was before it.
    quoted: bool = False
    #: The number of blank lines before it.
    blank_before: int = 0
    #: Whether a page of paper ended before it.
    opens_page: bool = False
    #: Whether it holds a link with its address, as Markdown has them: then its width says nothing.
    linked: bool = False
    #: Columns that the number of a link took before its first word.
    number_width: int = 0
    #: Whether it is nothing but the alternative text of a picture, as Markdown has them.
    picture: bool = False
    #: Whether two blanks end it, with which Markdown says that the line was broken on purpose.
    breaks: bool = False
    #: Whether a blank ends it, as it does where a text node was cut out of its sentence.
    blank_after: bool = False

    @property
    def wordless(self) -> bool:
        """Whether the line holds no letter or digit, like a horizontal rule or a bullet without an item."""
        return not any(c.isalnum() for c in self.text)


def read_lines(text: str) -> list[TextLine]:
    """The lines of a text that are not blank, in order; a line underlined with "=" or "-" becomes a heading."""
    found: list[TextLine] = []
    blank = 0
    opens = False
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        opens = opens or "\f" in raw
        raw = raw.replace("\f", " ")
        if not _SIGNS.sub("", _BREAKS.sub("", raw)).strip().strip(_BLANK):
            blank += 1
            continue
        if found and not blank and _is_underline(raw, found[-1]):
            found[-1] = _raised(found[-1], raw)
            continue
        found.append(replace(_line(raw, number, blank), opens_page=opens) if opens else _line(raw, number, blank))
        blank, opens = 0, False
    # A mail that was passed on has ">" before all of its text; then it marks no quotation.
    if sum(line.quoted for line in found) > max(_ALL_QUOTED * len(found), _QUOTED_LINES):
        return [replace(line, quoted=False) for line in found]
    return found


def _is_underline(raw: str, above: TextLine) -> bool:
    """Whether a line is a row of "=" or "-" as wide as the line above, which then is a Markdown heading."""
    return bool(_SETEXT.match(raw.strip()) and not above.wordless and abs(len(raw.strip()) - above.width) <= _SPARE)


def _raised(line: TextLine, underline: str) -> TextLine:
    """Make a Markdown heading of a line: of level 1 if it is underlined with "=", of level 2 with "-"."""
    level = 1 if underline.strip().startswith("=") else 2
    return TextLine(line.text, line.number, line.indent, line.width, level, line.bullet, line.quoted, line.blank_before)


def _line(raw: str, number: int, blank: int) -> TextLine:
    """Make the TextLine of a line as it is in the file (`raw`); `blank`: how many blank lines are above it."""
    expanded = _BREAKS.sub("", raw.expandtabs(_TAB).rstrip())
    body = _unmarked(expanded.lstrip())
    indent, width = len(expanded) - len(body), len(body)
    quoted = bool(_QUOTED.match(body))
    body = _QUOTED.sub("", body, count=1) if quoted else body
    bullet = _BULLET.match(body)
    body = body[bullet.end() :] if bullet else body
    number_width = 0 if bullet else len(body) - len(body.lstrip(NUMBER_SIGN))
    body = body.replace(NUMBER_SIGN, "")
    heading = _HEADING.match(body)
    body = body[heading.end() :] if heading else body
    level = len(heading[1]) if heading else 0
    mark = bullet[0].strip() if bullet else ""
    picture = without_markdown(body).startswith(PICTURE_SIGN)
    body = body.replace(PICTURE_SIGN, "")
    text = without_markdown(body) or " ".join(_LINK.sub("[]", _SIGNS.sub("", expanded)).split())
    linked = "](" in body or number_width >= PICTURE_WIDTH
    breaks, after = raw.endswith("  "), raw.endswith(" ")
    return TextLine(
        text,
        number,
        indent,
        width,
        level,
        mark,
        quoted,
        blank,
        linked=linked,
        number_width=number_width,
        picture=picture,
        breaks=breaks,
        blank_after=after,
    )


def _unmarked(line: str) -> str:
    """Remove joiners and direction marks before a line's bullet, ">" or "#"; any other line stays as it is."""
    bare = line.lstrip(_MARKS)
    if len(bare) == len(line):
        return line
    return bare if any(sign.match(bare) for sign in (_QUOTED, _BULLET, _HEADING)) else line


def without_markdown(text: str) -> str:
    """Remove Markdown marks from a line and collapse its white space; "" when it holds nothing but marks."""
    if _EMPTY_BULLET.match(text):
        return ""
    if any(mark in text for mark in "[_*\\"):
        text = _LINK.sub(r"\1", text)
        text = _LINK.sub(r"\1", text) if "](" in text else text  # a picture inside a link
        text = _EMPHASIS.sub(lambda m: m[2] or m[4], text)
        text = _ESCAPE.sub(r"\1", _ICON.sub("", text))
    return " ".join(unbroken(text).split())
