"""Textures with levels made beforehand."""

import moderngl
import numpy as np
import pytest

from render import mipmaps
from render.mipmaps import mipmapped, pyramid
from tests.render.test_scattering import draw

LEVEL = """
uniform sampler2D rows;
uniform sampler2D picture;
out vec4 found;
void main() {
    vec4 row = texelFetch(rows, ivec2(gl_FragCoord.xy), 0);
    found = textureLod(picture, row.xy, row.z);
}
"""


def levels_seen(context, texture, count):
    rows = np.array([[[0.25, 0.25, level, 0.0] for level in range(count)]])
    texture.use(5)
    return draw(context, "frame.glsl", LEVEL, {"rows": rows}, {"picture": 5})[0]


@pytest.mark.parametrize("channels", [1, 4])
@pytest.mark.parametrize("library", [True, False])
def test_a_shader_reads_every_level(context, monkeypatch, channels, library):
    if not library:
        monkeypatch.setattr(mipmaps, "_library", lambda: None)
    flat = [
        np.full((16 >> k, 32 >> k, channels), 200 if library else 120, np.uint8) for k in range(5)
    ]
    if library:
        flat = [level - 40 * k for k, level in enumerate(flat)]
    texture = mipmapped(context, flat)
    context.enable_only(moderngl.NOTHING)
    seen = levels_seen(context, texture, len(flat))[:, 0] * 255
    np.testing.assert_allclose(seen, [level[0, 0, 0] for level in flat], atol=0.6)


def test_a_pyramid_keeps_the_mean():
    base = np.random.default_rng(1).integers(0, 255, (64, 128, 4)).astype(np.uint8)
    levels = pyramid(base)
    assert [level.shape[0] for level in levels] == [64, 32, 16, 8, 4, 2, 1]
    for level in levels:
        np.testing.assert_allclose(level.mean(axis=(0, 1)), base.mean(axis=(0, 1)), atol=1.5)
