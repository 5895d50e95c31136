"""The astronaut's camera: exposure, white balance, characteristic curve and noise of a sensor.

Exposure is derived. A lens forms H = q L t / N^2 lux seconds from a luminance L in cd/m2 (q = 0.65,
ISO 12232:2019), and a sensor of speed S saturates at 78 / S lux seconds (the same, saturation-based
speed). The twin of `glsl/camera.glsl` is `developed`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orbit.colorimetry import (
    GRID_NM,
    black_body,
    linear_srgb,
    lines_to_xyz,
    photon_energy,
)

Array = NDArray[np.float64]

WEIGHTS: Array = np.array([0.2126, 0.7152, 0.0722])
"""Of red, green and blue in grey (ITU-R BT.709)."""
LENS_FACTOR = 0.65
"""q: transmission, cosine fall-off and vignetting of a usual lens (ISO 12232:2019)."""
SATURATION = 78.0
"""lux seconds times ISO speed at which a sensor saturates (ISO 12232:2019)."""
MID_EXPOSURE = 10.0 / SATURATION
"""Share of saturation that a camera puts at MID_CODE: 10 / S lux seconds, which defines the
standard output sensitivity (ISO 12232:2019)."""
MID_CODE = 0.461
"""That sensitivity's grey as a code value of sRGB: 118 of 255, which is 18 % linear."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Settings and sensor. `exposure_time` in s, `balance` in K, `pixel_pitch` in m.

    `crosstalk` is the share of grey that a channel takes in, since the sensor's filters overlap:
    so a bright lamp bleaches when its own channel is full. `saturation` is what the picture style
    makes of colours then. `toe` is the share of sensor saturation below which blacks fall
    away. `quantum_efficiency` counts electrons per photon at the lens's green, `read_noise` is in
    electrons, `columns` are the sensor's pixels across the picture.
    """

    iso: float
    f_number: float
    exposure_time: float
    balance: float
    crosstalk: float
    saturation: float
    toe: float
    pixel_pitch: float
    columns: int
    quantum_efficiency: float
    read_noise: float

    @property
    def white(self) -> float:
        """cd/m2 at which the sensor saturates."""
        focal = SATURATION / self.iso
        return focal * self.f_number**2 / (LENS_FACTOR * self.exposure_time)

    @property
    def full_well(self) -> float:
        """Electrons of a saturated pixel at this speed: from 78/S lux s of light at 555 nm."""
        photons = SATURATION / self.iso / 683.0 / float(photon_energy(555.0))
        return photons * self.pixel_pitch**2 * self.quantum_efficiency


GERST = Camera(
    # Between the settings that crews state for night pictures: ISO 12 800, f/1.4, 1/5 s (Dominick
    # 2024, the Nile); 8000, f/1.4, 1/5 to 1/8 s (Peake 2016, aurora); 12 800, f/1.4, 1.3 s
    # (ISS044-E-45215, 2015, the Milky Way). This film's own were not found: half a second is E.
    iso=12_800.0,
    f_number=1.4,
    exposure_time=0.5,
    balance=4600.0,  # E: between the preset for tungsten light, and daylight; lamps stay golden
    crosstalk=0.15,  # E: as silicon's colour filters overlap
    saturation=1.35,  # E: gives back what the crosstalk takes, and 15 % of a standard picture style
    toe=0.008,  # E: where a camera's standard curve leaves the straight
    pixel_pitch=6.45e-6,  # S: Nikon D5, 35.8 mm over 5568 pixels
    columns=5568,
    quantum_efficiency=0.5,  # E: usual of such sensors in the green, with their colour filters
    read_noise=3.0,  # E: usual at such speeds
)
"""A Nikon D5 as on board in 2018, set for this night."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The characteristic curve v = scale x^2 / (x^2 + middle x + middle toe), a code value of sRGB.

    Toe, where v goes as x^2; straight part, logistic in the logarithm of exposure; shoulder. x = 1
    saturates the sensor: v reaches 1 there, and the channel clips.
    """

    scale: float
    middle: float
    toe: float

    def __call__(self, exposure: ArrayLike) -> Array:
        """Return code values 0 to 1 of exposures in shares of saturation."""
        x = np.maximum(np.asarray(exposure, dtype=np.float64), 0.0)
        code: Array = np.minimum(
            self.scale * x * x / (x * (x + self.middle) + self.middle * self.toe), 1.0
        )
        return code


def curve(toe: float) -> Curve:
    """Return the curve with that toe that passes MID_CODE at MID_EXPOSURE and 1 at saturation."""
    x = MID_EXPOSURE
    middle = (1.0 - MID_CODE) * x * x / (MID_CODE * (x + toe) - (1.0 + toe) * x * x)
    return Curve(1.0 + middle * (1.0 + toe), middle, toe)


def balance_gains(kelvin: float) -> Array:
    """Return gains (3,) of linear R, G, B that make a black body's light at `kelvin` white.

    Its luminance stays. As a camera does it: each channel by itself (von Kries 1902).
    """
    xyz = lines_to_xyz(GRID_NM, black_body(GRID_NM, kelvin))
    gains: Array = 1.0 / linear_srgb(xyz / xyz[1])
    return gains


def saturated(colour: Array, saturation: float) -> Array:
    """Return colours (..., 3) so many times as far from the grey of their luminance."""
    grey = (colour @ WEIGHTS)[..., None]
    moved: Array = grey + saturation * (colour - grey)
    return moved


def developed(light: ArrayLike, camera: Camera, exposure: ArrayLike) -> Array:
    """Return code values (..., 3) of linear sRGB light in cd/m2.

    `exposure` (3,) of R, G, B in 1/(cd/m2): the balance's gains over `white`.
    """
    exposed = np.asarray(light, np.float64) * np.asarray(exposure, np.float64)
    sensed = saturated(exposed, 1.0 - camera.crosstalk)
    return np.clip(saturated(curve(camera.toe)(sensed), camera.saturation), 0.0, 1.0)
