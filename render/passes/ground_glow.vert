// A disc on the ellipsoid under a light. In: the light's foot (m from the eye, ITRS), its vertical and
// height in m, the light's three figures in cd (orbit.photometry.intensity), colour and axis.
#include "frame.glsl"
#include "eye.glsl"

uniform float least_pixels;

in vec2 in_place;   // ring 0..1, angle in rad
in vec3 in_foot;
in vec4 in_up;      // w: height of the light above the ellipsoid
in vec3 in_light;
in vec3 in_colour;
in vec3 in_axis;

out vec3 offset;           // m, from the eye to the ground, ITRS
out vec3 from_light;       // m, from the light to the ground
flat out vec3 up;
flat out vec3 figures;     // cd
flat out vec3 colour;
flat out vec3 axis;
flat out Length source;    // m, height from which the light is drawn
flat out Length reach;     // m, radius of the patch
flat out Length height;    // m, height of the light above the ellipsoid

const float REACH = 50.0;       // heights; what lies beyond is 2 %
const float SEEN = 6e-5;        // cd/m2 of the ground, where the patch ends: 2 % of moonlight's
const float ALBEDO = 0.2;

void main() {
    Length distance = length(in_foot);
    float slant = max(dot(in_up.xyz, -in_foot) / distance, 0.05);
    // Lower than about a pixel, a light's patch would fall between pixels: it is drawn from higher up,
    // which keeps its whole light.
    source = max(in_up.w, least_pixels * distance * raster.w / slant);
    // Far off the glow falls as source / distance^3.
    Length end = pow(ALBEDO / PI * in_light.x * source / SEEN, 1.0 / 3.0);
    reach = clamp(end, 2.0 * source, REACH * source);
    // Rings close together under the light: half of its light falls within 1.7 heights.
    Length radius = source * tan(in_place.x * atan(reach / source));
    vec3 east = normalize(cross(vec3(0.0, 0.0, 1.0), in_up.xyz));
    vec3 north = cross(in_up.xyz, east);
    vec3 level = cos(in_place.y) * east + sin(in_place.y) * north;
    vec3 place = radius * level - radius * radius / (2.0 * EQUATORIAL_RADIUS) * in_up.xyz;
    offset = in_foot + place;
    from_light = place - source * in_up.xyz;
    up = in_up.xyz;
    figures = in_light;
    colour = in_colour;
    axis = in_axis;
    height = in_up.w;
    gl_Position = clip_from_itrs * vec4(offset, 0.0);
    gl_Position.z = 0.0;
}
