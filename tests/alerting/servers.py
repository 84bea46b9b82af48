"""A mail server and a web server on loopback that keep what they get, and certificates made for them."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "correct-horse-battery"


def certificate(folder: Path) -> Path:
    """A file with a new certificate for 127.0.0.1 and its key; it is its own authority."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    packed = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / "server.pem"
    file.write_bytes(packed + made.public_bytes(serialization.Encoding.PEM))
    return file


def _tls(file: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


@dataclass
class Post:
    """A mail server: its port, and what it got."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    #: Receivers that it refuses.
    refuses: tuple[str, ...] = ()

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: Any) -> str:
        if address in self.refuses:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        content = cast(bytes, envelope.content)
        self.mails.append(cast(EmailMessage, message_from_bytes(content, policy=policy.default)))
        return "250 OK"


def _login(_: SMTP, __: Session, ___: Envelope, mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    # handled: the authenticator has answered the client itself.
    return AuthResult(success=data.login == b"desk" and data.password == PASSWORD.encode(), handled=False)


@contextmanager
def mail_server(pem: Path | None = None, *, wrapped: bool = False, login: bool = True) -> Iterator[Post]:
    """A mail server; with a certificate it offers STARTTLS and a login after it.  wrapped: TLS from the first byte."""
    post = Post()
    options: dict[str, Any] = {}
    if pem is not None:
        options = {"ssl_context" if wrapped else "tls_context": _tls(pem)}
    if pem is not None and login:
        options |= {"authenticator": _login, "auth_required": True, "auth_require_tls": not wrapped}
    server = Controller(post, hostname="127.0.0.1", port=_free_port(), **options)
    server.start()
    try:
        post.port = server.port
        yield post
    finally:
        server.stop()


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class Hook:
    """A web server: its address, what was posted to it, and how it answers."""

    url: str = ""
    status: int = 200
    #: Seconds before it answers.
    wait: float = 0.0
    posted: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@contextmanager
def web_server(pem: Path | None = None) -> Iterator[Hook]:
    """A web server, with TLS when there is a certificate."""
    hook = Hook()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.paths.append(self.path)
            time.sleep(hook.wait)
            if hook.status < 300:
                hook.posted.append(json.loads(body))
            self.send_response(hook.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    if pem is not None:
        server.socket = _tls(pem).wrap_socket(server.socket, server_side=True)
    hook.url = f"http{'s' if pem else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
