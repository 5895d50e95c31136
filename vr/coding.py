"""How a film is encoded: which codec, how many bits, and the settings that go with them."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import av

from assets.errors import MachineError

CodecName = Literal["h264", "h265"]
Depth = Literal[8, 10]

_NAMES: Final = {"h264": "H.264", "h265": "H.265"}
_ENCODERS: Final[Mapping[CodecName, Literal["libx264", "libx265"]]] = {
    "h264": "libx264",
    "h265": "libx265",
}
_SAME_EVERYWHERE = (
    {"x264-params": "asm=SSE4.2"} if platform.machine() in ("x86_64", "AMD64") else {}
)
"""x264's own code for AVX-512 reads past the end of a row of blocks: where the width is no multiple
of 128 the same pictures came out as other bytes each time. With this they are the same on every
processor, and no slower at 1920x1080."""
_SETTINGS: Final[Mapping[CodecName, Mapping[str, str]]] = {
    # Both: no loss that the eye sees, so that the noise of the dark sky is kept; aq-mode 3 spends
    # more on the dark parts, which is where this film lives; the threads are fixed, since the
    # output depends on them: cores do not change the film.
    "h264": {"crf": "18", "preset": "medium", "aq-mode": "3", "threads": "4"} | _SAME_EVERYWHERE,
    "h265": {
        "crf": "20",
        "preset": "medium",
        "x265-params": "aq-mode=3:open-gop=0:frame-threads=2:pools=4:log-level=error",
    },
}


@dataclass(frozen=True, slots=True)
class Coding:
    """A codec and the bits of its numbers. 10 bits keep dark gradients without steps."""

    codec: CodecName = "h264"
    depth: Depth = 8

    @property
    def encoder(self) -> Literal["libx264", "libx265"]:
        """Return FFmpeg's name of the encoder."""
        return _ENCODERS[self.codec]

    @property
    def pixel_format(self) -> str:
        """Return FFmpeg's name of the encoded pixels: 4:2:0, as players want it."""
        return "yuv420p" if self.depth == 8 else "yuv420p10le"

    @property
    def settings(self) -> Mapping[str, str]:
        """Return the encoder's options."""
        return _SETTINGS[self.codec]

    def __str__(self) -> str:
        """Say it as a film's comment does."""
        return f"{_NAMES[self.codec]}, {self.depth} bit"


def check_encoder(coding: Coding = Coding()) -> str:
    """Return the encoder's name and version; raise MachineError without one."""
    name = coding.encoder
    if name not in av.codecs_available or coding.pixel_format not in _formats(name):
        raise MachineError(
            f"this PyAV cannot encode {coding} (it has no {name} for it); install the one from "
            "PyPI: pip install --force-reinstall --only-binary av av"
        )
    return f"{_NAMES[coding.codec]} by {name}, FFmpeg {av.ffmpeg_version_info}"


def _formats(encoder: str) -> set[str]:
    return {known.name for known in av.Codec(encoder, "w").video_formats or ()}
