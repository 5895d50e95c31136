from __future__ import annotations

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from tests.vr.operator_house import HASHED, Loop, ShiftedStation, served
from vr.operator.access import TOKEN_HEADER
from vr.operator.openapi import document

EXAMPLES = int(os.environ.get("CUPOLA_FUZZ", "25"))
"""Requests tried of each operation; a long run takes more (docs/security.md)."""

PAGE = schemathesis.openapi.from_dict(document())
SECRET_PATHS = ("/api/status", "/api/picture", "/stations", "/picture/{number}.jpg")

fuzzed = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def open_house():
    station = ShiftedStation()
    loop = Loop(station)
    with served(station) as (_, browser):
        yield browser, browser.token(), dict(browser.cookies)
    loop.stop()


@pytest.fixture(scope="module")
def locked_house():
    station = ShiftedStation()
    with served(station, password=HASHED) as (operator, _):
        yield operator.url, station


@PAGE.parametrize()
@fuzzed
def test_no_request_breaks_the_page_and_every_answer_is_as_its_openapi_says(case, open_house):
    browser, token, cookies = open_house
    answer = case.call(
        base_url=str(browser.base_url),
        headers={TOKEN_HEADER: token},
        cookies=cookies,
        allow_redirects=False,
    )
    case.validate_response(answer)
    assert browser.get("/healthz").status_code == 200


@PAGE.parametrize()
@fuzzed
def test_no_request_gets_past_the_log_in(case, locked_house):
    url, station = locked_house
    answer = case.call(base_url=url, allow_redirects=False)
    assert answer.status_code < 500 or case.path == "/healthz"
    assert station.take() == ()
    if case.path in SECRET_PATHS:
        assert answer.status_code in (401, 404, 405)


def test_the_page_tells_its_openapi():
    with served() as (_, browser):
        assert browser.get("/openapi.json").json() == document()
