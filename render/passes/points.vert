// A point of light that `PreparedPoints` worked out for the frame, as an eye sees it: a sprite.
#include "frame.glsl"
#include "eye.glsl"
#include "points.glsl"

uniform float reach;   // radius of the sprite in sigmas

in vec3 in_direction; // ITRS, unit
in float in_spread;   // width over a sharp point's
in vec3 in_flux;      // lux, linear sRGB; 0 where it is hidden

flat out vec2 centre; // window coordinates
flat out vec3 peak;   // luminance at the centre, cd/m2
flat out float sigma; // pixels

void main() {
    vec4 clip = clip_from_itrs * vec4(in_direction, 0.0);
    bool outside = any(greaterThan(abs(clip.xy), vec2(1.02 * clip.w)));
    sigma = core_sigma(raster.zw) * in_spread;
    peak = in_flux / (pixel_solid_angle(clip.w, raster.zw) * 2.0 * PI * sigma * sigma);
    centre = (clip.xy / clip.w * 0.5 + 0.5) * raster.xy;
    gl_PointSize = 2.0 * ceil(reach * sigma) + 1.0;
    bool dark = max(in_flux.r, max(in_flux.g, in_flux.b)) <= 0.0;
    gl_Position = outside || dark ? vec4(2.0, 2.0, 2.0, 1.0) : clip;
}
