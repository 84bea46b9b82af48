"""Folding: converts texts to forms in which they can be compared.

Two texts say the same if their `key` is equal.  `key_words`, `caseless` and `line_key` fold less, for comparisons in
which blanks, punctuation or accents count.  All forms ignore case and use Unicode's compatibility form (NFKC), so that
different encodings of a letter are equal.  `letters` makes lengths comparable between scripts.  Takes and gives strings
and numbers; nothing is decided here.
"""

from __future__ import annotations

import re
import unicodedata

#: Soft hyphen, word joiner and byte order mark: invisible characters that control line breaks, and that would keep a
#: search from finding words.
_BREAK_MARKS = ("\u00ad", "\u2060", "\ufeff")
#: A space without width; in Thai, Lao, Burmese and Khmer it stands between words.
_NO_WIDTH = re.compile("\u200b(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])")

#: The first character of those that stand for a syllable or a word; they are all that follow, but for rare signs.
_DENSE = re.compile("[\u3040-\U0010ffff]+")
#: A text without any, which is told in a quarter of the time that looking for them takes.
_NO_DENSE = re.compile("[\0-\u303f]*")

#: For bytes.translate: the ASCII characters that are not letters or digits, and a table that turns these and all bytes
#: beyond ASCII into blanks, and letters into lower case.
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_BLANKS = bytes(code if chr(code).isalnum() and chr(code).isascii() else 32 for code in bytes(range(256)).lower())
_ASCII_SIGNS = _SIGNS.decode()
#: The signs beyond ASCII that texts in Latin script hold most.
_COMMON_SIGNS = "’‘“”–—«»„…"
_SIGN_RUN = re.compile(r"[\W_]+")
#: A character that may be a combining mark: not a letter or digit, and not in the blocks of Latin, general and Chinese
#: punctuation and of symbols, from currencies to arrows.
_MAY_BE_MARK = re.compile(r"[^\w\x00-\xbf\xd7\xf7\u2000-\u20cf\u2100-\u2bff\u3001-\u301f\uff01-\uff0f]")
#: Marks without a meaning, such as variation selectors, which only choose the look of the character before them.
_LOOKS = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
#: What casefold makes of the Turkish "İ".
_DOT_ABOVE = "i\u0307"


def unbroken(text: str) -> str:
    """Remove invisible characters that control line breaks; joiners that change the look of letters stay."""
    if not text.isascii():
        for mark in _BREAK_MARKS:
            text = text.replace(mark, "")
        if "\u200b" in text:
            text = _NO_WIDTH.sub("", text)
    return text


def collapsed(text: str) -> str:
    """Collapse white space: each run of it becomes a blank, and none stays at the ends."""
    # All white space but the blank is unprintable, so that hardly any text need be taken apart into words.
    text = text.strip()
    return text if text.isprintable() and "  " not in text else " ".join(text.split())


def letters(text: str) -> int:
    """The length of a text in letters of an alphabet: a Chinese, Japanese or Korean character counts as 2.5."""
    if text.isascii() or _NO_DENSE.fullmatch(text):
        return len(text)
    return len(text) + 3 * len("".join(_DENSE.findall(text))) // 2


def caseless(text: str) -> str:
    """Put a text into lower case and Unicode's compatibility form; blanks, punctuation and accents stay.

    Used to look up words in lists.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold().replace(_DOT_ABOVE, "i").replace("ı", "i")


def key(text: str) -> str:
    """The letters, digits and vowel signs of a text in lower case; texts with equal keys count as the same text.

    "The Pier, closed!" gives "thepierclosed".  Case, blanks, punctuation and the encoding of a letter in Unicode do not
    count.  Accents do, and so do the vowel signs of Indic, Thai and other scripts.
    """
    # Hundreds of keys are made for a page, and bytes.translate is many times as fast as a regular expression.
    if text.isascii():
        return text.encode().lower().translate(None, _SIGNS).decode()
    folded = caseless(text)
    bare = folded.encode("utf-8", "surrogatepass").translate(None, _SIGNS).decode("utf-8", "surrogatepass")
    if bare.isalnum():
        return bare
    # Most other texts beyond ASCII hold a few signs, each of which is found faster by itself than any sign is.
    for sign in _COMMON_SIGNS:
        bare = bare.replace(sign, "")
    if bare.isalnum():
        return bare
    return _spaced(folded).replace(" ", "") if _MAY_BE_MARK.search(bare) else _SIGN_RUN.sub("", bare)


def key_words(text: str) -> list[str]:
    """The words of a text, each as its `key`, in order."""
    if text.isascii():
        return text.encode().translate(_BLANKS).decode().split()
    return _spaced(caseless(text)).split()


def line_key(text: str) -> str:
    """Make the key of a line, for lists of lines (junk lines, recurring lines): "» Read  more!" gives "read more".

    Here blanks and punctuation inside the line count.  White space is collapsed, and symbols at both ends are removed;
    empty for a line without a letter or digit.
    """
    if not text.isascii():
        text = text.replace("’", "'").replace("‘", "'").replace("´", "'")
    line = " ".join(caseless(text).split())
    if line.isascii():
        return line.strip(_ASCII_SIGNS)
    # A loop, since a regular expression for the end of a line would be tried at each of its characters.
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not (line[end - 1].isalnum() or is_mark(line[end - 1])):
        end -= 1
    return line[start:end]


def is_mark(char: str) -> bool:
    """Whether a character is a combining mark, an accent or vowel sign that belongs to the character before it."""
    return not char.isascii() and unicodedata.category(char).startswith("M")


def _spaced(folded: str) -> str:
    """Put blanks in place of punctuation in a `caseless` text; combining marks stay with their letters."""
    if not _MAY_BE_MARK.search(folded):
        return _SIGN_RUN.sub(" ", folded)
    folded = _LOOKS.sub("", folded)
    signs = {char for char in set(folded) if not char.isalnum()}
    marks = {char for char in signs if is_mark(char)}
    spaced = " " + folded.translate(dict.fromkeys(map(ord, signs - marks), " "))
    if any(f" {mark}" in spaced for mark in marks):
        spaced = _without_loose(spaced, marks)
    spaced = spaced[1:]
    return unicodedata.normalize("NFC", spaced)


def _without_loose(spaced: str, marks: set[str]) -> str:
    """Put blanks in place of combining marks (`marks`) that have no letter before them, as in "O´Brien"."""
    kept: list[str] = []
    carries = False
    for char in spaced:
        carries = char.isalnum() or (carries and char in marks)
        kept.append(char if carries else " ")
    return "".join(kept)
