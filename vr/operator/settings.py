"""The table `[operator]` of a kiosk's configuration: where the page is served, and to whom."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assets.toml import fault
from vr.operator.password import is_hash

PORT = 8740
SHORTEST_KEY = 32
MOST_STATIONS = 32


class OperatorSettings(BaseModel):
    """Where the operator's page is served; frozen, and closed to keys that it does not know.

    What leaves this machine needs a password, and a certificate or the word that it goes unsealed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = True
    host: str = "127.0.0.1"
    """The address to listen on: this machine's own alone; 0.0.0.0 for all networks."""
    port: Annotated[int, Field(ge=0, le=65535)] = PORT
    """0 takes any free one."""
    password: str = ""
    """What `cupola kiosk password` prints; never the password itself."""
    session_minutes: Annotated[float, Field(gt=0, le=720)] = 60.0
    """Minutes without a request after which one logs in again."""
    certificate: str = ""
    """A PEM file in the configuration's folder, for https."""
    certificate_key: str = ""
    unencrypted: bool = False
    """Whether the password may cross the network unsealed, as in a house's own closed network."""
    names: Annotated[tuple[str, ...], Field(max_length=16)] = ()
    """Names by which browsers reach this machine, beside its addresses and its own name."""
    stations: Annotated[tuple[str, ...], Field(max_length=MOST_STATIONS)] = ()
    """Addresses of other stations' pages, to be followed here."""
    key: str = ""
    """What all stations of a house share, so that one may ask and order the others."""
    authority: str = ""
    """A PEM file in the configuration's folder: who signed the other stations' certificates."""
    metrics_from: Annotated[tuple[str, ...], Field(max_length=64)] = ()
    """Addresses or networks that may read /metrics, beside this machine's own."""

    @property
    def is_local(self) -> bool:
        """Say whether only programs of this machine reach the page."""
        return is_loopback(self.host)

    @property
    def is_sealed(self) -> bool:
        """Say whether the page is served by https."""
        return bool(self.certificate)

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if self.host != "localhost" and _address(self.host) is None:
            raise fault("host", "must be an IP address, as 127.0.0.1, 0.0.0.0 or ::1; write one")
        for index, network in enumerate(self.metrics_from):
            try:
                ipaddress.ip_network(network, strict=False)
            except ValueError:
                key = f"metrics_from.{index}"
                raise fault(key, "is not an address or network, as 10.0.0.0/24") from None
        return self

    @model_validator(mode="after")
    def _has_a_hash(self) -> Self:
        if self.password and not is_hash(self.password):
            raise fault(
                "password",
                "is not a hash; run `cupola kiosk password` and write here what it prints",
            )
        return self

    @model_validator(mode="after")
    def _is_guarded_where_others_reach_it(self) -> Self:
        if bool(self.certificate) != bool(self.certificate_key):
            missing = "certificate_key" if self.certificate else "certificate"
            raise fault("certificate", f"needs {missing} too; add it, or take both away")
        if not self.enabled or self.is_local:
            return self
        if not self.password:
            raise fault(
                "host",
                f"{self.host} is reached from other machines and needs a password; run `cupola"
                ' kiosk password`, add what it prints, or set host = "127.0.0.1"',
            )
        if not self.is_sealed and not self.unencrypted:
            raise fault(
                "host",
                f"{self.host} is reached from other machines, and the password would be readable on"
                " the way; add certificate and certificate_key, or, in a closed network of your"
                " own, unencrypted = true",
            )
        return self

    @model_validator(mode="after")
    def _can_follow_its_stations(self) -> Self:
        if self.key and len(self.key) < SHORTEST_KEY:
            raise fault("key", f"must have {SHORTEST_KEY} characters at least; {_NEW_KEY}")
        if self.stations and not self.key:
            raise fault("stations", f"needs a key that the stations share; {_NEW_KEY}")
        for index, address in enumerate(self.stations):
            if not _is_origin(address):
                raise fault(
                    f"stations.{index}",
                    f'must be as "https://10.0.0.2:{PORT}", with nothing after the port',
                )
        return self


_NEW_KEY = "write in all of them what `openssl rand -hex 32` prints"


def is_loopback(host: str) -> bool:
    """Say whether an address is this machine's own to itself alone."""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_origin(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    plain = parts.path in ("", "/") and not parts.query and not parts.fragment
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and plain
        and not (parts.username or parts.password)
    )
