// What the air adds along a view ray: scattered moonlight and sunlight. Needs frame.glsl, earth.glsl.
#include "sky_view.glsl"

uniform sampler2D sky_view_moon;       // logarithms of cd/m2
uniform sampler2D sky_view_moon_other; // the same at another instant
uniform sampler2D sky_view_sun;
uniform sampler2D sky_view_sun_other;
uniform float sky_view_share;          // of the others in the light now

// Light scattered toward the eye along a ray that looks down.
Luminance air_inscatter(Chord chord, bool ends_on_ground) {
    float perigee = sqrt(max(1.0 - chord.half_chord2, 0.0));
    vec3 zenith = normalize(to_scaled(eye_itrs.xyz));
    vec2 at_moon = sky_view_uv(
        sine_of_half_azimuth(zenith, chord.direction, moon.xyz), perigee, ends_on_ground);
    vec2 at_sun = sky_view_uv(
        sine_of_half_azimuth(zenith, chord.direction, sun.xyz), perigee, ends_on_ground);
    vec3 moonlight = mix(textureLod(sky_view_moon, at_moon, 0.0).rgb,
                         textureLod(sky_view_moon_other, at_moon, 0.0).rgb, sky_view_share);
    vec3 sunlight = mix(textureLod(sky_view_sun, at_sun, 0.0).rgb,
                        textureLod(sky_view_sun_other, at_sun, 0.0).rgb, sky_view_share);
    return exp(moonlight) + exp(sunlight);
}
