"""Text that can be read and colours that can be told, by everybody.

Contrast: WCAG 2.2, success criterion 1.4.6, 7 to 1, over the brightest picture, white. Colour
vision: Machado, Oliveira & Fernandes 2009 (IEEE TVCG 15, 1291), table 1, severity 1.0.
"""

from itertools import combinations

import numpy as np
import pytest

from render.passes.labels import INKS
from render.shaders import source
from vr.hands import menu_picture
from vr.kiosk import posters
from vr.script import panel
from vr.window import lettering

ENOUGH = 7.0

XYZ_FROM_RGB = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
SIGHT = {
    "all three cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(encoded):
    c = np.asarray(encoded, dtype=float)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(ink, ground):
    """Return the ratio of WCAG 2.2 of two encoded colours, 0 to 1."""
    light, dark = sorted(float(XYZ_FROM_RGB[1] @ linear(each)) for each in (ink, ground))[::-1]
    return (light + 0.05) / (dark + 0.05)


def over_white(ground, opacity):
    return opacity * np.asarray(ground, dtype=float) + (1.0 - opacity)


def halo():
    """Return colour and opacity of the dark halo round names, from their shader."""
    text = source("text.frag")
    colour = text.split("HALO_INK = vec3(")[1].split(")")[0]
    opacity = text.split("HALO_OPACITY = ")[1].split(";")[0]
    return [float(each) for each in colour.split(",")], float(opacity)


def bytes_of(colour):
    return np.asarray(colour) / 255


PANEL = over_white(bytes_of(panel.GROUND), panel.GROUND_OPACITY)
STYLES = {
    **{f"names of {kind}": (ink, over_white(*halo())) for kind, ink in INKS.items()},
    "captions": (bytes_of(panel.INK), PANEL),
    "arrows": (bytes_of(panel.ARROW_INK), PANEL),
    "menu": (bytes_of(panel.INK), PANEL),
    "menu, labels": (bytes_of(menu_picture._DIM_INK), PANEL),
    "menu, buttons": (bytes_of(panel.ARROW_INK), bytes_of(menu_picture._BUTTON)),
    "window": (
        bytes_of(lettering.INK),
        over_white((0, 0, 0), lettering.GROUND_ALPHA / 255),
    ),
    "window, keys": (
        bytes_of(lettering.KEY_INK),
        over_white((0, 0, 0), lettering.GROUND_ALPHA / 255),
    ),
    "posters": (bytes_of(posters.INK), bytes_of(panel.GROUND)),
}


@pytest.mark.parametrize("name", list(STYLES))
def test_all_text_stands_out_7_to_1_even_over_white(name):
    assert contrast(*STYLES[name]) >= ENOUGH


def test_black_on_white_is_21_to_1():
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21.0)


def test_the_windows_panel_is_drawn_in_these_colours():
    drawn = lettering.panel([("K", "what it does")], 40).astype(float)
    ground = drawn[2, 2]
    assert ground[3] == lettering.GROUND_ALPHA
    on_white = drawn[..., :3] + 255 - drawn[..., 3:]
    brightest = on_white.reshape(-1, 3)[on_white.sum(axis=-1).argmax()]
    assert contrast(brightest / 255, on_white[2, 2] / 255) >= ENOUGH


def lab(rgb):
    ratio = np.clip(rgb @ XYZ_FROM_RGB.T / XYZ_FROM_RGB.sum(axis=1), 0.008856, None)
    x, y, z = np.cbrt(ratio)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", list(SIGHT))
def test_kinds_of_names_are_told_apart_by_every_kind_of_colour_vision(sight):
    # CIE 1976: a difference of 2.3 is just seen (Mahy et al. 1994); 10 is plain at a glance.
    for one, other in combinations(INKS, 2):
        seen = [lab(np.clip(SIGHT[sight] @ linear(INKS[kind]), 0.0, 1.0)) for kind in (one, other)]
        assert np.linalg.norm(seen[0] - seen[1]) > 10.0, (one, other)


def test_white_stays_white_for_every_kind_of_colour_vision():
    for matrix in SIGHT.values():
        np.testing.assert_allclose(matrix @ np.ones(3), 1.0, atol=1e-5)
