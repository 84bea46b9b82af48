"""Measures the shape of a text: its length, the way it ends, and whether it looks like a name, in any script.

Takes a text and gives a Shape.  Lengths are weights: the number of letters and digits, in which a Chinese or Korean
character counts as two and a half; all other modules for plain text use `weight` for lengths.  The meaning of words is
not considered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.late_patterns import ScriptPattern

_WIDE = ScriptPattern("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_STOPLESS = re.compile("[\u0e00-\u0eff]")
#: Vowel signs and other marks of Indic scripts, Thai, Lao, Tibetan, Burmese and Khmer, which belong to their letters.
_SIGNS = "\u0900-\u0963\u0966-\u0e3a\u0e40-\u0eff\u0f18-\u0fbc\u1000-\u1049\u1050-\u109f\u1780-\u17d3"
_NO_LETTER = re.compile(rf"[^\w{_SIGNS}]|_")
_TRAILING = " \t\"'”’“»«」』)）]】*_›‹"
_END = ".!?…。！？؟।॥։።;؛"
#: The end of a sentence inside a text, with the first letter of the next one; initials do not end a sentence.
_BREAK = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=[\d%]))[\"'”’»)\]]*[.!?…]+[\"'”’»)\]]*\s+[\"'“„«»(\[–—-]*\s*(\w)|[。！？।؟](?=.)"
)
#: A note in brackets after the end of a sentence: "(mit dpa)", "【山田太郎】".
_NOTE = re.compile(r"[.!?…。！？؟][\"'”’»」』]*\s*[(\[（【〔][^()\[\]（）【】〔〕]{1,60}[)\]）】〕]\W*$")
_WORD = re.compile(rf"(?:[^\W_]|[{_SIGNS}])+(?:['’.\-](?:[^\W_]|[{_SIGNS}])+)*")
#: A name: two to five capitalised words or particles ("Ada Lund", "Ada M. Lund-Holm").  The particles are no list of
#: the rules: `Shape.name` is an input of the model that scores lines, and would mean something else with others.
_NAME = re.compile(
    r"(?:(?:[A-ZÀ-ÞĀ-ŽΆ-ΫА-ЯЁЄІЇҐ][\w'’.\-]*|de|da|do|dos|del|della|van|von|der|den|la|le|al|el|bin|y|e|ten|ter)\s+){1,4}"
    r"[A-ZÀ-ÞĀ-ŽΆ-ΫА-ЯЁЄІЇҐ][\w'’.\-]*$"
)

# The limits below were chosen by hand.

#: How many letters a wide character counts besides itself; and how many wide characters count as a word.
_WIDER, _WIDE_WORD = 1.5, 4
#: Letters of a word, and of the least statement, in scripts that print neither blanks nor full stops (Thai, Lao).
_STOPLESS_WORD, _STATED = 5, 80
#: Running text: the least weight and words of a sentence, and the least weight of several.
_SENTENCE, _SENTENCE_WORDS, _SENTENCES = 32, 5, 40
#: The least weight of running text however it ends, and the most of a heading.
_LONG, _LONGEST_TITLE = 170, 150
#: Characters of the longest name.
_LONGEST_NAME = 48


@dataclass(frozen=True, slots=True)
class Shape:
    """The length and form of a line or paragraph."""

    #: The number of letters and digits; wide characters (Chinese, Japanese, Korean) count as two and a half.
    weight: int
    #: The number of words; four wide characters count as one more.
    words: int
    #: Ends as a sentence does; closing quotes and brackets, and a note in brackets after it, do not count.
    ends: bool
    #: Whether it ends with a colon.
    opens: bool
    #: The number of sentence ends inside it, without its own end.
    breaks: int
    #: Whether it looks like a name: two to five capitalised words and nothing else.
    name: bool

    @property
    def prose(self) -> bool:
        """Whether the line is running text: a sentence of some length, or more text than a heading has."""
        return (
            (self.ends and self.weight >= _SENTENCE and self.words >= _SENTENCE_WORDS)
            or self.weight >= _LONG
            or (self.ends and self.breaks >= 1 and self.weight >= _SENTENCES)
        )

    @property
    def title(self) -> bool:
        """Whether the line may be a heading: at most 150 letters, and no full stop or colon at its end."""
        return self.weight <= _LONGEST_TITLE and not self.ends and not self.opens


def weight(text: str) -> int:
    """The number of letters and digits in a text; a wide character counts as two and a half."""
    letters = len(text) - len(_NO_LETTER.findall(text))
    return letters if text.isascii() else letters + int(len(_WIDE.findall(text)) * _WIDER)


def _breaks(text: str) -> int:
    """The number of sentence ends in a text."""
    return sum(not (found[1] and found[1].islower()) for found in _BREAK.finditer(text))


def shape(text: str) -> Shape:
    """Measure the Shape of a text, whose white space must be collapsed."""
    bare = text.rstrip(_TRAILING)
    wide = len(_WIDE.findall(text))
    letters = weight(text)
    stopless = bool(bare) and _STOPLESS.match(bare[-1]) is not None
    return Shape(
        letters,
        len(_WORD.findall(text)) + (letters // _STOPLESS_WORD if stopless else wide // _WIDE_WORD),
        bool(bare) and (bare[-1] in _END or _NOTE.search(text) is not None or (stopless and letters >= _STATED)),
        text.endswith((":", "：")),
        _breaks(text),
        len(text) <= _LONGEST_NAME and bool(_NAME.match(text)),
    )
