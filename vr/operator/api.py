"""What other programs ask for: stations of the house, Prometheus, a watchdog."""

from __future__ import annotations

import ipaddress
import json
import logging
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from vr.kiosk.station import Station
from vr.operator import metrics
from vr.operator.access import TOKEN_HEADER, Access, asked_locally
from vr.operator.openapi import document
from vr.operator.pages import own_picture
from vr.operator.signing import SIGNATURE
from vr.operator.wire import STATUS, Answer, ClockReading, OrderBody

SILENT = 10.0
"""s without news from the show after which it is not well; a watchdog restarts it later."""
_LOCKED = Answer(detail="log in, or sign the request with the stations' key")

_log = logging.getLogger("cupola.operator")


class Api:
    """The routes for programs."""

    def __init__(self, station: Station, access: Access, metrics_from: Sequence[str]) -> None:
        self._station, self._access = station, access
        self._metrics = metrics.registry(station)
        self._networks = [ipaddress.ip_network(each, strict=False) for each in metrics_from]

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/healthz", self.health, methods=["GET"]),
            Route("/metrics", self.figures, methods=["GET"]),
            Route("/openapi.json", self.described, methods=["GET"]),
            Route("/api/clock", self.clock, methods=["GET"]),
            Route("/api/status", self.status, methods=["GET"]),
            Route("/api/picture", self.picture, methods=["GET"]),
            Route("/api/order", self.order, methods=["POST"]),
        ]

    async def health(self, request: Request) -> Response:
        """Say whether the show runs: it told its state within the last SILENT s."""
        told = self._station.status().at
        silent = self._station.now() - told
        if told > 0.0 and silent <= SILENT:
            return _answer(200, Answer(detail="ok"))
        detail = f"the show has told nothing for {silent:.0f} s" if told else "the show begins"
        return _answer(503, Answer(detail=detail))

    async def figures(self, request: Request) -> Response:
        """Return the figures for Prometheus, to this machine and those named in metrics_from."""
        if not (asked_locally(request) or self._is_named(request)):
            return _answer(403, Answer(detail="add this address to metrics_from"))
        return Response(metrics.text(self._metrics), media_type=metrics.CONTENT_TYPE)

    async def described(self, request: Request) -> Response:
        """Return what these routes take and give, as OpenAPI."""
        return JSONResponse(document())

    async def clock(self, request: Request) -> Response:
        """Return this station's clock, which is no secret."""
        return _answer(200, ClockReading(now=self._station.now()))

    async def status(self, request: Request) -> Response:
        """Return what this station shows."""
        if not await self._may_look(request):
            return _answer(401, _LOCKED)
        written = STATUS.dump_json(self._station.status())
        return Response(written, media_type="application/json")

    async def picture(self, request: Request) -> Response:
        """Return this station's small picture."""
        if not await self._may_look(request):
            return _answer(401, _LOCKED)
        found = await own_picture(self._station)
        return found if found.status_code == 200 else _answer(404, Answer(detail="there is none"))

    async def order(self, request: Request) -> Response:
        """Take an order: signed, or from a browser that is logged in and shows its token."""
        refused = await self._refused(request)
        if refused is not None:
            return refused
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _answer(415, Answer(detail="send JSON"))
        body = _read(await request.body())
        if isinstance(body, str):
            return _answer(422, Answer(detail=body))
        fault = body.fault(self._station.status(), self._station.now())
        if fault is not None:
            return _answer(409, Answer(detail=fault))
        if not self._station.order(body.order()):
            return _answer(503, Answer(detail="too many orders wait; try again in a moment"))
        _log.info("%s, by a program", body.verb.value)
        return _answer(202, Answer(detail="ordered"))

    async def _refused(self, request: Request) -> Response | None:
        if await self._access.is_of_the_house(request):
            return None
        if SIGNATURE in request.headers or not self._access.may_look(request):
            return _answer(401, _LOCKED)
        if not self._access.is_own_form(request, request.headers.get(TOKEN_HEADER, "")):
            return _answer(403, Answer(detail=f"send the page's token as {TOKEN_HEADER}"))
        return None

    async def _may_look(self, request: Request) -> bool:
        return self._access.may_look(request) or await self._access.is_of_the_house(request)

    def _is_named(self, request: Request) -> bool:
        try:
            client = ipaddress.ip_address(request.client.host if request.client else "")
        except ValueError:
            return False
        return any(client in network for network in self._networks)


def refusal(request: Request, error: Exception) -> Response:
    """Answer what no route takes: programs in JSON, people in words."""
    status: int = getattr(error, "status_code", 500)
    headers: dict[str, str] | None = getattr(error, "headers", None)
    told = {404: "there is nothing here", 405: "that cannot be done here"}.get(status, "refused")
    if request.url.path.startswith("/api/"):
        return _answer(status, Answer(detail=told), headers)
    return PlainTextResponse(told + "\n", status, headers)


def _answer(status: int, body: BaseModel, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse(body.model_dump(), status, headers)


def _read(body: bytes) -> OrderBody | str:
    """Return an order, or why there is none."""
    try:
        return OrderBody.model_validate(json.loads(body))
    except ValidationError as error:
        found: dict[str, Any] = dict(error.errors(include_url=False, include_input=False)[0])
        where = ".".join(str(each) for each in found["loc"]) or "the body"
        return f"{where}: {found['msg']}"
    except (ValueError, RecursionError):
        return "the body is not JSON"
