"""Sends a message by e-mail: SMTP with STARTTLS or TLS, and a login where the settings name a user.

If the settings ask for protection and the server does not offer it, nothing is sent.  The password is cut out of a
server's answer before that is shown.
"""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from flows.alerting.message import Message
from flows.alerting.not_sent import NotSent
from flows.alerting.secrets import secret, without_secrets
from flows.alerting.tls import context
from flows.config.alert_settings import Alerts

#: Lines as long as SMTP allows, nearly (RFC 5321: 998 bytes): a subject is never broken, which old mail programs show.
_POLICY: Final = SMTP.clone(max_line_length=900)
#: Seconds between two attempts to end a connection whose time is over.
_AGAIN: Final = 0.5
#: Characters of a server's answer that a message shows.
_TOLD: Final = 200


def send(message: Message, settings: Alerts, environ: Mapping[str, str] = os.environ) -> str | None:
    """Send the message to all receivers; gives a sentence when the server refused some of them.  Raises NotSent."""
    mail = settings.mail
    password = secret("password", variable=mail.password_env, file=mail.password_file, environ=environ)
    deadline = time.monotonic() + settings.timeout
    talk = _connection(settings)
    done = threading.Event()
    # A server that says one byte now and then would never run into the limit of one answer.
    threading.Thread(target=_hang_up, args=(talk, done, settings.timeout), daemon=True).start()
    handed_over = False
    try:
        _greet(talk, settings, password)
        handed_over = True
        refused = sorted(talk.send_message(letter(message, settings), mail.sender, [*mail.to]))
        with suppress(OSError, smtplib.SMTPException):  # it is accepted; how the server says goodbye is its affair
            talk.quit()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        late = time.monotonic() >= deadline or isinstance(error, TimeoutError)
        # Once the server had the message, and gave no status that refuses it, nobody knows.
        refusal = isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)
        raise NotSent(_why(error, settings, password, late=late), uncertain=handed_over and not refusal) from None
    finally:
        done.set()
        talk.close()
    return f"the server refused {', '.join(refused)}; the others have got it" if refused else None


def _connection(settings: Alerts) -> smtplib.SMTP:
    """Make an SMTP client that is not connected yet."""
    # Without a name of our own smtplib asks name servers for one, which may take long.
    name = socket.gethostname()
    own = name if "." in name else "[127.0.0.1]"
    if settings.mail.security == "tls":
        return smtplib.SMTP_SSL(local_hostname=own, timeout=settings.timeout, context=context(settings))
    return smtplib.SMTP(local_hostname=own, timeout=settings.timeout)


def _hang_up(talk: smtplib.SMTP, done: threading.Event, seconds: float) -> None:
    """Run in a thread: close the connection `talk` after `seconds`, unless `done` is set by then.

    Tries again until `done` is set, since the client may open its connection only after the first attempt.
    """
    while not done.wait(seconds):
        seconds = _AGAIN
        if talk.sock is not None:
            with suppress(OSError):
                # Not SSLSocket's own, which takes the connection apart under the thread that reads from it.
                socket.socket.shutdown(talk.sock, socket.SHUT_RDWR)


def _greet(talk: smtplib.SMTP, settings: Alerts, password: str) -> None:
    """Connect, switch to TLS as the settings say, and log in if there is a password."""
    mail = settings.mail
    # The name that the certificate must have; smtplib sets it only when it connects while it is made.
    talk._host = mail.server  # type: ignore[attr-defined]
    code, said = talk.connect(mail.server, mail.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, said)
    if mail.security == "starttls":
        talk.starttls(context=context(settings))
    if password:
        talk.login(mail.user, password)


def letter(message: Message, settings: Alerts) -> EmailMessage:
    """Make the e-mail: plain text, with the message's id as its Message-ID.

    By this id a receiver's program recognises a second copy.
    """
    mail = settings.mail
    made = EmailMessage(policy=_POLICY)
    # The library decodes encoded words (RFC 2047) in what it is given, and line feeds in them would begin new headers.
    made["Subject"] = message.subject.replace("=?", "= ?")
    made["From"] = Address(display_name="copydesk", addr_spec=mail.sender)
    made["To"] = ", ".join(mail.to)
    made["Date"] = format_datetime(message.at)
    made["Message-ID"] = f"<{message.id}@{mail.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday note answers it
    made.set_content(message.text)
    return made


def _why(error: Exception, settings: Alerts, password: str, *, late: bool) -> str:
    """Say why a message was not sent, for NotSent.

    `error`: what sending raised.  `late`: whether the longest time for sending was over.
    """
    mail = settings.mail
    server = f"{mail.server}:{mail.port}"
    if late:
        return f"{server} was not done after {settings.timeout:g} s"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"{server} refused the login of {mail.user} (status {error.smtp_code}); look at user and password"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        if mail.security == "starttls":
            return (
                f'{server} offers no STARTTLS; set security to "tls" with its port, or to "none", under [alerts.mail]'
            )
        return f"{server} offers no login; look at security and port under [alerts.mail]"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of {server} is not valid ({error.verify_message}); look at server and ca_file"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"{server} refused every receiver ({_said(error.recipients, password)})"
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return f"{server} answered {error.smtp_code} {_clean(text, password)}"
    return f"{server} cannot be reached ({_clean(f'{type(error).__name__}: {error}', password)})"


def _said(refused: Mapping[str, tuple[int, bytes]], password: str) -> str:
    """Quote what the server said to the first receiver that it refused: status and text, without the password.

    `refused`: receiver -> (status, text), as smtplib gives it.
    """
    (code, text), *_ = refused.values()
    return f"{code} {_clean(text.decode('utf-8', 'replace'), password)}"


def _clean(text: str, password: str) -> str:
    return " ".join(without_secrets(text, [password]).split())[:_TOLD]
