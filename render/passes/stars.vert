// A star: place with aberration, refraction and extinction at the limb; hidden behind the Earth.
// In: unit vector (GCRS, proper motion applied) and illuminance outside the air. Out: see points.py.
#include "frame.glsl"
#include "earth.glsl"
#include "limb.glsl"

uniform mat3 itrs_from_gcrs;
uniform vec3 field_axis;    // ITRS; stars outside the field are left out
uniform float field_cosine;

in vec3 in_direction;      // GCRS
in float in_illuminance;   // lux
in vec3 in_colour;         // linear sRGB of luminance 1

out vec3 prepared_direction;
out float prepared_spread;
out vec3 prepared_flux;

// Relativistic aberration: where light from `u` seems to come from at velocity `beta` (over c).
vec3 aberrated(vec3 u, vec3 beta) {
    float gamma = inversesqrt(1.0 - dot(beta, beta));
    float along = dot(u, beta);
    return normalize(u / gamma + beta * (1.0 + gamma / (gamma + 1.0) * along));
}

void main() {
    vec3 apparent = itrs_from_gcrs * aberrated(in_direction, velocity.xyz);
    prepared_direction = apparent;
    prepared_spread = 1.0;
    prepared_flux = vec3(0.0);
    if (dot(apparent, field_axis) < field_cosine) return;
    Sighting sighting = sight(apparent, POINT);
    prepared_direction = sighting.direction;
    prepared_flux = in_illuminance * in_colour * sighting.transmittance;
}
