"""Opens the port of the operator's page, or says why it cannot be."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from pathlib import Path

from assets.errors import InputError, MachineError
from assets.inside import inside
from vr.operator.connections import Door
from vr.operator.settings import OperatorSettings

_REMEDIES = {
    errno.EADDRINUSE: "end the program that has it, or set another operator.port",
    errno.EACCES: "set an operator.port of 1024 or more, which any user may open",
    errno.EADDRNOTAVAIL: "this machine has no such address: set operator.host to one that it has",
}


def listen(settings: OperatorSettings) -> Door:
    """Return the listening socket; raise `MachineError` where there is none to be had."""
    host = "127.0.0.1" if settings.host == "localhost" else settings.host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = Door(family)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share a port
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if host == "::":
            door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        door.bind((host, settings.port))
        door.listen(64)
        door.setblocking(False)
    except OSError as error:
        door.close()
        remedy = _REMEDIES.get(error.errno or 0, "set another operator.host or operator.port")
        raise MachineError(
            f"the operator's page cannot be served at {host}, port {settings.port}"
            f" ({error.strerror}); {remedy}"
        ) from None
    return door


def url(settings: OperatorSettings, port: int) -> str:
    """Return where a browser on this machine finds the page."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if settings.is_sealed else 'http'}://{shown}:{port}/"


def certificate(settings: OperatorSettings, folder: Path) -> ssl.SSLContext | None:
    """Return what seals the page, None for http; raise `InputError` for bad files."""
    if not settings.is_sealed:
        return None
    chain = _file(folder, "certificate", settings.certificate)
    key = _file(folder, "certificate_key", settings.certificate_key)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(chain, key, password=_no_passphrase)
    except (ssl.SSLError, OSError, ValueError) as error:
        raise InputError(
            f"operator.certificate: {chain} and {key} are not a certificate and its key without a"
            f" passphrase ({error}); make them anew"
        ) from None
    return context


def authority(settings: OperatorSettings, folder: Path) -> ssl.SSLContext | bool:
    """Return whose certificates other stations are known by; raise `InputError` for a bad file."""
    if not settings.authority:
        return True
    path = _file(folder, "authority", settings.authority)
    try:
        return ssl.create_default_context(cafile=str(path))
    except (ssl.SSLError, OSError) as error:
        raise InputError(
            f"operator.authority: {path} holds no certificate ({error}); give a PEM file"
        ) from None


def _file(folder: Path, key: str, named: str) -> Path:
    path = inside(folder, named)
    if path is None:
        raise InputError(
            f"operator.{key}: {named!r} leads out of {folder}; put the file into that folder"
        )
    if not path.is_file():
        raise InputError(f"operator.{key}: there is no file {path}; check the name")
    return path


def _no_passphrase() -> str:
    """Answer for a key that is locked, which would else ask at the terminal and hold the start."""
    return ""
