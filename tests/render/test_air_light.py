"""The shader's scattering against its NumPy twin, and the map against the shader's own sum."""

import moderngl
import numpy as np
import pytest

from orbit.air_store import air_tables
from orbit.air_tables import EARTH_RADIUS
from orbit.bands import rgb_from_bands
from orbit.earth import POLAR_RADIUS
from orbit.scattering import air_light
from render.air_light import (
    AZIMUTHS,
    GROUND_ROWS,
    LIMB_ROWS,
    LIMB_TOP,
    AirLightMap,
    AirTextures,
    scaled_light,
)
from render.context import standalone
from render.shaders import VERSION, source

STATION = EARTH_RADIUS + 407e3
LOOKUP = """
uniform sampler2D map;
uniform sampler2D rays;
uniform vec3 eye;
uniform vec3 side;
out vec4 light;
void main() {
    vec3 ray = texelFetch(rays, ivec2(gl_FragCoord.xy), 0).rgb;
    vec3 eye_scaled = to_scaled(eye);
    light = vec4(air_light(map, eye_scaled, chord_of(eye_scaled, ray), side, 1.0), 1.0);
}
"""


@pytest.fixture(scope="module")
def ctx():
    return standalone()


@pytest.fixture(scope="module")
def air(ctx):
    return AirTextures(ctx)


def light_at(elevation_deg):
    angle = np.radians(elevation_deg)
    return np.array([np.cos(angle), 0.0, np.sin(angle)])


def included(name):
    return source(name).removeprefix(VERSION)


def error(found, expected):
    """Largest difference of a component over the brightest component there."""
    return np.abs(found - expected).max(axis=-1) / np.maximum(expected.max(axis=-1), 1e-30)


def map_directions():
    """The unit vectors of the map's texels but those that just touch ground or top."""
    azimuth = 1 - 2 * np.arange(AZIMUTHS) / (AZIMUTHS - 1)
    height = LIMB_TOP * np.linspace(0.0, 1.0, LIMB_ROWS) ** 2
    elevation = np.pi / 2 * np.linspace(0.0, 1.0, GROUND_ROWS) ** 2
    perigee = np.concatenate([EARTH_RADIUS + height, EARTH_RADIUS * np.cos(elevation)])
    level = (perigee / STATION)[:, None]
    sideways = np.sqrt(np.maximum(1 - azimuth**2, 0.0))
    return np.stack(
        np.broadcast_arrays(level * azimuth, level * sideways, -np.sqrt(1 - level**2)), axis=-1
    )


@pytest.mark.parametrize("elevation_deg", [60, 10, -5, -15, -20, -25, -30])
def test_the_shader_sums_scattered_light_as_numpy_does_within_2_percent(ctx, air, elevation_deg):
    lit = AirLightMap(ctx, air)
    light = light_at(elevation_deg)
    pole = np.array([0.0, 0.0, POLAR_RADIUS * STATION / EARTH_RADIUS])
    direction = light * [1.0, 1.0, POLAR_RADIUS / EARTH_RADIUS]
    lit.update(pole, direction / np.linalg.norm(direction))
    rows = LIMB_ROWS + GROUND_ROWS
    found = np.frombuffer(lit.texture.read(), "f4").reshape(rows, AZIMUTHS, 4)[..., :3]
    eye = np.array([0.0, 0.0, STATION])
    exact = air_light(air_tables(), eye, map_directions(), light)
    expected = np.maximum(exact.scattered @ rgb_from_bands().T, 0.0)
    touching = np.isin(np.arange(rows), [0, LIMB_ROWS])[:, None]
    seen = (expected.max(axis=-1) > 1e-11) & ~touching  # 1e-6 cd/m2 under the Sun
    assert seen.sum() > 2000
    assert error(np.exp(found), expected)[seen].max() < 0.02


@pytest.mark.parametrize("elevation_deg", [60, 10, -5, -15, -20, -25, -30])
def test_the_map_gives_every_ray_its_light_within_5_percent(ctx, air, elevation_deg):
    # Over the oblate Earth: the twin stands in the same stretched space, 45 degrees north.
    eye = np.array([4.4e6, 1.3e6, 4.95e6])
    up = eye / np.linalg.norm(eye)
    east = np.cross([0.0, 0.0, 1.0], up)
    east /= np.linalg.norm(east)
    turn = np.radians(elevation_deg)
    light = np.cos(turn) * east + np.sin(turn) * up
    lit = AirLightMap(ctx, air)
    lit.update(eye, light)

    rng = np.random.default_rng(7)
    down = np.radians(np.concatenate([rng.uniform(17.0, 20.5, 3000), rng.uniform(20, 90, 1000)]))
    around = rng.uniform(0, 2 * np.pi, down.shape)
    north = np.cross(up, east)
    level = np.cos(around)[:, None] * east + np.sin(around)[:, None] * north
    rays = np.cos(down)[:, None] * level - np.sin(down)[:, None] * up

    program = ctx.program(
        vertex_shader=source("full.vert"),
        fragment_shader=VERSION
        + "".join(map(included, ("frame.glsl", "earth.glsl", "air_light.glsl")))
        + LOOKUP,
    )
    texture = ctx.texture(
        (len(rays), 1), 4, np.c_[rays, rays[:, 0]].astype("f4").tobytes(), dtype="f4"
    )
    target = ctx.framebuffer([ctx.texture((len(rays), 1), 4, dtype="f4")])
    lit.texture.use(0)
    texture.use(1)
    program["map"], program["rays"] = 0, 1
    program["eye"], program["side"] = tuple(eye), tuple(lit.side)
    target.use()
    ctx.vertex_array(program, []).render(moderngl.TRIANGLES, vertices=3)
    found = np.frombuffer(target.read(components=4, dtype="f4"), "f4").reshape(-1, 4)[:, :3]

    stretch = EARTH_RADIUS / POLAR_RADIUS
    eye_round = eye * [1, 1, stretch]
    rays_round = rays * [1, 1, stretch]
    rays_round /= np.linalg.norm(rays_round, axis=1, keepdims=True)
    exact = air_light(air_tables(), eye_round, rays_round, scaled_light(light))
    expected = np.maximum(exact.scattered @ rgb_from_bands().T, 0.0)
    seen = expected.max(axis=-1) > 1e-9  # 1e-4 cd/m2 under the Sun: as bright as airglow
    assert seen.sum() > 300
    assert np.percentile(error(found, expected)[seen], 99) < 0.05


def test_a_light_far_below_every_horizon_leaves_the_map_alone(ctx, air):
    lit = AirLightMap(ctx, air)
    lit.update(np.array([STATION, 0.0, 0.0]), np.array([-1.0, 0.0, 0.0]))
    assert not lit.lit
    lit.update(np.array([STATION, 0.0, 0.0]), np.array([0.0, 1.0, 0.0]))
    assert lit.lit
