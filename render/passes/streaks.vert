// A streak of light with a bright head: a plume behind its nozzle, the wake of something burning up.
// In: head and tail (ITRS axes, m from the eye), width in m, illuminance in lux. A quad around it.
#include "frame.glsl"
#include "eye.glsl"
#include "points.glsl"

in vec2 in_corner;        // x: 0 head, 1 tail; y: -1 to 1 across
in vec3 in_head;
in vec3 in_tail;
in vec2 in_width;         // m, standard deviation at head and tail
in vec3 in_illuminance;   // lux, linear sRGB

flat out vec2 head;       // window coordinates
flat out vec2 along;      // unit vector head to tail, window
flat out float extent;    // pixels
flat out vec2 width;      // pixels at head and tail
flat out vec3 line_light; // luminance times pixels squared

vec2 window(vec4 clip) {
    return (clip.xy / clip.w * 0.5 + 0.5) * raster.xy;
}

void main() {
    float distance = length(in_head);
    vec4 head_clip = clip_from_itrs * vec4(in_head / distance, 0.0);
    vec4 tail_clip = clip_from_itrs * vec4(in_tail / distance, 0.0);
    if (head_clip.w <= 0.02 || tail_clip.w <= 0.02) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    head = window(head_clip);
    vec2 way = window(tail_clip) - head;
    extent = max(length(way), 0.5);
    along = length(way) > 1e-3 ? normalize(way) : vec2(1.0, 0.0);
    float pixels_per_metre = 1.0 / (distance * raster.w * head_clip.w);
    width = max(in_width * pixels_per_metre, vec2(core_sigma(raster.zw)));
    line_light = in_illuminance / pixel_solid_angle(head_clip.w, raster.zw);
    float reach = 3.2 * max(width.x, width.y);
    vec2 across = vec2(-along.y, along.x);
    vec2 at = head + along * mix(-reach, extent + reach, in_corner.x) + across * reach * in_corner.y;
    gl_Position = vec4(at / raster.xy * 2.0 - 1.0, 0.5, 1.0);
}
