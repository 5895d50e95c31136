"""Late frames as the runtime sees them: the display times that passed without a frame of ours."""

from __future__ import annotations

SHORTEST_NS, LONGEST_NS = 2_000_000, 100_000_000
"""A display shows 10 to 500 pictures a second; a period beyond that is a runtime's mistake."""


class Displays:
    """Counts by successive predicted display times, and knows the display's own period."""

    def __init__(self) -> None:
        self._last_ns = 0
        self.period_ns = 0
        """The shortest that this session's runtime has told; 0 before it told any. A runtime that
        sees us late may ask for every other picture, and tell twice the display's period. Monado
        does; with its first frame, before it knows its display, it tells 16 ms."""

    def forget(self) -> None:
        """Begin with a new session, whose clock and display may be others."""
        self._last_ns = self.period_ns = 0

    def pause(self) -> None:
        """Let time pass without a frame being wanted."""
        self._last_ns = 0

    def passed(self, display_time_ns: int, period_ns: int) -> int:
        """Take in when a drawn frame is shown; return how many pictures went by before it."""
        if SHORTEST_NS <= period_ns <= LONGEST_NS:
            known = self.period_ns or period_ns
            self.period_ns = min(known, period_ns)
        before, self._last_ns = self._last_ns, display_time_ns
        if not before or not self.period_ns:
            return 0
        return max(round((display_time_ns - before) / self.period_ns) - 1, 0)
