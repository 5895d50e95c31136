// A camera's answer; render/camera.py says where the figures come from and has the twin in Python.
// In: exposure of each channel in shares of the sensor's saturation. Out: sRGB code values.
// CURVE_SCALE, CURVE_MIDDLE, CURVE_TOE, CAMERA_MATRIX: constants of the look.

vec3 characteristic_curve(vec3 x) {
    return CURVE_SCALE * x * x / (x * (x + CURVE_MIDDLE) + CURVE_MIDDLE * CURVE_TOE);
}

// Exposed and balanced light to the channels of the picture: the saturation of a picture style.
vec3 camera_channels(vec3 exposed) {
    return max(CAMERA_MATRIX * exposed, 0.0);
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
    return exposed + spread * normal_numbers(key);
}
#endif
