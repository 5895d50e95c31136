"""Makes guessing slow: after some wrong passwords an address waits, twice as long each time.

Waiting is a refusal with the time to come back, not a held connection, of which a guesser could
open as many as there are.
"""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FREE = 3
"""Wrong passwords in a row that cost nothing but the time to check them."""
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
"""s after the next wrong one, doubled with each, and the most."""
FORGIVEN = 3600.0
"""s without a try after which an address begins afresh."""
MOST_ADDRESSES = 1024


@dataclass(slots=True)
class _Record:
    wrong: int = 0
    until: float = 0.0
    last: float = 0.0


class Throttle:
    """Who gave wrong passwords lately. `clock` gives s that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._records: OrderedDict[str, _Record] = OrderedDict()

    def wait(self, address: str) -> int:
        """Return the whole s that an address must wait before its next try; 0 for none."""
        record = self._records.get(network(address))
        return max(0, math.ceil(record.until - self._clock())) if record else 0

    def tried(self, address: str) -> None:
        """Note that a try begins, as a wrong one: many at once are then not free."""
        now, key = self._clock(), network(address)
        record = self._records.setdefault(key, _Record())
        self._records.move_to_end(key)
        if now - record.last > FORGIVEN:
            record.wrong = 0
        record.wrong, record.last = record.wrong + 1, now
        if record.wrong > FREE:
            doubled = FIRST_WAIT * 2.0 ** min(record.wrong - FREE - 1, 30)
            record.until = now + min(doubled, LONGEST_WAIT)
        while len(self._records) > MOST_ADDRESSES:
            self._records.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """Forget what an address did wrong."""
        self._records.pop(network(address), None)


def network(address: str) -> str:
    """Return what one guesser has: an IPv4 address, or the /64 that an IPv6 host may pick from."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
