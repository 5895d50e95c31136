"""Counts flashes in a film as the limits for photosensitive viewers do.

ITU-R BT.1702-2 and WCAG 2.2, success criterion 2.3.1: a general flash is a pair of opposing changes
in relative luminance of 10 % or more of the greatest, the darker image being below 0.80; a red one
is a pair of opposing transitions with a saturated red. Films are safe with at most three of either
in any second, or where those that come together cover no more than a quarter of any 10 degrees of
the field, taken as a third of the screen's width and height.
"""

import numpy as np

STEP, DARKER = 0.10, 0.80
RED_SHARE, RED_STEP = 0.8, 20.0
MOST, AREA = 3, 0.25


def linear(frames):
    c = np.asarray(frames, dtype=np.float32) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def luminance(frames):
    return linear(frames) @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def redness(frames):
    """Return max(0, R - G - B) x 320, and where red is saturated (WCAG 2.2, "red flash")."""
    rgb = linear(frames)
    saturated = rgb[..., 0] >= RED_SHARE * np.maximum(rgb.sum(axis=-1), 1e-6)
    return np.maximum(rgb[..., 0] - rgb[..., 1] - rgb[..., 2], 0.0) * 320, saturated


def transitions(values, step, counts):
    """Return (n, H, W) +1 and -1 where a rise or fall of `step` is completed, pixel by pixel.

    `values` (n, H, W); `counts(low, high, number)` says where a change between two values counts.
    """
    found = np.zeros(values.shape, np.int8)
    low, high = values[0].copy(), values[0].copy()
    for number, now in enumerate(values[1:], start=1):
        rises = (now - low >= step) & counts(low, now, number)
        falls = (high - now >= step) & counts(now, high, number)
        found[number] = rises.astype(np.int8) - (falls & ~rises)
        turned = rises | falls
        low = np.where(turned, now, np.minimum(low, now))
        high = np.where(turned, now, np.maximum(high, now))
    return found


def worst_share(found, frames_a_second):
    """Return the greatest share of a 10 degree field that flashes more than MOST times a second.

    A flash is two opposing transitions: a second may hold 2 x MOST + 1 that alternate.
    """
    window = max(round(frames_a_second), 1)
    last = np.zeros(found.shape[1:], np.int8)
    alternating = np.zeros(found.shape, bool)
    for number, change in enumerate(found):
        alternating[number] = (change != 0) & (change != last)
        last = np.where(change != 0, change, last)
    many = np.zeros(found.shape[1:], bool)
    for first in range(max(1, len(found) - window + 1)):
        many |= alternating[first : first + window].sum(axis=0) > 2 * MOST
    return greatest_share(many)


def greatest_share(where):
    """Return the greatest share of any field of a third of the screen that is true."""
    height, width = where.shape
    tall, wide = max(height // 3, 1), max(width // 3, 1)
    sums = np.pad(where.astype(float).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    boxes = sums[tall:, wide:] - sums[:-tall, wide:] - sums[tall:, :-wide] + sums[:-tall, :-wide]
    return float(boxes.max() / (tall * wide))


def general_flashes(frames):
    """Return `transitions` of luminance of encoded frames (n, H, W, 3)."""
    return transitions(luminance(frames), STEP, lambda darker, _lighter, _n: darker < DARKER)


def red_flashes(frames):
    """Return `transitions` of redness of encoded frames (n, H, W, 3)."""
    red, saturated = redness(frames)
    return transitions(
        red, RED_STEP, lambda _low, _high, n: saturated[n] | saturated[max(n - 1, 0)]
    )
