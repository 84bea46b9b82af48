"""The error of a message that could not be sent."""

from __future__ import annotations


class NotSent(Exception):
    """A message was not sent.

    The text says why, to be shown after the name of the means of sending ("mail: ..."); it holds no secret.
    `uncertain`: True when the message may have arrived all the same, as when a server answers too late.
    """

    def __init__(self, why: str, *, uncertain: bool = False) -> None:
        super().__init__(why)
        self.uncertain = uncertain
