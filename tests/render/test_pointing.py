"""What a ray points at: near enough, the nearest, and steadily."""

import math

import numpy as np

from render.labels import Subject
from render.pointing import FARTHEST, HOLDS_ON, REACH, pointed_at, reach

AFT = np.array([0.0, 0.0, -1.0])


def toward(right_deg, up_deg=0.0):
    right, up = math.radians(right_deg), math.radians(up_deg)
    return np.array([math.cos(up) * math.sin(right), math.sin(up), -math.cos(up) * math.cos(right)])


def thing(name, right_deg, presence=1.0, radius=0.0):
    return Subject(name, (name,), toward(right_deg), (1, 1), radius=radius, presence=presence)


def named(things, direction, before="", middle=AFT):
    found = pointed_at(things, direction, middle, before)
    return found.id if found else ""


def test_the_nearest_thing_within_reach_is_pointed_at():
    things = [thing("core", 1.5), thing("town", -1.0)]
    assert named(things, AFT) == "town"
    assert named(things, toward(1.2)) == "core"


def test_nothing_is_pointed_at_beyond_reach():
    things = [thing("core", math.degrees(REACH) + 0.1)]
    assert named(things, AFT) == ""
    assert named([], AFT) == ""


def test_what_is_not_to_be_seen_is_not_pointed_at():
    assert named([thing("core", 0.0, presence=-0.2)], AFT) == ""


def test_reach_grows_toward_the_edge_of_sight_and_has_an_end():
    assert reach(math.radians(30.0)) > reach(0.0) == REACH
    assert reach(math.pi) == FARTHEST
    things = [thing("core", 33.0)]
    assert named(things, toward(30.0)) == "core"
    assert named(things, toward(30.0), middle=toward(30.0)) == ""


def test_a_wide_thing_is_pointed_at_anywhere_on_it():
    assert named([thing("moon", 5.0, radius=math.radians(4.0))], AFT) == "moon"


def test_a_trembling_hand_between_two_things_does_not_flicker():
    things = [thing("core", 0.9), thing("town", -0.9)]
    seen, before = [], ""
    rng = np.random.default_rng(1)
    for shift in rng.uniform(-0.15, 0.15, 300):
        before = named(things, toward(float(shift)), before)
        seen.append(before)
    assert len(set(seen)) == 1


def test_a_thing_is_held_on_to_a_little_beyond_reach_and_then_let_go():
    things = [thing("core", 0.0)]
    edge = math.degrees(REACH)
    near, far = toward(edge * (HOLDS_ON - 0.1)), toward(edge * (HOLDS_ON + 0.1))
    assert named(things, near, "core", near) == "core"
    assert named(things, near, "", near) == ""
    assert named(things, far, "core", far) == ""


def test_a_much_nearer_thing_takes_over():
    things = [thing("core", 0.0), thing("town", 2.0)]
    assert named(things, toward(1.1), "core") == "core"
    assert named(things, toward(1.8), "core") == "town"
