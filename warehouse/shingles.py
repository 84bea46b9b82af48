"""What makes two texts alike: their shingles (runs of three words), and a short signature of these.

Signatures are MinHash by datasketch, cut into bands; texts that share a band's bucket are worth comparing.
Plain functions on strings and sets; nothing is stored here.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib

import numpy as np
from datasketch import MinHash

#: Words in a shingle.  One changed word breaks three of them.
WIDTH = 3

#: Rows a band; ROWS minima must agree for two texts to meet.
ROWS = 3

#: Bands of the whole text: texts that share half of their shingles meet with probability 0.995, unrelated ones (a
#: two-hundredth) with 0.000005, few enough among millions.
BANDS = 40

#: A copy is cut from its end; the first LEAD words have bands of their own, so that a third of a story meets the whole.
LEAD, LEAD_BANDS = 120, 24

# Words; in scripts that write none apart, characters.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return _WORD.findall(text.lower())


def shingles(text: str) -> frozenset[str]:
    """All runs of WIDTH words."""
    return _runs(words(text))


def text_hash(text: str) -> str:
    """Equal for texts that differ in case, punctuation and white space only."""
    return hashlib.md5(" ".join(words(text)).encode(), usedforsecurity=False).hexdigest()


def buckets(text: str) -> list[int]:
    """The 32-bit buckets of a text; two texts that share one are worth comparing.  Empty for no shingles."""
    found = words(text)
    return _bands(found, BANDS, first=0) + _bands(found[:LEAD], LEAD_BANDS, first=BANDS)


def _bands(of: list[str], count: int, *, first: int) -> list[int]:
    if len(of) < WIDTH:
        return []
    signature = MinHash(num_perm=count * ROWS, hashfunc=_hash32)
    signature.update_batch([shingle.encode() for shingle in _runs(of)])
    bands = np.asarray(signature.hashvalues, dtype=np.uint64).reshape(count, ROWS)
    return [zlib.crc32(struct.pack("<B", first + band) + row.tobytes()) for band, row in enumerate(bands)]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Part of the shorter text's shingles that the longer one has, 0 to 1: a copy that was cut is a copy still."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def _runs(of: list[str]) -> frozenset[str]:
    return frozenset(" ".join(of[n : n + WIDTH]) for n in range(len(of) - WIDTH + 1))


def _hash32(shingle: bytes) -> int:
    return zlib.crc32(shingle)
