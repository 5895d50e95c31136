"""The shaders of the air against their NumPy twins, drawn over grids of inputs."""

import moderngl
import numpy as np
import pytest

from orbit.air_optics import air_file
from orbit.air_store import air_tables
from orbit.air_tables import EARTH_RADIUS
from orbit.bands import extinction, rgb_from_bands
from orbit.scattering import air_light
from render.shaders import VERSION, assign, source

STATION = EARTH_RADIUS + 407e3
EYE = np.array([0.0, 0.0, STATION])
SCATTERED = """
uniform sampler2D rays; // xyz: line of sight; w: square of half its chord in the Earth
uniform vec3 eye;
uniform vec3 light;
out vec4 found;
void main() {
    vec4 ray = texelFetch(rays, ivec2(gl_FragCoord.xy), 0);
    float ahead = -dot(eye, ray.xyz);
    found = scattered_light(eye, ray.xyz, ahead, ray.w, light, dot(ray.xyz, light));
}
"""
SKYLIGHT = """
uniform sampler2D sines;
out vec4 found;
void main() {
    found = vec4(skylight(texelFetch(sines, ivec2(gl_FragCoord.xy), 0).r), 1.0);
}
"""


def table(context, rows):
    height, width, components = rows.shape
    texture = context.texture((width, height), components, rows.astype("f4").tobytes(), dtype="f4")
    texture.repeat_x = texture.repeat_y = False
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return texture


def draw(context, include, main, inputs, uniforms):
    """Run a fragment shader once for every texel of the first input; return (rows, columns, 4)."""
    program = context.program(
        source("full.vert"), VERSION + source(include).removeprefix(VERSION) + main
    )
    textures = {name: table(context, rows) for name, rows in inputs.items()}
    for unit, (name, texture) in enumerate(textures.items()):
        texture.use(unit)
        assign(program, name, unit)
    for name, value in uniforms.items():
        assign(program, name, value)
    rows, columns = next(iter(inputs.values())).shape[:2]
    target = context.framebuffer([context.texture((columns, rows), 4, dtype="f4")])
    target.use()
    context.vertex_array(program, []).render(moderngl.TRIANGLES, vertices=3)
    return np.frombuffer(target.read(components=4, dtype="f4"), "f4").reshape(rows, columns, 4)


def lines_of_sight():
    """Rays (96, 64, 3) from the station to limb and ground, and their half chords squared."""
    height = np.geomspace(10.0, 118e3, 56)
    elevation = np.pi / 2 * np.linspace(0.02, 0.999, 40) ** 2
    perigee = np.concatenate([1 + height / EARTH_RADIUS, np.cos(elevation)])[:, None]
    azimuth = np.pi * np.linspace(0.0, 1.0, 64)
    level = perigee * EARTH_RADIUS / STATION
    rays = np.stack(
        np.broadcast_arrays(
            level * np.cos(azimuth), level * np.sin(azimuth), -np.sqrt(1 - level**2)
        ),
        axis=-1,
    )
    return rays, np.broadcast_to(1 - perigee**2, rays.shape[:2])


@pytest.mark.parametrize("elevation_deg", [60, 10, -5, -15, -20, -25, -30])
def test_the_shader_scatters_light_as_numpy_does_within_2_percent(context, elevation_deg):
    tables, aerosol = air_tables(), air_file().aerosol
    rays, chord2 = lines_of_sight()
    angle = np.radians(elevation_deg)
    light = np.array([np.cos(angle), 0.0, np.sin(angle)])
    found = draw(
        context,
        "scattering.glsl",
        SCATTERED,
        {
            "rays": np.concatenate([rays, chord2[..., None]], axis=-1),
            "air_profiles": tables.log_profiles[None],
            "air_columns": tables.log_columns,
            "air_mean": tables.log_mean,
        },
        {
            "eye": tuple(EYE / EARTH_RADIUS),
            "light": tuple(light),
            "air_extinction": extinction(),
            "air_aerosol": (aerosol.single_scattering_albedo, aerosol.asymmetry),
        },
    )
    exact = air_light(tables, EYE, rays, light).scattered
    # Compared as the light that is seen, from 1e-7 cd/m2 under the Sun: a thousandth of the
    # airglow at the zenith.
    shown, expected = found @ rgb_from_bands().T, exact @ rgb_from_bands().T
    brightest = np.abs(expected).max(axis=-1)
    seen = brightest > 1e-12
    assert seen.sum() > 1500
    assert np.all(np.isfinite(found)) and np.all(found >= 0)
    assert (np.abs(shown - expected).max(axis=-1) / np.maximum(brightest, 1e-30))[seen].max() < 0.02


def test_the_shaders_skylight_is_numpys_within_1_percent(context):
    sines = np.linspace(-0.44, 1.0, 500)
    log_sky = air_tables().log_sky[None]
    inputs = {"sines": np.repeat(sines[None, :, None], 4, axis=2), "skylight_table": log_sky}
    found = draw(context, "skylight.glsl", SKYLIGHT, inputs, {})[0, :, :3]
    expected = air_tables().sky_illuminance(sines)
    seen = expected.max(axis=-1) > 1e-12
    assert found[seen] == pytest.approx(expected[seen], rel=0.01, abs=1e-14)
