// The sky well above the limb's air: the Milky Way behind the highest airglow.
// In: the ray. Out: linear sRGB in cd/m2.
#include "frame.glsl"
#include "earth.glsl"
#include "milky_way.glsl"
#include "airglow_table.glsl"

in vec3 ray_itrs;
in float turn;
out vec4 light;

void main() {
    vec3 eye_scaled = to_scaled(eye_itrs.xyz);
    vec3 ray = normalize(ray_itrs);
    Chord chord = chord_of(eye_scaled, ray);
    light = vec4(milky_way_light(ray) + airglow_above(chord), 0.0);
}
