"""Looks: how the physical image becomes a picture: exposure and an answer to light, no more."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assets.errors import InputError
from render import camera as cameras
from render import sight
from render.metering import daylight_factor

__all__ = ["LOOKS", "Look", "daylight_factor", "look"]

_DAYLIGHT_FOLDS = math.log(1e4)
"""Folds of e in exposure over which the night's white balance passes into that of daylight, E: from
the end of nautical twilight to sunrise."""
_BASE_ISO = 100.0


@dataclass(frozen=True, slots=True)
class Look:
    """`white` in cd/m2 is the luminance, at night, that the answer to light is measured in.

    `balance` are the gains of R, G, B at night; by day they are 1, that of the daylight which sRGB
    calls white. `constants` are those of the answer's shader as `#define`s, its name first; they
    cost less than uniforms (0.2 ms each on two cores). `grain` is the camera whose noise is added.
    """

    name: str
    white: float
    balance: tuple[float, float, float]
    constants: tuple[str, ...]
    grain: cameras.Camera | None = None
    softens: bool = False
    """Whether dim surfaces lose their fine detail, as to the dark-adapted eye."""

    def exposure(self, daylight: float = 1.0, instants: int = 1) -> tuple[float, float, float]:
        """Return the exposure of R, G, B in 1/(cd/m2), for the sum of so many instants.

        `daylight` is `daylight_factor`'s: as it falls the white balance goes over to daylight's.
        """
        scale = daylight / (self.white * instants)
        red, green, blue = self.gains(daylight)
        return scale * red, scale * green, scale * blue

    def gains(self, daylight: float) -> tuple[float, float, float]:
        """Return the white balance: the gains of R, G, B."""
        night = min(max(1.0 + math.log(daylight) / _DAYLIGHT_FOLDS, 0.0), 1.0)
        red, green, blue = self.balance
        return red**night, green**night, blue**night

    def defines(self) -> tuple[str, ...]:
        """Return the constants of the look's shader."""
        if self.grain is None:
            return self.constants
        noise = ("NOISE", f"READ_NOISE {_number(self.grain.read_noise)}")
        return (*self.constants, *noise, f"SENSOR_COLUMNS {_number(self.grain.columns)}")

    def electrons(self, daylight: float) -> tuple[float, float, float]:
        """Return how many electrons of a sensor's pixel make R, G, B 1 in the balanced exposure.

        By day the camera lowers its ISO speed before all else, and gathers more.
        """
        if self.grain is None:
            return 0.0, 0.0, 0.0
        slower = min(1.0 / daylight, self.grain.iso / _BASE_ISO)
        red, green, blue = (self.grain.full_well * slower / gain for gain in self.gains(daylight))
        return red, green, blue


def _number(value: float) -> str:
    return f"{value:.8e}"


def _vector(kind: str, values: Iterable[float]) -> str:
    return f"{kind}({', '.join(_number(float(each)) for each in values)})"


def camera_look(name: str, camera: cameras.Camera) -> Look:
    """Return the look of a camera's pictures, without noise."""
    curve = cameras.curve(camera.toe)
    constants = (
        "CAMERA",
        f"CURVE_SCALE {_number(curve.scale)}",
        f"CURVE_MIDDLE {_number(curve.middle)}",
        f"CURVE_TOE {_number(curve.toe)}",
        f"CROSSTALK {_number(camera.crosstalk)}",
        f"SATURATION {_number(camera.saturation)}",
    )
    red, green, blue = (float(gain) for gain in cameras.balance_gains(camera.balance))
    return Look(name, camera.white, (red, green, blue), constants)


def _eye_look() -> Look:
    constants = (
        "SIGHT",
        f"ROD_SHARE {_number(sight.ROD_SHARE)}",
        "LARSON " + _vector("vec2", sight.LARSON),
        "ACUITY " + _vector("vec4", sight.ACUITY),
        "MESOPIC " + _vector("vec2", sight.MESOPIC),
        "ROD_TINT " + _vector("vec3", sight.rod_tint()),
    )
    return Look("eye", sight.HALF, (1.0, 1.0, 1.0), constants, softens=True)


LOOKS = {"camera": camera_look("camera", cameras.GERST), "eye": _eye_look()}


def look(name: str, noise: bool = False) -> Look:
    """Return a look by name, with the sensor's noise or without.

    Raises InputError for an unknown one, and where noise is asked of what has no sensor.
    """
    if name not in LOOKS:
        raise InputError(f"no look is called '{name}'; known: {', '.join(LOOKS)}")
    if noise and name != "camera":
        raise InputError(f"--noise: the look '{name}' has no sensor; use --look camera")
    return replace(LOOKS[name], grain=cameras.GERST) if noise else LOOKS[name]
