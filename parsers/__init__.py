"""Turns raw news pages into articles: takes bytes and rules, gives an Article or a Rejection.  No network, no clock.

from parsers import parse_page
result = parse_page(body, url="https://...", media_type="text/html")
"""

from parsers.model import (
    PARSER_VERSION,
    Article,
    Block,
    Caption,
    Correspondent,
    Dropped,
    Embed,
    Evidence,
    Image,
    RawPage,
    Rejection,
)
from parsers.page import Trace, TracedLine, parse_page, trace_page
from parsers.rules import Rules, RulesError, default_rules, load_rules

__all__ = [
    "PARSER_VERSION",
    "Article",
    "Block",
    "Caption",
    "Correspondent",
    "Dropped",
    "Embed",
    "Evidence",
    "Image",
    "RawPage",
    "Rejection",
    "Rules",
    "RulesError",
    "Trace",
    "TracedLine",
    "default_rules",
    "load_rules",
    "parse_page",
    "trace_page",
]
