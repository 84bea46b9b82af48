"""Escapes control characters in everything that copydesk prints on a terminal.

Pages, addresses, file names and texts from servers may hold characters that a terminal obeys instead of showing: they
change its title, hide or reorder lines, paste commands.  On a terminal these are shown as escapes (\\x1b, \\u202e);
data in a file or pipe is unchanged.  Characters that the encoding of the output does not have are escaped in both
cases.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

#: C0 except tab and line feed, DEL, C1; line and paragraph separators; bidirectional controls; surrogates.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

#: The last character whose number has two hexadecimal digits.
_TWO_DIGITS = 0xFF
#: Name of the handler (`errors=`) for characters that an encoding does not have.
ESCAPE = "copydesk.escape"


def visible(text: str) -> str:
    r"""Replace each unsafe character (UNSAFE) by an escape sequence: ESC is shown as \x1b, U+202E as \u202e."""
    return UNSAFE.sub(_escape_of, text)


def _escape_of(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number <= _TWO_DIGITS else f"\\u{number:04x}"


def escaped(text: str) -> str:
    r"""Write each character of a text as JSON escapes: \u00e9, and a surrogate pair for characters beyond 16 bits."""
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Escape characters that an encoding does not have, in a form that is valid inside JSON.

    Gives the escapes, and the index in the text at which encoding goes on, as codecs.register_error asks.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return escaped(error.object[error.start : error.end]), error.end


codecs.register_error(ESCAPE, _escape)


class Terminal:
    """A text stream to a terminal that escapes what is written to it."""

    def __init__(self, raw: TextIO) -> None:
        #: The stream itself, for Rich, which writes colour codes.
        self.raw = raw

    def write(self, text: str) -> int:
        """Write a text, escaped; gives its length."""
        self.raw.write(visible(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        # Without the binary stream, to which some libraries would write directly.
        if name in ("buffer", "detach", "raw"):
            raise AttributeError(name)
        return getattr(self.raw, name)


def raw(stream: TextIO) -> TextIO:
    """Find the stream below the escaping one.  The caller must escape the data that it writes there."""
    return cast("TextIO", getattr(stream, "raw", stream)) if isinstance(stream, Terminal) else stream


def guard() -> None:
    """Make standard output and standard error escape what is written to a terminal, from now on."""
    sys.stdout, sys.stderr = _guarded(sys.stdout), _guarded(sys.stderr)


@contextmanager
def guarded() -> Iterator[None]:
    """A block (`with`) in which standard output and standard error escape what is written to a terminal."""
    before = sys.stdout, sys.stderr
    guard()
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _guarded(stream: Any) -> Any:
    """Wrap a stream in a Terminal if it is a terminal; elsewhere only characters that it cannot encode are escaped."""
    if stream is None or isinstance(stream, Terminal):
        return stream
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=ESCAPE)
    return Terminal(stream) if stream.isatty() else stream
