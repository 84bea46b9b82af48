"""Joins captions of the same picture that differ in one letter: cut off at the end, left out, or typed wrong.

Takes the captions of one page (`read`) and the addresses of their pictures; gives the captions in the same order.  Only
captions of the same picture are joined, and only if the letter cannot make another name or word: never a digit, the
first letter of a word, or a letter of a script without capitals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from parsers.captions.caption_text import CaptionText

#: Letters and digits of the shortest caption in which one letter is a mistake and not another word.  Chosen by hand.
_LEAST_LETTERS = 20
#: The most different captions of one picture that are compared; chosen by hand, to bound the work.
_MOST_COMPARED = 20


def without_mistakes(read: list[CaptionText], pictures: Sequence[str | None]) -> list[CaptionText]:
    """Return the captions in the same order; one with a wrong letter gets the words of the right one.

    `pictures`: the address of each caption's picture, None where it is unknown.  Of two captions, the one that is
    printed more often is right, else the longer one.
    """
    of_picture: dict[str, list[CaptionText]] = defaultdict(list)
    for caption, picture in zip(read, pictures):
        if picture and len(caption.key) >= _LEAST_LETTERS and not caption.truncated:
            of_picture[picture].append(caption)
    right: dict[str, CaptionText] = {}
    for together in of_picture.values():
        often = Counter(caption.key for caption in together)
        if 1 < len(often) <= _MOST_COMPARED:
            texts = {caption.key: caption for caption in together}
            best, *others = sorted(often, key=lambda key: (-often[key], -len(key), key))
            right |= {key: texts[best] for key in others if is_one_letter_apart(texts[best].text, texts[key].text)}
    return [
        replace(caption, text=right[caption.key].text, key=right[caption.key].key) if caption.key in right else caption
        for caption in read
    ]


def is_one_letter_apart(one: str, other: str) -> bool:
    """Whether two texts differ in exactly one letter, changed or left out, that is not the first of a word."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    first = next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    room = min(len(one), len(other)) - first
    last = next((at for at in range(room) if one[-1 - at] != other[-1 - at]), room)
    middles = one[first : len(one) - last], other[first : len(other) - last]
    return _inside_a_word(one, first) and all(len(middle) <= 1 and _may_be_wrong(middle) for middle in middles)


def _inside_a_word(text: str, at: int) -> bool:
    """Whether the character at the index `at` has a letter right before it, and so is not the first of a word."""
    return at > 0 and text[at - 1].isalpha()


def _may_be_wrong(letter: str) -> bool:
    """Whether a letter may be a typing error: one of a script with capitals, or "" for a letter left out."""
    return not letter or (letter.isalpha() and letter.lower() != letter.upper())
