"""Reads a staged batch (a Parquet file of parsed pages) and makes its rows ready to load.

The rows are checked, one for each fetch, in a fixed order.  Adds the columns that are computed here, not by SQL.
`page_no`: number of the row in the batch.  `page_key`: key of the address that the page was read from.
`canonical_url`, `canonical_key`: the address that the page declares (rel=canonical), and its key.  `url_key`: key of
the story, at first the same as page_key; `warehouse.assign` may change it.  `source_name`, `source_host`: the page's
outlet.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from parsers.addresses import AddressRules, is_front, key_host, page_key
from warehouse import staged
from warehouse.advice import ADVICE, advice
from warehouse.errors import BatchError, BatchUnreadable
from warehouse.urls import declared_key, file_key


def read_batch(path: Path) -> tuple[str, pa.Table]:
    """Read the batch's id and its rows.  Columns that an older version did not write are null.

    Raises BatchError when the file is no staged batch, BatchUnreadable when it cannot be read for now.
    """
    try:
        # Not by read_table: it loads the library for folders of files, which takes as long as loading a batch.
        content = pq.ParquetFile(path, page_checksum_verification=True).read()
        table = _as_today(_with_added(content).select(staged.SCHEMA.names))
        batch_id = staged.batch_id(path)
    except (pa.ArrowException, KeyError, ValueError, OSError) as error:
        raise _fault(path, error) from error
    return batch_id, table


def _with_added(table: pa.Table) -> pa.Table:
    """Add the columns that did not exist yet when a table was staged; they are null."""
    for name in staged.ADDED:
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(table.num_rows, staged.SCHEMA.field(name).type))
    return table


def _as_today(table: pa.Table) -> pa.Table:
    """Add the fields of the article that did not exist yet when a table was staged; they are null."""
    at = table.schema.get_field_index("article")
    if table.schema.field(at).type == staged.ARTICLE:
        return table
    try:
        return table.set_column(at, "article", table["article"].cast(staged.ARTICLE))
    except pa.ArrowException:  # not an article: what is wrong with the row is told where rows are refused
        return table


def batch_flaw(path: Path) -> str | None:
    """Say in one sentence why a file cannot be loaded as a batch; None when it can be loaded."""
    try:
        read_batch(path)
    except BatchError as error:
        return str(error)
    return None


def _fault(path: Path, error: Exception) -> BatchError:
    """Make BatchUnreadable when the operating system refuses the file, BatchError when its content is no batch."""
    if isinstance(error, OSError) and error.errno in ADVICE:
        return BatchUnreadable(f"{path} {advice(error.errno, '')}")
    # Arrow's message begins with the file's name; only what follows is wanted.
    said = " ".join(str(error).rpartition("': ")[2].split())[:120].rstrip(". ")
    return BatchError(
        f"{path} is no staged batch ({said}); `copydesk run load` sets it aside as damaged, and then `copydesk run"
        " parse` and `copydesk run load` bring its pages in."
    )


def prepared(table: pa.Table, rules: AddressRules) -> pa.Table:
    """Make staged rows ready to load: each fetch once, ordered by time, with the columns named at the top of this file.

    `rules`: how addresses are compared and turned into keys.
    """
    return _once(_with_keys(table, rules))


def _with_keys(table: pa.Table, rules: AddressRules) -> pa.Table:
    """Add to the rows all columns that the module docstring names, but for page_no."""
    urls = [final or asked for final, asked in zip(table["final_url"].to_pylist(), table["requested_url"].to_pylist())]
    declared = pc.struct_field(table["article"].combine_chunks(), "canonical_url").to_pylist()
    web = [page_key(url, rules) for url in urls]
    own = [key or file_key(url, body) for key, url, body in zip(web, urls, table["body_sha256"].to_pylist())]
    # A file has no address: its outlet is that of the one which its page declares, unless that is only a front page.
    instead = [None if key else _said_key(said, rules) for key, said in zip(web, declared)]
    hosts = [found and key_host(found) for found in (key or said for key, said in zip(web, instead))]
    marked = [True if found else mark for mark, found in zip(table["url_declared"].to_pylist(), instead)]
    table = table.set_column(table.schema.get_field_index("url_declared"), "url_declared", pa.array(marked, pa.bool_()))
    computed = {
        "page_key": own,
        "canonical_url": [said if said != url else None for said, url in zip(declared, urls)],
        "canonical_key": [
            declared_key(said, key, rules) if said != url else None for said, key, url in zip(declared, own, urls)
        ],
        "url_key": own,
        "source_name": [name or found for name, found in zip(table["source"].to_pylist(), hosts)],
        "source_host": hosts,
    }
    for name, values in computed.items():
        table = table.append_column(name, pa.array(values, pa.string()))
    return table


def _said_key(said: str | None, rules: AddressRules) -> str | None:
    """The key of the address that a page declares (`said`).

    None when it declares no address or only its outlet's front page.
    """
    key = page_key(said, rules)
    return None if key is None or is_front(key) else key


def _once(table: pa.Table) -> pa.Table:
    """Keep each fetch (time, body and requested address) once, ordered by time, then by page_key.

    Of two rows of one fetch the article is kept, not the rejection.  Adds page_no, which counts from 1.
    """
    names = ("fetched_at", "page_key", "body_sha256", "requested_url", "outcome")
    rows = list(zip(*(table[name].to_pylist() for name in names)))
    order = sorted(range(len(rows)), key=lambda n: (rows[n][4] != "article", _place(rows[n])))
    chosen: dict[tuple[Any, ...], int] = {}
    for n in order:
        chosen.setdefault((rows[n][0], rows[n][2], rows[n][3]), n)
    kept = sorted(chosen.values(), key=lambda n: _place(rows[n]))
    return table.take(pa.array(kept, pa.int64())).append_column(
        "page_no", pa.array(range(1, len(kept) + 1), pa.int64())
    )


def _place(row: tuple[Any, ...]) -> tuple[Any, str, str, str]:
    """Give the values by which rows are ordered: time of the fetch, page_key, hash of the body, requested address."""
    return row[0], row[1] or "", row[2] or "", row[3] or ""
