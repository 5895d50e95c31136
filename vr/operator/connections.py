"""Keeps open connections few and short, so that no client uses up the files that the show needs."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from vr.operator.throttle import network

MOST = 96
MOST_OF_ONE = 24
"""Connections of one address; a browser opens six."""
HEADER_TIME = 10.0
"""s in which a new connection's first request must have come, and before it the seal of https."""


class Door(socket.socket):
    """A listening socket that takes only so many connections at once, before anything is read."""

    def __init__(self, family: int) -> None:
        super().__init__(family, socket.SOCK_STREAM)
        self.inside: Counter[str] = Counter()

    def accept(self) -> tuple[socket.socket, Any]:
        """Return the next connection; end it at once where there are too many."""
        found, address = super().accept()
        guest = network(str(address[0]))
        if self.inside.total() >= MOST or self.inside[guest] >= MOST_OF_ONE:
            found.close()
            raise ConnectionAbortedError("too many connections")
        self.inside[guest] += 1
        return _Counted(self, guest, found.detach()), address


class _Counted(socket.socket):
    """A connection that tells its door when it ends."""

    def __init__(self, door: Door, guest: str, number: int) -> None:
        super().__init__(fileno=number)
        self._door: Door | None = door
        self._guest = guest

    def close(self) -> None:
        """End the connection."""
        super().close()
        door, self._door = self._door, None
        if door is not None:
            door.inside[self._guest] -= 1
            door.inside += Counter()  # forgets those that are gone


class Loop(asyncio.SelectorEventLoop):
    """An event loop that waits for the seal of https no longer than for a request."""

    async def create_server(self, *arguments: Any, **options: Any) -> asyncio.Server:  # noqa: ANN401
        """Begin to listen, as asyncio does."""
        if options.get("ssl") is not None:
            options["ssl_handshake_timeout"] = HEADER_TIME
        return await super().create_server(*arguments, **options)


class Connection(H11Protocol):
    """uvicorn's connection, closed where it says nothing."""

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to listen to a client."""
        super().connection_made(transport)
        self._patience = self.loop.call_later(HEADER_TIME, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a client."""
        if self._patience is not None:
            self._patience.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        if self.cycle is None:
            self.transport.abort()
