"""Decides for the pages of a batch which story each belongs to, and moves stored versions to another story if needed.

A story is one article over all its addresses and versions; its key is one of these addresses, in the form of
parsers.addresses.  The own address of a page is the one that it was read from; its declared address is the one in the
page itself (canonical).  Runs inside a load's transaction, between the steps that write pages and those that write
stories.  Only looks at pages that declare another address than their own, and at pages whose address others declare;
most batches have no such pages.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from duckdb import DuckDBPyConnection

from parsers.addresses import above, key_host
from warehouse.sql_files import script
from warehouse.stories import SECTION, Pair, StoryCandidate, decide, unheld_alone
from warehouse.urls import may_stand_for

#: Most pages that are compared for one address; and how many links long a chain of declared addresses is followed.
_MOST, _ROUNDS = SECTION + 1, 4

_LONE = pa.schema([("key", pa.string()), ("host", pa.string()), ("depth", pa.int32())])
_DECIDED = pa.schema([("page_key", pa.string()), ("canonical_key", pa.string()), ("url_key", pa.string())])


def assign_stories(connection: DuckDBPyConnection) -> None:
    """Give every page of the table `staged` the key of its story.

    Stored versions that turn out to belong to another story are moved there.
    """
    pages = connection.execute(
        "SELECT DISTINCT page_key, canonical_key FROM staged WHERE outcome = 'article'"
    ).fetchall()
    claims = [*pages, *_declared(connection, {key for own, said in pages for key in (own, said, *above(own)) if key})]
    if questions := _addresses_to_decide(claims):
        for _ in range(_ROUNDS):
            further = _addresses_to_decide(_declared(connection, questions)) - questions
            if not further:
                break
            questions |= further
        apply(connection, decide_all(connection, questions, most=_MOST))
    connection.execute(script("loading", "unchanged"))


def _addresses_to_decide(claims: Iterable[tuple[str, str | None]]) -> set[str]:
    """Collect the addresses, own and declared, of all pages whose story must be decided.

    These are the pages that declare another address than their own, one that may be the key of their story
    (`may_stand_for`).  `claims`: (own, declared) address of each page.
    """
    return {key for own, said in claims if may_stand_for(said, own) for key in (own, said) if key}


def _declared(connection: DuckDBPyConnection, keys: set[str]) -> list[tuple[str, str]]:
    """Give (own, declared) address of each stored page that was read from one of the addresses, or declares one.

    `keys`: these addresses.
    """
    keep_rows(connection, "asked_keys", _keys(keys))
    return connection.execute(script("queries", "stories_declared"), {"most": _MOST}).fetchall()


def decide_all(connection: DuckDBPyConnection, questions: Iterable[str], *, most: int | None) -> dict[Pair, str]:
    """Decide the story of every page, staged or stored, whose own or declared address is one of `questions`.

    Gives (own, declared) address of each page -> key of its story.  `most`: the most stored pages to look at for one
    address; None: all.
    """
    asked = set(questions)
    keep_rows(connection, "keys_in_question", _keys(asked))
    rows = connection.execute(script("queries", "stories_candidates"), {"most": most}).fetchall()
    candidates = [
        StoryCandidate(
            own, said, first, tuple(texts), settled if said not in asked and may_stand_for(said, own) else None
        )
        for own, said, first, texts, settled in rows
    ]
    return decide(candidates, _sections(connection, candidates))


def apply(connection: DuckDBPyConnection, decided: dict[Pair, str], *, all_pages: bool = False) -> None:
    """Write the story keys that `decide_all` gave.

    They go to the pages in `staged`, and to the versions stored earlier from the same addresses.  `all_pages`: also
    give every stored page for which nothing was decided the key of its own address.
    """
    rows = [{"page_key": own, "canonical_key": said, "url_key": key} for (own, said), key in decided.items()]
    keep_rows(connection, "decided", pa.Table.from_pylist(rows, schema=_DECIDED))
    if all_pages:
        connection.execute(script("loading", "rekey_rest"))
    connection.execute(script("loading", "regroup"))


def keep_rows(connection: DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Write rows to the temporary table `name`, so that several statements can read them.

    An earlier table of that name is replaced.
    """
    connection.register("kept_rows", rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM kept_rows")
    connection.unregister("kept_rows")


def _keys(keys: set[str]) -> pa.Table:
    """Make a table with one column, `key`, of these addresses."""
    return pa.table({"key": pa.array(sorted(keys), pa.string())})


def _sections(connection: DuckDBPyConnection, candidates: list[StoryCandidate]) -> set[str]:
    """Find declared addresses that look like the address of a section, not of an article.

    No page was read from such an address, only pages with one and the same own address declare it, and other pages lie
    below it.
    """
    lone = unheld_alone(candidates)
    if not lone:
        return set()
    rows = [{"key": key, "host": key_host(key), "depth": key.count("/") + 1} for key in sorted(lone)]
    keep_rows(connection, "lone_keys", pa.Table.from_pylist(rows, schema=_LONE))
    return {key for (key,) in connection.execute(script("queries", "stories_below")).fetchall()}
