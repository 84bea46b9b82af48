"""Shows what a reparse would change: tables and examples for people, or plain values for --json.

Takes Changes; prints on standard output.  Reads and compares nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from flows.cli.commands.session import put
from flows.cli.output_rows import write_rows
from flows.comparing.changes import ChangedPage, Changes, FieldChanges, Verdicts

#: Most fields of outlets that are shown with examples; --html and --json have all.
_SHOWN: Final = 20
_NONE: Final = "(none)"
#: In the place of an outlet, of pages that came without an address.
_FILE: Final = "a file"


def changes_to_json(found: Changes) -> dict[str, Any]:
    """Describe what would change, as JSON types for --json."""
    fields = [{**asdict(one), "differing": one.differing} for one in found.fields()]
    verdicts = [asdict(one) for one in found.verdicts()]
    return {"counts": found.counts(), "fields": fields, "verdicts": verdicts}


def show_output_changes(found: Changes) -> None:
    """Print what would change, the outlets and fields with most changes first, with examples."""
    fields, verdicts = found.fields(), found.verdicts()
    if verdicts:
        put("Pages that would become something else:")
        write_rows(("outlet", "was", "becomes", "pages"), map(_verdict, verdicts), "table")
        for one in verdicts[:_SHOWN]:
            put(f"  {one.was} -> {one.becomes}: {', '.join(one.examples)}")
        put()
    if fields:
        put("Fields whose values would change (of a version that was read from the same page):")
        columns = ("outlet", "field", "gained", "lost", "changed", "same")
        write_rows(columns, map(_field, fields), "table")
        for line in _examples(fields[:_SHOWN]):
            put(line)


def _verdict(one: Verdicts) -> tuple[Any, ...]:
    return one.outlet or _FILE, one.was, one.becomes, one.pages


def _field(one: FieldChanges) -> tuple[Any, ...]:
    return one.outlet or _FILE, one.field, one.gained, one.lost, one.changed, one.same


def _examples(fields: list[FieldChanges]) -> Iterator[str]:
    for one in fields:
        yield f"\n{one.outlet or _FILE}, {one.field}"
        for kind, examples in one.examples.items():
            for example in examples:
                yield from _example(kind, example)


def _example(kind: str, example: ChangedPage) -> Iterator[str]:
    yield f"  {kind}: article {example.article_id}, {example.url or 'no address'}"
    yield f"    - {_line(example.before)}"
    yield f"    + {_line(example.after)}"


def _line(value: str | None) -> str:
    return _NONE if value is None else " | ".join(value.splitlines())
