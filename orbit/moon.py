"""How the Moon is turned, and how bright it is."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_NODES = (  # degrees at J2000.0, degrees a day
    (125.045, -0.0529921),
    (250.089, -0.1059842),
    (260.008, 13.0120009),
    (176.625, 13.3407154),
    (357.529, 0.9856003),
    (311.589, 26.4057084),
    (134.963, 13.0649930),
    (276.617, 0.3287146),
    (34.226, 1.7484877),
    (15.134, -0.1589763),
    (119.743, 0.0036096),
    (239.961, 0.1643573),
    (25.053, 12.9590088),
)
# Amplitudes in degrees, one for each of the angles above.
_POLE_RA = (-3.8787, -0.1204, 0.0700, -0.0172, 0, 0.0072, 0, 0, 0, -0.0052, 0, 0, 0.0043)
_POLE_DEC = (1.5419, 0.0239, -0.0278, 0.0068, 0, -0.0029, 0.0009, 0, 0, 0.0008, 0, 0, -0.0009)
_MERIDIAN = (
    3.5610,
    0.1208,
    -0.0642,
    0.0158,
    0.0252,
    -0.0066,
    -0.0047,
    -0.0046,
    0.0028,
    0.0052,
    0.0040,
    0.0019,
    -0.0044,
)


def moon_from_gcrs(days: Array) -> Array:
    """Return the matrices (n, 3, 3) from GCRS to lunar axes at TDB days (n,) from J2000.0.

    z is the north pole, x the prime meridian, which faces the Earth but for the libration. Right
    to about 0.04 degrees: Archinal et al. 2018, Celestial Mechanics 130:22, table 2 (IAU).
    """
    nodes = np.radians([at_epoch + rate * days for at_epoch, rate in _NODES])
    centuries = days / 36525.0
    ra = 269.9949 + 0.0031 * centuries + np.asarray(_POLE_RA) @ np.sin(nodes)
    dec = 66.5392 + 0.0130 * centuries + np.asarray(_POLE_DEC) @ np.cos(nodes)
    meridian = (
        38.3213 + 13.17635815 * days - 1.4e-12 * days**2 + np.asarray(_MERIDIAN) @ np.sin(nodes)
    )
    ra, dec, meridian = np.radians(ra), np.radians(dec), np.radians(meridian)
    pole = np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=-1)
    node = np.stack([-np.sin(ra), np.cos(ra), np.zeros_like(ra)], axis=-1)
    across = np.cross(pole, node)
    c, s = np.cos(meridian)[:, None], np.sin(meridian)[:, None]
    return np.stack([c * node + s * across, c * across - s * node, pole], axis=-2)


def magnitude(phase_angle: float, distance: float, sun_distance: float) -> float:
    """Return the apparent V magnitude of the Moon; the phase angle in rad, distances in m.

    Krisciunas & Schaefer 1991, PASP 103, 1033, equation 9, for the mean distances; good to 0.1 mag
    but for the surge within 7 degrees of full moon.
    """
    angle = abs(math.degrees(phase_angle))
    far = 5 * math.log10(distance / 3.844e8 * sun_distance / 1.495978707e11)
    return -12.73 + 0.026 * angle + 4e-9 * angle**4 + far
