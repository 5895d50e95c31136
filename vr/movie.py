"""An H.264 film file, written frame by frame: whole and playable, or not there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import av
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from assets.errors import MachineError

# ITU-T H.273: 1 is BT.709 (primaries and matrix), 13 the sRGB curve, range 1 the studio's.
_BT709, _SRGB_CURVE, _STUDIO_RANGE = 1, 13, 1
_ENCODER: Final = "libx264"
_ENCODING = {
    "crf": "18",  # no loss that the eye sees; the noise of the dark sky is kept
    "preset": "medium",
    "aq-mode": "3",  # spends more on the dark parts, which is where this film lives
    "threads": "4",  # fixed, since x264's output depends on it: cores do not change the film
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the film from `start` to `end`, s of film."""

    title: str
    start: float
    end: float


def check_encoder() -> str:
    """Return the encoder's name and version; raise MachineError without one."""
    if _ENCODER not in av.codecs_available:
        raise MachineError(
            f"this PyAV cannot encode H.264 (it has no {_ENCODER}); install the one from PyPI: "
            "pip install --force-reinstall --only-binary av av"
        )
    return f"H.264 by {_ENCODER}, FFmpeg {av.ffmpeg_version_info}"


class Movie:
    """Encode frames into an MP4 at `path` as they come; `close` makes it playable.

    `size` (width, height) in even numbers of pixels; `fps` frames a second. The index stands at
    the front, so that it plays while loading. Not thread-safe. As a context manager it closes
    the file without finishing it when an error flies by. Raises MachineError without an encoder.
    """

    def __init__(
        self, path: Path, size: tuple[int, int], fps: Fraction, *, title: str, comment: str
    ) -> None:
        check_encoder()
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        self._container: OutputContainer = av.open(str(path), "w", format="mp4", options=options)
        self._stream: VideoStream = self._container.add_stream(_ENCODER, rate=fps)
        self._container.metadata.update({"title": title, "comment": comment})
        self._set_up_stream(size)
        self.frames = 0

    def _set_up_stream(self, size: tuple[int, int]) -> None:
        stream = self._stream
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.options = dict(_ENCODING)
        context = stream.codec_context
        context.color_primaries = _BT709
        context.color_trc = _SRGB_CURVE
        context.colorspace = _BT709
        context.color_range = _STUDIO_RANGE

    def add(self, pixels: NDArray[np.uint8]) -> None:
        """Append one frame (H, W, 3), sRGB, rows from the top."""
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709", interpolation="AREA")
        frame.pts = self.frames
        frame.time_base = 1 / Fraction(self._stream.average_rate or 1)
        self._container.mux(self._stream.encode(frame))
        self.frames += 1

    def close(self, chapters: Sequence[Chapter] = ()) -> None:
        """Finish the file, with `chapters` cut to what was encoded."""
        self._container.mux(self._stream.encode(None))
        self._container.set_chapters(
            [
                {
                    "id": number,
                    "start": round(chapter.start * 1000),
                    "end": round(chapter.end * 1000),
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": chapter.title},
                }
                for number, chapter in enumerate(chapters)
            ]
        )
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
