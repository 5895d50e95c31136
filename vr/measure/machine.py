"""The machine that figures are from."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vr.version import program


def machine() -> dict[str, Any]:
    """Return the machine, Python, the program and the day, in universal time.

    `memory_mb` is of a million bytes each, 0 where the system does not tell.
    """
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "program": program(),
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_mb": _memory() // 1_000_000,
        "python": platform.python_version(),
    }


def _memory() -> int:
    """Return the bytes of memory, as Unix tells."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return 0


def _processor() -> str:
    """Return the processor's name; Linux keeps it in a file, other systems tell Python."""
    try:
        for row in Path("/proc/cpuinfo").read_text().splitlines():
            if row.startswith("model name"):
                return row.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
