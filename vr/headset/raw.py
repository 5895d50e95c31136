"""OpenXR's own functions, for what is called in every frame with structures that are kept.

pyopenxr's make their structures anew at each call, and an exception to say that all went well: ten
microseconds, forty times a frame.
"""

from __future__ import annotations

import xr
from xr import raw_functions as functions
from xr.exception import check_result

__all__ = ["done", "functions"]

_SUCCESS = xr.Result.SUCCESS


def done(result: xr.Result) -> None:
    """Raise what pyopenxr raises for a result that is not plain success."""
    # No variable holds it: an exception and the frame that it was raised in would hold each other.
    if result is not _SUCCESS and check_result(result).is_exception():
        raise check_result(result)
