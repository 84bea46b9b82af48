"""Makes all line ends of a text LF, also those that exported tables and data write as an escape or as "<br>".

Takes the decoded text; gives it with LF as the only line end, and a form feed where a page of paper ended.  Links in
Markdown are put in one line each.  Lines are told apart from paragraphs in `parsers.text.lines` and
`parsers.text.unwrap`.
"""

from __future__ import annotations

import re
from html import unescape

from parsers.characters import holds_controls, without_controls
from parsers.text.lines import NUMBER_SIGN, PICTURE_SIGN, PICTURE_WIDTH

#: Line ends besides those of ASCII: separators of lines and paragraphs, a word processor's break, next line (U+0085).
_OTHERS = {"\u2028": "\n", "\u2029": "\n\n", "\x0b": "\n"}
_NEXT_LINE = "\x85"
#: The other characters of that block are letters and quotation marks of windows-1252, and it is a row of dots.
_WINDOWS = re.compile("[\x80-\x84\x86-\x9f]")
#: Line ends and tabs as data write them: a backslash and a letter, once or twice escaped.
_ESCAPED = re.compile(r"\\{1,2}r\\{1,2}n|\\{1,2}[nr](?![a-z]{1,2}\b)|\\u2028|\\u2029")
_ESCAPED_QUOTE = re.compile(r"\\{1,2}([\"'/])")
_ESCAPED_TAB = re.compile(r"\\{1,2}t(?=[A-Z\s\"])")
#: Tags that end a line or a paragraph, and others that stand within one.
_BREAK, _PARAGRAPH = (
    re.compile(r"<br\s{0,9}/?>\s*", re.I),
    re.compile(r"</?(?:p|div|li|ul|ol|h[1-6])\b[^<>]{0,200}>\s*", re.I),
)
_INLINE = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|font|small|sup|sub|q|cite|img|figure|figcaption)\b[^<>]{0,400}>", re.I
)
#: The number of a link, glued to its text; and the largest number with which a page's first link may begin.
_LINK = re.compile(r"(?<![^\s(\"'“])\[(\d{1,4})\](?=[^\s\[\](:])")
#: The same where the numbers of links are known to be printed: also behind a word, and before a picture.
_ANY_LINK = re.compile(r"\[\d{1,4}\](?=[^\s:(])")
_FIRST_LINK = 3
#: With fewer escapes, tags or links, a text may be one that writes about them.
_FEWEST = 2
#: The address of a link in Markdown, with its title: programs that wrap lines break both, the address at hyphens.  Data
#: in place of an address, and texts for sharing in one, hold blanks.
_ADDRESS = (
    r"\((?:data:[^()\n]{0,4000}+|(?:[^()\s]|(?<=-)\n|[ \n](?=https?://|%[\dA-F]{2})){0,2000})"
    r"(?:\([^()\s]{0,200}\)(?:[^()\s]|(?<=-)\n){0,2000})?(?:\s+\"[^\"]{0,500}\")?\s?\)"
)
_PICTURE, _NAMED = (re.compile(rf"{sign}\[([^\[\]]{{0,2000}})\]({_ADDRESS})") for sign in ("!", ""))
#: A picture with which a line begins, and the blanks before more text.
_LED = re.compile(rf"^([ \t]*{PICTURE_SIGN}[^{PICTURE_SIGN}\n]*{PICTURE_SIGN})[ \t]*(?=[^\s\])])", re.MULTILINE)
#: With so many escaped line ends for each real one, they are the line ends of the text.
_MORE = 2


def in_lines(text: str) -> str:
    """Make LF the only line end of a text, and remove control characters.

    Escaped line ends and tags such as "<br>" become LF, too.
    """
    for mark, end in _OTHERS.items():
        if mark in text:
            text = text.replace(mark, end)
    if _NEXT_LINE in text and not _WINDOWS.search(text):
        text = text.replace(_NEXT_LINE, "\n")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if holds_controls(text):
        text = without_controls(text)
    for sign in (NUMBER_SIGN, PICTURE_SIGN):  # they get a meaning below
        if sign in text:
            text = text.replace(sign, "")
    if "\\" in text:
        text = _unescaped(text)
    if "[" in text:
        text = _with_whole_links(_unnumbered(text))
    return _untagged(text) if "<" in text else text


def _unescaped(text: str) -> str:
    """Replace escaped line ends, as in JSON (a backslash and "n"), by real ones; other texts stay as they are."""
    escaped = len(_ESCAPED.findall(text))
    if escaped < _FEWEST or escaped < _MORE * text.strip().count("\n"):
        return text
    text = _ESCAPED_TAB.sub(" ", _ESCAPED.sub("\n", text))
    return _ESCAPED_QUOTE.sub(r"\1", text)


def _unnumbered(text: str) -> str:
    """Remove the numbers that a text browser puts before links ("[12]Ferry"); invisible signs keep a line's width.

    Other texts stay as they are: the numbers of links begin near 1 and rise.
    """
    numbers = [int(found[1]) for found in _LINK.finditer(text)]
    counted = len(numbers) > _FEWEST and numbers[0] <= _FIRST_LINK and numbers == sorted(set(numbers))
    return _ANY_LINK.sub(lambda link: NUMBER_SIGN * len(link[0]), text) if counted else text


def _with_whole_links(text: str) -> str:
    """Put each Markdown link of a text in one line; a link around several paragraphs is replaced by its text.

    What stands behind a picture in its line is its caption, and gets a line of its own.
    """
    if text.count("](") < _FEWEST:
        return text
    text = _NAMED.sub(_whole_link, _PICTURE.sub(_alternative, text))
    return _LED.sub(lambda led: f"{led[1]}\n{NUMBER_SIGN * PICTURE_WIDTH}", text)


def _alternative(picture: re.Match[str]) -> str:
    """Give the alternative text of a Markdown picture between signs of pictures; without any, only its width."""
    text = _in_one_line(picture[1]).strip()
    return f"{PICTURE_SIGN}{text}{PICTURE_SIGN}" if text else NUMBER_SIGN * PICTURE_WIDTH


def _whole_link(link: re.Match[str]) -> str:
    """Give a Markdown link in one line, or only its text if that has several paragraphs."""
    return link[1] if "\n\n" in link[1].strip(" ") else f"[{_in_one_line(link[1])}]{_in_one_line(link[2])}"


def _in_one_line(text: str) -> str:
    """Replace the line ends in a text by blanks; a line end after a hyphen is removed."""
    return text.replace("-\n", "-").replace("\n", " ")


def _untagged(text: str) -> str:
    """Replace tags ("<br>", "</p>"), as content systems export them, by line ends; texts without such tags stay."""
    if len(_BREAK.findall(text)) + len(_PARAGRAPH.findall(text)) < _FEWEST:
        return text
    text = _PARAGRAPH.sub("\n\n", _BREAK.sub("\n", text))
    return unescape(_INLINE.sub("", text))
