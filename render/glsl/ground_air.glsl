// Clear air between the ground and space, by the cosine of the zenith angle at the ground.
// Vertical optical depths for the sRGB primaries: Rayleigh (Bucholtz 1995) at 610, 550 and 465 nm,
// ozone 300 DU in the Chappuis band, and 0.06 of continental aerosol at 550 nm, exponent 1.3.
const vec3 VERTICAL_DEPTH = vec3(0.064 + 0.033 + 0.052, 0.098 + 0.026 + 0.060, 0.195 + 0.004 + 0.075);

// Relative airmass (Kasten and Young 1989), 38 at the horizon.
float airmass(float cosine) {
    float zenith_deg = degrees(acos(clamp(cosine, 0.0, 1.0)));
    return 1.0 / (max(cosine, 0.0) + 0.50572 * pow(96.07995 - zenith_deg, -1.6364));
}

vec3 transmittance_to_space(float cosine) {
    return exp(-VERTICAL_DEPTH * airmass(cosine));
}
