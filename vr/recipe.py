"""What a film follows from, put down so that it is noticed when any of it has changed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from assets.words import ENGLISH
from orbit.scenario import Scenario
from vr.coding import check_encoder
from vr.making import Recipe
from vr.shot import Shot
from vr.version import program, source_digest


def recipe(scenario: Scenario, shot: Shot) -> Recipe:
    """Return the recipe of a shot. Raises MachineError without an encoder."""
    plan, style = shot.plan, shot.style
    return {
        "the program": f"{program()} {source_digest()}",
        "the scenario": scenario_digest(scenario),
        "--from": repr(plan.first),
        "--to": repr(plan.last),
        "--rate": repr(plan.rate),
        "--fps": str(plan.fps),
        "the camera": repr(shot.camera),
        "--look": repr(style.look),
        "--language": style.layers.language,
        "what is shown": repr(replace(style.layers, language=ENGLISH)),
        "--quality": repr(style.quality),
        "--exposure": repr(shot.shutter),
        "the encoding": encoding(shot),
    }


def encoding(shot: Shot) -> str:
    """Return what the bytes of an encoded piece follow from beside its pictures."""
    return f"{check_encoder(shot.coding)}; {shot.coding}; {dict(shot.coding.settings)}"


def scenario_digest(scenario: Scenario) -> str:
    """Return a checksum of a scenario, with its vehicle and the user's own element set."""
    digest = hashlib.sha256(scenario.model_dump_json().encode())
    if scenario.launch is not None:
        digest.update(scenario.vehicle_file().read_bytes())
    digest.update(repr(scenario.elements).encode())
    return digest.hexdigest()[:16]
