from datetime import UTC, datetime

import pytest

from assets.errors import InputError
from orbit.scenario import FOLDER, find_scenario, scenario_names
from orbit.timeline import build

DEFAULT = (FOLDER / "progress-ms-10.toml").read_text(encoding="utf-8")
LINE = {
    key: next(n for n, row in enumerate(DEFAULT.splitlines(), 1) if row.startswith(key))
    for key in ("lift_off", "f107_sfu", "line_1", "line_2", "to =", "apogee_km", "vehicle")
}


def refusal(folder, old, new):
    path = folder / "s.toml"
    assert old in DEFAULT
    path.write_text(DEFAULT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        build(find_scenario(str(path)))
    return str(caught.value).replace(f"{folder}/", "")


@pytest.mark.parametrize("name", [name for name in scenario_names() if name != "now"])
def test_every_shipped_scenario_is_built_and_says_where_its_elements_are_from(name):
    scenario = find_scenario(name)
    assert scenario.name == name
    assert scenario.origin
    moment = build(scenario).at(0.0)
    assert 380e3 < moment.station_geodetic[2] < 440e3
    assert moment.bodies.ids == ("stack",)
    assert build(scenario).warnings == ()


def test_the_default_comes_first_of_the_names():
    assert scenario_names()[0] == "progress-ms-10"
    assert "now" in scenario_names()


def test_an_unknown_name_lists_the_known_and_the_nearest():
    with pytest.raises(InputError) as caught:
        find_scenario("progres-ms-10")
    assert "did you mean progress-ms-10?" in str(caught.value)
    assert "now" in str(caught.value)


def test_a_scenario_can_be_given_by_its_path():
    assert find_scenario(str(FOLDER / "progress-ms-10.toml")) == find_scenario("progress-ms-10")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("f107_sfu", "f170_sfu", "f170_sfu: is not a key here; did you mean f107_sfu?"),
        ("f107_sfu = 70.0\n", "", "s.toml:1: f107_sfu: is missing; add it"),
        ("f107_sfu = 70.0", "f107_sfu = 7.0", f"s.toml:{LINE['f107_sfu']}: f107_sfu: must be at"),
        ("f107_sfu = 70.0", 'f107_sfu = "x"', "f107_sfu: must be a number; it is 'x'"),
        ("18:14:08Z", "18:14:08", f"s.toml:{LINE['lift_off']}: lift_off: must be in UTC"),
        ("2018-11-16T", "1918-11-16T", "lift_off: must lie in 1962 to 2052"),
        ("to = 5400", "to = -1", f"s.toml:{LINE['to =']}: span.to: the span must hold t = 0"),
        ("9998", "9997", f"s.toml:{LINE['line_1']}: station.line_1: the checksum is 8"),
        (
            "15.53975453142249",
            "15.539754531422",
            f"s.toml:{LINE['line_2']}: station.line_2: has 67",
        ),
        ("apogee_km = 240.0", "apogee_km = 140.0", f"s.toml:{LINE['apogee_km']}: launch.insertion"),
        ('vehicle = "soyuz-fg"', 'vehicle = "x"', "there is no vehicle 'x'; take one of"),
        ("lat_deg = 45.920", "lat_deg = 145.920", "launch.site.lat_deg: must be at most 90"),
        ("[launch.site]", "[launch.sight]", "launch.sight: is not a key here; did you mean site?"),
    ],
)
def test_a_bad_scenario_is_refused_with_line_and_reason(tmp_path, old, new, said):
    assert said in refusal(tmp_path, old, new)


def test_an_orbit_out_of_reach_is_refused_and_says_what_was_reached(tmp_path):
    said = refusal(tmp_path, "apogee_km = 240.0", "apogee_km = 9000.0")
    assert "cannot reach" in said
    assert "reached" in said


def test_now_needs_a_set_and_is_shown_with_one(tmp_path):
    moment = datetime(2018, 11, 12, 1, 2, 3, tzinfo=UTC)
    scenario = find_scenario("now", now=moment)
    assert scenario.epoch == moment
    with pytest.raises(InputError, match="--tle FILE"):
        build(scenario)
    path = tmp_path / "set.txt"
    path.write_text(
        "1 25544U 98067A   18315.44449074  .00003271  00000-0  56997-4 0  9997\n"
        "2 25544  51.6420   4.8937 0005168  36.0917 153.8179 15.53950133141417\n"
    )
    timeline = build(scenario.with_elements(path))
    assert timeline.at(0.0).utc == moment
    assert timeline.at(0.0).phase == "no_launch"
    assert timeline.at(0.0).bodies.ids == ()
    assert timeline.events == ()
    later = find_scenario("now", now=datetime(2019, 2, 1, tzinfo=UTC)).with_elements(path)
    assert "days from the time" in build(later).warnings[0]


def test_now_is_read_from_the_clock_to_the_second():
    difference = datetime.now(UTC) - find_scenario("now").epoch
    assert 0 <= difference.total_seconds() < 5
