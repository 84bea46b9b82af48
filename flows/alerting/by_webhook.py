"""Sends a message as JSON by POST.  The address is a secret: only its host appears in messages."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from typing import Final

from flows.alerting.message import Message
from flows.alerting.not_sent import NotSent
from flows.alerting.secrets import parts_of_address, secret, shown_address, without_secrets
from flows.alerting.tls import context
from flows.config.alert_settings import Alerts, flaw_of_address
from flows.printing.json_text import json_text

#: Characters of an error that a message shows.
_TOLD: Final = 200


def send(message: Message, settings: Alerts, environ: Mapping[str, str] = os.environ) -> None:
    """Post the message.  Raises NotSent unless the server answers with a status from 200 to 299."""
    hook = settings.webhook
    address = hook.url or secret("url", variable=hook.url_env, file=hook.url_file, environ=environ)
    if (flaw := flaw_of_address(address, allow_http=hook.allow_http)) is not None:
        raise NotSent(f"its address {flaw}")
    import aiohttp  # here: it loads slowly, and only a webhook needs it

    try:
        status = asyncio.run(_post(address, message, settings))
    except aiohttp.ConnectionTimeoutError:
        raise NotSent(f"{shown_address(address)} cannot be reached within {settings.timeout / 2:g} s") from None
    except TimeoutError:
        raise NotSent(f"{shown_address(address)} has not answered for {settings.timeout:g} s", uncertain=True) from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        uncertain = not isinstance(error, aiohttp.ClientConnectorError)
        # Errors of other kinds may repeat the address in forms of their own.
        said = without_secrets(str(error), parts_of_address(address))[:_TOLD] if not uncertain else type(error).__name__
        raise NotSent(f"{shown_address(address)} cannot be reached ({said})", uncertain=uncertain) from None
    if not 200 <= status < 300:
        raise NotSent(f"{shown_address(address)} answered with status {status}")


async def _post(address: str, message: Message, settings: Alerts) -> int:
    """Post the message; gives the status of the answer."""
    import aiohttp

    body = json_text(message.facts()).encode("utf-8", "replace")
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "copydesk"}
    limit = aiohttp.ClientTimeout(total=settings.timeout, sock_connect=settings.timeout / 2)
    tls = context(settings)
    # A redirect is not followed: it would give the message, and the token in its address, to somebody else.
    async with (
        aiohttp.ClientSession(timeout=limit, connector=aiohttp.TCPConnector(ssl=tls)) as session,
        session.post(address, data=body, headers=headers, allow_redirects=False) as answer,
    ):
        return answer.status
