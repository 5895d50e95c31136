"""The cameras of stills and films, whatever their projection."""

from __future__ import annotations

from orbit.moment import Moment
from render.panorama import Panorama
from render.view import View
from vr.panorama_options import PanoramaOptions, panorama_at
from vr.view_options import ViewOptions, view_at

Camera = ViewOptions | PanoramaOptions
Sight = View | Panorama
"""What a camera sees of one moment."""


def sight_at(camera: Camera, moment: Moment) -> Sight:
    """Return what the camera sees at that moment: LVLH turns in the Cupola's frame."""
    if isinstance(camera, PanoramaOptions):
        return panorama_at(camera, moment)
    return view_at(camera, moment)


def views_at(camera: Camera, moment: Moment) -> tuple[View, ...]:
    """Return pinhole views that see what the camera sees, with pixels about as large."""
    sight = sight_at(camera, moment)
    return sight.coarse_views() if isinstance(sight, Panorama) else (sight,)
