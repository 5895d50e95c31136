// Reads the tables of render/air_table.py.
uniform sampler2D air_table;

const Length LIMB_TOP = 100e3; // as orbit.extinction.LIMB_TOP

// Row 0 to 3 of the table at a place 0..1 between its first and last texel.
vec4 air_row(float place, int row) {
    float count = float(textureSize(air_table, 0).x);
    float x = (clamp(place, 0.0, 1.0) * (count - 1.0) + 0.5) / count;
    return textureLod(air_table, vec2(x, (float(row) + 0.5) / 4.0), 0.0);
}

// Clear air between the ground and space, by the sine of the elevation at the ground.
vec3 transmittance_to_space(float sine) {
    return air_row(sine, 3).rgb;
}

// Clear air along a line past the limb whose perigee is at this height.
vec3 transmittance_past_limb(Length perigee_height) {
    return air_row(perigee_height / LIMB_TOP, 2).rgb;
}
