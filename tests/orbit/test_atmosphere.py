import numpy as np
import pytest

from orbit import atmosphere, thermosphere

# U.S. Standard Atmosphere, 1976 (NOAA-S/T 76-1562), tables I and VIII: geometric height m,
# temperature K, pressure Pa, density kg/m3. Below 86 km to five figures.
LOWER = [
    (0.0, 288.150, 1.01325e5, 1.2250),
    (1_000.0, 281.651, 8.9876e4, 1.1117),
    (5_000.0, 255.676, 5.4048e4, 7.3643e-1),
    (10_000.0, 223.252, 2.6500e4, 4.1351e-1),
    (15_000.0, 216.650, 1.2112e4, 1.9476e-1),
    (20_000.0, 216.650, 5.5293e3, 8.8910e-2),
    (30_000.0, 226.509, 1.1970e3, 1.8410e-2),
    (40_000.0, 250.350, 2.8714e2, 3.9957e-3),
    (50_000.0, 270.650, 7.9779e1, 1.0269e-3),
    (60_000.0, 247.021, 2.1959e1, 3.0968e-4),
    (70_000.0, 219.585, 5.2209, 8.2829e-5),
    (80_000.0, 198.639, 1.0525, 1.8458e-5),
]
UPPER = [
    (86_000.0, 186.87, 3.7338e-1, 6.958e-6),
    (100_000.0, 195.08, 3.2011e-2, 5.604e-7),
    (110_000.0, 240.00, 7.1042e-3, 9.708e-8),
    (120_000.0, 360.00, 2.5382e-3, 2.222e-8),
    (150_000.0, 634.39, 4.5422e-4, 2.076e-9),
    (200_000.0, 854.56, 8.4736e-5, 2.541e-10),
    (300_000.0, 976.01, 8.7704e-6, 1.916e-11),
    (400_000.0, 995.83, 1.4518e-6, 2.803e-12),
    (500_000.0, 999.24, 3.0236e-7, 5.215e-13),
    (600_000.0, 999.85, 8.2130e-8, 1.137e-13),
    (800_000.0, 999.99, 1.7036e-8, 1.136e-14),
    (1_000_000.0, 1000.00, 7.5138e-9, 3.561e-15),
]


@pytest.mark.parametrize(("height", "temperature", "pressure", "density"), LOWER)
def test_air_below_86_km_is_that_of_the_published_table(height, temperature, pressure, density):
    found = atmosphere.air(height)
    assert found[0] == pytest.approx(density, rel=1e-4)
    assert found[1] == pytest.approx(pressure, rel=1e-4)
    assert atmosphere.temperature(np.array(height)) == pytest.approx(temperature, abs=0.01)


@pytest.mark.parametrize(("height", "temperature", "pressure", "density"), UPPER)
def test_air_above_86_km_is_that_of_the_published_table(height, temperature, pressure, density):
    found = atmosphere.air(height)
    assert found[0] == pytest.approx(density, rel=2e-3)
    assert found[1] == pytest.approx(pressure, rel=2e-3)
    assert atmosphere.temperature(np.array(height)) == pytest.approx(temperature, abs=0.05)


def test_sound_travels_at_340_29_m_s_at_sea_level():
    assert atmosphere.air(0.0)[2] == pytest.approx(340.294, abs=0.01)


def test_arrays_and_single_heights_agree():
    heights = np.linspace(-400.0, 1_100_000.0, 2001)
    one_by_one = np.array([atmosphere.air(height) for height in heights.tolist()])
    np.testing.assert_allclose(atmosphere.density(heights), one_by_one[:, 0], rtol=1e-9)
    np.testing.assert_allclose(atmosphere.pressure(heights), one_by_one[:, 1], rtol=1e-9)


def test_density_falls_with_height_everywhere():
    heights = np.linspace(0.0, 1_500_000.0, 30_001)
    assert np.all(np.diff(atmosphere.density(heights)) < 0)


def test_the_two_parts_meet_at_86_km():
    below, above = atmosphere.air(86_000.0 - 1e-3), atmosphere.air(86_000.0)
    # The standard itself steps here by 0.04 %: its mean molar mass begins to fall at 80 km.
    assert above[0] == pytest.approx(below[0], rel=1e-3)
    assert above[1] == pytest.approx(below[1], rel=1e-3)


def test_atomic_oxygen_is_the_commonest_gas_from_200_to_500_km():
    profile = thermosphere.profile()
    inside = (profile.height > 200e3) & (profile.height < 500e3)
    most = np.max([number[inside] for number in profile.number.values()], axis=0)
    np.testing.assert_array_equal(profile.number["O"][inside], most)
