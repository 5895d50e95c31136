"""What colour each lamp has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assets.recipes.lamps.streets import CORE, LESSER, Lights
from assets.recipes.lamps.towns import Town

Classes = NDArray[np.uint8]

# Rows of `assets.lamps.COLOURS`; the shares are ESTIMATES for 2018, when most streets between
# Moscow and Delhi still had sodium lamps.
SODIUM, WHITE = (0, 1), (2, 3, 4)


def colours_of_town(town: Town, lights: Lights) -> Classes:
    """Draw each lamp's class: streets are sodium, renewed quarters and cores are white."""
    rng = np.random.default_rng(town.seed + 1)
    renewed = rng.beta(1.3, 5.0)
    quarter = (np.floor(lights.x / 1.3) * 7907 + np.floor(lights.y / 1.3)).astype(np.int64)
    _, member = np.unique(quarter, return_inverse=True)
    share = np.clip(rng.beta(0.6, 2.0, member.max() + 1)[member] * renewed * 4, 0, 0.95)
    share = np.where(lights.kind == CORE, 0.25 + 0.6 * share, share)
    share = np.where(lights.kind == LESSER, share, 0.7 * share)
    white = rng.random(len(share)) < share
    warm = rng.choice(SODIUM, len(share), p=[0.75, 0.25])
    cold = rng.choice(WHITE, len(share), p=[0.3, 0.5, 0.2])
    return np.where(white, cold, warm).astype(np.uint8)


def colours_of_country(count: int, rng: np.random.Generator) -> Classes:
    """Draw the classes of lamps in villages and along roads."""
    return rng.choice(5, count, p=[0.56, 0.18, 0.09, 0.11, 0.06]).astype(np.uint8)
