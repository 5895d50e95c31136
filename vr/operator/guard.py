"""What every request passes on its way in and every answer on its way out."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from collections.abc import Iterable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY, MOST_HEADERS = 16 * 1024, 16 * 1024
"""Bytes of a request's body, of which a form of ours has a few hundred, and of its headers."""
BODY_TIME, ANSWER_TIME = 10.0, 30.0
"""s in which a body must have come, and an answer must have gone."""
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not no-referrer: browsers then send forms with the origin "null", as a stranger's page may.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
SEALED_HEADERS = {"strict-transport-security": "max-age=31536000"}

_log = logging.getLogger("cupola.operator")


class Guard:
    """Wraps an application: names it answers to, size of bodies, headers, and no way to break it.

    A name of elsewhere is refused, since a page of a stranger can have its own name point here
    (DNS rebinding); an address cannot be forged that way.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str], *, sealed: bool) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names) | own_names()
        self._headers = HEADERS | (SEALED_HEADERS if sealed else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever happens within."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            async with asyncio.timeout(ANSWER_TIME):
                await self._answer(scope, receive, send_dressed)
        except TimeoutError:
            _log.warning("%s took too long", scope["method"])
        except Exception:
            _log.exception("the operator's page failed at a request; the show is not touched")
        if not started:
            failed = PlainTextResponse("The operator's page failed; see the log.\n", 500)
            await failed(scope, receive, send_dressed)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if not self.knows(headers.get("host", "")):
            text = "This name is not known here; reach the page by address, or add it to names.\n"
            await _refused(421, text)(scope, receive, send)
            return
        if sum(len(name) + len(value) for name, value in headers.raw) > MOST_HEADERS:
            await _refused(431, "The headers are too large.\n")(scope, receive, send)
            return
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared[:12]) > MOST_BODY:
            await _refused(413, "The body is too large.\n")(scope, receive, send)
            return
        try:
            async with asyncio.timeout(BODY_TIME):
                body = await _body(receive)
        except TimeoutError:
            await _refused(408, "The body did not come in time.\n")(scope, receive, send)
            return
        if body is None:
            await _refused(413, "The body is too large.\n")(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)

    def knows(self, host: str) -> bool:
        """Say whether a Host header names this machine."""
        name = host_name(host)
        if name is None:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name in self._names
        return True


def host_name(host: str) -> str | None:
    """Return the name or address in a Host header, in small letters, without its port."""
    if host.startswith("["):
        name, bracket, port = host[1:].partition("]")
        if not bracket or (port and not port.startswith(":")):
            return None
        port = port[1:]
    else:
        name, _, port = host.partition(":")
    if not name or (port and not (port.isascii() and port.isdecimal())):
        return None
    return name.lower().rstrip(".")


def own_names() -> frozenset[str]:
    """Return the names that a machine has by itself."""
    name = socket.gethostname().lower()
    return frozenset({"localhost", name, name.partition(".")[0] + ".local"})


def _refused(status: int, text: str) -> PlainTextResponse:
    # What is left of the body is not read, so the connection is of no more use.
    return PlainTextResponse(text, status, {"connection": "close"})


async def _body(receive: Receive) -> bytes | None:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > MOST_BODY:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> MutableMapping[str, Any]:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
