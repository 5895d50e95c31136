// A star: place with aberration, refraction and extinction at the limb; hidden behind the Earth.
// In: unit vector (GCRS, proper motion applied) and illuminance outside the air. Out: a sprite.
#include "frame.glsl"
#include "eye.glsl"
#include "earth.glsl"
#include "limb.glsl"
#include "points.glsl"

in vec3 in_direction;      // GCRS
in float in_illuminance;   // lux
in vec3 in_colour;         // linear sRGB of luminance 1

flat out vec2 centre;      // window coordinates
flat out vec3 peak;        // luminance at the centre, cd/m2
flat out float sigma;      // pixels

// Relativistic aberration: where light from `u` seems to come from at velocity `beta` (over c).
vec3 aberrated(vec3 u, vec3 beta) {
    float gamma = inversesqrt(1.0 - dot(beta, beta));
    float along = dot(u, beta);
    return normalize(u / gamma + beta * (1.0 + gamma / (gamma + 1.0) * along));
}

void main() {
    vec3 apparent = aberrated(in_direction, velocity.xyz);
    Sighting sighting = sight(mat3(itrs_from_gcrs) * apparent, POINT);
    vec4 clip = clip_from_itrs * vec4(sighting.direction, 0.0);
    gl_Position = clip;
    sigma = core_sigma(raster.zw);
    gl_PointSize = 2.0 * ceil(CORE_REACH * sigma) + 1.0;
    vec3 flux = in_illuminance * in_colour * sighting.transmittance;
    if (clip.w <= 0.0 || max(flux.r, max(flux.g, flux.b)) <= 0.0) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    centre = (clip.xy / clip.w * 0.5 + 0.5) * raster.xy;
    peak = flux / (pixel_solid_angle(clip.w, raster.zw) * 2.0 * PI * sigma * sigma);
}
