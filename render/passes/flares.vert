// Something bright enough to show the wings of its image: a flame, the Moon, the Sun. A quad wide
// enough for the wings. In: direction (ITRS) and illuminance at the eye, lux, by colour.
#include "frame.glsl"
#include "eye.glsl"
#include "earth.glsl"
#include "limb.glsl"
#include "points.glsl"

uniform Angle disc_radius; // rad; 0 for a point. A disc's core is drawn elsewhere

in vec2 in_corner;        // -1 to 1
in vec3 in_direction;     // ITRS, unit
in vec3 in_illuminance;   // lux, linear sRGB
in float in_at_infinity;  // 1: refracted and dimmed by the limb's air; 0: nearer than the limb

flat out vec2 centre;
flat out vec3 core_peak;
flat out vec3 wing_scale;
flat out float sigma;
flat out float wing_radius;
flat out float reach;
flat out vec2 from_axis;  // tangents from the view's axis to the centre

const float WING_SHARE = 0.18;        // of a point's light, in the wings (estimate; a fast lens wide open)
const float DISC_SHARE = 0.012;       // of a disc's, whose wings begin at its edge
const float WING_ANGLE = 9.0e-4;      // rad: where the wings turn from flat to falling
const float SEEN = 1.5e-4;            // cd/m2: wings end where they are as faint as the dark sky
const float LARGEST = 700.0;          // pixels

const float WIDEST = 8.0;             // how much longer wings are beside a view than in its middle

// Tangents to the right of the view's axis and above it, of a unit vector of cosine `cosine` to it. The
// rows of a projection are the view's axes, but for scale and, of the first two, some of the third.
vec2 tangents_from_axis(vec3 direction, float cosine) {
    mat4 rows = transpose(clip_from_itrs);
    vec3 axis = rows[3].xyz;
    vec2 along = vec2(dot(direction, rows[0].xyz), dot(direction, rows[1].xyz));
    vec2 lean = vec2(dot(axis, rows[0].xyz), dot(axis, rows[1].xyz));
    return (along - cosine * lean) / cosine * 0.5 * raster.xy * raster.zw;
}

// Of a Moffat profile's light, what is left by the factor (1 - u/end)^2 with u = (r/a)^2: half of
// the integral of (1 + u)^-1.5 (1 - u/end)^2 from 0 to `end`.
float drawn_share(float end) {
    float c = end + 1.0, root = sqrt(c);
    return (c * c * (1.0 - 1.0 / root) - 2.0 * c * (root - 1.0) + (c * root - 1.0) / 3.0) / (end * end);
}

// What reaches the eye of a disc that rises through the limb's air: the mean over its slices from the
// lowest to the highest, for the first of it to rise is its top.
Sighting sight_of_disc(vec3 direction) {
    const int SLICES = 5;
    vec3 zenith = normalize(to_scaled(to_scaled(eye_itrs.xyz)));
    vec3 upward = normalize(zenith - dot(zenith, direction) * direction);
    Sighting sum = Sighting(vec3(0.0), vec3(0.0));
    float whole = 0.0;
    for (int i = 0; i < SLICES; i++) {
        float height = 2.0 * (float(i) + 0.5) / float(SLICES) - 1.0;
        float width = sqrt(1.0 - height * height);
        Sighting slice = sight(normalize(direction + height * disc_radius * upward), POINT);
        float light = width * (dot(slice.transmittance, vec3(1.0)) + 1e-9);
        sum.direction += light * slice.direction;
        sum.transmittance += width * slice.transmittance;
        whole += width;
    }
    return Sighting(normalize(sum.direction), sum.transmittance / whole);
}

void main() {
    vec3 flux = in_illuminance;
    vec3 direction = in_direction;
    if (in_at_infinity > 0.5) {
        Sighting sighting = disc_radius > 0.0 ? sight_of_disc(in_direction) : sight(in_direction, POINT);
        direction = sighting.direction;
        flux *= sighting.transmittance;
    }
    vec4 clip = clip_from_itrs * vec4(direction, 0.0);
    float largest_flux = max(flux.r, max(flux.g, flux.b));
    if (clip.w <= 0.02 || largest_flux <= 0.0) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    SolidAngle pixel = pixel_solid_angle(clip.w, raster.zw);
    // Light is scattered by angle: wings are round on the sphere, not in a flat picture of it. They are
    // measured in pixels of the view's axis; flares.frag turns those of the picture into them.
    SolidAngle axis_pixel = raster.z * raster.w;
    from_axis = tangents_from_axis(direction, clip.w);
    sigma = core_sigma(raster.zw);
    wing_radius = max(max(WING_ANGLE, 1.3 * disc_radius) / raster.w, 1.5 * sigma);
    float core_share = disc_radius > 0.0 ? 0.0 : 1.0;
    float wing_share = disc_radius > 0.0 ? DISC_SHARE : WING_SHARE;
    core_peak = core_share * (1.0 - wing_share) * flux / (pixel * 2.0 * PI * sigma * sigma);
    reach = wing_radius * pow(max(largest_flux * wing_share
        / (axis_pixel * 2.0 * PI * wing_radius * wing_radius * SEEN), 1.0), 1.0 / 3.0);
    reach = clamp(reach, CORE_REACH * sigma, LARGEST);
    // Moffat of exponent 1.5 integrates to 2 pi a^2, and less with its soft end. A point's light is all
    // there wherever its wings end; beside a disc the picture's edge must not change the glare.
    float whole = disc_radius > 0.0 ? 1.0 : drawn_share(reach * reach / (wing_radius * wing_radius));
    wing_scale = wing_share * flux / (axis_pixel * 2.0 * PI * wing_radius * wing_radius * whole);
    centre = (clip.xy / clip.w * 0.5 + 0.5) * raster.xy;
    vec2 corner = centre + in_corner * reach * min(1.0 / (clip.w * clip.w), WIDEST);
    gl_Position = vec4(corner / raster.xy * 2.0 - 1.0, 0.5, 1.0);
}
