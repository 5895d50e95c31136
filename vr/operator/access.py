"""Who may see the page, and who may change anything by it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from vr.kiosk.station import Station
from vr.operator.guard import host_name
from vr.operator.sessions import Sessions
from vr.operator.settings import OperatorSettings, is_loopback
from vr.operator.signing import Verifier

TOKEN_HEADER = "x-cupola-token"


class Access:
    """The rules of one server: cookies of browsers, signatures of stations, tokens of forms."""

    def __init__(self, settings: OperatorSettings, station: Station, port: int) -> None:
        self._station = station
        self.is_locked = bool(settings.password)
        self.sessions = Sessions(station.now, settings.session_minutes * 60.0)
        self._verifier = Verifier(settings.key)
        self._sealed = settings.is_sealed
        # Browsers keep one jar for all ports of an address.
        name = f"cupola-{port}"
        self._cookie_name = f"__Host-{name}" if self._sealed else name

    def cookie(self, request: Request) -> str | None:
        """Return the browser's cookie, None where it has none of our form."""
        found = request.cookies.get(self._cookie_name)
        return found if self.sessions.is_cookie(found) else None

    def set_cookie(self, response: Response, cookie: str) -> None:
        """Give a browser its cookie: for this machine alone, out of reach of scripts."""
        response.set_cookie(
            self._cookie_name,
            cookie,
            path="/",
            secure=self._sealed,
            httponly=True,
            samesite="strict",
        )

    def drop_cookie(self, response: Response) -> None:
        """Take a browser's cookie away."""
        response.delete_cookie(
            self._cookie_name, path="/", secure=self._sealed, httponly=True, samesite="strict"
        )

    def may_look(self, request: Request, *, touch: bool = True) -> bool:
        """Say whether a browser may see the page: logged in, or no password is set."""
        if not self.is_locked:
            return True
        return self.sessions.is_logged_in(self.cookie(request), touch=touch)

    def is_own_form(self, request: Request, token: str) -> bool:
        """Say whether a browser sends what a page of ours offered it, and no stranger's page."""
        return self.sessions.is_token(self.cookie(request), token) and comes_from_here(
            request.headers
        )

    async def is_of_the_house(self, request: Request) -> bool:
        """Say whether another station signed a request."""
        return self._verifier.accepts(
            request.method,
            request.url.path,
            await request.body(),
            request.headers,
            self._station.now(),
        )


def comes_from_here(headers: Mapping[str, str]) -> bool:
    """Say whether a browser that tells where a request comes from names a page of ours."""
    site = headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    except ValueError:
        return False


def asked_locally(request: Request) -> bool:
    """Say whether a program of this machine asks, by an address of this machine's own.

    What a proxy hands on comes from this machine as well, but under a name of the network.
    """
    client = request.client.host if request.client else ""
    name = host_name(request.headers.get("host", "")) or ""
    forwarded = any(each in request.headers for each in ("forwarded", "x-forwarded-for"))
    return is_loopback(client) and is_loopback(name) and not forwarded
