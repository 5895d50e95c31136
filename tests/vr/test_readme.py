"""The README says what the program does."""

from pathlib import Path

from vr.headset.guide import HEADSET
from vr.window.gamepad import GAMEPAD
from vr.window.keys import help_lines, markdown_table

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readmes_keys_are_the_programs():
    assert markdown_table(help_lines()) in README
    assert markdown_table(GAMEPAD, "gamepad") in README
    assert markdown_table(HEADSET, "hand") in README


def test_the_readme_opens_with_a_picture_that_is_there():
    first = README.splitlines()[0]
    assert first.startswith("![")
    assert (ROOT / first.split("(")[1].rstrip(")")).is_file()


def test_every_page_that_the_readme_names_is_there():
    for target in {part.split(")")[0] for part in README.split("](")[1:]}:
        assert (ROOT / target).is_file(), target
