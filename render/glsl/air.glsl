// What the air does along a view ray: takes (transmittance) and adds (scattered moonlight, sunlight).
// Needs frame.glsl, earth.glsl.
#include "air_table.glsl"
#include "sky_view.glsl"

uniform sampler2D sky_view_moon; // logarithms of cd/m2
uniform sampler2D sky_view_sun;

const Length LIMB_TOP = 100e3; // as orbit.extinction.LIMB_TOP

struct Air {
    vec3 transmittance;
    Luminance inscatter;
};

// `ground_sine`: the sine of the eye's elevation where the ray ends, if it ends on the ground.
Air air_along(Chord chord, bool ends_on_ground, float ground_sine) {
    Air air;
    if (chord.ahead <= 0.0) return Air(vec3(1.0), vec3(0.0));
    air.transmittance = ends_on_ground ? transmittance_to_space(ground_sine)
                                       : air_row(chord.perigee_height / LIMB_TOP, 2).rgb;
    float perigee = sqrt(max(1.0 - chord.half_chord2, 0.0));
    vec3 zenith = normalize(to_scaled(eye_itrs.xyz));
    vec2 at_moon = sky_view_uv(
        sine_of_half_azimuth(zenith, chord.direction, moon.xyz), perigee, ends_on_ground);
    vec2 at_sun = sky_view_uv(
        sine_of_half_azimuth(zenith, chord.direction, sun.xyz), perigee, ends_on_ground);
    float below_top = step(perigee, 1.0 + SKY_TOP);
    air.inscatter = below_top * (exp(textureLod(sky_view_moon, at_moon, 0.0).rgb)
                                 + exp(textureLod(sky_view_sun, at_sun, 0.0).rgb));
    return air;
}
