"""Lets stations of one house trust each other: requests signed with a key that never travels.

A signature (HMAC-SHA-256, RFC 2104) covers the method, the path, the body, a number used once and
the answering station's own clock, which is public: a copied request is refused as seen before, and
after a minute as late.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from collections.abc import Mapping

FRESH = 30.0
"""s that a signature is good for, either way."""
MOST_NONCES = 4096
TIME, NONCE, SIGNATURE = "cupola-time", "cupola-nonce", "cupola-signature"


def signed(key: str, method: str, path: str, body: bytes, now: float) -> dict[str, str]:
    """Return the headers of a request; `now` is s of the clock of the station that is asked."""
    stamp, nonce = f"{now:.3f}", secrets.token_hex(16)
    mark = _mark(key, method, path, body, stamp, nonce)
    return {TIME: stamp, NONCE: nonce, SIGNATURE: mark}


class Verifier:
    """Tells requests of the house from others, and each but once."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._seen: dict[str, float] = {}

    def accepts(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], now: float
    ) -> bool:
        """Say whether a request is signed, fresh and new; `now` is this station's clock."""
        stamp, nonce = headers.get(TIME, ""), headers.get(NONCE, "")
        given = headers.get(SIGNATURE, "")
        if not self._key or not given or len(nonce) != 32:
            return False
        if not hmac.compare_digest(
            _mark(self._key, method, path, body, stamp, nonce).encode(), given.encode()
        ):
            return False
        try:
            at = float(stamp)
        except ValueError:
            return False
        if not math.isfinite(at) or abs(at - now) > FRESH or nonce in self._seen:
            return False
        if len(self._seen) >= MOST_NONCES:
            self._seen = {each: seen for each, seen in self._seen.items() if now - seen < FRESH}
        if len(self._seen) >= MOST_NONCES:
            return False
        # Kept for as long as the stamp, which may lie ahead, stays fresh.
        self._seen[nonce] = max(at, now)
        return True


def _mark(key: str, method: str, path: str, body: bytes, stamp: str, nonce: str) -> str:
    text = "\n".join((method, path, stamp, nonce, hashlib.sha256(body).hexdigest()))
    return hmac.new(key.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
