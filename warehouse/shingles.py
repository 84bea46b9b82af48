"""Measures how alike two texts are, by their shingles and a short signature of these.

A shingle is three consecutive words.  Signatures are MinHash, cut into bands, and each band gives a number, its bucket;
only texts with a bucket in common are worth comparing.  Plain functions on words and arrays; nothing is stored here.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

#: Words in a shingle.  One changed word breaks three of them.
WIDTH = 3

#: Rows a band; ROWS minima must agree for two texts to meet.
ROWS = 3

#: Bands of the whole text: texts that share half of their shingles meet with probability 0.995, unrelated ones (a
#: two-hundredth) with 0.000005, few enough among millions.
BANDS = 40

#: A copy is cut from its end; the first LEAD words have bands of their own, so that a third of a story meets the whole.
LEAD, LEAD_BANDS = 120, 24

#: Likeness from which two texts are copies: with a fifth of the words changed it is a little higher; different stories
#: of one outlet with common background stay below 0.3.
ALIKE = 0.45

#: The same for the starts of a text and of a much longer one; a reworded first paragraph stays above it.
BEGINS_ALIKE = 0.3

#: Texts with fewer shingles are copies only when they are the same word for word.
ENOUGH = 40

Shingles = NDArray[np.uint64]

# Words; single characters in scripts that put no blanks between words.
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_WORD = re.compile(_UNSPACED + r"|[^\W_]+")
_OF_UNSPACED = re.compile(_UNSPACED)

# Odd numbers that spread a word's hash over 64 bits, one for each place in a run (Steele and Vigna 2021, table 6).
_SPREAD = np.array([0xD1342543DE82EF95, 0xAF251AF3B0F025B5, 0xB564EF22EC7AECE5], np.uint64)

_ASCII = bytes(range(128))
#: More kinds of characters beyond ASCII than an alphabet and its signs have.  Each is looked for in the whole text.
_FEW = 200
#: For each byte of a text in UTF-8: a blank for ASCII that ends a word, any other byte as it is.
_BLANKED = bytes(32 if code in _ASCII and not chr(code).isalnum() else code for code in range(256))


def text_words(text: str) -> list[bytes]:
    """List the words of a text in lower case, without punctuation, in UTF-8."""
    lower = text.lower()
    told = lower.encode()
    others = "".join(set(told.translate(None, _ASCII).decode()))
    if len(others) > _FEW or _OF_UNSPACED.search(others):
        return [word.encode() for word in _WORD.findall(lower)]
    # The same words in half the time.
    for sign in others:
        if not sign.isalnum():
            told = told.replace(sign.encode(), b" ")
    return told.translate(_BLANKED).split()


def text_hash(found: Sequence[bytes]) -> str:
    """Hash a text's words: texts that differ only in case, punctuation and white space have the same hash."""
    return hashlib.md5(b" ".join(found), usedforsecurity=False).hexdigest()


def shingles(found: Sequence[bytes]) -> Shingles:
    """Make a number of each run of WIDTH consecutive words; sorted, without duplicates."""
    return _each_once(_runs(found))


def _runs(found: Sequence[bytes]) -> Shingles:
    """Make a number of each run of WIDTH consecutive words, in the order of the text."""
    count = len(found) - WIDTH + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    hashes = np.fromiter(map(zlib.crc32, found), np.uint64, len(found))
    runs = np.zeros(count, np.uint64)
    for place, spread in enumerate(_SPREAD):
        runs += hashes[place : place + count] * spread
    return runs ^ (runs >> np.uint64(32))


def _each_once(runs: Shingles) -> Shingles:
    """Sort the numbers and drop duplicates.

    As np.unique does, but in a third of the time for arrays as short as these.
    """
    ordered = np.sort(runs)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


_NO_WORDS = text_hash(())


@dataclass(frozen=True, slots=True)
class ShingledText:
    """What is needed to compare a text with others: the hash of its words, and its shingles."""

    hash: str
    whole: Shingles
    #: Shingles of its first LEAD words, and of twice as many.
    lead: Shingles
    opening: Shingles


def shingled(text: str) -> ShingledText:
    """Compute what is needed to compare a text with others: the hash of its words, and its shingles."""
    found = text_words(text)
    runs = _runs(found)
    lead, opening = (_each_once(runs[: max(words - WIDTH + 1, 0)]) for words in (LEAD, 2 * LEAD))
    return ShingledText(text_hash(found), _each_once(runs), lead, opening)


def likeness(one: Shingles, other: Shingles) -> float:
    """Measure how much of the shorter text stands in the longer one, from 0 to 1: the share of its shingles.

    A shortened copy scores high.
    """
    shorter = min(len(one), len(other))
    return _shared(one, other) / shorter if shorter else 0.0


def copied(one: ShingledText, other: ShingledText) -> float:
    """The likeness (0 to 1) of two texts when one is a copy of the other, whole or cut; else 0.0.

    A shorter text that is only a small part of the longer one must stand at its start, as a story does that was cut
    short.  A quotation, an outlet's usual background and one story of a roundup stand elsewhere in the longer text.
    """
    shorter, longer = sorted((one, other), key=lambda reading: len(reading.whole))
    found = likeness(shorter.whole, longer.whole)
    if found < ALIKE:
        return 0.0
    most_of_it = found * len(shorter.whole) >= ALIKE * len(longer.whole)
    return found if most_of_it or likeness(shorter.lead, longer.opening) >= BEGINS_ALIKE else 0.0


def same_text(one: ShingledText, other: ShingledText) -> bool:
    """Whether two texts are the same, so that they are one story.

    They are if they have the same words in the same order.  Two texts that are long enough may also differ a little
    (`copied`).
    """
    if one.hash == other.hash:
        return one.hash != _NO_WORDS
    return min(len(one.whole), len(other.whole)) >= ENOUGH and copied(one, other) > 0.0


def _shared(one: Shingles, other: Shingles) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))


def buckets(of: ShingledText) -> list[int]:
    """Give short numbers (32 bits) of a text; only texts with one of these numbers in common are compared.

    Similar texts probably have one in common.  Empty for a text without shingles.
    """
    return _bands(of.whole, BANDS, first=0) + _bands(of.lead, LEAD_BANDS, first=BANDS)


def _bands(of: Shingles, count: int, *, first: int) -> list[int]:
    """Give the buckets of a set of shingles: its signature in `count` bands, each as a checksum.

    `first`: number of the first band.
    """
    if not len(of):
        return []
    # 64 bits a number: the buckets that warehouses hold were made of these bytes, each band's behind its number.
    numbers = _signature(of, count * ROWS).astype(np.uint64)
    told, size = numbers.tobytes(), ROWS * numbers.itemsize
    return [
        zlib.crc32(told[size * band : size * band + size], _checksum_of_band(first + band)) for band in range(count)
    ]


@cache
def _checksum_of_band(band: int) -> int:
    """The CRC-32 of a band's number; the checksum of the band's content starts from it.

    So the same content in two bands gives two different buckets.
    """
    return zlib.crc32(bytes([band]))


def _signature(of: Shingles, numbers: int) -> NDArray[np.uint32]:
    """Compute the MinHash signature of a set: its smallest value under each of `numbers` permutations, modulo 2^32.

    See Broder 1997.  Equal to what datasketch 2 gives (`scheme="affine32"`, seed 1), which made the signatures that
    older warehouses hold: each shingle is mixed once (the end of MurmurHash3), then multiplied by an odd factor and
    shifted by a summand.
    """
    mixed = of.astype(np.uint32)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        mixed = (mixed ^ (mixed >> np.uint32(shift))) * np.uint32(factor)
    mixed ^= mixed >> np.uint32(16)
    factors, summands = _permutations(numbers)
    permuted = np.multiply.outer(factors, mixed)
    permuted += summands[:, None]  # in its place: another array of this size costs five times as much as the sums
    smallest: NDArray[np.uint32] = permuted.min(axis=1)
    return smallest


@cache
def _permutations(numbers: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Give for each of `numbers` permutations an odd factor and a summand, always the same ones.

    RandomState gives the same numbers in every version of NumPy.
    """
    dice = np.random.RandomState(1)
    factors: NDArray[np.uint32] = dice.randint(0, 1 << 31, numbers, np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, dice.randint(0, 1 << 32, numbers, np.uint32)
