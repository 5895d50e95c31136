"""What comes before the headset's first frame, and how much memory a show takes."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

from tests.xr.lab import RUNTIME, SIMULATED, Lab

MOST_RESIDENT_MB = 600
START = """
import json, time
import vr.headset.frames as frames
import vr.headset_show as show
frames.SOON = 60.0  # a slow machine needs longer than the second that visitors wait at most
from vr.measure import first_frame
eyes, draw = [], show.HeadsetVisit.draw
def told(visit, views, *others):
    eyes.append(len(views))
    return draw(visit, views, *others)
show.HeadsetVisit.draw = told
first_frame.main(time.time())
print(json.dumps(eyes))
"""


def run(lab: Lab, name: str, code: str) -> list[str]:
    """Return the lines that a program of the tree's own Python prints."""
    program = lab.start(name, ["python3", "-c", code], XR_RUNTIME_JSON=RUNTIME)
    assert program.wait(300.0) == 0, lab.log(name)
    return lab.log(name).splitlines()


def told(lines: list[str], opening: str):
    return json.loads(next(line for line in reversed(lines) if line.startswith(opening)))


def test_a_start_is_told_part_by_part_and_the_wearer_s_eyes_are_drawn_first(lab):
    lab.start_monado(**SIMULATED)
    lines = run(lab, "start", START)
    laps = told(lines, "{")["laps"]
    parts = {"imports", "imports of OpenXR", "context", "maps", "cupola", "session", "first frame"}
    assert parts <= set(laps)
    assert told(lines, "[")[0] == 2


def test_a_show_stays_below_600_mb_of_memory(lab):
    """On software OpenGL, with no option that asks for less."""
    lab.start_monado(**SIMULATED)
    program = lab.start_program("vr", "--language", "en", "--report", "/lab/report.json")
    lab.wait_for_focus(program)
    time.sleep(2.0)
    status = Path(f"/proc/{program.pid}/status").read_text()
    resident = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert resident is not None
    assert int(resident[1]) * 1024 / 1e6 < MOST_RESIDENT_MB
    lab.leave(program)
