"""The frozen value that everything shown is made from: where all things are at one instant.

Frames (a matrix `b_from_a` takes the components of a vector in frame a to frame b):

GCRS    geocentric celestial reference system (IAU), axes of the sky.
ITRS    international terrestrial reference system, axes fixed to the turning Earth.
LVLH    local vertical, local horizontal of the station: x forward, y starboard, z nadir.
Moon    fixed to the Moon: z its north pole, x the mean direction of the Earth (IAU).
Cupola  the visitor's: x right, y up (zenith), z backward; so -z, straight ahead, looks aft.
        Its origin is the eye point, at the centre of the dome. Axes as in OpenXR.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Luminary:
    """The Sun, the Moon or a planet as seen from the Cupola.

    `direction` is the apparent unit vector in GCRS axes (light time and aberration included),
    `angular_radius` in rad, `distance` in m, `phase_fraction` the lit part of the disc (0 to 1),
    `illuminance` in lux outside the air, `magnitude` apparent, V band.
    """

    id: str
    name: str
    direction: Array
    distance: float
    angular_radius: float
    phase_fraction: float
    magnitude: float
    illuminance: float


@dataclass(frozen=True, slots=True)
class Bodies:
    """The parts of the launch, one row each (n rows), in an order that never changes in a scenario.

    Only bodies that exist at that time are listed. Vectors have GCRS axes.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    position: Array
    """(n, 3) m, from the Cupola's eye point."""
    velocity: Array
    """(n, 3) m/s, geocentric and inertial."""
    axis: Array
    """(n, 3) unit vectors along the long axis, tail to nose; thrust acts along it."""
    altitude: Array
    """(n,) m above the WGS 84 ellipsoid."""
    burning: NDArray[np.bool_]
    """(n,) engines on, or glowing on re-entry."""
    intensity: Array
    """(n,) cd, luminous intensity toward the Cupola of everything that body shines; 0 when dark."""
    light: Array
    """(n, 3) cd: `photometry.intensity` reads from it the intensity toward anywhere else."""
    colour: Array
    """(n, 3) linear sRGB of that light, scaled to a luminance of 1."""
    mass_flow: Array
    """(n,) kg/s of exhaust."""
    ambient_pressure: Array
    """(n,) Pa of the air around it."""
    heat_flux: Array
    """(n,) W/m2, stagnation-point convective heating; drives the re-entry glow."""
    visible: NDArray[np.bool_]
    """(n,) line of sight from the eye clear of the Earth's ellipsoid."""


@dataclass(frozen=True, slots=True)
class Moment:
    """All that is shown at mission time `t` (s from lift-off)."""

    t: float
    lift_off: datetime
    """UTC at t = 0."""
    phase: str
    """Id of the phase of flight, the id of the last event of flight before `t`, or `before_launch`;
    `no_launch` where the scenario has none."""
    itrs_from_gcrs: Array
    lvlh_from_gcrs: Array
    cupola_from_gcrs: Array
    station_position: Array
    """(3,) m, GCRS, geocentric: the station's centre of mass."""
    station_velocity: Array
    """(3,) m/s, GCRS, geocentric."""
    eye_position: Array
    """(3,) m, GCRS, geocentric: the Cupola's eye point."""
    observer_velocity: Array
    """(3,) m/s, barycentric: what aberration is computed from."""
    station_geodetic: tuple[float, float, float]
    """Latitude and longitude in rad, altitude in m, WGS 84."""
    in_sunlight: bool
    sun: Luminary
    moon: Luminary
    moon_from_gcrs: Array
    """Lunar axes: with the Moon's direction they give the face that is seen, and its turn."""
    planets: tuple[Luminary, ...]
    bodies: Bodies

    @property
    def utc(self) -> datetime:
        """The instant in UTC; wrong by 1 s if a leap second lies between it and lift-off."""
        return self.lift_off + timedelta(seconds=self.t)
