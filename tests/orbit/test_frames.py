import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbit.attitude import CUPOLA_FROM_BODY, body_from_lvlh, cupola_from_body
from orbit.earth import (
    EQUATORIAL_RADIUS,
    POLAR_RADIUS,
    geodetic_from_itrs,
    geodetic_of_point,
    itrs_from_geodetic,
    line_of_sight_clear,
    ray_clear,
)
from orbit.frames import azimuth_elevation, lvlh_direction, turn_x, turn_y, turn_z
from orbit.hermite import MotionTable, SmoothTable, grid, hermite
from orbit.moon import magnitude, moon_from_gcrs

angles = st.floats(-math.pi, math.pi)


@given(angles, angles, angles)
def test_turns_are_rotations_and_the_opposite_turn_undoes_them(a, b, c):
    matrix = turn_x(a) @ turn_y(b) @ turn_z(c)
    assert matrix @ matrix.T == pytest.approx(np.eye(3), abs=1e-14)
    assert turn_z(-c) @ turn_y(-b) @ turn_x(-a) @ matrix == pytest.approx(np.eye(3), abs=1e-14)


def test_a_turn_of_the_axes_takes_a_vector_the_other_way():
    assert turn_z(math.pi / 2) @ [1, 0, 0] == pytest.approx([0, -1, 0])
    assert turn_x(math.pi / 2) @ [0, 1, 0] == pytest.approx([0, 0, -1])
    assert turn_y(math.pi / 2) @ [0, 0, 1] == pytest.approx([-1, 0, 0])


def test_the_stations_nose_goes_to_starboard_by_yaw_up_by_pitch_and_rolls_starboard_down():
    nose, starboard = np.array([1, 0, 0]), np.array([0, 1, 0])
    assert (body_from_lvlh(90, 0, 0).T @ nose) == pytest.approx([0, 1, 0])
    assert (body_from_lvlh(0, 90, 0).T @ nose) == pytest.approx([0, 0, -1])
    assert (body_from_lvlh(0, 0, 90).T @ starboard) == pytest.approx([0, 0, 1])
    unturned = CUPOLA_FROM_BODY @ CUPOLA_FROM_BODY.T
    assert unturned == pytest.approx(np.eye(3))
    assert np.linalg.det(CUPOLA_FROM_BODY) == pytest.approx(1.0)


@given(st.floats(0, 359.99), st.floats(-89.9, 89.9))
def test_azimuth_and_elevation_come_back_from_their_direction(azimuth, elevation):
    back = azimuth_elevation(7.0 * lvlh_direction(math.radians(azimuth), math.radians(elevation)))
    assert math.degrees(back[1]) == pytest.approx(elevation, abs=1e-9)
    assert math.cos(back[0] - math.radians(azimuth)) == pytest.approx(1.0)


def test_starboard_is_90_degrees_and_up_is_positive():
    assert azimuth_elevation(np.array([0.0, 1.0, -1.0])) == pytest.approx(
        (math.pi / 2, math.pi / 4)
    )


@given(st.floats(-89.999, 89.999), st.floats(-179.999, 179.999), st.floats(-5_000, 36_000_000))
def test_geodetic_places_come_back_to_a_tenth_of_a_millimetre(latitude, longitude, height):
    place = itrs_from_geodetic(math.radians(latitude), math.radians(longitude), height)
    one = geodetic_of_point(*place)
    many = [float(each) for each in geodetic_from_itrs(place)]
    assert one == pytest.approx(many, rel=1e-12, abs=1e-9)
    assert itrs_from_geodetic(*one) == pytest.approx(place, abs=1e-4)


def test_geodetic_places_are_those_of_erfa():
    import erfa

    for place in ([4e6, 3e6, 4.5e6], [1e3, 2e3, 6.4e6], [-6.5e6, 2e6, -1.0]):
        longitude, latitude, height = erfa.gc2gd(1, place)
        assert geodetic_of_point(*place) == pytest.approx(
            (float(latitude), float(longitude), float(height)), abs=1e-6
        )


def test_the_far_side_of_the_earth_is_hidden_and_the_near_side_is_not():
    eye = np.array([7e6, 0.0, 0.0])
    offsets = np.array([[-1e5, 0, 0], [-1.4e7, 0, 0], [-7e6, 7e6, 0], [1e6, 0, 0], [0, 0, 1e7]])
    assert line_of_sight_clear(eye, offsets, np.eye(3)).tolist() == [True, False, False, True, True]


def test_the_flattening_lets_one_see_over_the_pole():
    between = (EQUATORIAL_RADIUS + POLAR_RADIUS) / 2
    over_the_pole = np.array([[2e7, 0.0, 0.0]])
    assert line_of_sight_clear(np.array([-1e7, 0, between]), over_the_pole, np.eye(3))[0]
    over_the_equator = np.array([[2e7, 0.0, 0.0]])
    assert not line_of_sight_clear(np.array([-1e7, between, 0]), over_the_equator, np.eye(3))[0]
    assert ray_clear((-1e7, 0.0, between), (1.0, 0.0, 0.0))
    assert not ray_clear((-1e7, between, 0.0), (1.0, 0.0, 0.0))


def test_a_motion_table_gives_back_a_cubic_exactly_and_a_circle_to_the_stated_error():
    nodes = grid(0.0, 100.0, 10.0)
    cubic = np.stack([nodes**3, 3 * nodes**2], axis=1)[:, :, None]
    table = MotionTable(0.0, 10.0, cubic)
    assert table.at(33.3)[:, 0] == pytest.approx([33.3**3, 3 * 33.3**2])
    rate, radius = 1.13e-3, 6.78e6
    phase = rate * nodes
    place = radius * np.stack([np.cos(phase), np.sin(phase)], axis=1)
    speed = radius * rate * np.stack([-np.sin(phase), np.cos(phase)], axis=1)
    circle = MotionTable(0.0, 10.0, np.stack([place, speed], axis=1))
    for t in np.linspace(0, 100, 77):
        asked = radius * np.array([math.cos(rate * t), math.sin(rate * t)])
        assert np.linalg.norm(circle.at(t)[0] - asked) < 1.5 * (rate * 10) ** 4 * radius / 384


@given(st.floats(0, 100))
def test_a_smooth_table_gives_back_a_cubic_exactly(t):
    nodes = grid(0.0, 100.0, 10.0, margin=1)
    table = SmoothTable(float(nodes[0]), 10.0, np.stack([nodes**3 - 5 * nodes, nodes], axis=1))
    assert table.at(t) == pytest.approx([t**3 - 5 * t, t], abs=1e-7)
    assert table.at_many(np.array([t]))[0] == pytest.approx(table.at(t), abs=1e-9)


def test_between_uneven_nodes_a_cubic_comes_back_and_of_two_at_once_the_later_holds():
    nodes = np.array([0.0, 1.0, 1.0, 4.0])
    place = np.array([[0.0], [1.0], [5.0], [68.0]])
    speed = np.array([[0.0], [3.0], [3.0], [48.0]])
    found = hermite(nodes, place, speed, np.array([0.5, 1.0, 2.0, 4.0]))
    assert found[0][:, 0] == pytest.approx([0.125, 5.0, 12.0, 68.0])
    assert found[1][:, 0] == pytest.approx([0.75, 3.0, 12.0, 48.0])


def test_the_moon_is_turned_as_in_the_worked_example_of_meeus():
    """Astronomical Algorithms, 2nd ed., example 53.a: 1992 April 12.0 TD; libration and axis."""
    import erfa

    days = np.array([2448724.5 - 2451545.0])
    ra, dec = math.radians(134.688470), math.radians(13.768368)
    moon = np.array([math.cos(dec) * math.cos(ra), math.cos(dec) * math.sin(ra), math.sin(dec)])
    # The book's equator is that of date.
    moon_from_date = moon_from_gcrs(days)[0] @ erfa.pmat06(2448724.5, 0.0).T
    toward_earth = moon_from_date @ -moon
    longitude = math.degrees(math.atan2(toward_earth[1], toward_earth[0]))
    latitude = math.degrees(math.asin(toward_earth[2]))
    assert longitude == pytest.approx(-1.23, abs=0.06)
    assert latitude == pytest.approx(4.20, abs=0.06)
    east = np.array([-math.sin(ra), math.cos(ra), 0.0])
    north = np.cross(moon, east)
    pole = moon_from_date[2]
    assert math.degrees(math.atan2(pole @ east, pole @ north)) == pytest.approx(15.08, abs=0.06)


def test_the_full_moon_has_its_known_magnitude_and_a_quarter_a_tenth_of_the_light():
    assert magnitude(0.0, 3.844e8, 1.495978707e11) == pytest.approx(-12.73, abs=0.01)
    quarter = magnitude(math.pi / 2, 3.844e8, 1.495978707e11)
    assert 2.0 < quarter + 12.73 < 2.9


@pytest.mark.parametrize(("clocking_deg", "ahead"), [(0.0, [-1, 0, 0]), (90.0, [0, -1, 0])])
def test_clocking_turns_the_cupolas_straight_ahead_from_aft_toward_port(clocking_deg, ahead):
    looks = cupola_from_body(clocking_deg).T @ [0.0, 0.0, -1.0]
    np.testing.assert_allclose(looks, ahead, atol=1e-12)
    up = cupola_from_body(clocking_deg).T @ [0.0, 1.0, 0.0]
    np.testing.assert_allclose(up, [0, 0, -1], atol=1e-12)
