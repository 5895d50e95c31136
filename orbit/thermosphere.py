"""The U.S. Standard Atmosphere 1976 from 86 to 1000 km: number densities of its six gases.

Everything here is NOAA/NASA/USAF (1976), "U.S. Standard Atmosphere, 1976", NOAA-S/T 76-1562,
sections 1.2 and 1.3; its equation and table numbers stand beside each step. Above 86 km the gases
separate by weight, so each one has an integral of its own. They are taken once, on a fine grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from orbit.gravity import STANDARD_GRAVITY

Array = NDArray[np.float64]

BASE = 86e3
"""m, geometric height at which this part of the model begins."""
TOP = 1000e3
"""m, where it ends."""
STEP = 100.0
"""m, of the grid."""

EARTH_RADIUS = 6_356_766.0
"""m, the radius that makes geopotential heights at 45 degrees (table 2 there)."""
GAS_CONSTANT = 8314.32
"""J/(kmol K), R* of the standard (table 2), not today's value."""
AVOGADRO = 6.022169e26
"""1/kmol, table 2."""
BOLTZMANN = 1.380622e-23
"""J/K, table 2."""
MEAN_MOLAR_MASS = 28.9644
"""kg/kmol, M0 of mixed air (table 2)."""

_HYDROGEN_BASE = 500e3
_HYDROGEN_DENSITY = 8.0e10  # 1/m3 at 500 km, table 9
_HYDROGEN_FLUX = 7.2e11  # 1/(m2 s), section 1.3.2
_EDDY = 1.2e2  # m2/s, K7, section 1.3.2


@dataclass(frozen=True)
class _Gas:
    """Table 3, 6, 7 and 9 for one gas: SI, but the transport terms in km as printed."""

    molar_mass: float
    at_base: float
    diffusion: tuple[float, float] = (0.0, 0.0)
    thermal: float = 0.0
    transport: tuple[float, float, float] = (0.0, 0.0, 0.0)  # Q, U, W


_NITROGEN = _Gas(28.0134, 1.129794e20)
_OXYGEN_ATOM = _Gas(
    15.9994, 8.6e16, (6.986e20, 0.75), transport=(-5.809644e-4, 56.90311, 2.706240e-5)
)
_OXYGEN_BELOW_97_KM = (-3.416248e-3, 97.0, 5.008765e-4)  # q, u, w of table 7
_OXYGEN = _Gas(31.9988, 3.030898e19, (4.863e20, 0.75), transport=(1.366212e-4, 86.0, 8.333333e-5))
_ARGON = _Gas(39.948, 1.351400e18, (4.487e20, 0.87), transport=(9.434079e-5, 86.0, 8.333333e-5))
_HELIUM = _Gas(
    4.0026, 7.5817e14, (1.7e21, 0.691), -0.40, transport=(-2.457369e-4, 86.0, 6.666667e-4)
)
_HYDROGEN = _Gas(1.00797, 0.0, (3.305e21, 0.5), -0.25)


@dataclass(frozen=True)
class Profile:
    """The upper part on its grid: heights m, kinetic temperature K, pressure Pa, density kg/m3.

    `number` maps N2, O, O2, Ar, He and H to 1/m3. All arrays have the length of `height`.
    """

    height: Array
    temperature: Array
    pressure: Array
    density: Array
    number: dict[str, Array]


def temperature(height: Array) -> Array:
    """Return the kinetic temperature in K at geometric heights from 86 to 1000 km (eqs. 25-31)."""
    z = height / 1e3
    arc = np.sqrt(np.maximum(0.0, 1.0 - ((z - 91.0) / -19.9429) ** 2))
    scaled = (z - 120.0) * (EARTH_RADIUS / 1e3 + 120.0) / (EARTH_RADIUS / 1e3 + z)
    return np.select(
        [z <= 91.0, z <= 110.0, z <= 120.0],
        [186.8673, 263.1905 - 76.3232 * arc, 240.0 + 12.0 * (z - 110.0)],
        1000.0 - 640.0 * np.exp(-0.01875 * scaled),
    )


@cache
def profile() -> Profile:
    """Return the upper part of the standard on a grid of 100 m."""
    z = np.arange(BASE, TOP + 0.5 * STEP, STEP)
    t = temperature(z)
    fall = STANDARD_GRAVITY * (EARTH_RADIUS / (EARTH_RADIUS + z)) ** 2 / (GAS_CONSTANT * t)
    nitrogen = _layered(_NITROGEN, z, t, _mixed_molar_mass(z) * fall)
    number = {"N2": nitrogen}
    number["O"] = _diffusing(_OXYGEN_ATOM, z, t, fall, nitrogen, source=_oxygen_source(z))
    number["O2"] = _diffusing(_OXYGEN, z, t, fall, nitrogen)
    heavy = nitrogen + number["O"] + number["O2"]
    number["Ar"] = _diffusing(_ARGON, z, t, fall, heavy)
    number["He"] = _diffusing(_HELIUM, z, t, fall, heavy)
    number["H"] = _hydrogen(z, t, fall, heavy + number["Ar"] + number["He"])
    gases = (_NITROGEN, _OXYGEN_ATOM, _OXYGEN, _ARGON, _HELIUM, _HYDROGEN)
    total = sum(number.values(), np.zeros_like(z))
    mass = sum(
        (n * gas.molar_mass for n, gas in zip(number.values(), gases, strict=True)),
        np.zeros_like(z),
    )
    return Profile(z, t, total * BOLTZMANN * t, mass / AVOGADRO, number)


def _mixed_molar_mass(z: Array) -> Array:
    """Return what eddies mix, kg/kmol: air up to 100 km, nitrogen above.

    The grid has a node on the step; half-way there, the trapezoids on its sides cancel.
    """
    above = np.heaviside(z - 100e3, 0.5)
    return MEAN_MOLAR_MASS + above * (_NITROGEN.molar_mass - MEAN_MOLAR_MASS)


def _layered(gas: _Gas, z: Array, t: Array, exponent: Array) -> Array:
    """Integrate eq. 32: n = n7 T7/T exp(-integral of the exponent over height)."""
    depth = _integral(exponent, z)
    return np.asarray(gas.at_base * t[0] / t * np.exp(-depth))


def _diffusing(
    gas: _Gas,
    z: Array,
    t: Array,
    fall: Array,
    background: Array,
    *,
    source: Array | float = 0.0,
) -> Array:
    """Integrate eqs. 36 and 37: weight, eddy and molecular diffusion, and vertical transport."""
    factor, power = gas.diffusion
    molecular = factor / background * (t / 273.15) ** power
    mixing = _eddy(z) / molecular
    slope = np.gradient(t, z)
    weight = fall * (gas.molar_mass + _mixed_molar_mass(z) * mixing) + gas.thermal * slope / t
    strength, centre, width = gas.transport
    km = z / 1e3 - centre
    transport = strength * km**2 * np.exp(-width * km**3) / 1e3
    return _layered(gas, z, t, weight / (1.0 + mixing) + transport + source)


def _integral(values: Array, z: Array) -> Array:
    """Return the integral from the first height to each, by trapezoids."""
    return np.concatenate([[0.0], np.cumsum(np.diff(z) * (values[1:] + values[:-1]) / 2)])


def _oxygen_source(z: Array) -> Array:
    strength, centre, width = _OXYGEN_BELOW_97_KM
    km = np.maximum(0.0, centre - z / 1e3)
    return strength * km**2 * np.exp(-width * km**3) / 1e3


def _eddy(z: Array) -> Array:
    """Return the eddy diffusion coefficient in m2/s (eqs. 7a-7c)."""
    km = np.clip(z / 1e3, 95.0, 114.99)
    fading = _EDDY * np.exp(1.0 - 400.0 / (400.0 - (km - 95.0) ** 2))
    return np.where(z < 115e3, fading, 0.0)


def _hydrogen(z: Array, t: Array, fall: Array, background: Array) -> Array:
    """Integrate eqs. 39 and 40, downward and upward from 500 km; none below 150 km."""
    base = int(np.searchsorted(z, _HYDROGEN_BASE))
    factor, power = _HYDROGEN.diffusion
    diffusion = factor / background * (t / 273.15) ** power
    depth = _integral(_HYDROGEN.molar_mass * fall, z)
    depth -= depth[base]
    warmth = (t / t[base]) ** (1.0 + _HYDROGEN.thermal)
    above = z >= 150e3
    flow = np.where(above, _HYDROGEN_FLUX / diffusion * warmth * np.exp(depth), 0.0)
    escaped = _integral(flow, z)
    escaped -= escaped[base]
    return np.where(above, (_HYDROGEN_DENSITY - escaped) / warmth * np.exp(-depth), 0.0)
