"""Constellations: named amid their stars, on none of them, and drawn where they can be seen."""

import math
from dataclasses import replace

import numpy as np
import pytest

from assets.constellations import constellations
from assets.stars import stars
from assets.words import words
from render.figures import figure_subjects
from render.labels import pixels, place
from render.naming import Naming
from render.sightline import lowest_height
from render.subjects import subjects
from render.view import View
from tests.render.sights import aft_view

SIZE = (1280, 720)


def measure(lines):
    return 9.0 * max(map(len, lines)), 19.0 * len(lines)


def figures(timeline, t, fov_deg=50.0):
    moment = timeline.at(t)
    view = aft_view(moment, SIZE, fov_deg=fov_deg)
    return moment, view, list(figure_subjects(moment, view, words()))


def all_round(moment):
    """Yield views of the whole horizon, 12 degrees above the limb."""
    up = moment.cupola_from_gcrs @ moment.eye_position / np.linalg.norm(moment.eye_position)
    for azimuth in range(0, 360, 60):
        level = np.array([math.sin(math.radians(azimuth)), 0.0, math.cos(math.radians(azimuth))])
        back = -(level - (level @ up) * up)
        back = back / np.linalg.norm(back) + math.tan(math.radians(8.0)) * up
        back /= np.linalg.norm(back)
        right = np.cross(up, back)
        right /= np.linalg.norm(right)
        axes = np.stack([right, np.cross(back, right), back], axis=1)
        yield View.symmetric(axes, SIZE, math.radians(50.0))


@pytest.mark.parametrize("t", [-300.0, 235.0, 500.0])
def test_no_constellations_name_stands_on_a_star_of_its_figure(timeline, t):
    moment, named = timeline.at(t), 0
    for view in all_round(moment):
        for label in place(subjects(moment, view), view, measure):
            if label.subject.kind == "constellation":
                named += 1
                left, top, right, bottom = label.box
                x, y = pixels(label.subject.figure.places, view).T
                assert not np.any((left < x) & (x < right) & (top < y) & (y < bottom))
    assert named >= 6


def test_aquarius_is_named_beside_the_moon_of_that_evening(timeline):
    moment, _, found = figures(timeline, 235.0, 100.0)
    (aquarius,) = [each for each in found if each.lines[0].replace("\u200a", "") == "AQUARIUS"]
    moon = moment.cupola_from_gcrs @ moment.moon.direction
    assert math.degrees(math.acos(float(aquarius.direction @ moon))) < 15


def test_a_wider_view_names_fewer_constellations_and_the_well_known_stay(timeline):
    _, _, near = figures(timeline, 235.0, 50.0)
    _, _, wide = figures(timeline, 235.0, 125.0)
    rank = {each.name.upper(): each.rank for each in constellations()}

    def named(found, most):
        names = {each.lines[0].replace("\u200a", "") for each in found if each.presence > 0}
        return {name for name in names if rank[name] <= most}

    assert named(wide, 3) == named(wide, 2)
    assert named(near, 3) > named(near, 2)
    assert named(near, 2) <= named(wide, 2)


def test_no_line_of_a_figure_is_drawn_in_front_of_the_earth(timeline):
    moment, _, found = figures(timeline, 400.0, 110.0)
    assert found
    for each in found:
        middles = each.figure.pieces.mean(axis=1) @ moment.cupola_from_gcrs
        middles /= np.linalg.norm(middles, axis=-1, keepdims=True)
        height = lowest_height(moment, middles, np.full(len(middles), np.inf))
        assert np.all(each.figure.seen[height < 0] == 0)


def test_lines_leave_the_stars_that_they_join_free(timeline):
    moment, _, found = figures(timeline, 235.0, 100.0)
    catalogue = stars()
    level = np.cos(catalogue.dec)
    place_of = np.stack(
        [level * np.cos(catalogue.ra), level * np.sin(catalogue.ra), np.sin(catalogue.dec)], -1
    )
    row = {int(hip): index for index, hip in enumerate(catalogue.hip)}
    (aquarius,) = [each for each in constellations() if each.id == "Aqr"]
    (named,) = [each for each in found if "".join(each.lines).startswith("A\u200aQ\u200aU\u200aA")]
    ends = named.figure.pieces.reshape(-1, 3)
    for hip in {hip for chain in aquarius.chains for hip in chain}:
        star = moment.cupola_from_gcrs @ place_of[row[hip]]
        assert np.linalg.norm(ends - star, axis=-1).min() > math.radians(0.2)


def test_figures_are_not_worked_out_where_none_is_wanted(timeline):
    moment, view, _ = figures(timeline, 235.0)
    naming = Naming(strength={"constellation": 0.0})
    assert all(each.kind != "constellation" for each in subjects(moment, view, naming))
    pointed = replace(naming, pointed={"constellation_0": 1.0})
    assert all(
        each.presence <= 0
        for each in subjects(moment, view, pointed)
        if each.kind == "constellation" and each.id != "constellation_0"
    )
