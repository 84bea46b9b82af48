"""A staged batch as the loader takes it: read, checked, each fetch once, in a fixed order, with its keys.

Adds what needs more than SQL: page_no (order in the batch), url_key and page_key (natural keys), source_name and
source_host (the outlet).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse import staged
from warehouse.advice import ADVICE, advice
from warehouse.errors import BatchError, BatchUnreadable
from warehouse.urls import host, page_key, url_key


def read_batch(path: Path) -> tuple[str, pa.Table]:
    """A batch's id and its rows.  Raises BatchError when the file is no staged batch, or cannot be read just now."""
    try:
        table = pq.read_table(path, page_checksum_verification=True).select(staged.SCHEMA.names).cast(staged.SCHEMA)
        batch_id = staged.batch_id(path)
    except (pa.ArrowException, KeyError, ValueError, OSError) as error:
        raise _fault(path, error) from error
    return batch_id, _once(_with_keys(table))


def batch_flaw(path: Path) -> str | None:
    """Why a file cannot be loaded as a batch, in one sentence; None when it can be read."""
    try:
        read_batch(path)
    except BatchError as error:
        return str(error)
    return None


def _fault(path: Path, error: Exception) -> BatchError:
    """What keeps a batch from being read: the system, for now, or what stands in the file."""
    if isinstance(error, OSError) and error.errno in ADVICE:
        return BatchUnreadable(f"{path} {advice(error.errno, '')}")
    # Arrow names the file as well, and then says what it found in it.
    said = " ".join(str(error).rpartition("': ")[2].split())[:120].rstrip(". ")
    return BatchError(
        f"{path} is no staged batch ({said}); `copydesk run load` sets it aside as damaged, and then `copydesk run"
        " parse` and `copydesk run load` bring its pages in."
    )


def _with_keys(table: pa.Table) -> pa.Table:
    urls = [final or asked for final, asked in zip(table["final_url"].to_pylist(), table["requested_url"].to_pylist())]
    bodies = table["body_sha256"].to_pylist()
    canonical = pc.struct_field(table["article"].combine_chunks(), "canonical_url").to_pylist()
    hosts = [host(url) for url in urls]
    computed = {
        "url_key": [url_key(said, url, body) for said, url, body in zip(canonical, urls, bodies)],
        "page_key": [page_key(url, body) for url, body in zip(urls, bodies)],
        "source_name": [name or found for name, found in zip(table["source"].to_pylist(), hosts)],
        "source_host": hosts,
    }
    for name, values in computed.items():
        table = table.append_column(name, pa.array(values, pa.string()))
    return table


def _once(table: pa.Table) -> pa.Table:
    """One row a fetch (address, time and body), an article before a rejection; by time, then by key."""
    names = ("fetched_at", "url_key", "body_sha256", "requested_url", "outcome")
    rows = list(zip(*(table[name].to_pylist() for name in names)))
    order = sorted(range(len(rows)), key=lambda n: (rows[n][4] != "article", _place(rows[n])))
    chosen: dict[tuple[Any, ...], int] = {}
    for n in order:
        chosen.setdefault((rows[n][0], rows[n][2], rows[n][3]), n)
    kept = sorted(chosen.values(), key=lambda n: _place(rows[n]))
    return table.take(kept).append_column("page_no", pa.array(range(1, len(kept) + 1), pa.int64()))


def _place(row: tuple[Any, ...]) -> tuple[Any, str, str, str]:
    return row[0], row[1] or "", row[2] or "", row[3] or ""
