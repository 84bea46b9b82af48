"""The error of a message that could not be sent."""

from __future__ import annotations


class NotSent(Exception):
    """A message was not sent.  The text is the end of a sentence that says why, and holds no secret.

    uncertain: it may have arrived all the same, as when a server takes too long to say so.
    """

    def __init__(self, why: str, *, uncertain: bool = False) -> None:
        super().__init__(why)
        self.uncertain = uncertain
