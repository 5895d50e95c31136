"""Heads that look somewhere, for tests of hands and gaze."""

import math

import numpy as np

from vr.hands.reading import Pose


def looking(turn_deg=0.0, rise_deg=0.0, position=(0.0, 0.0, 0.0)):
    """Return a pose that looks that far left of aft and up."""
    turn, rise = math.radians(turn_deg), math.radians(rise_deg)
    ct, st_, cr, sr = math.cos(turn), math.sin(turn), math.cos(rise), math.sin(rise)
    turned = np.array([[ct, 0, st_], [0, 1, 0], [-st_, 0, ct]])
    risen = np.array([[1, 0, 0], [0, cr, -sr], [0, sr, cr]])
    return Pose(np.array(position, dtype=float), turned @ risen)
