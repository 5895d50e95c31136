"""Finds where a camera pointed from the places of stars in its picture, and from nothing else.

Triangles of bright centroids are matched to triangles of catalogue stars by their three angles; the
turn that a match implies is believed when it puts the other centroids on stars as well. Only the
camera's focal length is known. It shares no code with the program.
"""

from itertools import combinations

import numpy as np
from scipy.ndimage import maximum_filter, median_filter
from scipy.spatial import cKDTree

TRIANGLE_DEG = 0.03
"""How far a side of a triangle may be from the catalogue's."""
MATCH_DEG = 0.05
ENOUGH = 12
"""Stars that must agree: by chance one in a hundred would."""


def centroids(luminance, count, reach=3):
    """Return (n, 2) pixel places (x, y), brightest first, of the points in an image (H, W)."""
    light = luminance - median_filter(luminance, size=15)
    peaks = light == maximum_filter(light, size=2 * reach + 1)
    margin = 2 * reach
    peaks[:margin] = peaks[-margin:] = False
    peaks[:, :margin] = peaks[:, -margin:] = False
    rows, columns = np.nonzero(peaks)
    brightest = np.argsort(light[rows, columns])[::-1][:count]
    offset = np.arange(-reach, reach + 1)
    found = []
    for row, column in zip(rows[brightest], columns[brightest], strict=True):
        patch = np.maximum(
            light[row - reach : row + reach + 1, column - reach : column + reach + 1], 0.0
        )
        x = (patch.sum(axis=0) @ offset) / patch.sum()
        y = (patch.sum(axis=1) @ offset) / patch.sum()
        found.append((column + 0.5 + x, row + 0.5 + y))
    return np.array(found)


def rays(places, size, vertical_fov):
    """Return (n, 3) unit vectors in camera axes (x right, y up, z backward) of pixel places."""
    focal = size[1] / 2 / np.tan(vertical_fov / 2)
    x, y = places[:, 0] - size[0] / 2, size[1] / 2 - places[:, 1]
    vectors = np.stack([x, y, np.full(len(x), -focal)], axis=1)
    return vectors / np.linalg.norm(vectors, axis=1)[:, None]


def turn_between(seen, known):
    """Return the rotation (3, 3) that takes `known` (n, 3) to `seen` best (Kabsch 1976)."""
    u, _, vt = np.linalg.svd(seen.T @ known)
    return u @ np.diag([1.0, 1.0, np.linalg.det(u @ vt)]) @ vt


class Solver:
    """Knows the sky: unit vectors (n, 3) of stars, brightest first."""

    def __init__(self, sky, patterns, widest):
        self.sky = sky
        self.tree = cKDTree(sky)
        bright = cKDTree(sky[:patterns])
        pairs = bright.query_pairs(2 * np.sin(widest / 2), output_type="ndarray")
        angles = np.degrees(self._angle(sky[pairs[:, 0]], sky[pairs[:, 1]]))
        order = np.argsort(angles)
        self.pairs, self.angles = pairs[order], angles[order]

    @staticmethod
    def _angle(a, b):
        return 2 * np.arcsin(np.linalg.norm(a - b, axis=-1) / 2)

    def _near(self, angle_deg):
        """Return {star: set of stars} that are that far apart."""
        low, high = np.searchsorted(
            self.angles, [angle_deg - TRIANGLE_DEG, angle_deg + TRIANGLE_DEG]
        )
        near = {}
        for a, b in self.pairs[low:high]:
            near.setdefault(int(a), set()).add(int(b))
            near.setdefault(int(b), set()).add(int(a))
        return near

    def solve(self, seen):
        """Return (camera_from_sky, rows of `seen`, rows of the sky); ValueError where none fits."""
        for triple in combinations(range(min(len(seen), 9)), 3):
            a, b, c = seen[list(triple)]
            ab, ac, bc = (
                self._near(np.degrees(self._angle(*pair))) for pair in ((a, b), (a, c), (b, c))
            )
            for i in ab.keys() & ac.keys():
                for j in ab[i] & bc.keys():
                    for k in ac[i] & bc[j]:
                        turn = turn_between(np.stack([a, b, c]), self.sky[[i, j, k]])
                        found = self._agreeing(turn, seen)
                        if len(found[0]) >= ENOUGH:
                            return self._refined(turn, seen)
        raise ValueError("no part of the sky fits")

    def _agreeing(self, turn, seen):
        distance, rows = self.tree.query(seen @ turn)
        close = distance < np.radians(MATCH_DEG)
        return np.flatnonzero(close), rows[close]

    def _refined(self, turn, seen):
        for _ in range(3):
            here, there = self._agreeing(turn, seen)
            turn = turn_between(seen[here], self.sky[there])
        return turn, here, there
