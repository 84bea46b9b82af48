"""Defines the contract between parse and load: what a staged batch looks like as an Arrow table.

One row is one page: facts of the fetch and, when the page became an article, the article as one nested value with the
keys of `parsers.model.Article`.  `table` turns plain rows into such a table, `batch_id` reads the name of a batch back
from its file; writing the file into the staging directory is the caller's task.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

#: Key in the metadata of the Parquet file that holds the batch id.
BATCH_ID_KEY = b"copydesk.batch_id"

#: Values of the column `channel`: how a page came in.
CHANNELS = ("http", "feed", "sitemap", "file", "text", "warc")


def _struct(**columns: pa.DataType) -> pa.DataType:
    return pa.struct([pa.field(name, kind) for name, kind in columns.items()])


_TEXT, _NUMBER, _TEXTS = pa.string(), pa.int32(), pa.list_(pa.string())

_BLOCK = _struct(kind=_TEXT, text=_TEXT, level=_NUMBER, locator=_TEXT, posted_at=_TEXT)
_CAPTION = _struct(
    text=_TEXT,
    credit=_TEXT,
    occurrences=_NUMBER,
    image_url=_TEXT,
    alt=_TEXT,
    locators=_TEXTS,
    mentions=pa.list_(_NUMBER),
    key=_TEXT,
)
_CORRESPONDENT = _struct(kind=_TEXT, name=_TEXT, role=_TEXT, outlet=_TEXT, location=_TEXT, text=_TEXT, locator=_TEXT)
_IMAGE = _struct(url=_TEXT, width=_NUMBER, height=_NUMBER, role=_TEXT, caption=_NUMBER, alt=_TEXT, credit=_TEXT)
_EMBED = _struct(kind=_TEXT, url=_TEXT, provider=_TEXT)
_DROPPED = _struct(text=_TEXT, reason=_TEXT, locator=_TEXT)
_FOUND = _struct(value=_TEXT, source=_TEXT)
_EVIDENCE = _struct(field=_TEXT, method=_TEXT, rule=_TEXT, confidence=pa.float64(), candidates=pa.list_(_FOUND))

#: `Article.to_dict()` as Arrow; only `evidence` differs: a list of rows instead of a mapping.
ARTICLE = _struct(
    headline=_TEXT,
    kicker=_TEXT,
    standfirst=_TEXT,
    byline=_TEXT,
    dateline=_TEXT,
    authors=_TEXTS,
    published_at=_TEXT,
    modified_at=_TEXT,
    published_raw=_TEXT,
    section=_TEXT,
    tags=_TEXTS,
    language=_TEXT,
    site_name=_TEXT,
    canonical_url=_TEXT,
    is_accessible_for_free=pa.bool_(),
    blocks=pa.list_(_BLOCK),
    quality=pa.float64(),
    captions=pa.list_(_CAPTION),
    correspondents=pa.list_(_CORRESPONDENT),
    images=pa.list_(_IMAGE),
    embeds=pa.list_(_EMBED),
    dropped=pa.list_(_DROPPED),
    evidence=pa.list_(_EVIDENCE),
    charset=_TEXT,
    charset_method=_TEXT,
    parser_version=_TEXT,
)

#: One row a page.  Times are UTC; `article` is null for a rejection, `stage`, `reason` and `detail` for an article.
SCHEMA = pa.schema(
    [
        pa.field("run_id", _TEXT, nullable=False),
        pa.field("source", _TEXT),  # name of the outlet in sources.toml; null: told from the URL's host
        pa.field("channel", _TEXT, nullable=False),
        pa.field("requested_url", _TEXT),
        pa.field("final_url", _TEXT),
        pa.field("url_declared", pa.bool_()),  # final_url is the one that the page declares: the import named none
        pa.field("http_status", pa.int16()),
        pa.field("etag", _TEXT),
        pa.field("last_modified", _TEXT),
        pa.field("fetched_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("body_sha256", _TEXT),  # hexadecimal; null when there was no body
        pa.field("byte_length", pa.int64()),
        pa.field("media_type", _TEXT),
        pa.field("charset", _TEXT),
        pa.field("charset_method", _TEXT),
        pa.field("warc_file", _TEXT),  # name inside the archive directory
        pa.field("warc_offset", pa.int64()),
        pa.field("warc_length", pa.int64()),
        pa.field("outcome", _TEXT, nullable=False),  # article or rejected
        pa.field("stage", _TEXT),  # where it failed: fetch, parse, stage
        pa.field("reason", _TEXT),  # a code of parsers.reasons or of the fetcher
        pa.field("detail", _TEXT),  # one sentence
        pa.field("parser_version", _TEXT),
        pa.field("rules_version", _TEXT),
        pa.field("article", ARTICLE),
    ]
)

#: Columns that a batch staged by an earlier version may lack; they are null then.
ADDED = ("url_declared",)


def table(rows: Iterable[Mapping[str, Any]], *, batch_id: str | None = None) -> pa.Table:
    """Make one Arrow table of rows with the keys of SCHEMA; keys that are missing become null.

    `rows`: in each, `article` is `Article.to_dict()` or None.  `batch_id` goes into the metadata, and so into the
    Parquet file.  Raises what pyarrow raises for a value that does not fit its column, ValueError for a required value
    that is missing.
    """
    schema = SCHEMA if batch_id is None else SCHEMA.with_metadata({BATCH_ID_KEY: batch_id.encode()})
    made = pa.Table.from_pylist([_row(row) for row in rows], schema=schema)
    missing = [field.name for field in schema if not field.nullable and made[field.name].null_count]
    if missing:
        raise ValueError(f"a value is missing in {', '.join(missing)}")
    return made


def batch_id(path: Path) -> str:
    """Read the id of a staged batch: the one in its metadata, else the file's name without its extension."""
    metadata = pq.read_schema(path).metadata or {}
    name: bytes = metadata.get(BATCH_ID_KEY, path.stem.encode())
    return name.decode()


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Convert a row to the form that the table takes: the article's `evidence` (field -> facts) becomes a list."""
    article = row.get("article")
    if article is None:
        return dict(row)
    evidence = [{"field": name, **found} for name, found in article.get("evidence", {}).items()]
    return {**row, "article": {**article, "evidence": evidence}}
