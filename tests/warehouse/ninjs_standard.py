"""What IPTC ninjs 3.1 asks of the properties that the export uses, as a JSON Schema of our own.

Written after the schema of the standard (specification/ninjs-schema_3.1.json of iptc/newsinjson): names, types,
words to choose from, what is required, no property beside.  A part of the properties that the standard has, so
that what is valid here is valid there.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
URI = {"type": "string", "format": "uri"}
TIME = {"type": "string", "format": "date-time"}


def _thing(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": [*required], "properties": properties, "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXTS = _list(_thing("value", role=TEXT, contentType=TEXT, value=TEXT))
_BODIES = _list(_thing("value", role=TEXT, contentType=TEXT, charCount=WHOLE, wordCount=WHOLE, value=TEXT))
_RENDITIONS = _list(_thing("name", name=TEXT, href=URI, contentType=TEXT, title=TEXT, width=WHOLE, height=WHOLE))

_ITEM: dict[str, Any] = {
    "uri": URI,
    "type": {
        "enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"],
    },
    "representationType": {"enum": ["full", "partial"]},
    "version": TEXT,
    "firstCreated": TIME,
    "versionCreated": TIME,
    "language": TEXT,
    "headlines": _TEXTS,
    "descriptions": _TEXTS,
    "bodies": _BODIES,
    "by": TEXT,
    "located": TEXT,
    "people": _list(_thing(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)),
    "organisations": _list(_thing(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)),
    "subjects": _list(_thing(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)),
    "infoSources": _list(_thing(name=TEXT, role=TEXT, uri=URI, literal=TEXT)),
    "altIds": _list(_thing(role=TEXT, value=TEXT)),
    "renditions": _RENDITIONS,
    "standard": _thing(name=TEXT, version=TEXT, schema=URI),
}
_ASSOCIATION = _thing("name", "uri", **_ITEM, name=TEXT, rel=TEXT)
NINJS = _thing("uri", **_ITEM, associations=_list(_ASSOCIATION))

_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    """RFC 3986: a scheme, then only its characters and whole percent-encodings."""
    legal = r"[a-zA-Z][a-zA-Z0-9+.-]*:(?:[a-zA-Z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9a-fA-F]{2})+"
    return re.fullmatch(legal, str(value)) is not None and str(value).count("#") <= 1


@_FORMATS.checks("date-time", raises=ValueError)
def _is_time(value: object) -> bool:
    return datetime.fromisoformat(str(value)).tzinfo is not None and str(value)[10] == "T"


def faults(item: dict[str, Any]) -> list[str]:
    """What is not valid in an exported item; none when all is."""
    found = Draft202012Validator(NINJS, format_checker=_FORMATS).iter_errors(item)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]
