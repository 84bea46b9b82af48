"""Makes the keys of pages and stories again when the address rules have changed.

Otherwise a story would get a second row with its next page.  Stories that the old keys joined by mistake are separated,
and those that they kept apart are joined, as far as the warehouse alone can tell; the archive is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
from duckdb import DuckDBPyConnection

from parsers.addresses import AddressRules
from warehouse.assign import apply, decide_all, keep_rows
from warehouse.components import components
from warehouse.incoming import prepared
from warehouse.sql_files import script
from warehouse.staged import table
from warehouse.steps import incoming_rows, run_steps
from warehouse.stories import Pair
from warehouse.transaction import transaction
from warehouse.urls import bare_host, declared_key, may_stand_for, natural_key

_FETCHES = pa.schema([("id", pa.int64()), ("page_key", pa.string()), ("canonical_key", pa.string())])
_QUARANTINE = pa.schema([("id", pa.int64()), ("page_key", pa.string())])
_SOURCES = pa.schema([("source_id", pa.int64()), ("name", pa.string())])

#: Rows of fetches that are read at a time.  Chosen by hand.
_ROWS = 10_000
#: Addresses whose pages are read and compared at a time.
_AT_A_TIME = 500


def rekey(connection: DuckDBPyConnection, rules: AddressRules) -> bool:
    """Make all keys again, in one transaction, if they were made by other rules than these.

    False when the keys were made by these rules, so that nothing was done; else True.
    """
    if keyed_by(connection) == rules.version:
        return False
    with incoming_rows(connection, prepared(table([]), rules)), transaction(connection):
        if connection.execute("SELECT 1 FROM fetches LIMIT 1").fetchall():
            _pages(connection, rules)
            _outlets(connection, rules)
            run_steps(connection, _stories)
            if not keyed_by(connection):
                connection.execute(script("loading", "rekey_assumed"))
        connection.execute("UPDATE address_rules SET version = ?", [rules.version])
        connection.execute("UPDATE change_counter SET changes = changes + 1")
    return True


def keyed_by(connection: DuckDBPyConnection) -> str:
    """The version of the rules that made the stored keys; "" for keys of an earlier copydesk."""
    return str(connection.execute("SELECT version FROM address_rules").fetchall()[0][0])


def _pages(connection: DuckDBPyConnection, rules: AddressRules) -> None:
    """Make the keys of all fetches, and of the pages in quarantine."""
    parts = []
    connection.execute(script("queries", "rekey_fetches"))
    while rows := connection.fetchmany(_ROWS):
        own = [natural_key(url, body, rules) for _, url, body, _ in rows]
        said = [declared_key(canonical, key, rules) for (*_, canonical), key in zip(rows, own)]
        parts.append(pa.table([[row[0] for row in rows], own, said], schema=_FETCHES))
    keep_rows(connection, "rekeyed", pa.concat_tables(parts or [_FETCHES.empty_table()]))
    connection.execute(script("loading", "rekey_fetches"))
    waiting = connection.execute(script("queries", "rekey_quarantine")).fetchall()
    keys = [{"id": number, "page_key": natural_key(url, body, rules)} for number, url, body in waiting]
    keep_rows(connection, "rekeyed", pa.Table.from_pylist(keys, schema=_QUARANTINE))
    connection.execute(script("loading", "rekey_quarantine"))


def _outlets(connection: DuckDBPyConnection, rules: AddressRules) -> None:
    """Join outlets that are named by their host when their hosts differ only in www, mobile and the like."""
    found = connection.execute("SELECT source_id, name FROM sources WHERE NOT followed AND name = host").fetchall()
    names = [{"source_id": number, "name": bare_host(f"http://{name}/", rules)} for number, name in found]
    changed = [row for row, (_, name) in zip(names, found) if row["name"] not in (None, name)]
    if changed:
        keep_rows(connection, "renamed", pa.Table.from_pylist(changed, schema=_SOURCES))
        connection.execute(script("loading", "rekey_sources"))


def _stories(connection: DuckDBPyConnection) -> None:
    """Decide again which pages are one story.

    Pages that declare each other's addresses form connected groups; the pages of a few groups are decided at a time.
    """
    pairs = connection.execute(script("queries", "rekey_claims")).fetchall()
    decided: dict[Pair, str] = {}
    for keys in _parts([(own, said) for own, said in pairs if may_stand_for(said, own)]):
        decided |= decide_all(connection, keys, most=None)
    apply(connection, decided, all_pages=True)


def _parts(claims: Sequence[tuple[str, str]]) -> Iterator[set[str]]:
    """Divide the addresses of (own, declared) pairs into sets that can be decided one after the other.

    No pair has addresses in two sets.  Small groups are put together until a set has _AT_A_TIME addresses.
    """
    numbers = {key: n for n, key in enumerate(dict.fromkeys(key for pair in claims for key in pair))}
    part_of = components((numbers[own], numbers[said]) for own, said in claims)
    by_part = sorted(numbers, key=lambda key: part_of[numbers[key]])
    part: set[str] = set()
    for before, key in zip(["", *by_part], by_part):
        if len(part) >= _AT_A_TIME and part_of[numbers[before]] != part_of[numbers[key]]:
            yield part
            part = set()
        part.add(key)
    if part:
        yield part
