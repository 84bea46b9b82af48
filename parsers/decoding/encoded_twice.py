"""Mends text that was encoded in UTF-8 twice ("votÃ©" for "voté"), which browsers show as it is.

Takes the text of a page; gives it mended, or None.  Single words are left alone, since an article about broken letters
quotes them: only pieces of text that are broken throughout are mended, and only if the page has several.  The work is
done by ftfy (https://ftfy.readthedocs.io).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html.entities import html5
from typing import Final

from ahocorasick_rs import BytesAhoCorasick

#: How many different pieces of a page must be broken throughout, and how many for each that is broken in part, as a
#: quotation is.  Chosen by hand: broken pages have dozens of the first and hardly any of the second.
_FEWEST_PIECES: Final = 3
_WHOLE_FOR_EACH_PARTLY: Final = 3

#: Characters of a paragraph that is enough alone, and how many broken letters it holds at least.
_PARAGRAPH: Final = 80
_FEWEST_LETTERS: Final = 2
_ODD_LETTERS: Final = re.compile("[ÃÂâÄĹĂРС][^\x00-\x7f]")

#: The second and later bytes of a character in UTF-8, when read in latin-1 or a Windows charset and encoded once more.
_LATER: Final = rb"(?:\xc2[\x80-\xbf]|\xe2\x80[\x90-\xbf]|\xe2[\x82\x84].|[\xc4-\xc6\xcb\xd0\xd1][\x80-\xbf])"
#: Find what is likely a letter encoded twice: the first byte of a character in UTF-8 as a Western or Central European
#: letter, or twice in a row as a Cyrillic one, and then as many of its later bytes as the first byte announces.  Three
#: patterns with a fixed first byte, by which they stand here, are a hundred times faster than one.
_LIKELY: Final = {
    b"\xc3": re.compile(rb"\xc3(?:[\x82-\x9f]" + _LATER + rb"|[\xa0-\xb4]" + _LATER + rb"{2})", re.DOTALL),
    b"\xc4": re.compile(rb"\xc4[\x82\xb9]" + _LATER, re.DOTALL),
    b"\xd0": re.compile(rb"\xd0[\xa0\xa1]" + _LATER + rb"\xd0[\xa0\xa1]" + _LATER, re.DOTALL),
}
#: The same as character references, in Western European texts; searched for at a fifth of the cost of a pattern.
_REFERENCES: Final = BytesAhoCorasick((b"&Atilde;&", b"&Acirc;&", b"&acirc;&"))
#: Characters of the longest piece that is looked at: longer ones are scripts.  Chosen by hand.
_LONGEST: Final = 20_000
_BORDER: Final = re.compile(rb"[<>]")
_NAMED: Final = re.compile(r"&[A-Za-z]+\d*;")
_ASCII: Final = 0x7F


def mend_encoded_twice(page: bytes) -> str | None:
    """Mend the text of a page, which is in UTF-8, if it was encoded twice; else None."""
    places = list(_likely_pieces(page)) if _is_likely(page) else []
    likely = {piece for _, _, piece in places}
    if not _may_mend(likely):
        return None
    mended = {piece: whole for piece in likely if (whole := _whole(piece)) != piece}
    # The other pieces are right already, or hold some broken words beside sound ones.
    partly = {piece: words for piece in likely - mended.keys() if (words := _each_word(piece)) != piece}
    if not _may_mend(mended) or len(mended) < _WHOLE_FOR_EACH_PARTLY * len(partly):
        return None
    mended |= partly
    parts: list[str] = []
    at = 0
    for start, end, piece in places:
        parts += (page[at:start].decode("utf-8", "replace"), mended.get(piece, piece))
        at = end
    return "".join((*parts, page[at:].decode("utf-8", "replace")))


def _may_mend(pieces: Collection[str]) -> bool:
    """Whether some broken pieces show that a page is encoded twice, so that it is mended.

    They do if there are three, or one that is a paragraph with several broken letters.
    """
    return len(pieces) >= _FEWEST_PIECES or any(
        len(piece) >= _PARAGRAPH and len(_ODD_LETTERS.findall(piece)) >= _FEWEST_LETTERS for piece in pieces
    )


def _likely_pieces(page: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, text) of the pieces between tags that seem to hold a letter encoded twice."""
    end = 0
    letters = (found.start() for pattern in _LIKELY.values() for found in pattern.finditer(page))
    references = (start for _, start, _ in _REFERENCES.find_matches_as_indexes(page))
    for spot in sorted((*letters, *references)):
        if spot < end:
            continue
        start = max(page.rfind(b"<", end, spot), page.rfind(b">", end, spot), end - 1) + 1
        border = _BORDER.search(page, spot)
        end = border.start() if border else len(page)
        piece = page[start:end].decode("utf-8", "replace")
        if len(piece) < _LONGEST and _is_likely(page[start:end]):
            yield start, end, piece


def _is_likely(text: bytes) -> bool:
    """A quick test: whether a text in UTF-8 seems to hold a letter encoded twice ("Ã©")."""
    if _REFERENCES.find_matches_as_indexes(text):
        return True
    # Many pages hold none of the first bytes, which is told at once.
    return any(first in text and pattern.search(text) for first, pattern in _LIKELY.items())


def _whole(piece: str) -> str:
    """Mend a piece of text if all of it is encoded twice; else it stays unchanged."""
    return _fixed(piece, words=False)


def _each_word(piece: str) -> str:
    """Mend each word of a piece of text that is encoded twice."""
    return _fixed(piece, words=True)


def _fixed(piece: str, *, words: bool) -> str:
    """Mend a piece of text by ftfy: each broken word if `words`, else the whole piece if all of it is broken."""
    from ftfy import TextFixerConfig, fix_encoding  # Imported here: it takes a quarter of a second; few pages need it.

    plain = _NAMED.sub(_letter, piece)
    fixed = fix_encoding(plain, TextFixerConfig(decode_inconsistent_utf8=words, replace_lossy_sequences=False))
    return piece if fixed == plain else fixed


def _letter(reference: re.Match[str]) -> str:
    """The letter for a character reference such as "&Atilde;"; a reference to anything else unchanged."""
    letter = html5.get(reference[0][1:], "")
    return letter if len(letter) == 1 and ord(letter) > _ASCII else reference[0]
