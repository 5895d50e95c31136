"""What a still says about itself so that viewers show it all round: XMP of the GPano namespace.

Google, "Photo Sphere XMP Metadata". It has no word for two eyes in one picture; there the marks of
Google's "Spherical Video RFC" say so, which some viewers read, and most ask.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from vr.camera import Camera
from vr.panorama_options import PanoramaOptions
from vr.version import program

XMP_KEYWORD = "XML:com.adobe.xmp"
"""Of the PNG's iTXt chunk (Adobe, XMP Specification Part 3, section 1.1.5)."""


def xmp_of(camera: Camera) -> str | None:
    """Return the packet that goes with a picture of that camera, or None for a flat one."""
    if not isinstance(camera, PanoramaOptions):
        return None
    return xmp(camera.size, stereo=camera.eyes == 2, source=program())


def xmp(size: tuple[int, int], *, stereo: bool, source: str) -> str:
    """Return the packet for a whole equirectangular picture of `size` (width, height) in px."""
    width, height = size
    values = {
        "GPano:ProjectionType": "equirectangular",
        "GPano:UsePanoramaViewer": "True",
        "GPano:StitchingSoftware": escape(source),
        "GPano:FullPanoWidthPixels": width,
        "GPano:FullPanoHeightPixels": height,
        "GPano:CroppedAreaImageWidthPixels": width,
        "GPano:CroppedAreaImageHeightPixels": height,
        "GPano:CroppedAreaLeftPixels": 0,
        "GPano:CroppedAreaTopPixels": 0,
    }
    if stereo:
        values |= {"GSpherical:Spherical": "true", "GSpherical:StereoMode": "top-bottom"}
    properties = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about=""'
        ' xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"'
        ' xmlns:GSpherical="http://ns.google.com/videos/1.0/spherical/">'
        f"{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="r"?>'
    )
