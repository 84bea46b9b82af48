"""The error of a message that could not be sent."""

from __future__ import annotations


class NotSent(Exception):
    """A message was not sent.  The text goes on after the name of the way, says why, and holds no secret.

    uncertain: whether it may have arrived all the same, as when a server answers too late.
    """

    def __init__(self, why: str, *, uncertain: bool = False) -> None:
        super().__init__(why)
        self.uncertain = uncertain
