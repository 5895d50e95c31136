import numpy as np

from assets.constellations import constellations
from assets.stars import stars


def test_there_are_the_88_constellations_with_serpens_in_two_parts():
    assert len({figure.id for figure in constellations()}) == 88
    assert len(constellations()) == 89


def test_every_figure_joins_stars_of_the_catalogue():
    known = set(stars().hip.tolist())
    for figure in constellations():
        assert figure.pairs
        assert {hip for pair in figure.pairs for hip in pair} <= known


def test_orions_belt_joins_mintaka_alnilam_and_alnitak():
    (orion,) = [figure for figure in constellations() if figure.id == "Ori"]
    joined = {frozenset(pair) for pair in orion.pairs}
    assert {frozenset((25930, 26311)), frozenset((26311, 26727))} <= joined


def test_no_figures_line_is_longer_than_45_degrees():
    sky = stars()
    row = {int(hip): i for i, hip in enumerate(sky.hip)}
    for figure in constellations():
        for a, b in figure.pairs:
            i, j = row[a], row[b]
            cosine = np.sin(sky.dec[i]) * np.sin(sky.dec[j]) + np.cos(sky.dec[i]) * np.cos(
                sky.dec[j]
            ) * np.cos(sky.ra[i] - sky.ra[j])
            assert cosine > np.cos(np.radians(45))
