// The station outside. In: m, Cupola frame; solar arrays in axes of their own. Out: for its light.
#include "station_light.glsl"
#include "viewing_circle.glsl"

in vec3 in_place;
in vec3 in_turned;
in vec3 in_normal;
in vec2 in_uv;
in vec4 in_surface; // square root of the albedo, gloss
in float in_turns;  // 0 stands still, 1 turns about the truss, 2 leans to the Sun too

uniform mat3 cupola_from_body_axes; // the Cupola's clocking: 1 where a window looks straight aft

out vec3 position;
out vec3 normal;
out vec2 uv;
out vec4 surface;

void main() {
    mat3 axes = in_turns > 1.5 ? leaning_axes : turned_axes;
    vec3 turned_normal = in_turns > 0.5 ? axes * in_normal : in_normal;
    position = cupola_from_body_axes * (in_place + axes * in_turned);
    normal = cupola_from_body_axes * turned_normal;
    uv = in_uv;
    surface = vec4(in_surface.rgb * in_surface.rgb, in_surface.a);
    gl_Position = clip_from_eye * vec4(position - eye_seeing(position), 1.0);
}
