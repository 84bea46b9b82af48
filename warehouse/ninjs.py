"""Writes an article as IPTC ninjs 3.1 (News in JSON), for systems of newsrooms and agencies.

Takes a row of the view article_documents, gives a plain mapping that is valid against the standard's schema
(iptc.org/std/ninjs).  Pictures become associations with their caption as description and their credit as `by`; agencies
become infoSources; fields that are empty are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import quote

_STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
_ABSOLUTE = re.compile("[a-zA-Z][a-zA-Z0-9+.-]*:")
_LONE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_URI = ":/?#[]@!$&'()*+,;=%-._~"
_TAGS = {"subhead": "h2", "quote": "blockquote", "list_item": "li", "preformatted": "pre", "table": "pre"}


def to_ninjs(row: Mapping[str, Any]) -> dict[str, Any]:
    """Write one article as a ninjs item.  `row`: of article_documents."""
    uri = _uri(row["url"] or "") or f"urn:copydesk:article:{row['article_id']}"
    published = row["published_at"] or row["first_seen_at"]
    item = {
        "uri": uri,
        "type": "text",
        "representationType": "full",
        "version": str(row["version"]),
        "firstCreated": _time(published),
        "versionCreated": _time(row["modified_at"] or published),
        "language": row["language"],
        "by": row["byline"] or ", ".join(row["authors"] or ()),
        "located": row["dateline"],
        "headlines": _values(main=row["headline"], kicker=row["kicker"]),
        "descriptions": _values(standfirst=row["standfirst"]),
        "bodies": _bodies(row),
        "people": _people(row),
        "subjects": _subjects(row),
        "infoSources": _sources(row),
        "associations": _pictures(row, uri.partition("#")[0]),
        "altIds": [{"role": "copydesk article_id", "value": str(row["article_id"])}],
        "standard": _STANDARD,
    }
    return _filled(item)


def _bodies(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Write the body as plain text and as XHTML; [] for an article without text."""
    blocks = row["blocks"] or []
    plain = "\n\n".join(block["text"] for block in blocks)
    markup = "".join(_markup(block) for block in blocks)
    if not plain:
        return []
    counts = {"wordCount": row["word_count"], "charCount": len(plain)}
    return [
        {"role": "main", "contentType": "text/plain", **counts, "value": plain},
        {"role": "richtext", "contentType": "application/xhtml+xml", **counts, "value": f"<div>{markup}</div>"},
    ]


def _markup(block: Mapping[str, Any]) -> str:
    tag = f"h{block['level']}" if block["kind"] == "subhead" and block["level"] else _TAGS.get(block["kind"], "p")
    marked = f"<{tag}>{escape(block['text'])}</{tag}>"
    return f"<ul>{marked}</ul>" if tag == "li" else marked


def _people(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    named = [{"name": name, "rel": "author"} for name in row["authors"] or ()]
    return named + [{"name": c["name"], "rel": c["kind"]} for c in row["correspondents"] or () if c["name"]]


def _subjects(row: Mapping[str, Any]) -> list[dict[str, str]]:
    section = [{"name": row["section"], "rel": "section"}] if row["section"] else []
    return section + [{"name": tag} for tag in row["tags"] or ()]


def _sources(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    agencies = [c["outlet"] or c["name"] for c in row["correspondents"] or () if c["kind"] == "agency"]
    named = [{"name": row["source"], "role": "publisher"}] if row["source"] else []
    return named + [{"name": name, "role": "agency"} for name in agencies if name]


def _pictures(row: Mapping[str, Any], uri: str) -> list[dict[str, Any]]:
    captions = row["captions"] or []
    pictures = []
    for number, image in enumerate(row["images"] or (), 1):
        place = image["caption_ordinal"]
        caption = captions[place - 1] if place and place <= len(captions) else {}
        size = {"width": image["width"], "height": image["height"]}
        pictures.append(
            _filled(
                {
                    "name": f"picture {number}",
                    "uri": f"{uri}#picture-{number}",
                    "type": "picture",
                    "by": caption.get("credit") or image["credit"],
                    "descriptions": _values(caption=caption.get("text"), alt=image["alt"]),
                    "renditions": [_filled({"name": image["role"] or "main", "href": _uri(image["url"]), **size})],
                }
            )
        )
    return pictures


def _values(**by_role: str | None) -> list[dict[str, str]]:
    return [{"role": role, "value": value} for role, value in by_role.items() if value]


def _uri(address: str) -> str | None:
    """Percent-encode an address as RFC 3986 demands: non-ASCII characters and stray percent signs.

    None for an address that is not absolute, such as a picture's on a page without a known address: ninjs wants
    absolute ones.
    """
    if not _ABSOLUTE.match(address):
        return None
    return quote(_LONE_PERCENT.sub("%25", address), safe=_URI)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value not in (None, "", [])}
