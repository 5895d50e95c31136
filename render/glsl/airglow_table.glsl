// Airglow along a ray from the tables of orbit.airglow (read there what the columns are).
// Needs frame.glsl, earth.glsl.

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

// Place 0..1 in the table of a ray: that of the ray with as high a perigee. Layers follow the ellipsoid,
// so the height counts in metres; in scaled space the red one would stand 0.02 degrees too low.
float airglow_place_of(Chord chord) {
    Length perigee = airglow_mapping.w + chord.perigee_height;
    return airglow_place(sqrt(max((airglow_mapping.z - perigee) * (airglow_mapping.z + perigee), 0.0)));
}

mat4x3 airglow_colours() {
    return mat4x3(airglow_zenith[0], airglow_zenith[1], airglow_zenith[2], airglow_zenith[3]);
}

// The light of all layers along a ray that passes above the mesopause's or looks up.
Luminance airglow_above(Chord chord) {
    float place = airglow_place_of(chord);
    vec4 column = chord.ahead <= 0.0
        ? airglow_row(place, 2.5 / 3.0)
        : airglow_row(place, 0.5 / 3.0) + airglow_row(place, 1.5 / 3.0);
    return airglow_colours() * column;
}
