import numpy as np
import pytest

from assets.stars import stars

MAS = np.radians(1 / 3_600_000)

# Hipparcos (ESA 1997): number, RA and Dec in degrees (ICRS, J1991.25), proper motions and parallax
# in mas, V, B-V; as published in VizieR I/239/hip_main.
PUBLISHED = {
    "Vega": (91262, 279.23410832, 38.78299311, 201.02, 287.46, 128.93, 0.03, -0.001),
    "Sirius": (32349, 101.28854105, -16.71314306, -546.01, -1223.08, 379.21, -1.44, 0.009),
    "Polaris": (11767, 37.94614689, 89.26413805, 44.22, -11.74, 7.56, 1.97, 0.636),
}


def row(hip):
    (found,) = np.flatnonzero(stars().hip == hip)
    return found


@pytest.mark.parametrize("name", PUBLISHED)
def test_bright_stars_are_where_hipparcos_published_them(name):
    hip, ra, dec, pm_ra, pm_dec, parallax, v, b_v = PUBLISHED[name]
    sky, star = stars(), row(hip)
    assert sky.names[hip] == name
    assert sky.ra[star] == pytest.approx(np.radians(ra), abs=0.01 * MAS)
    assert sky.dec[star] == pytest.approx(np.radians(dec), abs=0.01 * MAS)
    assert sky.pm_ra_cosdec[star] == pytest.approx(pm_ra * MAS, abs=0.01 * MAS)
    assert sky.pm_dec[star] == pytest.approx(pm_dec * MAS, abs=0.01 * MAS)
    assert sky.parallax[star] == pytest.approx(parallax * MAS, abs=0.01 * MAS)
    assert sky.v_mag[star] == pytest.approx(v, abs=0.005)
    assert sky.b_v[star] == pytest.approx(b_v, abs=0.0005)


def test_the_catalogue_is_whole_to_v_8():
    # 41 394 with an astrometric solution (reference) and 17 without.
    assert len(stars().hip) == 41_394 + 17
    assert len(np.unique(stars().hip)) == len(stars().hip)


def test_stars_are_sorted_so_that_the_bright_ones_come_first():
    sky = stars()
    assert np.all(np.diff(sky.v_mag) >= 0)
    n = sky.brighter_than(6.5)
    assert sky.v_mag[n - 1] <= np.float32(6.5) < sky.v_mag[n]
    assert sky.names[int(sky.hip[0])] == "Sirius"


def test_every_value_is_finite_and_of_its_kind():
    sky = stars()
    for column in (sky.ra, sky.dec, sky.pm_ra_cosdec, sky.pm_dec, sky.parallax, sky.b_v):
        assert np.all(np.isfinite(column))
    assert np.all((sky.ra >= 0) & (sky.ra < 2 * np.pi) & (np.abs(sky.dec) <= np.pi / 2))
    assert np.all(sky.parallax >= 0)
    assert np.all((sky.b_v > -0.6) & (sky.b_v < 6))


def test_xi_ursae_majoris_which_has_no_solution_is_not_missing():
    star = row(55203)
    assert np.degrees([stars().ra[star], stars().dec[star]]) == pytest.approx(
        [169.5468, 31.5308], abs=1e-4
    )
    assert stars().parallax[star] == 0


def test_names_belong_to_stars_of_the_catalogue():
    assert set(stars().names) <= set(stars().hip.tolist())
    assert len(stars().names) > 400
