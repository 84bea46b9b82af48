"""A host without an address, with a bad certificate or a closed port: each has an outcome or message of its own."""

from __future__ import annotations

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp.connector
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from flows.acquire.following.due import is_settled
from tests.acquire.loopback import get, raw_site

pytestmark = pytest.mark.slow

NOW, DAY = datetime.now(UTC), timedelta(days=1)


def certificate(name: str, begins: datetime, ends: datetime, signer: Any = None) -> tuple[x509.Certificate, Any]:
    """A certificate and its key.  signer: certificate and key of the authority that signs it; None: self-signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer[0].subject if signer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=signer is None, path_length=None), critical=True)
        .sign(signer[1] if signer else key, hashes.SHA256())
    )
    return made, key


def serving(pair: tuple[x509.Certificate, Any], folder: Path) -> ssl.SSLContext:
    file = folder / "certificate.pem"
    key = pair[1].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(key + pair[0].public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("sound", ""),
        ("expired", "has expired"),
        ("early", "not valid yet"),
        ("other_host", "for another host"),
        ("self_signed", "signed by itself"),
        ("unknown", "an authority that nobody knows"),
        ("no_tls", "No secure connection could be made"),
    ],
)
def test_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, told: str) -> None:
    authority = certificate("Our Authority", NOW - DAY, NOW + DAY)
    trusted = ssl.create_default_context(cadata=authority[0].public_bytes(serialization.Encoding.PEM).decode())
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", trusted)
    name = "elsewhere.example" if kind == "other_host" else "localhost"
    begins = NOW + DAY if kind == "early" else NOW - 9 * DAY
    ends = NOW - DAY if kind == "expired" else NOW + 9 * DAY
    signer = certificate("Nobody", NOW - DAY, NOW + DAY) if kind == "unknown" else authority
    pair = certificate(name, begins, ends, None if kind == "self_signed" else signer)
    asked = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n<p>half</p>")
        await writer.drain()
        writer.close()

    async def run() -> None:
        context = None if kind == "no_tls" else serving(pair, tmp_path)
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
        async with server:
            found = await get(f"https://localhost:{server.sockets[0].getsockname()[1]}/page", retries=2)
        assert found.outcome == ("tls_error" if told else "fetched"), found.detail
        assert told in found.detail
        assert kind in ("sound", "no_tls") or not asked
        assert is_settled(found.outcome, found.status)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("error", "outcome", "told", "settled"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "no_such_host", "no host named herald", True),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "unreachable", "could not be looked up", False),
        (OSError("DNS server is away"), "unreachable", "could not be looked up", False),
    ],
)
def test_names(monkeypatch: pytest.MonkeyPatch, error: OSError, outcome: str, told: str, settled: bool) -> None:
    async def look_up(*_: Any, **__: Any) -> list[Any]:
        raise error

    monkeypatch.setattr(aiohttp.connector.TCPConnector, "_resolve_host", look_up)
    found = asyncio.run(get("http://herald.example/page", retries=0))
    assert (found.outcome, is_settled(found.outcome, found.status)) == (outcome, settled)
    assert told in found.detail


@pytest.mark.parametrize(
    ("answer", "outcome", "told"),
    [
        (b"nonsense\r\n\r\n", "unreachable", "is no HTTP"),
        (bytes(99), "unreachable", "is no HTTP"),
        (b"Content-Length: abc\r\n\r\nabcd", "unreadable", "its answer's length cannot be true"),
        (b"Content-Length: 2\r\nContent-Length: 4\r\n\r\nabcd", "unreadable", "its answer's length cannot be true"),
        (b"Content-Length: 2\r\nConnection: close\r\n\r\nabcd", "unreadable", "its answer's length cannot be true"),
        (b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabcd", "unreadable", "its answer's length cannot be true"),
        (b"X: " + b"x" * 200_000 + b"\r\n\r\n", "unreadable", "longer than any that is read"),
    ],
)
def test_an_answer_that_is_no_http(answer: bytes, outcome: str, told: str) -> None:
    asked = []

    async def run() -> None:
        async def say(writer: asyncio.StreamWriter) -> None:
            asked.append(1)
            writer.write((b"HTTP/1.1 200 OK\r\n" if b": " in answer else b"") + answer)

        async with raw_site(say) as url:
            found = await get(url + "/page", retries=1)
        assert (found.outcome, told in found.detail, "\n" in found.detail) == (outcome, True, False)
        assert len(found.detail) < 200 and len(asked) == 2

    asyncio.run(run())


@pytest.mark.parametrize("host", ["a..b", "a" * 70 + ".example"])
def test_a_name_that_no_host_can_have(host: str) -> None:
    found = asyncio.run(get(f"http://{host}/page", retries=0))
    assert (found.outcome, found.detail[:46]) == ("refused_address", "It is not an address that can be requested: no")


def test_a_closed_port_and_a_connection_that_is_hung_up() -> None:
    async def run() -> None:
        async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.close()

        server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/page"
        async with server:
            hung = await get(url, retries=0)
        closed = await get(url, retries=0)
        assert (hung.outcome, closed.outcome) == ("unreachable", "unreachable")
        assert "cut the connection before it answered" in hung.detail
        assert "refuses connections" in closed.detail

    asyncio.run(run())
