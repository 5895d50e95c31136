"""Knows an operator's browser again by a random cookie, and its own forms by a token in them.

A browser that has not logged in holds no memory here: its token follows from its cookie by a key
that lives as long as the program. Only a log-in makes a session, of which the newest are kept.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_SESSIONS = 32
LONGEST = 12 * 3600.0
"""s after which anyone logs in again, however busy."""
_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(slots=True)
class _Session:
    begun: float
    used: float


class Sessions:
    """Who is logged in. `idle` is s without a request after which a session ends."""

    def __init__(self, clock: Callable[[], float], idle: float) -> None:
        self._clock, self._idle = clock, idle
        self._key = secrets.token_bytes(32)
        # By digest, so that a copy of the memory logs nobody in.
        self._sessions: OrderedDict[bytes, _Session] = OrderedDict()

    @staticmethod
    def fresh() -> str:
        """Return a new cookie: 256 random bits."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def is_cookie(text: str | None) -> bool:
        """Say whether a text has the form of a cookie of ours."""
        return text is not None and _COOKIE.fullmatch(text) is not None

    def token(self, cookie: str) -> str:
        """Return the token that a form shown to this browser carries."""
        return hmac.new(self._key, cookie.encode(), hashlib.sha256).hexdigest()

    def is_token(self, cookie: str | None, token: str) -> bool:
        """Say whether a form was made for this browser."""
        if cookie is None or not self.is_cookie(cookie):
            return False
        return hmac.compare_digest(self.token(cookie).encode(), token.encode("utf-8", "replace"))

    def log_in(self) -> str:
        """Begin a session; return its cookie, which nobody could have planted before."""
        cookie, now = self.fresh(), self._clock()
        self._sessions[_digest(cookie)] = _Session(now, now)
        while len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return cookie

    def is_logged_in(self, cookie: str | None, *, touch: bool = True) -> bool:
        """Say whether a cookie's session still holds; `touch` counts as use of it."""
        if cookie is None or not self.is_cookie(cookie):
            return False
        key, now = _digest(cookie), self._clock()
        session = self._sessions.get(key)
        if session is None:
            return False
        if now - session.used > self._idle or now - session.begun > LONGEST:
            del self._sessions[key]
            return False
        if touch:
            session.used = now
        return True

    def log_out(self, cookie: str | None) -> None:
        """End a session."""
        if cookie is not None:
            self._sessions.pop(_digest(cookie), None)


def _digest(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode("utf-8", "replace")).digest()
