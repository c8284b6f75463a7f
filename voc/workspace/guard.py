"""Let in only the browser that was given the address with the token, and only from our own pages.

The server listens on this computer alone, but every page that is open in a browser, and every program on the computer,
can reach it. So each request must name our own host (a page elsewhere can make its own name point here), must bring the
cookie that the token was exchanged for, and, where it changes something, must come from one of our pages.
"""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN = "token"  # noqa: S105 - the name of the parameter, not a token
"""The parameter of the first address."""
REPORT_POLICY = "sandbox allow-scripts allow-popups allow-downloads; frame-ancestors 'self'"
"""For the files of a study. Their texts are other people's, so they get an origin of their own: whatever runs in them
cannot ask the server anything. What else they may load, their own policy says."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "cache-control": "no-store",
}
_HARMLESS = frozenset({"GET", "HEAD"})
_LOST = (
    "voc: this page was opened without its token.\n\nOpen the address that `voc open` printed, with its token. "
    "If it is not there any more, stop `voc open` and start it again.\n"
)


class Guard:
    """Checks host, token or cookie, and origin of every request, and puts the policy on every answer.

    ``port`` is the port that the server listens on; ``token`` is in the first address. The cookie holds another
    secret, so that an address in the browser's history is of no use once the server has ended.
    """

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        """Guard `app`."""
        self._app = app
        self._hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))
        self._token = token
        # Browsers do not keep the cookies of two ports apart.
        self._cookie = f"voc-{port}"
        self._secret = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # There are no web sockets; one that is asked for is closed by the server.
            return

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._refuse(scope) or self._let_in(scope)
        await (answer or self._app)(scope, receive, send_with_policy)

    def _refuse(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse("voc answers only to 127.0.0.1.\n", 421)
        origin = headers.get("origin")
        if scope["method"] not in _HARMLESS and origin != f"http://{host}":
            return PlainTextResponse("voc takes changes only from its own pages.\n", 403)
        # A browser says where a request comes from; a page elsewhere must not even learn whether an address exists.
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return PlainTextResponse("voc answers only to its own pages.\n", 403)
        return None

    def _let_in(self, scope: Scope) -> Response | None:
        parameters = parse_qsl(scope.get("query_string", b"").decode("latin-1"))
        token = dict(parameters).get(TOKEN)
        if token is not None and scope["method"] in _HARMLESS and _equal(token, self._token):
            # The token leaves the address bar at once.
            rest = urlencode([(name, value) for name, value in parameters if name != TOKEN])
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(self._cookie, self._secret, httponly=True, samesite="strict", path="/")
            return answer
        cookies = SimpleCookie()
        try:
            cookies.load(Headers(scope=scope).get("cookie", ""))
        except CookieError:
            return PlainTextResponse(_LOST, 403)
        cookie = cookies.get(self._cookie)
        return None if cookie and _equal(cookie.value, self._secret) else PlainTextResponse(_LOST, 403)


def _equal(left: str, right: str) -> bool:
    # As bytes: compare_digest refuses text beyond ASCII.
    return hmac.compare_digest(left.encode(), right.encode())
