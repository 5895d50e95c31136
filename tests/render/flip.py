"""FLIP: how different a person finds two pictures when flipping between them on a screen.

Andersson, Nilsson, Akenine-Moller, Oskarsson, Astrom & Fairchild 2020, "FLIP: A Difference
Evaluator for Alternating Images", Proc. ACM Comput. Graph. Interact. Tech. 3(2); the letters and
constants are the paper's. For pictures of 8 bits in sRGB.
"""

import numpy as np
from scipy.ndimage import correlate1d

PIXELS_PER_DEGREE = 67.0206
"""A screen 0.7 m wide with 3840 pixels, seen from 0.7 m."""
CONTRAST = {"A": ((1.0, 0.0047),), "RG": ((1.0, 0.0053),), "BY": ((34.1, 0.04), (13.5, 0.025))}
"""Contrast sensitivity of the three channels: sums of a sqrt(pi / b) exp(-pi^2 x^2 / b)."""
Q_C, P_C, P_T = 0.7, 0.4, 0.95
Q_F, WIDTH_DEG = 0.5, 0.082
XYZ_FROM_RGB = np.array(
    [
        [0.41238656, 0.35759149, 0.18045049],
        [0.21263682, 0.71518298, 0.0721802],
        [0.01933062, 0.11919716, 0.95037259],
    ]
)
WHITE = XYZ_FROM_RGB.sum(axis=1)


def flip(reference, test):
    """Return (H, W) the difference of two pictures (H, W, 3) uint8, 0 to 1."""
    pictures = [_opponent(_linear(picture)) for picture in (reference, test)]
    colour = _colour_difference(*(_filtered(picture) for picture in pictures))
    feature = _feature_difference(*((picture[..., 0] + 16) / 116 for picture in pictures))
    return colour ** (1 - feature)


def _linear(picture):
    encoded = picture / 255.0
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def _opponent(linear):
    """YCxCz of linear sRGB."""
    x, y, z = np.moveaxis(linear @ XYZ_FROM_RGB.T / WHITE, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _from_opponent(picture):
    """Linear sRGB of YCxCz."""
    y = (picture[..., 0] + 16) / 116
    xyz = np.stack([y + picture[..., 1] / 500, y, y - picture[..., 2] / 200], axis=-1) * WHITE
    return xyz @ np.linalg.inv(XYZ_FROM_RGB).T


def _filtered(picture):
    """What the eye resolves of a YCxCz picture, as linear sRGB."""
    radius = int(np.ceil(3 * np.sqrt(0.04 / (2 * np.pi**2)) * PIXELS_PER_DEGREE))
    x = np.arange(-radius, radius + 1) / PIXELS_PER_DEGREE
    channels = []
    for number, terms in enumerate(CONTRAST.values()):
        total, weight = 0.0, 0.0
        for a, b in terms:
            kernel = np.exp(-(np.pi**2) * x**2 / b)
            share = a * np.sqrt(np.pi / b) * kernel.sum() ** 2
            total = total + share * _along_both(picture[..., number], kernel / kernel.sum())
            weight += share
        channels.append(total / weight)
    return np.clip(_from_opponent(np.stack(channels, axis=-1)), 0.0, 1.0)


def _along_both(channel, kernel, across=None):
    columns = correlate1d(channel, kernel, axis=1, mode="nearest")
    return correlate1d(columns, kernel if across is None else across, axis=0, mode="nearest")


def _hunt_lab(linear):
    """CIELAB of linear sRGB, its colours faded in the dark (Hunt effect)."""
    ratio = linear @ XYZ_FROM_RGB.T / WHITE
    small = 6 / 29
    f = np.where(ratio > small**3, np.cbrt(ratio), ratio / (3 * small**2) + 4 / 29)
    lightness = 116 * f[..., 1] - 16
    a, b = 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])
    return np.stack([lightness, 0.01 * lightness * a, 0.01 * lightness * b], axis=-1)


def _hyab(first, second):
    apart = first - second
    return np.abs(apart[..., 0]) + np.hypot(apart[..., 1], apart[..., 2])


def _colour_difference(reference, test):
    green, blue = _hunt_lab(np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))
    largest = _hyab(green, blue) ** Q_C
    knee = P_C * largest
    apart = _hyab(_hunt_lab(reference), _hunt_lab(test)) ** Q_C
    upper = P_T + (apart - knee) / (largest - knee) * (1 - P_T)
    return np.where(apart < knee, apart * P_T / knee, upper)


def _feature_difference(reference, test):
    """Edges and points of two achromatic pictures (H, W), 0 to 1, against each other."""
    deviation = 0.5 * WIDTH_DEG * PIXELS_PER_DEGREE
    radius = int(np.ceil(3 * deviation))
    x = np.arange(-radius, radius + 1)
    bell = np.exp(-(x**2) / (2 * deviation**2))
    first, second = -x * bell, (x**2 / deviation**2 - 1) * bell
    apart = []
    for kernel in (first, second):
        # Positive and negative weights of the kernel in two dimensions sum to 1 and -1.
        scaled = np.where(kernel > 0, kernel / kernel[kernel > 0].sum(), kernel)
        scaled = np.where(kernel < 0, kernel / -kernel[kernel < 0].sum(), scaled)
        smooth = bell / bell.sum()
        strengths = [
            np.hypot(_along_both(image, scaled, smooth), _along_both(image, smooth, scaled))
            for image in (reference, test)
        ]
        apart.append(np.abs(strengths[0] - strengths[1]))
    return np.clip((np.maximum(*apart) / np.sqrt(2)) ** Q_F, 0.0, 1.0)
