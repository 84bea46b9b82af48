"""Reads the entries of a sitemap that is no well-formed XML, each one alone, so that a fault costs only one entry.

Takes the bytes of a sitemap that an XML parser refused: because it has a raw "&", bytes of another charset, control
characters, something before its first tag, tags that do not match, or no end.  Gives an lxml element for each entry.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from parsers.decoding.decode import Decoded, decode

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
#: An entry without prefix or with one, up to its end, or up to the next one where it has none.
_ENTRY: Final = re.compile(
    r"<(?:[\w.-]+:)?(?P<kind>url|sitemap)(?:\s[^<>]*)?>(?P<inside>.*?)"
    r"(?:</(?:[\w.-]+:)?(?:url|sitemap)\s*>|(?=<(?:[\w.-]+:)?(?:url|sitemap)[\s>]))",
    re.DOTALL,
)
#: What XML 1.0 allows in no document.
_NO_CHARACTER: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: A CDATA section, in which "&" stands for itself; a character reference ("&#233;", "&eacute;"); or a raw "&".
_AND: Final = re.compile(
    r"(?P<data><!\[CDATA\[.*?(?:\]\]>|\Z))|&(?:#\d+;|#[xX][\da-fA-F]+;|(?P<name>\w+;))?", re.DOTALL
)
_OF_XML: Final = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))


def broken_entries(body: bytes) -> Iterator[tuple[str, Any]]:
    """Yield the entries of the sitemap in order, each as its kind ("url" or "sitemap") and its lxml element.

    None stands in place of the element where an entry cannot be read.
    """
    found = decode(body)
    text = found.text if isinstance(found, Decoded) else body.decode("utf-8", "replace")
    text = _NO_CHARACTER.sub("", _COMMENT.sub("", text))
    for entry in _ENTRY.finditer(text):
        yield entry["kind"], _element(_AND.sub(_reference, entry["inside"]))


def _reference(found: re.Match[str]) -> str:
    """Return what replaces a match of _AND, so that an XML parser can read it.

    "&lt;" stays, a raw "&" becomes "&amp;", HTML's "&eacute;" becomes the character.
    """
    if found["data"] is not None or found[0].startswith("&#") or found["name"] in _OF_XML:
        return found[0]
    if found["name"] in html.entities.html5:
        return html.escape(html.entities.html5[found["name"]])
    return f"&amp;{found[0][1:]}"


def _element(inside: str) -> Any:
    """Parse the XML inside an entry leniently, as the content of one element; None when even that fails."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(f"<entry>{inside}</entry>", parser)
    except etree.XMLSyntaxError:  # counted by the caller
        return None
