"""How fine the eyes are drawn, so that frames keep the headset's rate: frame times in, a step out.

Nothing here draws or reads a clock. Size goes before rate, and the quality of what is drawn goes
when the size is at its least. The bounds are of the kind that Valve found for 90 frames a second:
less work above 90 % of the time there is, more below 70 % (Vlachos 2016, "Advanced VR Rendering
Performance", Game Developers Conference).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

HIGH = 0.90
"""Of a display period: longer frames are too long, since the compositor works in it as well."""
AIM = 0.80
"""Where less work shall end, and"""
LOW = 0.72
"""what more work may come to by reckoning; the room between them is the hysteresis."""
SCALES = (1.0, 0.9, 0.81, 0.73, 0.66, 0.59, 0.53)
"""Of an eye's width and height; each has four fifths of the pixels of the one before."""
LIGHTER = 0.8
"""What a step of quality leaves of a frame's time, by reckoning."""
LOOK, TOO_LONG = 10, 4
"""That many of the last frames must be too long: a hitch or two is none of ours."""
CALM = 90
"""Frames, a second at 90 Hz, that must all but RARE have room to spare before more is drawn."""
RARE = 4
DOUBTED = 10 * CALM
"""A rise that does not last so many frames was wrong: the next to that step waits twice as long,"""
LONGEST_WAIT = 60 * CALM
"""at most so long."""
USELESS = 0.9
"""Where the last step leaves more than this of the time, drawing less is no remedy."""


@dataclass(frozen=True, slots=True)
class Step:
    """`scale`: of the eyes' width and height. `lower`: steps of quality below that asked for."""

    scale: float
    lower: int = 0

    @property
    def work(self) -> float:
        """Return a frame's work over that of a full one, by reckoning."""
        return self.scale**2 * LIGHTER**self.lower

    def part(self, size: tuple[int, int]) -> tuple[int, int]:
        """Return width and height, in px, of what is drawn of an image of that size."""
        width, height = size
        return round(width * self.scale), round(height * self.scale)


FULL = Step(1.0)


def ladder(qualities: int) -> tuple[Step, ...]:
    """Return all steps, the finest first, where there are so many lower qualities to go to."""
    least = SCALES[-1]
    return (*map(Step, SCALES), *(Step(least, 1 + lower) for lower in range(qualities)))


class Resolution:
    """Chooses among steps by how long frames take."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps
        self._at = 0
        self._times: deque[float] = deque(maxlen=CALM)
        self._frames = 0
        """Since the last change."""
        self._waits = [CALM] * len(steps)
        """Frames at least between a change and a rise to each step."""
        self._has_risen = False
        self._fall: tuple[int, float] | None = None
        """Where a fall that still goes on began, and the share of the period that frames took."""
        self._rest = 0
        """Frames for which nothing is lowered, since it was of no use."""
        self.share = 0.0
        """Of the period that frames took when the step was changed last."""
        self.is_useless = False
        """Whether that change was made because drawing less had been of no use."""

    @property
    def step(self) -> Step:
        """Return the step to draw at."""
        return self._steps[self._at]

    def take(self, seconds: float, budget: float, drawn_at: Step) -> bool:
        """Take in how long a frame took that was drawn at a step; say whether the step changes.

        `budget` is the display's period, s. Frames drawn at another step than the present count
        for nothing.
        """
        if drawn_at != self.step or budget <= 0.0:
            return False
        self._times.append(seconds / budget)
        self._frames += 1
        self._rest = max(self._rest - 1, 0)
        if self._frames > DOUBTED and self._has_risen:
            self._has_risen, self._waits[self._at] = False, CALM
        before = self._at
        if not self._falls():
            self._rises()
        return self._at != before

    def forget(self) -> None:
        """Begin to look anew: what came before, another session's, does not count."""
        self._times.clear()
        self._frames = 0
        self._fall = None

    def _falls(self) -> bool:
        """Go down where frames are too long; say whether they are."""
        if len(self._times) < LOOK or self._rest:
            return False
        latest = [self._times[-1 - back] for back in range(LOOK)]
        time = sorted(latest)[-TOO_LONG]
        if time <= HIGH:
            if len(self._times) == CALM:
                self._fall = None
            return False
        if self._at == len(self._steps) - 1:
            self._give_up(time)
            return True
        if self._fall is None:
            self._fall = self._at, time
        if self._has_risen:
            self._has_risen = False
            self._waits[self._at] = min(2 * self._waits[self._at], LONGEST_WAIT)
            self._change(self._at + 1, time)  # where frames were in time
        else:
            self._change(self._next_below(time), time)
        return True

    def _next_below(self, time: float) -> int:
        """Return the finest step below whose frames would end in time; the least size at most."""
        most = AIM / time * self.step.work
        for number in range(self._at + 1, len(self._steps)):
            if self._steps[number].work <= most or self._steps[number].scale == SCALES[-1]:
                return number
        return self._at + 1

    def _give_up(self, time: float) -> None:
        """Draw in full again for a while, where the least of all took hardly less time."""
        if self._fall is None or len(self._times) < CALM // 2:
            return
        began, was = self._fall
        self._fall = None
        if time > USELESS * was and self.step.work < 0.6 * self._steps[began].work:
            self._rest = LONGEST_WAIT
            self._change(began, time)
            self.is_useless = True

    def _rises(self) -> None:
        """Go up by a step where the frames would still end in time."""
        if self._at == 0 or self._frames < self._waits[self._at - 1]:
            return
        time = sorted(self._times)[-1 - RARE]
        above = self._steps[self._at - 1]
        if time * above.work / self.step.work <= LOW:
            self._has_risen = True
            self._fall = None
            self._change(self._at - 1, time)

    def _change(self, number: int, time: float) -> None:
        self._at, self.share, self.is_useless = number, time, False
        self._times.clear()
        self._frames = 0
