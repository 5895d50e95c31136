"""All stations that one page follows: this one, and others over the network.

A start of several is agreed on as one instant a little ahead, told to each by its own clock: the
way of an order over the network then does not matter.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, replace

import httpx
from pydantic import ValidationError

from vr.kiosk.station import Station, Status, Verb
from vr.operator.clocks import Exchange, Offset, offset
from vr.operator.signing import signed
from vr.operator.wire import STATUS, Answer, ClockReading, OrderBody

LEAD = 1.0
"""s from an agreed start to its order: more than the slowest way."""
EXCHANGES = 9
_PATIENCE = 1.0
"""s that another station has to answer."""
_KEPT = 0.8
"""s for which an answer serves all who ask."""
_MOST_ANSWER = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Seen:
    """One station as it is seen from here; `status` is the last known, `trouble` why not newer.

    `silent` is s since it answered last.
    """

    address: str
    status: Status | None = None
    trouble: str = ""
    silent: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order at one station; `error` is that of its clock, s, for a joint start."""

    name: str
    taken: bool
    detail: str = ""
    error: float = 0.0


class StationError(Exception):
    """Another station did not answer, or not as one."""


class Fleet:
    """Asks and orders; lives in the server's event loop. Number 0 is this station."""

    def __init__(
        self, station: Station, addresses: Sequence[str], key: str, trust: ssl.SSLContext | bool
    ) -> None:
        self._station, self._key = station, key
        self._addresses = tuple(each.rstrip("/") for each in addresses)
        limits = httpx.Limits(max_connections=4 * len(addresses) + 4, keepalive_expiry=30.0)
        # Proxies of the environment are not for machines of the house.
        self._client = httpx.AsyncClient(
            timeout=_PATIENCE, verify=trust, limits=limits, trust_env=False
        )
        self._offsets: dict[int, Offset] = {0: Offset()}
        self._seen = [Seen("", station.status()), *(Seen(each) for each in self._addresses)]
        self._answered = [station.now()] * len(self._seen)
        self._looked = float("-inf")
        self._looking = asyncio.Lock()

    def __len__(self) -> int:
        return 1 + len(self._addresses)

    async def close(self) -> None:
        """End all connections."""
        await self._client.aclose()

    async def look(self) -> tuple[Seen, ...]:
        """Return all stations as they are now; never raises."""
        async with self._looking:
            if self._station.now() - self._looked > _KEPT:
                others = range(1, len(self))
                self._seen[1:] = await asyncio.gather(*(self._look_at(each) for each in others))
                self._looked = self._station.now()
        self._seen[0] = Seen("", self._station.status())
        return tuple(self._seen)

    async def picture(self, number: int) -> bytes | None:
        """Return another station's small picture as JPEG, None where it has none."""
        answer = await self._ask(number, "GET", "/api/picture")
        is_jpeg = answer.headers.get("content-type") == "image/jpeg"
        return answer.content if answer.status_code == httpx.codes.OK and is_jpeg else None

    async def order(self, numbers: Sequence[int], body: OrderBody) -> tuple[Outcome, ...]:
        """Order several stations; a start of more than one is for the same instant."""
        if body.verb is Verb.START and len(numbers) > 1:
            return await self._start_together(numbers)
        orders = (self._order_one(number, body) for number in numbers)
        return tuple(await asyncio.gather(*orders))

    async def offset(self, number: int) -> Offset:
        """Return how far a station's clock stands from this one's; raise `StationError`."""
        if number == 0:
            return Offset()
        exchanges = []
        for _ in range(EXCHANGES):
            asked = self._station.now()
            answer = await self._ask(number, "GET", "/api/clock")
            answered = self._station.now()
            try:
                reading = ClockReading.model_validate_json(answer.content)
            except ValidationError:
                raise StationError("does not tell its time; is it of this version?") from None
            exchanges.append(Exchange(asked, reading.now, answered))
        self._offsets[number] = offset(exchanges)
        return self._offsets[number]

    async def _start_together(self, numbers: Sequence[int]) -> tuple[Outcome, ...]:
        asked = await asyncio.gather(*map(self.offset, numbers), return_exceptions=True)
        at = self._station.now() + LEAD

        async def start(number: int, found: Offset | BaseException) -> Outcome:
            if isinstance(found, BaseException):
                return Outcome(self._name(number), False, _told(found))
            body = OrderBody(verb=Verb.START, at=max(found.theirs(at), 0.0))
            return replace(await self._order_one(number, body), error=found.error)

        return tuple(await asyncio.gather(*map(start, numbers, asked)))

    async def _order_one(self, number: int, body: OrderBody) -> Outcome:
        name = self._name(number)
        if number == 0:
            fault = body.fault(self._station.status(), self._station.now())
            if fault is None and not self._station.order(body.order()):
                fault = "too many orders wait; try again in a moment"
            return Outcome(name, fault is None, fault or "")
        try:
            sent = body.model_dump_json(exclude_defaults=True).encode()
            answer = await self._ask(number, "POST", "/api/order", sent)
            if answer.status_code == httpx.codes.ACCEPTED:
                return Outcome(name, True)
            return Outcome(name, False, Answer.model_validate_json(answer.content).detail)
        except StationError as error:
            return Outcome(name, False, str(error))
        except ValidationError:
            return Outcome(name, False, "answers strangely; is it of this version?")

    async def _look_at(self, number: int) -> Seen:
        before = self._seen[number]
        try:
            answer = await self._ask(number, "GET", "/api/status")
            if answer.status_code != httpx.codes.OK:
                raise StationError(_refusal(answer.status_code))
            status = STATUS.validate_json(answer.content)
        except (StationError, ValidationError) as error:
            told = str(error) if isinstance(error, StationError) else "is of another version"
            return replace(
                before, trouble=told, silent=self._station.now() - self._answered[number]
            )
        self._answered[number] = self._station.now()
        return Seen(before.address, status)

    async def _ask(self, number: int, method: str, path: str, body: bytes = b"") -> httpx.Response:
        answer = await self._ask_once(number, method, path, body)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            # A machine that was switched off and on has a clock that begins anew.
            self._offsets.pop(number, None)
            answer = await self._ask_once(number, method, path, body)
        return answer

    async def _ask_once(self, number: int, method: str, path: str, body: bytes) -> httpx.Response:
        address = self._addresses[number - 1]
        try:
            headers = await self._signed(number, method, path, body)
            async with (
                asyncio.timeout(2.0 * _PATIENCE),
                self._client.stream(method, address + path, content=body, headers=headers) as found,
            ):
                parts, size = [], 0
                async for part in found.aiter_raw():
                    size += len(part)
                    if size > _MOST_ANSWER:
                        raise StationError("sends more than a station does")
                    parts.append(part)
                kept = {"content-type": found.headers.get("content-type", "")}
                return httpx.Response(found.status_code, headers=kept, content=b"".join(parts))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            raise StationError(_told(error)) from None

    async def _signed(self, number: int, method: str, path: str, body: bytes) -> dict[str, str]:
        """Return the headers of a request; the first to a station asks for its clock before."""
        if path == "/api/clock":
            return {}
        kind = {"content-type": "application/json"} if body else {}
        if number not in self._offsets:
            await self.offset(number)
        now = self._offsets[number].theirs(self._station.now())
        return kind | signed(self._key, method, path, body, now)

    def _name(self, number: int) -> str:
        status = self._seen[number].status if number else self._station.status()
        return (status.name if status else "") or self._seen[number].address or "this station"


def _refusal(code: int) -> str:
    if code == httpx.codes.UNAUTHORIZED:
        return "refuses our key; write the same key in the configuration of both"
    return f"answers with {code}"


def _told(error: BaseException) -> str:
    if isinstance(error, StationError):
        return str(error)
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return f"did not answer within {_PATIENCE:g} s; is it switched on?"
    return f"cannot be reached ({type(error).__name__}); is it switched on, the address right?"
