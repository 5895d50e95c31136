from __future__ import annotations

import io
import socket
import threading
import time
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from tests.vr.operator_house import ShiftedStation, eventually, free_port, served
from vr.doctor import Finding, Verdict
from vr.kiosk.phase import Phase
from vr.kiosk.station import (
    FrameState,
    HeadsetState,
    Order,
    Station,
    Status,
    Verb,
    VisitCounts,
)
from vr.operator.connections import MOST_OF_ONE
from vr.operator.server import Operator
from vr.operator.settings import OperatorSettings

FULL = Status(
    name="Hall <1>",
    at=1.0,
    phase=Phase.AWAY,
    countdown=17,
    language="kk",
    languages=("en", "kk"),
    mission_t=118.4,
    rate=2.0,
    caption="First stage separates",
    show="First visit",
    headset=HeadsetState(
        "Monado", "Index", "FOCUSED", False, ("/interaction_profiles/x/y_z", ""), {"left": 0.31}
    ),
    frames=FrameState(11.2, 14.9, 89.9, 4000, 7, 3000, 11.1, 8.4, 0.81, 1, 3, 512),
    visits=VisitCounts(41, {"seen": 30, "left": 10}, 512.0),
    findings=(Finding("sound", "Sound", Verdict.WARN, "no device", "plug one in"),),
    notices=("The disk is full",),
)


@pytest.fixture
def page():
    station = ShiftedStation()
    with served(station) as (operator, browser):
        yield station, browser, operator


def test_the_page_tells_everything_that_the_station_tells(page):
    station, browser, _ = page
    station.publish(FULL)
    text = browser.get("/").text
    for told in (
        "Hall &lt;1&gt;",
        "Headset taken off, 17 s left",
        "T+1:58 at 2 times",
        "First stage separates",
        "Қазақша",
        "Index, Monado, focused, not worn",
        "left: y z",
        "left 31%",
        "11.2 ms",
        "7 dropped",
        "90 Hz, 11.1 ms a frame; graphics card 8.4 ms; ",
        "eyes at 81% of their size, quality lower by 1",
        "3 of the last 512 late",
        "41; 30 to the end; 10 left before",
        "Sound: no device; plug one in",
        "The disk is full",
    ):
        assert told in text


def test_what_a_station_tells_cannot_become_part_of_the_page(page):
    station, browser, _ = page
    hostile = '"><script>alert(1)</script>'
    station.publish(
        Status(name=hostile, at=1.0, caption=hostile, languages=(hostile,), notices=(hostile,))
    )
    text = browser.get("/").text + browser.get("/stations").text
    assert "alert(1)" in text
    assert "<script>" not in text
    assert hostile not in text


@pytest.mark.parametrize("verb", list(Verb))
def test_every_button_arrives_at_the_station(page, verb):
    station, browser, _ = page
    station.publish(FULL)
    more = {"language": "kk"} if verb is Verb.LANGUAGE else {"language": "en"}
    answer = browser.press(verb.value, **more)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert station.take() == (Order(verb, "kk" if verb is Verb.LANGUAGE else ""),)
    assert "Hall &lt;1&gt;: ordered" in browser.get("/").text
    assert "ordered" not in browser.get("/").text


def test_a_language_that_the_house_does_not_speak_is_refused_with_those_it_does(page):
    station, browser, _ = page
    station.publish(FULL)
    browser.press("language", language="xx")
    assert "take one of en, kk" in browser.get("/").text
    assert station.take() == ()


def test_orders_without_the_page_s_own_token_are_refused(page):
    station, browser, _ = page
    token = browser.token()
    forms = [
        {"verb": "pause"},
        {"verb": "pause", "token": "0" * 64},
        {"verb": "pause", "token": ""},
    ]
    for form in forms:
        assert browser.post("/order", data=form).status_code == 403
    strangers = [{"origin": "http://evil.example"}, {"origin": "null"}]
    for strange in (*strangers, {"sec-fetch-site": "cross-site"}):
        answer = browser.post("/order", data={"verb": "pause", "token": token}, headers=strange)
        assert answer.status_code == 403
    with httpx.Client(base_url=browser.base_url, trust_env=False) as other:
        assert other.post("/order", data={"verb": "pause", "token": token}).status_code == 403
    assert browser.post("/api/order", json={"verb": "pause"}).status_code == 403
    assert station.take() == ()


def test_a_program_orders_with_the_token_in_a_header(page):
    station, browser, _ = page
    headers = {"x-cupola-token": browser.token()}
    answer = browser.post("/api/order", json={"verb": "pause"}, headers=headers)
    assert (answer.status_code, answer.json()) == (202, {"detail": "ordered"})
    assert station.take() == (Order(Verb.PAUSE),)


def test_every_answer_has_the_headers_that_browsers_guard_it_by(page):
    _, browser, _ = page
    for path in (
        "/",
        "/nothing",
        "/page.js",
        "/healthz",
        "/api/status",
        "/picture/0.jpg",
        "/order",
    ):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert "server" not in headers
    assert browser.get("/").headers["cache-control"] == "no-store"


def test_the_page_holds_no_script_or_style_of_its_own(page):
    station, browser, _ = page
    station.publish(FULL)
    text = browser.get("/").text
    assert "<style" not in text
    assert "style=" not in text
    assert " on" not in "".join(part.split(">")[0] for part in text.split("<")[1:])
    assert text.count("<script") == text.count('<script src="/page.js" defer></script>') == 1


def test_a_name_of_elsewhere_that_points_here_is_refused(page):
    _, browser, _ = page
    assert browser.get("/", headers={"host": "evil.example"}).status_code == 421
    assert browser.get("/", headers={"host": "evil.example:80"}).status_code == 421
    assert browser.get("/", headers={"host": ""}).status_code == 421
    assert browser.get("/", headers={"host": "localhost:1"}).status_code == 200


def test_the_picture_is_a_small_jpeg_and_made_only_while_looked_at(page):
    station, browser, _ = page
    assert not station.wants_picture()
    assert browser.get("/picture/0.jpg").status_code == 404
    assert station.wants_picture()
    station.publish_picture(np.full((1080, 1920, 3), (10, 200, 30), np.uint8))
    answer = browser.get("/picture/0.jpg")
    assert answer.headers["content-type"] == "image/jpeg"
    image = Image.open(io.BytesIO(answer.content))
    assert image.size == (480, 270)
    assert np.allclose(np.asarray(image).mean((0, 1)), (10, 200, 30), atol=3)
    assert browser.get("/picture/7.jpg").status_code == 404


def test_health_is_bad_until_the_show_tells_its_state_and_when_it_falls_silent(page):
    station, browser, _ = page
    assert browser.get("/healthz").status_code == 503
    station.publish(Status(at=station.now()))
    assert browser.get("/healthz").json() == {"detail": "ok"}
    station.shift += 11
    answer = browser.get("/healthz")
    assert answer.status_code == 503
    assert "told nothing for 11 s" in answer.text


def test_too_large_bodies_are_refused_with_and_without_a_length(page):
    _, browser, _ = page
    assert browser.post("/order", content=b"x" * 20_000).status_code == 413
    pieces = (b"x" * 1000 for _ in range(30))
    assert browser.post("/order", content=pieces).status_code == 413
    assert browser.get("/healthz").status_code == 503


def raw(browser, sent: bytes, wait: float = 5.0) -> bytes:
    url = browser.base_url
    with socket.create_connection((url.host, url.port), timeout=wait) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        return answer


@pytest.mark.parametrize(
    "sent",
    [
        b"\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/x\r\nhost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: localhost\r\nx: " + b"y" * 100_000 + b"\r\n\r\n",
        b"POST /order HTTP/1.1\r\nhost: localhost\r\ncontent-length: -5\r\n\r\n",
        b"POST /order HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9" + b"9" * 30 + b"\r\n\r\n",
        b"POST /order HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"GET http://[/ HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"GET /%00%ff%fe HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"GET /../../etc/passwd HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"GET /page.css/../../settings.py HTTP/1.1\r\nhost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_malformed_requests_are_refused_and_the_page_goes_on(page, sent):
    _, browser, _ = page
    answer = raw(browser, sent)
    assert answer == b"" or answer.split(b" ")[1] in {b"400", b"404", b"413", b"421", b"431"}
    assert b"root:" not in answer
    assert browser.get("/").status_code == 200


def test_forms_of_any_kind_are_read_or_refused_but_break_nothing(page, caplog):
    _, browser, _ = page
    browser.token()
    kind = {"content-type": "application/x-www-form-urlencoded"}
    for body in (b"\xff\xfe", b"a=1&" * 50, b"%", b"token=%ED%A0%80", b"=" * 1000, b""):
        assert browser.post("/order", content=body, headers=kind).status_code == 403
    assert browser.post("/order", files={"token": b"x"}).status_code == 403
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


def is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def test_a_client_that_says_nothing_is_sent_away(monkeypatch):
    monkeypatch.setattr("vr.operator.connections.HEADER_TIME", 0.2)
    with served() as (_, browser):
        url = browser.base_url
        with socket.create_connection((url.host, url.port)) as silent:
            silent.sendall(b"GET / HT")
            assert eventually(lambda: is_closed(silent))


def test_one_client_cannot_hold_more_than_its_share_of_connections(page):
    _, browser, _ = page
    url = browser.base_url
    browser.get("/healthz")
    held = [socket.create_connection((url.host, url.port)) for _ in range(MOST_OF_ONE + 20)]
    try:
        time.sleep(0.3)
        refused = sum(is_closed(each) for each in held)
        assert refused >= 20
    finally:
        for each in held:
            each.close()
    assert eventually(lambda: browser.get("/healthz").status_code == 503)


def test_a_port_in_use_is_told_with_the_remedy_and_served_once_it_is_free(monkeypatch):
    monkeypatch.setattr("vr.operator.server.AGAIN", 0.2)
    port = free_port()
    other = socket.socket()
    other.bind(("127.0.0.1", port))
    other.listen()
    operator = Operator(Station(), OperatorSettings(port=port), Path())
    operator.start()
    try:
        assert f"port {port}" in operator.trouble
        assert "end the program that has it, or set another" in operator.trouble
        assert operator.url == ""
        assert operator.finding().verdict is Verdict.WARN
        assert "end the program" in operator.finding().remedy
        other.close()
        assert eventually(lambda: operator.url != "")
        assert operator.trouble == ""
    finally:
        operator.stop()


def test_the_page_is_served_beside_the_show_and_ends_when_told(page):
    _, browser, operator = page
    names = [each.name for each in threading.enumerate()]
    assert "operator" in names
    begun = time.monotonic()
    operator.stop()
    assert time.monotonic() - begun < 3.0
    with pytest.raises(httpx.ConnectError):
        browser.get("/")


def test_a_fault_within_a_request_is_logged_and_answered_and_the_next_one_works(
    page, monkeypatch, caplog
):
    station, browser, _ = page

    def broken() -> Status:
        raise RuntimeError("injected")

    monkeypatch.setattr(station, "status", broken)
    assert browser.get("/api/status").status_code == 500
    monkeypatch.undo()
    assert browser.get("/api/status").status_code == 200
    assert "injected" in caplog.text


def test_a_page_that_is_switched_off_listens_nowhere():
    operator = Operator(Station(), OperatorSettings(port=free_port(), enabled=False), Path())
    operator.start()
    operator.stop()
    assert (operator.url, operator.trouble) == ("", "")
