"""Keeps what loading frees out of the process, where the C library would keep it for later."""

from __future__ import annotations

import ctypes
import sys

_MMAP_THRESHOLD = -3
"""M_MMAP_THRESHOLD of glibc's malloc.h."""
_LEAST = 128 << 10
"""Bytes: glibc's own, to begin with. It lets it grow to 32 MB, and large arrays leave holes."""


def return_large_blocks() -> None:
    """Let every block of 128 KiB or more go back to the system when freed; where glibc is."""
    if sys.platform.startswith("linux"):
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
        if mallopt is not None:
            mallopt(_MMAP_THRESHOLD, _LEAST)
