"""A piece of film in an MP4 of its own, written frame by frame: one closed run of pictures."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import av
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream

from vr.coding import Coding, check_encoder
from vr.offscreen import Pixels

# ITU-T H.273: 1 is BT.709 (primaries and matrix), 13 the sRGB curve, range 1 the studio's.
_BT709, _SRGB_CURVE, _STUDIO_RANGE = 1, 13, 1

_REORDERED = 2
"""By how many frames both encoders decode ahead of showing. x265 takes it from the frame after
these, and where there is none leaves the time of decoding to what was in memory before."""


class Movie:
    """Encode frames into an MP4 at `path` as they come; `close` makes it playable.

    `size` (width, height) in even numbers of pixels; `fps` frames a second. It begins with a key
    frame and nothing in it refers to what is outside, so such files can be joined as they are
    (`vr.joining`). Not thread-safe. As a context manager it closes the file without finishing it
    when an error flies by. Raises MachineError without an encoder.
    """

    def __init__(
        self,
        path: Path,
        size: tuple[int, int],
        fps: Fraction,
        coding: Coding = Coding(),  # noqa: B008, a frozen value
    ) -> None:
        check_encoder(coding)
        self._coding = coding
        self._container: OutputContainer = av.open(
            str(path), "w", format="mp4", options={"fflags": "+bitexact"}
        )
        self._stream: VideoStream = self._container.add_stream(coding.encoder, rate=fps)
        self._set_up_stream(size)
        self.frames = 0

    def _set_up_stream(self, size: tuple[int, int]) -> None:
        stream = self._stream
        stream.width, stream.height = size
        stream.pix_fmt = self._coding.pixel_format
        stream.options = dict(self._coding.settings)
        context = stream.codec_context
        if self._coding.codec == "h265":
            context.codec_tag = "hvc1"  # by which Apple's players know H.265
        context.color_primaries = _BT709
        context.color_trc = _SRGB_CURVE
        context.colorspace = _BT709
        context.color_range = _STUDIO_RANGE

    def add(self, pixels: Pixels) -> None:
        """Append one frame."""
        shape: Any = pixels
        given = "rgb24" if pixels.dtype == np.uint8 else "rgb48le"
        frame = av.VideoFrame.from_ndarray(shape, format=given)
        frame = frame.reformat(
            format=self._coding.pixel_format, dst_colorspace="ITU709", interpolation="AREA"
        )
        frame.pts = self.frames
        frame.time_base = 1 / Fraction(self._stream.average_rate or 1)
        self._container.mux(self._stream.encode(frame))
        self.frames += 1

    def close(self) -> None:
        """Finish the file."""
        for packet in self._stream.encode(None):
            if self.frames <= _REORDERED:
                packet.dts = packet.pts
            self._container.mux(packet)
        self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(av.FFmpegError):  # a full disk must not hide the error that came first
            self._container.close()
