"""How full the controllers' batteries are, where the runtime tells.

XR_EXT_interaction_profile_battery_state_display: a structure chained to the question which profile
a hand uses. Nothing in OpenXR tells of the headset's own battery.
"""

from __future__ import annotations

from ctypes import addressof, byref, c_void_p, cast

import xr

from vr.headset.raw import done, functions

EXTENSION = xr.EXT_INTERACTION_PROFILE_BATTERY_STATE_DISPLAY_EXTENSION_NAME


def profile_of(session: xr.Session, hand: int) -> int:
    """Return the path of the profile that a hand (a path) uses, NULL_PATH for none."""
    return int(xr.get_current_interaction_profile(session, hand).interaction_profile)


def profile_and_charge(session: xr.Session, hand: int) -> tuple[int, float | None]:
    """Return it with the battery's charge, 0 to 1; None where this one is not told.

    Only for an instance with EXTENSION.
    """
    battery = xr.BatteryStateDisplayEXT()
    state = xr.InteractionProfileState()
    state._next = cast(addressof(battery), c_void_p)
    done(functions.xrGetCurrentInteractionProfile(session, hand, byref(state)))
    flags = battery.state_flags
    is_told = flags & xr.BatteryStateDisplayStateFlagsEXT.VALID_BIT
    is_there = not flags & xr.BatteryStateDisplayStateFlagsEXT.NO_BATTERY_BIT
    charge = min(max(float(battery.battery_level), 0.0), 1.0) if is_told and is_there else None
    return int(state.interaction_profile), charge
