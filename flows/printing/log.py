"""Sends messages to standard error, as text or as JSON Lines, and to a log file that is rotated.

`write` takes one message with its facts, and writes it to all places that take JSON.  When there is no such place,
messages are plain text on standard error, and Python's logging is not even imported.  `--log-format json`
(COPYDESK_LOG_FORMAT, which child processes inherit) makes every line on standard error one JSON object, also those that
libraries print; `[log] file` names a file that gets the same objects in any case.  Secrets are masked in both.
"""

from __future__ import annotations

import io
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final, TextIO

#: The variable that says how standard error is written; child processes inherit it.
VARIABLE: Final = "COPYDESK_LOG_FORMAT"
OPTION: Final = "--log-format"
FORMATS: Final = ("text", "json")
#: Name, password and token of an address, and parameters by which addresses carry secrets.
_IN_ADDRESS: Final = re.compile(r"(?<=://)[^/?#\s@\"'<>]+@")
_IN_QUERY: Final = re.compile(
    r"(?i)([?&](?:access_token|api_?key|auth|password|passwd|secret|sig|signature|token)=)[^&\s\"'#]+"
)
#: Environment variables whose values are secrets, by the last word of their names.
_SECRET_NAME: Final = re.compile(
    r"(?i)(?:^|_)(?:token|secret|password|passwd|passphrase|(?:api|access|secret|private|signing)_?key|credentials?)$"
)
#: Shorter values are words that occur in any text.
_LEAST: Final = 6


class _Places:
    """Where messages of this process are written, and which secrets are masked in them."""

    def __init__(self) -> None:
        #: Whether standard error gets JSON.
        self.json = False
        #: Functions that take a line of JSON, such as one that writes it to a file.
        self.files: dict[str, Callable[[str], object]] = {}
        #: Id of the run at work, for messages that name no run.
        self.run_id: str | None = None
        #: Values that must not be written, beside those of the environment.
        self.secrets: set[str] = set()


_places: Final = _Places()
#: Id of the run at work in this thread, where several flows run at a time.
_of_thread: Final[ContextVar[str | None]] = ContextVar("run at work", default=None)


def follow_environment() -> None:
    """Write standard error from now on as COPYDESK_LOG_FORMAT says; for child processes."""
    _places.json = os.environ.get(VARIABLE) == "json"
    if _places.json and not isinstance(sys.stderr, JsonStream):
        sys.stderr = JsonStream(sys.stderr)


@contextmanager
def log_of_command(words: Sequence[str]) -> Iterator[None]:
    """A block (`with`) in which standard error is written as --log-format among `words` says.

    Without that option, as COPYDESK_LOG_FORMAT says.  The option is looked for before the command line is checked, so
    that errors in it are written in that format, too.
    """
    chosen, before, stream = _format_in(words), os.environ.get(VARIABLE), sys.stderr
    if chosen in FORMATS:
        os.environ[VARIABLE] = chosen  # child processes inherit it
    follow_environment()
    try:
        yield
    finally:
        if isinstance(sys.stderr, JsonStream):
            sys.stderr.finish()
        sys.stderr, _places.json, _places.run_id = stream, False, None
        _places.files.clear()
        if before is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = before


def _format_in(words: Sequence[str]) -> str:
    """Find the value of --log-format among these words; "" without that option."""
    for number, word in enumerate(words):
        if word == "--":
            break
        if word == OPTION:
            return "".join(words[number + 1 : number + 2])
        if word.startswith(f"{OPTION}="):
            return word.removeprefix(f"{OPTION}=")
    return ""


def is_json() -> bool:
    """Whether standard error gets JSON, so that nothing else, such as a progress bar, may be written there."""
    return _places.json


def add_file(name: str, write_line: Callable[[str], object]) -> None:
    """From now on call `write_line` with every message, as a line of JSON.

    `name`: of the log file; a second call with the same name changes nothing.
    """
    _places.files.setdefault(name, write_line)


def run_at_work(run_id: str | None) -> None:
    """Set the run id that messages get when they name no run; None: no run is at work.

    Called in a thread other than the main one, this holds only for the messages of that thread.
    """
    _of_thread.set(run_id)
    if threading.current_thread() is threading.main_thread():
        _places.run_id = run_id


def _at_work() -> str | None:
    own = _of_thread.get()
    return own if own and threading.current_thread() is not threading.main_thread() else _places.run_id


def hide(secret: str) -> None:
    """Replace this text by "***" in every message from now on.

    For secrets such as a password that was read from a file.
    """
    if len(secret) >= _LEAST:
        _places.secrets.add(secret)


def write(flow: str, message: str, *, level: str = "info", to_terminal: bool = True, **facts: Any) -> bool:
    """Write a message to the log file and, where standard error is JSON, to standard error.

    True: standard error has the message; False: the caller prints it as text.  `flow`: which part of copydesk says it.
    `level`: debug, info, warning, error.  `to_terminal`: False: only to the file.  `facts`: further keys of the JSON
    object.
    """
    if not _places.json and not _places.files:
        return False
    told = rendered(flow, message, level=level, **facts)
    for name, write_line in [*_places.files.items()]:
        try:
            write_line(told)
        except OSError as error:
            # Told once, and without the file: a full disk must not stop the work, nor fill the screen.
            del _places.files[name]
            why = f"the log file {name} cannot be written ({error.strerror}); this process goes on without it"
            if not write(flow, why, level="error"):
                print(f"{flow}: {why}", file=sys.stderr, flush=True)
    if _places.json and to_terminal:
        _raw(sys.stderr).write(told + "\n")
        _raw(sys.stderr).flush()
    return _places.json


def rendered(flow: str, message: str, *, level: str = "info", **facts: Any) -> str:
    """Write a message as one line of JSON, with secrets masked."""
    import json  # only here: most commands write no JSON

    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    known = {"time": moment, "level": level, "flow": flow, "run_id": facts.pop("run_id", None) or _at_work()}
    said = {**known, "message": message, **facts}
    return json.dumps(_without_secrets(said), ensure_ascii=True, default=str)


def _without_secrets(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {str(name): _without_secrets(one) for name, one in value.items()}
    return [_without_secrets(one) for one in value] if isinstance(value, list | tuple) else value


def masked(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """Replace secrets in a text by "***".

    These are values of environment variables such as SMTP_PASSWORD, and passwords in addresses.
    """
    found = {value for name, value in environ.items() if len(value) >= _LEAST and _SECRET_NAME.search(name)}
    for secret in sorted(found | _places.secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    return _IN_QUERY.sub(r"\1***", _IN_ADDRESS.sub("***@", text))


class JsonStream(io.TextIOBase):
    """A text stream that turns each line written to it into a JSON message.

    For what libraries print on standard error.
    """

    def __init__(self, raw: TextIO) -> None:
        self.raw = raw
        self._begun = ""
        self._lock = threading.Lock()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream below."""
        return self.raw.encoding or "utf-8"

    def writable(self) -> bool:
        """True; part of the interface of io."""
        return True

    def fileno(self) -> int:
        """The file descriptor of the stream below."""
        return self.raw.fileno()

    def write(self, text: str) -> int:
        """Write the complete lines of a text as messages; the rest is kept until its line ends."""
        with self._lock:
            *lines, self._begun = (self._begun + text).split("\n")
        for one in lines:
            if one.strip():
                write("copydesk", one.rstrip("\r"))
        return len(text)

    def flush(self) -> None:
        """Flush the stream below; an incomplete line stays until it ends."""
        self.raw.flush()

    def finish(self) -> None:
        """Write the incomplete line, if there is one."""
        if self._begun:
            self.write("\n")


def _raw(stream: TextIO) -> TextIO:
    """Find the stream below any JsonStream, for lines that are JSON already."""
    while isinstance(stream, JsonStream):
        stream = stream.raw
    return stream
