"""Bare hands where the runtime sees them: joints through XR_EXT_hand_tracking."""

from __future__ import annotations

import ctypes

import numpy as np
import xr
from numpy.typing import NDArray

Array = NDArray[np.float64]

EXTENSION: str = xr.EXT_HAND_TRACKING_EXTENSION_NAME
_COUNT = xr.HAND_JOINT_COUNT_EXT
_POSITION = int(xr.SpaceLocationFlags.POSITION_VALID_BIT)


class HandTracking:
    """Both hands of one session. A runtime may have the extension and no camera that sees hands."""

    def __init__(self, instance: xr.Instance, session: xr.Session) -> None:
        """Ask for both hands; raise xr.XrException where they cannot be had."""
        self._locate = ctypes.cast(
            xr.get_instance_proc_addr(instance, "xrLocateHandJointsEXT"),
            xr.PFN_xrLocateHandJointsEXT,
        )
        self._trackers = [
            xr.create_hand_tracker_ext(session, xr.HandTrackerCreateInfoEXT(hand=hand))
            for hand in (xr.HandEXT.LEFT, xr.HandEXT.RIGHT)
        ]
        self._joints = (xr.HandJointLocationEXT * _COUNT)()
        self._found = xr.HandJointLocationsEXT()
        self._found.joint_count = _COUNT
        self._found._joint_locations = ctypes.cast(
            self._joints, ctypes.POINTER(xr.HandJointLocationEXT)
        )

    def joints(self, space: xr.Space, time_ns: int) -> tuple[Array | None, Array | None]:
        """Return the joints (26, 3) of the left and the right hand in a space, m."""
        return self._hand(0, space, time_ns), self._hand(1, space, time_ns)

    def destroy(self) -> None:
        """Let go of both hands."""
        for tracker in self._trackers:
            xr.destroy_hand_tracker_ext(tracker)

    def _hand(self, side: int, space: xr.Space, time_ns: int) -> Array | None:
        info = xr.HandJointsLocateInfoEXT(base_space=space, time=time_ns)
        result = self._locate(self._trackers[side], info, ctypes.byref(self._found))
        if result < 0 or not self._found.is_active:
            return None
        if not all(joint.location_flags & _POSITION for joint in self._joints):
            return None
        places = [joint.pose.position for joint in self._joints]
        return np.array([(place.x, place.y, place.z) for place in places])
