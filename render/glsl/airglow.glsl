// Airglow along a ray that looks down, each layer modulated where the ray pierces it.
// Needs frame.glsl, earth.glsl, `noise_volume`.
#include "airglow_table.glsl"

// Waves in a layer at a point: bands of 30 to 60 km drifting through patches, mean 0 (Taylor 1997,
// Adv. Space Res. 20, 677: band wavelengths 20 to 100 km). `blur` in m: what a pixel, or the path
// through the layer, averages over. The noise is stretched along the crests.
uniform float waviness; // 1; 0 for the even layers of the tables

float airglow_waves(vec3 at, Length blur) {
    vec3 drift = vec3(0.3, -0.5, 0.2) * clock.x * 1.2e-5;
    vec3 across = vec3(dot(at, vec3(0.62, 0.31, -0.72)) * 60.0,
                       dot(at, vec3(-0.45, 0.89, 0.0)) * 13.0,
                       dot(at, vec3(0.64, 0.33, 0.69)) * 13.0);
    float lod = log2(blur * 60.0 * 64.0 / EQUATORIAL_RADIUS);
    vec2 bands = textureLod(noise_volume, across + drift, lod).rg - 0.5;
    return waviness * (0.45 * bands.x + 0.2 * bands.y);
}

// Patches in a layer about 0: brighter and darker regions of some hundred km, which the limb's long path
// does not average away (seen on all-sky pictures and from the ISS; strength an estimate).
float airglow_patches(vec3 at, Length blur) {
    float lod = log2(blur * 7.0 * 64.0 / EQUATORIAL_RADIUS);
    return waviness * 0.5 * (textureLod(noise_volume, at * 7.0 + 0.37, lod).r - 0.5);
}

// The light of all layers along a ray that looks down.
Luminance airglow_along(Chord chord, vec3 air_transmittance) {
    vec3 eye_scaled = to_scaled(eye_itrs.xyz);
    float place = airglow_place_of(chord);
    mat4x3 zenith = airglow_colours();
    // Where the ray pierces the mesopause layers; at the limb both places run together, and so long a
    // path averages the waves away.
    float lifted = 1.0 + airglow_height.x / EQUATORIAL_RADIUS;
    float half_layer = sqrt(max(chord.half_chord2 + lifted * lifted - 1.0, 0.0));
    float waving = smoothstep(0.02, 0.04, half_layer);
    Length blur = 9e3 * lifted / max(half_layer, 0.02);
    vec3 at_near = eye_scaled + (chord.ahead - half_layer) * chord.direction;
    Luminance near = zenith * airglow_row(place, 0.5 / 3.0);
    near *= 1.0 + waving * airglow_waves(at_near, blur) + airglow_patches(at_near, 0.4 * blur);
    if (hits_ground(chord)) return near;
    vec3 at_far = eye_scaled + (chord.ahead + half_layer) * chord.direction;
    Luminance far = zenith * airglow_row(place, 1.5 / 3.0);
    far *= 1.0 + waving * airglow_waves(at_far, blur) + airglow_patches(at_far, 0.4 * blur);
    return near + far * air_transmittance;
}
