"""What a test lets go wrong between the program and its OpenXR runtime, and how it says so."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

ORDER, DONE, SHOWN = "fault.json", "fault.done", "fault.shown"
"""Files in the lab: an order, and what `tests.xr.faults` answers."""
COUNT, OBJECTS = "count.order", "objects.json"
"""The same for the OpenGL objects that there are."""


@dataclass(frozen=True)
class Fault:
    """What is to go wrong at a call of the OpenXR function named `call`.

    `result` (an xr.Result's name) is returned instead of calling the runtime, again and again for
    `seconds`. `hang` s pass before the call. `kill` is the process that is killed at it. `then` is
    done after the call: "gl error", "no context", or "break", which raises an exception somewhere
    in the program. `asks_exit` asks the runtime to end the session as its own menu would. `states`
    and `events` are told by the next calls of xrPollEvent; `asleep` keeps the session stopped for
    so many s, in which the clock goes on by `pace` times as many.
    """

    call: str
    result: str = ""
    seconds: float = 0.0
    hang: float = 0.0
    kill: int = 0
    then: str = ""
    asks_exit: bool = False
    states: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    asleep: float = 0.0
    pace: float = 1.0

    def as_json(self) -> str:
        """Return it as it is ordered."""
        return json.dumps(asdict(self))
