"""A show's script: its file, its times, its ways through black."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from assets.errors import InputError
from assets.words import words
from orbit.scenario import find_scenario
from orbit.timeline import build
from vr.script.file import find_script, read_script, script_for, show_names
from vr.script.score import compose
from vr.script.teller import Teller, check_captions

CLEAR, FLASH = 1e-6, 0.1
"""Relative luminance: a flash changes by a tenth of white or more (WCAG 2.2, general flash)."""


@pytest.fixture(scope="module")
def timeline():
    return build(find_scenario("progress-ms-10"))


def composed(timeline, name):
    return compose(find_script(name), timeline)


@pytest.fixture
def made(timeline, tmp_path):
    def make(text):
        path = tmp_path / "own.toml"
        path.write_text('title = "Own"\n' + text, encoding="utf-8")
        script = read_script(path)
        score = compose(script, timeline)
        check_captions(script, score, Teller(timeline, words()))
        return score

    return make


def test_the_default_show_lasts_four_minutes_to_a_quarter_of_one(timeline):
    assert script_for("progress-ms-10").name == "first-visit"
    assert composed(timeline, "first-visit").length == pytest.approx(240.0, abs=15.0)


def test_the_long_form_is_in_real_time_and_lasts_about_ten_minutes(timeline):
    score = composed(timeline, "real-time")
    assert score.length == pytest.approx(600.0, abs=90.0)
    assert {beat.clock.rate for beat in score.beats} == {1.0}


def test_a_scenario_without_a_show_of_its_own_is_free_and_without_end(timeline):
    assert script_for("now").name == "free"
    assert composed(timeline, "free").length == np.inf


def test_first_only_the_dots_at_ten_times_then_the_same_minutes_with_their_names(timeline):
    score = composed(timeline, "first-visit")
    cut = next(beat.start for beat in score.beats[1:] if beat.fade)
    first = [score.at(s) for s in np.arange(0.0, cut - 0.1, 0.5)]
    assert all(not any(cue.strength.values()) for cue in first)
    assert max(cue.rate for cue in first) == 10.0
    second = [score.at(s) for s in np.arange(cut + 2.0, score.length - 15.0, 0.5)]
    assert all(cue.strength["body"] == 1.0 for cue in second)
    launch = [cue.t for cue in first if cue.t > 0.0]
    assert min(cue.t for cue in second) <= 0.0
    assert max(cue.t for cue in second) >= max(launch)


@pytest.mark.parametrize("name", show_names())
def test_the_world_never_jumps_but_under_full_black(timeline, name):
    score = composed(timeline, name)
    step = 0.01
    cues = [score.at(s) for s in np.arange(0.0, min(score.length, 700.0) + 10.0, step)]
    for before, after in itertools.pairwise(cues):
        moved = after.t - before.t
        smooth = 0.0 <= moved <= step * max(before.rate, after.rate) + 1e-9
        assert smooth or (before.fade == 1.0 and after.fade == 1.0)


@pytest.mark.parametrize("name", show_names())
def test_rates_change_gently(timeline, name):
    score = composed(timeline, name)
    step = 0.02
    cues = [score.at(s) for s in np.arange(0.0, min(score.length, 700.0), step)]
    for before, after in itertools.pairwise(cues):
        # 3x^2 - 2x^3 over a second rises by 1.5 of the whole change a second.
        assert abs(after.rate - before.rate) <= 1.5 * 10.0 * step or before.fade == 1.0


@pytest.mark.parametrize("name", show_names())
def test_no_fade_can_be_a_flash_for_photosensitive_eyes(timeline, name):
    """WCAG 2.2, 2.3.1: not more than three flashes, pairs of opposing changes, in any second."""
    score = composed(timeline, name)
    light = [1.0 - score.at(s).fade for s in np.arange(0.0, min(score.length, 700.0), 0.01)]
    assert _most_flashes_in_a_second(light, 100) <= 1


def _most_flashes_in_a_second(light, per_second):
    turns, extreme, going = [], light[0], 0
    for index, value in enumerate(light):
        if abs(value - extreme) >= FLASH and (value > extreme) != (going > 0):
            turns.append(index)
            going = 1 if value > extreme else -1
        if going == 0 or (value - extreme) * going > 0:
            extreme = value
    return max(
        (sum(0 <= later - turn < per_second for later in turns) // 2 for turn in turns), default=0
    )


@pytest.mark.parametrize("name", show_names())
def test_a_caption_stands_clear_of_black_and_long_enough_to_be_seen(timeline, name):
    for beat in composed(timeline, name).beats:
        if beat.caption is not None:
            assert beat.caption_end - beat.start > 4.0


def test_figures_in_a_caption_change_once_a_second(timeline):
    score = composed(timeline, "first-visit")
    beat = next(each for each in score.beats if each.caption and each.caption.id == "climb")
    times = {score.at(beat.start + s).spoken.t for s in np.arange(0.5, 4.99, 0.05)}
    assert len(times) == 5


def test_before_its_beginning_and_after_its_end_a_show_stays_in_place(timeline):
    score = composed(timeline, "first-visit")
    assert score.at(-5.0) == score.at(0.0)
    assert score.at(0.0).fade == 1.0
    over = score.at(score.length + 100.0)
    assert over.spoken is None
    assert over.fade == 0.0
    assert over.t > score.at(score.length).t + 90.0


def test_a_show_that_repeats_goes_through_black_to_its_beginning(made):
    score = made('end = "repeat"\nlasts = 10\n[[beats]]\nt = -20\nrate = 2\n')
    assert score.at(25.0) == score.at(5.0)
    assert score.at(9.99).fade == 1.0
    assert score.at(10.01).fade == 1.0


def test_the_last_caption_of_a_show_that_repeats_is_gone_before_the_black(made):
    score = made(
        'end = "repeat"\nlasts = 20\n[[beats]]\nt = -20\nfade = 2\nseconds = 60\n'
        'text = { en = "Here" }\n'
    )
    assert score.at(17.0).spoken is not None
    assert [score.at(s).spoken for s in (17.8, 19.0, 19.99)] == [None] * 3
    assert score.at(17.7).fade == 0.0


def test_the_first_place_where_a_show_comes_to_a_time_is_found(timeline):
    score = composed(timeline, "first-visit")
    for t in (-32.0, 0.0, 118.0, 290.0):
        assert score.at(score.reaches(t)).t == pytest.approx(t, abs=1e-6)
    assert score.reaches(-900.0) == 0.0


def test_a_museum_s_own_words_are_shown_with_the_quantities_computed(made, timeline):
    score = made(
        "[[beats]]\nt = 20\nlabels = false\n"
        'text = { en = "So far: {rocket.range}", kk = "Қашықтық: {rocket.range}" }\n'
    )
    spoken = score.at(2.0).spoken
    assert Teller(timeline, words("en")).text(spoken).startswith("So far: 4")
    assert Teller(timeline, words("kk")).text(spoken).startswith("Қашықтық: 4")
    assert Teller(timeline, words("de")).text(spoken).startswith("So far: 4")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[[beats]]\nt = 0\ncaptoin = 'dots'\n", 4, "did you mean caption?"),
        ("[[beats]]\nafter = 3\n", 2, "give t or event"),
        ("[[beats]]\nt = 0\n[[beats]]\nrate = 2\n", 4, "give after, t or event"),
        ("[[beats]]\nt = 0\nevent = 'lift_off'\n", 4, "keep one of them"),
        ("[[beats]]\nevent = 'lift_of'\n", 3, "its events are lift_off"),
        ("[[beats]]\nt = 99999\n", 3, "outside the scenario"),
        ("[[beats]]\nt = 0\n[[beats]]\nt = -5\n", 4, "set a later time, or cut = true"),
        ("[[beats]]\nt = 0\n[[beats]]\nt = 5\ncut = true\n", 6, "add what is missing"),
        ("[[beats]]\nt = 0\n[[beats]]\nt = 5\ncut = true\nafter = 1\n", 7, "at least"),
        ("[[beats]]\nt = 0\nlabels = ['stars', 'moons']\n", 4, "take of launch, planets"),
        ("[[beats]]\nt = 0\ncaption = 'dotz'\n", 4, "take one of welcome"),
        ("[[beats]]\nt = 0\ntext = 'at {rocket.hight}'\n", 4, "take of station.altitude"),
        ("[[beats]]\nt = 0\ntext = 'at {rocket.range'\n", 4, "braces"),
        ("[[beats]]\nt = 0\ntext = 'the core'\nabout = 'core'\n", 4, "take one of rocket"),
        ("[[beats]]\nt = 0\ntext = { xx = 'no' }\n", 4, "no language here"),
        ("[[beats]]\nt = 0\nrate = 100\n", 4, "at most 60"),
        ("[[beats]]\nt = 0\nfade = 0.2\n", 4, "at least 1"),
        ('end = "repeat"\n[[beats]]\nt = 0\n', 2, "add lasts"),
    ],
)
def test_a_mistake_in_a_script_is_named_with_its_line_and_remedy(made, text, line, said):
    with pytest.raises(InputError) as error:
        made(text)
    assert f"own.toml:{line}:" in str(error.value)
    assert said in str(error.value)


def test_the_example_in_the_documents_is_a_script_that_runs(made):
    page = (Path(__file__).parents[2] / "docs" / "show.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert made(example.partition("\n")[2]).repeats


def test_an_unknown_show_is_answered_with_the_known_ones():
    with pytest.raises(InputError, match="did you mean real-time"):
        find_script("realtime")
