"""Marks an MP4 as a panorama, so that players show it all round and, in a headset, to each eye.

FFmpeg writes these marks from a stream's side data alone, which PyAV does not let one set. Both
kinds are written: Google's "Spherical Video V2 RFC" (boxes `st3d` and `sv3d` of the sample entry)
and, for older players, its "Spherical Video RFC" (XML in a `uuid` box of the track). Box structure:
ISO/IEC 14496-12.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID
from xml.sax.saxutils import escape

from assets.errors import MachineError

_V1 = UUID("ffcc8263-f855-4a93-8814-587a02521fdd")
_TOP_BOTTOM = 1
_SAMPLE_ENTRY_HEADER = 86
"""Bytes of a VisualSampleEntry before the boxes in it, its own header included."""
_DECODER_BOXES = (b"avcC", b"hvcC", b"av1C")
_LARGEST_32_BIT = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Box:
    """A box of `data`: it begins at `start`, its content at `content`, and it ends before `end`."""

    kind: bytes
    start: int
    content: int
    end: int


def mark_spherical(path: Path, *, stereo: bool, source: str) -> None:
    """Mark the MP4 at `path` as equirectangular; `stereo`: left eye above the right.

    `source` names the program that made it. The file must be one as `vr.movie` writes it: not in
    fragments. It is written anew beside itself, which takes its size in room. Raises MachineError
    for a file without a video track, or when the disk refuses.
    """
    marked = path.with_name(f"{path.name}.marked.part")
    try:
        with path.open("rb") as old, marked.open("wb") as new:
            _copy(old, new, stereo=stereo, source=source, name=path.name)
        marked.replace(path)
    except OSError as error:
        raise MachineError(
            f"{path} could not be marked as a panorama ({error.strerror or error}); "
            "free some room or choose another folder"
        ) from error
    finally:
        marked.unlink(missing_ok=True)


def _copy(old: BinaryIO, new: BinaryIO, *, stereo: bool, source: str, name: str) -> None:
    """Copy a film box by box, its index (`moov`) changed."""
    length = old.seek(0, os.SEEK_END)
    start = 0
    while start < length:
        old.seek(start)
        kind, size = _head(old.read(16), length - start)
        old.seek(start)
        if kind == b"moov":
            new.write(_marked(old.read(size), start, stereo=stereo, source=source, name=name))
        else:
            _copy_bytes(old, new, size)
        start += size


def _copy_bytes(old: BinaryIO, new: BinaryIO, count: int) -> None:
    whole, rest = divmod(count, 1 << 20)
    for _ in range(whole):
        new.write(old.read(1 << 20))
    new.write(old.read(rest))


def _head(data: bytes, room: int) -> tuple[bytes, int]:
    """Return kind and size of the box that `data` begins with; 0 means all the room there is."""
    size, kind = struct.unpack_from(">I4s", data)
    if size == 1:
        (size,) = struct.unpack_from(">Q", data, 8)
    return kind, int(size) or room


def boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """Return the boxes of `data` from `start` to `end`."""
    while start + 8 <= end:
        kind, size = _head(data[start : start + 16], end - start)
        header = 16 if data[start : start + 4] == b"\0\0\0\1" else 8
        yield Box(kind, start, start + header, min(start + size, end))
        start += max(size, 8)


def _inside(data: bytes, box: Box, *kinds: bytes) -> Box | None:
    """Return the first box down a path of kinds, or None."""
    for kind in kinds:
        found = next((b for b in boxes(data, box.content, box.end) if b.kind == kind), None)
        if found is None:
            return None
        box = found
    return box


def _marked(moov: bytes, place: int, *, stereo: bool, source: str, name: str) -> bytes:
    """Return the index with the marks in its video track and every offset behind it moved.

    `place` is where it stands in the file.
    """
    whole = Box(b"moov", 0, 8, len(moov))
    tracks = [box for box in boxes(moov, 8, len(moov)) if box.kind == b"trak"]
    video = next((track for track in tracks if _handler(moov, track) == b"vide"), None)
    way = [] if video is None else _way_to_entry(moov, video)
    if video is None or not way:
        raise MachineError(f"{name} has no video track that could be marked as a panorama")
    entry = way[-1]
    marks = (_st3d() if stereo else b"") + _sv3d(source)
    legacy = _v1(stereo=stereo, source=source)
    growth = len(marks) + len(legacy)

    new = bytearray(moov)
    for box in (whole, video):
        _grow(new, box, growth)
    for box in way:
        _grow(new, box, len(marks))
    for track in tracks:
        for box, layout, offsets in _offsets(moov, track):
            moved = [each + growth if each > place else each for each in offsets]
            if box.kind == b"stco" and max(moved, default=0) > _LARGEST_32_BIT:
                raise MachineError(f"{name} is a few bytes too long to be marked; shorten it")
            struct.pack_into(layout, new, box.content + 8, *moved)
    after = _end_of_decoder_box(moov, entry)
    # The later one first, so that the other's place holds.
    new[video.end : video.end] = legacy
    new[after:after] = marks
    return bytes(new)


def _handler(data: bytes, track: Box) -> bytes:
    box = _inside(data, track, b"mdia", b"hdlr")
    return b"" if box is None else data[box.content + 8 : box.content + 12]


def _way_to_entry(data: bytes, track: Box) -> list[Box]:
    """Return the boxes from the track down to its sample entry, which comes last."""
    way, box = [], track
    for kind in (b"mdia", b"minf", b"stbl", b"stsd"):
        found = _inside(data, box, kind)
        if found is None:
            return []
        way.append(found)
        box = found
    entry = next(boxes(data, box.content + 8, box.end), None)  # after version and count
    return [*way, entry] if entry else []


def _end_of_decoder_box(data: bytes, entry: Box) -> int:
    """Return where the marks go: after what a decoder must have, before what is optional."""
    first = entry.start + _SAMPLE_ENTRY_HEADER
    ends = [box.end for box in boxes(data, first, entry.end) if box.kind in _DECODER_BOXES]
    return max(ends, default=first)


def _grow(data: bytearray, box: Box, growth: int) -> None:
    struct.pack_into(">I", data, box.start, box.end - box.start + growth)


def _offsets(data: bytes, track: Box) -> Iterator[tuple[Box, str, tuple[int, ...]]]:
    """Return the tables of where the track's chunks lie in the file: box, layout, places."""
    table = _inside(data, track, b"mdia", b"minf", b"stbl")
    for box in boxes(data, table.content, table.end) if table else ():
        if box.kind in (b"stco", b"co64"):
            (count,) = struct.unpack_from(">I", data, box.content + 4)
            layout = f">{count}{'I' if box.kind == b'stco' else 'Q'}"
            yield box, layout, struct.unpack_from(layout, data, box.content + 8)


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _full_box(kind: bytes, content: bytes) -> bytes:
    """Return a box with version 0 and no flags."""
    return _box(kind, bytes(4) + content)


def _st3d() -> bytes:
    return _full_box(b"st3d", bytes([_TOP_BOTTOM]))


def _sv3d(source: str) -> bytes:
    header = _full_box(b"svhd", source.encode() + b"\0")
    pose = _full_box(b"prhd", bytes(12))  # yaw, pitch, roll: the picture stands upright
    equirect = _full_box(b"equi", bytes(16))  # nothing cropped
    return _box(b"sv3d", header + _box(b"proj", pose + equirect))


def _v1(*, stereo: bool, source: str) -> bytes:
    mode = "<GSpherical:StereoMode>top-bottom</GSpherical:StereoMode>" if stereo else ""
    xml = (
        '<?xml version="1.0"?><rdf:SphericalVideo'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:GSpherical="http://ns.google.com/videos/1.0/spherical/">'
        "<GSpherical:Spherical>true</GSpherical:Spherical>"
        "<GSpherical:Stitched>true</GSpherical:Stitched>"
        f"<GSpherical:StitchingSoftware>{escape(source)}</GSpherical:StitchingSoftware>"
        f"<GSpherical:ProjectionType>equirectangular</GSpherical:ProjectionType>{mode}"
        "</rdf:SphericalVideo>"
    )
    return _box(b"uuid", _V1.bytes + xml.encode())
