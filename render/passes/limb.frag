// The limb at full resolution, where ground, air and sky meet: the ground's picture (drawn coarser, since
// its own detail is) cut off just at the horizon, the Milky Way setting behind the air, and the veil.
// In: the ray and its azimuth about the nadir. Out: linear sRGB in cd/m2; alpha 1 hides the coarse far field.
#include "frame.glsl"
#include "eye.glsl"
#include "earth.glsl"
#include "veil.glsl"
#include "milky_way.glsl"
#include "air_table.glsl"
#include "airglow_table.glsl"

uniform sampler2D ground; // the far field's ground through the air, going on beyond the horizon
uniform sampler2D veil;

in vec3 ray_itrs;
in float turn;
out vec4 light;

void main() {
    vec3 eye_scaled = to_scaled(eye_itrs.xyz);
    vec3 ray = normalize(ray_itrs);
    Chord chord = chord_of(eye_scaled, ray);
    float perigee = sqrt(1.0 - chord.half_chord2);
    bool grounded = hits_ground(chord);
    Luminance sum;
    if (grounded) {
        vec3 where = mat3(far_uv_from_uv) * vec3(gl_FragCoord.xy / raster.xy, 1.0);
        sum = textureLod(ground, where.xy / where.z, 0.0).rgb;
    } else {
        sum = milky_way_light(ray) * transmittance_past_limb(chord.perigee_height);
    }
    if (chord.ahead <= 0.0 || perigee > 1.0 + VEIL_TOP) {
        sum += airglow_above(chord);
    } else {
        sum += textureLod(veil, veil_uv(turn, perigee, grounded), 0.0).rgb;
    }
    light = vec4(sum, 1.0);
}
