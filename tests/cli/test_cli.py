"""The command line as a whole: help, versions, wrong words, exit codes, and how fast it is there."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from flows.cli.cli import main
from flows.cli.commands.sources import VERBS as BELOW_SOURCES
from flows.cli.verbs import VERBS, cli
from flows.errors import sentence

ROOT = Path(__file__).parents[2]


def heavy_modules(code: str) -> set[str]:
    """Which of the heavy modules a piece of code imports, in a fresh process."""
    names = ("prefect", "duckdb", "pyarrow", "aiohttp", "lxml", "numpy", "sklearn", "dateparser", "dask", "distributed")
    program = f"import sys\n{code}\nprint(*[n for n in {names!r} if n in sys.modules], file=sys.__stdout__)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_the_overview_agrees_with_it(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = cli.get_command(click.Context(cli), verb)
    assert command is not None and command.name == verb
    assert command.get_short_help_str(limit=200) == VERBS[verb][1]
    assert main([verb, "--help"]) == 0
    assert "Usage: copydesk" in capsys.readouterr().out


def test_help_lists_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(f"  {verb}  " in printed for verb in VERBS)


def test_help_imports_nothing_heavy() -> None:
    assert heavy_modules("from flows.cli.cli import main; main(['--help'])") == set()


def test_extract_needs_neither_prefect_nor_the_warehouse() -> None:
    page = "tests/pages/northlight/dam-talks/page.html"
    found = heavy_modules(f"from flows.cli.cli import main; main(['extract', '--jsonl', {page!r}])")
    assert found.isdisjoint({"prefect", "duckdb", "pyarrow", "aiohttp"})


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("copydesk 0.")


def test_no_verb_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "extract" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["improt"], "No such command 'improt'"),
        (["extract"], "Missing argument"),
        (["extract", "--jsno", "x"], "No such option '--jsno'"),
        (["extract", "--format", "xml", "x"], "'xml' is not one of"),
        (["--config", "/no/such/directory", "extract", "x"], "Directory '/no/such/directory' does not exist"),
    ],
)
def test_wrong_words_get_one_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.startswith("copydesk: ") and len(printed.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "The machine is out of memory; end other programs"),
        (RuntimeError("can't start new thread"), "The machine is out of memory; end other programs"),
        (FileExistsError(17, "File exists", "/srv/news/archive"), "/srv/news/archive is a file where a directory is"),
        (ValueError("odd\nand more"), "ValueError: odd; run again with --debug"),
    ],
)
def test_what_is_said_of_an_error_of_the_system(error: Exception, said: str) -> None:
    assert sentence(error).startswith(said)


def test_every_verb_is_documented() -> None:
    documented = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    assert [verb for verb in VERBS if f"`copydesk {verb}" not in documented] == []


@pytest.mark.parametrize(("verb", "below"), [("sources", name) for name in BELOW_SOURCES] or [("sources", None)])
def test_a_verb_with_commands_below_it_lists_them_and_works_alone(
    verb: str, below: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([verb]) == 0 and main(["--json", verb]) == main([verb, "--json"]) == 0
    assert main([verb, "improt"]) == 2 and "No such command 'improt'" in capsys.readouterr().err
    if below is not None:
        group = cli.get_command(click.Context(cli), verb)
        assert isinstance(group, click.Group)
        command = group.get_command(click.Context(group), below)
        assert command is not None and command.get_short_help_str(limit=200) == BELOW_SOURCES[below][1]
        assert main([verb, below, "--help"]) == 0
        assert f"Usage: copydesk {verb} {below}" in capsys.readouterr().out
