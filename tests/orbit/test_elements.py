"""Element sets in every published form, and nonsense refused with its reason."""

import json
import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.errors import InputError
from orbit.elements import parse_tle, read_elements
from orbit.scenario import find_scenario
from orbit.station import station_motion
from orbit.timeline import build

LINE_1 = "1 25544U 98067A   18315.44449074  .00003271  00000-0  56997-4 0  9997"
LINE_2 = "2 25544  51.6420   4.8937 0005168  36.0917 153.8179 15.53950133141417"
FIELDS = {
    "OBJECT_NAME": "ISS (ZARYA)",
    "OBJECT_ID": "1998-067A",
    "EPOCH": "2018-11-11T10:40:03.999936",
    "MEAN_MOTION": 15.53950133,
    "ECCENTRICITY": 0.0005168,
    "INCLINATION": 51.642,
    "RA_OF_ASC_NODE": 4.8937,
    "ARG_OF_PERICENTER": 36.0917,
    "MEAN_ANOMALY": 153.8179,
    "EPHEMERIS_TYPE": 0,
    "CLASSIFICATION_TYPE": "U",
    "NORAD_CAT_ID": 25544,
    "ELEMENT_SET_NO": 999,
    "REV_AT_EPOCH": 14141,
    "BSTAR": 5.6997e-05,
    "MEAN_MOTION_DOT": 3.271e-05,
    "MEAN_MOTION_DDOT": 0,
}
KVN = "CCSDS_OMM_VERS = 2.0\nCOMMENT as published\n" + "".join(
    f"{key} = {value}{' [deg]' if key == 'INCLINATION' else ''}\n" for key, value in FIELDS.items()
)
XML = (
    '<?xml version="1.0"?>\n<ndm><omm id="CCSDS_OMM_VERS" version="2.0">\n<body><segment>\n'
    + "".join(f"<{key}>{value}</{key}>\n" for key, value in FIELDS.items())
    + "</segment></body></omm></ndm>"
)
FORMS = {
    "tle": f"ISS (ZARYA)\n{LINE_1}\n{LINE_2}\n",
    "tle with 0": f"0 ISS (ZARYA)\r\n{LINE_1}\r\n{LINE_2}\r\n",
    "bare tle": f"\n{LINE_1}\n{LINE_2}",
    "json": json.dumps([FIELDS], indent=1),
    "json object": json.dumps(FIELDS),
    "xml": XML,
    "kvn": KVN,
}


def write(folder, text):
    path = folder / "set"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def refusal(folder, text):
    with pytest.raises(InputError) as caught:
        read_elements(write(folder, text))
    return str(caught.value).replace(f"{folder}/", "")


@pytest.mark.parametrize("form", FORMS)
def test_every_published_form_gives_the_same_orbit(tmp_path, form):
    from sgp4.api import Satrec

    elements = read_elements(write(tmp_path, FORMS[form]))
    epoch = elements.epoch
    assert elements.name == ("the station" if form == "bare tle" else "ISS (ZARYA)")
    assert abs(epoch.timestamp() - 1541932803.999936) < 1e-4
    asked = Satrec.twoline2rv(LINE_1, LINE_2).sgp4(2458440.5, 0.25)
    found = elements.satrec().sgp4(2458440.5, 0.25)
    assert found[0] == 0
    assert np.array(found[1]) == pytest.approx(np.array(asked[1]), abs=1e-3)


def test_a_changed_character_is_refused_by_the_checksum(tmp_path):
    said = refusal(tmp_path, f"ISS\n{LINE_1}\n{LINE_2.replace('51.6420', '51.6430')}\n")
    assert said.startswith("set:3: the checksum is 8 and the line ends in '7': a character was")


def test_a_line_of_wrong_length_is_refused_with_both_lengths(tmp_path):
    said = refusal(tmp_path, f"{LINE_1}\n{LINE_2[:-1]}\n")
    assert said.startswith("set:2: has 68 characters and must have 69")


def resum(line):
    return line[:68] + str(sum(int(c) if c.isdigit() else c == "-" for c in line[:68]) % 10)


def test_a_field_that_is_no_number_is_refused_with_its_columns(tmp_path):
    said = refusal(tmp_path, f"{LINE_1}\n{resum(LINE_2.replace('51.6420', '51.x420'))}\n")
    assert said.startswith("set:2: columns 9 to 16, inclination: '51.x420' is not a number")
    said = refusal(tmp_path, f"{resum(LINE_1.replace('18315.444', '18abc.444'))}\n{LINE_2}\n")
    assert said.startswith("set:1: columns 21 to 32, day of epoch")


def test_lines_of_two_satellites_are_refused(tmp_path):
    said = refusal(tmp_path, f"{LINE_1}\n{resum(LINE_2.replace('25544', '25545'))}\n")
    assert said.startswith("set:2: is of satellite 25545, and line 1 of 25544")


def test_the_second_line_twice_is_refused(tmp_path):
    assert "must begin with 2" in refusal(tmp_path, f"{LINE_1}\n{LINE_1}\n")


@pytest.mark.parametrize("text", ["", "hello\n", "1 25544U\n", "\x00\x01"])
def test_what_is_no_element_set_is_refused(tmp_path, text):
    assert "set:1: is neither a two-line element set nor an OMM" in refusal(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        read_elements(tmp_path / "none")


@pytest.mark.parametrize(
    ("form", "old", "new", "said"),
    [
        ("json", '"ECCENTRICITY"', '"ECCENTRICTY"', "set: ECCENTRICITY: is missing from the OMM"),
        ("json", "0.0005168", "1.5", "set:7: ECCENTRICITY: 1.5 is outside 0 to 1"),
        ("json", "51.642", '"x"', "set:8: INCLINATION: 'x' is not a number"),
        ("json", "51.642", "NaN", "set:8: INCLINATION: nan is outside 0 to 180"),
        ("json", "2018-11-11T", "2018-13-11T", "set:5: EPOCH: '2018-13-11T10:40:03.999936' is not"),
        ("json", "25544", '"many"', "set:14: NORAD_CAT_ID: 'many' is not a whole number"),
        ("json", "[", "[[", "is not JSON"),
        ("xml", "</BSTAR>", "</BSTARR>", "set:18: is not XML"),
        ("xml", ">15.53950133<", ">fast<", "set:7: MEAN_MOTION: 'fast' is not a number"),
        ("kvn", "ECCENTRICITY = ", "ECCENTRICITY ", "set:7: is not KEY = VALUE"),
        ("kvn", "= 51.642", "= ", "set:8: INCLINATION: '' is not a number"),
        ("kvn", "BSTAR = 5.6997e-05", "MEAN_ELEMENT_THEORY = DSST", "BSTAR: is missing"),
    ],
)
def test_a_bad_omm_is_refused_with_its_line(tmp_path, form, old, new, said):
    assert said in refusal(tmp_path, FORMS[form].replace(old, new, 1))


@given(st.text(st.characters(codec="ascii"), max_size=80), st.text(max_size=80))
def test_any_nonsense_is_refused_without_another_error(first, second):
    with pytest.raises(InputError):
        parse_tle(first, second)


def test_an_old_set_is_a_warning_not_an_error(tmp_path):
    path = write(tmp_path, FORMS["tle"])
    elements = read_elements(path)
    assert elements.warning(elements.epoch + timedelta(days=29)) is None
    warning = elements.warning(elements.epoch + timedelta(days=45))
    assert "45 days from the time shown" in warning
    assert "--tle" in warning


def test_a_scenario_shows_the_users_own_set_and_says_so(tmp_path):
    scenario = find_scenario("progress-ms-10").with_elements(write(tmp_path, FORMS["json"]))
    moment = build(scenario).at(0.0)
    asked = station_motion(parse_tle(LINE_1, LINE_2), scenario.epoch, np.array([0.0]))[0, 0]
    assert moment.station_position == pytest.approx(asked, abs=2.0)
    assert str(tmp_path / "set") in scenario.origin
    assert build(scenario).warnings == ()


def test_an_orbit_that_sgp4_cannot_follow_is_refused(tmp_path):
    fields = FIELDS | {"MEAN_MOTION": 19.9, "BSTAR": 0.9}
    scenario = find_scenario("progress-ms-10").with_elements(write(tmp_path, json.dumps(fields)))
    with pytest.raises(InputError, match="SGP4 cannot follow this element set"):
        build(scenario)
    assert math.isfinite(fields["MEAN_MOTION"])
