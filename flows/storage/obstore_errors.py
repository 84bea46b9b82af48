"""Translates the errors of the library obstore: the store does not answer, refuses, or lacks a file.

The library's text is only searched for codes, and never shown: it holds addresses, which may be signed.
"""

from __future__ import annotations

import errno
import os
import re
from typing import Final

from flows.storage.errors import StoreAway, StoreError, StoreRefuses

_STATUS: Final = re.compile(r"status code: (\d{3})")
_CODE: Final = re.compile(r"<Code>(\w+)</Code>")
_KIND: Final = re.compile(r"kind: (\w+)")
#: Where a machine of Amazon's, and one of Google's, asks for its credentials.
_ASKED_FOR_CREDENTIALS: Final = re.compile(r"169\.254\.\d+\.\d+|metadata\.google\.internal|/oauth2/|/computeMetadata/")

_ADVICE_CREDENTIALS: Final = "set the provider's variables (AWS_ACCESS_KEY_ID, ...): docs/storage.md, and run again"
#: Code of S3 -> what is wrong, and what to do.
_CODES: Final = {
    "NoSuchBucket": ("there is no such bucket", "make it, or name another"),
    "InvalidAccessKeyId": ("the key is not known", _ADVICE_CREDENTIALS),
    "SignatureDoesNotMatch": ("the secret does not fit the key", _ADVICE_CREDENTIALS),
    "ExpiredToken": ("the credentials have expired", _ADVICE_CREDENTIALS),
    "InvalidToken": ("the session token is not accepted", _ADVICE_CREDENTIALS),
    "AccessDenied": ("permission denied", "allow these credentials to put, get, list and delete there, and run again"),
    "RequestTimeTooSkewed": ("the clock of this machine is wrong", "set it and run again"),
    "EntityTooLarge": ("the file is too large for one upload", "set a smaller file_bytes under [archive]"),
    "PermanentRedirect": ("the bucket is in another region", "set AWS_REGION and run again"),
    "AuthorizationHeaderMalformed": ("the bucket is in another region", "set AWS_REGION and run again"),
}
#: The same by status, where no code is known.
_STATUSES: Final = {
    "301": _CODES["PermanentRedirect"],
    "307": _CODES["PermanentRedirect"],
    "401": ("the credentials are not accepted", _ADVICE_CREDENTIALS),
    # A request for the head of a file alone gets an answer without such a code.
    "403": ("it says 403", "check the credentials and what they may do there (docs/storage.md), and run again"),
    "413": _CODES["EntityTooLarge"],
    "501": ("it does not know puts with a condition", "use a server that knows If-None-Match"),
}
#: Statuses that say "later".
_LATER: Final = frozenset({"408", "409", "425", "429"})
_SETTING: Final = "look at the address under [storage] in copydesk.toml and at the provider's variables, and run again"


def missing_file_error(store: str, error: FileNotFoundError) -> StoreError | FileNotFoundError:
    """Make the error to raise when obstore finds no file.

    It is a FileNotFoundError, or StoreRefuses when the whole bucket is missing.  `store`: its address.
    """
    code = _first(_CODE, str(error))
    if code in _CODES:
        return StoreRefuses(store, *_CODES[code])
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), store)


def store_error(store: str, error: Exception, timeout: float) -> StoreError:
    """Make our error for one of obstore, with what to do about it.

    `store`: its address, for the message.  `timeout`: the longest time for one request, in seconds.
    """
    text = str(error)
    status, code = _first(_STATUS, text), _first(_CODE, text)
    if _ASKED_FOR_CREDENTIALS.search(text):
        return StoreRefuses(store, "there are no credentials", _ADVICE_CREDENTIALS)
    if code in _CODES:
        return StoreRefuses(store, *_CODES[code])
    if status in _LATER or (status.startswith("5") and status not in _STATUSES):
        return StoreAway(store, f"it says {status}")
    if status:
        return StoreRefuses(store, *_STATUSES.get(status, (f"it says {' '.join((status, code)).strip()}", _SETTING)))
    return _unanswered(store, text, type(error).__name__, timeout)


def _unanswered(store: str, text: str, name: str, timeout: float) -> StoreError:
    """Make the error for a request that got no HTTP status: no connection, or an impossible address.

    `text`: what the library said.  `name`: of its error.
    """
    if "BareRedirect" in text:
        return StoreRefuses(store, *_CODES["PermanentRedirect"])
    if "BadScheme" in text:
        return StoreRefuses(store, "its endpoint is plain http", "use https, or set allow_http = true under [storage]")
    kinds = {kind.lower() for kind in _KIND.findall(text)}
    if "timeout" in kinds or "TimedOut" in text:
        return StoreAway(store, f"no answer within {timeout:g} s")
    if "dns error" in text:
        return StoreAway(store, "its name cannot be looked up")
    if "connect" in kinds:
        refused = "refused" in text.lower()
        return StoreAway(store, "connection refused" if refused else "no connection")
    if kinds & {"request", "body", "decode", "interrupted"} or "HTTP error" in text:
        return StoreAway(store, "the connection broke")
    return StoreRefuses(store, f"the library says {name}", _SETTING)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
