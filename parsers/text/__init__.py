"""The front door for text pages."""

from __future__ import annotations

from parsers.decode import Decoded
from parsers.model import Article, Rejection
from parsers.page import Context


def read_text(decoded: Decoded, context: Context) -> Article | Rejection:
    """Read one text page."""
    raise NotImplementedError
