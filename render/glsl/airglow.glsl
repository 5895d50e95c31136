// Airglow along a ray: the tables of orbit.airglow (read there what the columns are), each layer
// modulated where the ray pierces it. Needs frame.glsl, earth.glsl, `noise_volume`.

const int AIRGLOW_LAYERS = 4;

uniform sampler2D airglow_table;             // n x 3: near, far, above; a channel a layer; airmass
uniform vec3 airglow_zenith[AIRGLOW_LAYERS]; // linear sRGB, cd/m2
uniform vec4 airglow_height;                 // m, the peak of each layer
uniform vec4 airglow_mapping;                // knee m, width m, table's observer m, ground radius m

vec4 airglow_row(float place, float row) {
    float count = float(textureSize(airglow_table, 0).x);
    return textureLod(airglow_table, vec2((place * (count - 1.0) + 0.5) / count, row), 0.0);
}

float arcsinh(float x) {
    return sign(x) * log(abs(x) + sqrt(x * x + 1.0));
}

// Place 0..1 in the table for a distance to the perigee in m.
float airglow_place(float distance) {
    float first = arcsinh(-airglow_mapping.x / airglow_mapping.y);
    float last = arcsinh((airglow_mapping.z - airglow_mapping.x) / airglow_mapping.y);
    float at = arcsinh((distance - airglow_mapping.x) / airglow_mapping.y);
    return clamp((at - first) / (last - first), 0.0, 1.0);
}

// Waves in a layer at a point: bands of 30 to 60 km drifting through patches, mean 1 (Taylor 1997,
// Adv. Space Res. 20, 677: band wavelengths 20 to 100 km). `blur` in m: what a pixel, or the path
// through the layer, averages over. The noise is stretched along the crests.
float airglow_waves(vec3 at, Length blur) {
    vec3 drift = vec3(0.3, -0.5, 0.2) * clock.x * 1.2e-5;
    vec3 across = vec3(dot(at, vec3(0.62, 0.31, -0.72)) * 60.0,
                       dot(at, vec3(-0.45, 0.89, 0.0)) * 13.0,
                       dot(at, vec3(0.64, 0.33, 0.69)) * 13.0);
    float lod = log2(blur * 60.0 * 64.0 / EQUATORIAL_RADIUS);
    vec2 bands = textureLod(noise_volume, across + drift, lod).rg - 0.5;
    return 1.0 + 0.45 * bands.x + 0.2 * bands.y;
}

// The light of all layers along a ray. In a region without ground or without limb (see far_field.frag)
// what cannot occur there is left out by the compiler.
Luminance airglow_along(Chord chord, vec3 air_transmittance) {
    vec3 eye_scaled = to_scaled(eye_itrs.xyz);
    Length observer = length(eye_scaled) * airglow_mapping.w;
    Length ahead = chord.ahead * airglow_mapping.w;
    float moved = ahead * ahead + airglow_mapping.z * airglow_mapping.z - observer * observer;
    float place = airglow_place(sqrt(max(moved, 0.0)));
    mat4x3 zenith = mat4x3(airglow_zenith[0], airglow_zenith[1], airglow_zenith[2], airglow_zenith[3]);
    bool climbs = chord.ahead <= 0.0;
#ifdef SKY
    vec4 column = climbs ? airglow_row(place, 2.5 / 3.0)
                         : airglow_row(place, 0.5 / 3.0) + airglow_row(place, 1.5 / 3.0);
    return zenith * column;
#else
    // Where the ray pierces the mesopause layers; at the limb both places run together, and so long a
    // path averages the waves away.
    float lifted = 1.0 + airglow_height.x / EQUATORIAL_RADIUS;
    float half_layer = sqrt(max(chord.half_chord2 + lifted * lifted - 1.0, 0.0));
    float waving = smoothstep(0.02, 0.04, half_layer);
    Length blur = 9e3 * lifted / max(half_layer, 0.02);
    vec3 at_near = eye_scaled + (chord.ahead - half_layer) * chord.direction;
    Luminance near = zenith * airglow_row(place, 0.5 / 3.0);
    near *= mix(1.0, airglow_waves(at_near, blur), waving);
#ifdef GROUND
    return near;
#else
    if (climbs) return zenith * airglow_row(place, 2.5 / 3.0);
    if (hits_ground(chord)) return near;
    vec3 at_far = eye_scaled + (chord.ahead + half_layer) * chord.direction;
    Luminance far = zenith * airglow_row(place, 1.5 / 3.0);
    far *= mix(1.0, airglow_waves(at_far, blur), waving);
    return near + far * air_transmittance;
#endif
#endif
}
