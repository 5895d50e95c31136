// A camera's answer; render/camera.py says where the figures come from and has the twin in Python.
// In: exposure of each channel in shares of the sensor's saturation. Out: sRGB code values.
// CURVE_SCALE, CURVE_MIDDLE, CURVE_TOE, CROSSTALK, SATURATION: constants of the look.

float grey_of(vec3 colour) {
    return dot(colour, vec3(0.2126, 0.7152, 0.0722));
}

// Toe, straight part and shoulder; at 1 the channel clips.
vec3 characteristic_curve(vec3 x) {
    return min(CURVE_SCALE * x * x / (x * (x + CURVE_MIDDLE) + CURVE_MIDDLE * CURVE_TOE), 1.0);
}

// Exposed and balanced light to the picture: overlapping filters, curve, picture style.
vec3 developed(vec3 exposed) {
    vec3 sensed = mix(exposed, vec3(grey_of(exposed)), CROSSTALK);
    vec3 code = characteristic_curve(sensed);
    return mix(vec3(grey_of(code)), code, SATURATION);
}

#ifdef NOISE
// Three even random numbers of 32 bits from a pixel and an instant: PCG3D (Jarzynski & Olano 2020,
// J. Comp. Graph. Tech. 9, 20).
uvec3 hashed(uvec3 v) {
    v = v * 1664525u + 1013904223u;
    v.x += v.y * v.z;
    v.y += v.z * v.x;
    v.z += v.x * v.y;
    v ^= v >> 16u;
    v.x += v.y * v.z;
    v.y += v.z * v.x;
    v.z += v.x * v.y;
    return v;
}

// Nearly normal numbers of variance 1: sums of four bytes (Irwin-Hall), each even with the variance
// (256^2 - 1) / 12.
vec3 normal_numbers(uvec3 key) {
    uvec3 bits = hashed(key);
    uvec3 sum = (bits & 255u) + ((bits >> 8u) & 255u) + ((bits >> 16u) & 255u) + (bits >> 24u);
    return (vec3(sum) - 510.0) * 0.006765954;
}

// Photons come by chance (variance: their number), and reading adds its own.
// `electrons` where the exposure is 1, and `read_noise` in electrons, of one pixel of the picture.
vec3 with_noise(vec3 exposed, vec3 electrons, float read_noise, uvec3 key) {
    vec3 spread = sqrt(exposed * electrons + read_noise * read_noise) / electrons;
    return max(exposed + spread * normal_numbers(key), 0.0);
}
#endif
