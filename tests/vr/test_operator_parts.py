from __future__ import annotations

import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assets.errors import InputError
from assets.inside import inside
from assets.toml import load
from tests.vr.operator_house import HASHED, Browser, served
from vr.kiosk.station import Station
from vr.operator.clocks import Exchange, offset
from vr.operator.guard import host_name
from vr.operator.markup import tag
from vr.operator.password import hashed, is_hash, matches
from vr.operator.server import Operator
from vr.operator.sessions import MOST_SESSIONS, Sessions
from vr.operator.settings import OperatorSettings
from vr.operator.throttle import FREE, MOST_ADDRESSES, Throttle, network


def test_a_password_is_kept_as_a_salted_hash_that_only_it_matches():
    first, second = hashed("пароль €"), hashed("пароль €")
    assert first != second
    assert "пароль" not in first
    assert matches("пароль €", first)
    assert matches("пароль €", second)
    assert not matches("пароль", first)
    assert not matches("", first)


@pytest.mark.parametrize(
    "text",
    ["", "secret", "scrypt$15$8$3$x$y", HASHED + "=", HASHED.replace("$15$", "$30$"), "$" * 9],
)
def test_what_is_not_a_hash_matches_nothing_and_costs_nothing(text):
    assert not is_hash(text)
    assert not matches("secret", text)


@given(some.text(max_size=400))
def test_no_text_breaks_the_reading_of_a_hash(text):
    assert not is_hash(text)


def test_waits_double_to_five_minutes_and_are_forgiven_after_an_hour():
    now = 0.0
    throttle = Throttle(lambda: now)
    waits = []
    for _ in range(FREE + 10):
        throttle.tried("10.0.0.1")
        waits.append(throttle.wait("10.0.0.1"))
        now += waits[-1]
    assert waits == [0] * FREE + [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert throttle.wait("10.0.0.2") == 0
    now += 3601
    throttle.tried("10.0.0.1")
    assert throttle.wait("10.0.0.1") == 0


def test_guessers_cannot_fill_the_memory_nor_hide_among_the_addresses_of_one_host():
    throttle = Throttle(lambda: 0.0)
    for number in range(MOST_ADDRESSES + 10):
        throttle.tried(f"10.0.{number // 256}.{number % 256}")
    assert len(throttle._records) == MOST_ADDRESSES
    assert network("2001:db8::1") == network("2001:db8::ffff:1") != network("2001:db8:0:1::1")
    assert network("::ffff:10.0.0.1") == network("10.0.0.1")


def test_a_session_s_token_is_its_own():
    sessions = Sessions(lambda: 0.0, 60.0)
    one, two = sessions.log_in(), sessions.log_in()
    assert sessions.is_token(one, sessions.token(one))
    assert not sessions.is_token(one, sessions.token(two))
    assert not sessions.is_token(None, sessions.token(one))
    assert not sessions.is_token("short", sessions.token("short"))
    assert not Sessions(lambda: 0.0, 60.0).is_token(one, sessions.token(one))


def test_only_the_newest_sessions_are_kept():
    sessions = Sessions(lambda: 0.0, 60.0)
    cookies = [sessions.log_in() for _ in range(MOST_SESSIONS + 1)]
    assert not sessions.is_logged_in(cookies[0])
    assert all(sessions.is_logged_in(each) for each in cookies[1:])


@given(
    some.floats(-1e6, 1e6),
    some.lists(some.tuples(some.floats(0, 0.2), some.floats(0, 0.2)), min_size=1, max_size=9),
)
def test_an_offset_is_as_good_as_it_says(true, ways):
    exchanges = [
        Exchange(number, number + there + true, number + there + back)
        for number, (there, back) in enumerate(ways)
    ]
    found = offset(exchanges)
    assert abs(found.s - true) <= found.error + 1e-9
    assert found.error <= 0.5 * min(sum(each) for each in ways) + 1e-9


@given(some.text(), some.text())
def test_no_text_leaves_its_place_in_the_page(text, value):
    made = tag("p", text, title=value)
    assert made.count("<") == 2
    assert made.count('"') == 2


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("a.b:80", "a.b"),
        ("A.B.", "a.b"),
        ("[::1]:80", "::1"),
        ("[::1]", "::1"),
        ("::1", None),
        ("", None),
        (":80", None),
        ("a:b", None),
        ("[::1]x", None),
    ],
)
def test_a_host_header_is_a_name_and_perhaps_a_port(host, name):
    assert host_name(host) == name


@given(some.text(max_size=60))
def test_no_name_leads_out_of_its_folder(tmp_path_factory, named):
    folder = tmp_path_factory.getbasetemp()
    found = inside(folder, named)
    assert found is None or found.is_relative_to(folder.resolve())


def test_names_that_lead_out_are_known_for_it(tmp_path):
    (tmp_path / "link").symlink_to("/etc")
    (tmp_path / "ring").symlink_to("ring")
    for named in ("../x", "/etc/passwd", "a/../../x", "link/passwd", "ring", "a\0b"):
        assert inside(tmp_path, named) is None
    assert inside(tmp_path, "a/../b.pem") == tmp_path / "b.pem"


def refused(folder, text: str) -> str:
    path = folder / "page.toml"
    path.write_text(text)
    with pytest.raises(InputError) as raised:
        load(path, OperatorSettings)
    return str(raised.value)


def test_the_page_listens_to_this_machine_alone_unless_told_otherwise():
    assert OperatorSettings().host == "127.0.0.1"
    assert OperatorSettings().is_local


def test_a_page_for_other_machines_needs_a_password_and_a_seal_or_the_word_without(tmp_path):
    assert "needs a password; run `cupola kiosk password`" in refused(tmp_path, 'host = "0.0.0.0"')
    said = refused(tmp_path, f'password = "{HASHED}"\nhost = "0.0.0.0"')
    assert said.startswith(f"{tmp_path}/page.toml:2: host: ")
    assert "would be readable on the way" in said
    path = tmp_path / "page.toml"
    path.write_text(f'host = "0.0.0.0"\npassword = "{HASHED}"\nunencrypted = true')
    assert not load(path, OperatorSettings).is_local


def test_a_bare_password_is_refused_and_not_repeated(tmp_path):
    said = refused(tmp_path, 'password = "hunter2"')
    assert "page.toml:1: password: is not a hash" in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('host = "localhost.evil"', "must be an IP address"),
        ('stations = ["http://10.0.0.2:8740"]', "needs a key that the stations share"),
        ('key = "short"', "must have 32 characters"),
        (f'key = "{"k" * 32}"\nstations = ["10.0.0.2"]', "must be as"),
        (f'key = "{"k" * 32}"\nstations = ["http://a:b@c"]', "must be as"),
        (f'key = "{"k" * 32}"\nstations = ["http://a/b?c"]', "must be as"),
        ('metrics_from = ["everyone"]', "is not an address or network"),
        ('certificate = "a.pem"', "needs certificate_key too"),
        ("port = 70000", "must be at most 65535"),
        ("passwort = 1", "did you mean password?"),
    ],
)
def test_mistakes_in_the_settings_are_told_with_their_line(tmp_path, text, told):
    assert told in refused(tmp_path, text)


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    request = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=cupola"
        " -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out page.pem"
    )
    subprocess.run(["openssl", *request.split()], cwd=folder, check=True, capture_output=True)
    return folder


SEAL = {"certificate": "page.pem", "certificate_key": "key.pem"}


def test_a_sealed_page_has_cookies_that_never_go_unsealed(certified):
    with served(folder=certified, password=HASHED, **SEAL) as (operator, _):
        assert operator.url.startswith("https://")
        trust = ssl.create_default_context(cafile=certified / "page.pem")
        with Browser(operator.url, verify=trust) as browser:
            answer = browser.get("/login")
            assert "Secure" in answer.headers["set-cookie"]
            assert answer.headers["set-cookie"].startswith("__Host-cupola-")
            assert "max-age=" in answer.headers["strict-transport-security"]
            assert browser.log_in().status_code == 303
            assert browser.get("/").status_code == 200


def test_sealed_stations_follow_each_other_by_the_house_s_own_authority(certified):
    key = "k" * 32
    with served(folder=certified, key=key, **SEAL) as (far, _):
        options = {"key": key, "stations": (far.url,)}
        with served(folder=certified, authority="page.pem", **options) as (_, browser):
            assert browser.get("/").text.count("Waiting for a visitor") == 2
        with served(**options) as (_, browser):
            assert "cannot be reached" in browser.get("/").text


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"certificate": "../page.pem", "certificate_key": "key.pem"}, "leads out of"),
        ({"certificate": "gone.pem", "certificate_key": "key.pem"}, "there is no file"),
        ({"certificate": "key.pem", "certificate_key": "page.pem"}, "are not a certificate"),
        ({"host": "203.0.113.7", "password": HASHED, "unencrypted": True}, "no such address"),
    ],
)
def test_a_page_that_cannot_be_served_says_why_and_never_raises(certified, settings, told):
    operator = Operator(None, OperatorSettings(port=0, **settings), certified)
    operator.start()
    assert told in operator.trouble
    operator.stop()


def test_without_its_packages_the_page_says_how_to_get_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    operator = Operator(Station(), OperatorSettings(port=0), Path())
    operator.start()
    assert "pip install 'cupola[kiosk]'" in operator.trouble
    operator.stop()
