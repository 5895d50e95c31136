"""Mixes what two ears hear, block by block; gains and delays glide, so that nothing clicks."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vr.sound.ears import Hearing, Parted, heard, parted
from vr.sound.music import Track, place_in_track, plays_at
from vr.sound.synthesis import RATE, chime, hum

Array = NDArray[np.float64]
Block = NDArray[np.float32]

_HUMS = (("node", (0.0, 1.6, 0.3)), ("fan", (-0.8, 0.5, -0.5)), ("tablet", (0.36, 0.47, 0.78)))
"""What hums, and where it is in m in the Cupola's frame (estimates)."""
_MUSIC_GAIN = 0.7
_DRIFT = 0.08
"""s that the track may be off the show before it is set right."""
_MOST_CHIMES = 4
_OPENING = 1.5
"""s in which the sound comes up at the start."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Where a head is in the Cupola, and where the show is: all that the mix depends on.

    `position` (3,) m and `room_from_head` (3, 3) as `ears.heard`; `t` was mission time at `stamp`
    (s of the clock that `Mixer.block` is given), going at `pace` mission seconds a second.
    """

    position: Array
    room_from_head: Array
    t: float = 0.0
    pace: float = 0.0
    stamp: float = 0.0


@dataclass(slots=True)
class _Voice:
    sound: Parted
    place: Array
    loops: bool
    at: int = 0
    heard: Hearing | None = None


class Mixer:
    """All voices. `listener` and `asked` may be set from another thread at any time."""

    def __init__(self, track: Track | None = None) -> None:
        self.listener = Listener(np.zeros(3), np.eye(3))
        self.asked: deque[tuple[float, float, float]] = deque(maxlen=_MOST_CHIMES)
        """Places, m in the Cupola's frame, from which a chime is to come."""
        self.asked_at = -math.inf
        """When a block was asked for last, s as `block` is given."""
        self._track = track
        self._chime = parted(chime(), loops=False)
        self._voices = [
            _Voice(parted(hum(kind), loops=True), np.array(place), loops=True)
            for kind, place in _HUMS
        ]
        self._music_at: int | None = None
        self._music_gain = 0.0
        self._opening = 0.0

    def block(self, count: int, now: float) -> Block:
        """Return the next (count, 2) samples, heard at `now` s."""
        listener, self.asked_at = self.listener, now
        while self.asked:
            place = np.array(self.asked.popleft())
            self._voices.append(_Voice(self._chime, place, loops=False))
        mixed = np.zeros((count, 2))
        for voice in self._voices:
            mixed += _said(voice, listener, count)
        self._voices = [
            each for each in self._voices if each.loops or each.at < len(each.sound.low)
        ]
        mixed += self._music(listener, count, now)
        if self._opening < 1.0:
            opened = self._opening + np.arange(1, count + 1) / (_OPENING * RATE)
            mixed *= np.minimum(opened, 1.0)[:, None]
            self._opening = float(min(opened[-1], 1.0))
        return np.clip(mixed, -0.98, 0.98).astype(np.float32)

    def _music(self, listener: Listener, count: int, now: float) -> Array:
        """Return the track's part; it is set right in silence, between a fade out and one in."""
        silence = np.zeros((count, 2))
        if self._track is None:
            return silence
        t = listener.t + listener.pace * (now - listener.stamp)
        wanted = round(place_in_track(t) * RATE)
        plays = plays_at(listener.pace)
        at = self._music_at
        if at is None:
            if not plays:
                return silence
            at = wanted
        goal = 1.0 if plays and abs(wanted - at) < _DRIFT * RATE else 0.0
        gain = np.linspace(self._music_gain, goal, count + 1)[1:]
        heard_now = self._track.part(at, count) * (_MUSIC_GAIN * gain)[:, None]
        self._music_gain = goal
        self._music_at = at + count if goal > 0.0 else None
        return heard_now


def _said(voice: _Voice, listener: Listener, count: int) -> Array:
    """Return (count, 2) of one voice, gliding from how it was heard to how it is heard now."""
    now = heard(voice.place, listener.position, listener.room_from_head)
    before = voice.heard or now
    glide = np.arange(1, count + 1) / count
    said = np.zeros((count, 2))
    for ear in (0, 1):
        delay, gain, brightness = (
            start[ear] + (end[ear] - start[ear]) * glide
            for start, end in zip(
                (before.delay, before.gain, before.brightness),
                (now.delay, now.gain, now.brightness),
                strict=True,
            )
        )
        index = voice.at + np.arange(count) - delay * RATE
        low, high = (
            _read(part, index, voice.loops) for part in (voice.sound.low, voice.sound.high)
        )
        said[:, ear] = gain * (low + brightness * high)
    voice.heard = now
    length = len(voice.sound.low)
    voice.at = (voice.at + count) % length if voice.loops else voice.at + count
    return said


def _read(samples: Block, index: Array, loops: bool) -> Array:
    """Return samples at places between them, by straight lines."""
    first = np.floor(index).astype(np.int64)
    share = index - first
    if loops:
        here, there = samples[first % len(samples)], samples[(first + 1) % len(samples)]
        looped: Array = (1 - share) * here + share * there
        return looped
    padded = np.concatenate([np.zeros(1, np.float32), samples, np.zeros(1, np.float32)])
    a, b = (np.clip(each + 1, 0, len(padded) - 1) for each in (first, first + 1))
    once: Array = (1 - share) * padded[a] + share * padded[b]
    return once
