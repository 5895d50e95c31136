"""The quality that suits a machine, where nobody asked for one."""

from __future__ import annotations

import moderngl

from render.quality import QUALITIES, Quality
from vr.opengl import is_software


def suited(context: moderngl.Context) -> Quality:
    """Return the low quality where the processor draws, else the high one."""
    return QUALITIES["low" if is_software(context) else "high"]
