"""The shape of a piece of text: what its length, end and letters say, in any script.

Takes a text, gives a Shape.  Lengths are weighed, because a Chinese or Korean character says as much as two or
three Latin letters; everything else asks for lengths through `weight`.  Words are not looked at here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WIDE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_NO_LETTER = re.compile(r"[\W_]")
_TRAILING = " \t\"'”’“»«」』)）]】*_›‹"
_END = ".!?…。！？؟।॥։።;؛"
#: A sentence's end inside a text and the letter after it; an initial or a Roman number ("III.") ends none.
_BREAK = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=[\d%]))[\"'”’»)\]]*[.!?…]+[\"'”’»)\]]*\s+[\"'“„«»(\[–—-]*\s*(\w)|[。！？।؟](?=.)"
)
#: A note in brackets behind the end of a sentence: "(mit dpa)", "【山田太郎】".
_NOTE = re.compile(r"[.!?…。！？؟][\"'”’»」』]*\s*[(\[（【〔][^()\[\]（）【】〔〕]{1,60}[)\]）】〕]\W*$")
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
#: "Ada Lund", "Ada M. Lund-Holm", "박서준 기자": two to five words, each with a capital, and no digit.
_NAME = re.compile(
    r"(?:(?:[A-ZÀ-ÞĀ-ŽΆ-ΫА-ЯЁЄІЇҐ][\w'’.\-]*|de|da|do|dos|del|della|van|von|der|den|la|le|al|el|bin|y|e|ten|ter)\s+){1,4}"
    r"[A-ZÀ-ÞĀ-ŽΆ-ΫА-ЯЁЄІЇҐ][\w'’.\-]*$"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a text looks like."""

    #: Letters and digits, wide characters counted as two and a half.
    weight: int
    words: int
    #: Ends as a sentence does; closing quotes and brackets, and a note in brackets behind it, do not count.
    ends: bool
    #: Ends with a colon.
    opens: bool
    #: Ends of sentences inside it, its own end not counted.
    breaks: int
    #: Two to five capitalised words and nothing else, as a person's name is.
    name: bool

    @property
    def prose(self) -> bool:
        """Reads as running text: a sentence of some length, or more text than a heading has."""
        return (
            (self.ends and self.weight >= 32 and self.words >= 5)
            or self.weight >= 170
            or (self.ends and self.breaks >= 1 and self.weight >= 40)
        )

    @property
    def title(self) -> bool:
        """Reads as a heading may: not long, without the end of a sentence."""
        return self.weight <= 150 and not self.ends and not self.opens


def weight(text: str) -> int:
    """Length of a text in letters and digits as a reader of Latin script would count them."""
    letters = len(text) - len(_NO_LETTER.findall(text))
    return letters if text.isascii() else letters + int(len(_WIDE.findall(text)) * 1.5)


def _breaks(text: str) -> int:
    return sum(not (found[1] and found[1].islower()) for found in _BREAK.finditer(text))


def shape(text: str) -> Shape:
    """The shape of a text whose white space is collapsed."""
    bare = text.rstrip(_TRAILING)
    wide = len(_WIDE.findall(text))
    return Shape(
        weight(text),
        len(_WORD.findall(text)) + wide // 4,
        bool(bare) and (bare[-1] in _END or _NOTE.search(text) is not None),
        text.endswith((":", "：")),
        _breaks(text),
        len(text) <= 48 and bool(_NAME.match(text)),
    )
