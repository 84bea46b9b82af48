"""The [alerts] tables of copydesk.toml: what is watched, when it is told, and to whom.

An alarm is one thing that is wrong; a way is how its message goes out: mail, webhook, feed or command.  Secrets never
stand in the file: it names an environment variable or a file that holds them.  No message about a mistake shows the
value that is wrong, for that may be a secret in the wrong place.  A check is a function that gets a value and says what
is wrong with it, as the end of a sentence ("must be a mail address."), or returns None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from flows.config.toml_tables import bounded, checked, program
from parsers.config_files.value_checks import one_line

#: How a connection to a mail server is protected.
SECURITY: Final = ("starttls", "tls", "none")
_VARIABLE: Final = re.compile(r"[A-Z_][A-Z0-9_]*")
_MAIL: Final = re.compile(r"[^\s@<>,;:\x00-\x1f\x7f]+@[^\s@<>,;:\x00-\x1f\x7f]+")
_DAY: Final = 86_400.0
#: Free bytes of a disk below which room is short, whatever the warehouse's size: a run of 500 pages writes some 100 MB.
FREE_BYTES: Final = 1_000_000_000


def _literal(_: Any) -> str:
    """A check that always fails, for a key under which a user would write the secret itself into the file.

    The sentence says where a secret is to be instead.
    """
    return (
        "must not stand in this file; put it into an environment variable and name that with password_env, or into a"
        " file of its own and name that with password_file."
    )


def _variable(value: Any) -> str | None:
    if value == "" or (isinstance(value, str) and _VARIABLE.fullmatch(value)):
        return None
    return "must be the name of an environment variable (A to Z, 0 to 9, _), not the secret itself."


def _file(value: Any) -> str | None:
    if value == "" or (isinstance(value, str) and value.startswith(("/", "~/")) and one_line(value) is None):
        return None
    return "must be the whole path of a file, which begins with / or ~/."


def _address(value: Any) -> str | None:
    if value == "":
        return None
    if isinstance(value, str) and one_line(value) is None and flaw_of_address(value, allow_http=True) is None:
        return None
    return 'must be an address such as "https://hooks.example/copydesk".'


def _mail(value: Any) -> str | None:
    return None if value == "" or (isinstance(value, str) and _MAIL.fullmatch(value)) else "must be a mail address."


def _mails(value: Any) -> str | None:
    if isinstance(value, list) and all(one and _mail(one) is None for one in value):
        return None
    return 'must be a list of mail addresses, such as ["desk@paper.example"].'


def _security(value: Any) -> str | None:
    return None if value in SECURITY else 'must be "starttls", "tls" or "none".'


@dataclass(frozen=True, slots=True)
class Webhook:
    """The address to which each message is posted as JSON.

    It is given by one of the keys `url`, `url_env` and `url_file`.
    """

    url: str = checked(_address, "")
    #: Environment variable, or file, that holds the address: addresses with a token in them are secrets.
    url_env: str = checked(_variable, "")
    url_file: str = checked(_file, "")
    #: Whether it may be http to another machine.
    allow_http: bool = False

    @property
    def is_set(self) -> bool:
        """Whether the settings name a webhook's address, so that messages go to it."""
        return bool(self.url or self.url_env or self.url_file)


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail server, its login, and sender and receivers of the messages."""

    server: str = ""
    port: int = bounded(587, least=1, most=65_535)
    security: str = checked(_security, "starttls")
    #: For the login; empty: none.
    user: str = ""
    password_env: str = checked(_variable, "")
    password_file: str = checked(_file, "")
    #: Only here so that it is refused with a sentence that says what to do.
    password: str = checked(_literal, "")
    sender: str = checked(_mail, "")
    to: tuple[str, ...] = checked(_mails, ())

    @property
    def is_set(self) -> bool:
        """Whether the settings name a mail server, so that mail is to be sent."""
        return bool(self.server)


@dataclass(frozen=True, slots=True)
class Alerts:
    """The [alerts] settings: what is watched, when alarms are sent, and how; times in seconds."""

    #: A program that gets each message as JSON on standard input; empty: none.
    command: tuple[str, ...] = checked(program, ())
    #: Whether alerts/alarms.atom is written in the data directory.
    feed: bool = False
    webhook: Webhook = field(default_factory=Webhook)
    mail: Mail = field(default_factory=Mail)
    #: Most time for one message by one way.
    timeout: float = bounded(20.0, least=0.1, most=600)
    #: Certificates of authorities that webhook and mail server are checked against; empty: the system's.
    ca_file: str = checked(_file, "")
    #: Between two checks of `copydesk serve`.
    interval: float = bounded(300.0, least=10, most=_DAY)
    #: From a message to its first reminder; each further pause is twice as long, up to 30 days.  0: no reminder.
    reminder: float = bounded(_DAY, least=0, most=30 * _DAY)
    #: Who holds the warehouse for longer than this raises an alarm.
    locked: float = bounded(3600.0, least=0, most=7 * _DAY)
    #: Less free disk space than this, in bytes, raises an alarm; three copies of the warehouse are watched in any case.
    free_bytes: int = bounded(FREE_BYTES, least=0, most=10**15)
    #: A scheduled run of `copydesk serve` that has not begun after this time was missed.
    late: float = bounded(900.0, least=60, most=_DAY)
    #: No ingest has ended well for so long: for schedules outside `copydesk serve`, such as cron.  0: not watched.
    ingest_within: float = bounded(0.0, least=0, most=30 * _DAY)

    @property
    def secret_variables(self) -> frozenset[str]:
        """The environment variables that hold secrets; they are kept from programs that are not part of copydesk."""
        return frozenset({self.webhook.url_env, self.mail.password_env} - {""})

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways of sending alarms that are set up: "mail", "webhook", "feed", "command"."""
        chosen = {
            "command": self.command,
            "webhook": self.webhook.is_set,
            "mail": self.mail.is_set,
            "feed": self.feed,
        }
        return tuple(name for name, is_set in chosen.items() if is_set)


def flaw_of_address(address: str, *, allow_http: bool) -> str | None:
    """Say what is wrong with a webhook's address; None when it can be used.

    The text is the end of a sentence and does not show the address.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no web address"
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\x00-\x20\x7f]", address):
        return "is no web address that begins with https://"
    if parts.scheme == "http" and not allow_http and not is_this_machine(host):
        return "begins with http://, so that anybody on the way could read it; use https, or set allow_http = true"
    return None


def is_this_machine(host: str) -> bool:
    """Whether a host is the machine itself, by its name or address, so that nothing sent to it can be read on the way.

    Asks no name server.
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def mismatches(data: Mapping[str, Any]) -> Iterator[tuple[Sequence[str], str]]:
    """Yield the mistakes that appear only when several keys of [alerts] are seen together: (path of the key, sentence).

    Such are keys that contradict each other, keys that others require, and keys of which only one may be set.  `data`:
    the table [alerts]; each value in it was checked by itself before.
    """
    webhook, mail = data.get("webhook", {}), data.get("mail", {})
    yield from _one_of("webhook", webhook, ("url", "url_env", "url_file"))
    yield from _one_of("mail", mail, ("password_env", "password_file"))
    if webhook.get("url") and (flaw := flaw_of_address(webhook["url"], allow_http=webhook.get("allow_http", False))):
        yield ("alerts", "webhook", "url"), f"'url' in [alerts.webhook] {flaw}."
    if not mail.get("server"):
        return
    for key in ("to", "sender"):
        if not mail.get(key):
            yield ("alerts", "mail"), f"[alerts.mail] names a server and lacks the key '{key}'."
    has_password = bool(mail.get("password_env") or mail.get("password_file"))
    if bool(mail.get("user")) != has_password:
        yield ("alerts", "mail"), "[alerts.mail] needs both 'user' and 'password_env' or 'password_file', or neither."
    if has_password and mail.get("security") == "none" and not is_this_machine(mail["server"]):
        yield (
            ("alerts", "mail", "security"),
            "'security' in [alerts.mail] is none, so that anybody on the way could read the password; use starttls or"
            " tls.",
        )


def _one_of(table: str, data: Mapping[str, Any], names: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    given = [name for name in names if data.get(name)]
    if given[1:]:
        yield ("alerts", table, given[1]), f"[alerts.{table}] has {' and '.join(given)}; keep one of them."


def path_of(named: str) -> Path:
    """The path of a file that the settings name, with ~ expanded."""
    return Path(named).expanduser()
