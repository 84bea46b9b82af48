"""Reads and checks the files of run records, which a person, a full disk or another version may have spoiled.

Takes a path; gives the values of a RunRecord, each of the right type, or raises NoRecord, which says what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

#: Codes of RunRecord.outcome, with what they mean.
OUTCOMES: Final[dict[str, str]] = {
    "running": "it is running",
    "done": "everything was done",
    "rejected": "done; some pages could not be read or were rejected",
    "waiting": "done as far as possible; the warehouse was locked, and batches wait",
    "failed": "it ended with an error, or left some of its work undone",
    "stopped": "a user or signal stopped it",
    "killed": "it ended without writing its outcome: killed, or the machine went down",
}
#: Characters of a wrong value that a message shows.
_SHOWN: Final = 40


class NoRecord(Exception):
    """A file is not a run record; the message is one sentence that says why and what to do."""


def read_record(path: Path) -> dict[str, Any]:
    """Read the values of a record, named like the attributes of RunRecord.

    Unknown names are left out, times are in UTC.  Raises NoRecord; FileNotFoundError when the file is gone.
    """
    try:
        said = json.loads(path.read_bytes().decode("utf-8"))
        # JSON allows a lone surrogate; UTF-8 and databases do not.
        said = json.loads(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise NoRecord(f"{path} cannot be read ({error.strerror}); make it readable or remove it.") from error
    except (ValueError, RecursionError) as error:
        raise _flaw(path, "it is not JSON, or only a part of it") from error
    if not isinstance(said, dict):
        raise _flaw(path, "it is no JSON object")
    for name in _NEEDED:
        if name not in said:
            raise _flaw(path, f"it has no {name}")
    return {name: _value(path, name, said[name]) for name in _KINDS if name in said}


def _value(path: Path, name: str, value: Any) -> Any:
    """Check and convert one value of a record; raises NoRecord when it is of the wrong type."""
    try:
        found = _KINDS[name](value)
    except (ValueError, TypeError, OverflowError) as error:
        raise _flaw(path, f"its {name} is {str(value)[:_SHOWN]!r}") from error
    if name == "run_id" and found != path.stem:
        raise _flaw(path, f"it is the record of {found}")
    return found


def _flaw(path: Path, why: str) -> NoRecord:
    return NoRecord(f"{path} is no record of a run ({why}); remove it.")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _outcome(value: Any) -> str:
    if value not in OUTCOMES:
        raise ValueError
    return str(value)


def _time(value: Any) -> str:
    """Write a time in UTC as text of a fixed form, so that sorting the texts sorts the times."""
    moment = datetime.fromisoformat(_text(value))
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds")


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _counts(value: Any) -> dict[str, int]:
    return {name: _number(count) for name, count in _mapping(value).items()}


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(map(_text, value))


def _or_none(kind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else kind(value)


#: Attributes that every record must have.
_NEEDED: Final = ("run_id", "flow", "started_at", "outcome")
#: Attribute of RunRecord -> the function that checks and converts its value.
_KINDS: Final[dict[str, Callable[[Any], Any]]] = {
    "run_id": _text,
    "flow": _text,
    "parameters": _mapping,
    "started_at": _time,
    "finished_at": _or_none(_time),
    "outcome": _outcome,
    "counts": _counts,
    "messages": _texts,
    "parent": _or_none(_text),
    "code_version": _text,
    "pid": _number,
    "host": _text,
    "folder": _text,
}
