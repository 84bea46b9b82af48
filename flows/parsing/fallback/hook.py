"""Decides which pages are handed to the user's program, and replaces their body by its answer.

A page is handed over when the parsers are less sure of its body than `below`.  An answer that was accepted once is used
by every later parse with the same command, even if the program is gone or the parsers have become surer.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flows.parsing.fallback.accepted_answers import Answers
from flows.parsing.fallback.answer import ProgramAnswer, read_answer
from flows.parsing.fallback.fallback_body import with_body
from flows.parsing.fallback.no_answer import NoAnswer
from flows.parsing.fallback.program import ask_program
from parsers import Article, RawPage
from parsers.characters import clean

if TYPE_CHECKING:
    from flows.config.settings import FallbackProgram, Settings

#: After so many time-outs in a row a process asks no more: a program that hangs must not hold up a run for hours.
GIVES_UP: Final = 3
#: Characters of a value in the environment; the system refuses a program whose environment is too large.
_LONGEST: Final = 8_000


@dataclass(frozen=True, slots=True)
class Fallback:
    """The program of one run and how to use it; can be sent to worker processes."""

    program: FallbackProgram
    #: Where answers are kept; None: nowhere.
    folder: Path | None
    #: The run's name.
    run: str
    #: Whether the program is asked about pages for which no answer is kept.
    asked: bool = True
    #: Environment variables that the program does not get: they hold secrets of alerts.
    hidden: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The program's name to note as evidence: the name of its file.

        For an interpreter with a script, both: "python3 extract.py".
        """
        return " ".join(Path(word).name for word in self.program.command[:2] if not word.startswith("-"))[:100]


@dataclass(frozen=True, slots=True)
class Offered:
    """The result of `offer`: the article with the program's body; or unchanged, and why."""

    article: Article
    #: Whether the article's body is the program's.
    taken: bool = False
    #: Why the body is not the program's, although the page was handed over.
    lacking: NoAnswer | None = None


def fallback_of(settings: Settings, folder: Path | None, run: str) -> Fallback | None:
    """Make the Fallback of the settings, for a run; None when no program is set.

    `folder`: where answers are kept; None: nowhere.  `run`: the run's name.
    """
    if not settings.fallback.command:
        return None
    return Fallback(settings.fallback, folder, run, hidden=settings.alerts.secret_variables)


def found_program(program: FallbackProgram) -> str | None:
    """Find the path of the executable that the settings name; None when there is no such file or it may not be run."""
    return shutil.which(Path(program.command[0]).expanduser())


def with_kept_body(fallback: Fallback, page: RawPage, article: Article) -> Article:
    """Replace an article's body by the answer that is kept for its page.

    Without a kept answer, gives the article unchanged.  Runs no program.
    """
    if fallback.folder is None:
        return article
    known = Answers(fallback.folder, fallback.program.command).find(hashlib.sha256(page.body).hexdigest())
    try:
        return with_body(article, known, fallback.name) if known else article
    except NoAnswer:
        return article


def offer(fallback: Fallback, page: RawPage, article: Article) -> Offered:
    """Find a better body for a page: the program's kept answer, or else, if the parsers are unsure, a new answer.

    Gives the article with that body; unchanged when there is none.  The program is not run when a kept answer exists.
    """
    answers = None if fallback.folder is None else Answers(fallback.folder, fallback.program.command)
    sha256 = hashlib.sha256(page.body).hexdigest()
    known = answers.find(sha256) if answers else None
    if known is None and not (fallback.asked and _is_unsure(article, fallback.program.below)):
        return Offered(article)
    try:
        answer = known or _asked(fallback, page, article)
        changed = with_body(article, answer, fallback.name)
        if answers and known is None:
            answers.keep(sha256, answer)
    except NoAnswer as lacking:
        return Offered(article, lacking=lacking)
    return Offered(changed, taken=True)


def off_the_clock() -> None:
    """Switch off the timer that ends a worker process whose page takes too long: the program has its own time limit."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def _is_unsure(article: Article, below: float) -> bool:
    """Whether an article's quality is below the limit `below`, so that its page is handed over.

    With a limit of 1 the page of every article that has a quality is handed over.
    """
    return article.quality is not None and (article.quality < below or below == 1)


def _asked(fallback: Fallback, page: RawPage, article: Article) -> ProgramAnswer:
    """Run the program on a page, and read its answer.

    Raises NoAnswer when there is none that can be used.  After the program took too long GIVES_UP times in a row, it is
    not run any more.
    """
    patience, program = _patience(fallback.run), fallback.program
    if patience.timeouts >= GIVES_UP:
        raise NoAnswer("given_up")
    file = found_program(program)
    if file is None:
        raise NoAnswer("start", "there is no such program, or it may not be run")
    off_the_clock()
    try:
        said = ask_program(
            (file, *program.command[1:]),
            page.body,
            environ=_environ(page, article, fallback.hidden),
            seconds=program.seconds,
            most=program.answer_bytes,
        )
    except NoAnswer as lacking:
        patience.timeouts = patience.timeouts + 1 if lacking.kind == "time" else 0
        raise
    patience.timeouts = 0
    return read_answer(said)


def _environ(page: RawPage, article: Article, hidden: frozenset[str]) -> Mapping[str, str]:
    """Make the environment for the program: ours without the `hidden` variables, and what is known of the page.

    A value that is not known is "".
    """
    facts = {
        "COPYDESK_URL": page.url,
        "COPYDESK_MEDIA_TYPE": page.media_type,
        "COPYDESK_CHARSET": article.charset or page.charset,
        "COPYDESK_LANGUAGE": article.language,
    }
    ours = {name: value for name, value in os.environ.items() if name not in hidden}
    return {**ours, **{name: clean(value or "")[:_LONGEST] for name, value in facts.items()}}


@dataclass(slots=True)
class _Patience:
    """How often in a row the program of a run took too long, in this process."""

    timeouts: int = 0


@cache
def _patience(run: str) -> _Patience:
    """Give the count for a run; for the same run always the same object.

    A process that parses pages itself, without worker processes, may serve several runs.
    """
    return _Patience()
