"""Three minutes of a kiosk's accelerated day; `python -m tests.xr.soak` runs the whole of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.xr.soak import Sample, growth, table

FLAT = [
    Sample(number, 700.0 + number % 3, 22, 11, 0, {"Texture": 74} if number % 4 == 0 else {})
    for number in range(1, 41)
]


@pytest.mark.soaks
def test_a_day_in_three_minutes_leaves_memory_files_threads_and_objects_as_they_were(soaking):
    soaked = soaking.result()
    assert growth(soaked.samples) == [], table(soaked.samples)
    assert "Traceback" not in soaked.log


def test_a_program_in_which_nothing_grows_is_told_so():
    assert growth(FLAT) == []


@pytest.mark.parametrize(
    ("grown", "told"),
    [
        (lambda s: replace(s, resident_mb=700.0 + s.visit), "resident memory"),
        (lambda s: replace(s, files=20 + s.visit // 8), "open files"),
        (lambda s: replace(s, threads=9 + s.visit // 8), "threads"),
        (lambda s: replace(s, waiting=s.visit // 8), "visits that wait"),
        (
            lambda s: replace(s, objects={"Texture": 70 + s.visit} if s.objects else {}),
            "OpenGL's Texture objects",
        ),
    ],
)
def test_a_leak_is_told_by_its_name(grown, told):
    found = growth([grown(each) for each in FLAT])
    assert [each.split(":")[0] for each in found] == [told]
