"""Finds the address that an HTML page declares as its own, without parsing the article.

Used for files that come without an address.  Only what the page declares, mostly in its head, is read.
"""

from __future__ import annotations

from parsers.context import Context
from parsers.decoding.decode import Decoded
from parsers.html.fields.site import read_canonical_url
from parsers.html.markup.size_limits import refuse_size
from parsers.html.markup.tree import build
from parsers.html.metadata import find_heads, read_metadata, with_base
from parsers.model import Rejection


def own_address(decoded: Decoded, context: Context) -> str | None:
    """Return the address in the canonical link, og:url or JSON-LD; None when the page has none or cannot be parsed."""
    page = decoded.encoded()
    root = refuse_size(page) or build(page)
    if isinstance(root, Rejection):
        return None
    heads = find_heads(root)
    context = with_base(heads, context)
    found = read_canonical_url(read_metadata(root, context, heads), context)
    return found.value if found is not None else None
