from pathlib import Path

import pytest

import assets
from assets.errors import InputError
from assets.toml import load
from orbit.vehicle import Vehicle

FILE = Path(assets.__file__).parent / "vehicles" / "soyuz-fg.toml"


def refusal(tmp_path, *changes):
    """The message with which a changed copy of the vehicle is refused, and the changed line."""
    text = FILE.read_text()
    line = None
    for old, new in changes:
        assert old in text, old
        line = text[: text.index(old)].count("\n") + 1
        text = text.replace(old, new, 1)
    copy = tmp_path / "changed.toml"
    copy.write_text(text)
    with pytest.raises(InputError) as caught:
        load(copy, Vehicle)
    return str(caught.value), f"changed.toml:{line}: "


def test_the_soyuz_weighs_306_to_313_t_at_lift_off(soyuz):
    assert 306e3 <= soyuz.mass_at(0.0) <= 313e3


def test_the_soyuz_rises_with_1_36_to_1_40_g(soyuz):
    thrust = sum(
        stage.count * (stage.engine.thrust_sea_level_kn or 0.0) * 1e3 for stage in soyuz.stages[:2]
    )
    assert 1.36 <= thrust / soyuz.mass_at(0.0) / 9.80665 <= 1.40


# Mass flows in launch.md: 325, 314 and 94 kg/s.
@pytest.mark.parametrize(("stage", "flow"), [(0, 325.0), (1, 314.0), (2, 94.0)])
def test_mass_flows_follow_from_thrust_and_specific_impulse(soyuz, stage, flow):
    assert soyuz.stages[stage].engine.mass_flow == pytest.approx(flow, rel=0.01)


def test_what_is_burnt_is_what_the_throttle_lets_through(soyuz):
    strap_on = soyuz.stages[0]
    flow = strap_on.engine.mass_flow
    expected = strap_on.burnt_before_lift_off_kg + flow * (112.0 + 0.81 * 5.5)
    assert strap_on.burnt_by(117.5) == pytest.approx(expected)
    assert strap_on.burnt_by(300.0) == pytest.approx(expected)


def test_a_negative_mass_is_refused_at_its_line(tmp_path):
    message, place = refusal(tmp_path, ("dry_mass_kg = 6545 ", "dry_mass_kg = -6545 "))
    assert place + "stages.1.dry_mass_kg: must be greater than 0" in message


def test_an_exhaust_velocity_in_place_of_specific_impulse_is_recognised(tmp_path):
    message, place = refusal(tmp_path, ("isp_vacuum_s = 326 ", "isp_vacuum_s = 3197 "))
    assert place in message
    assert "exhaust velocity in m/s, divide it by 9.80665: 326.0" in message


def test_an_exhaust_velocity_in_km_s_is_recognised(tmp_path):
    message, place = refusal(tmp_path, ("isp_vacuum_s = 326 ", "isp_vacuum_s = 3.197 "))
    assert place in message
    assert "in km/s" in message


def test_an_engine_with_two_mass_flows_is_refused(tmp_path):
    message, place = refusal(tmp_path, ("isp_sea_level_s = 263.3", "isp_sea_level_s = 290.0"))
    assert place in message
    assert "one engine has one mass flow" in message


def test_stages_out_of_order_are_refused(tmp_path):
    message, place = refusal(
        tmp_path,
        ("cut_off_s = 286.4", "cut_off_s = 110.0"),
        ("separation_s = 287.4", "separation_s = 111.0"),
    )
    assert place in message
    assert "core would leave at 111 s, before strap_on below it (117.8 s)" in message


def test_a_cut_off_before_ignition_is_refused(tmp_path):
    message, _ = refusal(tmp_path, ("throttle = [[112.0, 0.81]]", "throttle = [[118.0, 0.81]]"))
    assert "must come in order" in message


def test_a_burn_longer_than_the_propellant_lasts_is_refused(tmp_path):
    message, place = refusal(tmp_path, ("gross_mass_kg = 99765", "gross_mass_kg = 60000"))
    assert place.split(":")[0] in message
    assert "and there are 53455 kg of propellant" in message


def test_a_vehicle_heavier_than_its_thrust_is_refused(tmp_path):
    message, _ = refusal(tmp_path, ("mass_kg = 7300", "mass_kg = 200000"))
    assert "it would stay on the pad" in message


def test_a_misspelt_key_is_refused_with_the_right_one(tmp_path):
    message, place = refusal(tmp_path, ("thrust_vacuum_kn = 297.9", "thrust_vacum_kn = 297.9"))
    assert place in message
    assert "did you mean thrust_vacuum_kn?" in message


def test_a_pitch_programme_that_runs_backward_is_refused(tmp_path):
    message, _ = refusal(tmp_path, ("[118.0, 31.2]", "[90.0, 31.2]"))
    assert "steering.pitch_deg: times must begin at 0 and rise" in message


def test_two_bodies_with_one_id_are_refused(tmp_path):
    message, _ = refusal(tmp_path, ('id = "tail"', 'id = "fairing"'))
    assert "two bodies are called fairing" in message


def test_a_guided_stage_below_another_is_refused(tmp_path):
    message, _ = refusal(
        tmp_path, ("cut_off_s = 286.4                # S\nseparation_s = 287.4 ", "# ")
    )
    assert "only the last stage may leave out cut_off_s" in message
