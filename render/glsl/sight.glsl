// Dark-adapted sight; render/sight.py says where the models come from and has the twin in Python.
// ROD_SHARE, LARSON, MESOPIC, ROD_TINT, ACUITY: constants of the look.

// Finest grating that is seen at a luminance in cd/m2, in cycles a degree.
float finest_detail(float luminance) {
    float logarithm = 0.30103 * log2(max(luminance, 1e-9));
    return ACUITY.x * atan(ACUITY.y * logarithm + ACUITY.z) + ACUITY.w;
}

// Share of the cones, 0 to 1, at a mesopic luminance in cd/m2 (MES2).
float cone_share(float luminance) {
    const float PER_OCTAVE = MESOPIC.y * 0.30103;
    return clamp(MESOPIC.x + PER_OCTAVE * log2(max(luminance, 1e-9)), 0.0, 1.0);
}

// Linear sRGB in cd/m2 to the same in mesopic cd/m2: colour fades, blue brightens, red darkens.
vec3 mesopic_light(vec3 light) {
    float x = dot(light, vec3(0.4124564, 0.3575761, 0.1804375));
    float y = dot(light, vec3(0.2126729, 0.7151522, 0.0721750));
    float z = dot(light, vec3(0.0193339, 0.1191920, 0.9503041));
    float rods = max(y * (LARSON.x * (1.0 + (y + z) / max(x, 1e-9)) - LARSON.y), 0.0);
    float m = cone_share((y + ROD_SHARE * rods) / (1.0 + ROD_SHARE));
    float by_rods = (1.0 - m) * ROD_SHARE;
    m = cone_share((m * y + by_rods * rods) / (m + by_rods));
    by_rods = (1.0 - m) * ROD_SHARE;
    return (m * light + (by_rods * rods) * ROD_TINT) / (m + by_rods);
}
