// Fills the map of the air's own light for one light; see glsl/air_light.glsl for the map's mapping.
// In: eye and light. Out: logarithm of linear sRGB in cd/m2 for a light of 1 lux outside the air.
// The frame here: z up at the eye, x level toward the light, Earth radii.
#include "scattering.glsl"

uniform float eye_radius;   // Earth radii, in scaled space
uniform float light_sine;   // of the light's elevation at the eye, in scaled space
uniform float limb_rows;
uniform float limb_top;     // m, of the last of them
uniform vec2 map_size;

out vec4 light_logarithm;

const float FAINTEST = 1e-28; // cd/m2 per lux; stands for nothing

void main() {
    vec2 texel = floor(gl_FragCoord.xy);
    float azimuth_cosine = 1.0 - 2.0 * texel.x / (map_size.x - 1.0);
    float ground2; // square of half the chord in the Earth
    if (texel.y < limb_rows) {
        float root = texel.y / (limb_rows - 1.0);
        float lift = root * root * limb_top / AIR_RADIUS;
        ground2 = -lift * (2.0 + lift);
    } else {
        float root = (texel.y - limb_rows) / (map_size.y - limb_rows - 1.0);
        float sine = sin(root * root * AIR_PI / 2.0);
        ground2 = sine * sine;
    }
    float perigee = sqrt(max(1.0 - ground2, 0.0));
    float level = min(perigee / eye_radius, 1.0);
    float down = sqrt(1.0 - level * level);
    float sideways = sqrt(max(1.0 - azimuth_cosine * azimuth_cosine, 0.0));
    vec3 ray = vec3(level * azimuth_cosine, level * sideways, -down);
    vec3 light = vec3(sqrt(max(1.0 - light_sine * light_sine, 0.0)), 0.0, light_sine);
    vec3 eye = vec3(0.0, 0.0, eye_radius);
    Spectral scattered = scattered_light(eye, ray, eye_radius * down, ground2, light, dot(ray, light));
    vec3 rgb = rgb_from_bands * scattered;
    // A component below nothing, of a red deeper than the display's, must not tear the interpolation.
    float floor_ = max(max(rgb.r, max(rgb.g, rgb.b)) * 1e-4, FAINTEST);
    light_logarithm = vec4(log(max(rgb, vec3(floor_))), 1.0);
}
