"""A Moment as plain numbers, for `cupola state --json` and `cupola events --json`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orbit.earth import geodetic_from_itrs
from orbit.frames import azimuth_elevation
from orbit.luminaries import MAGNITUDE_OF_A_LUX
from orbit.moment import Luminary, Moment
from orbit.timeline import Timeline

Array = NDArray[np.float64]


def state(timeline: Timeline, t: float) -> dict[str, Any]:
    """Return the Moment at `t` s as a JSON object; `InputError` outside the scenario.

    Units stand in the keys. Azimuth is measured in LVLH from forward through starboard to aft,
    elevation above the local horizontal. `magnitude` is None where a body is dark.
    """
    moment = timeline.at(t)
    latitude, longitude, altitude = moment.station_geodetic
    moon = _direction(moment, moment.moon) | {"phase_fraction": moment.moon.phase_fraction}
    return {
        "t": moment.t,
        "utc": moment.utc.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "phase": moment.phase,
        "station": {
            "lat_deg": math.degrees(latitude),
            "lon_deg": math.degrees(longitude),
            "alt_km": altitude / 1e3,
            "gcrs_km": (moment.station_position / 1e3).tolist(),
            "velocity_km_s": (moment.station_velocity / 1e3).tolist(),
            "in_sunlight": moment.in_sunlight,
        },
        "sun": _direction(moment, moment.sun),
        "moon": moon,
        "bodies": [_body(moment, index) for index in range(len(moment.bodies.ids))],
    }


def events(timeline: Timeline) -> list[dict[str, Any]]:
    """Return the timeline's events in order, each with `t` in s, `id` and `name`."""
    return [{"t": event.t, "id": event.id, "name": event.name} for event in timeline.events]


def _direction(moment: Moment, body: Luminary) -> dict[str, float]:
    azimuth, elevation = azimuth_elevation(moment.lvlh_from_gcrs @ body.direction)
    return {"azimuth_deg": math.degrees(azimuth), "elevation_deg": math.degrees(elevation)}


def _body(moment: Moment, index: int) -> dict[str, Any]:
    bodies = moment.bodies
    offset = bodies.position[index]
    distance = float(np.linalg.norm(offset))
    place = moment.itrs_from_gcrs @ (moment.eye_position + offset)
    latitude, longitude, _ = geodetic_from_itrs(place)
    azimuth, elevation = azimuth_elevation(moment.lvlh_from_gcrs @ offset)
    approach = (bodies.velocity[index] - moment.station_velocity) @ offset / distance
    return {
        "id": bodies.ids[index],
        "name": bodies.names[index],
        "lat_deg": math.degrees(latitude),
        "lon_deg": math.degrees(longitude),
        "alt_km": float(bodies.altitude[index]) / 1e3,
        "range_km": distance / 1e3,
        "range_rate_km_s": float(approach) / 1e3,
        "azimuth_deg": math.degrees(azimuth),
        "elevation_deg": math.degrees(elevation),
        "visible": bool(bodies.visible[index]),
        "burning": bool(bodies.burning[index]),
        "magnitude": _magnitude(float(bodies.intensity[index]), distance),
    }


def _magnitude(intensity: float, distance: float) -> float | None:
    """Return the apparent magnitude of candelas at a distance in m: m = -13.99 - 2.5 log10 E."""
    if intensity <= 0:
        return None
    return MAGNITUDE_OF_A_LUX - 2.5 * math.log10(intensity / distance**2)
