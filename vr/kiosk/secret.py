"""A PIN or a password as the configuration keeps it: salted and hashed by scrypt (RFC 7914)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

_COST, _BLOCK, _LANES = 2**14, 8, 1
"""scrypt's N, r and p; 16 MB and some 50 ms a try (RFC 7914, section 2, for interactive log-in)."""
_NAME = "scrypt"


def hashed(secret: str) -> str:
    """Return the text that the configuration keeps in place of a secret."""
    salt = secrets.token_bytes(16)
    digest = _digest(secret, salt, _COST, _BLOCK, _LANES)
    parts = (_NAME, str(_COST), str(_BLOCK), str(_LANES), _text(salt), _text(digest))
    return ":".join(parts)


def matches(secret: str, kept: str) -> bool:
    """Say whether a secret is the one that was hashed; takes the same time for any wrong one."""
    _, cost, block, lanes, salt, digest = _parts(kept)
    found = _digest(secret, _bytes(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, _bytes(digest))


def is_hashed(kept: str) -> bool:
    """Say whether a text is what `hashed` gives."""
    try:
        _, cost, block, lanes, salt, digest = _parts(kept)
        figures = (int(cost), int(block), int(lanes))
    except ValueError:
        return False
    return figures == (_COST, _BLOCK, _LANES) and len(_bytes(salt)) == 16 and bool(_bytes(digest))


def _parts(kept: str) -> list[str]:
    parts = kept.split(":")
    if len(parts) != 6 or parts[0] != _NAME:
        raise ValueError("not a hashed secret")
    return parts


def _digest(secret: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=salt, n=cost, r=block, p=lanes)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text)
    except binascii.Error:
        return b""
