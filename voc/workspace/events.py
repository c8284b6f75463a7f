"""Server-sent events: every open tab hears of every change."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial

HEARTBEAT_SECONDS = 15.0
"""An open connection says something at least this often, so that a closed tab is noticed."""


class Events:
    """Hands messages to all who listen. Everything happens in the server's loop, so nothing is locked."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._listeners: set[asyncio.Queue[str | None]] = set()
        self._is_closed = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def send(self, kind: str, **data: object) -> None:
        """Tell everybody; ``data`` is plain data."""
        message = f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        for listener in self._listeners:
            listener.put_nowait(message)

    def send_from_thread(self, kind: str, **data: object) -> None:
        """Tell everybody, from outside the server's loop."""
        # Without a listener there is no loop yet; one that has ended has no listeners either.
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(partial(self.send, kind, **data))

    def close(self) -> None:
        """End all connections, or the server would wait for them when it stops."""
        # A tab whose connection has just ended asks for the next one, and may still reach the server.
        self._is_closed = True
        for listener in self._listeners:
            listener.put_nowait(None)

    async def listen(self) -> AsyncIterator[str]:
        """Yield messages as text of the protocol, until `close`."""
        self._loop = asyncio.get_running_loop()
        listener: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            yield "retry: 1000\n\n"
            while not self._is_closed:
                try:
                    message = await asyncio.wait_for(listener.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    message = ": still here\n\n"
                if message is None:
                    return
                yield message
        finally:
            self._listeners.discard(listener)
