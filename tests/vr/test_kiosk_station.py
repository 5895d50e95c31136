from __future__ import annotations

import dataclasses
import threading

import numpy as np
import pytest

from vr.kiosk.station import MOST_ORDERS, Order, Station, Status, Verb


def test_a_status_that_was_published_is_seen_and_cannot_be_changed():
    station = Station()
    station.publish(Status(name="hall", mission_t=118.0))
    assert station.status().name == "hall"
    with pytest.raises(dataclasses.FrozenInstanceError):
        station.status().name = "other"


def test_orders_are_taken_once_and_in_the_order_given():
    station = Station()
    given = [Order(Verb.PAUSE), Order(Verb.LANGUAGE, language="de"), Order(Verb.START, at=5.0)]
    assert all(station.order(each) for each in given)
    assert station.take() == tuple(given)
    assert station.take() == ()


def test_more_orders_than_can_wait_are_refused_and_nothing_grows():
    station = Station()
    assert [station.order(Order(Verb.PAUSE)) for _ in range(MOST_ORDERS + 1)].count(False) == 1
    assert len(station.take()) == MOST_ORDERS
    assert station.order(Order(Verb.PAUSE))


def test_no_order_is_lost_or_doubled_between_threads():
    station, taken = Station(), []
    done = threading.Event()

    def give(number: int) -> None:
        for count in range(200):
            while not station.order(Order(Verb.START, at=1e3 * number + count)):
                done.wait(1e-4)

    givers = [threading.Thread(target=give, args=(number,)) for number in range(4)]
    for giver in givers:
        giver.start()
    while any(giver.is_alive() for giver in givers):
        taken.extend(station.take())
    taken.extend(station.take())
    assert sorted(order.at for order in taken) == [
        1e3 * number + count for number in range(4) for count in range(200)
    ]


def test_pictures_are_made_only_while_somebody_looks():
    station = Station()
    assert not station.wants_picture()
    assert station.picture() is None
    assert station.wants_picture()
    station.publish_picture(np.zeros((2, 3, 3), np.uint8))
    assert not station.wants_picture()
    assert station.picture().pixels.shape == (2, 3, 3)
