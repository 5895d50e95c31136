"""How the station is turned in its orbit, and the Cupola on the station."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from orbit.frames import turn_x, turn_y, turn_z

Array = NDArray[np.float64]

CUPOLA_FROM_BODY: Array = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, -1.0], [1.0, 0.0, 0.0]])
"""The visitor's axes on the station's: x to port, y to the zenith, z forward, so -z looks aft."""


def cupola_from_body(clocking_deg: float) -> Array:
    """Return the matrix (3, 3) from body axes to those of a Cupola turned about the nadir axis.

    Its straight ahead, -z, looks to the azimuth 180 + `clocking_deg`, from forward by starboard.
    """
    turned: Array = CUPOLA_FROM_BODY @ turn_z(math.radians(clocking_deg))
    return turned


def body_from_lvlh(yaw_deg: float, pitch_deg: float, roll_deg: float) -> Array:
    """Return the matrix (3, 3) from LVLH to the station's body axes.

    The body is turned from LVLH by yaw about z, then pitch about the new y, then roll about the
    new x, as NASA states ISS attitudes (NASA, "The International Space Station: Operating an
    Outpost in the New Frontier", 2017, chapter 7).
    """
    yaw, pitch, roll = (math.radians(each) for each in (yaw_deg, pitch_deg, roll_deg))
    return turn_x(roll) @ turn_y(pitch) @ turn_z(yaw)
