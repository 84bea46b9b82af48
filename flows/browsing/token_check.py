"""Refuses requests that lack the token, or that call this machine by another name than its own.

A web page of somebody else can make a browser ask for addresses of this machine: without the token it gets nothing, and
a foreign name that was made to point here (DNS rebinding) is refused.  The token comes once in the address, and stays
in a cookie that no script and no other site can use.
"""

from __future__ import annotations

import secrets
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_TOKEN: Final = "token"
#: Sent with every answer: nothing is loaded from elsewhere, shown inside other pages, or kept by the browser.
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Guard:
    """An ASGI application that passes allowed requests on to another one and refuses all others."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request with a refusal, or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def send_guarded(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                added = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *added]  # type: ignore[misc]
            await send(message)

        refusal = self._refusal(Request(scope))
        await (refusal or self._app)(scope, receive, send_guarded)  # type: ignore[arg-type]

    def _refusal(self, request: Request) -> Response | None:
        """Make the answer that refuses a request; None for an allowed request.

        A request whose address has the token gets a redirect that sets the cookie.
        """
        if _host(request.headers.get("host", "")) not in _HOSTS:
            return PlainTextResponse("Only by the address that copydesk browse printed.\n", 421)
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("This only shows; nothing can be changed here.\n", 405)
        # All ports of a host share its cookies, so each server puts its port into the cookie's name.
        cookie = f"copydesk-{request.url.port}"
        if self._is_token(given := request.query_params.get(_TOKEN)):
            answer = RedirectResponse(_without_token(request.url), 303)
            answer.set_cookie(cookie, given or "", httponly=True, samesite="strict")
            return answer
        if self._is_token(request.cookies.get(cookie)):
            return None
        return PlainTextResponse("Open the address that copydesk browse printed; it ends with a token.\n", 403)

    def _is_token(self, given: str | None) -> bool:
        return given is not None and secrets.compare_digest(given.encode(), self._token.encode())


def _host(header: str) -> str | None:
    """Read the name in a Host header, without its port; None when the header holds no name."""
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:
        return None


def _without_token(url: URL) -> str:
    """Remove the token from an address; gives path and query, to redirect to."""
    left = url.remove_query_params(_TOKEN)
    # One slash: two would make it the address of another host.
    path = "/" + left.path.lstrip("/")
    return f"{path}?{left.query}" if left.query else path
