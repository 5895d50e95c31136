// Images of screen and pilot lamps in the panes. Out: linear sRGB in cd/m2 to be added, alpha 0.
#include "cupola_light.glsl"
#include "viewing_circle.glsl"
#include "glass.glsl"

in vec3 position;
flat in vec3 normal;

uniform vec3 sheets;         // m: depth of three of the panes behind the first
uniform vec3 screen_place;   // m
uniform mat3 screen_axes;    // columns: right, up, normal
uniform vec2 screen_half;    // m
uniform vec4 pilots[4];      // place in m, radius; a lamp that is not there has radius 0

out vec4 colour;

const float BLUR = 0.004; // tangent of the cone that old, wiped glass mirrors (estimate)

// Luminance of screen and pilot lamps on a ray; each sheet of glass shows an image of its own.
vec3 lamps_luminance(vec3 place, vec3 direction) {
    float facing = -dot(direction, screen_axes[2]);
    if (facing < 0.05) return vec3(0.0);
    float reach = dot(place - screen_place, screen_axes[2]) / facing;
    vec3 away = place + reach * direction - screen_place;
    vec2 at = abs(vec2(dot(away, screen_axes[0]), dot(away, screen_axes[1])));
    float edge = 0.002 + BLUR * reach;
    vec2 within = smoothstep(screen_half + edge, screen_half - edge, at);
    // A third of the screen is lit on the mean.
    vec3 seen = 0.33 * screen_luminance * within.x * within.y;
    for (int i = 0; i < 4; ++i) {
        float off = length(screen_place + away - pilots[i].xyz), radius = pilots[i].w;
        float spread = radius + edge;
        // What is blurred is dimmer: the glint keeps its light.
        seen += pilot_luminance[i] * (radius * radius / (spread * spread)) * exp(-2.0 * off * off / (spread * spread));
    }
    return seen;
}

void main() {
    vec3 to_eye = normalize(eye_seeing(position) - position);
    float facing = dot(normal, to_eye);
    float slant = max(abs(facing), 0.2);
    vec3 toward = reflect(-to_eye, normal), seen = vec3(0.0);
    for (int i = 0; i < 3; ++i)
        seen += lamps_luminance(position - to_eye * (sheets[i] / slant), toward) / 3.0;
    colour = vec4(mirrored_share(facing) * seen, 0.0);
}
