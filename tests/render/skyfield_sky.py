"""The sky and the station as skyfield has them, by JPL's DE421, without the program's tables."""

import numpy as np
from skyfield.api import EarthSatellite, Loader, Star
from skyfield_data import get_skyfield_data_path

from assets.stars import stars


def _at(timeline, t):
    """Return skyfield's ephemeris, the station and the instant."""
    load = Loader(get_skyfield_data_path(), expire=False)
    scale, ephemeris = load.timescale(builtin=False), load("de421.bsp")
    station = EarthSatellite.from_satrec(timeline.scenario.elements.satrec(), scale)
    return ephemeris, station, scale.from_datetime(timeline.at(t).utc)


def skyfield_directions(timeline, t, rows):
    """Return (n, 3) apparent unit vectors in GCRS of catalogue rows, seen from the station."""
    ephemeris, station, when = _at(timeline, t)
    catalogue = stars()
    star = Star(
        ra_hours=np.degrees(catalogue.ra[rows]) / 15,
        dec_degrees=np.degrees(catalogue.dec[rows]),
        ra_mas_per_year=np.degrees(catalogue.pm_ra_cosdec[rows].astype(float)) * 3.6e6,
        dec_mas_per_year=np.degrees(catalogue.pm_dec[rows].astype(float)) * 3.6e6,
        parallax_mas=np.degrees(catalogue.parallax[rows].astype(float)) * 3.6e6,
        epoch=2448349.0625,
    )
    seen = (ephemeris["earth"] + station).at(when).observe(star).apparent()
    place = seen.position.km
    return (place / np.linalg.norm(place, axis=0)).T


def skyfield_station(timeline, t):
    """Return position and velocity (3,) of the station, GCRS, m and m/s."""
    _, station, when = _at(timeline, t)
    state = station.at(when)
    return state.position.m, state.velocity.m_per_s
