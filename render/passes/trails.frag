// One pixel of the exhaust's trail: a Gaussian across it.
#include "frame.glsl"
#include "eye.glsl"
#include "earth.glsl"
#include "occlusion.glsl"

in float aside;
in vec3 ray;
flat in float distance;
flat in vec3 middle;
out vec4 light;

void main() {
    if (ground_hides(ray, distance)) discard;
    light = vec4(middle * exp(-0.5 * aside * aside), 0.0);
}
