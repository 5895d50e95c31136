from __future__ import annotations

import logging

import numpy as np
import pytest

from assets.errors import MachineError
from assets.images import PICTURES
from render import earth_maps
from render.parts import Parts


class Pass:
    """A pass whose graphics card gives up at the third drawing."""

    def __init__(self):
        self.drawn = 0

    def draw(self, light: int) -> int:
        self.drawn += 1
        if self.drawn > 2:
            raise MachineError("the graphics card is gone")
        return light


def test_a_pass_that_breaks_while_it_draws_is_taken_out_and_said_once(caplog):
    parts = Parts(needed=False)
    made = parts.made("stars", Pass)
    with caplog.at_level(logging.ERROR):
        assert [made.do(Pass.draw, light) for light in range(1, 6)] == [1, 2, None, None, None]
    assert parts.taken_out == {"stars": "the graphics card is gone"}
    assert [record.getMessage() for record in caplog.records] == [
        "stars: taken out of the picture, the show goes on: the graphics card is gone"
    ]


def test_a_pass_that_cannot_be_made_is_never_drawn():
    def refused() -> Pass:
        raise MachineError("this driver refuses the shader stars.vert")

    parts = Parts(needed=False)
    made = parts.made("stars", refused)
    assert made.do(Pass.draw, 1) is None
    assert "stars.vert" in parts.taken_out["stars"]


def test_where_every_part_is_needed_as_for_a_film_what_breaks_it_is_raised():
    parts = Parts()
    made = parts.made("stars", Pass)
    assert (made.do(Pass.draw, 1), made.do(Pass.draw, 1)) == (1, 1)
    with pytest.raises(MachineError, match="graphics card is gone"):
        made.do(Pass.draw, 1)
    assert parts.taken_out == {}


@pytest.mark.parametrize("name", sorted(earth_maps._PLAIN))
def test_a_plain_picture_of_the_same_size_stands_in_for_a_map_that_is_damaged(monkeypatch, name):
    def damaged(_name):
        raise MachineError("its SHA-256 is another")

    monkeypatch.setattr(earth_maps, "image", damaged)
    parts = Parts(needed=False)
    found = earth_maps._image(name, parts)
    picture = PICTURES[name]
    assert found.shape[:2] == picture.size
    assert (1 if found.ndim == 2 else found.shape[2]) == picture.channels
    assert found.dtype == np.uint8
    assert parts.taken_out == {f"map {name}": "its SHA-256 is another"}
