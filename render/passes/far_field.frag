// The far field: ground, sea, cloud, air and airglow along one ray of the far-field view.
// Drawn in three regions, so that no pixel pays for what it cannot see: GROUND, well inside the horizon;
// SKY, well above the limb's air; and between them the limb, where rays may do either.
// In: the ray. Out: luminance as linear sRGB in cd/m2 (Y of the triple is the luminance).
// Points (stars, lamps, flames) are drawn later, for each eye.
#include "frame.glsl"
#include "earth.glsl"

uniform sampler2D day_colour;    // linear albedo, plate carree
uniform sampler2D water_map;     // R: 1 on water
uniform sampler2D cloud_map;     // R: opacity
uniform sampler2D glow_map;      // RGB: upward luminance of town light spread by air and ground, cd/m2
uniform sampler2D milky_way;     // galactic plate carree, of milky_way_luminance
uniform float milky_way_luminance; // cd/m2
uniform mat3 galactic_from_itrs;
uniform sampler3D noise_volume;

#include "clouds.glsl"
#include "airglow.glsl"
#include "air.glsl"
#include "skylight.glsl"
#include "ground.glsl"

in vec3 ray_itrs;
out vec4 light;

Luminance milky_way_light(vec3 ray) {
    vec3 galactic = galactic_from_itrs * ray;
    vec2 where = vec2(0.5 - atan(galactic.y, galactic.x) / (2.0 * PI),
                      0.5 - asin(clamp(galactic.z, -1.0, 1.0)) / PI);
    return milky_way_luminance * textureLod(milky_way, where, 0.0).rgb;
}

void main() {
    vec3 eye_scaled = to_scaled(eye_itrs.xyz);
    vec3 ray = normalize(ray_itrs);
    Chord chord = chord_of(eye_scaled, ray);
    float ground_sine = 0.0;
#if defined(GROUND)
    const bool grounded = true;
    Luminance beyond = earth_light(eye_scaled, ray, chord, ground_sine);
#elif defined(SKY)
    const bool grounded = false;
    Luminance beyond = milky_way_light(ray);
#else
    bool grounded = hits_ground(chord);
    Luminance beyond = earth_light(eye_scaled, ray, chord, ground_sine);
    if (!grounded) beyond = milky_way_light(ray);
#endif
#ifdef SKY
    Air air = Air(vec3(1.0), vec3(0.0));
#else
    Air air = air_along(chord, grounded, ground_sine);
#endif
    Luminance sum = beyond * air.transmittance + air.inscatter;
    light = vec4(max(sum + airglow_along(chord, air.transmittance), 0.0), 1.0);
}
