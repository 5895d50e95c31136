// What the limb's air does to light from beyond it: lifts, dims and reddens; the ground hides.
// The tables run over the height of the perigee of the straight line to the light's true place, which
// for a setting star goes below 0. Needs frame.glsl and earth.glsl.
#include "air_table.glsl"

const vec2 STAR_SPAN = vec2(-50e3, 100e3); // as air_table.SPAN

const int POINT = 0; // a star: spreading by refraction dims it
const int DISC = 1;  // a surface: spreading makes it smaller instead

struct Sighting {
    vec3 direction;     // where it is seen, ITRS
    vec3 transmittance; // 0 where the Earth hides it
};

Sighting sight(vec3 true_direction, int kind) {
    vec3 eye_scaled = to_scaled(eye_itrs.xyz);
    Chord chord = chord_of(eye_scaled, true_direction);
    if (chord.ahead <= 0.0 || chord.perigee_height > STAR_SPAN.y) {
        return Sighting(true_direction, vec3(1.0));
    }
    if (chord.perigee_height < STAR_SPAN.x) return Sighting(true_direction, vec3(0.0));
    float place = (chord.perigee_height - STAR_SPAN.x) / (STAR_SPAN.y - STAR_SPAN.x);
    vec4 row = air_row(place, kind);
    vec3 zenith = normalize(to_scaled(eye_scaled));
    vec3 upward = normalize(zenith - dot(zenith, true_direction) * true_direction);
    return Sighting(normalize(true_direction + tan(row.a) * upward), row.rgb);
}
