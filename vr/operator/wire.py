"""What stations tell and order each other, as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from vr.kiosk.station import Order, Status, Verb

FURTHEST = 60.0
"""s ahead that a start may be ordered for."""
STATUS: TypeAdapter[Status] = TypeAdapter(Status)


class OrderBody(BaseModel):
    """An order as it is sent; `at` is s of the clock of the station that gets it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verb: Verb
    language: Annotated[str, Field(max_length=8)] = ""
    at: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None

    def order(self) -> Order:
        """Return the order."""
        return Order(self.verb, self.language, self.at)

    def fault(self, status: Status, now: float) -> str | None:
        """Return why a station in this state cannot take it, with the remedy; None if it can."""
        if self.verb is Verb.LANGUAGE and self.language not in status.languages:
            return f"language: is not spoken here; take one of {', '.join(status.languages)}"
        if self.verb is not Verb.LANGUAGE and self.language:
            return "language: goes with the verb language alone; leave it out"
        if self.at is not None and self.verb is not Verb.START:
            return "at: goes with the verb start alone; leave it out"
        if self.at is not None and self.at > now + FURTHEST:
            return f"at: is more than {FURTHEST:g} s ahead; read /api/clock again"
        return None


class ClockReading(BaseModel):
    """A station's clock: `now` is s that never go back, from an origin of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    now: Annotated[float, Field(allow_inf_nan=False)]


class Answer(BaseModel):
    """What came of a request: `detail` is a sentence for people."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    detail: str
