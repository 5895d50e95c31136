import math
from dataclasses import replace

import pytest

from vr.headset.session import (
    EXIT_PATIENCE,
    FIRST_RETRY,
    LONGEST_RETRY,
    Command,
    Created,
    CreationFailed,
    EventsLost,
    FrameMade,
    FrameTimed,
    InstanceLossPending,
    InstanceLost,
    Phase,
    QuitAsked,
    Reconciled,
    Reported,
    RuntimeState,
    Session,
    SessionLost,
    SpaceChanging,
    Tick,
    step,
)

S = RuntimeState
DROP_ALL = (Command.DESTROY_SESSION, Command.DESTROY_INSTANCE)
END_ALL = (*DROP_ALL, Command.STOP)


def told(session, *events, now=0.0):
    """Return the session after several events, and the commands of the last one."""
    commands = ()
    for event in events:
        session, commands = step(session, event, now)
    return session, commands


def reported(*states):
    return [Reported(state) for state in states]


def focused(**settings):
    states = reported(S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED)
    return told(Session(**settings), Tick(), Created(), *states)[0]


def test_the_first_tick_makes_a_session_and_the_second_does_not():
    session, commands = told(Session(), Tick())
    assert commands == (Command.CREATE,)
    assert told(session, Tick(), now=1e6)[1] == ()


def test_actions_are_attached_once_a_session_and_not_when_focus_comes_back():
    session, commands = told(Session(), Tick(), Created())
    assert commands == (Command.ATTACH_ACTIONS,)
    for state in (S.IDLE, S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED, S.VISIBLE, S.FOCUSED):
        session, commands = told(session, Reported(state))
        assert Command.ATTACH_ACTIONS not in commands


def test_ready_begins_and_frames_run_from_then_on():
    session, commands = told(Session(), Tick(), Created(), *reported(S.IDLE, S.READY))
    assert commands == (Command.BEGIN,)
    assert session.running


def test_ready_said_twice_begins_once():
    session, _ = told(Session(), Tick(), Created(), *reported(S.IDLE, S.READY))
    assert told(session, Reported(S.READY))[1] == ()


@pytest.mark.parametrize("state", [S.IDLE, S.SYNCHRONIZED, S.VISIBLE])
def test_states_between_ask_for_nothing_and_change_nothing_that_runs(state):
    session, commands = told(focused(), Reported(state))
    assert commands == ()
    assert session.running
    assert session.reported is state


def test_putting_the_headset_on_checks_where_the_visitor_is():
    session, _ = told(focused(), Reported(S.VISIBLE))
    assert told(session, Reported(S.FOCUSED))[1] == (Command.CHECK_PLACE,)


def test_stopping_ends_the_session_once_and_no_frame_is_made_after():
    session, commands = told(focused(), *reported(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING))
    assert commands == (Command.END,)
    assert not session.running
    assert told(session, Reported(S.STOPPING))[1] == ()


def test_a_stopped_session_can_begin_again():
    session, commands = told(focused(), *reported(S.STOPPING, S.IDLE, S.READY))
    assert commands == (Command.BEGIN,)
    assert session.running


def test_exiting_lets_go_of_everything_and_stops():
    session, commands = told(focused(), *reported(S.STOPPING, S.IDLE, S.EXITING))
    assert commands == END_ALL
    assert session.phase is Phase.ENDED


def test_a_kiosk_outlives_exiting_and_makes_another_session_later():
    session, commands = told(focused(stay=True), *reported(S.STOPPING, S.EXITING), now=10.0)
    assert commands == (Command.DESTROY_SESSION,)
    assert told(session, Tick(), now=10.0)[1] == ()
    session, commands = told(session, Tick(), now=10.0 + FIRST_RETRY)
    assert commands == (Command.CREATE,)
    assert session.stay


def test_ctrl_c_asks_a_running_session_to_exit_and_ends_it_in_order():
    session, commands = told(focused(), QuitAsked())
    assert commands == (Command.REQUEST_EXIT,)
    assert session.running
    session, commands = told(session, *reported(S.VISIBLE, S.SYNCHRONIZED, S.STOPPING))
    assert commands == (Command.END,)
    assert told(session, *reported(S.IDLE, S.EXITING))[1] == END_ALL


def test_a_kiosk_that_was_asked_to_quit_does_quit():
    session, _ = told(focused(stay=True), QuitAsked(), *reported(S.STOPPING, S.IDLE))
    session, commands = told(session, Reported(S.EXITING))
    assert commands == END_ALL


def test_a_second_ctrl_c_does_not_wait_for_the_runtime():
    assert told(focused(), QuitAsked(), QuitAsked())[1] == END_ALL


def test_a_runtime_that_never_lets_go_is_left_after_a_while():
    session, _ = told(focused(), QuitAsked(), now=5.0)
    assert told(session, Tick(), now=5.0 + EXIT_PATIENCE - 0.01)[1] == ()
    assert told(session, Tick(), now=5.0 + EXIT_PATIENCE)[1] == END_ALL


@pytest.mark.parametrize("events", [(), (Tick(),), (Tick(), Created(), Reported(S.IDLE))])
def test_quitting_when_nothing_runs_ends_at_once(events):
    assert told(Session(), *events, QuitAsked())[1] == END_ALL


def test_loss_pending_drops_the_session_keeps_the_instance_and_tries_again():
    session, commands = told(focused(), Reported(S.LOSS_PENDING), now=3.0)
    assert commands == (Command.DESTROY_SESSION,)
    assert not session.running
    assert told(session, Tick(), now=3.0 + FIRST_RETRY)[1] == (Command.CREATE,)


def test_a_lost_session_is_dropped_and_made_again():
    session, commands = told(focused(), SessionLost(), now=3.0)
    assert commands == (Command.DESTROY_SESSION,)
    assert told(session, Tick(), now=3.0 + FIRST_RETRY)[1] == (Command.CREATE,)


def test_a_lost_instance_takes_its_session_along():
    session, commands = told(focused(), InstanceLost(), now=3.0)
    assert commands == DROP_ALL
    assert session.phase is Phase.ABSENT
    assert told(session, Tick(), now=3.0 + FIRST_RETRY)[1] == (Command.CREATE,)


def test_an_announced_instance_loss_is_waited_out():
    session, commands = told(focused(), InstanceLossPending(wait=20.0), now=3.0)
    assert commands == DROP_ALL
    assert told(session, Tick(), now=22.9)[1] == ()
    assert told(session, Tick(), now=23.0)[1] == (Command.CREATE,)


def test_failures_are_tried_again_ever_more_rarely_but_never_given_up():
    session, now, waits = Session(), 0.0, []
    for _ in range(10):
        session, _ = told(session, Tick(), CreationFailed(), now=now)
        waits.append(session.retry_at - now)
        now = session.retry_at
    assert waits[:3] == [FIRST_RETRY, 2 * FIRST_RETRY, 4 * FIRST_RETRY]
    assert waits[-1] == LONGEST_RETRY
    assert told(session, Tick(), now=now)[1] == (Command.CREATE,)


def test_a_session_lost_again_and_again_before_it_runs_does_not_loop_tightly():
    session, now = Session(), 0.0
    for _ in range(5):
        session, _ = told(session, Tick(), Created(), SessionLost(), now=now)
        now = session.retry_at
    assert session.failures == 5
    assert told(session, Tick(), now=now - 0.01)[1] == ()


def test_a_session_whose_frames_fail_waits_longer_each_time_though_it_has_the_focus():
    session, waits = Session(), []
    for _ in range(3):
        states = reported(S.READY, S.SYNCHRONIZED, S.VISIBLE, S.FOCUSED)
        session, _ = told(session, Tick(), Created(), *states, now=100.0)
        session, _ = told(session, InstanceLost(), now=100.0)
        waits.append(session.retry_at - 100.0)
        session = replace(session, retry_at=0.0)
    assert waits == [FIRST_RETRY, 2 * FIRST_RETRY, 4 * FIRST_RETRY]


def test_a_session_that_made_a_frame_makes_the_next_wait_short_again():
    session, now = Session(), 0.0
    for _ in range(4):
        session, _ = told(session, Tick(), CreationFailed(), now=now)
        now = session.retry_at
    session, _ = told(session, Tick(), Created(), *reported(S.READY), FrameMade(), now=now)
    session, _ = told(session, InstanceLost(), now=now)
    assert session.retry_at == now + FIRST_RETRY


def test_a_loss_while_leaving_is_the_end():
    for lost in (InstanceLost(), SessionLost(), InstanceLossPending(5.0), Reported(S.LOSS_PENDING)):
        session, commands = told(focused(), QuitAsked(), lost)
        assert commands == END_ALL
        assert session.phase is Phase.ENDED


def test_lost_events_make_the_driver_find_out_whether_the_session_runs():
    session, _ = told(Session(), Tick(), Created())
    session, commands = told(session, EventsLost())
    assert commands == (Command.RECONCILE,)
    assert told(session, Reconciled(running=True))[0].running
    session, _ = told(focused(), EventsLost(), Reconciled(running=False))
    assert not session.running


def test_events_of_a_session_that_was_given_up_are_ignored():
    session, _ = told(focused(), InstanceLost())
    for event in (*reported(S.READY, S.STOPPING, S.EXITING), SessionLost(), EventsLost()):
        after, commands = told(session, event)
        assert commands == ()
        assert after == session


def test_a_recentred_space_counts_from_its_change_on_and_once():
    session, _ = told(focused(), SpaceChanging(at=7.0))
    assert told(session, FrameTimed(6.9))[1] == ()
    session, commands = told(session, FrameTimed(7.0))
    assert commands == (Command.FORGET_PLACE,)
    assert told(session, FrameTimed(7.1))[1] == ()


def test_a_change_announced_several_times_is_one_change():
    session, _ = told(focused(), SpaceChanging(7.0), SpaceChanging(7.0), SpaceChanging(7.2))
    assert told(session, FrameTimed(7.1))[1] == ()
    session, commands = told(session, FrameTimed(7.2))
    assert commands == (Command.FORGET_PLACE,)
    assert session.space_changes_at == math.inf


@pytest.mark.parametrize("event", [Tick(), Created(), QuitAsked(), *reported(*RuntimeState)])
def test_nothing_happens_after_the_end(event):
    ended, _ = told(Session(), QuitAsked())
    assert told(ended, event, now=1e9) == (ended, ())


def test_the_numbers_of_the_states_are_openxr_s_own():
    xr = pytest.importorskip("xr", reason="OpenXR's package exists for Windows and Linux only")
    assert {state.name: state.value for state in RuntimeState} == {
        state.name: state.value for state in xr.SessionState
    }
