"""The error of a message that could not be sent."""

from __future__ import annotations


class NotSent(Exception):
    """A message was not sent.  The text is the end of a sentence that says why, and holds no secret."""
