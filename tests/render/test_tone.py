"""The last shader against its twins in double precision, over grids of light."""

from dataclasses import replace

import numpy as np
import pytest

from render import camera, sight
from render.looks import look
from render.passes.tone import ToneOfSum
from render.uniforms import Uniforms
from tests.render.sights import aft_view

STEP = 1 / 255
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def shown(context, light, which, daylight=1.0):
    """Return (H, W, 3) what the last shader makes of linear light, before it is cut to bytes."""
    height, width, _ = light.shape
    rgba = np.concatenate([light, np.ones((height, width, 1))], axis=2).astype("f4")
    source = context.texture((width, height), 4, rgba, dtype="f4")
    target = context.framebuffer([context.texture((width, height), 4, dtype="f4")])
    target.use()
    context.enable_only(0)
    ToneOfSum(context).draw(source, which, daylight)
    return np.frombuffer(target.read(components=3, dtype="f4"), "f4").reshape(height, width, 3)


def grid():
    """Return (64, 512, 3) light from black to a hundred times the camera's white, of all hues."""
    generator = np.random.default_rng(1)
    luminance = np.logspace(-7, np.log10(100 * camera.GERST.white), 512)
    hue = generator.dirichlet((0.7, 0.7, 0.7), 64)
    hue[0] = 1 / 3
    return luminance[None, :, None] * (hue / (hue @ LUMINANCE)[:, None])[:, None, :]


TWINS = {
    "camera": lambda light: camera.developed(light, camera.GERST, look("camera").exposure()),
    "eye": lambda light: sight.seen(light, 1 / sight.HALF),
}


@pytest.mark.parametrize("name", TWINS)
def test_the_shader_is_its_twin_within_the_dither_and_a_quarter_of_a_step(context, name):
    light = grid()
    wanted = TWINS[name](light)
    # Sensors clip where a picture's numbers end.
    off = np.clip(shown(context, light, look(name)), 0, 1) - wanted
    assert np.abs(off).max() <= 1.25 * STEP


@pytest.mark.parametrize("name", TWINS)
def test_dither_changes_no_brightness(context, name):
    level = np.full((256, 256, 3), 3e-3)
    off = shown(context, level, look(name)) - TWINS[name](level)
    assert np.abs(off.mean(axis=(0, 1))).max() < 0.03 * STEP
    assert off.std() == pytest.approx(STEP / np.sqrt(6), rel=0.1)  # triangular


@pytest.mark.parametrize("name", TWINS)
def test_black_stays_black_and_nothing_is_not_a_number(context, name):
    for level in (0.0, 1e-9, 1e6):
        out = shown(context, np.full((16, 16, 3), level), look(name))
        assert np.isfinite(out).all()
    assert shown(context, np.zeros((64, 64, 3)), look(name)).max() <= STEP


def test_noise_has_the_variance_of_photons_and_reading(context):
    noisy = look("camera", noise=True)
    size = 400
    # Each pixel of the picture gathers those of the sensor that it covers.
    gathered = (camera.GERST.columns / size) ** 2
    gains = np.array(noisy.gains(1.0))
    for share in (0.02, 0.2):
        light = np.full((size, size, 3), share * camera.GERST.white) / gains
        out = shown(context, light, noisy).astype(float)
        curve = camera.curve(camera.GERST.toe)
        slope = (curve(share * 1.01) - curve(share * 0.99)) / (0.02 * share)
        matrix = camera.saturated(np.eye(3), (1 - camera.GERST.crosstalk) * camera.GERST.saturation)
        full = camera.GERST.full_well * gathered / gains
        variance = (share * full + camera.GERST.read_noise**2 * gathered) / full**2
        # Through overlapping filters, the curve and the picture style, and the dither on top.
        mixed = matrix.T**2 @ variance
        wanted = slope**2 * mixed + STEP**2 / 6
        np.testing.assert_allclose(out.reshape(-1, 3).var(axis=0), wanted, rtol=0.05)


def test_noise_is_of_the_instant_alone_and_leaves_the_mean(context, timeline):
    noisy = look("camera", noise=True)
    light = np.full((256, 256, 3), 0.1 * camera.GERST.white)
    uniforms = Uniforms(context)

    def at(t):
        moment = timeline.at(t)
        uniforms.write_frame(moment, aft_view(moment, (256, 256)))
        return shown(context, light, noisy)

    first, later, again = at(100.0), at(100.5), at(100.0)
    np.testing.assert_array_equal(first, again)
    calm = shown(context, light, replace(noisy, grain=None))
    noise, other = (picture - calm for picture in (first, later))
    assert abs(np.corrcoef(noise.ravel(), other.ravel())[0, 1]) < 0.02
    assert np.abs(noise.mean(axis=(0, 1))).max() < 0.1 * STEP
    assert np.corrcoef(noise[..., 0].ravel(), noise[..., 2].ravel())[0, 1] < 0.1
    assert abs(np.corrcoef(noise[1:].ravel(), noise[:-1].ravel())[0, 1]) < 0.02
