// The Cupola's solids. In: m, Cupola frame. Out: what the fragment shader needs to light them.
// Diffuse light of everything but the key light (Moon or Sun) is summed here, a vertex being small.
#include "cupola_light.glsl"
#include "viewing_circle.glsl"

in vec3 in_position;
in vec3 in_normal;
in vec2 in_uv;
in vec4 in_surface; // square root of the albedo, gloss
in vec2 in_light;   // occlusion; irradiance from the Earth over pi times its luminance

uniform vec3 screen_place;

out vec3 position;
out vec3 normal;
out vec2 uv;
out vec3 shadow_place;
out vec3 irradiance; // lux
out vec4 surface;    // albedo, gloss
out float open_share;

void main() {
    position = in_position;
    normal = in_normal;
    uv = in_uv;
    surface = vec4(in_surface.rgb * in_surface.rgb, in_surface.a);
    open_share = in_light.x;
    shadow_place = (shadow_from_cupola * vec4(in_position, 1.0)).xyz;

    vec3 to_screen = screen_place - in_position;
    float away2 = dot(to_screen, to_screen);
    // Half-wrapped: the screen is a hand's breadth wide and its wall scatters too.
    float facing = max(0.25 + 0.75 * dot(in_normal, to_screen) * inversesqrt(away2), 0.0);
    vec3 screen = screen_intensity * facing / (away2 + 0.06);

    // The lit lining is above the windows more than below them.
    vec3 bounced = ambient * (0.5 + 0.5 * in_normal.y) * 1.2;
    irradiance = PI * earth_luminance * in_light.y
        + in_light.x * (bounced + screen + hatch_irradiance(in_position, in_normal));
    gl_Position = clip_from_eye * vec4(in_position - eye_seeing(in_position), 1.0);
}
