"""Where the time of a start goes, in the process that starts: laps on end."""

from __future__ import annotations

import time
from typing import Any


class Laps:
    """The laps of one start, the first of which begins at `started`, s since 1970."""

    def __init__(self, started: float) -> None:
        self.seconds: dict[str, float] = {}
        self._last = started
        self._is_over = False

    def end(self, name: str) -> None:
        """End a lap of that name, or add to it where one has ended before."""
        now = time.time()
        if not self._is_over:
            self.seconds[name] = self.seconds.get(name, 0.0) + now - self._last
        self._last = now

    def end_with(
        self,
        owner: Any,  # noqa: ANN401, a module or a class
        maker: str,
        name: str,
        *,
        last: bool = False,
    ) -> None:
        """Let `maker`, a function or class that `owner` has, end a lap whenever it is done.

        What comes after the `last` lap is not counted.
        """
        make = getattr(owner, maker)

        def told(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401, passed on as they are
            made = make(*arguments, **named)
            self.end(name)
            self._is_over = self._is_over or last
            return made

        setattr(owner, maker, told)


def end_with_parts(laps: Laps) -> None:
    """Let the renderer's parts, in its order, end the laps up to then when they are made."""
    import render.renderer  # noqa: PLC0415, imports are part of what is measured
    from render.passes.cupola import Cupola  # noqa: PLC0415
    from render.passes.sky_lights import SkyLights  # noqa: PLC0415

    laps.end_with(render.renderer, "load_maps", "maps")
    laps.end_with(SkyLights, "__init__", "far field and points")
    laps.end_with(Cupola, "__init__", "cupola")
