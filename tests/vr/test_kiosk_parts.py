from __future__ import annotations

import math
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.words import LANGUAGES, words
from orbit.scenario import find_scenario
from vr.doctor import Verdict
from vr.hands.dwell import TIME
from vr.hands.reading import Pose
from vr.headset.desk import Desk
from vr.kiosk import texts
from vr.kiosk.attract import FADE, Reel, reel
from vr.kiosk.languages import Choice
from vr.kiosk.posters import Line, countdown, poster
from vr.kiosk.selftest import self_test
from vr.kiosk.watchdog import Watchdog
from vr.kiosk.worn import Worn

STILL = 8.0


def head(x: float = 0.0, yaw: float = 0.0, pitch: float = 0.0) -> Pose:
    """Return a head `x` m to the right, turned left by `yaw` and up by `pitch` rad."""
    cy, sy, cp, sp = math.cos(yaw), math.sin(yaw), math.cos(pitch), math.sin(pitch)
    turned = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    raised = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    return Pose(np.array([x, 0.0, 0.0]), turned @ raised)


def worn_after(looks, presence=None):
    """Return whether the headset is worn after each look (s, state, head)."""
    worn, said = Worn(), []
    for now, state, pose in looks:
        worn, is_worn = worn.after(state, pose, now, presence, STILL)
        said.append(is_worn)
    return said


def donning(since=0.0):
    """Return the looks of somebody who puts the headset on: 3 motions within a second."""
    return [(since + 0.25 * n, "FOCUSED", head(x=0.02 * (n % 2))) for n in range(4)]


def test_a_headset_that_wakes_up_is_put_on_and_one_that_goes_to_sleep_is_taken_off():
    for asleep in ("IDLE", "SYNCHRONIZED"):
        looks = [(0, "FOCUSED", head()), (1, asleep, None), (5, "VISIBLE", None)]
        assert worn_after([*looks, (6, "FOCUSED", head())]) == [False, False, True, True]
    assert worn_after([*donning(), (2, "SYNCHRONIZED", None)])[-2:] == [True, False]


def test_a_runtime_that_comes_with_nobody_there_brings_no_visitor():
    coming = [(0, "", None), (1, "IDLE", None), (1.5, "SYNCHRONIZED", None), (2, "VISIBLE", None)]
    settling = [(3, "FOCUSED", head()), (3.1, "FOCUSED", head(x=0.4, yaw=1.0))]
    lying = [(now, "FOCUSED", head(x=0.4 + 0.0005 * (now % 2), yaw=1.0)) for now in range(4, 30)]
    assert not any(worn_after([*coming, *settling, *lying]))
    assert not any(worn_after([*coming, *lying, (30, "FOCUSED", head())]))  # a knock
    assert worn_after([*coming, *settling, *lying, *donning(31.0)])[-1]


def test_a_headset_that_lies_still_is_not_worn_and_one_that_moves_is():
    still = [(1 + now, "FOCUSED", head(x=0.0005 * (now % 2))) for now in range(10)]
    said = worn_after([*donning(), *still])
    assert said[3:] == [True] * 9 + [False] * 2
    assert worn_after([*donning(), *still, *donning(12.0)])[-1]
    breathing = [(1 + now, "FOCUSED", head(x=0.006 * (now // 5 % 2))) for now in range(60)]
    assert all(worn_after([*donning(), *breathing])[3:])


def test_the_runtime_s_own_word_goes_before_motion():
    moving = [(now, "FOCUSED", head(x=0.1 * now)) for now in range(5)]
    assert worn_after(moving, presence=False) == [False] * 5
    still = [(now, "FOCUSED", head()) for now in range(60)]
    assert worn_after(still, presence=True) == [True] * 60


HOUSE = ("kk", "ru", "en")


def looked_at(code: str, heading: float, pitch: float = 0.0) -> Pose:
    choice = Choice.before(head(yaw=heading), HOUSE)
    board = choice.board(HOUSE.index(code))
    middle = board.corner + 0.5 * board.along + 0.5 * board.down
    ahead = middle / np.linalg.norm(middle)
    return head(yaw=math.atan2(-ahead[0], -ahead[2]), pitch=math.asin(ahead[1]) + pitch)


@pytest.mark.parametrize("heading", [0.0, 2.5, -3.0])
@pytest.mark.parametrize("code", HOUSE)
def test_a_language_looked_at_long_enough_is_chosen_wherever_the_visitor_faces(code, heading):
    choice, gaze = Choice.before(head(yaw=heading), HOUSE), looked_at(code, heading)
    choice, said = choice.after(gaze, False, 10.0)
    assert said == ""
    choice, said = choice.after(gaze, False, 10.0 + TIME - 0.05)
    assert said == ""
    choice, said = choice.after(gaze, False, 10.0 + TIME + 0.05)
    assert said == code


def test_a_press_chooses_at_once_and_a_look_past_the_languages_chooses_nothing():
    choice = Choice.before(head(), HOUSE)
    assert choice.after(looked_at("ru", 0.0), True, 1.0)[1] == "ru"
    for elsewhere in (head(yaw=0.6), head(pitch=0.5), head(pitch=-0.5), head(yaw=math.pi)):
        assert choice.target(elsewhere) == ""
        assert choice.after(elsewhere, True, 1.0)[1] == ""


@given(st.floats(0, 1e7))
def test_the_attracting_film_runs_at_its_rate_and_is_black_where_it_begins_anew(now):
    film = Reel(-30.0, 870.0, 10.0)
    t, black = film.at(now)
    assert -30.0 <= t <= 870.0
    s = (t + 30.0) / 10.0
    assert black == pytest.approx(max(0.0, 1.0 - min(s, 90.0 - s) / FADE), abs=1e-6)


def test_a_scenario_without_a_launch_attracts_with_what_it_has():
    assert reel(find_scenario("progress-ms-10")) == Reel(-30.0, 870.0, 10.0)
    now = reel(find_scenario("now"))
    assert now.rate == 1.0
    assert now.last > now.first


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_fits_a_small_screen_in_every_language(language):
    said = [words(language).text(text, texts.CONTEXT) for text in texts.TEXTS]
    made = poster([Line(text, 34) for text in said], 480, "right")
    assert made.shape[1] <= 480 + 2 * 8
    assert made.max() > 200


def test_the_ring_of_the_countdown_empties():
    full, half, empty = (countdown(7, share, 120)[..., 2] < 160 for share in (1.0, 0.5, 0.0))
    shown = [countdown(7, share, 120)[..., 0].astype(int).sum() for share in (0.0, 0.5, 1.0)]
    assert shown == sorted(shown)
    assert full.shape == half.shape == empty.shape


def test_a_loop_that_hangs_is_noticed_once_and_one_that_turns_is_left_alone(capfd):
    hung = threading.Event()
    dog = Watchdog(hung.set, patience=0.8, starting=1.0)
    for _ in range(10):
        dog.alive()
        time.sleep(0.15)
    assert not hung.is_set()
    assert hung.wait(3.0)
    dog.close()
    assert "test_kiosk_parts.py" in capfd.readouterr().err  # where it hangs


def test_a_program_that_hangs_starts_again_under_the_same_process_number(tmp_path):
    code = f"""
import os, pathlib, time
from vr.kiosk.successor import start_again
from vr.kiosk.watchdog import Watchdog
told = pathlib.Path({str(tmp_path / "told")!r})
with told.open("a") as file:
    file.write(f"{{os.getpid()}}\\n")
if len(told.read_text().split()) == 1:
    Watchdog(start_again, patience=0.5, starting=0.5)
    time.sleep(60.0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], timeout=30, capture_output=True, text=True, check=True
    )
    first, second = (tmp_path / "told").read_text().split()
    assert first == second
    assert "the frame loop hangs" in done.stderr


def test_the_self_test_tells_of_every_part_and_never_fails_itself(tmp_path):
    found = self_test(tmp_path / "no" / "such" / "visits.sqlite3")
    assert [each.id for each in found] == ["runtime", "controllers", "sound", "disk", "clock"]
    assert all(each.remedy for each in found if each.verdict is not Verdict.OK)


def test_f3_shows_no_frame_times_in_a_museum(monkeypatch):
    """A kiosk's window has keys and writing of its own, not those of a private person's desk."""
    pytest.importorskip("xr", reason="OpenXR's package exists for Windows and Linux only")
    from vr.headset import frame_overlay
    from vr.kiosk import kiosk

    def refused(_mirror):
        raise AssertionError("a kiosk shows frame times")

    monkeypatch.setattr(frame_overlay, "FrameOverlay", refused)
    monkeypatch.setattr(kiosk, "KioskWindow", lambda *_: "its own keys")
    screen = SimpleNamespace(full_screen=False)
    station = SimpleNamespace(
        _write="its own writing",
        _settings=SimpleNamespace(screen=screen),
        _is_pin=None,
        _end_without_display=None,
    )
    mirror = SimpleNamespace(window=object(), write=None)
    kiosk.Kiosk.attach(station, mirror)
    assert (station._window, mirror.write) == ("its own keys", "its own writing")
    with pytest.raises(AssertionError, match="shows frame times"):
        Desk().attach(SimpleNamespace(window=object(), write=None, wants_to_close=None))
