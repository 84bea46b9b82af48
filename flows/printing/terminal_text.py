"""What may reach a person's terminal: the one place through which everything goes that copydesk prints.

Pages, addresses, file names and servers' words may hold characters that a terminal obeys instead of showing: they
change its title, hide or reorder lines, paste commands.  On a terminal those are shown as escapes (\\x1b, \\u202e);
into a file or a pipe data goes as it is.  What the encoding of the output cannot say is escaped in either case.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

#: C0 but tab and line feed, DEL, C1; line and paragraph separators; what reorders a line; halves of characters.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

#: What to do with characters that an encoding has not: the name for `errors=`.
ESCAPE = "copydesk.escape"


def visible(text: str) -> str:
    """A text with every character that a terminal would obey written out: "\\x1b[31m"."""
    return UNSAFE.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def escaped(text: str) -> str:
    """A text as JSON writes it in ASCII: \\u00e9, and two of these for what lies beyond 16 bits."""
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))


def _escape(error: UnicodeError) -> tuple[str, int]:
    """What takes the place of characters that an encoding has not; inside a JSON document it means the same."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return escaped(error.object[error.start : error.end]), error.end


codecs.register_error(ESCAPE, _escape)


class Terminal:
    """A stream behind which a person sits: whatever is written to it is visible."""

    def __init__(self, raw: TextIO) -> None:
        #: The stream itself, for what draws: colours and bars.
        self.raw = raw

    def write(self, text: str) -> int:
        """Write a text, its unsafe characters written out."""
        self.raw.write(visible(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        # Without the bytes below it, which libraries take to write by themselves.
        if name in ("buffer", "detach", "raw"):
            raise AttributeError(name)
        return getattr(self.raw, name)


def raw(stream: TextIO) -> TextIO:
    """The stream below, for what draws; what is drawn must be visible by itself."""
    return cast("TextIO", getattr(stream, "raw", stream)) if isinstance(stream, Terminal) else stream


def guard() -> None:
    """From now on, whatever this process prints goes through `visible` where a person watches."""
    sys.stdout, sys.stderr = _guarded(sys.stdout), _guarded(sys.stderr)


@contextmanager
def guarded() -> Iterator[None]:
    """The same for a while."""
    before = sys.stdout, sys.stderr
    guard()
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _guarded(stream: Any) -> Any:
    if stream is None or isinstance(stream, Terminal):
        return stream
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=ESCAPE)
    return Terminal(stream) if stream.isatty() else stream
