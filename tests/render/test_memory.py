"""The ledger of the graphics card's memory counts what is there and nothing else."""

import moderngl
import pytest

from render.memory import Ledger


@pytest.fixture
def ledger(context):
    before = set(vars(context))
    yield Ledger(context)
    for name in set(vars(context)) - before:
        delattr(context, name)


def test_formats_mipmaps_and_samples_count(context, ledger):
    made = [
        context.texture((64, 32), 3),
        context.texture((64, 32), 4, dtype="f2"),
        context.renderbuffer((64, 32), 4, samples=4, dtype="f2"),
        context.depth_renderbuffer((64, 32)),
        context.texture3d((8, 8, 8), 2),
        context.buffer(reserve=100),
    ]
    plain = [64 * 32 * 4, 64 * 32 * 8, 64 * 32 * 8 * 4, 64 * 32 * 4, 8 * 8 * 8 * 2, 100]
    assert ledger.total() == sum(plain)
    made[0].build_mipmaps()
    made[0].filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    assert ledger.total() == sum(plain) + plain[0] // 3
    for each in made:
        each.release()
    assert ledger.total() == 0


def test_the_largest_comes_first_and_says_what_it_is(context, ledger):
    made = [context.buffer(reserve=10), context.texture((4, 4), 4)]
    assert [holding.name for holding in ledger.holdings()] == ["texture 4x4 4 f1", "buffer"]
    for each in made:
        each.release()
