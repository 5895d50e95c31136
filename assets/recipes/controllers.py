"""Make controllers.npz: the common controllers of headsets, small, with a colour a vertex."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assets.controllers import GENERIC, STEP
from assets.manifest import DATA
from assets.recipes._packages import Package, describe, record, unpacked

Array = NDArray[np.float64]

WEBXR_ASSETS = Package(
    "npm",
    "@webxr-input-profiles/assets",
    "1.0.20",
    "30df2a2268220fc0d0e034bed1550aabdd7a2500573c5216f64fc70d59c3d91e",
)
MODELS = {
    GENERIC: "generic-trigger-squeeze-thumbstick/left",
    "google-daydream": "google-daydream/none",
    "hp-mixed-reality": "hp-mixed-reality/left",
    "htc-vive": "htc-vive/none",
    "htc-vive-cosmos": "htc-vive-cosmos/left",
    "htc-vive-focus-3": "htc-vive-focus-3/left",
    "logitech-mx-ink": "logitech-mx-ink/none",
    "magicleap-two": "magicleap-two/none",
    "meta-quest-touch-plus": "meta-quest-touch-plus/left",
    "meta-quest-touch-pro": "meta-quest-touch-pro/left",
    "microsoft-mixed-reality": "microsoft-mixed-reality/left",
    "oculus-go": "oculus-go/none",
    "oculus-touch": "oculus-touch/left",
    "oculus-touch-v2": "oculus-touch-v2/left",
    "oculus-touch-v3": "oculus-touch-v3/left",
    "pico-4": "pico-4/left",
    "pico-4u": "pico-4u/left",
    "pico-neo3": "pico-neo3/left",
    "samsung-odyssey": "samsung-odyssey/left",
    "valve-index": "valve-index/left",
    "yvr-touch": "yvr-touch/left",
}
WELD = 0.0004
"""m; vertices nearer than this are one: finer than a headset shows at arm's length."""
_NUMBERS = {5121: "u1", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}


def main() -> None:
    """Unpack every model, put its parts together, weld, and write all."""
    stored: dict[str, NDArray[Any]] = {}
    members = {name: f"package/dist/profiles/{part}.glb" for name, part in MODELS.items()}
    with unpacked(WEBXR_ASSETS, *members.values()) as folder:
        for name, member in members.items():
            position, normal, albedo, triangles = _welded(*_joined(_Glb.read(folder / member)))
            stored[f"{name}/position"] = np.round(position / STEP).astype(np.int16)
            stored[f"{name}/normal"] = np.round(normal * 127).astype(np.int8)
            stored[f"{name}/albedo"] = np.round(255 * np.sqrt(albedo)).astype(np.uint8)
            stored[f"{name}/triangles"] = triangles.astype(np.uint16)
    np.savez_compressed(DATA / "controllers.npz", allow_pickle=False, **stored)
    record(
        describe(
            "controllers.npz",
            f"{len(MODELS)} controllers of headsets, left hands, as meshes with a colour a vertex",
            sources=tuple(WEBXR_ASSETS.source(member) for member in members.values()),
            licence="MIT",
            credit="WebXR Input Profiles (Amazon and contributors)",
            recipe="assets.recipes.controllers",
        )
    )


@dataclass(frozen=True, slots=True)
class _Glb:
    """A binary glTF 2.0 file: its description and its one buffer."""

    about: dict[str, Any]
    data: bytes

    @staticmethod
    def read(path: Path) -> _Glb:
        content = path.read_bytes()
        (length,) = struct.unpack_from("<I", content, 12)
        return _Glb(json.loads(content[20 : 20 + length]), content[28 + length :])

    def array(self, accessor: int) -> NDArray[Any]:
        about = self.about["accessors"][accessor]
        view = self.about["bufferViews"][about["bufferView"]]
        kind, width = np.dtype(_NUMBERS[about["componentType"]]), _WIDTHS[about["type"]]
        start = view.get("byteOffset", 0) + about.get("byteOffset", 0)
        stride = view.get("byteStride", kind.itemsize * width)
        rows = np.ndarray((about["count"], width), kind, self.data, start, (stride, kind.itemsize))
        return rows.copy()

    def picture(self, texture: int) -> Array:
        """Return a texture's picture (H, W, 3), linear sRGB."""
        image = self.about["images"][self.about["textures"][texture]["source"]]
        view = self.about["bufferViews"][image["bufferView"]]
        start = view.get("byteOffset", 0)
        opened = Image.open(io.BytesIO(self.data[start : start + view["byteLength"]]))
        code = np.asarray(opened.convert("RGB")) / 255.0
        return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)


def _joined(glb: _Glb) -> tuple[Array, Array, Array, NDArray[np.int64]]:
    """Return all parts of a model as one: places, normals, albedos (n, 3), triangles (m, 3)."""
    places, normals, albedos, triangles = [], [], [], []
    count = 0
    for mesh, turn in _placed_meshes(glb):
        for part in glb.about["meshes"][mesh]["primitives"]:
            attributes = part["attributes"]
            place = glb.array(attributes["POSITION"]).astype(np.float64)
            normal = glb.array(attributes["NORMAL"]).astype(np.float64)
            places.append(place @ turn[:3, :3].T + turn[:3, 3])
            normals.append(normal @ np.linalg.inv(turn[:3, :3]))
            albedos.append(_albedo(glb, part, len(place)))
            faces = glb.array(part["indices"]).reshape(-1, 3).astype(np.int64) + count
            is_mirrored = np.linalg.det(turn[:3, :3]) < 0.0
            triangles.append(faces[:, ::-1] if is_mirrored else faces)
            count += len(place)
    normal = np.concatenate(normals)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    return np.concatenate(places), normal, np.concatenate(albedos), np.concatenate(triangles)


def _placed_meshes(glb: _Glb) -> Iterator[tuple[int, Array]]:
    """Yield each mesh with the matrix (4, 4) that puts it into the model."""

    def walk(number: int, above: Array) -> Iterator[tuple[int, Array]]:
        node = glb.about["nodes"][number]
        here = above @ _matrix(node)
        if "mesh" in node:
            yield node["mesh"], here
        for child in node.get("children", ()):
            yield from walk(child, here)

    for root in glb.about["scenes"][glb.about.get("scene", 0)]["nodes"]:
        yield from walk(root, np.eye(4))


def _matrix(node: dict[str, Any]) -> Array:
    if "matrix" in node:
        return np.array(node["matrix"], dtype=np.float64).reshape(4, 4).T
    x, y, z, w = node.get("rotation", (0.0, 0.0, 0.0, 1.0))
    matrix = np.eye(4)
    matrix[:3, :3] = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    ) @ np.diag(node.get("scale", (1.0, 1.0, 1.0)))
    matrix[:3, 3] = node.get("translation", (0.0, 0.0, 0.0))
    return matrix


def _albedo(glb: _Glb, part: dict[str, Any], count: int) -> Array:
    """Return the base colour (n, 3) at every vertex."""
    material = glb.about["materials"][part["material"]] if "material" in part else {}
    surface = material.get("pbrMetallicRoughness", {})
    factor = np.array(surface.get("baseColorFactor", (1.0, 1.0, 1.0, 1.0))[:3])
    if "baseColorTexture" not in surface:
        return np.tile(factor, (count, 1))
    picture = glb.picture(surface["baseColorTexture"]["index"])
    uv = glb.array(part["attributes"]["TEXCOORD_0"]).astype(np.float64) % 1.0
    column = np.minimum((uv[:, 0] * picture.shape[1]).astype(int), picture.shape[1] - 1)
    row = np.minimum((uv[:, 1] * picture.shape[0]).astype(int), picture.shape[0] - 1)
    found: Array = picture[row, column] * factor
    return found


def _welded(
    place: Array, normal: Array, albedo: Array, triangles: NDArray[np.int64]
) -> tuple[Array, Array, Array, NDArray[np.int64]]:
    """Return the mesh with vertices that lie and face alike made one, and what is left of it."""
    key = np.concatenate([np.round(place / WELD), np.round(normal * 2.0)], axis=-1)
    _, which, counts = np.unique(key, axis=0, return_inverse=True, return_counts=True)
    which = which.reshape(-1)
    total = len(counts)

    def mean(values: Array) -> Array:
        summed = np.stack(
            [np.bincount(which, values[:, k], total) for k in range(values.shape[1])], axis=-1
        )
        averaged: Array = summed / counts[:, None]
        return averaged

    kept = which[triangles]
    whole = (kept != np.roll(kept, 1, axis=1)).all(axis=1)
    facing = mean(normal)
    facing /= np.maximum(np.linalg.norm(facing, axis=-1, keepdims=True), 1e-9)
    return mean(place), facing, mean(albedo), np.unique(kept[whole], axis=0)


if __name__ == "__main__":
    main()
