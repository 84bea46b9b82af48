"""Messages to real servers: TLS, logins, servers that are away, slow or refuse, and secrets that never show."""

from __future__ import annotations

import socket
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.alerting import by_mail, by_webhook
from flows.alerting.alarm import Alarm
from flows.alerting.alarm_memory import KnownAlarm
from flows.alerting.message import Message, message_of_news
from flows.alerting.not_sent import NotSent
from flows.alerting.what_to_tell import NEW, News
from flows.config.alert_settings import Alerts, Mail, Webhook
from tests.alerting.servers import PASSWORD, Post, mail_server, web_server

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:Requiring AUTH")]

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOKEN = "T0ken-very-secret"


def message(about: str = "herald/words", sentence: str = "Herald — gelöscht. Run `copydesk run load`.") -> Message:
    entry = KnownAlarm(Alarm("outlet", about, sentence, "copydesk explain URL"), NOW)
    return message_of_news("mail", [News(NEW, entry)], NOW, Path("/srv/news"), Path("/srv/my config"))


def mailing(post: Post, pem: Path, **changes: object) -> Alerts:
    mail = Mail(
        server="127.0.0.1", port=post.port, user="desk", password_env="DESK_PASSWORD", sender="copydesk@desk.example",
        to=("ines@desk.example", "tom@desk.example"),
    )  # fmt: skip
    return Alerts(mail=replace(mail, **changes), timeout=5.0, ca_file=str(pem))  # type: ignore[arg-type]


ENVIRON = {"DESK_PASSWORD": PASSWORD}


def why(settings: Alerts, environ: dict[str, str] = ENVIRON) -> str:
    with pytest.raises(NotSent) as caught:
        by_mail.send(message(), settings, environ)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_arrives_over_tls_with_a_login(pem: Path, security: str) -> None:
    with mail_server(pem, wrapped=security == "tls") as post:
        assert by_mail.send(message(), mailing(post, pem, security=security), ENVIRON) is None
    (mail,) = post.mails
    assert mail["To"] == "ines@desk.example, tom@desk.example" and mail["From"].endswith("<copydesk@desk.example>")
    place = "copydesk --data /srv/news --config '/srv/my config'"
    assert f"gelöscht. Run `{place} run load`." in mail.get_content() and f"$ {place} explain URL" in mail.get_content()
    assert f"`{place} alerts` lists" in mail.get_content(), "who reads it has no directory at hand"
    assert mail["Message-ID"] == f"<{message().id}@desk.example>", "the same when it is sent again"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_password_from_a_file(pem: Path, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    with mail_server(pem) as post:
        by_mail.send(message(), mailing(post, pem, password_env="", password_file=str(file)), {})
        assert "cannot be read" in why(mailing(post, pem, password_env="", password_file=f"{file}s"), {})
        assert "is not set" in why(mailing(post, pem), {})
    assert len(post.mails) == 1


def test_a_wrong_password_a_wrong_certificate_and_no_starttls(pem: Path) -> None:
    with mail_server(pem) as post:
        assert "refused the login of desk (status 535)" in why(mailing(post, pem), {"DESK_PASSWORD": "wrong"})
        assert "certificate" in why(replace(mailing(post, pem), ca_file=""))
    with mail_server() as plain:
        assert "offers no STARTTLS" in why(mailing(plain, pem))
    assert not post.mails and not plain.mails


def test_some_receivers_are_refused_and_all(pem: Path) -> None:
    with mail_server(pem) as post:
        post.refuses = ("tom@desk.example",)
        assert "tom@desk.example" in str(by_mail.send(message(), mailing(post, pem), ENVIRON))
        post.refuses = ("tom@desk.example", "ines@desk.example")
        assert "550 nobody here" in why(mailing(post, pem))
    assert len(post.mails) == 1


@pytest.mark.parametrize(
    "name",
    [
        "herald\r\nBcc: all@world.example",
        "herald\nX-Evil: 1\n\nbody",
        "\u2028Bcc: a@b.example",
        "x\x00y\x1b[31m",
        "\ud800",
        "=?utf-8?q?=0ABcc:x?=",
        "=?utf-8?b?CkJjYzogeA==?= =?utf-8?b?CkJjYzogeA==?=",
    ],
)
def test_names_of_outlets_make_no_headers(pem: Path, name: str) -> None:
    with mail_server(login=False) as post:
        plain = mailing(post, pem, security="none", user="", password_env="")
        by_mail.send(message(name, f"{name} has changed."), plain, {})
    (mail,) = post.mails
    assert {key.lower() for key in mail} - {"x-peer", "x-mailfrom", "x-rcptto"} == {
        "subject", "from", "to", "date", "message-id", "auto-submitted", "content-type", "content-transfer-encoding",
        "mime-version",
    }  # fmt: skip
    assert "\n" not in mail["Subject"] and mail["Subject"].startswith("copydesk on ")
    assert "\x1b" not in mail.get_content() and "\x00" not in mail.get_content()


@contextmanager
def slow_server(*says: bytes, every: float = 0.1) -> Iterator[int]:
    """A server that says these bytes at once, and then one byte now and then; its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        with listening, listening.accept()[0] as talk:
            try:
                for one in says:
                    talk.sendall(one)
                while not over.wait(every):
                    talk.sendall(b"2")
            except OSError:
                pass

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()


@pytest.mark.parametrize("says", [(), (b"220 hello\r\n",)])
def test_a_server_that_says_a_byte_now_and_then_costs_its_time_only(pem: Path, says: tuple[bytes, ...]) -> None:
    with slow_server(*says) as port:
        begun = time.monotonic()
        assert "was not done after 0.5 s" in why(replace(mailing(Post(port), pem), timeout=0.5))
        assert time.monotonic() - begun < 3


def test_a_server_that_is_away(pem: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "cannot be reached (ConnectionRefusedError" in why(mailing(Post(port), pem))
    assert "cannot be reached" in hook_why(f"http://127.0.0.1:{port}/{TOKEN}")


@pytest.mark.parametrize("echo", [PASSWORD.encode(), b"ZGVzaw==" + PASSWORD.encode()])
def test_a_server_that_repeats_the_password(pem: Path, echo: bytes) -> None:
    with slow_server(b"220 hello\r\n250-hi\r\n250 AUTH PLAIN\r\n535 no " + echo + b"\r\n", every=9) as port:
        told = why(replace(mailing(Post(port), pem, security="none"), timeout=1.0))
    assert PASSWORD not in told and "535" in told


def hook_why(url: str = "", environ: dict[str, str] | None = None, **changes: object) -> str:
    settings = Alerts(webhook=Webhook(url=url), timeout=20.0)
    hook = replace(settings.webhook, **{key: changes.pop(key) for key in [*changes] if hasattr(Webhook, key)})  # type: ignore[arg-type]
    with pytest.raises(NotSent) as caught:
        by_webhook.send(message(), replace(settings, webhook=hook, **changes), environ or {})  # type: ignore[arg-type]
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


def test_a_webhook_gets_json(pem: Path) -> None:
    with web_server(pem) as hook:
        settings = Alerts(webhook=Webhook(url_env="HOOK"), ca_file=str(pem))
        by_webhook.send(message(), settings, {"HOOK": f"{hook.url}/{TOKEN}"})
        assert "cannot be reached" in hook_why(f"{hook.url}/{TOKEN}"), "its certificate is not known to the system"
    (posted,) = hook.posted
    assert hook.paths == [f"/{TOKEN}"]
    assert posted["alarms"][0]["about"] == "herald/words" and posted["text"] and posted["id"] == message().id


@pytest.mark.parametrize("status", [302, 307, 403, 404, 500])
def test_a_webhook_that_refuses_or_leads_on(status: int) -> None:
    with web_server() as hook:
        hook.status = status
        assert f"answered with status {status}" in hook_why(f"{hook.url}/{TOKEN}?key={TOKEN}")
    assert len(hook.paths) == 1, "a redirect is not followed"


def test_a_webhook_that_is_slow() -> None:
    with web_server() as hook:
        hook.wait = 1.0
        assert "has not answered for 0.3 s" in hook_why(f"{hook.url}/{TOKEN}", timeout=0.3)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"http://hooks.example/{TOKEN}", "anybody on the way"),
        (f"http://127.0.0.1.hooks.example/{TOKEN}", "anybody on the way"),
        (f"ftp://hooks.example/{TOKEN}", "is no web address"),
        (f"https://{TOKEN}:x@/", "is no web address"),
        (f"https://hooks.example:{TOKEN}/", "is no web address"),
        (f"https://hooks .example/{TOKEN}", "is no web address"),
        (TOKEN, "is no web address"),
        ("", "is not set"),
    ],
)
def test_an_address_from_the_environment_that_cannot_be_used(url: str, said: str) -> None:
    assert said in hook_why(environ={"HOOK": url}, url_env="HOOK")
