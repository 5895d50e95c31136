"""The operator's page as one ASGI application."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from vr.kiosk.station import Station
from vr.operator.access import Access
from vr.operator.api import Api, refusal
from vr.operator.fleet import Fleet
from vr.operator.guard import Guard
from vr.operator.pages import Pages
from vr.operator.settings import OperatorSettings


def application(
    station: Station, settings: OperatorSettings, port: int, trust: ssl.SSLContext | bool = True
) -> ASGIApp:
    """Return the application of one station, served on `port`; made in its event loop.

    `trust` is whose certificates other stations are known by.
    """
    access = Access(settings, station, port)
    fleet = Fleet(station, settings.stations, settings.key, trust)
    pages = Pages(station, fleet, access, settings.password)
    api = Api(station, access, settings.metrics_from)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await fleet.close()

    inner = Starlette(
        routes=[*pages.routes(), *api.routes()],
        exception_handlers={HTTPException: refusal},
        lifespan=lifespan,
    )
    return Guard(inner, (*settings.names, settings.host), sealed=settings.is_sealed)
