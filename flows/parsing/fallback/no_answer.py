"""The error NoAnswer: a program of the user, such as the one under [fallback], gave no answer that can be used.

Under [fallback] the program is asked for the body of a page; without an answer the page keeps the body that the parsers
found.  KINDS lists the kinds of failure with the words for each in a message.
"""

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
