"""The OpenXR runtime on this machine and the headset it sees, or plain reasons why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import xr

from assets.errors import MachineError

NAME = "Cupola"
STEREO = xr.ViewConfigurationType.PRIMARY_STEREO


class NoRuntime(MachineError):  # noqa: N818  it names what is missing
    """No OpenXR runtime answers."""


class NoHeadset(MachineError):  # noqa: N818
    """A runtime answers, but sees no headset."""


@dataclass(frozen=True, slots=True)
class Headset:
    """A headset that a runtime sees: its system id, name, and each eye's sizes in pixels.

    `layers` are those that the runtime composes at most, `largest` px of the largest image it has.
    """

    system: Any
    name: str
    recommended: tuple[tuple[int, int], ...]
    maximum: tuple[tuple[int, int], ...]
    layers: int
    largest: tuple[int, int]


class Runtime:
    """One instance: OpenXR allows one a process, so close it before another is opened."""

    def __init__(self, extensions: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Open the active runtime; raises NoRuntime, with the remedy, where that fails.

        `extensions` are needed; of the `optional` ones those are enabled that the runtime has.
        """
        wanted = list(extensions)
        try:
            known = {
                each.extension_name.decode()
                for each in xr.enumerate_instance_extension_properties()
            }
            self.extensions = frozenset([*wanted, *known.intersection(optional)])
            self.version, self.instance = _newest(sorted(self.extensions))
        except xr.RuntimeUnavailableError as error:
            raise NoRuntime(
                "no OpenXR runtime is set up on this machine; install your headset's own "
                "(SteamVR, Monado, Meta, ...) and make it the active OpenXR runtime"
            ) from error
        except xr.ExtensionNotPresentError as error:
            raise NoRuntime(
                f"the OpenXR runtime lacks {' or '.join(wanted)}; use a runtime that takes OpenGL "
                "images (SteamVR, Monado)"
            ) from error
        except xr.ResultException as error:
            raise NoRuntime(
                f"the OpenXR runtime does not start ({said(error)}); start its service (SteamVR, "
                "or monado-service) and try again"
            ) from error
        properties = xr.get_instance_properties(self.instance)
        version = xr.Version(properties.runtime_version)
        self.name = f"{properties.runtime_name.decode()} {version}"

    def headset(self) -> Headset:
        """Return the headset; raises NoHeadset where none is there."""
        try:
            system = xr.get_system(
                self.instance, xr.SystemGetInfo(xr.FormFactor.HEAD_MOUNTED_DISPLAY)
            )
        except (xr.FormFactorUnavailableError, xr.FormFactorUnsupportedError) as error:
            raise NoHeadset(
                f"{self.name} sees no headset; connect it, switch it on, and try again"
            ) from error
        properties = xr.get_system_properties(self.instance, system)
        limits = properties.graphics_properties
        views = xr.enumerate_view_configuration_views(self.instance, system, STEREO)
        return Headset(
            system,
            properties.system_name.decode(),
            tuple(
                (view.recommended_image_rect_width, view.recommended_image_rect_height)
                for view in views
            ),
            tuple((view.max_image_rect_width, view.max_image_rect_height) for view in views),
            limits.max_layer_count,
            (limits.max_swapchain_image_width, limits.max_swapchain_image_height),
        )

    def close(self) -> None:
        """Let go of the instance; one whose runtime is gone may complain, which changes nothing."""
        try:
            xr.destroy_instance(self.instance)
        except xr.XrException:
            return


def said(error: xr.XrException) -> str:
    """Return what a runtime's error says, as a part of a sentence: pyopenxr ends it with one."""
    return str(error).strip(" .")


def _newest(extensions: list[str]) -> tuple[tuple[int, int], xr.Instance]:
    """Return an instance of the newest OpenXR that the runtime speaks, and that version."""
    for minor in (1, 0):
        info = xr.ApplicationInfo(
            application_name=NAME,
            application_version=1,
            engine_name=NAME,
            api_version=xr.Version(1, minor, 0),
        )
        create = xr.InstanceCreateInfo(application_info=info, enabled_extension_names=extensions)
        try:
            return (1, minor), xr.create_instance(create)
        except xr.ApiVersionUnsupportedError:
            if minor == 0:
                raise
    raise AssertionError
