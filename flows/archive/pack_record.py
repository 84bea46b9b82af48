"""Packs one WARC record as a gzip member (a complete gzip stream; a file may hold several), quickly or tightly.

Takes the pieces of a record and a level; gives the bytes of the member.  Reads and writes no file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from isal import igzip_lib
from zlib_ng import zlib_ng

#: The levels of isal's igzip; those above are zlib-ng's.  On 255 news pages of 281 kB (python -m tests.bench.packing):
#: 1: 0.39 ms and 19.6 % of the size, 2: 0.42 and 19.3, 3: 0.88 and 18.5, 4: 1.67 and 17.2, 6: 2.22 and 16.6; zlib-ng's
#: own 1 and 2 are slower and larger, 0.60 and 24.0, 1.05 and 19.1, zlib's 6 takes 4.12 for 16.4 %.
_IGZIP: Final = 3
#: zlib's window size for a gzip stream.
_GZIP: Final = 31


def packed(pieces: Iterable[bytes], level: int) -> bytes:
    """Pack a record, given in pieces, as one gzip member.  `level`: 1 (fast) to 9 (small)."""
    record = b"".join(pieces)
    if level <= _IGZIP:
        return bytes(igzip_lib.compress(record, level, flag=igzip_lib.COMP_GZIP))
    return bytes(zlib_ng.compress(record, level, _GZIP))
