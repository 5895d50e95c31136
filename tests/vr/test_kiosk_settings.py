from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.errors import InputError
from vr.kiosk.lock import FORGET, HOLD, Lock
from vr.kiosk.settings import Settings, left, read_settings, settings_for, taken_up
from vr.operator.password import hashed

KEPT = hashed("246810")


def written(folder, text):
    path = folder / "kiosk.toml"
    path.write_text(text)
    return path


def refused(folder, text) -> str:
    with pytest.raises(InputError) as raised:
        read_settings(written(folder, text))
    return str(raised.value)


def test_every_key_may_be_left_out(tmp_path):
    found = read_settings(written(tmp_path, ""))
    assert found.model_dump() == Settings().model_dump()
    assert found.operator.host == "127.0.0.1"
    assert found.rules.countdown == 30.0


def test_a_whole_configuration_is_read(tmp_path):
    found = read_settings(
        written(
            tmp_path,
            f"""
            name = "Hall 2"
            scenario = "progress-ms-10"
            show = "first-visit"
            languages = ["kk", "ru", "en"]
            pin = "{KEPT}"
            sound = false
            visits = "log/visits.sqlite3"
            [timing]
            countdown = 20
            [screen]
            full_screen = false
            size = [800, 600]
            [operator]
            host = "0.0.0.0"
            unencrypted = true
            password = "{KEPT}"
            """,
        )
    )
    assert found.name == "Hall 2"
    assert found.log == tmp_path / "log/visits.sqlite3"
    assert found.rules.languages == ("kk", "ru", "en")
    assert found.rules.countdown == 20.0


def test_a_mistake_is_told_with_its_line_and_remedy(tmp_path):
    said = refused(tmp_path, 'name = "Hall"\n\nlanguges = ["kk"]\n')
    assert "kiosk.toml:3: languges: is not a key here; did you mean languages?" in said
    said = refused(tmp_path, 'name = "Hall"\nlanguages = ["kk", "tlh"]\n')
    assert "kiosk.toml:2: languages.1: 'tlh' is no language here" in said
    said = refused(tmp_path, "\n[timing]\ncountdown = -3\n")
    assert "kiosk.toml:3: timing.countdown: must be greater than 0" in said
    said = refused(tmp_path, '\nshow = "frist-visit"\n')
    assert "kiosk.toml:2: show: " in said
    assert "did you mean first-visit?" in said
    said = refused(tmp_path, 'name = "Hall"\nscenario = "gone.toml"\n')
    assert "kiosk.toml:2: scenario: " in said


def test_a_pin_stands_in_it_hashed_and_never_in_a_message(tmp_path):
    said = refused(tmp_path, '\npin = "246810"\n')
    assert "kiosk.toml:2: pin: is no hash; run `cupola kiosk pin`" in said
    assert "246810" not in said


def test_mistakes_of_the_operator_s_page_are_told_there_too(tmp_path):
    said = refused(tmp_path, '[operator]\nhost = "0.0.0.0"\n')
    assert "kiosk.toml:2: operator.host: 0.0.0.0 is reached from other machines" in said


def test_paths_are_taken_from_the_folder_of_the_configuration(tmp_path):
    (tmp_path / "ours.toml").write_text("nonsense = 1\n")
    assert str(tmp_path / "ours.toml") in refused(tmp_path, 'show = "ours.toml"\n')


def test_without_a_file_the_built_in_configuration_is_used(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_for(None).file is None
    (tmp_path / "cupola").mkdir()
    written(tmp_path / "cupola", 'name = "Mine"\n')
    assert settings_for(None).name == "Mine"
    with pytest.raises(InputError, match="there is no such file"):
        settings_for(tmp_path / "other.toml")


def is_pin(typed: str) -> bool:
    return typed.endswith("246810")


def typed(text: str, now: float = 0.0) -> Lock:
    lock = Lock()
    for number, digit in enumerate(text):
        if number:
            lock = lock.released(text[number - 1], now)
        lock = lock.pressed(digit, now)
    return lock


def test_the_pin_opens_when_its_last_digit_is_held_for_three_seconds_and_not_before():
    lock = typed("246810", 10.0)
    assert lock.tried(10.0 + HOLD - 0.01, is_pin) == (lock, False)
    assert lock.tried(10.0 + HOLD, is_pin) == (Lock(), True)


def test_a_digit_let_go_too_early_does_not_open():
    lock = typed("246810", 10.0).released("0", 12.9)
    assert lock.left(13.0) is None
    assert lock.tried(20.0, is_pin) == (lock, False)


def test_a_wrong_pin_held_costs_three_seconds_and_all_that_was_typed():
    assert typed("246811").tried(HOLD, is_pin) == (Lock(), False)


def test_digits_of_a_while_ago_and_before_another_key_are_forgotten():
    assert typed("24681").pressed("0", FORGET + 0.1).typed == "0"
    assert typed("24681").other_key().pressed("0", 0.2).typed == "0"


@given(st.text("0123456789", max_size=60))
def test_whatever_children_type_little_is_kept_and_nothing_opens_without_holding(text):
    lock = typed(text)
    assert len(lock.typed) <= 12
    assert not lock.tried(HOLD / 2, lambda _: True)[1]


def test_what_held_is_taken_up_whole_by_a_program_that_starts_again(tmp_path):
    text = f'name = "Hall"\npin = "{KEPT}"\nvisits = "v"\n[timing]\nwelcome = 5\n'
    found = read_settings(written(tmp_path, text))
    again = taken_up(left(found))
    assert again == found
    assert again.file == found.file
    assert taken_up(left(Settings())).file is None
