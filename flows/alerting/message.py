"""Makes a message of several alarms: text for people, and JSON for programs.

Parts of it come from outside (names of outlets, answers of servers), so control characters are escaped, and the subject
is cut to one short line.
"""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from flows.alerting.alarm import KINDS
from flows.alerting.what_to_tell import NEW, OVER, REMINDER, News
from flows.printing import hints
from flows.printing.progress import number
from flows.printing.terminal_text import visible

#: Characters of a subject, and of one sentence.
_SUBJECT: Final = 150
_SENTENCE: Final = 2_000
#: Alarms that a message tells in words; the others are counted.
_MOST: Final = 50
_HEADINGS: Final = {NEW: "New", REMINDER: "Still so", OVER: "Well again"}


@dataclass(frozen=True, slots=True)
class Message:
    """One message to people, ready to be sent by mail, webhook, feed or command."""

    #: Equal when the same alarms are sent again by the same way, so that a receiver can drop the second message.
    id: str
    at: datetime
    subject: str
    text: str
    #: One for each alarm, as JSON types.
    alarms: tuple[dict[str, Any], ...]
    #: The data directory, and the machine.
    data: str
    host: str

    def facts(self) -> dict[str, Any]:
        """Give the message as JSON types, for webhook and command."""
        return {
            "id": self.id,
            "at": self.at.isoformat(timespec="seconds"),
            "subject": self.subject,
            "text": self.text,
            "data": self.data,
            "host": self.host,
            "alarms": [*self.alarms],
        }


def shortened(text: str, most: int) -> str:
    """Put a text on one line of at most `most` characters, with control characters escaped; a cut one ends in "…"."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= most else line[: most - 1] + "…"


def message_of_news(way: str, news: Sequence[News], now: datetime, data: Path, config: Path | None = None) -> Message:
    """Put alarms into one message.

    `way`: mail, webhook, feed or command.  `data`, `config`: data and config directory, named in the commands so that
    they work from any folder.  When the same alarms are sent by the same way again, the message has the same id.
    """
    host = shortened(socket.gethostname(), 100)
    said = [(one.state, one.entry.alarm.key, one.entry.since.isoformat(), one.times) for one in news]
    folder, directories = shortened(str(data), 300), _directories(data, config)
    end = f"copydesk on {host}, {folder}; `copydesk alerts` lists what is open."
    text = "\n".join([*_paragraphs(news, now, directories), "", end])
    return Message(
        hashlib.sha256(repr((way, host, str(data), said)).encode("utf-8", "replace")).hexdigest()[:32],
        now,
        _subject(news, host),
        hints.as_typed(text, directories),
        tuple(facts_of(one, directories) for one in news),
        folder,
        host,
    )


def trial(now: datetime, data: Path, config: Path | None = None) -> Message:
    """Make a test message, which holds no alarm.  `data`, `config`: as for `message_of_news`."""
    host, folder = shortened(socket.gethostname(), 100), shortened(str(data), 300)
    said = f"This is a test by `copydesk alerts test`; nothing is wrong.\n\ncopydesk on {host}, {folder}."
    text = hints.as_typed(said, _directories(data, config))
    name = hashlib.sha256(f"test {now.isoformat()} {host} {folder}".encode("utf-8", "replace")).hexdigest()[:32]
    return Message(name, now, f"copydesk on {host}: a test", text, (), folder, host)


def _directories(data: Path, config: Path | None) -> dict[str, str]:
    given = {"--data": data, "--config": config}
    return {option: shortened(str(folder.absolute()), _SENTENCE) for option, folder in given.items() if folder}


def facts_of(news: News, directories: Mapping[str, str]) -> dict[str, Any]:
    """Describe one alarm as JSON types.

    `directories`: option -> directory to put into the commands to run ("--data" -> "/srv/news").
    """
    alarm, entry = news.entry.alarm, news.entry
    return {
        "key": shortened(alarm.key, _SENTENCE),
        "state": news.state,
        "kind": alarm.kind,
        "about": shortened(alarm.about, _SENTENCE),
        "since": entry.since.isoformat(timespec="seconds"),
        "over": entry.over.isoformat(timespec="seconds") if entry.over else None,
        "sentence": shortened(hints.as_typed(alarm.sentence, directories), _SENTENCE),
        "command": shortened(hints.command_to_copy(alarm.command, directories), _SENTENCE),
        "times": news.times + 1,
    }


def _subject(news: Sequence[News], host: str) -> str:
    """Write the subject line: what one alarm is about, or how many of each kind of news there are."""
    if len(news) == 1:
        alarm = news[0].entry.alarm
        return shortened(f"copydesk on {host}: {_title(news[0])}: {alarm.about}", _SUBJECT)
    counts = {state: sum(one.state == state for one in news) for state in _HEADINGS}
    told = {NEW: number(counts[NEW], "alarm"), REMINDER: number(counts[REMINDER], "reminder")}
    told[OVER] = f"{counts[OVER]} well again"
    return shortened(f"copydesk on {host}: {', '.join(told[state] for state in told if counts[state])}", _SUBJECT)


def _title(news: News) -> str:
    heading = KINDS.get(news.entry.alarm.kind, news.entry.alarm.kind)
    return heading if news.state == NEW else f"{_HEADINGS[news.state].lower()}: {heading}"


def _paragraphs(news: Sequence[News], now: datetime, directories: Mapping[str, str]) -> list[str]:
    """Write the lines of the text: for each alarm a heading, its sentence and the command to run."""
    lines = []
    for one in news[:_MOST]:
        facts = facts_of(one, directories)
        lines += [f"{_title(one).capitalize()} ({_when(one, now)})", f"  {facts['sentence']}"]
        if one.entry.alarm.command and one.state != OVER:
            lines.append(f"  $ {facts['command']}")
        lines.append("")
    if news[_MOST:]:
        lines.append(f"And {number(len(news) - _MOST, 'further alarm')}: see `copydesk alerts`.")
    return lines[:-1] if lines and not lines[-1] else lines


def _when(news: News, now: datetime) -> str:
    since = news.entry.since.astimezone(UTC)
    if news.state == OVER:
        return f"it lasted {lasted((news.entry.over or now) - news.entry.since)}; this was told"
    return f"since {since:%Y-%m-%d %H:%M} UTC"


def lasted(time: timedelta) -> str:
    """Say a length of time in words: "3 days", "5 hours", "12 minutes", "less than a minute"."""
    for seconds, name in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if time.total_seconds() >= 2 * seconds or (seconds == 60 and time.total_seconds() >= seconds):
            return number(int(time.total_seconds() // seconds), name)
    return "less than a minute"
