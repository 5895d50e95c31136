"""Whatever is in a scenario, show, vehicle or element-set file, it is read or refused, no more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import assets
from assets.errors import InputError
from assets.toml import load
from orbit.elements import read_elements
from orbit.scenario import find_scenario
from orbit.timeline import build
from orbit.vehicle import Vehicle
from vr.kiosk.settings import read_settings
from vr.script.file import read_script
from vr.script.score import compose

EXAMPLES = int(os.environ.get("CUPOLA_FUZZ", "60"))
SHIPPED = Path(assets.__file__).parent
fuzzed = settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

TLE = """ISS
1 25544U 98067A   18320.51782528  .00001514  00000-0  30316-4 0  9990
2 25544  51.6406 329.8150 0005135 102.8116  25.8462 15.53995061142171
"""
JSON = """[{"OBJECT_NAME": "ISS", "EPOCH": "2018-11-16T12:25:40.104192", "MEAN_MOTION": 15.53995061,
"ECCENTRICITY": 0.0005135, "INCLINATION": 51.6406, "RA_OF_ASC_NODE": 329.815,
"ARG_OF_PERICENTER": 102.8116, "MEAN_ANOMALY": 25.8462, "BSTAR": 3.0316e-5,
"NORAD_CAT_ID": 25544}]"""
XML = """<?xml version="1.0"?><ndm><omm><EPOCH>2018-11-16T12:25:40</EPOCH>
<MEAN_MOTION>15.5</MEAN_MOTION><ECCENTRICITY>0.0005</ECCENTRICITY>
<INCLINATION>51.6</INCLINATION><RA_OF_ASC_NODE>329.8</RA_OF_ASC_NODE>
<ARG_OF_PERICENTER>102.8</ARG_OF_PERICENTER><MEAN_ANOMALY>25.8</MEAN_ANOMALY>
<BSTAR>3e-5</BSTAR></omm></ndm>"""
KVN = """CCSDS_OMM_VERS = 2.0
EPOCH = 2018-11-16T12:25:40
MEAN_MOTION = 15.5 [rev/day]
ECCENTRICITY = 0.0005
INCLINATION = 51.6
RA_OF_ASC_NODE = 329.8
ARG_OF_PERICENTER = 102.8
MEAN_ANOMALY = 25.8
BSTAR = 3e-5
"""
SPICE = [
    "nan", "inf", "-inf", "1e999", "9" * 5000, "-0", "0x7fffffffffffffff", "true", "[]", "{}",
    '""', "''", "../../etc/passwd", "/dev/zero", "\0", "\ufeff", "\u0660", "²", "\r", "\t",
    "[" * 3000, "{a=" * 500, '"""', "1979-05-27T07:32:00Z", "0001-01-01T00:00:00Z", "now",
    "<a>" * 3000, "&a;", "<!DOCTYPE a [<!ENTITY b 'c'>]>", '{"a":' * 3000, "99999", " ", "\n",
]  # fmt: skip
"""What readers stumble over: numbers that are none, depth, paths that lead out, odd letters."""


@some.composite
def spoilt(draw, texts: list[str]) -> bytes:
    """Return one of some good texts with some pieces cut out, doubled, or replaced."""
    data = draw(some.sampled_from(texts)).encode()
    for _ in range(draw(some.integers(1, 4))):
        begin = draw(some.integers(0, len(data)))
        end = min(len(data), begin + draw(some.sampled_from([0, 1, 2, 5, 20, 200])))
        piece = draw(
            some.one_of(
                some.sampled_from(SPICE).map(str.encode),
                some.binary(max_size=8),
                some.just(data[begin:end] * 2),
                some.text(max_size=8).map(lambda text: text.encode("utf-8", "replace")),
            )
        )
        data = data[:begin] + piece + data[end:]
    return data


def shipped(folder: str) -> list[str]:
    return [path.read_text() for path in sorted((SHIPPED / folder).glob("*.toml"))]


def read_or_refused(read, path: Path, data: bytes):
    """Return what is read, or None where it is refused with a message that names the file."""
    path.write_bytes(data)
    try:
        return read(path)
    except InputError as error:
        assert str(error).startswith(str(path))
        return None


@fuzzed
@given(spoilt([TLE, JSON, XML, KVN]))
def test_any_element_set_file_is_read_or_refused(tmp_path, data):
    elements = read_or_refused(read_elements, tmp_path / "set.txt", data)
    if elements is not None:
        elements.satrec()
        elements.warning(elements.epoch)


@some.composite
def summed(draw) -> bytes:
    """Return a two-line set with some columns replaced, and the checksums right all the same."""
    lines = TLE.splitlines()
    for _ in range(draw(some.integers(1, 3))):
        row = draw(some.integers(1, 2))
        begin = draw(some.integers(2, 66))
        piece = draw(some.sampled_from(["nan", "inf", "-1", "9999999", "0000000", " ", ".", "1e9"]))
        line = (lines[row][:begin] + piece + lines[row][begin + len(piece) :])[:68]
        total = sum(int(c) if c.isdigit() else c == "-" for c in line) % 10
        lines[row] = f"{line}{total}"
    return "\n".join(lines).encode()


@fuzzed
@given(summed())
def test_any_two_line_set_with_right_checksums_is_read_or_refused(tmp_path, data):
    elements = read_or_refused(read_elements, tmp_path / "set.txt", data)
    if elements is not None:
        elements.satrec()
        elements.warning(elements.epoch)


@fuzzed
@given(spoilt(shipped("scenarios")))
def test_any_scenario_file_is_read_or_refused_and_names_no_file_outside_its_folder(tmp_path, data):
    scenario = read_or_refused(lambda path: find_scenario(str(path)), tmp_path / "s.toml", data)
    if scenario is not None:
        for look in (lambda: scenario.elements, lambda: scenario.epoch):
            try:
                look()
            except InputError as error:
                assert str(error)
        if scenario.launch is not None:
            try:
                found = scenario.vehicle_file()
            except InputError:
                return
            assert found.is_relative_to(SHIPPED / "vehicles") or found.is_relative_to(tmp_path)


@fuzzed
@given(spoilt(shipped("vehicles")))
def test_any_vehicle_file_is_read_or_refused(tmp_path, data):
    read_or_refused(lambda path: load(path, Vehicle), tmp_path / "v.toml", data)


@pytest.fixture(scope="module")
def timeline():
    return build(find_scenario())


@fuzzed
@given(spoilt(shipped("shows")))
def test_any_show_file_is_read_or_refused_and_what_is_read_can_be_played(tmp_path, timeline, data):
    script = read_or_refused(read_script, tmp_path / "show.toml", data)
    if script is not None:
        try:
            score = compose(script, timeline)
        except InputError as error:
            assert str(error).startswith(str(tmp_path))
            return
        for t in (0.0, 1.0, 60.0, 1e4):
            cue = score.at(t)
            assert timeline.span[0] <= cue.t <= timeline.span[1]
            assert 0.0 <= cue.fade <= 1.0


KIOSK = """name = "Hall"
scenario = "progress-ms-10"
show = "first-visit"
languages = ["kk", "ru"]
[timing]
countdown = 20
[screen]
size = [800, 600]
[operator]
host = "127.0.0.1"
port = 8740
"""


@fuzzed
@given(spoilt([KIOSK]))
def test_any_kiosk_configuration_is_read_or_refused(tmp_path, data):
    read_or_refused(read_settings, tmp_path / "kiosk.toml", data)


@pytest.mark.parametrize("named", ["../secret.toml", "/etc/passwd", "link/secret.toml", "a\0b"])
def test_a_scenario_s_vehicle_cannot_lie_outside_its_folder(tmp_path, named):
    (tmp_path / "secret.toml").write_text("x = 1")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    text = (SHIPPED / "scenarios/progress-ms-10.toml").read_text()
    escaped = named.replace("\0", "\\u0000")
    text = text.replace('vehicle = "soyuz-fg"', f'vehicle = "{escaped}"')
    (folder / "s.toml").write_text(text)
    scenario = find_scenario(str(folder / "s.toml"))
    assert scenario.launch.vehicle == named
    with pytest.raises(InputError, match="there is no vehicle"):
        scenario.vehicle_file()


def test_a_file_without_end_is_refused_at_once():
    for read in (read_script, read_elements, lambda path: find_scenario(str(path))):
        with pytest.raises(InputError):
            read(Path("/dev/zero"))
