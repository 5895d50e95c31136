"""A GLFW window that gathers what the visitor does between two pictures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import moderngl

from assets.errors import MachineError
from render.context import current
from vr.window.gamepad import Pad
from vr.window.keys import KEYS, Command, command_for
from vr.window.platform import REMEDY, last_error, start_glfw

_DOUBLE_CLICK = 0.35
"""s between two clicks that count as one double click."""
_STILL = 4.0
"""px that the pointer may move between them."""


@dataclass(frozen=True, slots=True)
class Input:
    """What was done since the last look: commands in order, pixels dragged, wheel notches."""

    commands: tuple[Command, ...] = ()
    right: float = 0.0
    down: float = 0.0
    notches: float = 0.0
    pointer: tuple[float, float] | None = None
    """Where the mouse is, framebuffer px from the top left; None before it was in the window."""
    moved: bool = False
    clicked: bool = False
    """Whether the left button came up where it went down."""
    menu: bool = False
    pad: Pad = field(default_factory=Pad)


class DesktopWindow:
    """A window with an OpenGL 3.3 core context, made current. Sizes are in framebuffer pixels.

    Raises MachineError when there is no display or no OpenGL 3.3.
    """

    def __init__(self, title: str, size: tuple[int, int], visible: bool = True) -> None:
        start_glfw()
        import glfw  # noqa: PLC0415, its library is chosen in start_glfw

        self._glfw = glfw
        glfw.default_window_hints()
        for hint, value in (
            (glfw.CONTEXT_VERSION_MAJOR, 3),
            (glfw.CONTEXT_VERSION_MINOR, 3),
            (glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE),
            (glfw.OPENGL_FORWARD_COMPAT, True),
            (glfw.SCALE_TO_MONITOR, True),
            (glfw.DEPTH_BITS, 0),  # the renderer brings its own depth
            (glfw.VISIBLE, visible),
        ):
            glfw.window_hint(hint, value)
        self._window = glfw.create_window(*size, title, None, None)
        if not self._window:
            reason = last_error()
            raise MachineError(
                f"no window with OpenGL 3.3: {reason}. Update the graphics driver, or on Debian "
                f"install 'libgl1-mesa-dri libglx-mesa0'. {REMEDY}"
            )
        glfw.make_context_current(self._window)
        glfw.swap_interval(1)
        self.context: moderngl.Context = current()
        self._names = {
            getattr(glfw, f"KEY_{name}"): name for key in KEYS for name in key.glfw_names
        }
        self._input = Input()
        self._grip: tuple[float, float] | None = None
        self._pointer: tuple[float, float] | None = None
        self._pressed_at: tuple[float, float] | None = None
        self._pad = Pad()
        self._last_click = (-1.0, 0.0, 0.0)
        self._windowed = (0, 0, *size)
        self._listen()

    @property
    def is_open(self) -> bool:
        """Say whether nobody has closed the window."""
        return not self._glfw.window_should_close(self._window)

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in framebuffer pixels; (0, 0) while minimised."""
        width, height = self._glfw.get_framebuffer_size(self._window)
        if self._glfw.get_window_attrib(self._window, self._glfw.ICONIFIED):
            return 0, 0
        return int(width), int(height)

    @property
    def scale(self) -> float:
        """Return how much larger than usual text should be on this display."""
        return max(1.0, float(self._glfw.get_window_content_scale(self._window)[0]))

    @property
    def period(self) -> float:
        """Return the s between two pictures of the monitor; a 60th where it does not tell."""
        monitor = self._monitor()
        rate = self._glfw.get_video_mode(monitor).refresh_rate if monitor else 0
        return 1.0 / (rate or 60)

    def time(self) -> float:
        """Return seconds of a clock that only goes forward."""
        return float(self._glfw.get_time())

    def poll(self, wait: float = 0.0) -> Input:
        """Return what was done since the last call; wait up to `wait` s for something."""
        if wait > 0.0:
            self._glfw.wait_events_timeout(wait)
        else:
            self._glfw.poll_events()
        done, self._input = self._input, Input()
        before, self._pad = self._pad, self._read_pad()
        pressed = self._pad.commands(before)
        return replace(
            done,
            pointer=self._in_pixels(self._pointer),
            pad=self._pad,
            commands=(*done.commands, *pressed),
        )

    def swap(self) -> None:
        """Show what was drawn."""
        self._glfw.swap_buffers(self._window)

    def toggle_full_screen(self) -> None:
        """Fill the monitor that holds the window, or go back to the size before."""
        glfw = self._glfw
        if glfw.get_window_monitor(self._window):
            x, y, width, height = self._windowed
            glfw.set_window_monitor(self._window, None, x, y, width, height, glfw.DONT_CARE)
            return
        monitor = self._monitor()
        if monitor is None:
            return
        self._windowed = (
            *glfw.get_window_pos(self._window),
            *glfw.get_window_size(self._window),
        )
        mode = glfw.get_video_mode(monitor)
        size = mode.size
        glfw.set_window_monitor(
            self._window, monitor, 0, 0, size.width, size.height, mode.refresh_rate
        )

    def request_close(self) -> None:
        """Leave at the end of this picture."""
        self._glfw.set_window_should_close(self._window, True)

    def destroy(self) -> None:
        """Give the window and its context back."""
        self._glfw.destroy_window(self._window)

    def _monitor(self) -> Any:  # noqa: ANN401, GLFW's handle has no type
        """Return the monitor under the middle of the window, or None when there is none."""
        glfw = self._glfw
        x, y = glfw.get_window_pos(self._window)
        width, height = glfw.get_window_size(self._window)
        middle_x, middle_y = x + width / 2, y + height / 2
        for monitor in glfw.get_monitors():
            left, top = glfw.get_monitor_pos(monitor)
            size = glfw.get_video_mode(monitor).size
            if 0 <= middle_x - left < size.width and 0 <= middle_y - top < size.height:
                return monitor
        return glfw.get_primary_monitor() or None

    def _listen(self) -> None:
        glfw, window = self._glfw, self._window
        glfw.set_key_callback(window, self._on_key)
        glfw.set_mouse_button_callback(window, self._on_button)
        glfw.set_cursor_pos_callback(window, self._on_pointer)
        glfw.set_scroll_callback(window, self._on_wheel)
        glfw.set_window_focus_callback(window, self._on_focus)

    def _read_pad(self) -> Pad:
        """Return the first gamepad that is there, or one that nobody touches."""
        glfw = self._glfw
        for number in range(glfw.JOYSTICK_1, glfw.JOYSTICK_LAST + 1):
            if glfw.joystick_is_gamepad(number):
                state = glfw.get_gamepad_state(number)
                if state:
                    return Pad.of(state.axes, state.buttons)
        return Pad()

    def _in_pixels(self, place: tuple[float, float] | None) -> tuple[float, float] | None:
        """Return a place of window units in framebuffer pixels."""
        width, height = self._glfw.get_window_size(self._window)
        if place is None or not (width and height):
            return None
        across, along = self._glfw.get_framebuffer_size(self._window)
        return place[0] * across / width, place[1] * along / height

    def _add(self, command: Command) -> None:
        self._input = replace(self._input, commands=(*self._input.commands, command))

    def _on_key(self, _window: object, key: int, _code: int, action: int, mods: int) -> None:
        if action == self._glfw.RELEASE or key not in self._names:
            return
        command = command_for(self._names[key], bool(mods & self._glfw.MOD_SHIFT))
        if command is None or (action == self._glfw.REPEAT and not command.repeats):
            return
        self._add(command)

    def _on_button(self, _window: object, button: int, action: int, _mods: int) -> None:
        if button == self._glfw.MOUSE_BUTTON_RIGHT and action == self._glfw.PRESS:
            self._input = replace(self._input, menu=True)
        if button != self._glfw.MOUSE_BUTTON_LEFT:
            return
        if action == self._glfw.RELEASE:
            self._grip = None
            x, y = self._pointer or self._glfw.get_cursor_pos(self._window)
            pressed, self._pressed_at = self._pressed_at, None
            if pressed is not None and abs(x - pressed[0]) + abs(y - pressed[1]) < _STILL:
                self._input = replace(self._input, clicked=True)
            return
        # Where the pointer was when the button went down: after a slow picture it is elsewhere now.
        x, y = self._pointer or self._glfw.get_cursor_pos(self._window)
        self._grip = self._pressed_at = (x, y)
        at, last_x, last_y = self._last_click
        near = abs(x - last_x) + abs(y - last_y) < _STILL
        if self.time() - at < _DOUBLE_CLICK and near:
            self._add(Command.FULL_SCREEN)
            self._last_click = (-1.0, 0.0, 0.0)
        else:
            self._last_click = (self.time(), x, y)

    def _on_pointer(self, _window: object, x: float, y: float) -> None:
        self._pointer = (x, y)
        self._input = replace(self._input, moved=True)
        if self._grip is None:
            return
        width, height = self._glfw.get_window_size(self._window)
        if width and height:  # window units are not pixels on displays of high density
            across, along = self._glfw.get_framebuffer_size(self._window)
            right = (x - self._grip[0]) * across / width
            down = (y - self._grip[1]) * along / height
            done = self._input
            self._input = replace(done, right=done.right + right, down=done.down + down)
        self._grip = (x, y)

    def _on_wheel(self, _window: object, _across: float, notches: float) -> None:
        self._input = replace(self._input, notches=self._input.notches + notches)

    def _on_focus(self, _window: object, focused: int) -> None:
        if not focused:  # the release of the button goes to another window
            self._grip = None
