"""The front door for html pages."""

from __future__ import annotations

from parsers.decode import Decoded
from parsers.model import Article, Rejection
from parsers.page import Context


def read_html(decoded: Decoded, context: Context) -> Article | Rejection:
    """Read one html page."""
    raise NotImplementedError
