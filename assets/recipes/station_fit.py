"""Fits SGP4 elements of the ISS for the launch of Progress MS-10 to published element sets.

No published set with an epoch between 12 and 22 November 2018 was found. The sets below lie on both
sides and show no reboost between them, so one orbit with constant drag is put through three of
them: each gives the places of six hours on either side of its own epoch, where it is at its best.

Run it with `python -m assets.recipes.station_fit`: it prints the two lines that stand in
`assets/scenarios/progress-ms-10.toml`, how far the orbit runs from each set, and how far the sets
run from it at lift-off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from sgp4.api import WGS72, Satrec, jday
from sgp4.exporter import export_tle

Array = NDArray[np.float64]

PUBLISHED = {
    "18311": (
        "1 25544U 98067A   18311.69881946  .00003236  00000-0  56524-4 0  9995",
        "2 25544  51.6417  23.5568 0004767  22.5396  79.5368 15.53922927140835",
    ),
    "18315": (
        "1 25544U 98067A   18315.44449074  .00003271  00000-0  56997-4 0  9997",
        "2 25544  51.6420   4.8937 0005168  36.0917 153.8179 15.53950133141417",
    ),
    "18327": (
        "1 25544U 98067A   18327.76881777  .00002477  00000-0  44843-4 0  9999",
        "2 25544  51.6406 303.4674 0005305  77.2314 344.6784 15.54011739143334",
    ),
    "18328": (
        "1 25544U 98067A   18328.62139255  .00002015  00000-0  37850-4 0  9990",
        "2 25544  51.6419 299.2200 0005234  79.7896  74.9554 15.54014027143463",
    ),
}
"""Real element sets of the ISS (NORAD 25544), by year and day of epoch."""
FITTED = ("18315", "18327", "18328")

EPOCH_DAYS = 25157.76
"""2018 day 320.76 in days from 1949-12-31, as `sgp4init` counts: 16 s after lift-off."""
REVOLUTION = 14224
LIFT_OFF = datetime(2018, 11, 16, 18, 14, 8, tzinfo=UTC)
WINDOW = np.arange(-360.0, 361.0, 5.0) / 1440
"""Days from the epoch of a set at which its places are taken."""


@dataclass(frozen=True)
class Fit:
    """The fitted set, and its rms distance (radial, along, cross; km) from the places fitted."""

    lines: tuple[str, str]
    rms_km: tuple[float, float, float]


def fit() -> Fit:
    """Return the SGP4 elements nearest to the published places, by least squares."""
    samples = [_sample(*PUBLISHED[each]) for each in FITTED]
    day, fraction, place, rate = (np.concatenate(each) for each in zip(*samples, strict=True))
    axes = _radial_along_cross(place, rate)

    def misses(unknown: Array) -> Array:
        _, found, _ = _model(unknown).sgp4_array(day, fraction)
        return np.asarray(np.einsum("nij,nj->ni", axes, found - place))

    best = least_squares(
        lambda unknown: misses(unknown).ravel(),
        _FIRST_GUESS,
        x_scale="jac",
        method="lm",
        xtol=1e-14,
        ftol=1e-14,
    ).x
    rms = np.sqrt(np.mean(misses(best) ** 2, axis=0))
    model = _model(best)
    model.classification, model.intldesg = "U", "98067A"
    model.elnum, model.revnum = 999, REVOLUTION
    lines = export_tle(model)
    return Fit((str(lines[0]), str(lines[1])), (float(rms[0]), float(rms[1]), float(rms[2])))


def differences_km(lines: tuple[str, str], when: datetime = LIFT_OFF) -> dict[str, Array]:
    """Return how far each published set, carried to `when`, is from an orbit: radial, along, cross.

    An upper bound of the orbit's error: over days the published sets drift more than a fit does.
    """
    moment = jday(when.year, when.month, when.day, when.hour, when.minute, when.second)
    _, place, rate = Satrec.twoline2rv(*lines).sgp4(*moment)
    axes = _radial_along_cross(np.array([place]), np.array([rate]))[0]
    return {
        name: axes @ (np.array(Satrec.twoline2rv(*each).sgp4(*moment)[1]) - place)
        for name, each in PUBLISHED.items()
    }


# The unknowns: inclination, node, eccentricity times cosine and sine of the argument of perigee
# (thousandths), that argument plus the mean anomaly, mean motion (rad, rad/min), B* (1e-5). The
# perigee of so round an orbit is ill defined; these are not.
_FIRST_GUESS = np.array(
    [
        math.radians(51.642),
        math.radians(338.4),
        0.3,
        0.4,
        math.radians(66.0),
        15.5398 * math.tau / 1440,
        4.5,
    ]
)


def _model(unknown: Array) -> Satrec:
    inclination, node, e_cosine, e_sine, latitude, motion, drag = unknown.tolist()
    perigee = math.atan2(e_sine, e_cosine)
    model = Satrec()
    model.sgp4init(
        WGS72,
        "i",
        25544,
        EPOCH_DAYS,
        drag * 1e-5,
        0.0,
        0.0,
        math.hypot(e_cosine, e_sine) * 1e-3,
        perigee,
        inclination,
        latitude - perigee,
        motion,
        node,
    )
    return model


def _sample(line_1: str, line_2: str) -> tuple[Array, Array, Array, Array]:
    """Return days, their fractions, places (km) and velocities (km/s) of a set about its epoch."""
    model = Satrec.twoline2rv(line_1, line_2)
    fraction = model.jdsatepochF + WINDOW
    day = np.full_like(fraction, model.jdsatepoch)
    fault, place, rate = model.sgp4_array(day, fraction)
    if np.any(fault):
        raise ArithmeticError(f"SGP4 cannot follow {line_1}")
    return day, fraction, place, rate


def _radial_along_cross(place: Array, rate: Array) -> Array:
    """Return matrices (n, 3, 3) whose rows are the radial, along-track and cross-track axes."""
    radial = place / np.linalg.norm(place, axis=1)[:, None]
    cross = np.cross(place, rate)
    cross /= np.linalg.norm(cross, axis=1)[:, None]
    return np.stack([radial, np.cross(cross, radial), cross], axis=1)


def main() -> None:
    """Print the fit and how good it is."""
    found = fit()
    print(*found.lines, sep="\n")
    print(
        "rms from the sets fitted, radial / along / cross: {:.2f} / {:.2f} / {:.2f} km".format(
            *found.rms_km
        )
    )
    for name, (radial, along, cross) in differences_km(found.lines).items():
        print(
            f"set {name} carried to lift-off: {radial:+.2f} / {along:+.2f} / {cross:+.2f} km from"
            " it"
        )


if __name__ == "__main__":
    main()
