"""What captions say is computed and true; where they stand and how they look is pure."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.words import words
from orbit.earth import geodetic_from_itrs
from orbit.scenario import find_scenario
from orbit.timeline import build
from render.station_sight import station_clearance
from render.view import View
from render.windows import glass_clearance
from vr.script.captions import caption_called, filled, names_in
from vr.script.facts import Scene, fact, known_names
from vr.script.file import find_script
from vr.script.panel import LINE, board, contrast, wrapped
from vr.script.place import (
    DISTANCE,
    LINE_DEG,
    Heading,
    arrow,
    board_size,
    followed,
    is_under_caption,
    wanted,
)
from vr.script.score import Spoken, compose
from vr.script.star import star_in_sight
from vr.script.teller import Teller

angles = st.floats(-3.0, 3.0)
rises = st.floats(-1.2, 1.2)


@pytest.fixture(scope="module")
def timeline():
    return build(find_scenario("progress-ms-10"))


def scene(timeline, t):
    moment = timeline.at(t)
    return Scene(timeline, moment, 1.0, star_in_sight(moment))


class TestFacts:
    def test_the_station_s_speed_is_that_of_its_orbit_against_the_stars(self, timeline):
        """About 7.67 km/s (NASA: 17 500 mph is 7.8 at most; 7.66 for a 93 minute orbit)."""
        assert fact("station.speed", scene(timeline, 0.0)).value == pytest.approx(7.67, abs=0.01)
        assert fact("station.period", scene(timeline, 0.0)).value == pytest.approx(92.7, abs=0.3)

    def test_the_speed_over_the_ground_is_that_of_the_point_below(self, timeline):
        """The way between the geodetic points below a second apart, on the ellipsoid."""
        places = []
        for t in (99.5, 100.5):
            moment = timeline.at(t)
            lat, lon, _ = moment.station_geodetic
            radius = 6378137.0 / math.sqrt(1 - 0.00669438 * math.sin(lat) ** 2)
            flat = radius * math.cos(lat)
            up = radius * (1 - 0.00669438) * math.sin(lat)
            places.append(np.array([flat * math.cos(lon), flat * math.sin(lon), up]))
        way = np.linalg.norm(places[1] - places[0]) / 1e3
        assert fact("station.ground_speed", scene(timeline, 100.0)).value == pytest.approx(
            way, rel=0.003
        )

    def test_the_edge_of_the_earth_is_as_far_as_the_tangent_is_long(self, timeline):
        height = timeline.at(0.0).station_geodetic[2]
        expected = math.sqrt((6378137.0 + height) ** 2 - 6378137.0**2) / 1e3
        found = fact("station.horizon", scene(timeline, 0.0)).value
        assert found == pytest.approx(expected, abs=5.001)

    def test_the_rocket_is_what_flies_on(self, timeline):
        names = [fact("rocket.name", scene(timeline, t)).text for t in (0, 150, 300, 600)]
        assert names == ["Soyuz-FG", "Core", "Blok I", "Progress"]

    def test_range_and_altitude_are_those_of_the_body(self, timeline):
        now = scene(timeline, 300.0)
        row = now.moment.bodies.ids.index("core")
        offset = now.moment.bodies.position[row]
        assert fact("core.range", now).value == pytest.approx(
            np.linalg.norm(offset) / 1e3, abs=5.001
        )
        place = now.moment.itrs_from_gcrs @ (now.moment.eye_position + offset)
        height = float(geodetic_from_itrs(place)[2]) / 1e3
        assert fact("core.altitude", now).value == pytest.approx(height, abs=0.01)

    def test_it_closes_as_fast_as_its_range_falls(self, timeline):
        def distance(t):
            return np.linalg.norm(timeline.at(t).bodies.position[-1]) / 1e3

        falls = distance(599.0) - distance(600.0)
        assert fact("rocket.closing_speed", scene(timeline, 599.5)).value == pytest.approx(
            falls, abs=1e-3
        )

    @pytest.mark.parametrize(
        ("name", "years"),
        [("Vega", 25.0), ("Altair", 16.8), ("Fomalhaut", 25.1), ("Arcturus", 36.7)],
    )
    def test_light_is_as_old_as_the_star_is_far(self, name, years):
        """SIMBAD's distances in light years, from the parallaxes of 2007, to 3 %."""
        from vr.script import star

        names, ages, _ = star._candidates(2018)
        assert ages[names.index(name)] == pytest.approx(years, rel=0.03)

    def test_the_star_is_above_the_air_and_one_aft_goes_first(self, timeline):
        for t in range(-60, 600, 60):
            moment = timeline.at(float(t))
            found = star_in_sight(moment)
            aft = -moment.cupola_from_gcrs[2] @ found.direction
            assert aft > math.cos(math.radians(45.0))

    def test_what_a_first_visitor_is_told_of_stands_in_a_window_then(self, timeline):
        score, teller = compose(find_script("first-visit"), timeline), Teller(timeline, words("en"))
        told = [each for each in score.beats if each.caption and each.caption.about]
        assert len(told) > 10
        for beat in told:
            began, seen = beat.clock.at(beat.start), []
            for second in np.arange(beat.start + 0.5, beat.caption_end, 0.5):
                moment = timeline.at(beat.clock.at(second))
                spoken = Spoken(beat.caption, 1.0, moment.t, began, beat.clock.rate)
                direction = teller.direction(spoken, moment)
                hidden = min(glass_clearance(direction), station_clearance(direction)) < 0.0
                seen.append(not hidden)
            # The rocket passes behind the frame between the windows, for four seconds.
            assert np.mean(seen) > 0.5, beat.caption.id

    def test_the_moon_is_not_said_to_light_what_the_sun_lights(self, timeline):
        assert fact("moon.lit", scene(timeline, 100.0)).value == pytest.approx(0.61, abs=0.01)
        assert fact("moon.lit", scene(timeline, -1100.0)) is None

    def test_what_is_not_there_has_no_quantities(self, timeline):
        assert fact("core.altitude", scene(timeline, 10.0)) is None
        assert fact("rocket.hight", scene(timeline, 10.0)) is None
        assert fact("station.mass", scene(timeline, 10.0)) is None

    def test_everything_on_the_list_of_quantities_is_there_in_flight(self, timeline):
        now = scene(timeline, 300.0)
        assert [name for name in known_names() if fact(name, now) is None] == []

    def test_the_documents_list_every_quantity(self):
        page = (Path(__file__).parents[2] / "docs" / "show.md").read_text(encoding="utf-8")
        assert [name for name in known_names() if f"`{name}`" not in page] == []

    def test_numbered_bodies_are_counted(self, timeline):
        assert fact("strap_on.count", scene(timeline, 150.0)).value == 4
        assert fact("strap_on.name", scene(timeline, 150.0)).text == "Strap-on"
        assert fact("core.count", scene(timeline, 510.0)).value == 7


class TestTexts:
    def test_quantities_are_filled_in(self):
        assert names_in("a {b.c} d {e}") == ("b.c", "e")
        assert filled("a {b.c} d {e}", {"b.c": "1", "e": "2"}) == "a 1 d 2"

    def test_a_caption_about_what_is_gone_is_not_shown(self, timeline):
        spoken = Spoken(caption_called("core_glows", ""), 1.0, 10.0, 10.0, 1.0)
        assert Teller(timeline, words()).text(spoken) == ""

    @pytest.mark.parametrize("about", ["rocket", "limb", "down", "star", "moon", "core"])
    def test_what_a_caption_is_about_has_a_direction(self, timeline, about):
        from vr.script.captions import Caption

        spoken = Spoken(Caption("", "x", about=about), 1.0, 200.0, 200.0, 1.0)
        direction = Teller(timeline, words()).direction(spoken, timeline.at(200.0))
        assert np.linalg.norm(direction) == pytest.approx(1.0)
        if about == "down":
            assert direction[1] < -0.99
        if about == "limb":
            assert direction[2] < -0.9


class TestPanel:
    def test_letters_stand_out_at_least_seven_to_one_before_any_picture(self):
        assert min(contrast(light) for light in np.linspace(0.0, 1.0, 11)) >= 7.0

    def test_lines_are_as_few_and_as_even_as_can_be(self):
        lines = wrapped("one two three four five six seven eight", len, 25)
        assert len(lines) == 2
        assert max(map(len, lines)) - min(map(len, lines)) <= 5
        assert wrapped("alone", len, 2) == ("alone",)

    def test_a_hard_space_holds_a_line_together(self):
        for line in wrapped("it is 7.67\u00a0km/s fast", len, 12):
            assert not line.endswith("7.67")

    def test_an_arrow_lies_beside_the_words_in_its_own_direction(self):
        plain = board("Words on a panel", 20, None).pixels.astype(int)
        for angle, where in (
            (0.0, np.s_[:, -40:]),
            (math.pi / 2, np.s_[:40, :]),
            (math.pi, np.s_[:, :40]),
        ):
            shown = board("Words on a panel", 20, angle).pixels.astype(int)
            changed = np.abs(shown - plain).max(axis=-1) > 0
            assert changed[where].sum() == changed.sum() > 50

    def test_colours_are_times_alpha(self):
        pixels = board("Words", 20, 1.0).pixels.astype(int)
        assert (pixels[..., :3].max(axis=-1) <= pixels[..., 3]).all()


class TestPlace:
    @given(turn=angles, rise=rises)
    def test_a_heading_is_where_the_head_looks(self, turn, rise):
        heading = Heading(turn, rise)
        found = Heading.of(heading.rotation())
        assert math.remainder(found.turn - turn, math.tau) == pytest.approx(0.0, abs=1e-9)
        assert found.rise == pytest.approx(rise, abs=1e-9)

    @given(turn=angles, rise=rises)
    def test_a_caption_stands_upright_however_the_head_leans(self, turn, rise):
        right = Heading(turn, rise).rotation()[:, 0]
        assert right[1] == pytest.approx(0.0, abs=1e-12)

    def test_a_small_glance_leaves_the_caption_at_rest(self):
        caption = wanted(Heading())
        assert followed(caption, Heading(math.radians(5.0)), 1.0) == caption

    @given(turn=angles, rise=rises, to=angles, up=rises, since=st.floats(0.0, 0.2))
    def test_it_comes_nearer_without_swinging_over_and_is_never_left_behind(
        self, turn, rise, to, up, since
    ):
        caption, head = Heading(turn, rise), Heading(to, up)
        after = followed(caption, head, since)
        before_away, after_away = _away(caption, head), _away(after, head)
        assert after_away <= before_away + 1e-9
        assert after_away <= math.radians(28.0) + 1e-9 or after == caption

    def test_it_moves_the_same_however_often_it_is_asked(self):
        head = Heading(math.radians(25.0), 0.1)
        once = followed(wanted(Heading()), head, 0.2)
        many = wanted(Heading())
        for _ in range(20):
            many = followed(many, head, 0.01)
        assert many.turn == pytest.approx(once.turn, abs=1e-9)
        assert many.rise == pytest.approx(once.rise, abs=1e-9)

    def test_a_line_is_one_and_a_third_degrees_high(self):
        _, height = board_size((100, round(LINE * 20)), 20)
        assert math.degrees(height / DISTANCE) == pytest.approx(LINE_DEG, rel=0.01)
        _, larger = board_size((100, round(LINE * 20)), 20, scale=1.5)
        assert larger == pytest.approx(1.5 * height)


def _away(caption, head):
    place = wanted(head)
    return math.hypot(
        math.remainder(place.turn - caption.turn, math.tau), place.rise - caption.rise
    )


class TestArrow:
    view = View.symmetric(np.eye(3), (1600, 900), math.radians(50.0))

    def test_there_is_none_for_what_is_in_view(self):
        assert arrow(np.array([0.1, 0.1, -1.0]), self.view) is None

    @pytest.mark.parametrize(
        ("direction", "angle_deg"),
        [
            ((1, 0, 0), 0),
            ((-1, 0, -0.1), 180),
            ((0, -1, -0.2), -90),
            ((1, 1, 0.5), 45),
            ((0, 1, 9), 90),
        ],
    )
    def test_it_shows_the_short_way_to_turn(self, direction, angle_deg):
        assert arrow(np.array(direction, float), self.view) == pytest.approx(
            math.radians(angle_deg)
        )

    def test_a_caption_of_the_window_stands_above_when_the_rocket_comes_up_behind_it(
        self, timeline
    ):
        from vr.view_options import ViewOptions, view_at

        teller = Teller(timeline, words())
        view = view_at(ViewOptions(size=(1280, 720)), timeline.at(60.0))
        for t, above in ((58.0, True), (300.0, False)):
            spoken = Spoken(caption_called("climb", ""), 1.0, t, t, 5.0)
            path = teller.path(spoken, 10.0)
            assert any(is_under_caption(each, view) for each in path) == above

    def test_it_knows_a_way_to_what_is_straight_behind(self):
        assert arrow(np.array([0.0, 0.0, 1.0]), self.view) is not None
