"""Says why a request got no answer: no host of that name, a certificate, a refused connection, a private address.

Takes the error that aiohttp raised; gives an outcome (a code of OUTCOMES) and a sentence.  Requests nothing, decides
nothing.
"""

from __future__ import annotations

import socket
import ssl
from typing import Final

import aiohttp

from flows.acquire.http.private_addresses import REFUSED
from flows.acquire.opening import printable

#: What getaddrinfo says of a name that does not exist, or has no address; not every system has the second one.
_NO_NAME: Final = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
#: OpenSSL's codes for a certificate that is not to be trusted (X509_V_ERR_...), and what they mean.
_CERTIFICATES: Final = {
    9: "is not valid yet",
    10: "has expired",
    18: "is signed by itself",
    19: "is signed by an authority that nobody knows",
    20: "is signed by an authority that nobody knows",
    21: "is signed by an authority that nobody knows",
    62: "is for another host",
    64: "is for another host",
}
#: The words for all other codes, with OpenSSL's own message.
_OTHER: Final = "is not to be trusted ({})"
#: What aiohttp says of answers that announce two lengths, no valid one, or another one than they have; and of a
#: header that is too long, of which it shows the start.
_LENGTH: Final = ("Content-Length", "Data after `Connection: close`", "chunk size")
_LONG_HEADER: Final = "Got more than"
_NOT_PUBLIC: Final = (
    "It leads to an address that is not public; to fetch from your network, set allow_private = true in [fetch] of"
    " copydesk.toml, or for its source in sources.toml."
)


def no_answer(error: Exception) -> tuple[str, str]:
    """The outcome and one sentence for an error that a request raised before its answer came."""
    if isinstance(error, aiohttp.InvalidURL):
        return "refused_address", "It is not an address that can be requested."
    if isinstance(error, UnicodeError):
        return "refused_address", "It is not an address that can be requested: no host can have such a name."
    said = printable(" ".join(dict.fromkeys(map(str, filter(None, (error, error.__cause__))))) or type(error).__name__)
    if REFUSED in said:
        return "refused_address", _NOT_PUBLIC
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "tls_error", f"The certificate of its host {_certificate(error)}; it is not asked without a sound one."
    if isinstance(error, aiohttp.ClientSSLError):
        why = printable(str(getattr(error.os_error, "reason", None) or error.os_error))
        return "tls_error", f"No secure connection could be made with its host ({why})."
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return _unknown_host(error)
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, ConnectionRefusedError):
        return "unreachable", "The server could not be reached: it refuses connections."
    if isinstance(error, aiohttp.ClientConnectorError):
        return "unreachable", f"The server could not be reached ({said})."
    if isinstance(error, aiohttp.ClientResponseError):
        return _odd_answer(error.message)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "unreachable", "The server cut the connection before it answered."
    return "unreachable", f"The server cut the connection before it answered ({said})."


def _odd_answer(message: str) -> tuple[str, str]:
    """The outcome and one sentence for an answer that aiohttp refuses.  `message`: its own words."""
    if message.startswith(_LONG_HEADER):
        return "unreadable", "One of the headers of the answer is longer than any that is read."
    why = printable(message.partition("\n")[0].rstrip(": "))
    if any(words in message for words in _LENGTH):
        return "unreadable", f"What the server says of its answer's length cannot be true ({why}); it is tried again."
    return "unreachable", f"What the server answered is no HTTP ({why})."


def _certificate(error: aiohttp.ClientConnectorCertificateError) -> str:
    """What is wrong with a server's certificate, as the end of a sentence: "has expired"."""
    inner = error.certificate_error
    code = inner.verify_code if isinstance(inner, ssl.SSLCertVerificationError) else None
    words = getattr(inner, "verify_message", None) or inner
    return _CERTIFICATES.get(code or 0) or _OTHER.format(printable(str(words)))


def _unknown_host(error: aiohttp.ClientConnectorDNSError) -> tuple[str, str]:
    """The outcome and one sentence when a name was not found: there is no such host, or the look-up itself failed."""
    found = error.os_error
    if isinstance(found, socket.gaierror) and found.errno in _NO_NAME:
        return "no_such_host", f"There is no host named {printable(error.host)}."
    why = printable(found.strerror or str(found))
    return "unreachable", f"The name {printable(error.host)} could not be looked up ({why}); it is tried again."
