"""What stands near: the Cupola around the eye and the station outside, kept while nothing changes.

Only here do the two eyes see different pictures; all that is beyond is drawn for both.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import moderngl

from orbit.moment import Moment
from orbit.timeline import Timeline
from render.held import BareHand, Held
from render.layers import Layers
from render.multisampled import Multisampled
from render.near_eye import NearEye
from render.parts import Parts
from render.passes.cupola import Cupola
from render.passes.station import Station
from render.targets import Colour
from render.turning import Turning
from render.view import View


class NearField:
    """Draws Cupola and station, each eye's into an image of its own."""

    def __init__(
        self, ctx: moderngl.Context, timeline: Timeline, parts: Parts, *, show: bool
    ) -> None:
        """Load both; in a `show` edges are not smoothed for a head that turns quickly."""
        eye, clocking = NearEye(ctx), timeline.scenario.cupola.clocking_deg
        self._cupola = parts.made("Cupola", lambda: Cupola(ctx, eye))
        self._station = parts.made("station", lambda: Station(ctx, clocking, eye))
        self._multisampled = Multisampled(ctx)
        self._turning = Turning(show=show)
        self._pictures: dict[int, Hashable] = {}

    def hold(self, things: Sequence[Held | BareHand]) -> None:
        """Show from now on what hands hold."""
        self._cupola.do(Cupola.hold, things)

    def forget(self) -> None:
        """Keep no picture, and take the next view as after a cut."""
        self._turning.forget()
        self._pictures.clear()

    def rests(self, view: View) -> bool:
        """Return whether a view turns so slowly that edges must be smooth; ask once a frame."""
        return not self._turning.quick(view)

    def draw(
        self, target: Colour, moment: Moment, index: int, view: View, layers: Layers, smooth: bool
    ) -> None:
        """Draw into an eye's image, unless what was drawn last for this eye still holds."""
        picture = self._picture(moment, view, layers, smooth)
        if self._pictures.get(index) == picture:
            return
        cupola, station = self._cupola, self._station

        def draw() -> None:
            # The nearest first: with one sample a pixel what it hides costs little. Panes go over
            # what is behind them.
            if layers.cupola:
                cupola.do(Cupola.draw_solids, moment, view, fine=smooth)
            if layers.shows_station:
                station.do(Station.draw, moment, view, inside=layers.cupola)
            if layers.cupola:
                cupola.do(Cupola.draw_panes, moment, view)

        self._multisampled.draw(target, draw, smooth=smooth)
        self._pictures[index] = picture

    def _picture(self, moment: Moment, view: View, layers: Layers, smooth: bool) -> Hashable:
        """Return all that a picture follows from."""

        def lit(each: Cupola) -> Hashable:
            each.glow = layers.glow
            return each.picture(moment, view)

        outside = self._station.do(Station.picture, moment) if layers.shows_station else None
        return layers.cupola, self._cupola.do(lit), outside, smooth
