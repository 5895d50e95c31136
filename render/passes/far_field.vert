// A ring of the sphere of directions around the nadir, see far_field.py. In: angle from the nadir and
// azimuth about it, rad. Out: the ray, and the azimuth over 2 pi.
#include "frame.glsl"
#include "earth.glsl"
#include "veil.glsl"

uniform mat4 clip_from_far;

in vec2 in_angles;

out vec3 ray_itrs;
out float turn;

void main() {
    mat3 axes = nadir_axes(normalize(to_scaled(eye_itrs.xyz)));
    float across = sin(in_angles.x);
    ray_itrs = axes * vec3(cos(in_angles.x), across * cos(in_angles.y), across * sin(in_angles.y));
    turn = in_angles.y / (2.0 * PI);
    gl_Position = clip_from_far * vec4(transpose(mat3(itrs_from_far)) * ray_itrs, 0.0);
}
