// One texel of the veil (glsl/veil.glsl): scattered light, airglow and Milky Way along a line of sight.
// Out: linear sRGB in cd/m2.
#include "frame.glsl"
#include "earth.glsl"
#include "veil.glsl"

uniform sampler3D noise_volume;

#include "airglow.glsl"
#include "air.glsl"
#include "air_table.glsl"
#include "milky_way.glsl"

out vec4 light;

void main() {
    vec3 eye_scaled = to_scaled(eye_itrs.xyz);
    bool ends_on_ground;
    float perigee = veil_perigee(gl_FragCoord.y, ends_on_ground);
    float turn = gl_FragCoord.x / VEIL_COLUMNS * 2.0 * PI;
    mat3 axes = nadir_axes(normalize(eye_scaled));
    float across = perigee / length(eye_scaled);

    Chord chord;
    chord.direction = axes * vec3(sqrt(max(1.0 - across * across, 0.0)),
                                  across * cos(turn), across * sin(turn));
    chord.ahead = -dot(eye_scaled, chord.direction);
    // The two rows at the horizon itself: keep each on its own side of it.
    chord.half_chord2 = 1.0 - perigee * perigee;
    chord.half_chord2 = ends_on_ground ? max(chord.half_chord2, 1e-6) : min(chord.half_chord2, -1e-6);
    vec3 point = eye_scaled + chord.ahead * chord.direction;
    chord.perigee_height = height_of_perigee(point, perigee);

    vec3 through = transmittance_past_limb(chord.perigee_height);
    vec3 sum = airglow_along(chord, through);
    if (perigee < 1.0 + SKY_TOP) sum += air_inscatter(chord, ends_on_ground);
    if (!ends_on_ground) sum += milky_way_light(normalize(from_scaled(chord.direction))) * through;
    light = vec4(max(sum, 0.0), 1.0);
}
