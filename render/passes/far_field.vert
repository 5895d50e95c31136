// A ring of the sphere of directions around the nadir, see far_field.py. In: angle from the nadir and
// azimuth about it, rad. Out: the ray.
#include "frame.glsl"
#include "earth.glsl"

uniform mat4 clip_from_far;

in vec2 in_angles;

out vec3 ray_itrs;

void main() {
    vec3 nadir = -normalize(to_scaled(eye_itrs.xyz));
    vec3 side = normalize(cross(nadir, vec3(0.0, 0.0, 1.0)));
    vec3 other = cross(nadir, side);
    float away = sin(in_angles.x);
    ray_itrs = nadir * cos(in_angles.x) + away * (side * cos(in_angles.y) + other * sin(in_angles.y));
    gl_Position = clip_from_far * vec4(transpose(mat3(itrs_from_far)) * ray_itrs, 0.0);
}
