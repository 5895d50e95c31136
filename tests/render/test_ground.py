"""The ground's shader by itself: glitter, shores and the shadow of cloud."""

from dataclasses import replace

import moderngl
import numpy as np
import pytest

from assets.coast import COAST, shores
from assets.images import SHORE_REACH, image
from orbit.earth import EQUATORIAL_RADIUS
from render.air_table import air_table
from render.earth_maps import load_maps
from render.passes.sky_view import SkyView
from render.shaders import assign, source
from render.uniforms import Uniforms, bind_blocks
from tests.render.sights import aft_view
from tests.render.test_scattering import table

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
CLOUD_TOP = 5000.0  # m, glsl/clouds.glsl


def run(context, textures, main, rows, uniforms=None):
    """Run a fragment shader that knows all of ground.frag's, once for each of (n, 4) inputs."""
    text = source("ground.frag").partition("in vec3 ray_itrs;")[0]
    text += "uniform sampler2D rows;\nout vec4 found;\n" + main
    program = bind_blocks(context.program(source("full.vert"), text))
    everything = {**textures, "rows": table(context, np.asarray(rows)[None])}
    for unit, (name, texture) in enumerate(everything.items()):
        texture.use(unit)
        assign(program, name, unit)
    for name, value in (uniforms or {}).items():
        assign(program, name, value)
    target = context.framebuffer([context.texture((len(rows), 1), 4, dtype="f4")])
    target.use()
    context.enable_only(moderngl.NOTHING)
    context.vertex_array(program, []).render(moderngl.TRIANGLES, vertices=3)
    return np.frombuffer(target.read(components=4, dtype="f4"), "f4").reshape(-1, 4).astype(float)


GLINT = """
uniform float wind;
void main() {
    vec4 row = texelFetch(rows, ivec2(gl_FragCoord.xy), 0);
    vec3 eye = vec3(sin(row.x) * cos(row.z), sin(row.x) * sin(row.z), cos(row.x));
    vec3 light = vec3(sin(row.y), 0.0, cos(row.y));
    found = vec4(glint(vec3(0.0, 0.0, 1.0), eye, light, wind));
}
"""


def cox_munk(eye_zenith, light_zenith, azimuth, wind):
    """Return cd/m2 of glitter for a beam of 1 lux (Cox and Munk 1954): isotropic, none hidden."""
    eye = np.stack([np.sin(eye_zenith) * np.cos(azimuth), np.sin(eye_zenith) * np.sin(azimuth)])
    eye = np.vstack([eye, np.cos(eye_zenith)])
    light = np.stack([np.sin(light_zenith), 0 * light_zenith, np.cos(light_zenith)])
    halfway = (eye + light) / np.linalg.norm(eye + light, axis=0)
    cosine = halfway[2]
    mean_square = 0.003 + 0.00512 * wind
    slopes = np.exp(-(1 / cosine**2 - 1) / mean_square) / (np.pi * mean_square)
    incidence = np.arccos(np.sum(halfway * light, axis=0))
    inside = np.arcsin(np.sin(incidence) / 1.34)
    s = np.sin(incidence - inside) / np.sin(incidence + inside)
    p = np.tan(incidence - inside) / np.tan(incidence + inside)
    return (s**2 + p**2) / 2 * slopes / (4 * np.cos(eye_zenith) * cosine**4)


@pytest.mark.parametrize("wind", [2.0, 6.0])
def test_glitter_is_that_of_cox_and_munk_where_no_wave_hides_another(context, wind):
    light = np.radians([20.0, 30.0, 40.0, 40.0, 50.0])
    eye = np.radians([20.0, 40.0, 30.0, 45.0, 50.0])
    azimuth = np.radians([180.0, 175.0, 190.0, 180.0, 180.0])
    rows = np.column_stack([eye, light, azimuth, 0 * eye])
    found = run(context, {}, GLINT, rows, {"wind": wind})[:, 0]
    np.testing.assert_allclose(found, cox_munk(eye, light, azimuth, wind), rtol=0.01)


def test_glitter_stays_finite_to_the_horizon(context):
    eye = np.radians(np.linspace(0.0, 89.9, 200))
    rows = np.column_stack([eye, 0 * eye + np.radians(80.0), 0 * eye + np.pi, 0 * eye])
    found = run(context, {}, GLINT, rows, {"wind": 5.0})[:, 0]
    assert np.isfinite(found).all()
    assert found.max() < 40.0


def test_shores_lie_where_the_coastlines_do():
    lines = shores()
    kind = np.repeat(lines.kind, np.diff(lines.start))
    some = (kind == COAST) & (np.abs(lines.lat) < np.radians(70))
    lat, lon = np.degrees(lines.lat[some])[::50], np.degrees(lines.lon[some])[::50]
    code = image("shores")[..., 0].astype(float)
    h, w = code.shape
    y, x = (90 - lat) / 180 * h - 0.5, (lon + 180) / 360 * w - 0.5
    row, column = np.floor(y).astype(int), np.floor(x).astype(int)
    fy, fx = y - row, x - column
    mean = sum(
        code[(row + dy), (column + dx) % w] * (fy if dy else 1 - fy) * (fx if dx else 1 - fx)
        for dy in (0, 1)
        for dx in (0, 1)
    )
    away = np.abs(mean - 128) / 127 * SHORE_REACH
    assert np.median(away) < 600.0
    assert np.percentile(away, 90) < 2000.0


SHORE = """
void main() {
    vec4 row = texelFetch(rows, ivec2(gl_FragCoord.xy), 0);
    float bank;
    found = vec4(water_share(textureLod(shore_map, row.xy, 0.0), row.z, bank));
}
"""


def test_a_coast_at_the_nadir_is_at_most_two_pixels_wide(context):
    # The Caspian's eastern shore near 44 N: a pixel of 500 m.
    longitude = np.linspace(50.0, 51.0, 4000)
    rows = np.column_stack(
        [longitude / 360 + 0.5, 0 * longitude + (90 - 44.0) / 180, 0 * longitude + 500.0, longitude]
    )
    share = run(context, {"shore_map": load_maps(context).shores}, SHORE, rows)[:, 0]
    metres = (longitude - longitude[0]) * 111_320 * np.cos(np.radians(44.0))
    assert share[0] == pytest.approx(1.0)
    assert share[-1] == pytest.approx(0.0)
    between = metres[(share > 0.1) & (share < 0.9)]
    assert 0 < between.max() - between.min() < 1000.0


SHADOW = """
void main() {
    float longitude = texelFetch(rows, ivec2(gl_FragCoord.xy), 0).x;
    vec3 up = vec3(cos(longitude), sin(longitude), 0.0);
    vec3 eye = up * (1.0 + 400e3 / EQUATORIAL_RADIUS);
    float ground_sine;
    found = vec4(earth_light(eye, -up, chord_of(eye, -up), ground_sine), 1.0);
}
"""


@pytest.mark.parametrize("elevation_deg", [15.0, 30.0, 45.0])
def test_cloud_throws_its_shadow_as_far_as_its_height_says(context, timeline, elevation_deg):
    # Cloud lies west of longitude 0 on the equator, the Sun shines from the west.
    moment, sky_view = timeline.at(0.0), SkyView(context, timeline)
    high = np.radians(elevation_deg)
    sun_itrs = np.array([np.sin(high), -np.cos(high), 0.0])
    sun = replace(moment.sun, direction=moment.itrs_from_gcrs.T @ sun_itrs)
    moment = replace(moment, sun=sun)
    width = 16384
    column = (np.arange(width) + 0.5) / width - 122 / 360 - 0.5
    covered = np.where((column + 0.5) % 1 - 0.5 < 0, 255, 0).astype(np.uint8)
    clouds = context.texture((width, 2), 1, np.tile(covered, (2, 1)), alignment=1)
    maps = load_maps(context)
    textures = {
        **maps.of_ground,
        "land_map": context.texture((1, 1), 4, b"\x80\x80\x80\x00"),
        "shore_map": context.texture((1, 1), 4, b"\x01\x80\x00\x80"),
        "cloud_map": clouds,
        "cloud_detail": context.texture((1, 1), 4, b"\x80\x80\x80\x80"),
        "air_table": air_table(context),
        "skylight_table": sky_view.skylight,
    }
    uniforms = Uniforms(context)
    uniforms.write_frame(moment, aft_view(moment, (1280, 720)))
    metres = np.linspace(2.5e3, 30e3, 400)
    rows = np.column_stack([metres / EQUATORIAL_RADIUS, *3 * [0 * metres]])
    light = run(context, textures, SHADOW, rows)[:, :3] @ LUMINANCE
    lit, dark = light[-1], light.min()
    assert dark < 0.5 * lit
    edge = metres[np.flatnonzero(light < (lit + dark) / 2).max()]
    # One texel of this map is 2.4 km.
    assert edge == pytest.approx(CLOUD_TOP / np.tan(high), abs=1500.0)
