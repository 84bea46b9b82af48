"""A bar where a person watches, plain lines elsewhere."""

import io
import sys
from time import sleep

import pytest

from flows.printing.progress import bar, growing, line, listed, number


class Terminal(io.StringIO):
    """A stream behind which a person sits."""

    def isatty(self) -> bool:
        return True


def test_a_line_is_the_flow_and_what_it_did() -> None:
    stream = io.StringIO()
    line("load", "nothing to do", stream=stream)
    assert stream.getvalue() == "load      nothing to do\n"


def test_a_bar_shows_on_a_terminal_only() -> None:
    watched, piped = Terminal(), io.StringIO()
    for stream in (watched, piped):
        with bar("parse", "pages", 3, stream=stream) as advance:
            advance()
            sleep(0.01)
            advance(2)
    assert "pages" in watched.getvalue() and "3/3" in watched.getvalue() and "/s" in watched.getvalue()
    assert piped.getvalue() == ""


def test_what_grows_is_shown_on_a_terminal_only() -> None:
    watched, piped = Terminal(), io.StringIO()
    for stream in (watched, piped):
        with growing("export", "written", lambda: 12_340_000, stream=stream):
            pass
    assert "12.3 MB" in watched.getvalue() and piped.getvalue() == ""


def test_numbers_read_as_people_write_them() -> None:
    assert listed({"soft_404": 2, "empty": 2, "listing": 1200}) == "listing 1,200, empty 2, soft_404 2"
    assert [number(n, "batch", "batches") for n in (0, 1, 2)] == ["0 batches", "1 batch", "2 batches"]
    assert number(1200, "page") == "1,200 pages"


def test_bars_of_flows_that_run_at_a_time_share_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    """They begin and end in any order; afterwards standard error is what it was."""
    watched = Terminal()
    monkeypatch.setattr(sys, "stderr", watched)
    first, second = bar("import", "pages", 3), bar("parse", "articles", None, beside=lambda: "beside it")
    first.__enter__()(2)
    with bar("load", "batches", 4) as advance:
        advance(4)
        second.__enter__()(7)
        first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    shown = watched.getvalue()
    assert sys.stderr is watched and "import" in shown and "beside it" in shown
    with bar("publish", "bytes", 2) as advance:
        advance(2)
    assert "2/2" in watched.getvalue().removeprefix(shown), "and a new display can begin"
