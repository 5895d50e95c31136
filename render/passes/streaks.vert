// A streak of light with a bright head: a flame, a plume behind its nozzle, the wake of something
// burning up. In: head and tail (ITRS axes, m), shape in m, illuminance in lux. A quad around it.
#include "frame.glsl"
#include "eye.glsl"
#include "earth.glsl"
#include "points.glsl"
#include "occlusion.glsl"

in vec2 in_corner;        // x: 0 head, 1 tail; y: -1 to 1 across
in vec3 in_head;          // from the eye
in vec3 in_tail;          // from the head to where the light has fallen to 1/e
in vec2 in_shape;         // half-width at the head, its gain over the tail
in vec3 in_illuminance;   // linear sRGB

flat out vec2 head;        // window coordinates
flat out vec2 along;       // unit vector head to tail, window
flat out float extent;     // pixels, to 1/e
flat out vec2 shape;       // pixels
flat out vec2 blur;        // pixels: standard deviation of the point's image, and along the streak
flat out vec3 total_light; // luminance times pixels squared
flat out float distance;   // m
out vec3 ray;              // ITRS

const float TAILS = 6.0;   // what lies beyond is 0.25 %
const float SIGMAS = 3.4;  // 0.07 %
const float SOFT_FRONT = 0.6; // of the half-width at the head

vec2 window(vec4 clip) {
    return (clip.xy / clip.w * 0.5 + 0.5) * raster.xy;
}

void main() {
    distance = length(in_head);
    vec4 head_clip = clip_from_itrs * vec4(in_head / distance, 0.0);
    vec4 tail_clip = clip_from_itrs * vec4((in_head + in_tail) / distance, 0.0);
    if (head_clip.w <= 0.02 || tail_clip.w <= 0.02) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    head = window(head_clip);
    vec2 way = window(tail_clip) - head;
    extent = max(length(way), 0.02);
    along = length(way) > 1e-3 ? normalize(way) : vec2(0.0, 1.0);
    float pixels_per_metre = 1.0 / (distance * raster.w * head_clip.w);
    shape = in_shape * pixels_per_metre;
    // Seen from ahead or behind no tail and no widening show, and a streak is as high as it is wide.
    float side = min(extent / max(length(in_tail) * pixels_per_metre, 1e-6), 1.0);
    float depth = (shape.x + shape.y) * sqrt(1.0 - side * side);
    shape = vec2(shape.x + (1.0 - side) * shape.y, side * shape.y);
    blur.x = core_sigma(raster.zw);
    blur.y = length(vec3(blur.x, SOFT_FRONT * shape.x, depth));
    total_light = in_illuminance / pixel_solid_angle(head_clip.w, raster.zw);
    float wide = SIGMAS * length(vec2(blur.x, shape.x + TAILS * shape.y));
    float before = 4.0 * blur.y;
    float behind = TAILS * extent + before;
    vec2 across = vec2(-along.y, along.x);
    vec2 at = head + along * mix(-before, behind, in_corner.x) + across * wide * in_corner.y;
    vec2 place = at / raster.xy * 2.0 - 1.0;
    ray = ray_through(place);
    gl_Position = vec4(place, 0.5, 1.0);
}
