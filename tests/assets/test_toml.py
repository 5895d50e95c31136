from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from assets.errors import InputError
from assets.toml import fault, load, place
from assets.toml_lines import key_lines


class Stage(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    dry_mass_kg: float = Field(gt=0)
    gross_mass_kg: float = 1e9

    @model_validator(mode="after")
    def _has_propellant(self) -> "Stage":
        if self.gross_mass_kg <= self.dry_mass_kg:
            raise fault("gross_mass_kg", "must be above dry_mass_kg; check both")
        return self


class Vehicle(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    stage: list[Stage] = []
    pitch: list[tuple[float, float]] = []


GOOD = """title = "a"
pitch = [
  [0, 90],  # straight up ]
  [11, 88.8],
]
[[stage]]
name = "one"
dry_mass_kg = 3.0
[[stage]]
name = "two"
dry_mass_kg = 4
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "v.toml"
    path.write_text(text, encoding="utf-8")
    return path


def message(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        load(write(folder, text), Vehicle)
    return str(caught.value).replace(f"{folder}/", "")


def test_a_good_file_becomes_the_model(tmp_path):
    vehicle = load(write(tmp_path, GOOD), Vehicle)
    assert vehicle.stage[1].dry_mass_kg == 4
    assert vehicle.pitch == [(0, 90), (11, 88.8)]


def test_a_misspelt_key_is_named_with_its_line_and_the_key_that_was_meant(tmp_path):
    said = message(tmp_path, GOOD.replace("dry_mass_kg = 4", "dry_mas_kg = 4"))
    assert "v.toml:11: stage.1.dry_mas_kg: is not a key here; did you mean dry_mass_kg?" in said
    assert "v.toml:9: stage.1.dry_mass_kg: is missing; add it" in said


def test_a_value_outside_its_range_is_named_with_its_line(tmp_path):
    said = message(tmp_path, GOOD.replace("3.0", "-3.0"))
    assert said == "v.toml:8: stage.0.dry_mass_kg: must be greater than 0.0; it is -3.0"


def test_a_wrong_entry_of_an_array_is_named_with_its_own_line(tmp_path):
    said = message(tmp_path, GOOD.replace("88.8", '"steep"'))
    assert said.startswith("v.toml:4: pitch.1.1: must be a number")


def test_a_check_of_two_keys_blames_the_line_of_one(tmp_path):
    said = message(tmp_path, GOOD + "gross_mass_kg = 2\n")
    assert said == "v.toml:12: stage.1.gross_mass_kg: must be above dry_mass_kg; check both"


def test_a_text_that_is_not_toml_is_named_with_its_line(tmp_path):
    assert message(tmp_path, 'title = "a"\npitch = [1,\n\nx').startswith("v.toml:4: is not TOML")
    assert message(tmp_path, "a = 1\nb = = 2\n").startswith("v.toml:2: is not TOML")


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        load(tmp_path / "none.toml", Vehicle)


def test_the_place_of_a_key_can_be_asked_for_later(tmp_path):
    path = write(tmp_path, GOOD)
    assert place(path, "stage", 1, "name") == f"{path}:10"
    assert place(path, "stage", 1, "nothing") == f"{path}:9"
    assert place(path / "gone") == str(path / "gone")


def test_lines_are_found_through_every_kind_of_value():
    text = (
        'a = """\nb = 1 ] \\""" still\n"""\n'  # lines 1 to 3
        "'q.t'.c = 'x'\n"  # 4
        "t = { u = 1, v = [\n1,\n2] }\n"  # 5 to 7
        "when = 2018-11-16 18:14:08\n"  # 8
        "[s.r]\nk = 1 # ]\n"  # 9, 10
        "[[s.w]]\n[s.w.deep]\nk = '''\n'''\n[[s.w]]\nk=2"  # 11 to 16
    )
    lines = key_lines(text)
    assert lines["a",] == 1
    assert lines["q.t", "c"] == 4
    assert (lines["t", "u"], lines["t", "v", 1]) == (5, 7)
    assert (lines["when",], lines["s", "r", "k"]) == (8, 10)
    assert (lines["s", "w", 0, "deep", "k"], lines["s", "w", 1, "k"]) == (13, 16)
