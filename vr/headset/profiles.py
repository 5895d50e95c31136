"""Which input of which controller does what: the bindings that are suggested to a runtime.

Inputs are those of the OpenXR registry (xr.xml of OpenXR 1.1). "left x/click" is on the left hand
alone, "trigger/click" on both. A profile needs OpenXR `since`, or its `extension` in older
runtimes; the inputs of a trackpad count only while it is pressed, since a thumb rests on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HANDS = ("left", "right")
_USER = "/user/hand/"

Inputs = Mapping[str, tuple[str, ...]]
"""Action to inputs."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of controller. `model` is its picture's name among `assets/data/controllers.npz`."""

    path: str
    inputs: Inputs
    since: str = ""
    extension: str = ""
    model: str = "generic"

    @property
    def full_path(self) -> str:
        """Return the path that OpenXR knows it by."""
        return f"/interaction_profiles/{self.path}"

    def bindings(self) -> tuple[tuple[str, str], ...]:
        """Return every action with the full path of an input bound to it."""
        return tuple(
            (action, path)
            for action, inputs in self.inputs.items()
            for each in inputs
            for path in _paths(each)
        )


def _paths(text: str) -> tuple[str, ...]:
    """Return the full paths of an input: on one hand, or on both."""
    hand, _, part = text.rpartition(" ")
    inside = part if part.startswith("output/") else f"input/{part}"
    return tuple(f"{_USER}{each}/{inside}" for each in ((hand,) if hand else HANDS))


def _poses(*, pulse: bool = True) -> Inputs:
    poses: Inputs = {"aim": ("aim/pose",), "grip": ("grip/pose",)}
    return {**poses, "pulse": ("output/haptic",)} if pulse else poses


_STICK: Inputs = {
    "recentre": ("thumbstick/click",),
    "rate": ("thumbstick/y",),
    "scrub": ("thumbstick/x",),
}
_PAD: Inputs = {
    "pad": ("trackpad/click",),
    "pad_rate": ("trackpad/y",),
    "pad_scrub": ("trackpad/x",),
}
_LETTERS: Inputs = {
    "menu": ("left menu/click", "left y/click", "right b/click"),
    "pause": ("left x/click", "right a/click"),
}


def _touch(select: str, grab: str) -> Inputs:
    """Return the layout of Touch and its many like: trigger, grip, stick, X Y left, A B right."""
    return {"select": (select,), "grab": (grab,), **_LETTERS, **_STICK, **_poses()}


_TOUCH = _touch("trigger/value", "squeeze/value")
_CLICKS = _touch("trigger/click", "squeeze/click")
_WMR: Inputs = {
    "select": ("trigger/value",),
    "menu": ("menu/click",),
    "grab": ("squeeze/click",),
    **_STICK,
    **_poses(),
}
_LETTERS_AND_MENU: Inputs = {**_LETTERS, "menu": ("menu/click", "left y/click", "right b/click")}

PROFILES: tuple[Profile, ...] = (
    Profile(
        "khr/simple_controller",
        {"select": ("select/click",), "menu": ("menu/click",), **_poses()},
        since="1.0",
    ),
    Profile(
        "khr/generic_controller",
        {
            "select": ("trigger/value",),
            "menu": ("secondary/click",),
            "pause": ("primary/click",),
            "grab": ("squeeze/value",),
            **_STICK,
            **_poses(),
        },
        extension="XR_KHR_generic_controller",
    ),
    Profile(
        "google/daydream_controller",
        {"select": ("select/click",), **_PAD, **_poses(pulse=False)},
        since="1.0",
        model="google-daydream",
    ),
    Profile(
        "htc/vive_controller",
        {
            "select": ("trigger/click",),
            "menu": ("menu/click",),
            "grab": ("squeeze/click",),
            **_PAD,
            **_poses(),
        },
        since="1.0",
        model="htc-vive",
    ),
    Profile("microsoft/motion_controller", _WMR, since="1.0", model="microsoft-mixed-reality"),
    Profile(
        "oculus/go_controller",
        {"select": ("trigger/click",), "menu": ("back/click",), **_PAD, **_poses(pulse=False)},
        since="1.0",
        model="oculus-go",
    ),
    Profile("oculus/touch_controller", _TOUCH, since="1.0", model="oculus-touch-v3"),
    Profile(
        "valve/index_controller",
        {
            "select": ("trigger/click",),
            "menu": ("b/click",),
            "pause": ("a/click",),
            "grab": ("squeeze/force",),
            **_STICK,
            **_poses(),
        },
        since="1.0",
        model="valve-index",
    ),
    Profile(
        "microsoft/hand_interaction",
        {"select": ("select/value",), "grab": ("squeeze/value",), **_poses(pulse=False)},
        extension="XR_MSFT_hand_interaction",
        model="",
    ),
    Profile(
        "ext/hand_interaction_ext",
        {"select": ("pinch_ext/value",), "grab": ("grasp_ext/value",), **_poses(pulse=False)},
        extension="XR_EXT_hand_interaction",
        model="",
    ),
    Profile(
        "huawei/controller",
        {"select": ("trigger/click",), "menu": ("back/click",), **_PAD, **_poses()},
        extension="XR_HUAWEI_controller_interaction",
    ),
    Profile(
        "htc/vive_cosmos_controller",
        _CLICKS,
        since="1.1",
        extension="XR_HTC_vive_cosmos_controller_interaction",
        model="htc-vive-cosmos",
    ),
    Profile(
        "htc/vive_focus3_controller",
        _CLICKS,
        since="1.1",
        extension="XR_HTC_vive_focus3_controller_interaction",
        model="htc-vive-focus-3",
    ),
    Profile(
        "samsung/odyssey_controller",
        _WMR,
        since="1.1",
        extension="XR_EXT_samsung_odyssey_controller",
        model="samsung-odyssey",
    ),
    Profile(
        "hp/mixed_reality_controller",
        {**_TOUCH, **_LETTERS_AND_MENU},
        since="1.1",
        extension="XR_EXT_hp_mixed_reality_controller",
        model="hp-mixed-reality",
    ),
    Profile(
        "ml/ml2_controller",
        {
            "select": ("trigger/click",),
            "menu": ("menu/click",),
            "grab": ("shoulder/click",),
            **_PAD,
            **_poses(),
        },
        since="1.1",
        extension="XR_ML_ml2_controller_interaction",
        model="magicleap-two",
    ),
    Profile(
        "facebook/touch_controller_pro",
        _TOUCH,
        extension="XR_FB_touch_controller_pro",
        model="meta-quest-touch-pro",
    ),
    Profile(
        "meta/touch_controller_plus",
        _TOUCH,
        extension="XR_META_touch_controller_plus",
        model="meta-quest-touch-plus",
    ),
    Profile("meta/touch_pro_controller", _TOUCH, since="1.1", model="meta-quest-touch-pro"),
    Profile("meta/touch_plus_controller", _TOUCH, since="1.1", model="meta-quest-touch-plus"),
    Profile("meta/touch_controller_rift_cv1", _TOUCH, since="1.1", model="oculus-touch"),
    Profile("meta/touch_controller_quest_1_rift_s", _TOUCH, since="1.1", model="oculus-touch-v2"),
    Profile("meta/touch_controller_quest_2", _TOUCH, since="1.1", model="oculus-touch-v3"),
    Profile(
        "bytedance/pico_neo3_controller",
        {**_CLICKS, **_LETTERS_AND_MENU},
        since="1.1",
        extension="XR_BD_controller_interaction",
        model="pico-neo3",
    ),
    Profile(
        "bytedance/pico4_controller",
        _CLICKS,
        since="1.1",
        extension="XR_BD_controller_interaction",
        model="pico-4",
    ),
    Profile(
        "bytedance/pico_g3_controller",
        {
            "select": ("trigger/click",),
            "menu": ("menu/click",),
            **_STICK,
            **_poses(pulse=False),
        },
        since="1.1",
        extension="XR_BD_controller_interaction",
    ),
    Profile(
        "bytedance/pico_ultra_controller_bd",
        _CLICKS,
        extension="XR_BD_ultra_controller_interaction",
        model="pico-4u",
    ),
    Profile("oppo/mr_controller_oppo", _TOUCH, extension="XR_OPPO_controller_interaction"),
    Profile(
        "yvr/touch_controller_yvr",
        _touch("trigger/value", "squeeze/click"),
        extension="XR_YVR_controller_interaction",
        model="yvr-touch",
    ),
    Profile(
        "varjo/xr-4_controller",
        {
            "select": ("trigger/value",),
            "menu": ("left menu/click", "b/click"),
            "pause": ("a/click",),
            "grab": ("squeeze/click",),
            **_STICK,
            **_poses(),
        },
        extension="XR_VARJO_xr4_controller_interaction",
    ),
    Profile(
        "logitech/mx_ink_stylus_logitech",
        {
            "select": ("cluster_front_logitech/click",),
            "menu": ("cluster_back_logitech/click",),
            **_poses(),
        },
        extension="XR_LOGITECH_mx_ink_stylus_interaction",
        model="logitech-mx-ink",
    ),
)


MODELS = {each.full_path: each.model for each in PROFILES}
"""By profile, what its controller looks like: a name in assets.controllers, "" for a bare hand."""


def extensions() -> tuple[str, ...]:
    """Return the extensions that some profile needs where OpenXR itself lacks it."""
    return tuple(dict.fromkeys(each.extension for each in PROFILES if each.extension))


def offered(enabled: frozenset[str], version: tuple[int, int]) -> tuple[Profile, ...]:
    """Return the profiles to suggest to a runtime of a version with extensions enabled."""
    return tuple(
        each
        for each in PROFILES
        if each.extension in enabled or (each.since and _number(each.since) <= version)
    )


def _number(version: str) -> tuple[int, int]:
    major, minor = version.split(".")
    return int(major), int(minor)
