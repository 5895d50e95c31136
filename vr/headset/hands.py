"""From what the runtime says of controllers and bare hands to one reading in the Cupola's frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from render.held import BareHand, Held
from vr.hands.pinch import Pinch
from vr.hands.pointer import Hand, Pointing
from vr.hands.reading import Pose, Reading
from vr.headset import views
from vr.headset.calls import Live
from vr.headset.input import HandInput
from vr.headset.views import Located, Placed, Recentring

Array = NDArray[np.float64]


def read_hands(
    live: Live,
    display_time_ns: int,
    eyes: Sequence[Located],
    recentring: Recentring,
    offset: Array,
    pointing: Pointing,
    pinch: Pinch,
) -> tuple[Pointing, Pinch, Reading]:
    """Return what head and hands do at a display time, and what is remembered of it.

    `offset` is how far the visitor has pulled himself along. A controller goes before a bare hand
    on the same side. The reading's `grip` lies in the visitor's own space, which does not move with
    what he pulls.
    """
    place = recentring.moved(offset)
    middle, space_from_head = views.head(eyes)
    turn = place.cupola_from_space
    head = Pose(turn @ middle + np.array(place.shift), turn @ space_from_head)
    found = live.actions.read(live.handle, live.space, display_time_ns)
    held = [_held(each, place) for each in found.hands]
    seen: list[Held | BareHand] = _controllers(held, live.actions.models)
    if live.hands is not None and any(hand.aim is None for hand in held):
        left, right = live.hands.joints(live.space, display_time_ns)
        joints = _in_cupola(left, place), _in_cupola(right, place)
        pinch, bare = pinch.after(joints, head)
        seen += [
            BareHand(each)
            for each, hand in zip(joints, held, strict=True)
            if each is not None and hand.grip is None
        ]
        held = [
            hand if hand.aim is not None or other.aim is None else other
            for hand, other in zip(held, bare, strict=True)
        ]
    pointing, reading = pointing.after(head, held, found.buttons)
    grip = None if reading.grip is None else reading.grip - offset
    return pointing, pinch, replace(reading, grip=grip, held=tuple(seen))


def _controllers(hands: Sequence[Hand], models: tuple[str, str]) -> list[Held | BareHand]:
    return [
        Held(models[side], side, hand.grip.position, hand.grip.rotation)
        for side, hand in enumerate(hands)
        if hand.grip is not None and models[side]
    ]


def _held(hand: HandInput, place: Recentring) -> Hand:
    return Hand(_posed(hand.aim, place), _posed(hand.grip, place), hand.select, hand.grab)


def _posed(placed: Placed | None, place: Recentring) -> Pose | None:
    return None if placed is None else place.pose(placed)


def _in_cupola(joints: Array | None, place: Recentring) -> Array | None:
    return None if joints is None else place.points(joints)
