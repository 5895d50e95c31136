// Ground, sea and cloud as the eye sees them through the air; with VEILED the light of air and airglow
// before them comes on top. Beyond the horizon the ground at the horizon goes on, so that what is read
// beside it is ground. In: the ray and its azimuth about the nadir. Out: linear sRGB in cd/m2.
#include "frame.glsl"
#include "earth.glsl"
#include "veil.glsl"

uniform sampler2D veil;

#include "clouds.glsl"
#include "air_table.glsl"
#include "skylight.glsl"
#include "ground.glsl"

in vec3 ray_itrs;
in float turn;
out vec4 light;

void main() {
    vec3 eye_scaled = to_scaled(eye_itrs.xyz);
    vec3 ray = normalize(ray_itrs);
    Chord chord = chord_of(eye_scaled, ray);
    float ground_sine;
    Luminance seen = earth_light(eye_scaled, ray, chord, ground_sine);
    seen *= transmittance_to_space(ground_sine);
#ifdef VEILED
    float perigee = sqrt(1.0 - chord.half_chord2);
    seen += textureLod(veil, veil_uv(turn, perigee, true), 0.0).rgb;
#endif
    light = vec4(max(seen, 0.0), 0.0);
}
