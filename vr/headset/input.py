"""The controllers: OpenXR actions, their suggested bindings, and one reading a frame."""

from __future__ import annotations

import xr

from vr.headset.controls import Reading

BUTTONS = {"select": "Real time or fast", "menu": "Hold the time", "recentre": "Recentre"}
STICKS = {"rate": "Rate of time", "scrub": "Move through the time"}

_LEFT, _RIGHT = "/user/hand/left/input", "/user/hand/right/input"


def _both(part: str) -> tuple[str, str]:
    return f"{_LEFT}/{part}", f"{_RIGHT}/{part}"


BINDINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "/interaction_profiles/khr/simple_controller": {
        "select": _both("select/click"),
        "menu": _both("menu/click"),
    },
    "/interaction_profiles/oculus/touch_controller": {
        "select": _both("trigger/value"),
        "menu": (f"{_LEFT}/menu/click", f"{_LEFT}/y/click", f"{_RIGHT}/b/click"),
        "recentre": _both("thumbstick/click"),
        "rate": _both("thumbstick/y"),
        "scrub": _both("thumbstick/x"),
    },
    "/interaction_profiles/valve/index_controller": {
        "select": _both("trigger/click"),
        "menu": _both("b/click"),
        "recentre": _both("thumbstick/click"),
        "rate": _both("thumbstick/y"),
        "scrub": _both("thumbstick/x"),
    },
    "/interaction_profiles/htc/vive_controller": {
        "select": _both("trigger/click"),
        "menu": _both("menu/click"),
        "recentre": _both("trackpad/click"),
        "rate": _both("trackpad/y"),
        "scrub": _both("trackpad/x"),
    },
}
"""Profile to action to input paths: the profiles of OpenXR 1.1, section 6.4."""


class Actions:
    """The action set of one instance. Attach it once to every session."""

    def __init__(self, instance: xr.Instance) -> None:
        self._set = xr.create_action_set(
            instance,
            xr.ActionSetCreateInfo(
                action_set_name="cupola", localized_action_set_name="Cupola", priority=0
            ),
        )
        self._actions = {
            name: self._action(name, title, xr.ActionType.BOOLEAN_INPUT)
            for name, title in BUTTONS.items()
        } | {
            name: self._action(name, title, xr.ActionType.FLOAT_INPUT)
            for name, title in STICKS.items()
        }
        for profile, bindings in BINDINGS.items():
            self._suggest(instance, profile, bindings)

    def attach(self, session: xr.Session) -> None:
        """Attach the set to a new session; no second time."""
        xr.attach_session_action_sets(
            session, xr.SessionActionSetsAttachInfo(action_sets=[self._set])
        )

    def read(self, session: xr.Session) -> Reading:
        """Return what the controllers say; nothing is pressed while another program has focus."""
        active = [xr.ActiveActionSet(self._set, xr.NULL_PATH)]
        try:
            xr.sync_actions(session, xr.ActionsSyncInfo(active_action_sets=active))
        except xr.SessionNotFocused:
            return Reading()
        return Reading(
            select=self._button(session, "select"),
            menu=self._button(session, "menu"),
            recentre=self._button(session, "recentre"),
            rate=self._stick(session, "rate"),
            scrub=self._stick(session, "scrub"),
        )

    def _action(self, name: str, title: str, kind: xr.ActionType) -> xr.Action:
        return xr.create_action(
            self._set,
            xr.ActionCreateInfo(
                action_name=name, action_type=kind, subaction_paths=[], localized_action_name=title
            ),
        )

    def _suggest(
        self, instance: xr.Instance, profile: str, bindings: dict[str, tuple[str, ...]]
    ) -> None:
        """Suggest the bindings of one kind of controller; a runtime may not know the kind."""
        suggested = [
            xr.ActionSuggestedBinding(self._actions[name], xr.string_to_path(instance, path))
            for name, paths in bindings.items()
            for path in paths
        ]
        try:
            xr.suggest_interaction_profile_bindings(
                instance,
                xr.InteractionProfileSuggestedBinding(
                    interaction_profile=xr.string_to_path(instance, profile),
                    suggested_bindings=suggested,
                ),
            )
        except xr.PathUnsupportedError:
            return

    def _button(self, session: xr.Session, name: str) -> bool:
        state = xr.get_action_state_boolean(session, xr.ActionStateGetInfo(self._actions[name]))
        return bool(state.is_active and state.current_state)

    def _stick(self, session: xr.Session, name: str) -> float:
        state = xr.get_action_state_float(session, xr.ActionStateGetInfo(self._actions[name]))
        return float(state.current_state) if state.is_active else 0.0
