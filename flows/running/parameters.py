"""Reads the parameters of a flow from its function: names, types, defaults, and their descriptions in its docstring.

The command line and Prefect show these, so that a parameter is described in one place: its function.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, get_type_hints

from flows.errors import UsageError

#: Parameters that every flow takes and no option stands for: --data and --config are global, a step's parent is a run.
PLACE: Final = ("data", "config", "parent")
#: Where a docstring begins to speak of parameters: "sources: ...", "since, until: ...".
_NAMES: Final = re.compile(r"(?:^|(?<=[.;)])\s+)((?:[a-z_]\w*,\s+)*[a-z_]\w*):\s", re.MULTILINE)
#: Where the description of a parameter ends: a full stop that two blanks or a line break follow.
_END: Final = re.compile(r"\.(?=\s{2}|\n|$)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a flow: name, type, default and description."""

    name: str
    #: Its type as annotated, evaluated: bool, datetime | None, Sequence[str].
    kind: Any
    #: inspect.Parameter.empty when there is none.
    default: Any
    #: What the docstring says of it, without a full stop; "" when it says nothing.
    told: str


def parameters(work: Callable[..., Any]) -> tuple[Parameter, ...]:
    """List the parameters of a flow's function, in its order, without data, config and parent."""
    kinds, told = get_type_hints(work), _descriptions(work)
    return tuple(
        Parameter(one.name, kinds.get(one.name, Any), one.default, told.get(one.name, ""))
        for one in inspect.signature(work).parameters.values()
        if one.name not in PLACE
    )


def summary(work: Callable[..., Any]) -> str:
    """Read the first paragraph of a function's docstring, as one line."""
    return " ".join((inspect.getdoc(work) or "").partition("\n\n")[0].split())


def google_docstring(work: Callable[..., Any]) -> str:
    """Write the docstring of a flow in Google's form ("Args:"), from which Prefect takes descriptions of parameters."""
    told = {name: text for name, text in _descriptions(work).items() if text}
    lines = [summary(work), "", "Args:", *(f"    {name}: {text}." for name, text in told.items())]
    return "\n".join(lines if told else lines[:1])


def at_least_one(name: str, value: int) -> None:
    """Raise UsageError when a parameter's number is below 1.  `name`: the parameter's."""
    if value < 1:
        raise UsageError(f"{name} is {value}; give a number from 1 on.")


def _descriptions(work: Callable[..., Any]) -> dict[str, str]:
    """Map each parameter to its description in a docstring.

    That is the text after "name:", up to the next name or the end of its sentence.
    """
    known, doc = inspect.signature(work).parameters, inspect.getdoc(work) or ""
    marks = [mark for mark in _NAMES.finditer(doc) if all(name in known for name in re.split(r",\s+", mark[1]))]
    ends = [mark.start() for mark in marks[1:]] + [len(doc)]
    found: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        text = _END.split(doc[mark.end() : end] + "\n", maxsplit=1)[0]
        said = " ".join(text.split()).rstrip(".;")
        found.update(dict.fromkeys(re.split(r",\s+", mark[1]), said))
    return found
