"""Opens what skyfield reads: Earth rotation (IERS finals2000A) and the ephemeris DE421.

Both come with the package `skyfield-data`; nothing is downloaded. Building a timeline needs this,
reading one does not, so skyfield is imported only here, in `orbit.sky` and in `orbit.station`.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import skyfield_data
from numpy.typing import NDArray
from skyfield.data import iers
from skyfield.jpllib import SpiceKernel
from skyfield.timelib import Time, Timescale

from assets.errors import MachineError

Array = NDArray[np.float64]

_DAY = 86400.0


def _data_file(name: str) -> Path:
    path = Path(skyfield_data.__file__).parent / "data" / name
    if not path.is_file():
        raise MachineError(
            f"{path}: is missing; install the package skyfield-data again (pip install"
            " --force-reinstall skyfield-data)"
        )
    return path


@cache
def timescale() -> Timescale:
    """Return skyfield's time scale with UT1 and polar motion of finals2000A."""
    with _data_file("finals2000A.all").open("rb") as file:
        rotation = iers.parse_x_y_dut1_from_finals_all(file)
    arrays = iers.build_timescale_arrays(rotation["utc_mjd"], rotation["dut1"])
    scale = Timescale((arrays[0], arrays[1]), arrays[2], arrays[3])
    iers.install_polar_motion_table(scale, rotation)
    return scale


@cache
def ephemeris() -> SpiceKernel:
    """Return DE421, 1899 to 2053 (Folkner, Williams & Boggs 2009, IPN Progress Report 42-178)."""
    return SpiceKernel(str(_data_file("de421.bsp")))


def times(lift_off: datetime, t: Array | float) -> Time:
    """Return skyfield's time, of the shape of `t`, at `t` s after a lift-off in UTC.

    The day and its fraction stay apart, so that a time is good to a nanosecond.
    """
    scale = timescale()
    start = scale.from_datetime(lift_off)
    return scale.tt_jd(start.whole, start.tt_fraction + np.asarray(t) / _DAY)
