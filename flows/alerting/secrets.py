"""Reads secrets from the environment or from files, and cuts them out of texts that are printed or stored.

Takes the names of variables and files from the settings.  An error about a secret never shows that name: a user may
have put the secret itself there by mistake.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus, urlsplit

from flows.alerting.not_sent import NotSent
from flows.config.alert_settings import path_of

#: The longest file that can be a secret, in bytes.
_LONGEST = 10_000


def secret(key: str, *, variable: str, file: str, environ: Mapping[str, str] = os.environ) -> str:
    """Read the secret from an environment variable or a file; "" when the settings name neither.

    `key`: its name in the settings, such as "password" in [alerts.mail], for messages.  `variable`, `file`: name of the
    environment variable and path of the file, as the settings give them; "": not given.  Raises NotSent when the
    variable is not set, the file cannot be read, or it does not hold exactly one line.
    """
    if variable:
        value = environ.get(variable, "")
        if not value.strip():
            raise NotSent(f"the environment variable that {key}_env names is not set for this process; set it")
        return value.strip()
    if not file:
        return ""
    try:
        with path_of(file).open("rb") as opened:
            value = opened.read(_LONGEST).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not in UTF-8"
        raise NotSent(f"the file that {key}_file names cannot be read ({why})") from None
    if not value or "\n" in value or "\r" in value:
        raise NotSent(f"the file that {key}_file names must hold one line, the {key} alone")
    return value


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """Replace these secrets in a text by "***", also where they are quoted or encoded (URL, base64)."""
    forms = {form for one in secrets if one for form in _forms(one)}
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, "***")
    return text


def _forms(value: str) -> set[str]:
    packed = base64.b64encode(value.encode("utf-8", "replace")).decode()
    return {value, quote(value), quote_plus(value), repr(value)[1:-1], packed, packed.rstrip("=")} - {""}


def parts_of_address(address: str) -> list[str]:
    """List the parts of a webhook's address that must not be shown: the whole, its path, query, user and password."""
    parts = urlsplit(address)
    rest = [parts.path, parts.path.lstrip("/"), parts.query, parts.username or "", parts.password or ""]
    return [address, *(one for one in rest if len(one) > 1)]


def shown_address(address: str) -> str:
    """Remove the secrets from a webhook's address: "https://hooks.example/T0/B1" gives "https://hooks.example/***"."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname or '?'}/***"
