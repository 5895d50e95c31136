"""The lights that reach the near field from outside, as all its passes ask for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orbit.moment import Moment
from render.earth_light import earth_luminance
from render.key_light import KeyLight, key_light
from render.once import once

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class NearLights:
    """Moon or Sun, and the luminance (3,) of the Earth in cd/m2; equal lights have equal `code`."""

    key: KeyLight
    earth: Array
    code: bytes


@once
def near_lights(moment: Moment) -> NearLights:
    """Return the lights of a moment; they change in steps."""
    key, earth = key_light(moment), earth_luminance(moment)
    code = key.direction.tobytes() + key.illuminance.tobytes() + earth.tobytes()
    return NearLights(key, earth, code)
