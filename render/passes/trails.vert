// A piece of the exhaust's trail between two nodes. In: places (ITRS, m; w: when the vehicle was there,
// s), and what scatters there: soot and ice in m2 a metre, half-width in m. A quad along the piece.
// Light: that of render/exhaust.py, moonlit and lit by the flame.
#include "frame.glsl"
#include "eye.glsl"
#include "earth.glsl"
#include "points.glsl"
#include "occlusion.glsl"
#include "air_table.glsl"

uniform float ice_lasts;   // s
uniform float spreading;   // m/s
uniform float lasts;       // s
uniform vec3 flame;        // m from the eye, ITRS
uniform vec3 flame_light;  // cd, linear sRGB

in vec2 in_corner;         // x: 0 older end, 1 newer; y: -1 to 1 across
in vec4 in_place;
in vec3 in_matter;
in vec4 in_next;
in vec3 in_next_matter;

out float aside;           // standard deviations
out vec3 ray;
flat out float distance;
flat out vec3 middle;      // luminance in the middle of the trail, cd/m2

const Length HEIGHT_OF_AIR = 7.5e3;
const Length FLAME_SIZE = 1000.0; // nearer, the trail counts as part of the flame (E)

vec2 window(vec3 place) {
    vec4 clip = clip_from_itrs * vec4(place, 0.0);
    return (clip.xy / clip.w * 0.5 + 0.5) * raster.xy;
}

void main() {
    float t = clock.x;
    float done = clamp((t - in_place.w) / (in_next.w - in_place.w), 0.0, 1.0);
    vec3 old = in_place.xyz - eye_itrs.xyz;
    vec3 young = mix(in_place.xyz, in_next.xyz, done) - eye_itrs.xyz;
    vec3 centre = 0.5 * (old + young);
    distance = length(centre);
    vec4 clip = clip_from_itrs * vec4(centre / distance, 0.0);
    float age = t - 0.5 * (in_place.w + mix(in_place.w, in_next.w, done));
    if (clip.w <= 0.05 || age <= 0.0 || age >= lasts) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    vec3 matter = 0.5 * (in_matter + mix(in_matter, in_next_matter, done));
    float area = matter.x + matter.y * exp(-age / ice_lasts);
    Length width = matter.z + spreading * age;
    float depth = area / (sqrt(2.0 * PI) * width);

    // Light that comes to the trail, scattered alike to all sides.
    vec3 up = normalize(to_scaled(to_scaled(eye_itrs.xyz + centre)));
    Length height = (length(to_scaled(eye_itrs.xyz + centre)) - 1.0) * EQUATORIAL_RADIUS;
    float thinner = exp(-max(height, 0.0) / HEIGHT_OF_AIR);
    float rise = dot(up, moon.xyz);
    vec3 moonlight = moon.w * smoothstep(-0.05, 0.05, rise)
        * pow(transmittance_to_space(clamp(rise, 0.02, 1.0)), vec3(thinner));
    vec3 to_flame = flame - centre;
    vec3 flamelight = flame_light / (dot(to_flame, to_flame) + FLAME_SIZE * FLAME_SIZE);
    float sine = clamp(dot(up, -centre) / distance, 0.02, 1.0);
    vec3 seen = pow(transmittance_to_space(sine), vec3(thinner)) * (1.0 - age / lasts);
    vec3 brightness = (moonlight + flamelight) * (1.0 - exp(-depth)) / (4.0 * PI) * seen;

    // Thinner than the point's image, a trail is drawn as wide, with the same light. Foreshortened, it is
    // brighter: as much light on less of the picture.
    vec2 from = window(old), to = window(young);
    vec2 way = to - from;
    float extent = length(way);
    float pixels_per_metre = 1.0 / (distance * raster.w * clip.w);
    float true_extent = length(young - old) * pixels_per_metre;
    float sigma = length(vec2(core_sigma(raster.zw), width * pixels_per_metre));
    float drawn = max(extent, 0.3);
    middle = brightness * (width * pixels_per_metre / sigma) * (true_extent / drawn);
    vec2 along = extent > 1e-3 ? way / extent : vec2(0.0, 1.0);
    vec2 half_way = 0.5 * (from + to);
    aside = 3.2 * in_corner.y;
    vec2 at = half_way + along * drawn * (in_corner.x - 0.5)
        + vec2(-along.y, along.x) * aside * sigma;
    vec2 place = at / raster.xy * 2.0 - 1.0;
    ray = ray_through(place);
    gl_Position = vec4(place, 0.5, 1.0);
}
