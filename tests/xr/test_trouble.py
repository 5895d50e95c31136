"""What goes wrong with real runtimes: killed, absent, no display; and leaving in good order."""

from __future__ import annotations

import signal
import time

import numpy as np

from tests.xr.lab import RUNTIME, SETTLED, SIMULATED

ORDERLY = ["IDLE", "READY", "SYNCHRONIZED", "VISIBLE", "FOCUSED"]
LEAVING = ["VISIBLE", "SYNCHRONIZED", "STOPPING", "IDLE", "EXITING"]


def test_ctrl_c_ends_the_session_in_the_runtime_s_order_with_exit_code_0(lab):
    lab.start_monado(**SIMULATED)
    program = lab.start_show()
    lab.wait_for_focus(program)
    report = lab.leave(program)
    assert report["states"] == ORDERLY + LEAVING
    assert report["losses"] == []


def test_a_service_killed_in_mid_frame_is_survived_and_the_show_goes_on_in_the_next_one(lab):
    service = lab.start_monado(**SIMULATED)
    program = lab.start_show()
    lab.wait_for_focus(program)
    service.send_signal(signal.SIGKILL)
    service.wait()
    lab.start_monado(**SIMULATED)
    lab.wait_for_focus(program, times=2)
    report = lab.leave(program)
    assert report["states"] == ORDERLY + ORDERLY + LEAVING
    # Which of the two the runtime's library says depends on the call that was under way.
    assert report["losses"] in (["InstanceLost"], ["SessionLost"])
    assert report["sessions"] == 2


def test_the_desktop_s_mirror_lives_on_while_the_runtime_is_away(lab):
    service = lab.start_monado(**SIMULATED)
    program = lab.start_show()
    lab.wait_for_focus(program)
    service.send_signal(signal.SIGKILL)
    service.wait()
    time.sleep(2 * SETTLED)
    before = lab.screen()
    assert before.max() > 0
    time.sleep(4 * SETTLED)
    assert np.any(lab.screen() != before)
    assert len(lab.leave(program)["losses"]) == 1


def test_a_runtime_whose_service_is_not_running_is_named_with_the_remedy(lab):
    program = lab.start_show()
    assert lab.finish(program, 60.0) == 1
    assert "does not start" in lab.log("program")
    assert "start its service" in lab.log("program")
    assert "Traceback" not in lab.log("program")


def test_no_runtime_at_all_is_named_with_the_remedy(lab):
    program = lab.start_show(XR_RUNTIME_JSON=f"{RUNTIME}.missing")
    assert lab.finish(program, 60.0) == 1
    assert "no OpenXR runtime is set up" in lab.log("program")
    assert "Traceback" not in lab.log("program")


def test_a_headset_works_without_any_display(lab):
    lab.start_monado(**SIMULATED, XRT_COMPOSITOR_NULL="1")
    program = lab.start_show("--frames", "5", DISPLAY="")
    assert lab.finish(program, 120.0) == 0, lab.log("program")
    assert lab.report()["states"] == ORDERLY + LEAVING
    assert lab.report()["mirror_frames"] == 0
