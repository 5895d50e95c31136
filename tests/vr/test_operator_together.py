from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack

import pytest

from tests.vr.operator_house import (
    HASHED,
    KEY,
    Browser,
    Loop,
    ShiftedStation,
    eventually,
    free_port,
    served,
)
from vr.kiosk.station import Order, Verb
from vr.operator.signing import signed

WANTED = 0.050
"""s within which all stations start (issue: a museum day)."""
SHIFTS = (0.0, 5000.0, -1200.0)
"""s that the stations' clocks stand off."""


@pytest.fixture
def house():
    """Three stations in processes of their own, the first of which follows the others."""
    ports = [free_port() for _ in SHIFTS]
    urls = [f"http://127.0.0.1:{port}" for port in ports]
    with ExitStack() as stack:
        processes = []
        for index, (port, shift) in enumerate(zip(ports, SHIFTS, strict=True)):
            arguments = [str(port), str(shift), *(urls[1:] if index == 0 else ())]
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.vr.operator_station", *arguments],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            stack.callback(process.stdin.close)
            processes.append(process)
        for process in processes:
            assert process.stdout.readline() == "serves \n"
        yield urls, processes


def test_three_stations_start_within_50_ms_though_their_clocks_stand_apart(house):
    urls, processes = house
    spreads = []
    with Browser(urls[0]) as browser:
        for _ in range(3):
            assert browser.press("start", "all").status_code == 303
            assert browser.get("/").text.count(": ordered") == 3
            instants = []
            for process in processes:
                word, instant = process.stdout.readline().split()
                assert word == "started"
                instants.append(float(instant))
            spreads.append(max(instants) - min(instants))
    print("spreads, ms:", [round(spread * 1e3, 2) for spread in spreads])
    assert max(spreads) < WANTED


def test_the_page_shows_all_stations_and_those_that_do_not_answer(house):
    urls, processes = house
    with Browser(urls[0]) as browser:
        text = browser.get("/").text
        assert text.count("Waiting for a visitor") == 3
        processes[2].stdin.close()
        processes[2].wait(10)
        assert eventually(lambda: "cannot be reached" in browser.get("/stations").text)
        browser.press("start", "all")
        text = browser.get("/").text
        assert text.count(": ordered") == 2
        assert "is it switched on" in text
        assert processes[0].stdout.readline().startswith("started")
        assert processes[1].stdout.readline().startswith("started")


def test_a_button_for_one_other_station_reaches_that_one_alone():
    here, there = ShiftedStation(), ShiftedStation(777.0)
    loop = Loop(there, "Hall B")
    with ExitStack() as stack:
        far, _ = stack.enter_context(served(there, key=KEY))
        _, browser = stack.enter_context(served(here, key=KEY, stations=(far.url,)))
        assert "Hall B" in browser.get("/").text
        browser.press("language", "1", language="kk")
        assert "Hall B: ordered" in browser.get("/").text
        browser.press("language", "1", language="tlh")
        assert "take one of en, de, kk" in browser.get("/").text
        assert browser.press("pause", "2").status_code == 422
    assert eventually(lambda: loop.taken)
    loop.stop()
    assert loop.taken == [Order(Verb.LANGUAGE, "kk")]
    assert here.take() == ()


def test_a_station_with_another_key_is_told_so():
    with (
        served(key="f" * 40, password=HASHED) as (far, _),
        served(key=KEY, stations=(far.url,)) as (_, browser),
    ):
        assert "refuses our key; write the same key" in browser.get("/").text


def test_a_station_whose_clock_begins_anew_is_found_again():
    there = ShiftedStation(9000.0)
    with ExitStack() as stack:
        far, _ = stack.enter_context(served(there, key=KEY))
        _, browser = stack.enter_context(served(key=KEY, stations=(far.url,)))
        assert "Waiting" in browser.get("/").text
        there.shift = 0.0
        browser.press("pause", "1")
        assert there.take() == (Order(Verb.PAUSE),)


def test_a_signed_order_is_taken_once_and_only_as_it_was_signed():
    station = ShiftedStation()
    with served(station, key=KEY) as (_, browser):
        body = b'{"verb":"pause"}'
        kind = {"content-type": "application/json"}

        def send(headers, sent=body, path="/api/order"):
            return browser.post(path, content=sent, headers=kind | headers).status_code

        def sign(key=KEY, path="/api/order", ago=0.0):
            return signed(key, "POST", path, body, station.now() - ago)

        once = sign()
        assert send(once) == 202
        assert send(once) == 401
        assert send(sign(), b'{"verb":"end-of-day"}') == 401
        assert send(sign(key="0" * 40)) == 401
        assert send(sign(path="/api/status")) == 401
        assert send(sign(ago=40.0)) == 401
        assert send(sign(ago=-40.0)) == 401
        assert len(station.take()) == 1


def test_a_start_far_ahead_is_refused():
    station = ShiftedStation()
    with served(station, key=KEY) as (_, browser):
        body = f'{{"verb":"start","at":{station.now() + 3600:.3f}}}'.encode()
        headers = signed(KEY, "POST", "/api/order", body, station.now())
        headers["content-type"] = "application/json"
        answer = browser.post("/api/order", content=body, headers=headers)
        assert answer.status_code == 409
        assert "more than 60 s ahead" in answer.json()["detail"]
