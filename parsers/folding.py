"""Folding: the forms in which texts are compared, and text without what only typesetters need.

`key` is the one answer to "do these say the same?"; `key_words` and `caseless` and `line_key` are steps on the way to
it, for readers to whom blanks, signs or the edges of a line matter.  All are compatibility forms without case, so two
spellings of a letter in Unicode are one.  Nothing here decides.
"""

from __future__ import annotations

import re
import unicodedata

#: Soft hyphen, word joiner, byte order mark: they say where a line may or may not break, and hide words from a search.
_BREAK_MARKS = ("\u00ad", "\u2060", "\ufeff")

#: ASCII characters as a key's bytes: letters small, what is neither letter nor digit left out, or a blank.
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_BLANKS = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in bytes(range(256)).lower())
_SIGN_RUN = re.compile(r"[\W_]+")
#: What is no letter and stands with neither the Latin nor the general and Chinese punctuation.
_MAY_BE_MARK = re.compile(r"[^\w\x00-\xbf\u2000-\u206f\u3001-\u301f\uff01-\uff0f]")
#: Marks that only choose how the character before them looks: nobody reads them.
_LOOKS = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DOT_ABOVE = "i\u0307"


def unbroken(text: str) -> str:
    """A text without marks of possible line breaks; joiners that change how letters look stay."""
    if not text.isascii():
        for mark in _BREAK_MARKS:
            text = text.replace(mark, "")
    return text


def caseless(text: str) -> str:
    """A text whose case and spelling in Unicode do not count; blanks, signs and accents stay.

    For words that are looked up in lists.
    """
    return text.lower() if text.isascii() else one_i(unicodedata.normalize("NFKC", text).casefold())


def one_i(lowered: str) -> str:
    """A text in small letters with one i: whether "I" is the capital of "i" or of "ı", as in Turkish, no page says."""
    return lowered if lowered.isascii() else lowered.replace(_DOT_ABOVE, "i").replace("ı", "i")


def key(text: str) -> str:
    """Letters, digits and vowel signs of a text without case: equal keys, and two texts say the same.

    Case, blanks, punctuation and how a letter is put together in Unicode never count; accents and the signs that Indic,
    Thai and other scripts write their vowels with do.
    """
    # Keys are made of hundreds of texts of a page: translating bytes is many times as fast as searching for words.
    if text.isascii():
        return text.encode().lower().translate(None, _SIGNS).decode()
    folded = caseless(text)
    bare = folded.encode("utf-8", "surrogatepass").translate(None, _SIGNS).decode("utf-8", "surrogatepass")
    if bare.isalnum():
        return bare
    return _spaced(folded).replace(" ", "") if _MAY_BE_MARK.search(bare) else _SIGN_RUN.sub("", bare)


def key_words(text: str) -> list[str]:
    """The words of a text, each as a key."""
    if text.isascii():
        return text.encode().translate(_BLANKS).decode().split()
    return _spaced(caseless(text)).split()


def line_key(text: str) -> str:
    """The key of a line in lists of lines (junk words, lines that recur): what stands between its words counts.

    White space is collapsed, symbols at either end are away; empty for a line without a letter or digit.
    """
    if not text.isascii():
        text = text.replace("’", "'").replace("‘", "'").replace("´", "'")
    line = " ".join(caseless(text).split())
    # By hand: a pattern for the end of a line is tried at each of its characters.
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not (line[end - 1].isalnum() or is_mark(line[end - 1])):
        end -= 1
    return line[start:end]


def is_mark(char: str) -> bool:
    """Whether a character is written over, under or around the one before it: an accent, a vowel sign."""
    return not char.isascii() and unicodedata.category(char).startswith("M")


def _spaced(folded: str) -> str:
    """A caseless text with a blank for each run of signs; marks stay with the letters that they belong to."""
    if not _MAY_BE_MARK.search(folded):
        return _SIGN_RUN.sub(" ", folded)
    marks = {char for run in _SIGN_RUN.findall(folded) for char in run if is_mark(char)}
    kept: list[str] = []
    carries = False
    for char in _LOOKS.sub("", folded):
        # A mark on nothing is a sign: the accent that some write for an apostrophe ("O´Brien").
        carries = char.isalnum() or (carries and char in marks)
        kept.append(char if carries else " ")
    return unicodedata.normalize("NFC", "".join(kept))
