"""Computes the keys of lines that may recur on many pages of an outlet; the view site_boilerplate counts them.

A key is the line reduced to what spellings of it have in common: "» Read  more!" gives "read more"
(parsers.folding.line_key).  It is computed here once, when a page is loaded, by the function with which parsers look
lines up: SQL's lower() turns İ, a final Σ or an accent into other letters than Python does.  To save room, only those
lines get a key that stand where outlets repeat themselves: the first and last blocks (paragraphs) of a body, and lines
that were cut from the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from parsers.folding import line_key
from warehouse.sql_files import script
from warehouse.transaction import transaction

#: Raise this number when other lines get keys, or other keys: the next opening then makes all keys again.
VERSION: Final = 1

#: Lines that an outlet repeats are looked for in this many blocks at the start and at the end of a body.
_FIRST_BLOCKS, _LAST_BLOCKS = 2, 4
#: A line of one character says nothing.
_SHORTEST: Final = 2
#: Reasons of cut lines that are part of the story and stand elsewhere in it.
_PART_OF_STORY: Final = frozenset({"repeat", "pull_quote", "correspondent", "photo_credit", "metadata"})

#: How many revisions are read and keyed at a time.
_REVISIONS_AT_A_TIME: Final = 5_000

_LINE = pa.struct([("line_key", pa.string()), ("names_person", pa.bool_())])
_KEYED = pa.schema([("revision_id", pa.int64()), ("ordinal", pa.int32()), *_LINE])

Line = dict[str, Any]


def longest_line(connection: DuckDBPyConnection) -> int:
    """The longest line that gets a key, in characters: the setting boilerplate.length."""
    [(value,)] = connection.execute("SELECT value FROM settings WHERE name = 'boilerplate.length'").fetchall()
    return int(value)


def with_line_keys(rows: pa.Table, longest: int) -> pa.Table:
    """Add two columns to staged rows, block_lines and dropped_lines.

    They hold, in order, the keys of the blocks of an article's body, and of the lines that were cut from its page.
    `longest`: lines of more characters get no key.
    """
    article = rows["article"].combine_chunks()
    blocks, dropped = pc.struct_field(article, "blocks"), pc.struct_field(article, "dropped")
    people = pc.struct_field(article, "correspondents")
    authors = pc.struct_field(article, "authors").to_pylist()
    names = [
        _name_keys([*(written or ()), *reported])
        for written, reported in zip(authors, _per_row(people, "name", rows.num_rows))
    ]
    texts, cut = _per_row(blocks, "text", rows.num_rows), _per_row(dropped, "text", rows.num_rows)
    reasons = _per_row(dropped, "reason", rows.num_rows)
    computed = {
        "block_lines": [_block_lines(*row, longest) for row in zip(texts, names)],
        "dropped_lines": [_dropped_lines(*row, longest) for row in zip(cut, reasons, names)],
    }
    for name, values in computed.items():
        rows = rows.append_column(name, pa.array(values, pa.list_(_LINE)))
    return rows


def _per_row(lists: pa.ListArray, field: str, rows: int) -> list[list[Any]]:
    """Give, for each row, the values of one field in its list of structs; [] for a row whose list is empty or null.

    `lists`: the column.  `field`: of the structs.  `rows`: number of rows.
    """
    found: list[list[Any]] = [[] for _ in range(rows)]
    values = pc.struct_field(pc.list_flatten(lists), field).to_pylist()
    for row, value in zip(pc.list_parent_indices(lists).to_pylist(), values):
        found[row].append(value)
    return found


def _name_keys(names: Iterable[str | None]) -> set[str]:
    """Make keys of the names of people, to find them in the keys of lines."""
    return {line_key(name) for name in names if name} - {""}


def _block_lines(texts: Sequence[str | None], names: set[str], longest: int) -> list[Line]:
    """Make one Line for each block of a body; blocks in its middle get no key."""
    ends = len(texts) - _LAST_BLOCKS
    return [
        _line(text if place < _FIRST_BLOCKS or place >= ends else None, names, longest)
        for place, text in enumerate(texts)
    ]


def _dropped_lines(
    texts: Sequence[str | None], reasons: Sequence[str | None], names: set[str], longest: int
) -> list[Line]:
    """Make one Line for each line that was cut; lines that are part of the story, such as a pull quote, get no key."""
    return [_line(None if reason in _PART_OF_STORY else text, names, longest) for text, reason in zip(texts, reasons)]


def _line(text: str | None, names: set[str], longest: int) -> Line:
    """Make a Line: the key of a text, and whether it names one of the article's people (`names`, as keys).

    Both are None for a text too short or too long to recur.
    """
    key = line_key(text) if text and _SHORTEST <= len(text) <= longest else ""
    if not key:
        return {"line_key": None, "names_person": None}
    return {"line_key": key, "names_person": any(name in key for name in names)}


def key_lines(connection: DuckDBPyConnection) -> bool:
    """Compute all stored keys again when VERSION or boilerplate.length changed, in one transaction.

    False when neither changed, or no revision is stored.
    """
    longest = longest_line(connection)
    if connection.execute("SELECT version, longest FROM line_rules").fetchall() == [(VERSION, longest)]:
        return False
    with transaction(connection):
        first, last = connection.execute("SELECT min(revision_id), max(revision_id) FROM revisions").fetchall()[0]
        for start in range(first, last + 1, _REVISIONS_AT_A_TIME) if first is not None else ():
            _key_revisions(connection, start, start + _REVISIONS_AT_A_TIME - 1, longest)
        connection.execute("UPDATE line_rules SET version = ?, longest = ?", [VERSION, longest])
        connection.execute("UPDATE change_counter SET changes = changes + 1")
    return first is not None


def _key_revisions(connection: DuckDBPyConnection, first: int, last: int, longest: int) -> None:
    """Compute and store the keys of the revisions `first` to `last`, both included."""
    bounds = {"first": first, "last": last}
    rows = connection.execute(script("queries", "line_texts"), bounds).fetchall()
    blocks: list[Line] = []
    dropped: list[Line] = []
    for revision, ordinals, texts, cut_ordinals, cut, reasons, people in rows:
        names = _name_keys(people)
        blocks += _numbered(revision, ordinals, _block_lines(texts, names, longest))
        dropped += _numbered(revision, cut_ordinals, _dropped_lines(cut, reasons, names, longest))
    for name, lines in (("keyed_blocks", blocks), ("keyed_dropped", dropped)):
        connection.register(name, pa.Table.from_pylist(lines, schema=_KEYED))
    connection.execute(script("loading", "line_keys"))
    for name in ("keyed_blocks", "keyed_dropped"):
        connection.unregister(name)


def _numbered(revision: int, ordinals: Sequence[int], lines: Sequence[Line]) -> Iterator[Line]:
    """Yield each line with its revision, and its place (ordinal) in that."""
    for ordinal, line in zip(ordinals, lines):
        yield {"revision_id": revision, "ordinal": ordinal, **line}
