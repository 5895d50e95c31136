// What every pass of a frame knows. Written once a frame by render/uniforms.py, whose layout this is.
// ITRS axes turn with the Earth; positions are geocentric, in metres.
#define Length float
#define Luminance vec3
#define Angle float

const float PI = 3.14159265358979;
const Length EQUATORIAL_RADIUS = 6378137.0; // WGS 84
const Length POLAR_RADIUS = 6356752.3142;   // WGS 84

layout(std140) uniform Frame {
    mat4 itrs_from_far;  // far-field eye axes (x right, y up, z back) to ITRS
    vec4 far_raster;     // the ground's picture: width, height in pixels; tangent of a pixel in x, y
    vec4 eye_itrs;       // the Cupola's eye point; w: its height above the ellipsoid
    vec4 sun;            // ITRS unit vector; w: illuminance outside the air, lux
    vec4 moon;           // the same
    vec4 velocity;       // the eye's barycentric velocity over c, GCRS; w unused
    vec4 clock;          // mission time in s; the rest unused
};
