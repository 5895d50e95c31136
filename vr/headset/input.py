"""The controllers: OpenXR actions, their suggested bindings, and one reading a frame."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import byref
from dataclasses import dataclass, field

import xr

from vr.hands.reading import Buttons
from vr.headset.batteries import profile_and_charge, profile_of
from vr.headset.profiles import HANDS, MODELS, Profile
from vr.headset.raw import done, functions
from vr.headset.views import Placed

_BOOLEAN, _FLOAT = xr.ActionType.BOOLEAN_INPUT, xr.ActionType.FLOAT_INPUT
_POSE, _VIBRATION = xr.ActionType.POSE_INPUT, xr.ActionType.VIBRATION_OUTPUT
_ACTIONS: dict[str, tuple[str, xr.ActionType]] = {
    "select": ("Choose; hold for the menu", _BOOLEAN),
    "menu": ("Menu", _BOOLEAN),
    "pause": ("Hold the time", _BOOLEAN),
    "recentre": ("Sit at the middle", _BOOLEAN),
    "grab": ("Hold on to move", _BOOLEAN),
    "pad": ("Use the pad", _BOOLEAN),
    "rate": ("Rate of time", _FLOAT),
    "scrub": ("Move through the time", _FLOAT),
    "pad_rate": ("Rate of time by the pad", _FLOAT),
    "pad_scrub": ("Move through the time by the pad", _FLOAT),
    "aim": ("Point", _POSE),
    "grip": ("Hand", _POSE),
    "pulse": ("Pulse", _VIBRATION),
}
_VALID = int(xr.SpaceLocationFlags.POSITION_VALID_BIT | xr.SpaceLocationFlags.ORIENTATION_VALID_BIT)
_EITHER = -1
"""Not the left hand, 0, nor the right one, 1, but both together."""
_LOOKS_UP = 60
"""Readings from one look for the kind of controller to the next: a second or less."""
_ANY_HZ = 0.0
"""XR_FREQUENCY_UNSPECIFIED: the runtime knows what its motors do best."""


@dataclass(frozen=True, slots=True)
class HandInput:
    """One hand's controller: where it points from and is held, None where it is not tracked."""

    aim: Placed | None = None
    grip: Placed | None = None
    select: bool = False
    grab: bool = False


@dataclass(frozen=True, slots=True)
class Controllers:
    """Both hands, left first, and the buttons of either, `select` apart."""

    hands: tuple[HandInput, HandInput] = (HandInput(), HandInput())
    buttons: Buttons = field(default_factory=Buttons)


class Actions:
    """The action set of one instance. Attach it once to every session.

    `refused` are the paths of profiles whose bindings the runtime did not take.
    """

    def __init__(
        self, instance: xr.Instance, profiles: Sequence[Profile], *, tells_charge: bool = False
    ) -> None:
        """Take the kinds of controller to offer, and whether the instance tells of batteries."""
        self.tells_charge = tells_charge
        self.charges: dict[str, float] = {}
        """How full batteries are, 0 to 1, by "left" and "right"; those that are told."""
        self._set = xr.create_action_set(
            instance,
            xr.ActionSetCreateInfo(
                action_set_name="cupola", localized_action_set_name="Cupola", priority=0
            ),
        )
        self._hands = [xr.string_to_path(instance, f"/user/hand/{hand}") for hand in HANDS]
        self._actions = {name: self._action(name, *rest) for name, rest in _ACTIONS.items()}
        self._asked = {
            (name, side): xr.ActionStateGetInfo(action, hand)
            for name, action in self._actions.items()
            for side, hand in ((_EITHER, xr.NULL_PATH), *enumerate(self._hands))
        }
        self._sync = xr.ActionsSyncInfo(
            active_action_sets=[xr.ActiveActionSet(self._set, xr.NULL_PATH)]
        )
        self._found, self._pressed, self._moved = (
            xr.SpaceLocation(),
            xr.ActionStateBoolean(),
            xr.ActionStateFloat(),
        )
        self._spaces: dict[str, tuple[xr.Space, ...]] = {}
        self._instance = instance
        self._reads = 0
        self.profiles = ("", "")
        """Paths of the profiles that the left and the right hand use; "" for none."""
        self.models = ("", "")
        """The controllers' names in assets.controllers, "" for a hand that holds none."""
        self.refused = tuple(each.path for each in profiles if not self._suggested(instance, each))

    def attach(self, session: xr.Session) -> None:
        """Attach the set to a new session; no second time."""
        self._spaces = {
            name: tuple(
                xr.create_action_space(
                    session, xr.ActionSpaceCreateInfo(self._actions[name], subaction_path=hand)
                )
                for hand in self._hands
            )
            for name in ("aim", "grip")
        }
        xr.attach_session_action_sets(
            session, xr.SessionActionSetsAttachInfo(action_sets=[self._set])
        )

    def read(self, session: xr.Session, space: xr.Space, time_ns: int) -> Controllers:
        """Return what the controllers say, in a space, at a display time.

        Nothing is pressed or pointed while another program has the focus.
        """
        try:
            done(functions.xrSyncActions(session, self._sync))
        except xr.SessionNotFocused:
            return Controllers()
        if self._reads % _LOOKS_UP == 0:
            self._look_up(session)
        self._reads += 1
        left, right = (self._hand(session, space, time_ns, side) for side in range(2))
        pad = self._button(session, "pad")
        buttons = Buttons(
            menu=self._button(session, "menu"),
            pause=self._button(session, "pause"),
            recentre=self._button(session, "recentre"),
            rate=self._stick(session, "rate") or pad * self._stick(session, "pad_rate"),
            scrub=self._stick(session, "scrub") or pad * self._stick(session, "pad_scrub"),
        )
        return Controllers((left, right), buttons)

    def pulse(self, session: xr.Session, strength: float, seconds: float) -> None:
        """Let both hands feel a pulse, `strength` 0 to 1; a hand without a motor feels nothing."""
        for hand in self._hands:
            xr.apply_haptic_feedback(
                session,
                xr.HapticActionInfo(self._actions["pulse"], hand),
                xr.HapticVibration(round(seconds * 1e9), _ANY_HZ, strength),
            )

    def _look_up(self, session: xr.Session) -> None:
        """Find out which controllers the hands hold: they may be changed at any time."""
        if self.tells_charge:
            found = [profile_and_charge(session, hand) for hand in self._hands]
            told = zip(HANDS, found, strict=True)
            self.charges = {name: charge for name, (_, charge) in told if charge is not None}
            left, right = (path for path, _ in found)
        else:
            left, right = (profile_of(session, hand) for hand in self._hands)
        self.profiles = _named(self._instance, left), _named(self._instance, right)
        self.models = MODELS.get(self.profiles[0], ""), MODELS.get(self.profiles[1], "")

    def _hand(self, session: xr.Session, space: xr.Space, time_ns: int, side: int) -> HandInput:
        return HandInput(
            self._pose("aim", space, time_ns, side),
            self._pose("grip", space, time_ns, side),
            self._button(session, "select", side),
            self._button(session, "grab", side),
        )

    def _pose(self, name: str, space: xr.Space, time_ns: int, side: int) -> Placed | None:
        found = self._found
        done(functions.xrLocateSpace(self._spaces[name][side], space, time_ns, byref(found)))
        if found._location_flags & _VALID != _VALID:
            return None
        turn, place = found.pose.orientation, found.pose.position
        return Placed((turn.x, turn.y, turn.z, turn.w), (place.x, place.y, place.z))

    def _action(self, name: str, title: str, kind: xr.ActionType) -> xr.Action:
        return xr.create_action(
            self._set,
            xr.ActionCreateInfo(
                action_name=name,
                action_type=kind,
                subaction_paths=self._hands,
                localized_action_name=title,
            ),
        )

    def _suggested(self, instance: xr.Instance, profile: Profile) -> bool:
        """Suggest the bindings of one kind of controller; say whether the runtime took them."""
        suggested = [
            xr.ActionSuggestedBinding(self._actions[name], xr.string_to_path(instance, path))
            for name, path in profile.bindings()
        ]
        try:
            xr.suggest_interaction_profile_bindings(
                instance,
                xr.InteractionProfileSuggestedBinding(
                    interaction_profile=xr.string_to_path(instance, profile.full_path),
                    suggested_bindings=suggested,
                ),
            )
        except (xr.InstanceLostError, xr.RuntimeFailureError):
            raise
        except xr.ResultException:
            return False
        return True

    def _button(self, session: xr.Session, name: str, side: int = _EITHER) -> bool:
        state = self._pressed
        info = self._asked[name, side]
        done(functions.xrGetActionStateBoolean(session, info, byref(state)))
        return bool(state.is_active and state.current_state)

    def _stick(self, session: xr.Session, name: str) -> float:
        state = self._moved
        info = self._asked[name, _EITHER]
        done(functions.xrGetActionStateFloat(session, info, byref(state)))
        return float(state.current_state) if state.is_active else 0.0


def _named(instance: xr.Instance, path: int) -> str:
    return str(xr.path_to_string(instance, path)) if path != xr.NULL_PATH else ""
