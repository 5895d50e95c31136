"""Today's pictures against those that are kept in docs/gallery, as a person would see them differ.

The limit on mean FLIP stands in golden.py. It lies between what another driver does to a picture
and what the smallest faults here do: the tests show both sides.
"""

from dataclasses import replace

import numpy as np
import pytest

from orbit.airglow import airglow_tables
from render.renderer import Renderer
from tests.render.flip import flip
from tests.render.golden import LIMIT, PAGE, PICTURES, draw, goldens, kept, page, picture
from vr.view_options import ViewOptions, view_at

VIEWS = {view.name: view for view in goldens()}


@pytest.mark.parametrize("name", list(VIEWS))
def test_a_view_looks_as_it_did(context, renderer, timeline, name):
    view = VIEWS[name]
    now = draw(context, renderer, timeline, view)
    assert flip(kept(view), now).mean() < LIMIT, (
        f"{name} has become another picture: look at it, and if it is right, keep it with "
        "'python -m tests.render.golden --write'"
    )


def test_the_gallery_shows_every_view_and_nothing_else():
    assert PAGE.read_text(encoding="utf-8") == page(list(VIEWS.values()))
    assert {file.stem for file in PICTURES.glob("*.png")} == set(VIEWS)
    assert sum(file.stat().st_size for file in PICTURES.glob("*.png")) < 3_000_000


def fault(context, renderer, moment, name):
    """Return mean FLIP of a view kept against one drawn of a changed moment or renderer."""
    view = VIEWS[name]
    options = ViewOptions(
        view.azimuth, view.elevation, view.roll, view.fov, kept(view).shape[1::-1]
    )
    drawn = picture(context, renderer, moment, view_at(options, moment), view)
    return float(flip(kept(view), drawn).mean())


def test_a_limb_a_tenth_of_a_degree_off_is_noticed(context, renderer, timeline):
    moment = timeline.at(VIEWS["moonset"].at)
    # The limb's dip of 20 degrees grows by 0.1 where the eye is 4.2 km higher.
    high = moment.eye_position * (1 + 4.2e3 / np.linalg.norm(moment.eye_position))
    assert fault(context, renderer, replace(moment, eye_position=high), "moonset") > LIMIT


def test_light_that_is_gone_is_noticed(context, renderer, timeline):
    moment = timeline.at(VIEWS["towns"].at)
    moonless = replace(moment, moon=replace(moment.moon, illuminance=0.0))
    assert fault(context, renderer, moonless, "towns") > LIMIT


def test_the_faintest_layer_of_airglow_missing_is_noticed(context, timeline, monkeypatch):
    tables = airglow_tables(timeline.scenario.f107_sfu)
    colours = tables.zenith_rgb.copy()
    colours[tables.layers.index("red")] = 0.0
    lacking = replace(tables, zenith_rgb=colours)
    monkeypatch.setattr("render.renderer.airglow_tables", lambda _flux: lacking)
    faulty = Renderer(context, timeline)
    assert fault(context, faulty, timeline.at(VIEWS["reentry"].at), "reentry") > LIMIT


def test_flip_is_that_of_its_authors():
    # 0.203572 by their program, flip-evaluator 1.7, of this pair.
    y, x = np.mgrid[0:120, 0:160]
    waves = 127 + 120 * np.sin(x / 9 + y / 23), 127 + 120 * np.cos(y / 7)
    first = np.stack([*np.broadcast_arrays(*waves, (x * 1.5) % 256)], axis=-1)
    second = first.copy()
    second[30:60, 40:90] *= 0.7
    second[80:, 100:] = 255 - second[80:, 100:]
    second[20:24, 120:124] = 255
    pair = [np.floor(each).astype(np.uint8) for each in (first, second)]
    assert flip(*pair).mean() == pytest.approx(0.203572, abs=1e-5)
    assert flip(pair[0], pair[0]).max() == 0.0
