"""The suggested bindings: every path is one that OpenXR knows for its kind of controller."""

import tomllib
from pathlib import Path

import pytest

from assets.controllers import names
from vr.headset.profiles import PROFILES, extensions, offered

REGISTRY = tomllib.loads((Path(__file__).parent / "openxr_registry.toml").read_text())
"""Inputs and outputs by profile, from the Khronos registry."""
NEEDED = {"select", "aim", "grip"}


def known(profile):
    found = set()
    for each in REGISTRY[profile]:
        hand, _, part = each.rpartition(" ")
        for side in (hand,) if hand else ("left", "right"):
            found.add(f"/user/hand/{side}/{part}")
    return found


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.path)
def test_every_binding_is_an_input_that_the_registry_gives_this_controller(profile):
    assert {path for _, path in profile.bindings()} <= known(profile.path)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.path)
def test_every_controller_can_point_and_choose(profile):
    bound = {action for action, _ in profile.bindings()}
    assert bound >= NEEDED
    assert profile.since or profile.extension


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.path)
def test_no_input_does_two_things(profile):
    paths = [path for _, path in profile.bindings()]
    assert len(paths) == len(set(paths))


def test_every_controller_has_a_picture_that_is_there():
    assert {profile.model for profile in PROFILES} <= {*names(), ""}


def test_every_profile_of_the_registry_extract_is_bound():
    assert {profile.path for profile in PROFILES} == set(REGISTRY)


def test_every_extension_is_one_that_our_openxr_package_knows():
    xr = pytest.importorskip("xr", reason="OpenXR's package exists for Windows and Linux only")
    names = {getattr(xr, name) for name in dir(xr) if name.endswith("_EXTENSION_NAME")}
    assert set(extensions()) <= names


def test_an_old_runtime_is_offered_only_what_it_can_know():
    plain = {profile.path for profile in offered(frozenset(), (1, 0))}
    assert plain == {profile.path for profile in PROFILES if profile.since == "1.0"}
    pico = offered(frozenset({"XR_BD_controller_interaction"}), (1, 0))
    assert "bytedance/pico4_controller" in {profile.path for profile in pico}
    assert "meta/touch_plus_controller" in {
        profile.path for profile in offered(frozenset(), (1, 1))
    }
