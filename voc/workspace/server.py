"""Start the workspace: a free port, a token, the browser; and a clean stop."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from voc.errors import UsageError
from voc.workspace.app import create_app
from voc.workspace.guard import TOKEN, Guard
from voc.workspace.known_studies import KnownStudies, state_folder
from voc.workspace.workspace import Workspace

HOST = "127.0.0.1"
FIRST_PORT = 8737
"""The first port that is tried without --port: the same one as long as it is free, so that an open tab works again."""
_PORTS_TRIED = 20


@dataclass(frozen=True, slots=True)
class Address:
    """Where the workspace is: ``url`` has the token, for the first request; ``port`` alone is no secret."""

    url: str
    port: int


def serve(
    folder: Path | None = None,
    *,
    port: int | None = None,
    open_browser: bool = True,
    announce: Callable[[Address], None],
) -> None:
    """Serve the workspace until it is interrupted.

    Args:
        folder: a study to begin with; without one, the list of studies.
        port: the port to listen on; by default the first free one from `FIRST_PORT`.
        open_browser: whether the browser is opened.
        announce: called once with the address, before anything is served.

    Raises:
        UsageError: the port is in use.
        OutputError: the folder is no study, or is open elsewhere.
    """
    workspace = Workspace(KnownStudies(state_folder()))
    try:
        start = f"/study/{workspace.add(folder).study_id}" if folder else "/"
        listening = _listen(port)
        token = secrets.token_urlsafe(24)
        address = Address(f"http://{HOST}:{_port(listening)}{start}?{TOKEN}={token}", _port(listening))
        guard = Guard(create_app(workspace), address.port, token)
        server = _Server(workspace, guard)
        announce(address)
        if open_browser:
            # From a thread of its own: some browsers let the caller wait until they are closed.
            threading.Thread(target=webbrowser.open, args=(address.url,), daemon=True).start()
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        # How it is always stopped; every decision was saved when it was made.
        pass
    finally:
        workspace.close()


class _Server(uvicorn.Server):
    """Ends the connections of events first when it stops, since these never end by themselves."""

    def __init__(self, workspace: Workspace, app: Guard) -> None:
        super().__init__(
            uvicorn.Config(
                app, log_level="warning", access_log=False, server_header=False, lifespan="off",
                timeout_graceful_shutdown=10, ws="none", h11_max_incomplete_event_size=65_536,
            )
        )  # fmt: skip
        self._workspace = workspace

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._workspace.events.close()
        await super().shutdown(sockets)


def _listen(port: int | None) -> socket.socket:
    candidates = [port] if port is not None else [*range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED), 0]
    for candidate in candidates:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listening.bind((HOST, candidate))
        except OSError:
            listening.close()
            continue
        listening.listen(128)
        return listening
    raise UsageError(f"The port {port} is in use. Choose another --port, or leave it out to take a free one.")


def _port(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])
