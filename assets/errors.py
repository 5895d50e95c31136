"""The one family of errors that a user meets, and its exit codes."""

from __future__ import annotations


class CupolaError(Exception):
    """Something the user can mend. The message names the thing, the place and the remedy.

    `exit_code` is 2 where the caller made a mistake and 1 where the machine lacks something.
    The command line prints the message alone, without a traceback unless `--debug` is given.
    """

    exit_code = 1


class InputError(CupolaError):
    """The caller's mistake: a bad file, key, value, time or option."""

    exit_code = 2


class MachineError(CupolaError):
    """The machine lacks something: OpenGL, a display, a runtime, a headset, room on the disk."""

    exit_code = 1
