from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vr.kiosk.cycle import (
    Begin,
    Close,
    Cycle,
    Doffed,
    Donned,
    EndVisit,
    GoOn,
    Hold,
    LanguageChosen,
    LeaveProgram,
    OpenVisit,
    Ordered,
    Rest,
    Rules,
    ShowOver,
    Speak,
    Tick,
    Welcome,
)
from vr.kiosk.phase import Ending, Phase
from vr.kiosk.station import Order, Verb

RULES = Rules(languages=("kk", "ru", "en"))
START, PAUSE, RESTART = (Ordered(Order(v)) for v in (Verb.START, Verb.PAUSE, Verb.RESTART))
END_OF_DAY = Ordered(Order(Verb.END_OF_DAY))


def played(*happened, rules: Rules = RULES, begun: float = 0.0):
    """Return the cycle after (time, event) pairs, and all commands."""
    cycle, done = Cycle.begun(rules, begun), []
    for now, event in happened:
        cycle, commands = cycle.step(event, begun + now)
        done.extend(commands)
    return cycle, done


def test_a_whole_visit_goes_from_attract_through_welcome_show_and_afterglow_to_attract():
    cycle, done = played(
        (1, Donned()), (4, LanguageChosen("ru")), (200, ShowOver()), (230, Doffed())
    )
    assert cycle.phase is Phase.ATTRACT
    assert done == [
        Welcome(),
        Speak("ru"),
        OpenVisit("ru"),
        Begin(4),
        EndVisit(Ending.SEEN),
        Speak("kk"),
        Rest(),
    ]


def test_the_show_begins_by_itself_in_the_house_s_language_when_none_is_chosen():
    cycle, done = played((1, Donned()), (12.9, Tick()), (13, Tick()))
    assert cycle.phase is Phase.SHOW
    assert done == [Welcome(), OpenVisit("kk"), Begin(13)]


def test_taken_off_during_the_welcome_it_attracts_again_at_once_and_counts_no_visit():
    cycle, done = played((1, Donned()), (3, Doffed()))
    assert cycle.phase is Phase.ATTRACT
    assert done == [Welcome(), Rest()]


AT_SHOW = ((0, Donned()), (0, LanguageChosen("en")))


@pytest.mark.parametrize(
    ("after", "seconds"), [(0.0, 30), (0.001, 30), (1.0, 29), (1.5, 29), (29.0, 1), (29.999, 1)]
)
def test_taken_off_in_mid_show_it_holds_and_counts_down_exactly(after, seconds):
    cycle, done = played(*AT_SHOW, (50, Doffed()), (50 + after, Tick()))
    assert cycle.phase is Phase.AWAY
    assert done[-1] == Hold()
    assert cycle.countdown(50 + after) == seconds


def test_after_thirty_seconds_away_the_visit_is_over_and_the_next_one_begins_anew():
    cycle, done = played(*AT_SHOW, (50, Doffed()), (80, Tick()))
    assert cycle.phase is Phase.ATTRACT
    assert done[-4:] == [Hold(), EndVisit(Ending.LEFT), Speak("kk"), Rest()]
    assert cycle.countdown(80) is None


def test_put_on_again_in_time_the_show_goes_on_where_it_was():
    cycle, done = played(*AT_SHOW, (50, Doffed()), (79.9, Donned()), (200, Tick()))
    assert cycle.phase is Phase.SHOW
    assert done[-2:] == [Hold(), GoOn()]


def test_a_show_that_the_operator_paused_stays_paused_when_the_headset_comes_back():
    cycle, done = played(*AT_SHOW, (5, PAUSE), (10, Doffed()), (20, Donned()))
    assert cycle.phase is Phase.PAUSED
    assert done[-1] == Hold()
    assert played(*AT_SHOW, (5, PAUSE), (10, Doffed()), (40, Tick()))[0].phase is Phase.ATTRACT


def test_taken_off_after_the_end_it_attracts_at_once():
    cycle, done = played(*AT_SHOW, (100, ShowOver()), (100.1, Doffed()))
    assert cycle.phase is Phase.ATTRACT
    assert EndVisit(Ending.SEEN) in done


def test_a_headset_that_never_says_it_was_taken_off_gets_a_new_welcome_after_the_afterglow():
    cycle, done = played(*AT_SHOW, (100, ShowOver()), (280, Tick()))
    assert cycle.phase is Phase.WELCOME
    assert done[-4:] == [EndVisit(Ending.SEEN), Speak("kk"), Rest(), Welcome()]


def test_the_operator_pauses_and_goes_on():
    cycle, done = played(*AT_SHOW, (5, PAUSE), (9, PAUSE))
    assert cycle.phase is Phase.SHOW
    assert done[-2:] == [Hold(), GoOn()]


def test_a_restart_ends_the_visit_and_welcomes_whoever_wears_the_headset():
    cycle, done = played(*AT_SHOW, (5, RESTART))
    assert cycle.phase is Phase.WELCOME
    assert EndVisit(Ending.RESTARTED) in done
    assert played((5, RESTART))[0].phase is Phase.ATTRACT


def test_a_start_for_later_begins_the_show_at_that_very_time_however_late_the_tick():
    order = Ordered(Order(Verb.START, at=7.25))
    cycle, done = played((1, order), (7.2, Tick()), (7.31, Tick()))
    assert done == [Begin(7.25)]
    assert cycle.phase is Phase.SHOW
    assert cycle.starts_at is None


def test_a_start_whose_time_is_past_begins_at_once_from_the_beginning():
    assert played((9, Ordered(Order(Verb.START, at=2.0))))[1] == [Begin(9)]


def test_a_show_for_the_screen_alone_is_no_visit_until_somebody_puts_the_headset_on():
    assert played((1, START), (90, ShowOver()))[1] == [Begin(1), Rest()]
    _, done = played((1, START), (20, Donned()), (90, ShowOver()), (95, Doffed()))
    assert done == [Begin(1), OpenVisit("kk"), EndVisit(Ending.SEEN), Rest()]


def test_the_operator_s_pause_of_a_show_that_nobody_sees_ends_by_itself():
    assert played((1, START), (2, PAUSE), (601, Tick()))[0].phase is Phase.PAUSED
    assert played((1, START), (2, PAUSE), (602, Tick()))[0].phase is Phase.ATTRACT


def test_the_end_of_day_closes_until_the_operator_starts_again():
    cycle, done = played(*AT_SHOW, (9, END_OF_DAY), (10, Doffed()), (11, Donned()), (1e5, Tick()))
    assert cycle.phase is Phase.CLOSED
    assert done[-2:] == [EndVisit(Ending.RESTARTED), Close()]
    for order in (PAUSE, RESTART, END_OF_DAY):
        assert cycle.step(order, 1e5) == (cycle, ())
    assert cycle.step(START, 1e5)[0].phase is Phase.SHOW


def test_a_restart_of_the_program_ends_the_visit_as_stopped():
    _, done = played(*AT_SHOW, (9, Ordered(Order(Verb.RESTART_PROGRAM))))
    assert done[-2:] == [EndVisit(Ending.STOPPED), LeaveProgram()]


def test_a_language_that_the_house_does_not_speak_is_not_spoken():
    assert played((1, LanguageChosen("xx")), (2, Ordered(Order(Verb.LANGUAGE, "fr"))))[1] == []


def test_rules_read_anew_hold_at_once_and_leave_a_visit_alone():
    cycle, _ = played(*AT_SHOW, (50, Doffed()))
    changed, commands = cycle.with_rules(Rules(countdown=10.0, languages=("en",)), 55.0)
    assert commands == ()
    assert changed.countdown(55.0) == 5
    attracting, commands = Cycle.begun(RULES, 0.0).with_rules(Rules(languages=("de",)), 1.0)
    assert commands == (Speak("de"),)
    assert attracting.language == "de"


_orders = st.builds(
    Order,
    verb=st.sampled_from(Verb),
    language=st.sampled_from(("", "kk", "ru", "xx")),
    at=st.none() | st.floats(0, 4000),
)
_events = st.one_of(
    st.just(Donned()),
    st.just(Doffed()),
    st.just(ShowOver()),
    st.just(Tick()),
    st.builds(LanguageChosen, st.sampled_from(("kk", "ru", "en", "xx"))),
    st.builds(Ordered, _orders),
)
_stories = st.lists(st.tuples(st.floats(0, 60), _events), max_size=40)


def told(story):
    """Return the cycle after a story of (s since the event before, event), commands and time."""
    cycle, now, done = Cycle.begun(RULES, 0.0), 0.0, []
    for passed, event in story:
        now += passed
        cycle, commands = cycle.step(event, now)
        done.extend(commands)
    return cycle, done, now


@given(_stories)
def test_whatever_happens_an_open_day_without_visitors_ends_in_attract(story):
    cycle, _, now = told(story)
    if cycle.phase is Phase.CLOSED and cycle.starts_at is None:
        cycle, _ = cycle.step(START, now)
    cycle, _ = cycle.step(Doffed(), now)
    now = max(now, cycle.starts_at or now)
    for _ in range(3):  # a start that is due, a show that ends, a pause that nobody sees
        for event in (Tick(), ShowOver()):
            cycle, _ = cycle.step(event, now)
        now += RULES.longest_pause
    cycle, _ = cycle.step(Tick(), now)
    assert cycle.phase is Phase.ATTRACT
    assert not cycle.visiting


@given(_stories)
def test_whatever_happens_somebody_who_puts_the_headset_on_gets_to_the_show(story):
    cycle, _, now = told(story)
    for event in (Ordered(Order(Verb.RESTART)), Doffed()):
        cycle, _ = cycle.step(event, now)
    if cycle.phase is Phase.CLOSED:
        cycle, _ = cycle.step(START, now)
    cycle, _ = cycle.step(Donned(), now)
    cycle, _ = cycle.step(Tick(), now + RULES.welcome)
    assert cycle.phase is Phase.SHOW
    assert cycle.visiting


@given(_stories)
def test_whatever_happens_visits_open_and_end_by_turns(story):
    cycle, done, _ = told(story)
    marks = [type(each) for each in done if isinstance(each, OpenVisit | EndVisit)]
    assert marks == [OpenVisit, EndVisit] * (len(marks) // 2) + [OpenVisit] * (len(marks) % 2)
    assert cycle.visiting == bool(len(marks) % 2)


@given(_stories)
def test_whatever_happens_a_show_is_held_and_let_go_by_turns(story):
    _, done, _ = told(story)
    held = False
    for each in done:
        if isinstance(each, Hold):
            assert not held
            held = True
        elif isinstance(each, GoOn):
            assert held
            held = False
        elif isinstance(each, Begin | Rest | Close):
            held = False


@given(_stories, st.floats(0, 1e9))
def test_whatever_happens_the_countdown_is_whole_seconds_from_thirty_to_nought(story, begun):
    cycle, _, now = told(story)
    left = cycle.countdown(now)
    assert (left is not None) == (cycle.phase is Phase.AWAY)
    if left is not None:
        assert 0 <= left <= 30
        assert left - 1 < cycle.since + 30.0 - now <= max(left, 1e-9) or left == 0


@given(_stories, st.sampled_from((3600.0, 86_400.0, 1e6)))
def test_the_same_story_at_another_time_of_the_clock_is_the_same(story, later):
    def moved(event):
        if isinstance(event, Ordered) and event.order.at is not None:
            order = event.order
            return Ordered(Order(order.verb, order.language, order.at + later))
        return event

    whole = [(round(passed), event) for passed, event in story]
    here, _ = played(*timed(whole))
    there, _ = played(*((t, moved(e)) for t, e in timed(whole)), begun=later)
    assert (here.phase, here.language, here.visiting) == (
        there.phase,
        there.language,
        there.visiting,
    )


def timed(story):
    now = 0.0
    for passed, event in story:
        now += passed
        yield now, event
