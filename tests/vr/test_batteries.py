from __future__ import annotations

import ctypes

import pytest

from vr.kiosk.station import HeadsetState, Status
from vr.operator.words import rows

xr = pytest.importorskip("xr")
from vr.headset import batteries  # noqa: E402  it needs OpenXR's package

VALID = xr.BatteryStateDisplayStateFlagsEXT.VALID_BIT
NONE = xr.BatteryStateDisplayStateFlagsEXT.NO_BATTERY_BIT
PROFILE = 77


@pytest.mark.parametrize(
    ("flags", "level", "told"),
    [(VALID, 0.25, 0.25), (VALID, 1.5, 1.0), (0, 0.25, None), (VALID | NONE, 0.25, None)],
)
def test_a_charge_comes_with_the_profile_where_the_runtime_says_that_it_is_one(
    monkeypatch, flags, level, told
):
    def runtime(_session, _hand, out):
        """Fill in the structure and the one that hangs on it, as the extension says."""
        state = out._obj
        state.interaction_profile = PROFILE
        chained = ctypes.cast(state._next, ctypes.POINTER(xr.BatteryStateDisplayEXT)).contents
        assert chained._type == xr.StructureType.BATTERY_STATE_DISPLAY_EXT.value
        chained._state_flags = int(flags)
        chained.battery_level = level
        return xr.Result.SUCCESS

    monkeypatch.setattr(batteries.functions, "xrGetCurrentInteractionProfile", runtime)
    assert batteries.profile_and_charge(None, 1) == (PROFILE, told)


@pytest.mark.parametrize(
    ("headset", "says"),
    [
        (HeadsetState(state="FOCUSED", tells_batteries=False), "not told by this runtime"),
        (HeadsetState(state="FOCUSED", tells_batteries=True), "no controller tells its own"),
        (
            HeadsetState(state="FOCUSED", tells_batteries=True, batteries={"left": 0.5}),
            "left 50%",
        ),
        (HeadsetState(), None),
    ],
)
def test_the_operator_s_page_says_of_batteries_what_is_known_and_that_nothing_is(headset, says):
    assert dict(rows(Status(headset=headset))).get("Batteries") == says
