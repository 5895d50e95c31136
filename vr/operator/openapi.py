"""What the routes for programs take and give, as OpenAPI 3.1; fuzzing holds them to it."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from vr.kiosk.station import Status
from vr.operator.access import TOKEN_HEADER
from vr.operator.wire import Answer, ClockReading, OrderBody

_MEANINGS = {
    200: "as asked",
    202: "taken, to be carried out in the next frame",
    303: "go there",
    400: "not a request that can be read",
    401: "not logged in, not signed",
    403: "not allowed",
    404: "there is none",
    405: "not this method",
    409: "not what this station can do now, with the reason",
    413: "too large a body",
    415: "not JSON",
    421: "a name that is not this machine's",
    422: "not an order, with the reason",
    429: "too many tries",
    503: "not now",
}


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document as plain values."""
    _, models = models_json_schema(
        [(each, "validation") for each in (OrderBody, ClockReading, Answer)],
        ref_template="#/components/schemas/{model}",
    )
    status = TypeAdapter(Status).json_schema(
        ref_template="#/components/schemas/{model}", mode="serialization"
    )
    schemas = models["$defs"] | status.pop("$defs") | {"Status": status}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cupola, the operator's page", "version": "1"},
        "paths": _paths(),
        "components": {"schemas": schemas},
    }


def _paths() -> dict[str, Any]:
    text = {"text/plain": {"schema": {"type": "string"}}}
    html = {"text/html": {"schema": {"type": "string"}}}
    jpeg = {"image/jpeg": {"schema": {"type": "string", "contentMediaType": "image/jpeg"}}}
    number = _parameter("number", "path", {"type": "integer", "minimum": 0})
    token = _parameter(TOKEN_HEADER, "header", {"type": "string"})
    return {
        "/healthz": {
            "get": _operation("Whether the show runs", {200: _json("Answer"), 503: _json("Answer")})
        },
        "/metrics": {
            "get": _operation("Figures for Prometheus", {200: text, 403: _json("Answer")})
        },
        "/api/clock": {"get": _operation("The station's clock", {200: _json("ClockReading")})},
        "/api/status": {
            "get": _operation("What is shown", {200: _json("Status"), 401: _json("Answer")})
        },
        "/api/picture": {
            "get": _operation(
                "A small picture", {200: jpeg, 401: _json("Answer"), 404: _json("Answer")}
            )
        },
        "/api/order": {
            "post": _operation(
                "Order something",
                {code: _json("Answer") for code in (202, 401, 403, 409, 413, 415, 422, 503)},
                parameters=[token],
                body=_json("OrderBody"),
            )
        },
        "/": {"get": _operation("The page", {200: html, 303: {}})},
        "/stations": {"get": _operation("What changes in it", {200: html, 401: text})},
        "/picture/{number}.jpg": {
            "get": _operation("A station's picture", {200: jpeg, 401: text, 404: text}, [number])
        },
        "/order": {
            "post": _form(
                ("token", "station", "verb", "language"), {303: {}, 403: text, 413: text, 422: text}
            )
        },
        "/login": {
            "get": _operation("Ask for the password", {200: html, 303: {}}),
            "post": _form(
                ("token", "password"), {303: {}, 401: html, 403: text, 413: text, 429: html}
            ),
        },
        "/logout": {"post": _form(("token",), {303: {}, 403: text, 413: text})},
    }


def _operation(
    summary: str,
    responses: dict[int, dict[str, Any]],
    parameters: list[dict[str, Any]] | None = None,
    body: dict[str, Any] | None = None,
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "summary": summary,
        "responses": {
            str(code): {"description": _MEANINGS[code]} | ({"content": content} if content else {})
            for code, content in responses.items()
        },
    }
    if parameters:
        made["parameters"] = parameters
    if body:
        made["requestBody"] = {"required": True, "content": body}
    return made


def _form(fields: tuple[str, ...], responses: dict[int, dict[str, Any]]) -> dict[str, Any]:
    properties = {field: {"type": "string", "maxLength": 256} for field in fields}
    schema = {"type": "object", "properties": properties, "required": ["token"]}
    body = {"application/x-www-form-urlencoded": {"schema": schema}}
    return _operation("A form of the page", responses, body=body)


def _parameter(name: str, where: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
