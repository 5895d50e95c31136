"""Small pictures of what a screen shows, as JPEG."""

from __future__ import annotations

import io

from PIL import Image

from vr.kiosk.station import Picture

LARGEST = (480, 480)
_QUALITY = 75


def jpeg(picture: Picture) -> bytes:
    """Return a picture as JPEG, scaled down to LARGEST at most; made outside the show's loop."""
    image = Image.fromarray(picture.pixels)
    image.thumbnail(LARGEST)
    written = io.BytesIO()
    image.convert("RGB").save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
