"""Opens a table in a text format: unpacks it, and decodes it in the charset that its first bytes tell.

Bytes that are no UTF-8 become surrogates (`surrogateescape`), so that a cell can be turned back into them.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO, cast

from flows.acquire.opening import opened
from flows.acquire.packing import whole_members

#: Bytes in which the zeros of UTF-16 without a byte order mark are looked for.
_LOOKED_AT: Final = 400


@contextmanager
def text_of(path: Path, open_file: Callable[[Path], BinaryIO] = opened) -> Iterator[TextIO]:
    """A block (`with`) that gives a file as a stream of text, read forwards; line ends stay as they are.

    `open_file`: opens it.  Raises NoFile or OSError when it cannot be opened; reading raises what unpacking raises, and
    the end of the block may raise RubbishBehind.
    """
    with open_file(path) as file, whole_members(file) as unpacked:
        stream: Any = unpacked
        encoding, errors = encoding_of(stream.peek(_LOOKED_AT))
        yield cast(TextIO, io.TextIOWrapper(stream, encoding, errors, newline=""))


def encoding_of(head: bytes) -> tuple[str, str]:
    """Return the name of Python's codec for a text that begins with these bytes, and its `errors` argument."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", "surrogateescape"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "replace"
    begin = head[:_LOOKED_AT]
    even, odd = begin[0::2].count(0), begin[1::2].count(0)
    if max(even, odd) * 4 > len(begin) > 1 and not min(even, odd):
        return "utf-16-le" if odd else "utf-16-be", "replace"
    return "utf-8", "surrogateescape"


def head_text(head: bytes) -> str:
    """Decode the first bytes of a file; a character that is cut at their end is left out."""
    encoding, errors = encoding_of(head)
    return codecs.getincrementaldecoder(encoding)(errors).decode(head)
