"""Town lights: what reaches the eye against what the lamps shine, near and far."""

from dataclasses import replace

import erfa
import moderngl
import numpy as np
import pytest

from assets.lamps import COLOURS, lamp_positions, lamps
from orbit.extinction import lamp_table
from render.air_table import air_table
from render.earth_maps import load_maps
from render.lamp_rows import lamp_rows
from render.passes.lamps import LampPoints
from render.passes.points import Field
from render.targets import colour
from render.uniforms import Uniforms
from tests.render.sights import solid_angles, view_along

TOWNS = {"Kyzylorda": (65.51, 44.85), "Astana": (71.43, 51.13), "Aktobe": (57.17, 50.28)}
"""Longitude and latitude in degrees; 200 to 2200 km away in these minutes."""
TOWN_RADIUS = 40e3
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


@pytest.fixture(scope="module")
def clear_sky(context):
    """Lamps, their pass under a sky without cloud, and what it draws with."""
    everything = lamps()
    no_cloud = context.texture((1, 1), 1, b"\x00")
    maps = replace(load_maps(context), clouds=no_cloud)
    passes = {
        detail: LampPoints(context, lamp_rows(), maps, air_table(context), detail)
        for detail in (3.0, 12.0)
    }
    return everything, passes


def drawn_lux(context, points, moment, view):
    """Return the illuminance at the eye of all that the pass draws, luminance of linear sRGB."""
    uniforms, target = Uniforms(context), colour(context, view.size, "f4")
    uniforms.write_frame(moment, view)
    uniforms.write_eye(moment, view, view)
    pixel = (view.tangents[3] - view.tangents[2]) / view.size[1]
    target.framebuffer.use()
    points.prepare(moment, Field.of(moment, view, pixel))
    target.framebuffer.clear()
    context.enable_only(moderngl.BLEND | moderngl.PROGRAM_POINT_SIZE)
    context.blend_func = moderngl.ONE, moderngl.ONE
    points.draw()
    rows = np.frombuffer(target.framebuffer.read(components=3, dtype="f4"), "f4")
    image = rows.reshape(view.size[1], view.size[0], 3)[::-1].astype(float)
    return float((image @ LUMINANCE * solid_angles(view)).sum())


def budget_lux(everything, moment, view):
    """Return the illuminance at the eye of the lamps in a view, summed one by one in double."""
    place = lamp_positions(everything)
    eye = moment.itrs_from_gcrs @ moment.eye_position
    offset = place - eye
    distance = np.linalg.norm(offset, axis=1)
    up = place / np.array([6_378_137.0, 6_378_137.0, 6_356_752.3142]) ** 2
    up /= np.linalg.norm(up, axis=1)[:, None]
    cosine = -np.einsum("ij,ij->i", up, offset) / distance
    eye_axes = offset @ moment.itrs_from_gcrs @ moment.cupola_from_gcrs.T @ view.cupola_from_eye
    x, y = eye_axes[:, 0] / -eye_axes[:, 2], eye_axes[:, 1] / -eye_axes[:, 2]
    left, right, down, up_edge = view.tangents
    seen = (eye_axes[:, 2] < 0) & (cosine > 0.003)
    seen &= (x > left) & (x < right) & (y > down) & (y < up_edge)
    passed = lamp_table().lookup(cosine[seen]) * np.asarray(COLOURS)[everything.colour_class[seen]]
    toward = everything.intensity_cd[seen] * (0.3 + 0.7 * cosine[seen])
    return float((toward / distance[seen] ** 2 * (passed @ LUMINANCE)).sum())


@pytest.mark.parametrize("detail", [3.0, 12.0])
@pytest.mark.parametrize(
    ("t", "elevation_deg", "fov_deg"),
    [(330.0, -65.0, 30.0), (330.0, -35.0, 20.0), (60.0, -24.0, 8.0)],
)
def test_the_light_of_towns_is_within_10_percent_of_the_lamps_own(
    context, timeline, clear_sky, t, elevation_deg, fov_deg, detail
):
    everything, passes = clear_sky
    moment = timeline.at(t)
    lvlh = np.array([-np.cos(np.radians(elevation_deg)), 0.3, -np.sin(np.radians(elevation_deg))])
    view = view_along(moment, moment.lvlh_from_gcrs.T @ lvlh, (960, 720), fov_deg)
    expected = budget_lux(everything, moment, view)
    assert expected > 0
    assert drawn_lux(context, passes[detail], moment, view) == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize("size", [(60, 60), (600, 600)])
@pytest.mark.parametrize("t", [-180.0, 0.0, 180.0])
@pytest.mark.parametrize("town", list(TOWNS))
def test_a_town_keeps_its_light_within_10_percent_as_it_comes_and_goes(
    context, timeline, clear_sky, town, t, size
):
    everything, passes = clear_sky
    moment = timeline.at(t)
    there = erfa.gd2gc(1, *np.radians(TOWNS[town]), 0.0)
    to_town = there - moment.itrs_from_gcrs @ moment.eye_position
    fov_deg = np.degrees(2 * np.arctan(TOWN_RADIUS / np.linalg.norm(to_town)))
    view = view_along(moment, moment.itrs_from_gcrs.T @ to_town, size, fov_deg)
    expected = budget_lux(everything, moment, view)
    assert expected > 0
    assert drawn_lux(context, passes[12.0], moment, view) == pytest.approx(expected, rel=0.1)


def test_lamps_are_out_by_day(context, timeline, clear_sky):
    _, passes = clear_sky
    moment = timeline.at(3000.0)
    view = view_along(moment, -moment.eye_position, (320, 240), 100.0)
    assert drawn_lux(context, passes[12.0], moment, view) == 0.0
