"""The program under [fallback] is missing, hangs, writes without end, or gives no body: the parsers' body stays."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.import_pages import import_pages
from flows.load import load
from flows.parse import parse
from flows.parsing.fallback import hook
from tests.faults.here import Here
from tests.faults.processes import wait
from tests.flows.desk import PAGES, ask
from tests.flows.fallback_programs import config, program, says

PAGE = PAGES / "northlight/dam-talks/page.html"

#: Code of a program -> the kind of failure that is told, and a word of its detail.
PROGRAMS = {
    "it exits with a message": (
        "import sys\nsys.exit('no model\\nno body')",
        "ended with an error (exit status 1: no body)",
    ),
    "it exits with 3": ("raise SystemExit(3)", "ended with an error (exit status 3)"),
    "it kills itself": ("import os\nos.kill(os.getpid(), 9)", "ended with an error (signal 9)"),
    "it kills its whole group": ("import os\nos.killpg(0, 9)", "ended with an error (it was killed)"),
    "it hangs": ("import time\ntime.sleep(60)", "took longer than the seconds under [fallback]"),
    "it closes its output and hangs": (
        "import os, time\nos.close(1)\nos.close(2)\ntime.sleep(60)",
        "took longer than the seconds under [fallback]",
    ),
    "it writes without end": ("while True: print('x' * 65536)", "gave more than the answer_bytes under [fallback]"),
    "it complains without end": (
        "import sys\nwhile True: print('x' * 65536, file=sys.stderr)",
        "took longer than the seconds under [fallback]",
    ),
    "it says nothing": ("", "gave no JSON (it wrote nothing)"),
    "it says no JSON": ("print('<p>Text</p>')", "gave no JSON"),
    "it says no UTF-8": ("import sys\nsys.stdout.buffer.write(b'\"\\xff\\xfe\\xfa\"')", "gave no JSON"),
    "it nests without end": ("print('[' * 99000)", "gave no JSON"),
    "it says a list": ("print('[]')", "gave JSON of another form (it must be an object)"),
    "it has no body": ('print(\'{"text": "x"}\')', "(it has none of blocks, paragraphs and body)"),
    "its paragraphs are a text": ('print(\'{"paragraphs": "x"}\')', "(paragraphs must be a list)"),
    "a paragraph is a number": ("print('{\"paragraphs\": [1]}')", "(each of paragraphs must be a string)"),
    "a block is a text": ('print(\'{"blocks": ["x"]}\')', "(each of blocks must be an object)"),
    "a kind is unknown": (
        'print(\'{"blocks": [{"kind": "p", "text": "x"}]}\')',
        "(the kind of a block is 'p', and must be one of paragraph, subhead, quote, ",
    ),
    "a kind is a list": ('print(\'{"blocks": [{"kind": [], "text": "x"}]}\')', "(the kind of a block is '[]', and"),
    "a level is none": (
        'print(\'{"blocks": [{"kind": "subhead", "text": "x", "level": 7}]}\')',
        "(the level of a subhead must be a number from 1 to 6)",
    ),
    "its body is empty": ('print(\'{"paragraphs": [" ", "\\\\u0000"], "body": "x"}\')', "gave no text that is body"),
    "its body is the headline": (
        'print(\'{"body": "DAM TALKS RESUME AS RIVER RUNS LOW"}\')',
        "gave no text that is body (nothing but fields of the article)",
    ),
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("flows.parse.open_pool", Here)
    import_pages([str(PAGE.parent)], data=str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.mark.parametrize("case", PROGRAMS)
def test_our_own_body_stays_and_one_sentence_says_why(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = PROGRAMS[case]
    # What ends by itself has time, since a busy machine may take seconds to start a program.
    seconds = 0.5 if "took longer" in said else 30.0
    settings = config(tmp_path / "config", program(tmp_path / "bin", code), seconds=seconds)
    begun = time.monotonic()
    assert main(["--config", str(settings), "extract", str(PAGE)]) == 0
    assert time.monotonic() - begun < seconds + 10
    printed = capsys.readouterr()
    article = json.loads(printed.out)
    assert len(article["blocks"]) > 5 and "blocks" not in article["evidence"]
    assert all(piece["reason"] != "replaced_by_fallback" for piece in article["dropped"])
    assert said in printed.err and len(printed.err.splitlines()) == 1
    assert printed.err.endswith("the parsers' own body stays.\n")


def test_a_program_that_is_not_there_is_named_before_and_afterwards(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for missing in ("/nowhere/body.py", "no-such-program-anywhere", str(PAGE)):
        settings = config(tmp_path / "config", missing)
        capsys.readouterr()
        assert main(["--data", str(data), "--config", str(settings), "doctor"]) == 1
        told = f"{settings / 'copydesk.toml'}: '{missing}', the command in [fallback], is no program that can be run"
        assert told in capsys.readouterr().out
        assert main(["--config", str(settings), "extract", str(PAGE)]) == 0
        assert "could not be started (there is no such program, or it may not be run)" in capsys.readouterr().err


def test_a_script_without_its_interpreter_cannot_be_started(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "body.py"
    file.write_text("#!/nowhere/python\n")
    file.chmod(0o755)
    assert main(["--config", str(config(tmp_path / "config", file)), "extract", str(PAGE)]) == 0
    assert "could not be started (No such file or directory)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ('"body.py"', 'must be a list of strings, such as ["body.py"]'),
        ('["./body.py"]', "must begin with the name of a program on the PATH or with a whole path, not './body.py'"),
        ('["scripts/body.py", "x"]', "must begin with the name of a program on the PATH or with a whole path"),
        ('[" "]', "must begin with the name of a program"),
        ('["a\\u0000b"]', "must be a list of strings without null characters"),
        ("[1]", "must be a list of strings; 1 is not a string"),
    ],
)
def test_a_command_that_is_none_is_refused_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, said: str
) -> None:
    (tmp_path / "copydesk.toml").write_text(f"[fallback]\ncommand = {command}\n")
    assert main(["--config", str(tmp_path), "extract", str(PAGE)]) == 2
    assert f"copydesk.toml:2: 'command' in [fallback] {said}" in capsys.readouterr().err


def test_what_a_program_leaves_behind_is_killed(tmp_path: Path) -> None:
    """A child process in the background that holds the output open neither delays the answer nor outlives it."""
    note = tmp_path / "pid"
    code = (
        "import os, time\nif os.fork() == 0:\n"
        f"    open({str(note)!r}, 'w').write(str(os.getpid()))\n    time.sleep(60)\n    os._exit(0)\n"
        f"while not os.path.exists({str(note)!r}) or not open({str(note)!r}).read(): time.sleep(0.01)\n"
    )
    for end in ('print(\'{"body": "A body."}\')', "time.sleep(60)"):
        note.unlink(missing_ok=True)
        settings = config(tmp_path / "config", program(tmp_path / "bin", code + end), seconds=2.0)
        begun = time.monotonic()
        assert main(["--config", str(settings), "extract", str(PAGE)]) == 0
        assert time.monotonic() - begun < 10
        wait(lambda: not is_alive(int(note.read_text())), seconds=5)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return (Path("/proc") / str(pid) / "stat").read_bytes().rpartition(b") ")[2][:1] not in (b"Z", b"X")
    except OSError:
        return False


def test_a_program_need_not_read_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE.read_bytes() + b"<!-- " + b"x" * 1_000_000 + b" -->")
    settings = config(tmp_path / "config", program(tmp_path / "bin", 'print(\'{"body": "A body."}\')'))
    assert main(["--config", str(settings), "extract", str(page)]) == 0
    assert [block["text"] for block in json.loads(capsys.readouterr().out)["blocks"]] == ["A body."]


def test_hostile_text_is_cleaned_like_any_other(data: Path, tmp_path: Path) -> None:
    hostile = [
        "A\x00body\x07 of\r\n many   words",
        "\ud83d lone",
        "\u202eturned",
        "A\ud83d\ude00",
        "\ufeff",
        "<p>x</p>",
    ]
    settings = config(tmp_path / "config", program(tmp_path / "bin", says(json.dumps({"paragraphs": hostile}))))
    assert parse(data=str(data), config=str(settings)).counts["fallback_bodies"] == 1
    load(data=str(data))
    found = [text for (text,) in ask(data / "warehouse.duckdb", "SELECT text FROM blocks ORDER BY ordinal")]
    assert found[:4] == ["A body of many words", "lone", "turned", "A😀"]
    assert found[-1] == "<p>x</p>"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"paragraphs": []}', b"\x00\xff"])
def test_an_answer_on_the_disk_that_is_damaged_is_asked_for_again(data: Path, tmp_path: Path, damage: bytes) -> None:
    settings = config(tmp_path / "config", program(tmp_path / "bin", says('{"body": "A body."}')))
    parse(data=str(data), config=str(settings))
    (file,) = (data / "fallback").rglob("*.json")
    whole = file.read_bytes()
    file.write_bytes(damage)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("flows.reparse", "flows.parsing.parse_batch"):
            patch.setattr(f"{module}.PARSER_VERSION", "99")
        from flows.reparse import reparse

        assert reparse(data=str(data), config=str(settings)).counts["fallback_bodies"] == 1
    assert file.read_bytes() == whole


def test_an_answer_that_cannot_be_kept_is_not_taken(data: Path, tmp_path: Path) -> None:
    (data / "fallback").write_text("a file where the folder should be")
    settings = config(tmp_path / "config", program(tmp_path / "bin", says('{"body": "A body."}')))
    record = parse(data=str(data), config=str(settings))
    assert record.counts == {"pages": 1, "articles": 1, "batches": 1, "fallback_failed": 1}
    (told,) = record.messages
    assert "gave an answer that could not be kept (" in told and "Not a directory" in told


def test_a_program_that_always_hangs_does_not_hold_up_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.parse.open_pool", Here)
    data, pages = tmp_path / "data", tmp_path / "pages"
    pages.mkdir()
    for number in range(hook.GIVES_UP + 3):
        (pages / f"{number}.html").write_bytes(PAGE.read_bytes() + b"<!-- %d -->" % number)
    import_pages([str(pages)], data=str(data))
    settings = config(tmp_path / "config", program(tmp_path / "bin", "import time\ntime.sleep(60)"), seconds=0.2)
    record = parse(data=str(data), config=str(settings))
    assert record.counts["fallback_failed"] == hook.GIVES_UP + 3 == record.counts["articles"]
    assert [f"for {hook.GIVES_UP} pages" in record.messages[0], "for 3 pages" in record.messages[1]] == [True, True]
    assert len(record.messages) == 2 and "was not asked any more in this run" in record.messages[1]
