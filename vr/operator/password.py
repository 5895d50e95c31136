"""Keeps the operator's password as a hash that is slow to guess from.

scrypt (Percival & Josefsson 2016, RFC 7914) with the cost that OWASP's Password Storage Cheat Sheet
(2024) gives for 32 MiB: N = 2^15, r = 8, p = 3.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from typing import NamedTuple

LOG_N, BLOCKS, LANES = 15, 8, 3
_MOST_LOG_N = 18
"""A dearer hash than 256 MiB would stop the show that runs beside it."""
_FORM = re.compile(r"scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w+/=]{16,})\$([\w+/=]{24,})")
SHORTEST = 8
"""Characters that a new password needs (NIST SP 800-63B, section 5.1.1.2)."""
LONGEST = 256
"""Characters beyond which none is tried."""


class _Hash(NamedTuple):
    log_n: int
    blocks: int
    lanes: int
    salt: bytes
    key: bytes


def hashed(password: str) -> str:
    """Return the line for the configuration; every call has a salt of its own."""
    salt = secrets.token_bytes(16)
    key = _key(password, _Hash(LOG_N, BLOCKS, LANES, salt, b"\0" * 32))
    parts = (base64.b64encode(salt).decode(), base64.b64encode(key).decode())
    return f"scrypt${LOG_N}${BLOCKS}${LANES}${parts[0]}${parts[1]}"


def is_hash(text: str) -> bool:
    """Say whether a text is what `hashed` returns."""
    return _parsed(text) is not None


def matches(password: str, kept: str) -> bool:
    """Say whether a password is the one that was hashed. Takes a fifth of a second."""
    found = _parsed(kept)
    if found is None or len(password) > LONGEST:
        return False
    return hmac.compare_digest(_key(password, found), found.key)


def _key(password: str, how: _Hash) -> bytes:
    n = 1 << how.log_n
    return hashlib.scrypt(
        # What a form sends may hold halves of surrogate pairs, which UTF-8 has no bytes for.
        password.encode("utf-8", "surrogatepass"),
        salt=how.salt,
        n=n,
        r=how.blocks,
        p=how.lanes,
        maxmem=2 * 128 * how.blocks * (n + how.lanes + 2),
        dklen=len(how.key),
    )


def _parsed(text: str) -> _Hash | None:
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    log_n, blocks, lanes = (int(each) for each in found.groups()[:3])
    try:
        salt, key = (base64.b64decode(each, validate=True) for each in found.groups()[3:])
    except (binascii.Error, ValueError):
        return None
    if not (10 <= log_n <= _MOST_LOG_N and 1 <= blocks <= 16 and 1 <= lanes <= 16):
        return None
    return _Hash(log_n, blocks, lanes, salt, key)
