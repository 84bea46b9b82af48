"""Finds copies: articles with nearly the same text, whoever printed them, in groups with their likely origin.

Takes the writer's connection, looks at stories whose current text was not compared yet, and keeps the tables
copies, copy_signatures and copy_buckets.  The cost grows with the number of new texts, not with its square:
only texts that share a bucket (see warehouse.shingles) are compared, word for word.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.assign import keep_rows
from warehouse.components import components
from warehouse.shingles import ENOUGH, buckets, copied, shingled
from warehouse.sql_files import script
from warehouse.transaction import transaction

_NOW = pa.schema(
    [
        ("article_id", pa.int64()),
        ("revision_id", pa.int64()),
        ("content_hash", pa.string()),
        ("shingles", pa.int32()),
        ("text_hash", pa.string()),
        ("buckets", pa.list_(pa.uint32())),
    ]
)
_FOUND = pa.schema(
    [("article_id", pa.int64()), ("group_id", pa.int64()), ("similarity", pa.float64()), ("relation", pa.string())]
)
#: Whether a story that was compared is gone: its group may have lost its origin, or all members but one.
_GONE = "SELECT 1 FROM copy_signatures ANTI JOIN articles USING (article_id) LIMIT 1"
_MERGED = pa.schema([("old_id", pa.int64()), ("new_id", pa.int64())])


@dataclass(frozen=True, slots=True)
class CopiesResult:
    """What one call of `update_copies` did: how many stories it compared, and how many of them are copies."""

    #: Stories whose text was looked at.
    looked_at: int
    #: Of these, members of a group now.
    grouped: int


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two stories (article ids) that are copies, how alike they are (0 to 1), and "exact" or "near"."""

    one: int
    other: int
    similarity: float
    relation: str


def update_copies(connection: DuckDBPyConnection, *, chunk: int = 2000) -> CopiesResult:
    """Compare all stories that are new or changed, `chunk` of them in one transaction.

    What was compared once is not compared again, so a second call finds nothing to do.
    """
    looked_at = grouped = 0
    while True:
        with transaction(connection):
            pending = connection.execute(script("queries", "copies_pending"), [chunk]).fetchall()
            if not pending and not connection.execute(_GONE).fetchall():
                return CopiesResult(looked_at, grouped)
            _remember(connection, pending)
            grouped += _regroup(connection, _compare(connection))
            connection.execute("UPDATE change_counter SET changes = changes + 1")
        looked_at += len(pending)


def _remember(connection: DuckDBPyConnection, pending: list[tuple[int, int, str, str]]) -> None:
    """Replace the stored signatures and buckets of some stories.

    `pending`: (article id, revision id, content hash, body) of each story.
    """
    rows = [
        {"article_id": article_id, "revision_id": revision_id, "content_hash": content_hash, **_signature(body)}
        for article_id, revision_id, content_hash, body in pending
    ]
    keep_rows(connection, "copies_now", pa.Table.from_pylist(rows, schema=_NOW))
    connection.execute(script("queries", "copies_forget"))


def _signature(body: str) -> dict[str, object]:
    """Compute what is stored of a text to find its copies: number of shingles, hash of its words, buckets.

    A short text has no buckets.
    """
    reading = shingled(body)
    count = len(reading.whole)
    return {"shingles": count, "text_hash": reading.hash, "buckets": buckets(reading) if count >= ENOUGH else []}


def _compare(connection: DuckDBPyConnection) -> list[_Pair]:
    """List all pairs of stories that share a bucket and whose texts are copies of each other."""
    candidates = connection.execute(script("queries", "copies_candidates")).fetchall()
    ids = sorted({article_id for pair in candidates for article_id in pair})
    texts = {
        article_id: shingled(body)
        for article_id, body in connection.execute(script("queries", "copies_texts"), [ids]).fetchall()
    }
    pairs = []
    for one, other in sorted(candidates):
        if one not in texts or other not in texts:
            continue  # a story without a word
        if texts[one].hash == texts[other].hash:
            pairs.append(_Pair(one, other, 1.0, "exact"))
        elif similarity := copied(texts[one], texts[other]):
            pairs.append(_Pair(one, other, similarity, "near"))
    return pairs


def _regroup(connection: DuckDBPyConnection, pairs: list[_Pair]) -> int:
    """Write these pairs as groups of copies, joining groups that a pair connects.

    Gives how many stories have a group now.
    """
    ids = sorted({article_id for pair in pairs for article_id in (pair.one, pair.other)})
    known: dict[int, int] = dict(
        connection.execute(
            "SELECT article_id, group_id FROM copies WHERE article_id IN (SELECT unnest(?::BIGINT[]))", [ids]
        ).fetchall()
    )
    links = [(pair.one, pair.other) for pair in pairs] + list(known.items())
    group_of = components(links)
    best: dict[int, _Pair] = {}
    for pair in sorted(pairs, key=lambda pair: pair.similarity):
        best[pair.one] = best[pair.other] = pair
    found = [
        {"article_id": i, "group_id": group_of[i], "similarity": best[i].similarity, "relation": best[i].relation}
        for i in ids
    ]
    merged = [{"old_id": old, "new_id": group_of[old]} for old in sorted(set(known.values())) if group_of[old] != old]
    keep_rows(connection, "copies_found", pa.Table.from_pylist(found, schema=_FOUND))
    keep_rows(connection, "copies_merged", pa.Table.from_pylist(merged, schema=_MERGED))
    connection.execute(script("queries", "copies_regroup"))
    return len(ids)
