"""The error, and the kinds of it, for a page that gets no body from the user's program; the parsers' body stays."""

from __future__ import annotations

from typing import Final

#: Kind of failure -> the words for it in a message, after "'program' ".
KINDS: Final[dict[str, str]] = {
    "start": "could not be started",
    "status": "ended with an error",
    "time": "took longer than the seconds under [fallback]",
    "size": "gave more than the answer_bytes under [fallback]",
    "json": "gave no JSON",
    "shape": "gave JSON of another form",
    "empty": "gave no text that is body",
    "given_up": "was not asked any more in this run, for it took too long again and again",
    "keep": "gave an answer that could not be kept",
}


class NoAnswer(Exception):
    """The program gave no answer that can be used.  Can be sent between processes."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind, detail)
        #: A key of KINDS.
        self.kind = kind
        #: More about it, for a person; may be empty.
        self.detail = detail
