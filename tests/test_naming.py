"""One name, one meaning: no two modules, public classes or public functions share a name, but those listed here.

A homonym that is new fails: give the less general of the two a name that tells it apart.  Only where both mean the same
does it belong into a table below, with its reason.  An entry that nothing needs any more fails, too.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("flows", "parsers", "warehouse")
MODULES, CLASSES, FUNCTIONS = "modules", "classes", "functions"

#: Kind of thing -> its names -> the files that have it.
Names = Mapping[str, Mapping[str, frozenset[str]]]
#: Why a name stands twice -> the names -> patterns of the files that have it.
Allowed = Mapping[str, Mapping[str, tuple[str, ...]]]

VERB = "flows/cli/commands/{}.py"
DOORS = "the same step of reading a page, for each of the two front doors"
WORK = "a verb of the command line, and what it is about: users know both by this name"

ONE_MEANING: Mapping[str, Allowed] = {
    MODULES: {
        WORK: {
            name: (VERB.format(name), *files)
            for name, files in {
                "archive": ("flows/archive/archive.py",),
                "compact": ("warehouse/compact.py",),
                "export": ("warehouse/export.py",),
                "import_pages": ("flows/import_pages.py",),
                "ingest": ("flows/ingest.py",),
                "publish": ("flows/publish.py", "warehouse/publish.py", "warehouse/lake/publish.py"),
                "quarantine": ("warehouse/quarantine.py",),
                "rules": ("parsers/rules.py",),
                "search": ("warehouse/search.py",),
                "serve": ("flows/serving/serve.py",),
                "sources": ("flows/config/sources.py",),
            }.items()
        },
        DOORS: {
            "author_notes": ("parsers/html/body/*.py", "parsers/text/*.py"),
            "headline": ("parsers/html/fields/*.py", "parsers/text/*.py"),
            "picture_lines": ("parsers/html/figures/*.py", "parsers/text/*.py"),
            "refuse": ("parsers/html/refusing/*.py", "parsers/text/*.py"),
            "standfirst": ("parsers/html/fields/*.py", "parsers/text/*.py"),
        },
        "a field of the article, and what a line or a text says of it": {
            "corrections": ("parsers/lines/*.py", "parsers/text/*.py"),
            "tags": ("parsers/html/fields/*.py", "parsers/lines/*.py"),
            "times_ago": ("parsers/html/fields/*.py", "parsers/dates/*.py"),
        },
        "a flow, and the transaction that it runs": {"load": ("flows/load.py", "warehouse/load.py")},
        "docs/style.md, habit 7: the errors of a room stand in one file": {
            "errors": ("flows/errors.py", "flows/parsing/*.py", "flows/storage/*.py", "warehouse/errors.py"),
        },
    },
    CLASSES: {},
    FUNCTIONS: {
        "each verb's file has its command": {"command": (VERB.format("*"),)},
        "a verb below several verbs": {"show": (VERB.format("archive"), VERB.format("quarantine"))},
        "a verb below another, and the flow that it runs": {"retry": (VERB.format("quarantine"), "flows/retry.py")},
        "a flow, and the copy that it makes": {"publish": ("flows/publish.py", "warehouse/publish.py")},
        "the entry of a program": {
            "main": (
                "parsers/training/*.py",
                "flows/cli/cli.py",
                "flows/parsing/fallback/guard.py",
                "flows/serving/*.py",
            )
        },
        "each way by which a message goes has one": {"send": ("flows/alerting/by_*.py",)},
        DOORS: {
            "claim_headline": ("parsers/html/fields/*.py", "parsers/text/*.py"),
            "cut_author_notes": ("parsers/html/body/*.py", "parsers/text/*.py"),
            "label_body": ("parsers/html/body/*.py", "parsers/text/*.py"),
            "read_headline": ("parsers/html/fields/*.py", "parsers/text/*.py"),
            "read_section": ("parsers/html/fields/*.py", "parsers/text/*.py"),
            "read_standfirst": ("parsers/html/fields/*.py", "parsers/text/*.py"),
            "read_tags": ("parsers/html/fields/*.py", "parsers/text/*.py"),
        },
        "the trained models of a kind, ready to be asked": {
            "models": ("parsers/html/scoring/*.py", "parsers/text/line_scores.py")
        },
        "the rules of a family that are searched, for the index and for the tests of what they require": {
            "searched_patterns": (
                "parsers/correspondents/*.py",
                "parsers/dates/*.py",
                "parsers/html/figures/*.py",
                "parsers/lines/*.py",
            )
        },
        "the same step of each trainer": dict.fromkeys(
            ["figures", "folds", "held_out", "held_out_figures", "sample", "samples", "second_matrix", "train"],
            ("parsers/training/train_*.py",),
        ),
    },
}


def names_in(path: str, code: str) -> Iterator[tuple[str, str]]:
    """The public names that a file has: its own, and those of its classes and functions; each with its kind."""
    if (stem := Path(path).stem) not in ("__init__", "__main__"):
        yield MODULES, stem
    for node in ast.parse(code).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield CLASSES, node.name
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield FUNCTIONS, node.name


def homonyms(files: Iterable[tuple[str, str]]) -> Names:
    """The names that several files have, of files with their code."""
    found: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in ONE_MEANING}
    for path, code in files:
        for kind, name in names_in(path, code):
            found[kind][name].add(path)
    return {
        kind: {name: frozenset(paths) for name, paths in names.items() if len(paths) > 1}
        for kind, names in found.items()
    }


@cache
def ours() -> Names:
    """The homonyms of this project."""
    paths = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return homonyms((path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths)


def objections(found: Mapping[str, frozenset[str]], allowed: Allowed) -> list[str]:
    """What is wrong with the homonyms of one kind: names in files that no entry allows, and entries without need."""
    patterns = {name: files for names in allowed.values() for name, files in names.items()}
    new = [
        f"{name} in {path} stands elsewhere, too"
        for name, paths in sorted(found.items())
        for path in sorted(paths)
        if not any(fnmatchcase(path, pattern) for pattern in patterns.get(name, ()))
    ]
    stale = [
        f"the entry {name} for {pattern} is no longer needed"
        for name, files in sorted(patterns.items())
        for pattern in files
        if not any(fnmatchcase(path, pattern) for path in found.get(name, ()))
    ]
    return new + stale


@pytest.mark.parametrize("kind", ONE_MEANING)
def test_one_name_has_one_meaning(kind: str) -> None:
    assert objections(ours()[kind], ONE_MEANING[kind]) == []
    names = [name for group in ONE_MEANING[kind].values() for name in group]
    assert len(names) == len(set(names)), "one name, one reason"


@pytest.mark.parametrize(
    ("second", "allowed", "objected"),
    [
        ("def other(): ...", (), []),
        ("def _read(): ...", (), []),
        ("class A:\n    def read(self): ...", (), []),
        ("async def read(): ...", (), ["read in a/x.py stands elsewhere, too", "read in b/y.py stands elsewhere, too"]),
        ("def read(): ...", ("a/*.py",), ["read in b/y.py stands elsewhere, too"]),
        ("def read(): ...", ("a/*.py", "b/y.py"), []),
        ("def read(): ...", ("a/*.py", "b/*.py", "c/*.py"), ["the entry read for c/*.py is no longer needed"]),
        ("def other(): ...", ("a/*.py",), ["the entry read for a/*.py is no longer needed"]),
    ],
)
def test_a_new_homonym_and_a_stale_entry_are_found(second: str, allowed: tuple[str, ...], objected: list[str]) -> None:
    found = homonyms([("a/x.py", "def read(): ..."), ("b/y.py", second)])
    assert objections(found[FUNCTIONS], {"why": {"read": allowed}} if allowed else {}) == objected


def test_files_of_one_name_are_found() -> None:
    assert homonyms([("a/find.py", ""), ("b/find.py", ""), ("b/__init__.py", "")])[MODULES] == {
        "find": frozenset({"a/find.py", "b/find.py"})
    }
