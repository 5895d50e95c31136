// One pixel of a bright point: a Gaussian core and Moffat wings that end softly at the quad's edge.
#include "eye.glsl"

flat in vec2 centre;
flat in vec3 core_peak;
flat in vec3 wing_scale;
flat in float sigma;
flat in float wing_radius;
flat in float reach;
flat in vec2 from_axis;
out vec4 light;

const float BRIGHTEST = 6e4; // cd/m2, what a half float can hold
const float FAR_AWAY = 1e12;

// The square of the sine of the angle between the centre and a place `off` pixels from it in the
// picture, over the tangent of a pixel at the view's axis: an angle in pixels of the axis.
float angle2(vec2 off) {
    vec2 shift = off * raster.zw;
    vec2 place = from_axis + shift;
    if (1.0 + dot(from_axis, place) <= 0.0) return FAR_AWAY; // beyond a right angle
    float secant2 = 1.0 + dot(from_axis, from_axis);
    float outward = dot(from_axis, shift);
    float cross2 = secant2 * dot(shift, shift) - outward * outward;
    return cross2 / (secant2 * (1.0 + dot(place, place)) * raster.w * raster.w);
}

void main() {
    vec2 off = gl_FragCoord.xy - centre;
    float r2 = dot(off, off), wing2 = angle2(off);
    float edge = 1.0 - wing2 / (reach * reach);
    if (edge <= 0.0) discard;
    vec3 core = core_peak * exp(-r2 / (2.0 * sigma * sigma));
    float falling = inversesqrt(1.0 + wing2 / (wing_radius * wing_radius));
    vec3 wings = wing_scale * (falling * falling * falling);
    light = vec4(min(core + wings * edge * edge, vec3(BRIGHTEST)), 0.0);
}
