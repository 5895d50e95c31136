// Points of light, drawn so that their sum over pixels is their illuminance at every size and place.
// Core: a Gaussian of 0.65 pixel or 1.2 arc minutes, whichever is wider (a lens at its best, a pixel
// grid at its finest). Wings: scattered light of lens and eye, a Moffat profile of exponent 1.5 (its
// far r^-3 is that of ocular and lens glare; Vos 1984), only where it can be seen.
#define Illuminance float
#define SolidAngle float

const float CORE_PIXELS = 0.65;
const float CORE_ANGLE = 3.5e-4;     // rad, 1.2 arc minutes
const float CORE_REACH = 3.6;        // sprite radius in core sigmas; what lies outside is 0.15 %

// Solid angle of a pixel in the direction `clip` (w = cosine from the axis, on the unit sphere).
SolidAngle pixel_solid_angle(float cosine, vec2 pixel_tangents) {
    return pixel_tangents.x * pixel_tangents.y * cosine * cosine * cosine;
}

float core_sigma(vec2 pixel_tangents) {
    return max(CORE_PIXELS, CORE_ANGLE / pixel_tangents.y);
}
