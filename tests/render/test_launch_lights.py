"""The launch's lights in the linear image: sums of light, shapes, what ground and air do."""

import dataclasses
import math

import numpy as np
import pytest

from orbit.extinction import lamp_table
from orbit.photometry import intensity, magnitude
from render import exhaust, plumes
from render.path_air import transmission
from tests.render.sights import CAMERA, WORLD, solid_angles, view_along

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
FLAMES = (20.0, 60.0, 100.0, 150.0, 200.0, 280.0, 287.0, 350.0, 450.0, 510.0, 525.0)


def without(moment, *fields):
    """Return a moment in which those fields of the bodies are 0."""
    nothing = {name: np.zeros_like(getattr(moment.bodies, name)) for name in fields}
    return dataclasses.replace(moment, bodies=dataclasses.replace(moment.bodies, **nothing))


def light_of(renderer, moment, dark, view):
    """Return (H, W) cd/m2: what one moment shows more than another."""
    images = [renderer.hdr(each, view, CAMERA, WORLD) @ LUMINANCE for each in (moment, dark)]
    return images[0].astype(np.float64) - images[1]


def brightest(moment):
    return int(np.argmax(moment.bodies.intensity * moment.bodies.visible))


def lux(moment):
    """Return the illuminance at the eye of all bodies in sight, by candela, distance and air."""
    bodies = moment.bodies
    distance2 = np.vecdot(bodies.position, bodies.position)
    air = (transmission(moment) * bodies.colour) @ LUMINANCE
    return float((bodies.visible * bodies.intensity / distance2 * air).sum())


@pytest.mark.parametrize("t", FLAMES)
def test_flame_plume_and_wake_together_are_candela_over_distance_squared(renderer, timeline, t):
    moment = without(timeline.at(t), "light")
    body = moment.bodies.position[brightest(moment)]
    view = view_along(moment, body, (700, 700), 14.0)
    image = light_of(renderer, moment, without(moment, "light", "intensity"), view)
    found = (image * solid_angles(view)).sum()
    assert found == pytest.approx(lux(moment), rel=0.02)


def shape_of(image):
    """Return the axes of an image's second moments in pixels, the greater first."""
    rows, columns = np.mgrid[0 : image.shape[0], 0 : image.shape[1]]
    light = np.where(image > 0.02 * image.max(), image, 0.0)
    light /= light.sum()
    x, y = columns - (light * columns).sum(), rows - (light * rows).sum()
    spread = np.array([[(light * a * b).sum() for a in (x, y)] for b in (x, y)])
    return np.sqrt(np.linalg.eigvalsh(spread)[::-1])


# RealPlume #19: ball-like at 20 to 30 km, perpendicular in vacuum.
@pytest.mark.parametrize("t", [83.0, 90.0, 97.0])
def test_the_plume_at_20_to_30_km_is_long_and_narrow(timeline, t):
    moment = timeline.at(t)
    assert 20e3 < moment.bodies.altitude[0] < 31e3
    rows = plumes.streak_rows(moment)
    length = np.linalg.norm(rows.tail, axis=1)
    assert np.all(length > 2.5 * (rows.shape[:, 0] + rows.shape[:, 1]))
    assert length.max() < 500.0


def test_the_plume_in_vacuum_is_a_kilometre_wide_or_more_faint_and_never_a_bar_across(timeline):
    for t in (200.0, 280.0, 400.0, 500.0):
        rows = plumes.streak_rows(timeline.at(t))
        fan = int(np.argmax(rows.shape[:, 0]))
        wide, behind = rows.shape[fan].sum(), np.linalg.norm(rows.tail[fan])
        assert wide > 800.0
        assert 0.4 < behind / wide < 2.5
        assert rows.share[fan] < 0.06


def test_a_plume_seen_from_behind_is_round(renderer, timeline):
    moment = timeline.at(280.0)
    index = brightest(moment)
    toward = moment.bodies.position[index] / np.linalg.norm(moment.bodies.position[index])
    turned = moment.bodies.axis.copy()
    turned[index] = toward
    seen = without(
        dataclasses.replace(moment, bodies=dataclasses.replace(moment.bodies, axis=turned)), "light"
    )
    view = view_along(moment, toward, (500, 500), 3.0)
    image = light_of(renderer, seen, without(seen, "intensity"), view)
    greater, lesser = shape_of(image)
    assert greater / lesser < 1.1


def test_the_total_light_changes_smoothly_but_for_engines_that_start_or_stop(timeline):
    t = np.arange(1.0, 525.0, 0.25)
    total = []
    for each in t:
        bodies = timeline.at(float(each)).bodies
        distance2 = np.vecdot(bodies.position, bodies.position)
        total.append((bodies.visible * bodies.intensity / distance2).sum())
    step = np.abs(np.diff(-2.5 * np.log10(total)))
    deeds = (112.0, 117.5, 117.8, 286.2, 286.4, 287.4, 506.9)
    calm = np.all([np.abs(t[1:] - deed) > 0.3 for deed in deeds], axis=0)
    calm &= (t[1:] < 286.0) | (t[1:] > 294.0)  # the flash fades
    # 0.06 mag in a quarter of a second is a third of what the eye can tell.
    assert step[calm].max() < 0.06
    # 1615 to 315 kg/s is 1.8 magnitudes.
    assert step.max() < 2.0


def test_core_separation_is_a_flash_of_a_magnitude_or_more(timeline):
    def shown(t):
        bodies = timeline.at(t).bodies
        distance = np.linalg.norm(bodies.position, axis=1)
        return float(magnitude(bodies.intensity, distance).min())

    flash = min(shown(t) for t in np.arange(286.2, 287.4, 0.1))
    assert flash < shown(286.0) - 1.0
    assert flash < shown(292.0) - 2.0


# An infinite plane under an even source of I cd gets 2 pi I lm; at albedo 0.2 it then has the
# intensity 0.2 x 2 pi I cos / pi toward the eye.
@pytest.mark.parametrize("t", [0.0, 10.0, 20.0, 30.0])
def test_the_glow_on_the_ground_holds_the_light_that_falls_on_it(renderer, timeline, t):
    moment = timeline.at(t)
    bodies = moment.bodies
    even = np.zeros_like(bodies.light)
    even[0, 0] = 1e8
    lit = without(moment, "intensity", "mass_flow")
    lit = dataclasses.replace(lit, bodies=dataclasses.replace(lit.bodies, light=even))
    body = bodies.position[0]
    view = view_along(moment, body, (600, 600), 60.0)
    image = light_of(renderer, lit, without(lit, "light"), view)
    found = (image * solid_angles(view)).sum() * float(body @ body)
    up = moment.eye_position + body
    cosine = -float(up @ body) / float(np.linalg.norm(up) * np.linalg.norm(body))
    air = lamp_table()
    sine = (np.arange(400) + 0.5) / 400  # as much light falls at every sine of incidence
    below = 1.0 - math.exp(-max(float(bodies.altitude[0]), 90.0) / 7.5e3)
    down = (air.lookup(sine) ** below @ LUMINANCE).mean()
    upward = air.lookup(cosine) @ LUMINANCE
    assert found == pytest.approx(0.2 * 2.0 * 1e8 * cosine * down * upward, rel=0.06)


def test_the_glow_on_the_ground_widens_and_pales_as_the_flame_climbs(renderer, timeline):
    wide, peaks = [], []
    for t in (20.0, 40.0, 60.0, 80.0):
        moment = without(timeline.at(t), "intensity", "mass_flow")
        view = view_along(moment, moment.bodies.position[0], (500, 400), 20.0)
        image = light_of(renderer, moment, without(moment, "light"), view)
        peaks.append(float(image.max()))
        wide.append(int((image > 0.5 * image.max()).sum()))
    assert peaks == sorted(peaks, reverse=True)
    assert wide == sorted(wide)
    # 3.4e7 to 8e7 cd at 9.7 km are 0.3 to 0.8 lux: 0.02 to 0.05 cd/m2 at albedo 0.2.
    assert 0.01 < peaks[2] < 0.06


def test_the_glow_on_the_ground_is_lost_in_moonlight_when_the_flame_is_high(renderer, timeline):
    moment = without(timeline.at(280.0), "intensity", "mass_flow")
    view = view_along(moment, moment.bodies.position[brightest(timeline.at(280.0))], (200, 200), 40)
    image = light_of(renderer, moment, without(moment, "light"), view)
    assert image.max() < 0.01 * 0.2 * moment.moon.illuminance / math.pi


def test_the_trail_by_moonlight_is_fainter_than_the_moonlit_ground(timeline):
    trail = exhaust.trail(timeline)
    moment = timeline.at(150.0)
    moonlight = moment.moon.illuminance
    assert 0.03 < moonlight < 0.05
    shown = exhaust.luminance(trail, 150.0, moonlight)
    # Ground of albedo 0.2 has 2.5e-3 cd/m2.
    assert shown[trail.t > 10.0].max() < 0.2 * moonlight / math.pi
    assert shown[trail.t > 60.0].max() < 1e-3


def test_the_trail_fades_with_age(timeline):
    trail = exhaust.trail(timeline)
    young, old = (exhaust.luminance(trail, t, 0.04) for t in (120.0, 400.0))
    there = trail.t < 119.0
    assert np.all(old[there] < young[there])
    assert old[trail.t > 10.0].max() < 1e-3
    assert exhaust.luminance(trail, -5.0, 0.04).max() == 0.0


def test_the_trail_stands_where_the_vehicle_was(timeline):
    trail = exhaust.trail(timeline)
    moment = timeline.at(float(trail.t[90]))
    place = moment.itrs_from_gcrs @ (moment.eye_position + moment.bodies.position[0])
    np.testing.assert_allclose(trail.position[90], place, atol=0.5)
    assert trail.t[-1] > 190.0


def test_the_trail_in_the_picture_is_as_bright_as_worked_out(renderer, timeline):
    trail = exhaust.trail(timeline)
    moment = without(timeline.at(125.0), "intensity", "light")
    node = 75
    place = moment.itrs_from_gcrs.T @ trail.position[node] - moment.eye_position
    view = view_along(moment, place, (300, 300), 0.5)
    later = dataclasses.replace(moment, t=5000.0)
    image = light_of(renderer, moment, later, view)
    expected = exhaust.luminance(trail, 125.0, moment.moon.illuminance)[node]
    # The Moon's light is dimmed on its way down, and foreshortening makes the trail brighter.
    assert 0.3 * expected < image.max() < 3.0 * expected


def test_lights_at_the_limb_lose_what_the_air_takes(timeline):
    early, late = timeline.at(500.0), timeline.at(540.0)
    core = early.bodies.ids.index("core"), late.bodies.ids.index("core")
    high, low = transmission(early)[core[0]], transmission(late)[core[1]]
    assert high.min() > 0.95
    # At 22 km, past the limb's lowest point or near it: a star would lose a magnitude or so.
    assert 0.2 < low[1] < 0.9
    assert low[2] > low[0]  # ozone: a star at 20 km turns bluer (docs/air.md)
    pad = timeline.at(0.0)
    # Straight down through all of it: 84, 80 and 69 % (docs/air.md).
    np.testing.assert_allclose(transmission(pad)[0], [0.84, 0.80, 0.69], atol=0.03)


def test_what_is_behind_the_earth_is_not_drawn(renderer, timeline):
    moment = timeline.at(640.0)
    core = moment.bodies.ids.index("core")
    assert not moment.bodies.visible[core]
    glowing = np.zeros_like(moment.bodies.intensity)
    glowing[core] = 1e9
    seen = dataclasses.replace(moment, bodies=dataclasses.replace(moment.bodies, intensity=glowing))
    view = view_along(moment, moment.bodies.position[core], (200, 200), 4.0)
    image = light_of(renderer, seen, without(seen, "intensity"), view)
    assert image.max() == 0.0


# What the Moon shows of bodies is far below sight: a white cylinder of 20 x 2.7 m has 0.3 cd,
# magnitude 17 at 1000 km; so nothing of it is drawn.
def test_parts_that_tumble_are_dark_but_for_their_own_heat(timeline):
    moment = timeline.at(220.0)
    lux_on_it, area, albedo = moment.moon.illuminance, 20.0 * 2.7, 0.5
    reflected = np.array([lux_on_it * area * albedo / math.pi])
    distance = np.linalg.norm(moment.bodies.position, axis=1)
    parts = [i for i, name in enumerate(moment.bodies.ids) if name.startswith("strap")]
    assert magnitude(reflected, distance[parts].min()).min() > 15.0
    own = intensity(moment.bodies.light[parts], np.zeros(len(parts)))
    assert magnitude(own, distance[parts]).min() > 8.0
