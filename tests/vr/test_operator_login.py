from __future__ import annotations

import logging
import time

import pytest

from tests.vr.operator_house import HASHED, PASSWORD, Browser, ShiftedStation, served
from vr.operator.throttle import FREE


@pytest.fixture
def locked():
    station = ShiftedStation()
    with served(station, password=HASHED) as (_, browser):
        yield station, browser


def test_without_the_password_nothing_is_shown_and_nothing_is_ordered(locked):
    station, browser = locked
    assert browser.get("/").headers["location"] == "/login"
    assert browser.get("/stations").status_code == 401
    assert browser.get("/picture/0.jpg").status_code == 401
    assert browser.get("/api/status").status_code == 401
    assert browser.get("/api/picture").status_code == 401
    token = browser.token("/login")
    assert browser.post("/order", data={"token": token, "verb": "pause"}).status_code == 303
    answer = browser.post("/api/order", json={"verb": "pause"}, headers={"x-cupola-token": token})
    assert answer.status_code == 401
    assert station.take() == ()


def test_the_right_password_opens_the_page_and_logging_out_closes_it(locked):
    _, browser = locked
    answer = browser.log_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Start" in browser.get("/").text
    assert browser.post("/logout", data={"token": browser.token()}).status_code == 303
    assert browser.get("/").headers["location"] == "/login"


def test_a_cookie_planted_before_the_log_in_is_worth_nothing_after_it(locked):
    _, browser = locked
    browser.token("/login")
    planted = dict(browser.cookies)
    browser.log_in()
    assert dict(browser.cookies) != planted
    with Browser(str(browser.base_url)) as thief:
        thief.cookies.update(planted)
        assert thief.get("/").status_code == 303


def test_wrong_passwords_are_slowed_down_twice_as_much_each_time(locked):
    station, browser = locked
    for _ in range(FREE):
        assert browser.log_in("wrong").status_code == 401
    assert browser.log_in("wrong").status_code == 401
    refused = browser.log_in()
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "2")
    station.shift += 2.1
    assert browser.log_in("wrong").status_code == 401
    assert browser.log_in().headers["retry-after"] == "4"
    station.shift += 4.1
    assert browser.log_in().status_code == 303


def test_a_try_while_waiting_does_not_cost_the_time_of_a_hash(locked):
    _, browser = locked
    for _ in range(FREE + 1):
        browser.log_in("wrong")
    token = browser.token("/login")
    begun = time.perf_counter()
    for _ in range(10):
        answer = browser.post("/login", data={"token": token, "password": "wrong"})
        assert answer.status_code == 429
    assert time.perf_counter() - begun < 1.0


def test_a_session_ends_after_its_idle_time_and_the_page_s_own_refreshing_does_not_keep_it():
    station = ShiftedStation()
    with served(station, password=HASHED, session_minutes=10) as (_, browser):
        browser.log_in()
        station.shift += 540
        assert browser.get("/").status_code == 200
        station.shift += 540
        assert browser.get("/stations").status_code == 200
        station.shift += 100
        assert browser.get("/stations").status_code == 401
        assert browser.get("/").status_code == 303


def test_a_session_ends_after_twelve_hours_however_busy(locked):
    station, browser = locked
    browser.log_in()
    for _ in range(25):
        station.shift += 29 * 60
        last = browser.get("/").status_code
    assert last == 303


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(locked):
    _, browser = locked
    for answer in (browser.get("/login"), browser.log_in()):
        written = answer.headers["set-cookie"]
        assert "HttpOnly" in written
        assert "SameSite=strict" in written
        assert "Path=/" in written
        assert "Domain" not in written


def test_neither_password_nor_cookie_nor_key_is_in_logs_or_addresses(locked, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    _, browser = locked
    browser.log_in("hunter2-wrong")
    answer = browser.log_in()
    page = browser.get("/")
    secrets = [PASSWORD, "hunter2-wrong", HASHED, *browser.cookies.values()]
    ours = [each for each in caplog.records if not each.name.startswith(("httpx", "httpcore"))]
    told = "\n".join(each.getMessage() for each in ours) + "".join(capfd.readouterr())
    assert "a wrong password from 127.0.0.1" in told
    for secret in secrets:
        assert secret not in told
        assert secret not in answer.headers["location"]
        assert secret not in page.text


def test_logging_in_by_address_is_not_possible(locked):
    _, browser = locked
    assert browser.get("/login", params={"password": PASSWORD}).status_code == 200
    token = browser.token("/login")
    answer = browser.post("/login", params={"password": PASSWORD, "token": token})
    assert answer.status_code == 403
    assert browser.get("/").status_code == 303
