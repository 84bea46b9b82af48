"""Commands that sentences name work as they are copied, also where --data and --config are not the usual ones."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.cli.commands.session import BAD_USAGE
from flows.cli.verbs import VERBS
from flows.printing import hints

ROOT = Path(__file__).parents[2]
OPTION = re.compile(r"--\w+ '[^']+'")
NAMED = re.compile(r"`(copydesk [^`]+)`")


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("`copydesk doctor` says why.", "`copydesk --data 'old news' --config c doctor` says why."),
        (
            "Run `copydesk run parse`, `copydesk run load`.",
            "Run `copydesk --data 'old news' --config c run parse`, `copydesk --data 'old news' --config c run load`.",
        ),
        ("`copydesk sources add URL --config DIR`", "`copydesk --data 'old news' sources add URL --config c`"),
        ("`copydesk --config there run load`", "`copydesk --data 'old news' --config there run load`"),
        ("`copydesk worker tcp://a:1` there", "`copydesk worker tcp://a:1` there"),
        ("`copydesk run parse --help` shows it", "`copydesk run parse --help` shows it"),
        ("copydesk serve is not running, `copydesk` is", "copydesk serve is not running, `copydesk` is"),
    ],
)
def test_a_sentence_names_the_directories(said: str, typed: str) -> None:
    with hints.directories_of_command():
        assert hints.as_typed(said) == said
        hints.note_directory("--data", "old news")
        hints.note_directory("--config", "c")
        assert hints.as_typed(said) == typed
    assert hints.as_typed(said) == said


def _texts(path: Path) -> Iterator[str]:
    """The texts of a module that are no docstrings; a hole in one is "X"."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def test_every_command_in_a_sentence_stands_between_backquotes() -> None:
    # These are also spoken of as programs: "copydesk serve (PID 7) was killed".
    verbs = "|".join(sorted(set(VERBS) - {"serve", "browse"}))
    bare = re.compile(rf"(?<!^)(?<!`)copydesk (?:{verbs})\b")
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for room in ("flows", "warehouse")
        for path in (ROOT / room).rglob("*.py")
        if bare.search(path.read_text("utf-8"))
        for text in _texts(path)
        if bare.search(text)
    }
    assert found == set()


def test_what_is_named_can_be_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, data = tmp_path / "my config", tmp_path / "my data"
    config.mkdir()
    place = ["--data", str(data), "--config", str(config)]
    named: set[str] = set()
    asked = [
        ["status"], ["doctor", "--json"], ["sql", "FROM articles"], ["quarantine", "show", "7"], ["sources"],
        ["archive", "show", "https://herald.example/"], ["sources", "check"],
    ]  # fmt: skip
    for words in asked:
        main([*place, *words])
        answer = capsys.readouterr()
        said = re.sub(r"\\(.)", r"\1", answer.out + answer.err)
        named |= set(NAMED.findall(said))
    assert len(named) > 3
    directories = {shlex.join(place[:2]), shlex.join(place[2:])}
    for typed in sorted(named):
        assert "--help" in typed or directories <= set(OPTION.findall(typed)), typed
        # Words in capitals stand for something; these two would go on for ever, and ask an outlet.
        if not re.search(r" (?:serve|ingest)\b|\b[A-Z]{3,}\b", typed):
            code, told = main(shlex.split(typed)[1:]), capsys.readouterr().err
            assert code != BAD_USAGE or "Missing argument" in told, f"{typed}: {told}"
