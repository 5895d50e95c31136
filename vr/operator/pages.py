"""What the operator's browser asks for: the page, the log-in, the buttons."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from vr.kiosk.station import Station
from vr.operator import page
from vr.operator.access import Access
from vr.operator.fleet import Fleet, Outcome, StationError
from vr.operator.markup import join
from vr.operator.password import matches
from vr.operator.pictures import jpeg
from vr.operator.sessions import Sessions
from vr.operator.throttle import Throttle
from vr.operator.wire import OrderBody

MOST_CHECKS = 4
"""Passwords that wait to be checked at once; each takes a fifth of a second of a processor."""
_MOST_TOLD = 64
_MOST_FIELDS = 8
_STRANGE = "This form was not made for you, or long ago; go back, load the page anew, try again.\n"

_log = logging.getLogger("cupola.operator")


class Pages:
    """The routes of the page."""

    def __init__(self, station: Station, fleet: Fleet, access: Access, password: str) -> None:
        self._station, self._fleet, self._access = station, fleet, access
        self._password = password
        self._throttle = Throttle(station.now)
        self._checks = asyncio.Semaphore(1)
        self._checking = 0
        self._told: OrderedDict[str, tuple[Outcome, ...]] = OrderedDict()

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/", self.dashboard, methods=["GET"]),
            Route("/stations", self.stations, methods=["GET"]),
            Route("/picture/{number:int}.jpg", self.picture, methods=["GET"]),
            Route("/order", self.order, methods=["POST"]),
            Route("/login", self.login, methods=["GET", "POST"]),
            Route("/logout", self.log_out, methods=["POST"]),
            Route("/page.css", _file("page.css", "text/css"), methods=["GET"]),
            Route("/page.js", _file("page.js", "text/javascript"), methods=["GET"]),
        ]

    async def dashboard(self, request: Request) -> Response:
        """Show all stations."""
        if not self._access.may_look(request):
            return RedirectResponse("/login", 303)
        cookie = self._access.cookie(request) or Sessions.fresh()
        told = self._told.pop(cookie, ())
        token = self._access.sessions.token(cookie)
        seen = await self._fleet.look()
        response = HTMLResponse(page.dashboard(seen, token, told, locked=self._access.is_locked))
        self._access.set_cookie(response, cookie)
        return response

    async def stations(self, request: Request) -> Response:
        """Return what changes by itself; asked for by the page's script, which is no use of it."""
        if not self._access.may_look(request, touch=False):
            return PlainTextResponse("Log in again.\n", 401)
        seen = await self._fleet.look()
        return HTMLResponse(join(*(page.live(number, each) for number, each in enumerate(seen))))

    async def picture(self, request: Request) -> Response:
        """Return a station's small picture."""
        if not self._access.may_look(request, touch=False):
            return PlainTextResponse("Log in again.\n", 401)
        number: int = request.path_params["number"]
        if number >= len(self._fleet):
            return PlainTextResponse("There is no such station.\n", 404)
        if number == 0:
            return await own_picture(self._station)
        try:
            found = await self._fleet.picture(number)
        except StationError:
            found = None
        return _jpeg(found)

    async def order(self, request: Request) -> Response:
        """Do what a button says, then show the page again with what came of it."""
        if not self._access.may_look(request):
            return RedirectResponse("/login", 303)
        form = await read_form(request)
        cookie = self._access.cookie(request)
        if cookie is None or not self._access.is_own_form(request, form.get("token", "")):
            return PlainTextResponse(_STRANGE, 403)
        numbers = self._numbers(form.get("station", "0"))
        try:
            language = form.get("language", "") if form.get("verb") == "language" else ""
            body = OrderBody.model_validate({"verb": form.get("verb", ""), "language": language})
        except ValidationError:
            return PlainTextResponse("There is no such button.\n", 422)
        if not numbers:
            return PlainTextResponse("There is no such station.\n", 422)
        outcomes = await self._fleet.order(numbers, body)
        _log.info("%s for %s", body.verb.value, ", ".join(each.name for each in outcomes))
        self._told[cookie] = outcomes
        while len(self._told) > _MOST_TOLD:
            self._told.popitem(last=False)
        return RedirectResponse("/", 303)

    async def login(self, request: Request) -> Response:
        """Ask for the password, or take it."""
        if request.method == "POST":
            return await self._log_in(request)
        if self._access.may_look(request):
            return RedirectResponse("/", 303)
        return self._ask_password(request)

    async def _log_in(self, request: Request) -> Response:
        """Check a password; an address that guesses waits longer each time."""
        form = await read_form(request)
        if not self._access.is_own_form(request, form.get("token", "")):
            return PlainTextResponse(_STRANGE, 403)
        if not self._access.is_locked:
            return RedirectResponse("/", 303)
        address = request.client.host if request.client else ""
        wait = self._throttle.wait(address)
        if wait or self._checking >= MOST_CHECKS:
            return self._ask_password(
                request,
                f"Too many tries. Wait {max(wait, 1)} s and try again.",
                429,
                {"retry-after": str(max(wait, 1))},
            )
        self._throttle.tried(address)
        if not await self._is_right(form.get("password", "")):
            _log.warning("a wrong password from %s", address)
            return self._ask_password(request, "That is not the password.", 401)
        self._throttle.succeeded(address)
        _log.info("logged in from %s", address)
        response = RedirectResponse("/", 303)
        self._access.set_cookie(response, self._access.sessions.log_in())
        return response

    async def log_out(self, request: Request) -> Response:
        """End the session."""
        form = await read_form(request)
        if not self._access.is_own_form(request, form.get("token", "")):
            return PlainTextResponse(_STRANGE, 403)
        self._access.sessions.log_out(self._access.cookie(request))
        response = RedirectResponse("/login", 303)
        self._access.drop_cookie(response)
        return response

    async def _is_right(self, password: str) -> bool:
        self._checking += 1
        try:
            async with self._checks:
                return await asyncio.to_thread(matches, password, self._password)
        finally:
            self._checking -= 1

    def _ask_password(
        self,
        request: Request,
        trouble: str = "",
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Response:
        cookie = self._access.cookie(request) or Sessions.fresh()
        token = self._access.sessions.token(cookie)
        response = HTMLResponse(page.log_in(token, trouble), status, headers)
        self._access.set_cookie(response, cookie)
        return response

    def _numbers(self, station: str) -> Sequence[int]:
        if station == page.ALL:
            return range(len(self._fleet))
        numbers = {str(number): number for number in range(len(self._fleet))}
        return [numbers[station]] if station in numbers else []


async def own_picture(station: Station) -> Response:
    """Return this station's small picture; encoded in another thread."""
    picture = station.picture()
    return _jpeg(None if picture is None else await asyncio.to_thread(jpeg, picture))


async def read_form(request: Request) -> dict[str, str]:
    """Return a form's fields, nothing for what is no form; never raises."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    text = (await request.body()).decode("utf-8", "replace")
    try:
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return dict(fields)


def _jpeg(found: bytes | None) -> Response:
    if found is None:
        return PlainTextResponse("There is no picture.\n", 404)
    return Response(found, media_type="image/jpeg")


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    content = files("vr.operator").joinpath(name).read_bytes()

    async def send(request: Request) -> Response:
        return Response(content, media_type=kind, headers={"cache-control": "max-age=300"})

    return send
