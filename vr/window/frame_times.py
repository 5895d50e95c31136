"""How long the parts of the window's last pictures took."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

_KEPT = 60


class FrameTimes:
    """Keeps the last second or so of times and tells their mean."""

    def __init__(self) -> None:
        self._frames: deque[Mapping[str, float]] = deque(maxlen=_KEPT)

    def add(self, parts: Mapping[str, float]) -> None:
        """Note one picture's parts, s."""
        self._frames.append(parts)

    def lines(self) -> list[tuple[str, str]]:
        """Return each part and the whole: name, mean in ms."""
        if not self._frames:
            return []
        count = len(self._frames)
        means = {
            name: sum(frame[name] for frame in self._frames) / count for name in self._frames[-1]
        }
        whole = sum(means.values())
        rows = [(name, f"{1e3 * mean:.1f} ms") for name, mean in means.items()]
        return [*rows, ("picture", f"{1e3 * whole:.1f} ms, {1.0 / max(whole, 1e-9):.0f} a second")]
