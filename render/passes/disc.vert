// The Moon or the Sun: a patch of sky that holds the disc, as a grid, so that the limb's refraction
// lifts and squashes it corner by corner.
#include "frame.glsl"
#include "eye.glsl"
#include "earth.glsl"
#include "limb.glsl"

uniform mat3 itrs_from_disc;  // columns: the disc's right, its north, and the direction to it
uniform float radius;         // tangent of the angular radius, with a margin of MARGIN

in vec2 in_corner;            // -1 to 1

out vec2 place;               // in radii of the disc
out vec3 transmittance;

const float MARGIN = 1.25;

void main() {
    place = in_corner * MARGIN;
    vec3 direction = normalize(itrs_from_disc * vec3(place * radius, 1.0));
    Sighting sighting = sight(direction, DISC);
    transmittance = sighting.transmittance;
    gl_Position = clip_from_itrs * vec4(sighting.direction, 0.0);
}
