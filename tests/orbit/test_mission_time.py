import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.errors import InputError
from orbit.mission_time import format_time, parse_time
from orbit.scenario import find_scenario

SCENARIO = find_scenario("progress-ms-10")


@pytest.mark.parametrize(
    ("text", "t"),
    [
        ("118", 118.0),
        ("-30", -30.0),
        ("+7.5", 7.5),
        (" 0 ", 0.0),
        ("1e2", 100.0),
        ("T+1:58", 118.0),
        ("T-0:30", -30.0),
        ("t + 01:58.5", 118.5),
        ("T+1:02:03", 3723.0),
        ("T+90:00", 5400.0),
        ("T+118", 118.0),
        ("T-30.25", -30.25),
        ("2018-11-16T18:16:06Z", 118.0),
        ("2018-11-16 18:16:06", 118.0),
        ("2018-11-16T21:16:06+03:00", 118.0),
        ("2018-11-16T18:13:38.5Z", -29.5),
    ],
)
def test_every_form_of_a_time_is_understood(text, t):
    assert parse_time(text, SCENARIO) == pytest.approx(t, abs=1e-6)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "T+", "T1:58", "T+1:75", "T+1:75:00", "1:58", "nan", "inf", "2018-11-31T00:00Z"],
)
def test_what_is_no_time_is_refused_with_the_forms_there_are(text):
    with pytest.raises(InputError, match=r"is not a time; give seconds from lift-off"):
        parse_time(text, SCENARIO)


@pytest.mark.parametrize("text", ["-1201", "5401", "T+3:00:00", "2018-11-16", "2019-01-01T00:00Z"])
def test_a_time_outside_the_scenario_is_refused_with_its_span(text):
    with pytest.raises(InputError, match=r"runs from T-20:00 to T\+1:30:00"):
        parse_time(text, SCENARIO)


@pytest.mark.parametrize(
    ("t", "text"),
    [
        (118.0, "T+01:58"),
        (0.0, "T+00:00"),
        (-0.5, "T-00:01"),
        (-30.0, "T-00:30"),
        (3723.9, "T+1:02:03"),
        (-3723.0, "T-1:02:03"),
    ],
)
def test_a_time_is_written_as_people_read_it(t, text):
    assert format_time(t) == text


@given(st.integers(-1200, 5400))
def test_what_is_written_is_read_back(t):
    assert parse_time(format_time(t), SCENARIO) == t


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_an_input_error(text):
    try:
        assert -1200 <= parse_time(text, SCENARIO) <= 5400
    except InputError as error:
        assert error.exit_code == 2
